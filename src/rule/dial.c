/*
 * Telephone numbers as people write them (ITU-T E.123), read with the prefixes
 * and lengths of rules/e164.json: each reading that is possible is tried, and
 * the number is known when all of them agree.
 */
#include "config.h"

#include "rule/dial.h"

#include <strings.h>

#include "base/utf8.h"

#define WRITTEN_DIGITS 24
/* Digits of numbers with no prefix; fewer may be a number within a town. */
#define BARE_MIN 7
#define BARE_MIN_ZERO 9
#define BARE_MAX_ZERO 11
/* 011, a country code and a number; what is shorter may be national. */
#define ABROAD_NANP_DIGITS 13

/* A number as it is written. */
struct written {
	bool plus;
	char digits[WRITTEN_DIGITS];
	size_t n;
	bool zero;		/* one 0 stands in brackets of its own: */
	size_t zero_at;
};

/* What the digits may mean. */
struct readings {
	const struct plan *plan;
	struct span country;
	const struct written *w;
	char found[PLAN_DIGITS + 1];
	bool any, several;
};

/* ---- the text ---- */

static bool
is_between(uint32_t cp, uint32_t first, uint32_t last)
{
	return cp >= first && cp <= last;
}

static bool
is_separator(uint32_t cp)
{
	return (cp < 0x80 && cp && strchr(" \t\r\n.-/_~", (int)cp)) ||
	    cp == 0xa0 || is_between(cp, 0x2000, 0x200a) ||
	    is_between(cp, 0x2010, 0x2015) || cp == 0x202f ||
	    cp == 0x205f || cp == 0x2212 || cp == 0x3000 || cp == 0xff0d;
}

static bool
is_open(uint32_t cp)
{
	return cp == '(' || cp == 0xff08;
}

static bool
is_close(uint32_t cp)
{
	return cp == ')' || cp == 0xff09;
}

/* The bracket that was opened at the n-th digit ends. */
static bool
close_bracket(struct written *w, size_t open)
{
	if (w->n != open + 1 || w->digits[open] != '0')
		return true;
	if (w->zero)
		return false;
	w->zero = true;
	w->zero_at = open;
	return true;
}

static bool
is_digit(uint32_t cp)
{
	return is_between(cp, '0', '9');
}

/* Read s up to where the number ends; *end is then behind its last digit. */
static bool
scan(struct span s, struct written *w, size_t *end)
{
	size_t at = 0, n, open = 0;
	uint32_t cp;

	for (; (n = gcl_utf8_decode(s.ptr + at, s.len - at, &cp)) > 0;
	     at += n) {
		if (cp == '+' && w->n == 0 && !w->plus)
			w->plus = true;
		else if (is_open(cp))
			open = w->n;
		else if (is_close(cp) && !close_bracket(w, open))
			return false;
		else if (is_digit(cp) && w->n < WRITTEN_DIGITS)
			w->digits[w->n++] = (char)cp;
		else if (!is_close(cp) && !is_separator(cp))
			break;
		if (is_digit(cp) || is_close(cp))
			*end = at + n;
	}
	return w->n > 0 && w->n < WRITTEN_DIGITS;
}

/* ---- its readings ---- */

static bool
is_possible(const struct plan *p, struct span digits)
{
	struct plan_entry e;
	struct span code, rest;

	if (gcl_plan_check(p, digits, &e) != PLAN_OK)
		return false;
	code = gcl_span(digits.ptr, e.code_len);
	rest = gcl_span(digits.ptr + e.code_len, digits.len - e.code_len);
	if (*rest.ptr == '0')
		return rest.ptr[1] != '0' &&
		    gcl_plan_prefix(p, PLAN_KEPT, code, rest) > 0;
	return gcl_plan_prefix(p, PLAN_NEVER, code, rest) == 0;
}

/* It is one more reading, if such a number there can be. */
static bool
take(struct readings *r, struct span code, struct span rest)
{
	char digits[PLAN_DIGITS + 1] = "";

	if (code.len + rest.len > PLAN_DIGITS)
		return false;
	memcpy(digits, code.ptr, code.len);
	memcpy(digits + code.len, rest.ptr, rest.len);
	if (!is_possible(r->plan, gcl_span_str(digits)))
		return false;
	r->several = r->several || (r->any && strcmp(digits, r->found) != 0);
	r->any = true;
	memcpy(r->found, digits, sizeof(digits));
	return true;
}

/* The digits from at on. */
static struct span
from(const struct readings *r, size_t at)
{
	return gcl_span(r->w->digits + at, r->w->n - at);
}

