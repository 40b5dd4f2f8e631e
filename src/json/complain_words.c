/*
 * The words for each fault of a text that is not JSON, and the list of
 * complaints.
 *
 * In the words, %t is the faulty text, %x its bytes, %k its first character
 * and %u that one's code point; %a is what the reader gave with it.  %q is the
 * faulty text as a JSON string, %e what the reader gave, with its escapes; %w
 * is what the grammar asks for, %o the innermost container, %c the brackets
 * that would close everything, %n the depth limit.
 */
#include "config.h"

#include "json/complain_p.h"

#include <assert.h>
#include <stdlib.h>

#include "base/display.h"
#include "base/limits.h"

/* Brackets that %c shows; nobody writes more of them by hand. */
#define CLOSERS_SHOWN 8

static const struct words {
	const char *rule, *say, *help;
} words[] = {
	[FAULT_BOM] = { "json-bom", "the text begins with a byte order mark",
		"save it as UTF-8 without BOM" },
	[FAULT_COMMENT] = { "json-comment", "JSON has no comments",
		"take it out" },
	[FAULT_COMMENT_OPEN] = { "json-comment",
		"the comment is not closed, and JSON has no comments",
		"take it out" },
	[FAULT_COMMA_TRAILING] = { "json-trailing-comma",
		"a trailing comma", "take it out" },
	[FAULT_DEPTH] = { "json-depth",
		"more than %n objects and arrays inside each other",
		"--max-depth=N allows more" },
	[FAULT_ENCODING] = { "json-utf8", "the text is in %a, not UTF-8",
		"save it as UTF-8, for example: iconv -f %a -t UTF-8" },

	[FAULT_CONTROL] = { "json-control",
		"control character %u outside a string",
		"take it out" },
	[FAULT_CONTROL_TAB] = { "json-control", "a raw tab in a string",
		"\\t" },
	[FAULT_CONTROL_STRING] = { "json-control",
		"raw control character %u in a string", "%a" },
	[FAULT_LINE_BREAK] = { "json-control",
		"the string is not closed on its line",
		"close it with '\"', or write \\n for a line break" },

	[FAULT_UTF8_CUT] = { "json-utf8", "not UTF-8: %x is a cut sequence",
		"save the text as UTF-8" },
	[FAULT_UTF8_HIGH] = { "json-utf8", "not UTF-8: %x is above U+10FFFF",
		"save the text as UTF-8" },
	[FAULT_UTF8_LATIN] = { "json-utf8", "not UTF-8: %x looks like Latin-1",
		"save the text as UTF-8, for example: "
		"iconv -f WINDOWS-1252 -t UTF-8" },
	[FAULT_UTF8_NEVER] = { "json-utf8", "not UTF-8: %x never stands in it",
		"save the text as UTF-8" },
	[FAULT_UTF8_OVERLONG] = { "json-utf8",
		"not UTF-8: %x is an overlong sequence",
		"save the text as UTF-8" },
	[FAULT_UTF8_STRAY] = { "json-utf8",
		"not UTF-8: %x is a stray continuation byte",
		"save the text as UTF-8; it may be Windows-1252 now" },
	[FAULT_UTF8_SURROGATE] = { "json-utf8", "not UTF-8: %x is a surrogate",
		"write the character itself in UTF-8 (this is CESU-8)" },

	[FAULT_ESCAPE] = { "json-escape", "'%t' is no escape of JSON",
		"take the backslash out, or write \\\\ for one" },
	[FAULT_ESCAPE_AS] = { "json-escape",
		"'%t' is no escape of JSON", "%a" },
	[FAULT_ESCAPE_BREAK] = { "json-escape",
		"a backslash before a line break",
		"close the string on its line, or write \\n" },
	[FAULT_ESCAPE_HEX] = { "json-escape",
		"'%t' has something else than hex digits",
		"\\u and four of 0-9 a-f" },
	[FAULT_ESCAPE_SHORT] = { "json-escape", "'%t' is cut short",
		"\\u and four of 0-9 a-f" },
	[FAULT_SURROGATE_HIGH] = { "json-surrogate",
		"'%t' is the first half of a surrogate pair without the second",
		"write both halves, or the character itself" },
	[FAULT_SURROGATE_LOW] = { "json-surrogate",
		"'%t' is the second half of a surrogate pair without the first",
		"write both halves, or the character itself" },

	[FAULT_QUOTE] = { "json-quote",
		"a string stands in double quotes, not in %k (%u)", "%e" },
	[FAULT_QUOTE_OPEN] = { "json-quote",
		"a string begins with a double quote, not with %k (%u)",
		"\"" },
	[FAULT_QUOTE_CLOSE] = { "json-quote",
		"a string ends with a double quote, not with %k (%u)", "\"" },
	[FAULT_QUOTE_ESCAPED] = { "json-quote",
		"'%t' outside a string: the whole text is escaped",
		"unescape it: put it in double quotes and pass it through "
		"'jq -r .'" },

	[FAULT_PLACEHOLDER] = { "json-placeholder",
		"placeholder '%t' outside quotes is not filled in",
		"fill it in before, or put it in quotes: %q" },
	[FAULT_ELLIPSIS] = { "json-placeholder",
		"'%t' stands for something that is left out",
		"write it out, or leave it out with its comma" },

	[FAULT_KEY_BARE] = { "json-unquoted-key",
		"key '%t' is not in double quotes",
		"%q" },
	[FAULT_WORD] = { "json-literal", "'%t' is not in double quotes", "%q" },
	[FAULT_WORD_ALIAS] = { "json-literal", "'%t' is not JSON", "%a" },
	[FAULT_WORD_NEAR] = { "json-literal", "'%t' is not JSON",
		"did you mean %a?" },
	[FAULT_WORD_TEXT] = { "json-literal",
		"not JSON: the text begins with '%t'",
		"a JSON text begins with '{' or '['" },
	[FAULT_MARKUP] = { "json-syntax",
		"this is HTML or XML, not JSON", NULL },

	[FAULT_NUMBER] = { "json-number", "'%t' is not a number",
		"%q if it is a string" },
	[FAULT_NUMBER_BASE] = { "json-number", "numbers are decimal, not '%t'",
		"%a" },
	[FAULT_NUMBER_DIGITS] = { "json-number", "a '-' without digits", NULL },
	[FAULT_NUMBER_EXPONENT] = { "json-number",
		"the exponent of '%t' has no digits", "%a" },
	[FAULT_NUMBER_GROUPS] = { "json-number", "'_' in number '%t'", "%a" },
	[FAULT_NUMBER_PLUS] = { "json-number", "number '%t' begins with '+'",
		"%a" },
	[FAULT_NUMBER_POINT] = { "json-number",
		"number '%t' has no digit on one side of its point", "%a" },
	[FAULT_NUMBER_ZERO] = { "json-number", "number '%t' begins with 0",
		"%a, or %q if it is a code or a phone number" },
	[FAULT_PHONE] = { "json-number",
		"phone number '%t' is not in double quotes",
		"%e" },

	[FAULT_COLON_MISSING] = { "json-missing-colon",
		"'%t' where ':' must follow the key",
		"put ':' behind the key" },
	[FAULT_COLON_JOINED] = { "json-missing-colon",
		"'%t' where ':' must follow the key",
		"is a quote too many or missing? inside a string it is \\\"" },
	[FAULT_COMMA_MISSING] = { "json-missing-comma", "no ',' before '%t'",
		"put ',' between the two" },
	[FAULT_COMMA_INSTEAD] = { "json-missing-comma",
		"'%t' where ',' must stand", "," },
	[FAULT_COMMA_JOINED] = { "json-missing-comma", "no ',' before '%t'",
		"put ',' between the two; inside a string a quote is \\\"" },

	[FAULT_PLACE] = { "json-syntax", "'%t' where %w must stand", NULL },
	[FAULT_BLANK] = { "json-syntax", "%a (%u) outside a string",
		"a plain space" },
	[FAULT_INVISIBLE] = { "json-syntax", "%a (%u) outside a string",
		"take it out" },
	[FAULT_LOOKALIKE] = { "json-syntax", "'%t' (%u) where %w must stand",
		"%a" },
	[FAULT_CLOSER_MISMATCH] = { "json-syntax", "'%t' cannot close the %o",
		NULL },
	[FAULT_CLOSER_STRAY] = { "json-syntax", "'%t' closes nothing", NULL },
	[FAULT_COLON_IN_ARRAY] = { "json-syntax", "'%t' in an array",
		"members with keys stand in an object: { }" },
	[FAULT_BRACES] = { "json-syntax",
		"two '{' where an object begins with one",
		"take one out; for templates, '{{' is only an escape" },
	[FAULT_KEY_OBJECT] = { "json-syntax", "'%t' where %w must stand",
		"a key is a string in double quotes" },

	[FAULT_EXTRA] = { "json-extra", "'%t' behind the end of the JSON text",
		"take it out" },
	[FAULT_EXTRA_TEXT] = { "json-extra",
		"'%t' behind the end of the JSON text",
		"--input=ndjson reads one JSON text a line; several values of "
		"one text stand in an array" },
	[FAULT_EXTRA_COMMA] = { "json-extra",
		"a comma behind the end of the JSON text",
		"take it out, or put all values in an array" },
	[FAULT_EXTRA_CLOSER] = { "json-extra",
		"'%t' closes nothing: the JSON text is complete before it",
		"take it out" },

	[FAULT_END_NOTHING] = { "json-truncated",
		"there is no JSON text", NULL },
	[FAULT_END_EMPTY] = { "json-truncated",
		"there is no JSON text: the input is empty", NULL },
	[FAULT_END_OPEN] = { "json-truncated",
		"the text ends before the %o is closed",
		"'%c' is missing at the end, or the text was cut" },
	[FAULT_END_AFTER_COMMA] = { "json-truncated",
		"the text ends behind a comma",
		"is the text complete?" },
	[FAULT_END_AFTER_COLON] = { "json-truncated",
		"the text ends where a value must stand",
		"is the text complete?" },
	[FAULT_END_AFTER_KEY] = { "json-truncated",
		"the text ends behind a key",
		"is the text complete?" },
	[FAULT_END_IN_STRING] = { "json-truncated",
		"the text ends inside a string",
		"is a '\"' missing, or was the text cut?" },
	[FAULT_END_IN_WORD] = { "json-truncated", "the text ends inside '%a'",
		"is the text complete?" },
	[FAULT_END_IN_NUMBER] = { "json-truncated",
		"the text ends inside the number '%a'",
		"is the text complete?" },
};

