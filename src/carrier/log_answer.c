/*
 * Which texts of a log are answers: by the words before them, or by their
 * members.  An answer is no payload, but tells what became of one.
 *
 * Words are told apart as people write them in a message or glue them to a
 * name: "Response Body:", "responseBody=", "api_response".  The word nearest
 * to the text decides.
 */
#include "config.h"

#include "carrier/log_p.h"

#include <ctype.h>
#include <strings.h>

/* How far before a text its label may begin, and a status before an answer. */
#define LABEL_BYTES 512u
#define STATUS_BYTES 4096u

/* ---- members ---- */

/* The members of an error's body, the reference's section 7.1. */
static const char *const names[] = {
	"message", "code", "status", "contextId", "errors", "error",
	"messageParams", "messageWithParams",
};

enum { MESSAGE, CODE, STATUS, CONTEXT_ID, ERRORS, ERROR_MEMBER,
	MESSAGE_PARAMS, MESSAGE_WITH_PARAMS };

#define BIT(member) (1u << (member))

void
gcl_log_note_member(struct log_text *t, struct span name)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!gcl_span_is(name, names[i]))
			continue;
		t->members |= BIT(i);
		t->is_status = i == STATUS;
	}
}

static int
status_at(struct span s, size_t off)
{
	int n = 0;
	size_t i;

	if (off + 3 > s.len)
		return 0;
	for (i = off; i < off + 3; i++) {
		if (!isdigit((unsigned char)s.ptr[i]))
			return 0;
		n = n * 10 + s.ptr[i] - '0';
	}
	return n >= 100 && n < 600 ? n : 0;
}

void
gcl_log_note_status(struct log_text *t, struct span value)
{
	t->status = value.len == 3 ? status_at(value, 0) : 0;
}

bool
gcl_log_is_error(const struct log_text *t)
{
	static const unsigned shapes[] = {
		BIT(MESSAGE) | BIT(CONTEXT_ID),
		BIT(MESSAGE) | BIT(CODE) | BIT(STATUS),
		BIT(MESSAGE) | BIT(MESSAGE_PARAMS),
		BIT(MESSAGE) | BIT(MESSAGE_WITH_PARAMS),
		BIT(ERRORS),
	};
	size_t i;

	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if ((t->members & shapes[i]) == shapes[i])
			return true;
	return false;
}

/* ---- words ---- */

enum says {
	SAYS_NOTHING,
	SAYS_REQUEST,
	SAYS_ANSWER,
	SAYS_FAILURE,	/* an answer, if it looks like an error */
	SAYS_MORE,	/* goes with the word before it */
};

static const struct {
	const char *word;
	enum says says;
} words[] = {
	{ "answer", SAYS_ANSWER }, { "answered", SAYS_ANSWER },
	{ "answers", SAYS_ANSWER }, { "replied", SAYS_ANSWER },
	{ "reply", SAYS_ANSWER }, { "resp", SAYS_ANSWER },
	{ "responded", SAYS_ANSWER }, { "response", SAYS_ANSWER },
	{ "responses", SAYS_ANSWER }, { "result", SAYS_ANSWER },
	{ "returned", SAYS_ANSWER }, { "<-", SAYS_ANSWER },
	{ "<<", SAYS_ANSWER },
	{ "payload", SAYS_REQUEST }, { "patch", SAYS_REQUEST },
	{ "post", SAYS_REQUEST }, { "posting", SAYS_REQUEST },
	{ "put", SAYS_REQUEST }, { "request", SAYS_REQUEST },
	{ "send", SAYS_REQUEST }, { "sending", SAYS_REQUEST },
	{ "sent", SAYS_REQUEST }, { "->", SAYS_REQUEST },
	{ ">>", SAYS_REQUEST },
	{ "bad", SAYS_FAILURE }, { "denied", SAYS_FAILURE },
	{ "error", SAYS_FAILURE }, { "errors", SAYS_FAILURE },
	{ "exception", SAYS_FAILURE }, { "failed", SAYS_FAILURE },
	{ "failure", SAYS_FAILURE }, { "got", SAYS_FAILURE },
	{ "received", SAYS_FAILURE }, { "refused", SAYS_FAILURE },
	{ "rejected", SAYS_FAILURE },
	{ "body", SAYS_MORE }, { "content", SAYS_MORE },
	{ "data", SAYS_MORE }, { "for", SAYS_MORE }, { "from", SAYS_MORE },
	{ "json", SAYS_MORE }, { "of", SAYS_MORE }, { "text", SAYS_MORE },
	{ "the", SAYS_MORE }, { "to", SAYS_MORE },
};

static bool
is_arrow(struct span s, size_t off)
{
	char c, next;

	if (off + 1 >= s.len)
		return false;
	c = s.ptr[off];
	next = s.ptr[off + 1];
	return (c == '<' && (next == '-' || next == '<')) ||
	    (next == '>' && (c == '-' || c == '>'));
}

/* The word at off: an arrow, or letters up to where a name has its hump. */
static size_t
word_end(struct span s, size_t off)
{
	size_t end = off;

	if (is_arrow(s, off))
		return off + 2;
	while (end < s.len && isalpha((unsigned char)s.ptr[end]) &&
	       (end == off || !isupper((unsigned char)s.ptr[end]) ||
	        !islower((unsigned char)s.ptr[end - 1])))
		end++;
	return end;
}

