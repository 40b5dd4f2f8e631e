/*
 * Edits of a JSON text: strings, members, elements.
 */
#include "config.h"

#include "json/amend.h"

#include "base/utf8.h"
#include "json/write.h"

const struct json_style gcl_json_style_plain = { { ": ", 2 }, { ", ", 2 } };

void
gcl_amend_init(struct amend *a, struct arena *arena)
{
	*a = (struct amend){ .arena = arena };
}

void
gcl_amend_add(struct amend *a, size_t off, size_t len, struct span text)
{
	const char *copy = gcl_arena_str(a->arena, text);
	size_t i;

	if (!copy || gcl_arena_grow(a->arena, &a->list, &a->cap, a->n + 1,
	    sizeof(*a->list))) {
		a->st = GCL_ENOMEM;
		return;
	}
	/* Of two at one offset, the later one stays behind. */
	for (i = a->n++; i > 0 && a->list[i - 1].off > off; i--)
		a->list[i] = a->list[i - 1];
	a->list[i] = (struct edit){ off, len, gcl_span(copy, text.len) };
}

static void
add_scratch(struct amend *a, size_t off, size_t len,
	const struct buf *scratch)
{
	if (gcl_buf_status(scratch) == GCL_OK)
		gcl_amend_add(a, off, len, gcl_buf_span(scratch));
	else
		a->st = GCL_ENOMEM;
}

enum gcl_status
gcl_amend_take(struct amend *a, struct edits *out)
{
	size_t i;

	*out = (struct edits){ NULL, 0 };
	if (a->st != GCL_OK)
		return a->st;
	for (i = 1; i < a->n; i++)
		if (a->list[i - 1].off + a->list[i - 1].len > a->list[i].off)
			return GCL_EINPUT;
	*out = (struct edits){ a->list, a->n };
	return GCL_OK;
}

void
gcl_amend_apply(struct span text, const struct edits *edits, struct buf *out)
{
	size_t i, from = 0;
	const struct edit *e;

	for (i = 0; i < edits->n; i++) {
		e = &edits->list[i];
		gcl_buf_add(out, text.ptr + from, e->off - from);
		gcl_buf_addspan(out, e->text);
		from = e->off + e->len;
	}
	gcl_buf_add(out, text.ptr + from, text.len - from);
}

/* ---- strings ---- */

void
gcl_amend_string(struct amend *a, size_t off, struct span was,
	const struct map *map, struct span now, struct buf *scratch)
{
	size_t start = gcl_utf8_common_start(was, now), end, at, len;

	end = gcl_utf8_common_end(gcl_span(was.ptr + start, was.len - start),
	    gcl_span(now.ptr + start, now.len - start));
	at = start;
	len = was.len - start - end;
	gcl_map_locate(map, &at, &len);
	gcl_buf_reset(scratch);
	gcl_json_escape(scratch, gcl_span(now.ptr + start,
	    now.len - start - end));
	add_scratch(a, off + at, len, scratch);
}

/* ---- members and elements ---- */

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t
space_before(struct span text, size_t off)
{
	while (off > 0 && is_space(text.ptr[off - 1]))
		off--;
	return off;
}

static size_t
space_behind(struct span text, size_t off)
{
	while (off < text.len && is_space(text.ptr[off]))
		off++;
	return off;
}

void
gcl_amend_remove(struct amend *a, struct span text, size_t off, size_t end)
{
	size_t before = space_before(text, off);
	size_t behind = space_behind(text, end);

	if (behind < text.len && text.ptr[behind] == ',')
		gcl_amend_add(a, off, space_behind(text, behind + 1) - off,
		    SPAN(""));
	else if (before > 0 && text.ptr[before - 1] == ',')
		gcl_amend_add(a, before - 1, end - before + 1, SPAN(""));
	else
		gcl_amend_add(a, before, behind - before, SPAN(""));
}

/* The last line end in [from, to) and what follows it, or nothing. */
static struct span
indentation(struct span text, size_t from, size_t to)
{
	size_t i = to;

	while (i > from && text.ptr[i - 1] != '\n' && text.ptr[i - 1] != '\r')
		i--;
	if (i == from)
		return gcl_span(text.ptr + to, 0);
	i--;
	i -= i > from && text.ptr[i] == '\n' && text.ptr[i - 1] == '\r';
	return gcl_span(text.ptr + i, to - i);
}

void
gcl_amend_separator(struct span text, const struct amend_gap *g,
	struct buf *out)
{
	size_t before = space_before(text, g->last);
	struct span line = indentation(text, before, g->last);

	if (line.len == 0) {
		gcl_buf_addspan(out, g->style->comma);
		return;
	}
	gcl_buf_addc(out, ',');
	gcl_buf_addspan(out, line);
}

/* The white space of an empty container is on both sides of what comes in. */
static void
append_first(struct amend *a, struct span text, const struct amend_gap *g,
	struct span what, struct buf *scratch)
{
	struct span line = indentation(text, g->open + 1, g->close);
	bool blank = g->close > g->open + 1;

	gcl_buf_add(scratch, text.ptr + g->open, 1);
	if (line.len > 0) {
		gcl_buf_addspan(scratch, line);
		gcl_buf_addc(scratch, memchr(line.ptr, '\t', line.len) ?
		    '\t' : ' ');
		if (!memchr(line.ptr, '\t', line.len))
			gcl_buf_addc(scratch, ' ');
	} else if (blank) {
		gcl_buf_addc(scratch, ' ');
	}
	gcl_buf_addspan(scratch, what);
	add_scratch(a, g->open, 1, scratch);
}

void
gcl_amend_append(struct amend *a, struct span text,
	const struct amend_gap *g, struct span what, struct buf *scratch)
{
	gcl_buf_reset(scratch);
	if (g->last == 0) {
		append_first(a, text, g, what, scratch);
	} else {
		gcl_amend_separator(text, g, scratch);
		gcl_buf_addspan(scratch, what);
		add_scratch(a, space_before(text, g->close), 0, scratch);
	}
}