const char *
gcl_fault_rule(enum fault f)
{
	return words[f].rule;
}

static const char *const wanted[WANT_COUNT] = {
	[WANT_TEXT] = "a value",
	[WANT_ELEMENT_OR_END] = "a value or ']'",
	[WANT_ELEMENT] = "a value",
	[WANT_VALUE] = "a value",
	[WANT_KEY_OR_END] = "a key or '}'",
	[WANT_KEY] = "a key",
	[WANT_COLON] = "':'",
	[WANT_COMMA_OR_END] = "','",
	[WANT_NOTHING] = "the end",
};

/* What the words are filled with. */
struct fill {
	struct span text, arg;
};

static struct span
first_characters(struct span s, size_t max)
{
	struct scan view = { .text = s.ptr, .len = (uint32_t)s.len };
	uint32_t cp, n, i = 0;

	while (i < s.len && max-- > 0) {
		n = gcl_scan_decode(&view, i, &cp);
		i += n ? n : 1;
	}
	return gcl_span(s.ptr, i);
}

/* escaped: a backslash begins an escape, and \' is one for a quote. */
static void
add_quoted(struct buf *b, struct span s, bool escaped)
{
	struct span shown = first_characters(s, LIMIT_SHOWN_VALUE);
	size_t i, from = 0;

	gcl_buf_addc(b, '"');
	for (i = 0; i < shown.len; i++) {
		if (escaped && shown.ptr[i] == '\\' && i + 1 < shown.len) {
			if (shown.ptr[++i] != '\'')
				continue;
			gcl_display_add(b,
				gcl_span(shown.ptr + from, i - 1 - from));
			from = i;
		} else if (shown.ptr[i] == '"' || shown.ptr[i] == '\\') {
			gcl_display_add(b,
				gcl_span(shown.ptr + from, i - from));
			gcl_buf_addc(b, '\\');
			from = i;
		}
	}
	gcl_display_add(b, gcl_span(shown.ptr + from, shown.len - from));
	gcl_buf_adds(b, shown.len < s.len ? "\xe2\x80\xa6\"" : "\"");
}

