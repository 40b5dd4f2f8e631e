/*
 * Rules are few, so a sorted list does.
 */
#include "config.h"

#include "cli/stats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void
gcl_stats_init(struct stats *s)
{
	*s = (struct stats){ .n = 0 };
	gcl_arena_init(&s->names);
}

void
gcl_stats_release(struct stats *s)
{
	free(s->rules);
	gcl_arena_release(&s->names);
	gcl_stats_init(s);
}

/* Where name is, or would be. */
static size_t
find(const struct stats *s, const char *name)
{
	size_t low = 0, high = s->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (strcmp(s->rules[mid].name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
gcl_stats_has(const struct stats *s, const char *rule)
{
	size_t at = find(s, rule);

	return at < s->n && !strcmp(s->rules[at].name, rule);
}

static void
count(void *ctx, const struct gcl_finding *f)
{
	struct stats *s = ctx;
	size_t at = find(s, f->rule);
	struct stats_rule *r;

	if (at == s->n || strcmp(s->rules[at].name, f->rule) != 0) {
		const char *name = gcl_arena_str(&s->names,
			gcl_span_str(f->rule));

		if (!name || gcl_grow(&s->rules, &s->cap, s->n + 1,
		    sizeof(*r)) != 0) {
			s->nomem = true;
			return;
		}
		r = s->rules + at;
		memmove(r + 1, r, (s->n++ - at) * sizeof(*r));
		*r = (struct stats_rule){ .name = name };
	}
	s->rules[at].n[f->severity]++;
}

void
gcl_stats_begin(struct stats *s, struct gcl_linter *l)
{
	clock_gettime(CLOCK_MONOTONIC, &s->begun);
	gcl_linter_on_finding(l, count, s);
}

static double
seconds_since(const struct timespec *t)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - t->tv_sec) +
		(double)(now.tv_nsec - t->tv_nsec) / 1e9;
}

static void
print_rules(const struct stats *s, FILE *to)
{
	size_t i;

	if (s->n == 0)
		return;
	fprintf(to, "%-24s %9s %9s %9s\n", "rule", "errors", "warnings",
		"notes");
	for (i = 0; i < s->n; i++)
		fprintf(to, "%-24s %9" PRIu64 " %9" PRIu64 " %9" PRIu64 "\n",
			s->rules[i].name, s->rules[i].n[GCL_ERROR],
			s->rules[i].n[GCL_WARNING], s->rules[i].n[GCL_NOTE]);
	if (s->nomem)
		fputs("and other rules, for which memory ran out\n", to);
}

void
gcl_stats_print(const struct stats *s, const struct gcl_totals *t, FILE *to)
{
	double secs = seconds_since(&s->begun);

	if (secs < 1e-6)
		secs = 1e-6;
	print_rules(s, to);
	fprintf(to, "files %" PRIu64 ", documents %" PRIu64 ", bytes %" PRIu64
		", skipped %" PRIu64 ", suppressed %" PRIu64 ", unreadable %"
		PRIu64 "\n", t->files, t->documents, t->bytes, t->skipped,
		t->suppressed, t->unreadable);
	fprintf(to, "time %.3f s, %.0f documents/s, %.1f MB/s\n", secs,
		(double)t->documents / secs, (double)t->bytes / secs / 1e6);
}
