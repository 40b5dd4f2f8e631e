/*
 * Redaction: what is kept of an input, and the masks over ranges of its source,
 * which whoever shows its lines asks for, and over texts.
 */
#include "config.h"

#include "emit/redact_p.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"

enum gcl_status
gcl_redact_new(struct redact **out)
{
	struct redact *r = calloc(1, sizeof(*r));

	*out = r;
	if (!r)
		return GCL_ENOMEM;
	gcl_arena_init(&r->arena);
	gcl_width_init(&r->widths);
	gcl_buf_init(&r->name, LIMIT_TEXT_BYTES);
	gcl_buf_init(&r->code, LIMIT_TEXT_BYTES);
	gcl_buf_init(&r->plain, LIMIT_TEXT_BYTES);
	return GCL_OK;
}

void
gcl_redact_free(struct redact *r)
{
	if (!r)
		return;
	gcl_arena_release(&r->arena);
	gcl_width_release(&r->widths);
	gcl_buf_release(&r->name);
	gcl_buf_release(&r->code);
	gcl_buf_release(&r->plain);
	free(r->found.list);
	free(r->own.list);
	free(r->given.list);
	free(r->all.list);
	free(r->near);
	free(r);
}

enum gcl_status
gcl_redact_input(struct redact *r, const char *name)
{
	gcl_buf_reset(&r->name);
	gcl_buf_adds(&r->name, name);
	r->text = gcl_span(NULL, 0);
	return gcl_buf_status(&r->name);
}

enum gcl_status
gcl_redact_search(struct redact *r, struct span text,
	const struct gcl_place *own, struct redact_ranges *out)
{
	struct redact_find f = { .text = text, .own = own, .out = out,
		.code = &r->code, .plain = &r->plain };

	gcl_redact_run(&f);
	return f.st;
}

enum gcl_status
gcl_redact_find(struct redact *r, struct span text,
	const struct source_range **list, size_t *n)
{
	enum gcl_status st = gcl_redact_search(r, text, NULL, &r->found);

	*list = r->found.list;
	*n = r->found.n;
	return st;
}

/* ---- sources ---- */

static enum gcl_status
append(struct redact_ranges *to, const struct source_range *list, size_t n)
{
	if (n == 0)
		return GCL_OK;
	if (gcl_grow(&to->list, &to->cap, to->n + n, sizeof(*list)))
		return GCL_ENOMEM;
	memcpy(to->list + to->n, list, n * sizeof(*list));
	to->n += n;
	return GCL_OK;
}

/* The source hides given beside what was found. */
static enum gcl_status
hide_all(struct redact *r, struct source *src)
{
	enum gcl_status st;

	r->all.n = 0;
	st = append(&r->all, r->own.list, r->own.n);
	if (st == GCL_OK)
		st = append(&r->all, r->given.list, r->given.n);
	if (st != GCL_OK)
		return st;
	gcl_redact_tidy(&r->all);
	gcl_source_hide(src, r->all.list, r->all.n);
	return GCL_OK;
}

enum gcl_status
gcl_redact_source(struct redact *r, struct source *src)
{
	bool known = src->text.ptr == r->text.ptr && r->text.ptr &&
	    src->text.len == r->text.len && src->base == r->base;
	bool ours = src->n_hidden > 0 && src->hidden == r->all.list;
	enum gcl_status st = GCL_OK;

	if (known && (ours || (r->all.n == 0 && src->n_hidden == 0)))
		return GCL_OK;
	if (!ours) {
		r->given.n = 0;
		st = append(&r->given, src->hidden, src->n_hidden);
	}
	if (st == GCL_OK && !known)
		st = gcl_redact_search(r, src->text, NULL, &r->own);
	if (st == GCL_OK)
		st = hide_all(r, src);
	if (st != GCL_OK) {
		r->text = gcl_span(NULL, 0);
		return st;
	}
	r->text = src->text;
	r->base = src->base;
	return GCL_OK;
}

/* ---- masks ---- */

/* As many bytes and columns as the character has. */
static const char *
mask_for(struct redact *r, uint32_t cp, size_t len)
{
	static const char *const masks[5][3] = {
		[1] = { NULL, "*", NULL },
		[2] = { NULL, "\xc2\xb7", NULL },
		[3] = { NULL, "\xe2\x88\x97", "\xef\xbc\x8a" },
		[4] = { NULL, "\xf0\x9f\x9e\xb6", "\xf0\x9f\x94\x92" },
	};

	if (cp < 0x20 || cp == 0x7f)
		return NULL;
	return masks[len][gcl_width_char(&r->widths, cp)];
}

void
gcl_redact_mask(struct redact *r, char *s, size_t len)
{
	const char *with;
	uint32_t cp;
	size_t i, n;

	for (i = 0; i < len; i += n) {
		n = gcl_utf8_decode(s + i, len - i, &cp);
		if (n == 0) {
			n = 1;
			cp = '?';
		}
		with = mask_for(r, cp, n);
		if (with)
			memcpy(s + i, with, n);
	}
}

void
gcl_redact_mask_found(struct redact *r, char *s)
{
	const struct source_range *a = r->found.list;
	size_t i;

	for (i = 0; i < r->found.n; i++, a++)
		gcl_redact_mask(r, s + a->off, a->end - a->off);
}
