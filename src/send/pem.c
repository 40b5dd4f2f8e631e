/*
 * PEM text, before libcrypto reads it: repaired where people's ways to store
 * it break it, and looked at for what is no private key at all (RFC 7468
 * sections 2, 5, 10, 11 and 13).
 */
#include "config.h"

#include "send/pem.h"

#define DASHES "-----"

static bool
has(struct span s, const char *what)
{
	return s.len > 0 && memmem(s.ptr, s.len, what, strlen(what));
}

static struct span
unquote(struct span s)
{
	s = gcl_span_trim(s, " \t\r\n");
	if (s.len > 1 && strchr("\"'", *s.ptr) && s.ptr[s.len - 1] == *s.ptr)
		s = gcl_span(s.ptr + 1, s.len - 2);
	return s;
}

static bool
is_escape(struct span s, size_t i, char c)
{
	return i + 1 < s.len && s.ptr[i] == '\\' && s.ptr[i + 1] == c;
}

static void
add_lines(struct buf *out, struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (is_escape(s, i, 'n')) {
			gcl_buf_addc(out, '\n');
			i++;
		} else if (is_escape(s, i, 'r')) {
			i++;
		} else {
			gcl_buf_addc(out, s.ptr[i]);
		}
}

/* Blanks become line ends, but for those between the dashes of a label. */
static void
break_lines(char *p, size_t len)
{
	bool label = false;
	size_t i;

	for (i = 0; i < len; i++)
		if (len - i >= 5 && !memcmp(p + i, DASHES, 5)) {
			label = !label;
			i += 4;
		} else if (p[i] == ' ' && !label) {
			p[i] = '\n';
		}
}

void
gcl_pem_add(struct buf *out, struct span text)
{
	size_t start = out->len;

	add_lines(out, unquote(text));
	if (gcl_buf_status(out) != GCL_OK || out->len == start)
		return;
	if (!memchr(out->ptr + start, '\n', out->len - start))
		break_lines(out->ptr + start, out->len - start);
}

const char *
gcl_pem_fault(struct span text, const char **help)
{
	static const struct {
		const char *has, *fault, *help;
	} others[] = {
		{ "OPENSSH PRIVATE KEY" DASHES, "is of OpenSSH's own form",
		  "turn a copy into PEM: ssh-keygen -p -m PEM -f FILE" },
		{ "EC PRIVATE KEY" DASHES, "is an EC key and not RSA",
		  "RS256 needs an RSA key of 2048 bits or more" },
		{ "DSA PRIVATE KEY" DASHES, "is a DSA key and not RSA",
		  "RS256 needs an RSA key of 2048 bits or more" },
		{ "PRIVATE KEY" DASHES, NULL, NULL },
		{ "PUBLIC KEY" DASHES, "is a public one",
		  "give the private key that belongs to it" },
		{ DASHES "BEGIN CERTIFICATE" DASHES, "is a certificate",
		  "give the private key that belongs to it" },
	};
	size_t i;

	if (has(text, DASHES "BEGIN "))
		for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			if (has(text, others[i].has)) {
				*help = others[i].help;
				return others[i].fault;
			}
	*help = "give PEM text, which begins with -----BEGIN PRIVATE KEY-----;"
		" the name of a file goes into GENESYS_PRIVATE_KEY_FILE";
	return "is not in PEM form";
}
