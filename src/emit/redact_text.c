/*
 * Mask copies of texts: those of a finding, and our own.
 *
 * A message may quote a part of a value that tells nothing by itself, as the
 * letters of a number do.  What it quotes of what is masked at the finding's
 * place is therefore masked too; of what is masked around it only the whole,
 * since our own words may well be part of somebody's name.
 */
#include "config.h"

#include "emit/redact_p.h"

#include "emit/fixed.h"

/* What is read of the source around a place, in bytes on either side. */
#define AROUND_BYTES 256u
#define PLACE_BYTES 1024u

/* Quotes of one text that are looked up in it. */
#define QUOTES_MAX 16

/* ---- quotes ---- */

/* Read what stands around a place of a source that is masked already. */
static enum gcl_status
read_near(struct redact *r, const struct gcl_place *at,
	const struct source *src)
{
	size_t off = (size_t)(at->offset - src->base), to;
	size_t p = off > AROUND_BYTES ? off - AROUND_BYTES : 0;
	struct redact_char c;

	to = off + AROUND_BYTES +
	    (at->length < PLACE_BYTES ? (size_t)at->length : PLACE_BYTES);
	if (to > src->text.len)
		to = src->text.len;
	r->n_near = 0;
	if (src->n_hidden == 0 || p >= to)
		return GCL_OK;
	if (gcl_grow(&r->near, &r->cap_near, to - p, sizeof(*r->near)))
		return GCL_ENOMEM;
	for (; p < to; p += c.len) {
		c = gcl_redact_char(src->text, p, false);
		r->near[r->n_near++] = (struct near){ c.cp,
			gcl_source_hidden(src, p, c.len),
			p >= off && p - off < at->length };
	}
	return GCL_OK;
}

/* Does [from, to) lie within the place, or end what is masked there? */
static bool
is_told(const struct redact *r, const struct near *from, const struct near *to,
	bool cut)
{
	const struct near *end = r->near + r->n_near;

	if (from->here && to[-1].here)
		return true;
	return (from == r->near || !from[-1].masked || !from->masked) &&
	    (cut || to == end || !to->masked || !to[-1].masked);
}

/*
 * Where the text in s begins near the place, with something masked in it; it
 * may be cut off.
 */
static const struct near *
look_up(const struct redact *r, struct span s, bool cut)
{
	const struct near *from = r->near, *end = from + r->n_near, *p;
	struct redact_char c;
	bool masked;
	size_t i;

	for (; from < end; from++) {
		masked = false;
		p = from;
		for (i = 0; i < s.len && p < end; i += c.len, p++) {
			c = gcl_redact_char(s, i, false);
			if (c.cp != p->cp)
				break;
			masked = masked || p->masked;
		}
		if (i == s.len && masked && is_told(r, from, p, cut))
			return from;
	}
	return NULL;
}

static void
mask_quote(struct redact *r, char *s, size_t len)
{
	bool cut = len > 3 && !memcmp(s + len - 3, "\xe2\x80\xa6", 3);
	struct span text = gcl_span(s, len);
	const struct near *near;
	struct redact_char c;
	size_t i;

	if (cut)
		text.len -= 3;
	if (text.len == 0)
		return;
	near = look_up(r, text, cut);
	for (i = 0; near && i < text.len; i += c.len, near++) {
		c = gcl_redact_char(text, i, false);
		if (near->masked && gcl_redact_alnum(c))
			gcl_redact_mask(r, s + i, c.len);
	}
}

/* The next quote that is no apostrophe, or the end of text. */
static char *
next_quote(const char *text, char *s)
{
	for (s += strcspn(s, "\"'"); *s; s += 1 + strcspn(s + 1, "\"'"))
		if (s == text || strchr(" ([{:,=", s[-1]))
			break;
	return s;
}

/* Texts quote with one sort of quotes, a value may hold the other one. */
static void
mask_quotes(struct redact *r, char *text)
{
	char *s, *end;
	int n;

	if (r->n_near == 0)
		return;
	s = next_quote(text, text);
	for (n = 0; *s && n < QUOTES_MAX; n++) {
		end = strchr(s + 1, *s);
		if (!end)
			return;
		mask_quote(r, s + 1, (size_t)(end - s) - 1);
		s = next_quote(text, end + 1);
	}
}

/* ---- texts ---- */

/* A masked copy, or NULL; what was found in it stays in found. */
static char *
copy_masked(struct redact *r, struct span s, const struct gcl_place *own)
{
	char *copy = gcl_arena_str(&r->arena, s);

	if (!copy || gcl_redact_search(r, s, own, &r->found) != GCL_OK)
		return NULL;
	gcl_redact_mask_found(r, copy);
	return copy;
}

/* *s becomes its masked copy, if there is one. */
static enum gcl_status
redact_words(struct redact *r, const char **s, const struct gcl_place *own)
{
	char *copy;

	if (!*s)
		return GCL_OK;
	copy = copy_masked(r, gcl_span_str(*s), own);
	if (!copy)
		return GCL_ENOMEM;
	mask_quotes(r, copy);
	*s = copy;
	return GCL_OK;
}

