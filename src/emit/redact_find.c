/*
 * Find what is to be masked: one pass over the characters of a text, and the
 * telephone numbers in it (RFC 3966 has what separates their digits, people
 * have more).  Each of the looks ahead begins behind the one before it, so that
 * all of this is linear.
 */
#include "config.h"

#include "emit/redact_p.h"

#include <stdlib.h>

/* So many digits are a telephone number, also with letters for some. */
#define NUMBER_MIN 5u
#define SPELT_MIN 10u
#define SPELT_DIGITS 4u

/* So much stands between two digits at the most. */
#define GAP_MAX 6u

/* ---- ranges ---- */

void
gcl_redact_add(struct redact_find *f, size_t from, size_t to)
{
	struct redact_ranges *out = f->out;
	struct source_range *last;

	if (from >= to || f->st != GCL_OK)
		return;
	last = out->n > 0 ? &out->list[out->n - 1] : NULL;
	if (last && from >= last->off && from <= last->end) {
		if (to > last->end)
			last->end = (uint32_t)to;
		return;
	}
	if (gcl_grow(&out->list, &out->cap, out->n + 1, sizeof(*last))) {
		f->st = GCL_ENOMEM;
		return;
	}
	out->list[out->n++] = (struct source_range){ (uint32_t)from,
		(uint32_t)to };
}

void
gcl_redact_add_alnum(struct redact_find *f, size_t from, size_t to)
{
	struct redact_char c;

	for (; from < to; from += c.len) {
		c = gcl_redact_at(f, from);
		if (gcl_redact_alnum(c))
			gcl_redact_add(f, from, from + c.len);
	}
}

static int
by_offset(const void *x, const void *y)
{
	const struct source_range *a = x, *b = y;

	return (a->off > b->off) - (a->off < b->off);
}

void
gcl_redact_tidy(struct redact_ranges *ranges)
{
	struct source_range *list = ranges->list;
	size_t i, n = 0;

	for (i = 1; i < ranges->n && list[i - 1].off <= list[i].off; i++)
		;
	if (i < ranges->n)
		qsort(list, ranges->n, sizeof(*list), by_offset);
	for (i = 0; i < ranges->n; i++) {
		if (n == 0 || list[i].off > list[n - 1].end)
			list[n++] = list[i];
		else if (list[i].end > list[n - 1].end)
			list[n - 1].end = list[i].end;
	}
	ranges->n = n;
}

/* ---- what looks like a number and is none ---- */

/* How much of s the shape takes: 9 is a digit, x one of base 16; or 0. */
static size_t
fits(struct span s, const char *shape)
{
	size_t i;

	for (i = 0; shape[i]; i++) {
		char c = i < s.len ? s.ptr[i] : '\0';
		bool digit = c >= '0' && c <= '9';

		if (shape[i] == '9' ? !digit : shape[i] == 'x' ?
		    !digit && !((c | 32) >= 'a' && (c | 32) <= 'f') :
		    c != shape[i])
			return 0;
	}
	return i;
}

static struct span
rest(const struct redact_find *f, size_t at)
{
	return gcl_span(f->text.ptr + at, f->text.len - at);
}

/* Does no digit or letter stand at a byte, nor a digit behind a joint there? */
static bool
ends(const struct redact_find *f, size_t at)
{
	struct redact_char c;

	if (at >= f->text.len)
		return true;
	c = gcl_redact_at(f, at);
	if (c.class != REDACT_JOINT)
		return !gcl_redact_alnum(c);
	at += c.len;
	return at >= f->text.len ||
	    gcl_redact_at(f, at).class != REDACT_DIGIT;
}

static bool
is_date(const char *s)
{
	int month = (s[5] - '0') * 10 + s[6] - '0';
	int day = (s[8] - '0') * 10 + s[9] - '0';

	return (!memcmp(s, "19", 2) || !memcmp(s, "20", 2)) && month >= 1 &&
	    month <= 12 && day >= 1 && day <= 31;
}

static size_t
fraction(struct span s)
{
	size_t n = 1;

	if (s.len < 2 || (s.ptr[0] != '.' && s.ptr[0] != ','))
		return 0;
	while (n < s.len && n < 10 && s.ptr[n] >= '0' && s.ptr[n] <= '9')
		n++;
	return n > 1 ? n : 0;
}

