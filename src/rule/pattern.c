/*
 * The only user of PCRE2 (pcre2api(3)).
 *
 * Patterns may come from a user's pack and subjects from anywhere, so every
 * match has a limit of steps and of heap; reaching it is told apart from not
 * matching.
 */
#include "config.h"

#include "rule/pattern.h"

#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/ascii.h"
#include "base/limits.h"

/*
 * Machine code costs as much as so many matches save.  It has no heap of its
 * own and counts other steps than the interpreter: it is for short subjects,
 * where neither shows.
 */
#define JIT_USES 60
#define JIT_BYTES 256

struct pattern {
	pcre2_code *code;	/* NULL until the first use */
	unsigned int uses;	/* up to JIT_USES */
	bool jit;		/* there is machine code */
	bool bytes;		/* subjects may be anything */
	bool anchored;		/* a match begins where the subject does, */
	uint32_t min_length;	/* has so many bytes, */
	unsigned char first[32];	/* of which these may be the first */
	size_t len;
	char source[];
};

struct matcher {
	pcre2_match_data *data;
	pcre2_match_context *context;
	bool nomem;		/* a match went without memory it needed */
};

enum gcl_status
gcl_pattern_new(struct span source, struct pattern **out)
{
	struct pattern *p = malloc(sizeof(*p) + source.len + 1);

	if (!p)
		return GCL_ENOMEM;
	p->code = NULL;
	p->uses = 0;
	p->jit = false;
	p->bytes = false;
	p->anchored = false;
	p->len = source.len;
	if (source.len > 0)
		memcpy(p->source, source.ptr, source.len);
	p->source[source.len] = '\0';
	*out = p;
	return GCL_OK;
}

void
gcl_pattern_for_bytes(struct pattern *p)
{
	p->bytes = true;
}

void
gcl_pattern_free(struct pattern *p)
{
	if (!p)
		return;
	pcre2_code_free(p->code);
	free(p);
}

static void
add_first(struct pattern *p, uint32_t unit)
{
	p->first[unit / 8 % sizeof(p->first)] |= (unsigned char)(1u << unit % 8);
}

/* What PCRE2 knows of where a match begins, so that it need not be asked. */
static void
look_at_start(struct pattern *p)
{
	const unsigned char *bitmap = NULL;
	uint32_t options = 0, type = 0, unit = 0;

	memset(p->first, 0xff, sizeof(p->first));
	pcre2_pattern_info(p->code, PCRE2_INFO_ALLOPTIONS, &options);
	pcre2_pattern_info(p->code, PCRE2_INFO_MINLENGTH, &p->min_length);
	pcre2_pattern_info(p->code, PCRE2_INFO_FIRSTCODETYPE, &type);
	pcre2_pattern_info(p->code, PCRE2_INFO_FIRSTCODEUNIT, &unit);
	pcre2_pattern_info(p->code, PCRE2_INFO_FIRSTBITMAP, &bitmap);
	p->anchored = options & PCRE2_ANCHORED;
	if (type == 1) {
		memset(p->first, 0, sizeof(p->first));
		add_first(p, unit);
		/* It may be meant in either case. */
		if (gcl_ascii_is_alnum((char)unit))
			add_first(p, unit ^ 0x20);
	} else if (bitmap) {
		memcpy(p->first, bitmap, sizeof(p->first));
	}
}

/* Can it match at all? */
static inline bool
may_match(const struct pattern *p, struct span s)
{
	unsigned char c = s.len ? (unsigned char)s.ptr[0] : 0;

	return !p->anchored || p->min_length == 0 ||
	    (s.len >= p->min_length && p->first[c / 8] >> c % 8 & 1);
}

enum gcl_status
gcl_pattern_compile(struct pattern *p, size_t *off, struct gcl_error *err)
{
	const uint32_t options = PCRE2_DOLLAR_ENDONLY |
	    PCRE2_NEVER_BACKSLASH_C | (p->bytes ? 0 : PCRE2_UTF);
	PCRE2_UCHAR text[256];
	int code;

	*off = 0;
	if (p->code)
		return GCL_OK;
	p->code = pcre2_compile((PCRE2_SPTR)p->source, p->len, options, &code,
	    off, NULL);
	if (p->code) {
		look_at_start(p);
		return GCL_OK;
	}
	if (code == PCRE2_ERROR_HEAP_FAILED)
		return gcl_error_nomem(err);
	pcre2_get_error_message(code, text, sizeof(text));
	return gcl_error_set(err, GCL_EPACK, "faulty pattern: %s",
	    (const char *)text);
}