static void
add_bytes(struct buf *b, struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		gcl_buf_addf(b, "%s0x%02X", i ? " " : "",
			(unsigned char)s.ptr[i]);
}

static void
add_code_point(struct buf *b, struct span s)
{
	struct scan view = { .text = s.ptr, .len = (uint32_t)s.len };
	uint32_t cp;

	if (gcl_scan_decode(&view, 0, &cp))
		gcl_buf_addf(b, "U+%04X", (unsigned)cp);
}

static bool
in_array(const struct scan *s)
{
	return s->depth > 0 && s->text[s->open[s->depth - 1]] == '[';
}

static void
add_closers(struct scan *s)
{
	uint32_t i, n = 0;

	for (i = s->depth; i > 0 && n < CLOSERS_SHOWN; i--, n++)
		gcl_buf_addc(&s->c->words,
			s->text[s->open[i - 1]] == '[' ? ']' : '}');
	if (i > 0)
		gcl_buf_adds(&s->c->words, "\xe2\x80\xa6");
}

static void
add_letter(struct scan *s, char letter, const struct fill *f)
{
	struct buf *b = &s->c->words;

	switch (letter) {
	case 't':
		gcl_display_add_short(b, f->text, LIMIT_SHOWN_VALUE);
		break;
	case 'a':
		gcl_display_add_short(b, f->arg, 2 * LIMIT_SHOWN_VALUE);
		break;
	case 'q':
		add_quoted(b, f->text, false);
		break;
	case 'e':
		add_quoted(b, f->arg, true);
		break;
	case 'x':
		add_bytes(b, f->text);
		break;
	case 'k':
		gcl_display_add(b, first_characters(f->text, 1));
		break;
	case 'u':
		add_code_point(b, f->text);
		break;
	case 'w':
		gcl_buf_adds(b, wanted[s->want]);
		break;
	case 'o':
		gcl_buf_adds(b, in_array(s) ? "array" : "object");
		break;
	case 'c':
		add_closers(s);
		break;
	case 'n':
		gcl_buf_addf(b, "%u", (unsigned)s->max_depth);
		break;
	default:
		assert(false);	/* the table has no other letter */
	}
}