/* A date, perhaps with a time (RFC 3339); where it ends, or 0. */
static size_t
date_end(const struct redact_find *f, size_t at)
{
	static const char *const zones[] = { "Z", "+99:99", "-99:99", "+9999",
		"-9999" };
	size_t end = at, n, i;

	if (!fits(rest(f, at), "9999-99-99") || !is_date(f->text.ptr + at))
		return 0;
	end += 10;
	n = fits(rest(f, end), "T99:99:99");
	n = n ? n : fits(rest(f, end), " 99:99:99");
	if (n > 0) {
		end += n;
		end += fraction(rest(f, end));
		for (i = n = 0; i < sizeof(zones) / sizeof(*zones) && !n; i++)
			n = fits(rest(f, end), zones[i]);
		end += n;
	}
	return ends(f, end) ? end : 0;
}

static size_t
uuid_end(const struct redact_find *f, size_t at)
{
	size_t n = fits(rest(f, at), "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");

	return n > 0 && ends(f, at + n) ? at + n : 0;
}

/* "HTTP/1.1" */
static size_t
version_end(const struct redact_find *f, size_t at)
{
	if (at < 5 || memcmp(f->text.ptr + at - 5, "HTTP/", 5) != 0)
		return 0;
	return at + fits(rest(f, at), "9.9");
}

static bool
follows(const struct redact_find *f, size_t at, const char *word)
{
	size_t n = strlen(word);

	return at >= n && !memcmp(f->text.ptr + at - n, word, n);
}

/*
 * Numbers that we say ourselves: where something stands, and the limit of a
 * port.
 */
static size_t
own_end(const struct redact_find *f, size_t at)
{
	const struct gcl_place *own = f->own;
	struct span s = rest(f, at);
	uint64_t n = 0;
	size_t i;

	if (!own)
		return 0;
	for (i = 0; i < s.len && i < 19 && s.ptr[i] >= '0' && s.ptr[i] <= '9';)
		n = n * 10 + (uint64_t)(s.ptr[i++] - '0');
	if (n == 65535 && follows(f, at, "1 to "))
		return at + i;
	if (!follows(f, at, "column ") && !follows(f, at, "line "))
		return 0;
	return n == own->column || n == own->line || n == own->end_column ||
	    n == own->end_line ? at + i : 0;
}

/* Where what begins at a byte ends, if it looks like a number and is none. */
static size_t
other_end(const struct redact_find *f, size_t at)
{
	size_t end = uuid_end(f, at);

	end = end ? end : date_end(f, at);
	end = end ? end : version_end(f, at);
	return end ? end : own_end(f, at);
}

/* "1299.99" */
static bool
is_price(struct span s)
{
	size_t n = 0, behind;

	while (n < s.len && s.ptr[n] >= '0' && s.ptr[n] <= '9')
		n++;
	behind = s.len - n;
	return n <= 4 && (behind == 2 || behind == 3) && s.ptr[n] == '.';
}

/* ---- numbers ---- */

struct tally {
	size_t digits, letters;
	size_t end;		/* of the last of them */
	size_t gap;		/* characters since then */
	struct redact_char last;	/* of these */
};

static bool
is_capital(struct redact_char c)
{
	return c.cp >= 'A' && c.cp <= 'Z';
}

/* Is the letter at a byte part of a number, as in "+1-800-FLOWERS"? */
static bool
spells(const struct redact_find *f, const struct tally *t, size_t at,
	struct redact_char c)
{
	if (t->gap == 0)
		return f->plus || t->letters > 0;
	if (f->plus && (t->last.cp == '-' || t->last.cp == '.'))
		return true;
	if (!is_capital(c) || t->last.cp == '(')
		return false;
	at += c.len;
	if (at < f->text.len) {
		c = gcl_redact_at(f, at);
		return c.class != REDACT_LETTER || is_capital(c);
	}
	return true;
}

