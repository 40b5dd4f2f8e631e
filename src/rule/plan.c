/*
 * The world's numbering plan, with an array that is indexed by country code
 * (ITU-T E.164 section 6: one to three digits, none of them beginning with
 * another, fifteen digits in all).
 */
#include "config.h"

#include "rule/plan.h"

#define CODE_DIGITS 3

/* The digits of a prefix, and the codes of the countries that have it. */
struct prefix {
	const struct prefix *next;
	struct span digits, codes;	/* with blanks between the codes */
};

struct plan {
	uint16_t at[1000];		/* index + 1 in list; 0: not assigned */
	struct plan_entry *list;	/* in order of the file */
	uint16_t n;
	const struct prefix *prefixes[N_PLAN_PREFIXES];
};

static bool
take_char(struct span *s, char c)
{
	if (s->len == 0 || *s->ptr != c)
		return false;
	s->ptr++;
	s->len--;
	return true;
}

/* A number from 1 to PLAN_DIGITS. */
static bool
take_length(struct span *s, unsigned *n)
{
	*n = 0;
	while (s->len > 0 && *s->ptr >= '0' && *s->ptr <= '9') {
		*n = *n * 10 + (unsigned)(*s->ptr - '0');
		if (*n == 0 || *n > PLAN_DIGITS)
			return false;
		s->ptr++;
		s->len--;
	}
	return *n > 0;
}

static bool
read_lengths(struct span s, uint16_t *out)
{
	unsigned first, last, set = 0;

	do {
		if (!take_length(&s, &first))
			return false;
		last = first;
		if (take_char(&s, '-') && !take_length(&s, &last))
			return false;
		if (first > last)
			return false;
		set |= (2u << last) - (1u << first);
	} while (take_char(&s, ','));
	*out = (uint16_t)set;
	return s.len == 0;
}

/* The code as an index; 0 when it is none. */
static size_t
read_code(struct span s)
{
	size_t i, code = 0;

	if (s.len == 0 || s.len > CODE_DIGITS || *s.ptr == '0')
		return 0;
	for (i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return 0;
		code = code * 10 + (size_t)(s.ptr[i] - '0');
	}
	return code;
}

static const struct plan_entry *
find(const struct plan *p, struct span digits)
{
	size_t n;

	for (n = 1; n <= CODE_DIGITS && n <= digits.len; n++) {
		size_t code = read_code(gcl_span(digits.ptr, n));

		if (code > 0 && p->at[code] > 0)
			return &p->list[p->at[code] - 1];
	}
	return NULL;
}

/* "4-13 Germany": the lengths, a blank, whose code it is. */
static enum gcl_status
read_entry(const struct value *v, struct plan_entry *e, struct gcl_error *err)
{
	struct span key = v->key, lengths = v->text;
	const char *blank = v->type == JSON_STRING && v->text.len > 0 ?
		memchr(v->text.ptr, ' ', v->text.len) : NULL;

	if (!blank || blank + 1 == lengths.ptr + lengths.len)
		return gcl_error_set(err, GCL_EPACK,
			"country code '%.*s' needs lengths and a name, as in "
			"'7,9-10 Name'", (int)key.len, key.ptr);
	e->name = gcl_span(blank + 1,
		lengths.len - (size_t)(blank + 1 - lengths.ptr));
	lengths.len = (size_t)(blank - lengths.ptr);
	e->code_len = (uint8_t)key.len;
	if (!read_lengths(lengths, &e->lengths))
		return gcl_error_set(err, GCL_EPACK,
			"lengths '%.*s' of country code '%.*s' are not "
			"numbers and ranges, as in '7,9-10'",
			(int)lengths.len, lengths.ptr, (int)key.len, key.ptr);
	if (e->lengths >> (PLAN_DIGITS + 1 - key.len))
		return gcl_error_set(err, GCL_EPACK,
			"lengths '%.*s' make numbers of more than %d digits "
			"with country code '%.*s'", (int)lengths.len,
			lengths.ptr, PLAN_DIGITS, (int)key.len, key.ptr);
	return GCL_OK;
}

static enum gcl_status
add_code(struct plan *p, const struct value *v, struct gcl_error *err)
{
	size_t code = read_code(v->key);

	if (code == 0)
		return gcl_error_set(err, GCL_EPACK,
			"'%.*s' is no country code: one to three digits, "
			"the first not 0", (int)v->key.len, v->key.ptr);
	if (p->at[code] > 0)
		return gcl_error_set(err, GCL_EPACK,
			"country code '%zu' is there twice", code);
	p->at[code] = ++p->n;
	return read_entry(v, &p->list[p->n - 1], err);
}

static enum gcl_status
check_prefixes(const struct plan *p, const struct value *codes,
	struct gcl_error *err)
{
	const struct value *v;

	for (v = codes->child; v; v = v->next) {
		const struct plan_entry *e = find(p, v->key);

		if (e->code_len < v->key.len)
			return gcl_error_set(err, GCL_EPACK,
				"country code '%.*s' begins with '%.*s', "
				"which is one too", (int)v->key.len,
				v->key.ptr, (int)e->code_len, v->key.ptr);
	}
	return GCL_OK;
}

/* Takes the first of codes off it; empty at the end. */
static struct span
next_code(struct span *codes)
{
	const char *end = memchr(codes->ptr, ' ', codes->len);
	size_t len = end ? (size_t)(end - codes->ptr) : codes->len;
	struct span code = gcl_span(codes->ptr, len);

	len += end != NULL;
	*codes = gcl_span(codes->ptr + len, codes->len - len);
	return code;
}