/* The finished words; NULL for NULL, and when there is no memory. */
static const char *
finish(struct scan *s, const char *say, const struct fill *f)
{
	const char *p, *made;

	if (!say || !strchr(say, '%'))
		return say;
	gcl_buf_reset(&s->c->words);
	for (p = say; *p; p++) {
		if (*p == '%')
			add_letter(s, *++p, f);
		else
			gcl_buf_addc(&s->c->words, *p);
	}
	made = gcl_buf_status(&s->c->words) != GCL_OK ? NULL :
	    gcl_arena_str(s->arena, gcl_buf_span(&s->c->words));
	if (!made)
		s->st = GCL_ENOMEM;
	return made;
}

/* A new entry of the list at index, or NULL. */
static struct complaint *
insert(struct scan *s, size_t index)
{
	struct complaints *c = s->c;
	struct complaint *at;

	if (gcl_grow(&c->list, &c->cap, c->n + 1, sizeof(*c->list)) < 0) {
		s->st = GCL_ENOMEM;
		return NULL;
	}
	at = c->list + index;
	memmove(at + 1, at, (c->n - index) * sizeof(*at));
	c->n++;
	return at;
}

static bool
add(struct scan *s, enum fault f, uint32_t off, uint32_t end, size_t index,
	struct span arg)
{
	struct complaint *at = insert(s, index);
	struct fill fill = { gcl_scan_span(s, off, end), arg };

