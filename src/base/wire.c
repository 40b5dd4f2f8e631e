/*
 * Named values over a pipe.  Nothing is quoted: a value's length stands in
 * front of it, so that any bytes go through and none is looked at twice.
 */
#include "config.h"

#include "base/wire.h"

#include <stdint.h>

#include "base/ascii.h"

/* Names are ours, and no length needs more digits. */
#define NAME_MAX_BYTES	64
#define LENGTH_DIGITS	10

void
gcl_wire_add(struct buf *out, const char *name, struct span value)
{
	gcl_buf_addf(out, "%s %zu\n", name, value.len);
	gcl_buf_addspan(out, value);
	gcl_buf_addc(out, '\n');
}

void
gcl_wire_end(struct buf *out)
{
	gcl_buf_addc(out, '\n');
}

static bool
is_name_char(char c)
{
	return gcl_ascii_is_alnum(c) || c == '-';
}

/* "token-url ": the name and the blank behind it. */
static enum wire_result
read_name(struct span in, struct span *name)
{
	size_t n = 0;

	while (n < in.len && n <= NAME_MAX_BYTES && is_name_char(in.ptr[n]))
		n++;
	if (n > NAME_MAX_BYTES)
		return WIRE_BAD;
	if (n == in.len)
		return WIRE_MORE;
	*name = gcl_span(in.ptr, n);
	return n > 0 && in.ptr[n] == ' ' ? WIRE_VALUE : WIRE_BAD;
}

/* "23\n" at *at, which is moved behind it. */
static enum wire_result
read_length(struct span in, size_t *at, uint64_t *len)
{
	size_t i = *at;

	for (*len = 0; i < in.len && gcl_ascii_is_digit(in.ptr[i]);
	    i++) {
		if (i - *at == LENGTH_DIGITS)
			return WIRE_BAD;
		*len = *len * 10 + (uint64_t)(in.ptr[i] - '0');
	}
	if (i == in.len)
		return WIRE_MORE;
	if (i == *at || in.ptr[i] != '\n')
		return WIRE_BAD;
	*at = i + 1;
	return WIRE_VALUE;
}

enum wire_result
gcl_wire_next(struct span *rest, struct span *name, struct span *value)
{
	enum wire_result r;
	uint64_t len;
	size_t at;

	if (rest->len > 0 && *rest->ptr == '\n') {
		*rest = gcl_span(rest->ptr + 1, rest->len - 1);
		return WIRE_END;
	}
	r = read_name(*rest, name);
	if (r != WIRE_VALUE)
		return r;
	at = name->len + 1;
	r = read_length(*rest, &at, &len);
	if (r != WIRE_VALUE)
		return r;
	if (rest->len - at <= len)
		return WIRE_MORE;
	if (rest->ptr[at + (size_t)len] != '\n')
		return WIRE_BAD;
	*value = gcl_span(rest->ptr + at, (size_t)len);
	at += (size_t)len + 1;
	*rest = gcl_span(rest->ptr + at, rest->len - at);
	return WIRE_VALUE;
}

enum wire_result
gcl_wire_message(struct span s, size_t *len)
{
	const char *start = s.ptr;
	struct span name, value;
	enum wire_result r;

	do
		r = gcl_wire_next(&s, &name, &value);
	while (r == WIRE_VALUE);
	*len = (size_t)(s.ptr - start);
	return r;
}
