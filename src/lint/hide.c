/*
 * Of several suppressions that take a finding the first one gets it.  What is
 * suppressed is not in a baseline.
 */
#include "config.h"

#include "lint/hide.h"

#include <stdlib.h>

void
gcl_hide_init(struct hide *h)
{
	*h = (struct hide){ .today = gcl_config_today() };
}

void
gcl_hide_release(struct hide *h)
{
	free(h->list);
	gcl_hide_init(h);
}

static bool
is_for(const struct suppression *s, struct span rel)
{
	if (s->files.n == 0)
		return true;
	return rel.ptr && gcl_glob_list_find_above(&s->files, rel, false);
}

enum gcl_status
gcl_hide_begin(struct hide *h, struct config *c, struct span rel,
	const char *full)
{
	struct suppression *s;

	h->n = 0;
	for (s = c ? c->suppressions : NULL; s; s = s->next) {
		if (!is_for(s, rel))
			continue;
		if (gcl_grow(&h->list, &h->cap, h->n + 1, sizeof(s)) != 0)
			return GCL_ENOMEM;
		h->list[h->n++] = s;
		s->met = true;
	}
	return h->baseline ? gcl_baseline_begin(h->baseline, full) : GCL_OK;
}

enum gcl_status
gcl_hide_finding(struct hide *h, struct gcl_finding *f)
{
	struct span rule = gcl_span_str(f->rule);
	enum gcl_status st;
	size_t i;

	for (i = 0; i < h->n && !f->suppressed; i++) {
		if (!gcl_suppression_takes(h->list[i], rule, f->pointer,
		    f->pointer_len, h->today))
			continue;
		h->list[i]->hits++;
		f->suppressed = h->list[i]->reason;
	}
	if (!h->baseline)
		return GCL_OK;
	if (f->suppressed)
		return gcl_baseline_pass(h->baseline, f);
	st = gcl_baseline_meet(h->baseline, f, &f->baseline);
	if (h->accept)
		f->baseline = GCL_BASELINE_KNOWN;
	return st;
}
