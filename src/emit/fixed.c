/*
 * A fix put together with the text around it.
 */
#include "config.h"

#include "emit/fixed.h"

#include "base/utf8.h"

bool
gcl_fixed_known(const struct gcl_fix *fix, const struct source *src)
{
	const struct gcl_edit *first = fix->edits, *last;

	last = first + fix->n_edits - 1;
	return first->offset >= src->base &&
	    last->offset + last->length <= src->base + src->text.len;
}

void
gcl_fixed_source(struct buf *b, const struct source *src, size_t off,
	size_t end)
{
	uint32_t cp;
	size_t n;

	for (; off < end; off += n) {
		n = gcl_utf8_decode(src->text.ptr + off, end - off, &cp);
		n = n ? n : 1;
		if (gcl_source_hidden(src, off, n))
			gcl_buf_addc(b, '*');
		else
			gcl_buf_add(b, src->text.ptr + off, n);
	}
}

void
gcl_fixed_text(struct buf *b, const struct gcl_fix *fix,
	const struct source *src)
{
	const struct gcl_edit *edit = fix->edits;
	size_t i;

	for (i = 0; i < fix->n_edits; i++, edit++) {
		if (i > 0)
			gcl_fixed_source(b, src, gcl_fixed_to(edit - 1, src),
				gcl_fixed_from(edit, src));
		gcl_buf_add(b, edit->text, edit->text_len);
	}
}
