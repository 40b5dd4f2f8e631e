/*
 * The headers of an answer (RFC 9112 section 5).
 */
#include "config.h"

#include "send/http.h"

#include <strings.h>
#include <time.h>

#include "base/ascii.h"

bool
gcl_http_next_line(struct span *rest, struct span *line)
{
	const char *end;

	if (rest->len == 0)
		return false;
	end = memchr(rest->ptr, '\n', rest->len);
	*line = gcl_span(rest->ptr,
		end ? (size_t)(end + 1 - rest->ptr) : rest->len);
	*rest = gcl_span_behind(*rest, line->len);
	return true;
}

struct span
gcl_http_header(const struct http_response *r, const char *name)
{
	struct span rest = gcl_buf_span(&r->headers), line;
	struct span found = { NULL, 0 };
	size_t len = strlen(name);

	while (gcl_http_next_line(&rest, &line))
		if (line.len > len && line.ptr[len] == ':' &&
		    !strncasecmp(line.ptr, name, len))
			found = gcl_span_trim(gcl_span_behind(line, len + 1),
				" \t\r\n");
	return found;
}

/* By the server's own clock, where it says what that is. */
static bool
seconds_until(const struct http_response *r, struct span date,
	uint64_t *seconds)
{
	int64_t now = gcl_http_date(gcl_http_header(r, "Date"));
	int64_t then = gcl_http_date(date);

	if (then < 0)
		return false;
	if (now < 0)
		now = time(NULL);
	*seconds = then > now ? (uint64_t)(then - now) : 0;
	return true;
}

bool
gcl_http_retry_after(const struct http_response *r, uint64_t *seconds)
{
	struct span s = gcl_http_header(r, "Retry-After");
	size_t i;

	*seconds = 0;
	for (i = 0; i < s.len && gcl_ascii_is_digit(s.ptr[i]); i++)
		if (*seconds < UINT32_MAX)
			*seconds = *seconds * 10 + (uint64_t)(s.ptr[i] - '0');
	return s.len > 0 && (i == s.len || seconds_until(r, s, seconds));
}