static bool
count(const struct redact_find *f, struct tally *t, size_t at,
	struct redact_char c)
{
	switch (c.class) {
	case REDACT_LETTER:
		if (!spells(f, t, at, c))
			return false;
		t->letters++;
		break;
	case REDACT_DIGIT:
		t->digits++;
		break;
	case REDACT_PLUS:
	case REDACT_BLANK:
	case REDACT_JOINT:
		t->last = c;
		return ++t->gap <= GAP_MAX;
	default:
		return false;
	}
	t->end = at + c.len;
	t->gap = 0;
	return true;
}

static bool
is_number(const struct redact_find *f, const struct tally *t, size_t at)
{
	size_t all = t->digits + t->letters;

	if (f->plus)
		return all >= NUMBER_MIN;
	if (is_price(gcl_span(f->text.ptr + at, t->end - at)))
		return false;
	return t->digits >= NUMBER_MIN ||
	    (t->digits >= SPELT_DIGITS && all >= SPELT_MIN);
}

/* A digit at a byte, with none before it. */
static void
find_number(struct redact_find *f, size_t at)
{
	struct tally t = { .end = at };
	struct redact_char c;
	size_t p = at;

	for (; p < f->text.len; p += c.len) {
		c = gcl_redact_at(f, p);
		if (!count(f, &t, p, c))
			break;
	}
	if (is_number(f, &t, at))
		gcl_redact_add_alnum(f, at, t.end);
	f->number = t.end;
}

/* ---- the pass ---- */

/* Characters that a user's name has beside letters and digits. */
static bool
is_user(struct redact_char c)
{
	return gcl_redact_alnum(c) || c.class == REDACT_PLUS ||
	    (c.cp > 0 && c.cp < 0x80 && strchr("._-~!#$*|^", (int)c.cp));
}

static bool
ends_authority(struct redact_char c)
{
	return c.class == REDACT_BLANK || c.class == REDACT_CONTROL ||
	    c.cp == '/' || c.cp == '"' || c.cp == '\'' || c.cp == '<' ||
	    c.cp == '>';
}

/* What stands around: where a user may begin, and a plus. */
static void
remember(struct redact_find *f, size_t at, struct redact_char c)
{
	size_t next = at + c.len;

	if (!is_user(c))
		f->user = next;
	if (c.cp == '/' && f->last.cp == '/')
		f->authority = next;
	else if (f->authority && ends_authority(c))
		f->authority = 0;
	if (c.class == REDACT_PLUS)
		f->plus = !gcl_redact_alnum(f->last);
	else if (c.class != REDACT_BLANK && c.cp != '(')
		f->plus = false;
	f->last = c;
	if (c.class != REDACT_BLANK)
		f->opener = c;
}

static bool
is_code(struct redact_char c)
{
	return c.cp < 0x80 && (gcl_redact_alnum(c) || c.cp == '+' ||
	    c.cp == '/' || c.cp == '_' || c.cp == '-');
}

/* Look at what begins at a byte; returns where to go on, at or behind it. */
static size_t
look(struct redact_find *f, size_t at, struct redact_char c)
{
	bool begins = gcl_redact_alnum(c) && !gcl_redact_alnum(f->last);
	size_t end = begins && !f->plus ? other_end(f, at) : 0;

	if (end > at)
		return end;
	if (begins && at >= f->value)
		gcl_redact_word(f, at);
	if (is_code(c) && at >= f->encoded)
		gcl_redact_code(f, at);
	if (c.class == REDACT_DIGIT && at >= f->number)
		find_number(f, at);
	if (c.cp == '@')
		gcl_redact_user(f, at);
	return at;
}

void
gcl_redact_run(struct redact_find *f)
{
	struct redact_char c;
	size_t at = 0, next;

	f->out->n = 0;
	f->last = f->opener = (struct redact_char){ .cp = 0 };
	while (at < f->text.len && f->st == GCL_OK) {
		c = gcl_redact_at(f, at);
		next = look(f, at, c);
		if (next > at) {
			f->last = (struct redact_char){ .cp = '0', .len = 1,
				.class = REDACT_DIGIT };
			f->plus = false;
			at = next;
			continue;
		}
		remember(f, at, c);
		at += c.len;
	}
	gcl_redact_tidy(f->out);
}
