/*
 * Which texts of a log are answers: by the words before them, or by their
 * members.  An answer is no payload, but tells what became of one.
 *
 * Words are told apart as people write them in a message or glue them to a
 * name: "Response Body:", "responseBody=", "api_response".  The word next to
 * the text decides, and what it is said to be of does not count: a response
 * to a request is one, a response handler is none.
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
enum { MESSAGE, CODE, STATUS, CONTEXT_ID, ERRORS, ERROR_MEMBER,
	MESSAGE_PARAMS, MESSAGE_WITH_PARAMS };

#define BIT(member) (1u << (member))

/*
 * Members named otherwise are those of a record that a log writes as JSON,
 * and those that only a payload has, which is no record.
 */
static const struct {
	const char *name;
	unsigned member;	/* its bit, as one of an error's body */
	unsigned value;		/* what its value may be */
} names[] = {
	{ "message", BIT(MESSAGE), LOG_BODY | LOG_WORDS },
	{ "code", BIT(CODE), 0 }, { "status", BIT(STATUS), LOG_STATUS },
	{ "contextId", BIT(CONTEXT_ID), 0 }, { "errors", BIT(ERRORS), 0 },
	{ "error", BIT(ERROR_MEMBER), 0 },
	{ "messageParams", BIT(MESSAGE_PARAMS), 0 },
	{ "messageWithParams", BIT(MESSAGE_WITH_PARAMS), 0 },
	{ "body", 0, LOG_BODY }, { "data", 0, LOG_BODY },
	{ "json", 0, LOG_BODY }, { "payload", 0, LOG_BODY },
	{ "request", 0, LOG_BODY },
	{ "event", 0, LOG_WORDS }, { "msg", 0, LOG_WORDS },
	{ "addressType", 0, LOG_PAYLOAD }, { "attributes", 0, LOG_PAYLOAD },
	{ "callNumber", 0, LOG_PAYLOAD }, { "callQueueId", 0, LOG_PAYLOAD },
	{ "callUserId", 0, LOG_PAYLOAD }, { "callbackNumbers", 0, LOG_PAYLOAD },
	{ "callbackUserName", 0, LOG_PAYLOAD },
	{ "conversationIds", 0, LOG_PAYLOAD },
	{ "fromAddress", 0, LOG_PAYLOAD }, { "mediaTypes", 0, LOG_PAYLOAD },
	{ "participants", 0, LOG_PAYLOAD }, { "phoneNumber", 0, LOG_PAYLOAD },
	{ "textBody", 0, LOG_PAYLOAD }, { "toAddress", 0, LOG_PAYLOAD },
	{ "toAddresses", 0, LOG_PAYLOAD },
};

void
gcl_log_note_member(struct log_text *t, struct span name)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!gcl_span_is(name, names[i].name))
			continue;
		t->members |= names[i].member;
		t->payload = t->payload || names[i].value == LOG_PAYLOAD;
		t->value = names[i].value;
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
	SAYS_SENDING,	/* of a request, even behind a word that says "of" */
	SAYS_FAILURE,	/* an answer, if it looks like an error */
	SAYS_MORE,	/* goes with the word before it */
	SAYS_OF,	/* so does all that follows */
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
	{ "post", SAYS_REQUEST }, { "put", SAYS_REQUEST },
	{ "request", SAYS_REQUEST }, { "->", SAYS_REQUEST },
	{ ">>", SAYS_REQUEST },
	{ "posting", SAYS_SENDING }, { "send", SAYS_SENDING },
	{ "sending", SAYS_SENDING }, { "sent", SAYS_SENDING },
	{ "bad", SAYS_FAILURE }, { "denied", SAYS_FAILURE },
	{ "error", SAYS_FAILURE }, { "errors", SAYS_FAILURE },
	{ "exception", SAYS_FAILURE }, { "failed", SAYS_FAILURE },
	{ "failure", SAYS_FAILURE }, { "got", SAYS_FAILURE },
	{ "received", SAYS_FAILURE }, { "refused", SAYS_FAILURE },
	{ "rejected", SAYS_FAILURE },
	{ "body", SAYS_MORE }, { "content", SAYS_MORE },
	{ "data", SAYS_MORE }, { "header", SAYS_MORE },
	{ "headers", SAYS_MORE }, { "is", SAYS_MORE }, { "json", SAYS_MORE },
	{ "message", SAYS_MORE }, { "object", SAYS_MORE },
	{ "text", SAYS_MORE }, { "the", SAYS_MORE }, { "was", SAYS_MORE },
	{ "after", SAYS_OF }, { "at", SAYS_OF }, { "by", SAYS_OF },
	{ "for", SAYS_OF }, { "from", SAYS_OF }, { "in", SAYS_OF },
	{ "of", SAYS_OF }, { "on", SAYS_OF }, { "to", SAYS_OF },
	{ "with", SAYS_OF }, { "(", SAYS_OF },
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