struct matcher *
gcl_matcher_new(void)
{
	struct matcher *m = calloc(1, sizeof(*m));

	if (!m)
		return NULL;
	m->data = pcre2_match_data_create(MATCH_GROUPS, NULL);
	m->context = pcre2_match_context_create(NULL);
	if (!m->data || !m->context) {
		gcl_matcher_free(m);
		return NULL;
	}
	pcre2_set_match_limit(m->context, LIMIT_MATCH_STEPS);
	pcre2_set_heap_limit(m->context, LIMIT_MATCH_HEAP_KIB);
	return m;
}

void
gcl_matcher_free(struct matcher *m)
{
	if (!m)
		return;
	pcre2_match_data_free(m->data);
	pcre2_match_context_free(m->context);
	free(m);
}

void
gcl_matcher_reset(struct matcher *m)
{
	m->nomem = false;
}

bool
gcl_matcher_nomem(const struct matcher *m)
{
	return m->nomem;
}

static void
copy_groups(const struct matcher *mt, int n, struct match *m)
{
	const PCRE2_SIZE *v = pcre2_get_ovector_pointer(mt->data);
	int i;

	for (i = 0; i < MATCH_GROUPS; i++) {
		bool set = i < n && v[2 * i] != PCRE2_UNSET;

		m->start[i] = set ? (long)v[2 * i] : -1;
		m->end[i] = set ? (long)v[2 * i + 1] : -1;
	}
}

/* Is there machine code for it by now?  Not every machine has any. */
static bool
has_jit(struct pattern *p)
{
	if (p->uses < JIT_USES && ++p->uses == JIT_USES)
		p->jit = pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE) == 0;
	return p->jit;
}

/* As pcre2_match(3): where machine code gives up, the interpreter decides. */
static int
find(struct matcher *mt, struct pattern *p, struct span s, size_t from,
	uint32_t options)
{
	PCRE2_SPTR subject = (PCRE2_SPTR)(s.ptr ? s.ptr : "");
	int n;

	if (s.len <= JIT_BYTES && !(options & PCRE2_ANCHORED) && has_jit(p)) {
		n = pcre2_jit_match(p->code, subject, s.len, from, 0,
		    mt->data, mt->context);
		if (n >= PCRE2_ERROR_NOMATCH)
			return n;
	}
	return pcre2_match(p->code, subject, s.len, from,
	    PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT | options, mt->data,
	    mt->context);
}

static enum match_result
match(struct matcher *mt, struct pattern *p, struct span s, size_t from,
	uint32_t options, struct match *m)
{
	enum gcl_status st;
	size_t off;
	int n;

	st = p->code ? GCL_OK : gcl_pattern_compile(p, &off, NULL);
	mt->nomem = mt->nomem || st == GCL_ENOMEM;
	if (st != GCL_OK)
		return MATCH_LIMIT;
	if (from == 0 && !may_match(p, s))
		return MATCH_NO;
	n = find(mt, p, s, from, options);
	if (n == PCRE2_ERROR_NOMATCH)
		return MATCH_NO;
	mt->nomem = mt->nomem || n == PCRE2_ERROR_NOMEMORY;
	if (n < 0)
		return MATCH_LIMIT;
	if (m)
		copy_groups(mt, n ? n : MATCH_GROUPS, m);
	return MATCH_YES;
}

enum match_result
gcl_pattern_match(struct matcher *mt, struct pattern *p, struct span s,
	size_t from, struct match *m)
{
	return match(mt, p, s, from, 0, m);
}

enum match_result
gcl_pattern_match_at(struct matcher *mt, struct pattern *p, struct span s,
	size_t at, struct match *m)
{
	return match(mt, p, s, at, PCRE2_ANCHORED, m);
}
