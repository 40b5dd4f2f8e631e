/*
 * Base64 both ways, strictly: what decodes is what an encoder wrote (RFC 4648
 * sections 3.3, 3.5, 4 and 5).
 */
#include "config.h"

#include "base/base64.h"

#include <stdint.h>

#define DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static enum gcl_status
encode(struct buf *out, const unsigned char *p, size_t len,
	const char *alphabet, bool pad)
{
	char group[4];

	for (; len > 0; p += 3) {
		size_t n = len < 3 ? len : 3;
		uint32_t bits = (uint32_t)p[0] << 16;

		if (n > 1)
			bits |= (uint32_t)p[1] << 8;
		if (n > 2)
			bits |= p[2];
		for (size_t i = 0; i < 4; i++)
			group[i] = i > n ? '=' :
				alphabet[bits >> (18 - 6 * i) & 63];
		gcl_buf_add(out, group, pad ? 4 : n + 1);
		len -= n;
	}
	return gcl_buf_status(out);
}

enum gcl_status
gcl_base64_add(struct buf *out, const void *p, size_t len)
{
	return encode(out, p, len, DIGITS "+/", true);
}

enum gcl_status
gcl_base64url_add(struct buf *out, const void *p, size_t len)
{
	return encode(out, p, len, DIGITS "-_", false);
}

/* The six bits of a digit, or -1. */
static int
digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	if (c == '/' || c == '_')
		return 63;
	return -1;
}

/* Which alphabet has c and not the other: 1, 2, or 0 for both. */
static unsigned
alphabet_of(char c)
{
	return c == '+' || c == '/' ? 1 : c == '-' || c == '_' ? 2 : 0;
}

/* What stands behind the digits: nothing, or all the padding there is. */
static size_t
padding_end(struct span in, size_t digits)
{
	size_t want = digits % 4 < 2 ? 0 : 4 - digits % 4;
	size_t i = digits;

	while (i < in.len && i - digits < want && in.ptr[i] == '=')
		i++;
	return i;
}

enum gcl_status
gcl_base64_decode(struct span in, struct buf *out, size_t *bad)
{
	unsigned alphabet = 0;
	uint32_t bits = 0;
	size_t i, end;

	for (i = 0; i < in.len && digit(in.ptr[i]) >= 0; i++) {
		alphabet |= alphabet_of(in.ptr[i]);
		if (alphabet == 3)
			goto bad;
		bits = bits << 6 | (uint32_t)digit(in.ptr[i]);
		if (i % 4 > 0)
			gcl_buf_addc(out, (char)(bits >> (6 - 2 * (i % 4))));
	}
	end = padding_end(in, i);
	if (end < in.len || i % 4 == 1 || (end > i && end % 4 > 0)) {
		i = end;
		goto bad;
	}
	/* What is left of the last digit belongs to no byte. */
	if (i % 4 > 0 && (bits & (i % 4 == 2 ? 0xf : 0x3)) > 0) {
		i--;
		goto bad;
	}
	return gcl_buf_status(out);
bad:
	*bad = i;
	return GCL_EINPUT;
}