/*
 * In brackets, a 0 with which numbers begin may as well be one that somebody
 * has put there out of habit.
 */
static void
take_without(struct readings *r, struct span code, size_t zero)
{
	struct span rest = from(r, zero + 1);

	if (r->w->zero && r->w->zero_at == zero &&
	    gcl_plan_prefix(r->plan, PLAN_OPEN, code, rest) > 0)
		take(r, code, rest);
}

/*
 * A country code stands at that digit.  What is dialled only within that
 * country may be there too, in brackets or not.
 */
static bool
take_abroad(struct readings *r, size_t at)
{
	struct span digits = from(r, at), code, rest;
	struct plan_entry e;
	size_t trunk;

	gcl_plan_check(r->plan, digits, &e);
	if (e.code_len == 0 || e.code_len >= digits.len ||
	    (r->w->zero && r->w->zero_at != at + e.code_len))
		return false;
	code = gcl_span(digits.ptr, e.code_len);
	rest = from(r, at + e.code_len);
	trunk = *rest.ptr == '0' ?
	    gcl_plan_prefix(r->plan, PLAN_TRUNK, code, rest) : 0;
	take_without(r, code, at + e.code_len);
	return take(r, code, from(r, at + e.code_len + trunk));
}

/* A number of the country that is given begins at that digit. */
static bool
take_national(struct readings *r, size_t at)
{
	return r->country.len > 0 && !(r->w->zero && r->w->zero_at > 0) &&
	    take(r, r->country, from(r, at));
}

/*
 * Neither a prefix nor the plus: in a country with a trunk 0 few leave that
 * out, and the number may as well be of a town, or of another country.
 */
static void
take_bare(struct readings *r)
{
	const struct written *w = r->w;
	bool zero = gcl_plan_prefix(r->plan, PLAN_TRUNK, r->country,
	    SPAN("0")) > 0;
	bool nanp = w->n == 11 && *w->digits == '1' && w->digits[1] > '1' &&
	    !gcl_span_is(r->country, "1");

	if (!nanp && (zero ? w->n >= BARE_MIN_ZERO && w->n <= BARE_MAX_ZERO :
	    w->n >= BARE_MIN))
		take_national(r, 0);
}

static void
read_with_zero(struct readings *r)
{
	struct span digits = from(r, 0);
	size_t trunk = gcl_plan_prefix(r->plan, PLAN_TRUNK, r->country, digits);

	if (digits.len > 1 && digits.ptr[1] == '0') {
		take_abroad(r, 2);
		return;
	}
	if (digits.len >= ABROAD_NANP_DIGITS && !memcmp(digits.ptr, "011", 3))
		take_abroad(r, 3);
	if (trunk > 0)
		take_national(r, trunk);
	else
		take_national(r, 0);
}

static void
read_national(struct readings *r)
{
	struct span digits = from(r, 0), country = r->country;
	size_t abroad = gcl_plan_prefix(r->plan, PLAN_ABROAD, country, digits);
	size_t trunk = gcl_plan_prefix(r->plan, PLAN_TRUNK, country, digits);

	if (abroad > 0)
		take_abroad(r, abroad);
	if (*digits.ptr == '0') {
		read_with_zero(r);
		return;
	}
	if (trunk > 0 && take_national(r, trunk))
		return;
	if (country.len > 0 && digits.len > country.len &&
	    !memcmp(digits.ptr, country.ptr, country.len))
		take_abroad(r, 0);
	take_bare(r);
}

/* RFC 3966, section 5.1.5: the number says itself where it is dialled. */
static bool
has_context(struct span text)
{
	static const char name[] = ";phone-context=";
	const size_t len = sizeof(name) - 1;
	size_t i;

	for (i = 0; i + len <= text.len; i++)
		if (!strncasecmp(text.ptr + i, name, len))
			return true;
	return false;
}

bool
gcl_dial(const struct plan *p, struct span text, struct span country,
	struct dialled *out)
{
	size_t scheme = text.len >= 4 && !strncasecmp(text.ptr, "tel:", 4) ?
	    4 : 0;
	struct written w = { .plus = false };
	struct readings r = { .plan = p, .country = country, .w = &w };

	*out = (struct dialled){ .off = scheme };
	if (!scan(gcl_span(text.ptr + scheme, text.len - scheme), &w,
	    &out->len) || has_context(text))
		return false;
	if (w.plus && *w.digits != '0')
		take_abroad(&r, 0);
	else if (w.plus)
		read_with_zero(&r);
	else
		read_national(&r);
	memcpy(out->digits, r.found, sizeof(r.found));
	return r.any && !r.several;
}
