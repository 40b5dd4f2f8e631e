/*
 * Numbers (RFC 8259 section 6), those of other languages, and phone numbers
 * without quotes.
 */
#include "config.h"

#include "json/complain_p.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Numbers longer than this get no advice how to write them. */
#define REPAIR_MAX 64

/* Digits that make a phone number of what begins with + or (. */
#define PHONE_DIGITS 7

enum number_state {
	N_START, N_MINUS, N_ZERO, N_INT, N_POINT, N_FRACTION, N_E, N_SIGN,
	N_EXPONENT, N_STOP
};

enum number_class { C_MINUS, C_PLUS, C_ZERO, C_DIGIT, C_POINT, C_E, C_COUNT };

static const unsigned char number_next[N_STOP][C_COUNT] = {
	/*		-	+	0	1-9	.	e */
	[N_START] = { N_MINUS, N_STOP, N_ZERO, N_INT, N_STOP, N_STOP },
	[N_MINUS] = { N_STOP, N_STOP, N_ZERO, N_INT, N_STOP, N_STOP },
	[N_ZERO] = { N_STOP, N_STOP, N_STOP, N_STOP, N_POINT, N_E },
	[N_INT] = { N_STOP, N_STOP, N_INT, N_INT, N_POINT, N_E },
	[N_POINT] = { N_STOP, N_STOP, N_FRACTION, N_FRACTION, N_STOP, N_STOP },
	[N_FRACTION] = { N_STOP, N_STOP, N_FRACTION, N_FRACTION, N_STOP, N_E },
	[N_E] = { N_SIGN, N_SIGN, N_EXPONENT, N_EXPONENT, N_STOP, N_STOP },
	[N_SIGN] = { N_STOP, N_STOP, N_EXPONENT, N_EXPONENT, N_STOP, N_STOP },
	[N_EXPONENT] = { N_STOP, N_STOP, N_EXPONENT, N_EXPONENT, N_STOP,
		N_STOP },
};

static enum number_class
number_class(char c)
{
	switch (c) {
	case '-':
		return C_MINUS;
	case '+':
		return C_PLUS;
	case '0':
		return C_ZERO;
	case '.':
		return C_POINT;
	case 'e':
	case 'E':
		return C_E;
	default:
		return c >= '1' && c <= '9' ? C_DIGIT : C_COUNT;
	}
}

/* Follow the grammar as far as it goes; *st is where it stopped. */
static size_t
number_prefix(struct span s, enum number_state *st)
{
	enum number_class class;
	size_t i;

	*st = N_START;
	for (i = 0; i < s.len; i++) {
		class = number_class(s.ptr[i]);
		if (class == C_COUNT || number_next[*st][class] == N_STOP)
			break;
		*st = number_next[*st][class];
	}
	return i;
}

static bool
is_complete(enum number_state st)
{
	return st == N_ZERO || st == N_INT || st == N_FRACTION ||
	    st == N_EXPONENT;
}

static bool
is_number(struct span s)
{
	enum number_state st;

	return number_prefix(s, &st) == s.len && is_complete(st);
}

static uint32_t
phone_end(const struct scan *s, uint32_t off)
{
	uint32_t digits = 0, end = off;
	unsigned char c;

	for (; (c = gcl_scan_byte(s, off)) && (isdigit(c) ||
	    strchr(" ().-+", c)); off++) {
		if (isdigit(c)) {
			digits++;
			end = off + 1;
		}
	}
	if (digits < PHONE_DIGITS || (!gcl_scan_line_end(s, off) &&
	    !strchr(",]}", c) && !gcl_scan_at_comment(s, off)))
		return 0;
	return end;
}

/* With a plus it is E.164, which has no separators. */
static bool
fail_phone(struct scan *s, uint32_t end)
{
	char digits[REPAIR_MAX];
	size_t n = 0;
	uint32_t off;

	if (s->text[s->pos] != '+' || end - s->pos > sizeof(digits))
		return gcl_scan_fail(s, FAULT_PHONE, s->pos, end);
	for (off = s->pos; off < end; off++)
		if (off == s->pos || isdigit(gcl_scan_byte(s, off)))
			digits[n++] = s->text[off];
	return gcl_scan_fail_arg(s, FAULT_PHONE, s->pos, end,
		gcl_span(digits, n));
}

/* What a number of another language is in JSON. */
struct repair {
	char text[2 * REPAIR_MAX];
	size_t len;
};

static void
put(struct repair *r, char c)
{
	if (r->len < sizeof(r->text))
		r->text[r->len++] = c;
}

static void
put_digits(struct repair *r, struct span s, size_t *i)
{
	size_t len = r->len;

	for (; *i < s.len && (isdigit((unsigned char)s.ptr[*i]) ||
	    s.ptr[*i] == '_'); ++*i)
		if (s.ptr[*i] != '_')
			put(r, s.ptr[*i]);
	if (r->len == len)
		put(r, '0');
}

static bool
is_open_exponent(struct span s)
{
	return s.len > 0 && s.len <= 2 && (s.ptr[0] | 0x20) == 'e' &&
	    (s.len == 1 || s.ptr[1] == '+' || s.ptr[1] == '-');
}

static bool
has_digit(struct span s)
{
	size_t i = s.len > 0 && s.ptr[0] == '.';

	return i < s.len && isdigit((unsigned char)s.ptr[i]);
}