/*
 * The word at off: letters up to where a name has its hump, or an arrow, or
 * the parenthesis that begins a remark.
 */
static size_t
word_end(struct span s, size_t off)
{
	size_t end = off;

	if (is_arrow(s, off))
		return off + 2;
	if (s.ptr[off] == '(')
		return off + 1;
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
	bool of;		/* all that follows goes with an answer */
	struct span word;	/* the last one, which a number may be of */
	int status;		/* the last one that was told */
	size_t status_off;
};

/* "Response payload" is no request, and a bad request is none to be made. */
static bool
goes_with_last(const struct label *b, struct span last, enum says says)
{
	bool bad = last.len == 3 && !strncasecmp(last.ptr, "bad", 3);

	if (b->of)
		return says != SAYS_SENDING;
	return says == SAYS_MORE || says == SAYS_OF ||
	    (says == SAYS_REQUEST && (bad ||
	    (b->near && b->says == SAYS_ANSWER)));
}

static void
take_word(struct label *b, struct span word)
{
	struct span last = b->word;
	enum says says = meaning(word);

	b->word = word;
	if (goes_with_last(b, last, says)) {
		b->of = b->of || (says == SAYS_OF && b->near &&
		    b->says == SAYS_ANSWER);
		return;
	}
	b->of = false;
	b->near = says != SAYS_NOTHING;
	if (says == SAYS_SENDING)
		says = SAYS_REQUEST;
	if (b->near && !(says == SAYS_FAILURE && b->says == SAYS_ANSWER))
		b->says = says;
}

/* A number that is glued to a name, or that a version or a path has. */
static bool
in_other_text(struct span s, size_t off)
{
	return (off > 0 && s.ptr[off - 1] == '/') || (off > 1 &&
	    s.ptr[off - 1] == '-' && isalnum((unsigned char)s.ptr[off - 2]));
}

/*
 * A number: of a version, a time, or a status behind a word that tells one.
 * What follows a status is none, but the size of the answer.
 */
static size_t
take_number(struct label *b, struct span s, size_t off)
{
	size_t end = off;
	int status;

	while (end < s.len && (isdigit((unsigned char)s.ptr[end]) ||
	       (strchr(".:-/", s.ptr[end]) && end + 1 < s.len &&
	        isdigit((unsigned char)s.ptr[end + 1]))))
		end++;
	if (in_other_text(s, off))
		return end;
	status = end == off + 3 ? status_at(s, off) : 0;
	if (status && tells_status(b->word)) {
		b->status = status;
		b->status_off = off;
		b->says = SAYS_ANSWER;
		b->near = true;
	}
	b->word = gcl_span(NULL, 0);
	return end;
}

/* A mark at off ends what was said; a word alone in brackets says it still. */
static void
take_mark(struct label *b, struct span s, size_t off, size_t from)
{
	size_t len = b->word.len;

	if (!strchr(",;|]", s.ptr[off]))
		return;
	b->of = false;
	b->near = b->near && s.ptr[off] == ']' && off > from + len &&
	    b->word.ptr == s.ptr + off - len && b->word.ptr[-1] == '[';
}

static void
read_label(struct label *b, struct span s, size_t off, size_t end)
{
	size_t next, from = off;

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
			else
				take_mark(b, s, next++, from);
		}
	}
}

/* What stands right before the text; a status and a failure also further. */
static enum says
verdict(const struct label *b, bool further)
{
	if (b->near || (further && (b->status || b->says == SAYS_FAILURE)))
		return b->says;
	return SAYS_NOTHING;
}

static size_t
trim_end(struct span s, size_t off, size_t end)
{
	while (end > off && gcl_json_blank(s.ptr[end - 1]))
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
	return verdict(&b, b.status >= 400 || strchr(":=>-", s.ptr[end - 1]));
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
	return verdict(&b, true);
}

void
gcl_log_note_value(struct log_text *t, struct span value)
{
	struct label b;

	if (t->value & LOG_STATUS)
		t->status = value.len == 3 ? status_at(value, 0) : 0;
	if (!(t->value & LOG_WORDS))
		return;
	if (value.len > LABEL_BYTES)
		value = gcl_span(value.ptr + value.len - LABEL_BYTES,
		    LABEL_BYTES);
	read_label(&b, value, 0, value.len);
	t->answer = t->answer || verdict(&b, true) == SAYS_ANSWER;
}

bool
gcl_log_is_answer(const struct log *l, size_t start)
{
	enum says says;

	if (l->text.answer || gcl_log_is_error(&l->text))
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
