/*
 * A Content-Length that a curl command gives with -H goes with its data.
 */
#include "config.h"

#include "carrier/curl_p.h"

#include <stdint.h>

#include "base/limits.h"
#include "carrier/edit.h"
#include "carrier/http_p.h"

static size_t
without_lines(const char *s, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += s[i] != '\r' && s[i] != '\n';
	return n;
}

/* How many bytes a word comes to, whatever its variables stand for. */
static size_t
length_of(struct curl_lexer *lx, struct curl_state s, bool stripped)
{
	struct curl_unit u;
	const char *bytes;
	size_t n = 0, len;

	for (gcl_curl_step(lx, &s, &u); u.what < CURL_END;
	    gcl_curl_step(lx, &s, &u)) {
		if (u.what == CURL_SYNTAX)
			continue;
		bytes = u.what == CURL_ESCAPE ? u.bytes :
		    lx->text.ptr + u.off;
		len = u.what == CURL_ESCAPE ? u.n : u.len;
		n += stripped ? without_lines(bytes, len) : len;
	}
	return n;
}

/* Those of the edits that are in [off, end) of the source. */
static struct edits
edits_in(const struct edits *all, size_t off, size_t end)
{
	struct edits in = *all;

	while (in.n > 0 && in.list->off < off) {
		in.list++;
		in.n--;
	}
	while (in.n > 0 && in.list[in.n - 1].off + in.list[in.n - 1].len > end)
		in.n--;
	return in;
}

/* What stands in [off, end) after the edits. */
static void
apply(struct span text, size_t off, size_t end, const struct edits *in,
	struct buf *out)
{
	size_t i;

	for (i = 0; i < in->n; i++) {
		gcl_buf_add(out, text.ptr + off, in->list[i].off - off);
		gcl_buf_addspan(out, in->list[i].text);
		off = in->list[i].off + in->list[i].len;
	}
	gcl_buf_add(out, text.ptr + off, end - off);
}

/*
 * By how much the edits make the word longer.  A here-document looks at the
 * byte before it, so that one is copied as well.
 */
static enum gcl_status
add_growth(const struct curl_command *cmd, const struct curl_word *w,
	const struct edits *edits, size_t *n)
{
	struct edits in = edits_in(edits, w->value, w->end);
	struct curl_lexer lx = cmd->lexer;
	size_t off = w->off - (w->off > 0);
	struct curl_state s = w->start;
	enum gcl_status st;
	struct buf b;

	if (in.n == 0)
		return GCL_OK;
	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	apply(lx.text, off, w->end, &in, &b);
	st = gcl_buf_status(&b);
	if (st == GCL_OK) {
		*n -= length_of(&lx, s, w->stripped);
		s.pos -= off;
		if (s.end > 0)
			s.end = b.len;
		lx.text = gcl_buf_span(&b);
		lx.careful = false;
		*n += length_of(&lx, s, w->stripped);
	}
	gcl_buf_release(&b);
	return st;
}

static enum gcl_status
add_growths(const struct curl_command *cmd, const struct edits *edits,
	size_t *n)
{
	enum gcl_status st = GCL_OK;
	const struct curl_word *w;

	for (w = cmd->words; w && st == GCL_OK; w = w->next)
		if (w->data)
			st = add_growth(cmd, w, edits, n);
	return st;
}

enum gcl_status
gcl_curl_settle(const struct document *doc, const struct edits *edits,
	size_t length, struct arena *arena, struct edits *out)
{
	const struct curl_command *cmd = (const void *)doc->request;
	size_t was = doc->body.text.len, is = was;
	enum gcl_status st = GCL_OK;
	struct settling s;

	if (doc->coding)	/* curl told of it */
		return gcl_http_settle(doc, edits, length, arena, out);
	if (!gcl_header_find(cmd->request.headers, "content-length"))
		return GCL_OK;
	if (length == SIZE_MAX)
		st = add_growths(cmd, edits, &is);
	else
		is = length;
	gcl_settle_begin(&s, doc, edits, arena);
	gcl_settle_headers(&s, was, is);
	return st == GCL_OK ? gcl_settle_end(&s, out) : st;
}