static enum gcl_status
redact_related(struct redact *r, struct gcl_finding *f)
{
	struct gcl_related *list;
	enum gcl_status st = GCL_OK;
	size_t i;

	if (f->n_related == 0)
		return GCL_OK;
	list = gcl_arena_calloc(&r->arena, f->n_related, sizeof(*list));
	if (!list)
		return GCL_ENOMEM;
	for (i = 0; i < f->n_related && st == GCL_OK; i++) {
		list[i] = f->related[i];
		st = redact_words(r, &list[i].message, &list[i].at);
	}
	f->related = list;
	return st;
}

/* A key of the payload may be anything, but it is not part of the next one. */
static enum gcl_status
redact_pointer(struct redact *r, struct gcl_finding *f)
{
	struct redact_find search;
	char *copy, *key, *end, *next;

	if (!f->pointer)
		return GCL_OK;
	copy = gcl_arena_str(&r->arena, gcl_span(f->pointer, f->pointer_len));
	if (!copy)
		return GCL_ENOMEM;
	f->pointer = copy;
	end = copy + f->pointer_len;
	for (key = copy; key < end; key += search.text.len) {
		next = memchr(key + 1, '/', (size_t)(end - key - 1));
		search = (struct redact_find){ .pointer = true,
			.text = gcl_span(key, (size_t)((next ? next : end) -
			    key)), .out = &r->found, .code = &r->code,
			.plain = &r->plain };
		gcl_redact_run(&search);
		if (search.st != GCL_OK)
			return search.st;
		gcl_redact_mask_found(r, key);
	}
	return GCL_OK;
}

/* Is one range of the list over all of [off, off + len)? */
static bool
covers(const struct redact_ranges *ranges, size_t off, size_t len)
{
	size_t lo = 0, hi = ranges->n, mid;

	/* Those before lo end before off + len, those from hi do not. */
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (ranges->list[mid].end < off + len)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < ranges->n && ranges->list[lo].off <= off;
}

/*
 * An edit within what is masked tells of it, and one beside it may put digits
 * to a number.
 */
static void
mask_edit(struct redact *r, char *s, const struct gcl_edit *edit,
	const struct source *src)
{
	size_t off = (size_t)(edit->offset - src->base);
	size_t len = (size_t)edit->length, before = off > 0, i;
	bool all = len > 0 ? covers(&r->all, off, len) :
	    before && covers(&r->all, off - 1, 2);
	struct redact_char c;

	if (!all && !gcl_source_hidden(src, off - before, before + len + 1))
		return;
	for (i = 0; i < edit->text_len; i += c.len) {
		c = gcl_redact_char(gcl_span(s, edit->text_len), i, false);
		if (c.class == REDACT_DIGIT || (all && gcl_redact_alnum(c)))
			gcl_redact_mask(r, s + i, c.len);
	}
}

static enum gcl_status
redact_fix(struct redact *r, const struct source *src, struct gcl_finding *f)
{
	struct gcl_fix *fix;
	struct gcl_edit *edits;
	char *copy;
	size_t i;

	if (!f->fix)
		return GCL_OK;
	fix = gcl_arena_alloc(&r->arena, sizeof(*fix));
	edits = gcl_arena_calloc(&r->arena, f->fix->n_edits, sizeof(*edits));
	if (!fix || !edits)
		return GCL_ENOMEM;
	*fix = *f->fix;
	fix->edits = edits;
	for (i = 0; i < fix->n_edits; i++) {
		edits[i] = f->fix->edits[i];
		copy = copy_masked(r, gcl_span(edits[i].text,
			edits[i].text_len), NULL);
		if (!copy)
			return GCL_ENOMEM;
		if (gcl_fixed_known(f->fix, src))
			mask_edit(r, copy, &edits[i], src);
		edits[i].text = copy;
	}
	f->fix = fix;
	return GCL_OK;
}

enum gcl_status
gcl_redact_finding(struct redact *r, const struct gcl_finding *f,
	struct source *src, struct gcl_finding *out)
{
	enum gcl_status st = gcl_redact_source(r, src);

	*out = *f;
	gcl_arena_reset(&r->arena);
	if (st == GCL_OK)
		st = read_near(r, &f->at, src);
	if (st == GCL_OK)
		st = redact_words(r, &out->message, &f->at);
	if (st == GCL_OK)
		st = redact_words(r, &out->help, &f->at);
	if (st == GCL_OK)
		st = redact_words(r, &out->suppressed, &f->at);
	if (st == GCL_OK)
		st = redact_related(r, out);
	if (st == GCL_OK)
		st = redact_pointer(r, out);
	return st == GCL_OK ? redact_fix(r, src, out) : st;
}

/* The bytes at s that are the input's name, and the place behind it; or 0. */
static size_t
named_place(const struct redact *r, const char *s)
{
	struct span name = gcl_buf_span(&r->name);
	size_t n = name.len, digits;

	if (n == 0 || strncmp(s, name.ptr, n) != 0)
		return 0;
	while (s[n] == ':' && (digits = strspn(s + n + 1, "0123456789")) > 0)
		n += 1 + digits;
	return n;
}

enum gcl_status
gcl_redact_text(struct redact *r, const char *text, const char **out)
{
	const struct gcl_place nowhere = { 0 };
	size_t i, n;
	char *copy;

	gcl_arena_reset(&r->arena);
	copy = copy_masked(r, gcl_span_str(text), &nowhere);
	*out = copy;
	if (!copy)
		return GCL_ENOMEM;
	for (i = 0; text[i]; i += n ? n : 1) {
		n = named_place(r, text + i);
		memcpy(copy + i, text + i, n);
	}
	return GCL_OK;
}
