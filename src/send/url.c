/*
 * URLs (RFC 3986), read so narrowly that libcurl cannot understand them in
 * another way.
 */
#include "config.h"

#include "send/url.h"

#include <strings.h>

#include "base/ascii.h"

#define PORT_MAX 65535u

static bool
is_in(struct span s, const char *word)
{
	return s.len == strlen(word) && !strncasecmp(s.ptr, word, s.len);
}

/* Only visible ASCII: what else there is has to be percent-encoded. */
static bool
is_visible(struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.ptr[i] <= ' ' || s.ptr[i] > '~')
			return false;
	return true;
}

static size_t
find(struct span s, const char *any)
{
	size_t i = 0;

	while (i < s.len && !strchr(any, s.ptr[i]))
		i++;
	return i;
}

/* A name, an IPv4 address, or [ and ] around an IPv6 address. */
static size_t
host_len(struct span s)
{
	bool bracket = s.len > 0 && *s.ptr == '[';
	size_t i = bracket;

	while (i < s.len && (gcl_ascii_is_alnum(s.ptr[i]) ||
	    strchr(bracket ? ":." : "-._", s.ptr[i])))
		i++;
	if (!bracket)
		return i;
	return i > 1 && i < s.len && s.ptr[i] == ']' ? i + 1 : 0;
}

/* ":443", or nothing. */
static bool
is_port(struct span s)
{
	unsigned n = 0;
	size_t i;

	if (s.len == 0)
		return true;
	if (*s.ptr != ':' || s.len == 1)
		return false;
	for (i = 1; i < s.len && gcl_ascii_is_digit(s.ptr[i]) &&
	    n <= PORT_MAX; i++)
		n = n * 10 + (unsigned)(s.ptr[i] - '0');
	return i == s.len && n > 0 && n <= PORT_MAX;
}

/* Four numbers; what else resolvers take for an address is none of ours. */
static bool
is_loopback_address(struct span s)
{
	unsigned part[4] = { 0 };
	size_t i, k = 0, digits = 0;

	for (i = 0; i < s.len; i++) {
		if (s.ptr[i] == '.' && digits > 0 && k < 3) {
			digits = 0;
			k++;
		} else if (gcl_ascii_is_digit(s.ptr[i]) && digits < 3) {
			part[k] = part[k] * 10 + (unsigned)(s.ptr[i] - '0');
			digits++;
		} else {
			return false;
		}
	}
	return k == 3 && digits > 0 && part[0] == 127 && part[1] < 256 &&
	    part[2] < 256 && part[3] < 256;
}

static bool
is_loopback(struct span host)
{
	return is_in(host, "localhost") || is_in(host, "[::1]") ||
	    is_loopback_address(host);
}

/* What is wrong with the text, which is split as far as it went; or NULL. */
static const char *
split(struct span text, struct url *out)
{
	size_t n = find(text, ":/?#");

	if (!is_visible(text))
		return "has a blank or a character that is not ASCII";
	if (n == 0 || text.len - n < 3 || memcmp(text.ptr + n, "://", 3))
		return "does not begin with https://";
	out->scheme = gcl_span(text.ptr, n);
	text = gcl_span_behind(text, n + 3);
	n = find(text, "/?#");
	out->authority = gcl_span(text.ptr, n);
	out->path = gcl_span_behind(text, n);
	if (find(out->path, "#") < out->path.len)
		return "has a fragment";
	/* Who writes one has written a password: the text is not shown. */
	if (find(out->authority, "@") < n)
		return "has a user in front of the host";
	n = host_len(out->authority);
	out->host = gcl_span(out->authority.ptr, n);
	if (n == 0 || !is_port(gcl_span_behind(out->authority, n)))
		return "has no valid host and port";
	return NULL;
}

enum send_kind
gcl_url_read(struct span text, const char *from, struct url *out,
	struct failure *f)
{
	const char *wrong;

	*out = (struct url){ 0 };
	wrong = split(text, out);
	if (wrong) {
		gcl_failure_set(f, SEND_USAGE, "the URL in %s %s", from,
			wrong);
		return gcl_failure_help(f,
			"write it as in https://api.mypurecloud.com");
	}
	out->tls = is_in(out->scheme, "https");
	out->loopback = is_loopback(out->host);
	if (out->tls || (out->loopback && is_in(out->scheme, "http")))
		return SEND_OK;
	gcl_failure_set(f, SEND_USAGE, "'%.*s' in %s would send the token "
		"in clear text", (int)text.len, text.ptr, from);
	return gcl_failure_help(f, "write https://%.*s; http:// is for "
		"localhost only", (int)out->authority.len,
		out->authority.ptr);
}

enum send_kind
gcl_url_check_path(struct span path, struct failure *f)
{
	size_t open = find(path, "{"), close = find(path, "}");
	int len = (int)path.len;

	if (path.len == 0 || *path.ptr != '/') {
		gcl_failure_set(f, SEND_USAGE, "the path '%.*s' does not "
			"begin with /", len, path.ptr);
		return gcl_failure_help(f, "write only the path, as in "
			"--path=/api/v2/conversations/calls");
	}
	if (open < path.len || close < path.len) {
		gcl_failure_set(f, SEND_USAGE, "the path '%.*s' has a "
			"parameter that is not filled in", len, path.ptr);
		return gcl_failure_help(f, "give the whole path with --path, "
			"the id in the place of '%.*s'",
			open < close && close < path.len ?
			(int)(close + 1 - open) : 1,
			path.ptr + (open < path.len ? open : close));
	}
	if (!is_visible(path) || find(path, "#\\\"<>^`|") < path.len) {
		gcl_failure_set(f, SEND_USAGE, "the path '%.*s' has a "
			"character that no path has", len, path.ptr);
		return gcl_failure_help(f, "write it percent-encoded, a blank "
			"as %%20");
	}
	return SEND_OK;
}