static enum says
meaning(struct span word)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == word.len &&
		    !strncasecmp(words[i].word, word.ptr, word.len))
			return words[i].says;
	return SAYS_NOTHING;
}

static bool
in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || c == '.';
}

/*
 * Behind the name that begins at off and has several dots: a logger's class
 * says nothing, but "response.body" does.  Otherwise off.
 */
static size_t
skip_dotted(struct span s, size_t off)
{
	size_t end = off;
	unsigned dots = 0;

	if (off > 0 && in_name(s.ptr[off - 1]))
		return off;
	while (end < s.len && in_name(s.ptr[end]))
		dots += s.ptr[end++] == '.';
	return dots > 1 ? end : off;
}

/* Is a number behind that word a status? */
static bool
tells_status(struct span word)
{
	static const char *const tellers[] = {
		"code", "error", "http", "status", "response", "returned",
		"answered", "->", "<-",
	};
	size_t i;

	for (i = 0; i < sizeof(tellers) / sizeof(tellers[0]); i++)
		if (strlen(tellers[i]) == word.len &&
		    !strncasecmp(tellers[i], word.ptr, word.len))
			return true;
	return false;
}

/* ---- a label ---- */

/* What is read of a label, word by word. */
struct label {
	enum says says;
	bool near;		/* nothing stands behind what says so */
	struct span word;	/* the last one */
	int status;		/* the last one that was told */
	size_t status_off;
};

/* "Response payload" is no request, and a bad request is none to be made. */
static void
take_word(struct label *b, struct span word)
{
	bool bad = b->word.len == 3 && !strncasecmp(b->word.ptr, "bad", 3);
	enum says says = meaning(word);

	b->word = word;
	if (says == SAYS_MORE || (says == SAYS_REQUEST && (bad ||
	    (b->near && b->says == SAYS_ANSWER))))
		return;
	b->near = says != SAYS_NOTHING;
	if (b->near && !(says == SAYS_FAILURE && b->says == SAYS_ANSWER))
		b->says = says;
}

/* A number: of a version, a time, or a status behind a word that tells one. */
static size_t
take_number(struct label *b, struct span s, size_t off)
{
	size_t end = off;
	int status;

	while (end < s.len && (isdigit((unsigned char)s.ptr[end]) ||
	       (strchr(".:-/", s.ptr[end]) && end + 1 < s.len &&
	        isdigit((unsigned char)s.ptr[end + 1]))))
		end++;
	status = end == off + 3 ? status_at(s, off) : 0;
	if (status && tells_status(b->word)) {
		b->status = status;
		b->status_off = off;
		b->says = SAYS_ANSWER;
		b->near = true;
	}
	return end;
}

static void
read_label(struct label *b, struct span s, size_t off, size_t end)
{
	size_t next;

	*b = (struct label){ .says = SAYS_NOTHING };
	s.len = end;
	for (; off < end; off = next) {
		next = skip_dotted(s, off);
		if (next == off && isdigit((unsigned char)s.ptr[off])) {
			next = take_number(b, s, off);
		} else if (next == off) {
			next = word_end(s, off);
			if (next > off)
				take_word(b, gcl_span(s.ptr + off,
				    next - off));
			else if (strchr(",;|]", s.ptr[next++]))
				b->near = false;
		}
	}
}

static size_t
trim_end(struct span s, size_t off, size_t end)
{
	while (end > off && gcl_log_blank(s.ptr[end - 1]))
		end--;
	return end;
}

static size_t
line_start(struct span s, size_t off, size_t end)
{
	while (end > off && !gcl_log_line_end(s.ptr[end - 1]))
		end--;
	return end;
}

/*
 * A text at the start of its line may have its label above it, which then
 * ends as one, or tells of a failure.
 */
static enum says
label_above(struct span s, size_t from, size_t end)
{
	struct label b;

	end = trim_end(s, from, end);
	if (end == from)
		return SAYS_NOTHING;
	read_label(&b, s, line_start(s, from, end), end);
	if (b.near || b.status >= 400 || strchr(":=>-", s.ptr[end - 1]))
		return b.says;
	return SAYS_NOTHING;
}

static enum says
label_of(const struct log *l, size_t start)
{
	struct span s = gcl_log_window(l);
	size_t from = l->behind, line;
	struct label b;

	if (start - from > LABEL_BYTES)
		from = start - LABEL_BYTES;
	line = line_start(s, from, start);
	if (trim_end(s, line, start) == line)
		return label_above(s, from, line);
	read_label(&b, s, line, start);
	return b.says;
}

bool
gcl_log_is_answer(const struct log *l, size_t start)
{
	enum says says;

	if (gcl_log_is_error(&l->text))
		return true;
	says = label_of(l, start);
	return says == SAYS_ANSWER ||
	    (says == SAYS_FAILURE && l->text.members != 0);
}

int
gcl_log_status(struct span text, size_t off, size_t end, size_t *at)
{
	struct label b;

	if (end - off > STATUS_BYTES)
		off = end - STATUS_BYTES;
	read_label(&b, text, off, end);
	*at = b.status_off;
	return b.status;
}