	if (!at)
		return false;
	*at = (struct complaint){
		.rule = words[f].rule,
		.say = finish(s, words[f].say, &fill),
		.help = finish(s, words[f].help, &fill),
		.off = off,
		.len = end - off,
	};
	return s->st == GCL_OK;
}

static void
note(struct fault_note *n, enum fault f, uint32_t off, uint32_t end,
	struct span arg)
{
	*n = (struct fault_note){ .fault = f, .off = off, .end = end };
	if (arg.len < sizeof(n->as))
		memcpy(n->as, arg.ptr, arg.len);
}

bool
gcl_scan_fail_arg(struct scan *s, enum fault f, uint32_t off, uint32_t end,
	struct span arg)
{
	s->c->fatal = true;
	if (s->note) {
		note(s->note, f, off, end, arg);
		return false;
	}
	add(s, f, off, end, s->c->n, arg);
	s->c->copy.len = off;
	return false;
}

bool
gcl_scan_fail(struct scan *s, enum fault f, uint32_t off, uint32_t end)
{
	return gcl_scan_fail_arg(s, f, off, end, gcl_scan_span(s, off, end));
}

bool
gcl_scan_fail_here(struct scan *s, enum fault f, uint32_t len)
{
	return gcl_scan_fail(s, f, s->pos, s->pos + len);
}

bool
gcl_scan_fail_end(struct scan *s, enum fault f, struct span arg)
{
	uint32_t end = s->len;

	while (end > 0 && gcl_scan_blank(gcl_scan_byte(s, end - 1)))
		end--;
	gcl_scan_fail_arg(s, f, end, end, arg);
	return gcl_scan_relate_open(s);
}

bool
gcl_scan_relate(struct scan *s, uint32_t off, uint32_t end, const char *say)
{
	struct complaint *last;

	if (s->st != GCL_OK || s->note)
		return false;
	last = &s->c->list[s->c->n - 1];
	last->related = true;
	last->related_off = off;
	last->related_len = end - off;
	last->related_say = say;
	return false;
}

bool
gcl_scan_relate_open(struct scan *s)
{
	uint32_t off;

	if (s->depth == 0)
		return false;
	off = s->open[s->depth - 1];
	return gcl_scan_relate(s, off, off + 1, in_array(s) ?
		"the array begins here" : "the object begins here");
}

/* Line breaks stay, so that lines and columns of the copy are the text's. */
static void
blank(struct scan *s, uint32_t off, uint32_t end)
{
	char *p = s->c->copy.ptr;

	for (; off < end; off++)
		if (p[off] != '\n' && p[off] != '\r')
			p[off] = ' ';
}

/* Did the string before off end too early, or ought to have? */
static bool
in_string(const struct scan *s, uint32_t off)
{
	return s->curly ||
	    (off == s->prev_end && gcl_scan_at_comment(s, off) &&
	    gcl_scan_byte(s, s->prev) == '"');
}

bool
gcl_scan_past(struct scan *s, enum fault f, uint32_t off, uint32_t end,
	size_t index)
{
	if (s->note)
		return true;
	if (!add(s, f, off, end, index, gcl_scan_span(s, off, end)))
		return false;
	s->c->list[index].past = true;
	s->c->list[index].doubt = in_string(s, off);
	blank(s, off, end);
	return true;
}
