/*
 * Shell words, XCU §2.2 (quoting) without any expansion.
 */
#include "config.h"

#include "cli/shellwords.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct shellwords {
	char **argv;
	size_t n, cap;
	char *bytes;		/* of all words */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* The word at text, without its quotes, to out; NULL: a quote is open. */
static const char *
read_word(const char *text, char **out)
{
	char quote = '\0';

	for (; *text && (quote || !is_blank(*text)); text++) {
		if (quote && *text == quote) {
			quote = '\0';
		} else if (!quote && (*text == '\'' || *text == '"')) {
			quote = *text;
		} else if (*text == '\\' && quote != '\'' && text[1] &&
		    (!quote || strchr("\\\"$`", text[1]))) {
			*(*out)++ = *++text;
		} else {
			*(*out)++ = *text;
		}
	}
	*(*out)++ = '\0';
	return quote ? NULL : text;
}

static enum gcl_status
add(struct shellwords *w, char *word)
{
	if (gcl_grow(&w->argv, &w->cap, w->n + 2, sizeof(*w->argv)) != 0)
		return GCL_ENOMEM;
	w->argv[w->n++] = word;
	w->argv[w->n] = NULL;
	return GCL_OK;
}

static enum gcl_status
split(struct shellwords *w, const char *text, struct gcl_error *err)
{
	static char name[] = "GCLINT_OPTS";
	enum gcl_status st = add(w, name);
	char *to = w->bytes, *word;

	while (st == GCL_OK) {
		while (is_blank(*text))
			text++;
		if (!*text)
			break;
		word = to;
		text = read_word(text, &to);
		if (!text)
			return gcl_error_set(err, GCL_EUSAGE,
			    "a quote in GCLINT_OPTS is not closed");
		st = add(w, word);
	}
	return st == GCL_OK ? st : gcl_error_nomem(err);
}

enum gcl_status
gcl_shellwords_split(const char *text, struct shellwords **out,
	struct gcl_error *err)
{
	struct shellwords *w = calloc(1, sizeof(*w));
	enum gcl_status st;

	*out = NULL;
	if (!w)
		return gcl_error_nomem(err);
	/* Quotes go, and each word but the last has a blank behind it. */
	w->bytes = malloc(strlen(text) + 2);
	st = w->bytes ? split(w, text, err) : gcl_error_nomem(err);
	if (st == GCL_OK)
		*out = w;
	else
		gcl_shellwords_free(w);
	return st;
}

void
gcl_shellwords_free(struct shellwords *w)
{
	if (!w)
		return;
	free(w->argv);
	free(w->bytes);
	free(w);
}

char **
gcl_shellwords_argv(struct shellwords *w, int *argc)
{
	*argc = (int)w->n;
	return w->argv;
}
