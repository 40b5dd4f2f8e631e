/*
 * Masks over secrets, however a server that says them back has spelled them:
 * as JSON has it (RFC 8259 section 7) or a URL (RFC 3986 section 2.1).
 */
#include "config.h"

#include "send/vault.h"

#include "base/ascii.h"

/* What is shorter may stand anywhere by chance and is not looked for. */
#define HIDDEN_BYTES 6

#define MASK "***"

/* What is never shown. */
static const enum given_id hidden[] = {
	GIVEN_PRIVATE_KEY, GIVEN_KEY_PASSPHRASE, GIVEN_CLIENT_SECRET,
	GIVEN_ACCESS_TOKEN, GIVEN_ASSERTION, GIVEN_BASIC,
};

/* The byte that two hexadecimal digits mean, or -1. */
static int
pair(const char *p)
{
	int high = gcl_ascii_hex(p[0]), low = gcl_ascii_hex(p[1]);

	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/*
 * How many bytes at the start of s stand for c; an escape that is cut off by
 * the end may stand for anything.
 */
static size_t
spelling(struct span s, char c)
{
	static const char *const escapes[] = { "%", "\\u00" };
	size_t i, n;

	if (*s.ptr == c)
		return 1;
	if (s.len > 1 && *s.ptr == '\\' && s.ptr[1] == c)
		return 2;
	for (i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		n = strlen(escapes[i]);
		if (memcmp(s.ptr, escapes[i], n < s.len ? n : s.len) != 0)
			continue;
		if (s.len < n + 2)
			return s.len;
		if (pair(s.ptr + n) == (unsigned char)c)
			return n + 2;
	}
	return 0;
}

/* The length of secret in text, or of its beginning at the end; or 0. */
static size_t
match(struct span secret, struct span text)
{
	size_t i, n, at = 0;

	for (i = 0; i < secret.len && at < text.len; i++) {
		n = spelling(gcl_span_behind(text, at), secret.ptr[i]);
		if (n == 0)
			return 0;
		at += n;
	}
	return i >= HIDDEN_BYTES ? at : 0;
}

/* The length of a secret that stands at p, or 0. */
static size_t
secret_at(const struct vault *v, const char *p, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]) && n == 0; i++) {
		struct span s = gcl_vault_get(v, hidden[i]);

		/* Base64 goes without its padding too. */
		while (s.len > 0 && s.ptr[s.len - 1] == '=')
			s.len--;
		n = match(s, gcl_span(p, len));
	}
	return n;
}

size_t
gcl_vault_hide(const struct vault *v, char *p, size_t len)
{
	size_t from = 0, to = 0, n;

	if (len == 0)
		return 0;
	while (from < len) {
		n = secret_at(v, p + from, len - from);
		if (n == 0) {
			p[to++] = p[from++];
			continue;
		}
		memcpy(p + to, MASK, sizeof(MASK) - 1);
		to += sizeof(MASK) - 1;
		from += n;
	}
	/* What was moved to the front is still behind. */
	gcl_wipe(p + to, len - to);
	return to;
}