static enum gcl_status
add_prefix(struct plan *p, enum plan_prefix kind, const struct value *v,
	struct arena *arena, struct gcl_error *err)
{
	struct prefix *prefix = gcl_arena_calloc(arena, 1, sizeof(*prefix));
	struct span codes = v->text, code;
	size_t at;

	if (!prefix)
		return gcl_error_nomem(err);
	while (codes.len > 0) {
		code = next_code(&codes);
		at = read_code(code);
		if (at == 0 || p->at[at] == 0)
			return gcl_error_set(err, GCL_EPACK,
				"prefix '%.*s' is for '%.*s', which is no "
				"country code of the table", (int)v->key.len,
				v->key.ptr, (int)code.len, code.ptr);
	}
	*prefix = (struct prefix){ p->prefixes[kind], v->key, v->text };
	p->prefixes[kind] = prefix;
	return GCL_OK;
}

static enum gcl_status
add_prefixes(struct plan *p, const struct value *root, struct arena *arena,
	struct gcl_error *err)
{
	static const char *const names[] = {
		[PLAN_TRUNK] = "trunk", [PLAN_ABROAD] = "abroad",
		[PLAN_KEPT] = "kept", [PLAN_OPEN] = "open",
		[PLAN_NEVER] = "never",
	};
	enum gcl_status st = GCL_OK;
	const struct value *v;
	unsigned kind;

	for (kind = 0; kind < N_PLAN_PREFIXES && st == GCL_OK; kind++) {
		v = gcl_value_get(root, names[kind]);
		for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next)
			st = add_prefix(p, kind, v, arena, err);
	}
	return st;
}

enum gcl_status
gcl_plan_load(const struct value *root, struct arena *arena, struct plan **out,
	struct gcl_error *err)
{
	const struct value *codes = gcl_value_get(root, "codes");
	enum gcl_status st = GCL_OK;
	const struct value *v;
	struct plan *p;

	if (!codes || codes->type != JSON_OBJECT || codes->n == 0)
		return gcl_error_set(err, GCL_EPACK,
			"the table of country codes has no 'codes'");
	p = gcl_arena_calloc(arena, 1, sizeof(*p));
	if (p)
		p->list = gcl_arena_calloc(arena, codes->n, sizeof(*p->list));
	if (!p || !p->list)
		return gcl_error_nomem(err);
	for (v = codes->child; v && st == GCL_OK; v = v->next)
		st = add_code(p, v, err);
	if (st == GCL_OK)
		st = check_prefixes(p, codes, err);
	if (st == GCL_OK)
		st = add_prefixes(p, root, arena, err);
	if (st == GCL_OK)
		*out = p;
	return st;
}

size_t
gcl_plan_prefix(const struct plan *p, enum plan_prefix kind, struct span code,
	struct span digits)
{
	const struct prefix *x = p->prefixes[kind];
	size_t longest = 0;
	struct span codes;

	for (; x; x = x->next) {
		if (x->digits.len <= longest || x->digits.len > digits.len ||
		    memcmp(x->digits.ptr, digits.ptr, x->digits.len) != 0)
			continue;
		for (codes = x->codes; codes.len > 0;)
			if (gcl_span_eq(next_code(&codes), code))
				longest = x->digits.len;
	}
	return longest;
}

/* Behind the country code of digits. */
static bool
has_trunk_zero(const struct plan *p, const struct plan_entry *e,
	struct span digits)
{
	struct span code = gcl_span(digits.ptr, e->code_len);

	return digits.len > e->code_len && digits.ptr[e->code_len] == '0' &&
	    gcl_plan_prefix(p, PLAN_TRUNK, code, SPAN("0")) > 0 &&
	    gcl_plan_prefix(p, PLAN_KEPT, code, SPAN("0")) == 0;
}

enum plan_verdict
gcl_plan_check(const struct plan *p, struct span digits,
	struct plan_entry *out)
{
	const struct plan_entry *e = find(p, digits);
	size_t n;

	if (out)
		*out = e ? *e : (struct plan_entry){ .code_len = 0 };
	if (!e)
		return PLAN_UNASSIGNED;
	if (has_trunk_zero(p, e, digits))
		return PLAN_TRUNK_ZERO;
	n = digits.len - e->code_len;
	if (n > PLAN_DIGITS || e->lengths >> n == 0)
		return PLAN_TOO_LONG;
	if (e->lengths >> n & 1)
		return PLAN_OK;
	return e->lengths & ((1u << n) - 1) ? PLAN_LENGTH : PLAN_TOO_SHORT;
}

/* From n on, the first length that is in the set, or is not. */
static unsigned
next(uint16_t lengths, unsigned n, bool in)
{
	while (n <= PLAN_DIGITS && (lengths >> n & 1) != in)
		n++;
	return n;
}

void
gcl_plan_say(struct buf *b, uint16_t lengths)
{
	const char *sep = "";
	unsigned first, end;

	for (first = next(lengths, 1, true); first <= PLAN_DIGITS;
	     first = next(lengths, end, true)) {
		end = next(lengths, first, false);
		/* Two in a row read better one by one. */
		if (end == first + 2)
			end--;
		if (*sep && lengths >> end == 0)
			sep = " or ";
		gcl_buf_addf(b, "%s%u", sep, first);
		if (end > first + 1)
			gcl_buf_addf(b, " to %u", end - 1);
		sep = ", ";
	}
	gcl_buf_adds(b, lengths == 1u << 1 ? " digit" : " digits");
}
