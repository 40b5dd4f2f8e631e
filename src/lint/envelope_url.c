/*
 * A request's target (RFC 9112 section 3.2, RFC 3986 section 3), or what a
 * template has in its place.
 */
#include "config.h"

#include "lint/envelope_p.h"

static size_t
find(struct span s, size_t from, const char *any)
{
	while (from < s.len && !strchr(any, s.ptr[from]))
		from++;
	return from;
}

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* A template's variable: what it stands for is not known. */
static bool
is_variable(struct span s)
{
	return find(s, 0, "{}<>$%\\") < s.len;
}

/* "https" in front of "://", or 0. */
static size_t
scheme_len(struct span s)
{
	size_t n = find(s, 0, ":/?#");

	if (n == 0 || s.len - n < 3 || memcmp(s.ptr + n, "://", 3))
		return 0;
	return n;
}

/* The port that the scheme, or https, has anyway (RFC 9110 section 4.2). */
static bool
is_own_port(const struct url *u, struct span port)
{
	struct span scheme = gcl_part_text(&u->scheme);

	if (gcl_span_is(scheme, "http"))
		return gcl_span_is(port, ":80");
	return gcl_span_is(port, ":443") &&
	    (!scheme.ptr || gcl_span_is(scheme, "https"));
}

/* user:password@host:port, without what surrounds the host. */
static void
take_authority(struct part p, struct url *out)
{
	struct span s = gcl_part_text(&p);
	size_t from = s.len, to;

	while (from > 0 && s.ptr[from - 1] != '@')
		from--;
	to = from < s.len && s.ptr[from] == '[' ?
	    find(s, from, "]") + 1 : find(s, from, ":");
	if (to > s.len)
		to = s.len;
	out->host = gcl_part_cut(&p, from, to);
	if (to < s.len && !is_own_port(out, gcl_span(s.ptr + to, s.len - to)))
		out->port = gcl_part_cut(&p, to, s.len);
	if (!is_variable(gcl_part_text(&out->host)))
		return;
	out->base = p;
	out->host.piece = NULL;
}

/* A path with its query; the fragment stays at home. */
static void
take_path(struct part p, struct url *out)
{
	struct span s = gcl_part_text(&p);
	size_t end = find(s, 0, "#"), query;

	query = find(gcl_span(s.ptr, end), 0, "?");
	if (query > 0)
		out->path = gcl_part_cut(&p, 0, query);
	if (query < end)
		out->query = gcl_part_cut(&p, query + 1, end);
}

/* Where the path begins: a slash in a {{variable}} is none. */
static size_t
path_start(struct span s, size_t from)
{
	size_t open = 0;

	for (; from < s.len; from++) {
		if (s.ptr[from] == '{')
			open++;
		else if (s.ptr[from] == '}' && open)
			open--;
		else if (!open && strchr("/?#", s.ptr[from]))
			break;
	}
	return from;
}

static void
take_target(struct part p, struct url *out)
{
	struct span s = gcl_part_text(&p);
	size_t scheme = scheme_len(s), from = scheme ? scheme + 3 : 0;
	size_t path = path_start(s, from);

	if (scheme) {
		out->scheme = gcl_part_cut(&p, 0, scheme);
		if (!is_letter(*s.ptr) ||
		    is_variable(gcl_part_text(&out->scheme))) {
			out->base = out->scheme;
			out->scheme.piece = NULL;
		}
	}
	if (path > from)
		take_authority(gcl_part_cut(&p, from, path), out);
	take_path(gcl_part_cut(&p, path, s.len), out);
}

void
gcl_envelope_url(const struct request *r, struct url *out)
{
	const struct header *host = gcl_header_find(r->headers, "host");
	struct part target = gcl_part_begin(&r->target);

	*out = (struct url){ 0 };
	if (target.piece)
		take_target(target, out);
	if (!out->host.piece && !out->base.piece && host &&
	    host->value.text.len > 0)
		take_authority(gcl_part_begin(&host->value), out);
}