/* Sign, digits, point and exponent, with what each lacks or has too much. */
static bool
repair_number(struct repair *r, struct span s)
{
	size_t i = s.ptr[0] == '+' || s.ptr[0] == '-';

	if (!has_digit(gcl_span(s.ptr + i, s.len - i)))
		return false;
	if (s.ptr[0] == '-')
		put(r, '-');
	while (i + 1 < s.len && s.ptr[i] == '0' &&
	    isdigit((unsigned char)s.ptr[i + 1]))
		i++;
	put_digits(r, s, &i);
	if (i < s.len && s.ptr[i] == '.') {
		put(r, '.');
		i++;
		put_digits(r, s, &i);
	}
	if (!is_open_exponent(gcl_span(s.ptr + i, s.len - i)))
		while (i < s.len)
			put(r, s.ptr[i++]);
	return is_number(gcl_span(r->text, r->len));
}

static int
base_of(char letter)
{
	switch (letter | 0x20) {
	case 'x':
		return 16;
	case 'o':
		return 8;
	case 'b':
		return 2;
	default:
		return 0;
	}
}

/* 0x1F, 0o17 or 0b11 and its sign, as a decimal number. */
static bool
other_base(struct repair *r, struct span s)
{
	bool minus = s.ptr[0] == '-';
	char digits[REPAIR_MAX + 1], *end;
	uintmax_t value;

	if (minus || s.ptr[0] == '+')
		s = gcl_span(s.ptr + 1, s.len - 1);
	if (s.len < 3 || s.ptr[0] != '0' || !base_of(s.ptr[1]))
		return false;
	memcpy(digits, s.ptr + 2, s.len - 2);
	digits[s.len - 2] = '\0';
	if (digits[strspn(digits, "0123456789abcdefABCDEF")])
		return false;
	errno = 0;
	value = strtoumax(digits, &end, base_of(s.ptr[1]));
	if (*end || errno)
		return false;
	r->len = (size_t)snprintf(r->text, sizeof(r->text), "%s%ju",
		minus ? "-" : "", value);
	return true;
}

static bool
has_group(struct span s)
{
	return memchr(s.ptr, '_', s.len);
}

static bool
has_plus(struct span s)
{
	return s.ptr[0] == '+';
}

static bool
has_zero(struct span s)
{
	size_t i = s.ptr[0] == '-';

	return i + 1 < s.len && s.ptr[i] == '0' &&
	    isdigit((unsigned char)s.ptr[i + 1]);
}

static bool
has_open_exponent(struct span s)
{
	char last = s.ptr[s.len - 1];

	return (last | 0x20) == 'e' || last == '+' || last == '-';
}

/* What repair_number() mends; the last is what remains. */
static const struct {
	bool (*is)(struct span s);
	enum fault fault;
} number_faults[] = {
	{ has_group, FAULT_NUMBER_GROUPS },
	{ has_plus, FAULT_NUMBER_PLUS },
	{ has_zero, FAULT_NUMBER_ZERO },
	{ has_open_exponent, FAULT_NUMBER_EXPONENT },
	{ NULL, FAULT_NUMBER_POINT },
};

static bool
fail_number(struct scan *s, uint32_t end)
{
	struct span run = gcl_scan_span(s, s->pos, end);
	struct repair r = { .len = 0 };
	enum fault f = FAULT_NUMBER;
	size_t i;

	if (gcl_span_is(run, "-"))
		return gcl_scan_fail(s, FAULT_NUMBER_DIGITS, s->pos, end);
	if (run.len > REPAIR_MAX)
		return gcl_scan_fail(s, FAULT_NUMBER, s->pos, end);
	if (other_base(&r, run)) {
		f = FAULT_NUMBER_BASE;
	} else if (repair_number(&r, run)) {
		for (i = 0; number_faults[i].is &&
		    !number_faults[i].is(run); i++)
			;
		f = number_faults[i].fault;
	}
	return gcl_scan_fail_arg(s, f, s->pos, end, gcl_span(r.text, r.len));
}

bool
gcl_scan_at_number(const struct scan *s)
{
	unsigned char c = gcl_scan_byte(s, s->pos);
	unsigned char next = gcl_scan_byte(s, s->pos + 1);

	if (c == '-' || c == '+')
		return !isalpha(next);
	if (c == '(')
		return phone_end(s, s->pos) != 0;
	return isdigit(c) || (c == '.' && isdigit(next));
}

bool
gcl_scan_number(struct scan *s)
{
	enum number_state st;
	size_t n = number_prefix(gcl_scan_span(s, s->pos, s->len), &st);
	uint32_t end = s->pos + (uint32_t)n;

	if (is_complete(st) && !gcl_scan_joins(s, end)) {
		s->prev = s->pos;
		s->pos = s->prev_end = end;
		return true;
	}
	if (n && end == s->len)
		return gcl_scan_fail_end(s, FAULT_END_IN_NUMBER,
			gcl_scan_span(s, s->pos, end));
	if (s->text[s->pos] == '+' || s->text[s->pos] == '(') {
		end = phone_end(s, s->pos);
		if (end)
			return fail_phone(s, end);
	}
	return fail_number(s, gcl_scan_value_end(s));
}
