/*
 * Lay out --help: a label on the left, its words wrapped on the right.
 */
#include "config.h"

#include "cli/help.h"

#include <string.h>

#include "base/limits.h"
#include "cli/options.h"

#define LABEL_WIDTH	29
#define LINE_WIDTH	79

static const char head[] = HELP_USAGE "\n"
	"\n"
	"Find malformed participant fields in JSON payloads for the Genesys "
	"Cloud\n"
	"Conversations API before they are sent.\n";

static const char tail[] = "\n"
	"Exit status: 0 nothing at or above the fail level; 1 findings; 2 "
	"usage or a\n"
	"faulty rule pack or configuration; 3 an input not read or an output "
	"not\n"
	"written; of --send: 4 the API refused it; 5 the API is unavailable "
	"or limits\n"
	"requests; 6 credentials; 7 network, TLS, or --wait took too long.\n";

/* A gcl_write_fn; the buffer remembers a failure. */
static int
collect(void *text, const char *bytes, size_t len)
{
	gcl_buf_add(text, bytes, len);
	return 0;
}

static void
add_first_words(struct buf *b, const char *text)
{
	const char *sep = "";
	size_t line, word;

	for (; *text; text += line + (text[line] == '\n')) {
		line = strcspn(text, "\n");
		word = strcspn(text, " \t\n");
		gcl_buf_adds(b, sep);
		gcl_buf_add(b, text, word);
		sep = ", ";
	}
}

/* The names that gcl_describe() lists for what: "text, gcc, json". */
static enum gcl_status
add_names(struct buf *b, struct gcl_linter *l, const char *what,
	struct gcl_error *err)
{
	enum gcl_status st;
	struct buf text;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	st = gcl_describe(l, what, NULL, collect, &text, err);
	if (st == GCL_OK && !gcl_buf_str(&text))
		st = gcl_error_nomem(err);
	if (st == GCL_OK)
		add_first_words(b, text.ptr);
	gcl_buf_release(&text);
	return st;
}

static void
pad(struct buf *b, size_t n)
{
	while (n-- > 0)
		gcl_buf_addc(b, ' ');
}

static void
add_label(struct buf *b, const struct option_entry *e)
{
	size_t start = b->len;

	if (e->letter)
		gcl_buf_addf(b, "  -%c, --%s", e->letter, e->name);
	else
		gcl_buf_addf(b, "      --%s", e->name);
	if (e->arg == ARG_REQUIRED)
		gcl_buf_addf(b, "=%s", e->metavar);
	if (e->arg == ARG_OPTIONAL)
		gcl_buf_addf(b, "[=%s]", e->metavar);
	if (b->len - start >= LABEL_WIDTH) {
		gcl_buf_addc(b, '\n');
		start = b->len;
	}
	pad(b, LABEL_WIDTH - (b->len - start));
}

static void
add_wrapped(struct buf *b, const char *words)
{
	size_t col = LABEL_WIDTH, len;

	for (; *words; words += len + (words[len] == ' ')) {
		len = strcspn(words, " ");
		if (col > LABEL_WIDTH && col + 1 + len > LINE_WIDTH) {
			gcl_buf_addc(b, '\n');
			pad(b, LABEL_WIDTH);
			col = LABEL_WIDTH;
		} else if (col > LABEL_WIDTH) {
			gcl_buf_addc(b, ' ');
			col++;
		}
		gcl_buf_add(b, words, len);
		col += len;
	}
	gcl_buf_addc(b, '\n');
}

static enum gcl_status
add_words(struct buf *b, const struct option_entry *e, struct gcl_linter *l,
	struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	struct buf words;

	gcl_buf_init(&words, LIMIT_TEXT_BYTES);
	gcl_buf_adds(&words, e->help);
	if (e->names) {
		gcl_buf_adds(&words, ": ");
		st = add_names(&words, l, e->names, err);
	}
	if (st == GCL_OK && !gcl_buf_str(&words))
		st = gcl_error_nomem(err);
	if (st == GCL_OK)
		add_wrapped(b, words.ptr);
	gcl_buf_release(&words);
	return st;
}

static enum gcl_status
add_entry(struct buf *b, const struct option_entry *e, struct gcl_linter *l,
	struct gcl_error *err)
{
	if (!e->help)
		return GCL_OK;
	if (!e->name) {
		gcl_buf_addf(b, "\n%s:\n", e->help);
		return GCL_OK;
	}
	add_label(b, e);
	return add_words(b, e, l, err);
}

enum gcl_status
gcl_help_add(struct buf *b, struct gcl_linter *l, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	size_t i;

	gcl_buf_adds(b, head);
	for (i = 0; i < gcl_option_count && st == GCL_OK; i++)
		st = add_entry(b, &gcl_option_table[i], l, err);
	gcl_buf_adds(b, tail);
	return st == GCL_OK && gcl_buf_status(b) != GCL_OK ?
		gcl_error_nomem(err) : st;
}
