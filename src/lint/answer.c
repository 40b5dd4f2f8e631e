/*
 * From an error answer to items: the faults that its body tells, each placed,
 * those that say the same joined.
 */
#include "config.h"

#include "lint/answer_p.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span
trim(struct span s)
{
	while (s.len > 0 && is_blank(s.ptr[0]))
		s = gcl_span(s.ptr + 1, s.len - 1);
	while (s.len > 0 && is_blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

/* ---- one fault, told more than once ---- */

static bool
same_place(const struct fault *a, const struct fault *b)
{
	return a->place.hit != PATH_NONE && b->place.hit != PATH_NONE &&
	    a->place.off == b->place.off;
}

static bool
same_words(const struct fault *a, const struct fault *b)
{
	return gcl_span_eq(a->text, b->text) ||
	    (a->code.len > 0 && gcl_span_eq(a->code, b->code));
}

/* An error that has details is told by them, unless it names another place. */
static bool
told_inside(const struct reading *rd, const struct fault *f)
{
	const struct fault *in, *outer;

	for (in = f + 1; in < rd->faults + rd->n; in++) {
		for (outer = in->outer; outer && outer != f;)
			outer = outer->outer;
		if (outer && (f->place.hit == PATH_NONE || f->guessed ||
		    same_place(f, in)))
			return true;
	}
	return false;
}

/* errors and details tell the same faults, each in its own words. */
static bool
told_again(const struct fault *a, const struct fault *b)
{
	if (same_place(a, b))
		return a->in != b->in || same_words(a, b);
	if (a->place.hit != b->place.hit)
		return false;
	return gcl_span_eq(a->text, b->text) &&
	    gcl_span_eq(a->field, b->field) && a->place.hit == PATH_NONE;
}

static void
drop_repeats(struct reading *rd)
{
	struct fault *f, *other, *end = rd->faults + rd->n;

	for (f = rd->faults; f < end; f++)
		f->dropped = told_inside(rd, f);
	for (f = rd->faults; f < end; f++) {
		for (other = f + 1; other < end && !f->dropped; other++) {
			if (other->dropped || !told_again(f, other))
				continue;
			/* The one with words of its own stays. */
			f->dropped = other->own_text && !f->own_text;
			other->dropped = !f->dropped;
		}
	}
}

/* ---- items ---- */

static enum gcl_status
add_item(struct reading *rd, const struct fault *f, const char *say)
{
	struct answer_item *item = &rd->out->items[rd->out->n++];

	*item = (struct answer_item){ .say = say,
		.help = gcl_answer_help(rd, f) };
	if (!item->say || !item->help)
		return GCL_ENOMEM;
	if (!f || f->place.hit == PATH_NONE)
		return GCL_OK;
	item->found = true;
	item->off = f->place.off;
	item->len = f->place.len;
	item->pointer = f->place.pointer;
	if (memchr("{[", rd->request.ptr[item->off], 2))
		item->len = 1;
	return GCL_OK;
}

static enum gcl_status
make_items(struct reading *rd, struct span text)
{
	enum gcl_status st = GCL_OK;
	const struct fault *f;

	rd->out->items = gcl_arena_calloc(rd->arena, rd->n + 2,
	    sizeof(*rd->out->items));
	if (!rd->out->items)
		return GCL_ENOMEM;
	if (rd->n == 0)
		return add_item(rd, NULL, gcl_answer_say_text(rd, text));
	for (f = rd->faults; f < rd->faults + rd->n && st == GCL_OK; f++)
		if (!f->dropped)
			st = add_item(rd, f, gcl_answer_say(rd, f));
	if (st == GCL_OK && rd->more > 0)
		st = add_item(rd, NULL, gcl_answer_say_more(rd));
	return st;
}

/* Short requests are searched for all faults, long ones for some. */
static unsigned
searches_in(struct span request)
{
	size_t most = ANSWER_SEARCHED / (request.len + 1);

	if (most < ANSWER_SEARCHES)
		return ANSWER_SEARCHES;
	return most > 8 * ANSWER_FAULTS ? 8 * ANSWER_FAULTS : (unsigned)most;
}

static enum gcl_status
place_faults(struct reading *rd)
{
	enum gcl_status st = GCL_OK;
	struct fault *f;

	if (!gcl_answer_status(rd->out->status)->about_body ||
	    !rd->request.ptr || rd->request.len > ANSWER_REQUEST_BYTES)
		return GCL_OK;
	for (f = rd->faults; f < rd->faults + rd->n && st == GCL_OK; f++)
		st = gcl_answer_place(rd, f);
	return st;
}

/* What the answer says as a whole, for those who show no items. */
static enum gcl_status
tell_all(struct reading *rd)
{
	struct span none = gcl_span(NULL, 0);
	struct span text = rd->n > 0 ? rd->faults[0].text : none;
	struct span code = rd->n > 0 ? rd->faults[0].code : none;
	const struct {
		struct span s;
		const char **out;
	} parts[] = {
		{ text, &rd->out->message }, { code, &rd->out->code },
		{ rd->correlation, &rd->out->correlation },
	};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].s.len == 0)
			continue;
		*parts[i].out = gcl_answer_shown(rd, parts[i].s,
		    ANSWER_SHOWN);
		if (!*parts[i].out)
			return GCL_ENOMEM;
	}
	return GCL_OK;
}

static enum gcl_status
read_body(struct reading *rd, struct span text)
{
	struct value *root = NULL;
	enum gcl_status st;

	if (text.len == 0 || text.len > ANSWER_BYTES)
		return GCL_OK;
	st = gcl_value_read(rd->walk, text, rd->arena, &root);
	if (st == GCL_EINPUT)
		return GCL_OK;
	return st == GCL_OK ? gcl_answer_faults(rd, root) : st;
}

enum gcl_status
gcl_answer_read(struct walk *w, const struct response *r, struct span body,
	struct arena *arena, struct answer *out)
{
	struct reading rd = { .walk = w, .response = r, .request = body,
		.arena = arena, .out = out, .searches = searches_in(body) };
	struct span text = trim(r->body.text);
	const struct header *h;
	enum gcl_status st;

	*out = (struct answer){ .status = r->status };
	gcl_buf_init(&rd.words, 1u << 16);
	st = read_body(&rd, text);
	h = gcl_header_find(r->headers, "ININ-Correlation-Id");
	if (rd.correlation.len == 0 && h)
		rd.correlation = trim(h->value.text);
	if (st == GCL_OK)
		st = tell_all(&rd);
	if (st != GCL_OK || (out->status ? out->status < 400 : rd.n == 0))
		goto out;
	st = place_faults(&rd);
	drop_repeats(&rd);
	if (st == GCL_OK)
		st = make_items(&rd, text);
out:
	gcl_buf_release(&rd.words);
	return st;
}
