/*
 * Columns of a character: wcwidth(3) under a UTF-8 locale, and where it has no
 * answer, the blocks of Unicode that are wide (UAX #11) or combine.
 */
#include "config.h"

#include "emit/width.h"

#include <wchar.h>

#include "base/utf8.h"

struct block {
	uint32_t first, last;
	size_t cols;
};

static const struct block blocks[] = {
	{ 0x0300, 0x036f, 0 },		/* combining marks */
	{ 0x1100, 0x115f, 2 },		/* Hangul initials */
	{ 0x1ab0, 0x1aff, 0 },		/* combining marks */
	{ 0x1dc0, 0x1dff, 0 },
	{ 0x20d0, 0x20ff, 0 },
	{ 0x2e80, 0x303e, 2 },		/* CJK radicals, punctuation */
	{ 0x3041, 0xa4cf, 2 },		/* kana to Yi, ideographs */
	{ 0xac00, 0xd7a3, 2 },		/* Hangul syllables */
	{ 0xf900, 0xfaff, 2 },		/* compatibility ideographs */
	{ 0xfe00, 0xfe0f, 0 },		/* variation selectors */
	{ 0xfe20, 0xfe2f, 0 },		/* combining half marks */
	{ 0xfe30, 0xfe6f, 2 },		/* CJK forms */
	{ 0xff01, 0xff60, 2 },		/* full-width forms */
	{ 0xffe0, 0xffe6, 2 },
	{ 0x1f300, 0x1f64f, 2 },	/* pictographs */
	{ 0x1f680, 0x1f6ff, 2 },
	{ 0x1f900, 0x1faff, 2 },
	{ 0x20000, 0x3fffd, 2 },	/* ideographs */
	{ 0xe0100, 0xe01ef, 0 },	/* variation selectors */
};

void
gcl_width_init(struct width *w)
{
	*w = (struct width){ 0 };
}

void
gcl_width_release(struct width *w)
{
	if (w->locale)
		freelocale(w->locale);
	gcl_width_init(w);
}

static size_t
by_block(uint32_t cp)
{
	size_t i;

	for (i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (cp >= blocks[i].first && cp <= blocks[i].last)
			return blocks[i].cols;
	return 1;
}

static int
by_locale(locale_t locale, uint32_t cp)
{
	locale_t old = uselocale(locale);
	int cols = wcwidth((wchar_t)cp);

	uselocale(old);
	return cols;
}

size_t
gcl_width_char(struct width *w, uint32_t cp)
{
	int cols = -1;

	if (cp < 0x80)
		return 1;
	if (!w->asked)
		w->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	w->asked = true;
	if (w->locale)
		cols = by_locale(w->locale, cp);
	return cols < 0 ? by_block(cp) : (size_t)cols;
}

size_t
gcl_width_span(struct width *w, struct span s)
{
	size_t i = 0, n, cols = 0;
	uint32_t cp;

	while (i < s.len) {
		n = gcl_utf8_decode(s.ptr + i, s.len - i, &cp);
		cols += n ? gcl_width_char(w, cp) : 1;
		i += n ? n : 1;
	}
	return cols;
}
