/*
 * What is said of a refused request: the server's words, made safe, on one
 * line and cut.
 */
#include "config.h"

#include "lint/answer_p.h"

#include "base/display.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* At most max bytes; what follows them is not looked at. */
struct span
gcl_answer_first(struct span s, size_t max)
{
	return gcl_span(s.ptr, s.len < max ? s.len : max);
}

/* Runs of blanks and line breaks are one blank. */
static void
squeeze(struct buf *b, struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (!is_blank(s.ptr[i]))
			gcl_buf_addc(b, s.ptr[i]);
		else if (b->len > 0 && b->ptr[b->len - 1] != ' ')
			gcl_buf_addc(b, ' ');
	}
}

/* Append s, cut to max code points, of which none has more than 4 bytes. */
void
gcl_answer_add(struct buf *b, struct span s, size_t max)
{
	struct buf line;

	gcl_buf_init(&line, 1u << 16);
	squeeze(&line, gcl_answer_first(s, 16 * max));
	while (line.len > 0 && line.ptr[line.len - 1] == ' ')
		line.len--;
	gcl_display_add_short(b, gcl_buf_span(&line), max);
	if (b->st == GCL_OK)
		b->st = line.st;
	gcl_buf_release(&line);
}

const char *
gcl_answer_take(struct reading *rd)
{
	return gcl_buf_status(&rd->words) == GCL_OK ?
	    gcl_arena_str(rd->arena, gcl_buf_span(&rd->words)) : NULL;
}

const char *
gcl_answer_shown(struct reading *rd, struct span s, size_t max)
{
	gcl_buf_reset(&rd->words);
	gcl_answer_add(&rd->words, s, max);
	return gcl_answer_take(rd);
}

/* ---- what is wrong ---- */

static void
begin_say(struct reading *rd)
{
	int status = rd->out->status;

	gcl_buf_reset(&rd->words);
	gcl_buf_adds(&rd->words, "the API answered");
	if (status > 0)
		gcl_buf_addf(&rd->words, " %d", status);
}

bool
gcl_answer_has(struct span s, struct span part)
{
	size_t i;

	for (i = 0; i + part.len <= s.len; i++)
		if (!memcmp(s.ptr + i, part.ptr, part.len))
			return true;
	return false;
}

const char *
gcl_answer_say(struct reading *rd, const struct fault *f)
{
	struct buf *b = &rd->words;
	struct span text = gcl_answer_first(f->text, ANSWER_SHOWN);
	struct span field = gcl_answer_first(f->field, ANSWER_SHOWN_NAME);

	begin_say(rd);
	if (field.len > 0 && !gcl_answer_has(text, field)) {
		gcl_buf_adds(b, ": '");
		gcl_answer_add(b, field, ANSWER_SHOWN_NAME);
		gcl_buf_addc(b, '\'');
	}
	if (text.len > 0) {
		gcl_buf_adds(b, ": ");
		gcl_answer_add(b, f->text, ANSWER_SHOWN);
	}
	if (f->code.len > 0 && !gcl_answer_has(text, f->code)) {
		gcl_buf_adds(b, text.len > 0 ? " (" : ": ");
		gcl_answer_add(b, f->code, ANSWER_SHOWN_NAME);
		gcl_buf_adds(b, text.len > 0 ? ")" : "");
	}
	return gcl_answer_take(rd);
}

const char *
gcl_answer_say_more(struct reading *rd)
{
	begin_say(rd);
	gcl_buf_addf(&rd->words, " and tells of %zu more fault%s, which %s "
	    "not shown", rd->more, rd->more > 1 ? "s" : "",
	    rd->more > 1 ? "are" : "is");
	return gcl_answer_take(rd);
}

/* ---- answers that are no JSON ---- */

static bool
begins(struct span s, size_t i, const char *word)
{
	size_t n = strlen(word), k;

	if (s.len - i < n)
		return false;
	for (k = 0; k < n; k++)
		if ((s.ptr[i + k] | 32) != (word[k] | 32))
			return false;
	return true;
}

/* Behind word, or the end. */
static size_t
behind(struct span s, size_t i, const char *word)
{
	while (i < s.len && !begins(s, i, word))
		i++;
	return i < s.len ? i + strlen(word) : s.len;
}

/* A page has its title or, without one, its text without tags. */
static void
strip_tags(struct buf *b, struct span s)
{
	size_t i = behind(s, 0, "<title>");
	const char *end;

	if (i < s.len) {
		end = memchr(s.ptr + i, '<', s.len - i);
		gcl_buf_add(b, s.ptr + i, end ? (size_t)(end - s.ptr) - i :
		    s.len - i);
		return;
	}
	for (i = 0; i < s.len; i++) {
		if (s.ptr[i] != '<') {
			gcl_buf_addc(b, s.ptr[i]);
			continue;
		}
		if (begins(s, i, "<style") || begins(s, i, "<script"))
			i = behind(s, i, "</s");
		i = behind(s, i, ">") - 1;
		gcl_buf_addc(b, ' ');
	}
}

const char *
gcl_answer_say_text(struct reading *rd, struct span text)
{
	const char *reason = gcl_answer_status(rd->out->status)->reason;
	struct span start = gcl_answer_first(text, 16 * ANSWER_SHOWN);
	struct buf page;

	begin_say(rd);
	if (reason)
		gcl_buf_addf(&rd->words, " %s", reason);
	if (text.len == 0) {
		gcl_buf_adds(&rd->words, ", without a body");
		return gcl_answer_take(rd);
	}
	gcl_buf_init(&page, 1u << 16);
	if (text.ptr[0] == '<')
		strip_tags(&page, start);
	else
		gcl_buf_addspan(&page, start);
	gcl_buf_adds(&rd->words, ", and no error body of the API: ");
	gcl_answer_add(&rd->words, gcl_buf_span(&page), ANSWER_SHOWN_NAME);
	if (rd->words.st == GCL_OK)
		rd->words.st = page.st;
	gcl_buf_release(&page);
	return gcl_answer_take(rd);
}
