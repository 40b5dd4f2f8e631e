/*
 * Text that is not what it looks like: base64 and base64url (RFC 4648), JWTs
 * (RFC 7519), and long rows of letters and digits that no person made up.
 */
#include "config.h"

#include "emit/redact_p.h"

#include "base/base64.h"
#include "base/utf8.h"

/* What is taken for base64 whatever it holds, and for a key. */
#define CODE_MIN 8u
#define CODE_LONG 20u
#define KEY_MIN 24u

#define NUMBER_MIN 5u

static bool
is_printable(struct span s, size_t *digits, bool *user)
{
	size_t i;

	if (gcl_utf8_check(s) < s.len)
		return false;
	*digits = 0;
	*user = false;
	for (i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];

		if (c == 0x7f || (c < 0x20 && !strchr("\t\n\r", c ? c : 1)))
			return false;
		*digits += c >= '0' && c <= '9';
		*user = *user || c == '@';
	}
	return true;
}

/* Base64 of a text that may hold something; few words look like it. */
static bool
is_text(struct redact_find *f, struct span s)
{
	size_t bad, digits;
	bool user;

	/* Padding that is wrong hides nothing. */
	while (s.len > 0 && s.ptr[s.len - 1] == '=')
		s.len--;
	gcl_buf_reset(f->plain);
	if (s.len < CODE_MIN ||
	    gcl_base64_decode(s, f->plain, &bad) != GCL_OK ||
	    !is_printable(gcl_buf_span(f->plain), &digits, &user))
		return false;
	return s.len >= CODE_LONG || digits >= NUMBER_MIN || user;
}

static bool
is_key(struct span s)
{
	size_t i, upper = 0, lower = 0, digits = 0;

	for (i = 0; i < s.len; i++) {
		upper += s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
		lower += s.ptr[i] >= 'a' && s.ptr[i] <= 'z';
		digits += s.ptr[i] >= '0' && s.ptr[i] <= '9';
	}
	return s.len >= KEY_MIN && upper > 1 && lower > 1 && digits > 1;
}

static bool
is_jwt(struct span s)
{
	return s.len >= CODE_LONG && !memcmp(s.ptr, "eyJ", 3);
}

/* Put a character into the code, if it may be part of it. */
static bool
take(struct redact_find *f, struct redact_char c)
{
	struct buf *b = f->code;
	char byte = (char)c.cp;

	if (c.cp >= 0x80 || c.cp == 0)
		return false;
	if (b->len > 0 && b->ptr[b->len - 1] == '=' && byte != '=')
		return false;
	if (!gcl_redact_alnum(c) && !strchr("+/_-=", byte) &&
	    !(byte == '.' && b->len >= 3 && !memcmp(b->ptr, "eyJ", 3)))
		return false;
	gcl_buf_addc(b, byte);
	return b->st == GCL_OK;
}

/* What stands between two slashes, from a byte of the code on. */
static void
check_part(struct redact_find *f, size_t part, size_t from, size_t to)
{
	struct span s = gcl_span(f->code->ptr + part, f->code->len - part);

	if (is_key(s) || is_text(f, s))
		gcl_redact_add(f, from, to);
}

void
gcl_redact_code(struct redact_find *f, size_t at)
{
	size_t part = 0, from = at, p = at;
	struct redact_char c;
	struct span all;

	gcl_buf_reset(f->code);
	for (; p < f->text.len; p += c.len) {
		c = gcl_redact_at(f, p);
		if (c.cp == '/') {
			check_part(f, part, from, p);
			from = p + c.len;
			part = f->code->len + 1;
		}
		if (!take(f, c))
			break;
	}
	f->encoded = p;
	if (f->code->st != GCL_OK) {
		f->st = f->code->st;
		return;
	}
	check_part(f, part < f->code->len ? part : f->code->len, from, p);
	all = gcl_buf_span(f->code);
	if (is_jwt(all) || is_text(f, all))
		gcl_redact_add(f, at, p);
}
