/*
 * Error bodies: JSON with a code and a text, HTML with a title, or a line.
 */
#include "config.h"

#include "send/refusal.h"

#include <strings.h>

#include "base/display.h"
#include "base/limits.h"
#include "send/session.h"

/* So many code points are enough for a line. */
#define SHOWN_TEXT	160
#define SHOWN_TITLE	60

/* The first of these members that is a string with something in it. */
static struct span
first_of(const struct value *root, const char *const *names)
{
	const struct value *v;

	for (; *names; names++) {
		v = gcl_value_get(root, *names);
		if (v && v->type == JSON_STRING && v->text.len > 0)
			return v->text;
	}
	return SPAN("");
}

static void
add_members(const struct value *root, struct span *code, struct buf *out)
{
	static const char *const codes[] = { "error", "code", NULL };
	static const char *const texts[] = { "error_description",
		"description", "message", NULL };
	struct span text = first_of(root, texts);

	*code = first_of(root, codes);
	gcl_display_add_short(out, *code, LIMIT_SHOWN_VALUE);
	if (code->len > 0 && text.len > 0)
		gcl_buf_adds(out, ", ");
	gcl_display_add_short(out, text, SHOWN_TEXT);
}

static size_t
find_tag(struct span s, const char *tag)
{
	size_t len = strlen(tag), i = 0;

	while (i + len <= s.len && strncasecmp(s.ptr + i, tag, len))
		i++;
	return i + len <= s.len ? i : s.len;
}

/* Gateways have no more to say than what is in the title. */
static void
add_page(struct span page, struct buf *out)
{
	struct span title = gcl_span_behind(page,
	    find_tag(page, "<title>") + 7);

	title.len = find_tag(title, "</title>");
	gcl_buf_adds(out, "a page of HTML and no JSON");
	if (title.len == 0)
		return;
	gcl_buf_adds(out, ", '");
	gcl_display_add_short(out, title, SHOWN_TITLE);
	gcl_buf_addc(out, '\'');
}

static struct span
first_line(struct span s)
{
	size_t n = 0;

	s = gcl_span_trim(s, " \t\r\n");
	while (n < s.len && s.ptr[n] != '\r' && s.ptr[n] != '\n')
		n++;
	return gcl_span(s.ptr, n);
}

void
gcl_refusal_read(struct session *s, const struct http_response *r,
	struct span *code, struct buf *out)
{
	struct span line = first_line(gcl_buf_span(&r->body));
	const struct value *root = gcl_session_json(s, r);

	*code = SPAN("");
	if (root)
		add_members(root, code, out);
	else if (line.len > 0 && *line.ptr == '<')
		add_page(gcl_buf_span(&r->body), out);
	else
		gcl_display_add_short(out, line, SHOWN_TEXT);
}
