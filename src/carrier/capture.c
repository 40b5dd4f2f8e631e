/*
 * What carriers have in common: the input's bytes, decoded pieces of it, and
 * words about it.
 */
#include "config.h"

#include "carrier/capture.h"

#include <stdio.h>

#include "base/base64.h"
#include "base/limits.h"
#include "json/string.h"

void
gcl_capture_init(struct capture *c, size_t max_size, uint32_t max_depth)
{
	*c = (struct capture){ .max_depth = max_depth };
	gcl_reader_init(&c->reader, max_size);
	gcl_source_init(&c->src);
	gcl_arena_init(&c->input);
	gcl_arena_init(&c->arena);
	gcl_decoder_init(&c->decoder);
	gcl_complaints_init(&c->complaints);
}

void
gcl_capture_release(struct capture *c)
{
	gcl_reader_release(&c->reader);
	gcl_source_release(&c->src);
	gcl_arena_release(&c->input);
	gcl_arena_release(&c->arena);
	gcl_decoder_release(&c->decoder);
	gcl_complaints_release(&c->complaints);
	gcl_walk_free(c->walk);
	c->walk = NULL;
}

void
gcl_capture_begin(struct capture *c, const char *name, const char *path)
{
	gcl_source_set(&c->src, name, gcl_span("", 0), 0, 0);
	c->path = path;
	gcl_arena_reset(&c->input);
	gcl_arena_reset(&c->arena);
	c->whole = false;
	c->state = NULL;
}

struct walk *
gcl_capture_walk(struct capture *c)
{
	if (!c->walk)
		c->walk = gcl_walk_new(c->max_depth);
	return c->walk;
}

enum gcl_status
gcl_capture_all(struct capture *c, struct span *text, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;

	if (!c->whole) {
		st = gcl_reader_all(&c->reader, text, err);
		if (st != GCL_OK)
			return st;
		gcl_source_set(&c->src, c->src.name, *text, 0, 0);
		c->whole = true;
	}
	*text = c->src.text;
	return st;
}

struct piece
gcl_capture_slice(const struct capture *c, size_t off, size_t end)
{
	return (struct piece){
		.text = gcl_span(c->src.text.ptr + off, end - off),
		.off = off,
	};
}

enum gcl_status
gcl_capture_add_string(struct capture *c, struct span raw, size_t off)
{
	struct decoder *d = &c->decoder;
	size_t n, to = d->text.len;

	if (d->st != GCL_OK || raw.len == 0)
		return d->st;
	gcl_decoder_opaque(d, gcl_span(NULL, 0), off, 0);
	n = d->map.n;
	d->st = gcl_json_decode(raw, &d->text, &d->map);
	d->end = off + raw.len;
	for (; n < d->map.n; n++) {
		d->map.points[n].to += (uint32_t)to;
		d->map.points[n].from += (uint32_t)off;
	}
	return d->st;
}

enum gcl_status
gcl_capture_string(struct capture *c, struct span raw, size_t off,
	struct piece *out)
{
	*out = (struct piece){ .text = raw, .off = off };
	if (raw.len == 0 || !memchr(raw.ptr, '\\', raw.len))
		return GCL_OK;
	gcl_decoder_begin(&c->decoder);
	gcl_capture_add_string(c, raw, off);
	return gcl_decoder_take(&c->decoder, off + raw.len, &c->arena, out);
}

/* Where a group of up to four characters from at on stands. */
static void
add_group(struct decoder *d, const struct piece *in, size_t at, size_t len,
	struct span bytes)
{
	gcl_piece_locate(in, &at, &len);
	gcl_decoder_opaque(d, bytes, at, len);
}

enum gcl_status
gcl_capture_base64(struct capture *c, const struct piece *in,
	struct piece *out, bool *valid)
{
	size_t i, n, bad, end = in->text.len, none = 0;
	enum gcl_status st;
	struct buf bytes;

	gcl_buf_init(&bytes, LIMIT_TEXT_BYTES);
	st = gcl_base64_decode(in->text, &bytes, &bad);
	*valid = st == GCL_OK;
	if (st != GCL_OK)
		goto out;
	gcl_decoder_begin(&c->decoder);
	for (i = 0; i < bytes.len; i += 3) {
		n = bytes.len - i < 3 ? bytes.len - i : 3;
		add_group(&c->decoder, in, i / 3 * 4,
		    n == 3 ? 4 : end - i / 3 * 4, gcl_span(bytes.ptr + i, n));
	}
	gcl_piece_locate(in, &end, &none);
	st = gcl_decoder_take(&c->decoder, end, &c->arena, out);
out:
	gcl_buf_release(&bytes);
	return st == GCL_EINPUT ? GCL_OK : st;
}

const char *
gcl_capture_words(struct capture *c, const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	text = len < 0 ? NULL : gcl_arena_alloc(&c->arena, (size_t)len + 1);
	if (text)
		vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	va_end(ap);
	return text;
}

enum gcl_status
gcl_capture_remark(struct capture *c, struct document *doc, const char *rule,
	size_t off, size_t len, const char *say, const char *help)
{
	struct remark *r = gcl_arena_alloc(&c->arena, sizeof(*r));

	if (!r || !say)
		return GCL_ENOMEM;
	if (!doc->remarks)
		c->last_remark = &doc->remarks;
	*r = (struct remark){ .rule = rule, .off = off, .len = len,
		.say = say, .help = help };
	*c->last_remark = r;
	c->last_remark = &r->next;
	return GCL_OK;
}

enum gcl_status
gcl_capture_complain(struct capture *c, struct document *doc,
	struct span text, size_t off)
{
	const struct complaint *w;
	enum gcl_status st;
	size_t i;

	st = gcl_complain(text, c->max_depth, &c->arena, &c->complaints);
	for (i = 0; i < c->complaints.n && st == GCL_OK; i++) {
		w = &c->complaints.list[i];
		st = gcl_capture_remark(c, doc, w->rule, off + w->off, w->len,
		    w->say, w->help);
	}
	return st;
}

struct header *
gcl_capture_header(struct capture *c, struct header **list,
	struct piece name, struct piece value)
{
	struct header *h = gcl_arena_alloc(&c->arena, sizeof(*h));

	if (!h)
		return NULL;
	*h = (struct header){ .name = name, .value = value };
	if (!*list)
		c->last_header = list;
	*c->last_header = h;
	c->last_header = &h->next;
	return h;
}

int64_t
gcl_capture_days(int64_t year, int64_t month, int64_t day)
{
	/* Years begin in March, so that a leap day is the last of one. */
	year -= month <= 2;
	month += month <= 2 ? 9 : -3;
	return year * 365 + year / 4 - year / 100 + year / 400 +
	    (month * 153 + 2) / 5 + day - 1 - 719468;
}
