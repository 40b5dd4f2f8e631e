/*
 * Words that tell what follows them: schemes of addresses (RFC 3966, RFC 3261),
 * names of members, headers and parameters, the @ behind a user.
 */
#include "config.h"

#include "emit/redact_p.h"

/* What is read of a word. */
#define WORD_MAX 64u

/* Blanks around a colon. */
#define BLANKS_MAX 64

struct word {
	char text[WORD_MAX + 1];	/* in lower case */
	size_t end;
};

static struct word
read_word(const struct redact_find *f, size_t at)
{
	struct word w = { .end = at };
	struct redact_char c;
	size_t n = 0;

	for (; w.end < f->text.len && n < WORD_MAX; w.end += c.len) {
		c = gcl_redact_at(f, w.end);
		if (c.cp >= 0x80 || (!gcl_redact_alnum(c) && c.cp != '_' &&
		    c.cp != '-'))
			break;
		w.text[n++] = (char)(c.cp >= 'A' && c.cp <= 'Z' ? c.cp | 32 :
		    c.cp);
	}
	return w;
}

static bool
is_quote(struct redact_char c)
{
	return c.cp == '"' || c.cp == '\'';
}

/* One that is escaped deeper than the opening one stands inside. */
static bool
closes(struct redact_char opener, struct redact_char c)
{
	return c.cp == opener.cp && c.len <= opener.len;
}

/* Does a value that no quote opened end here? */
static bool
ends_bare(struct redact_char c)
{
	return c.class == REDACT_BLANK || c.class == REDACT_CONTROL ||
	    is_quote(c) || strchr("&<>{}[]", c.cp < 0x80 ? (int)c.cp : '-');
}

/* ' is a letter's neighbour where it is no quote, as in O'Hara. */
static bool
ends_quoted(const struct redact_find *f, struct redact_char opener,
	struct redact_char c, size_t at)
{
	if (!closes(opener, c))
		return f->text.ptr[at] == '\n' || f->text.ptr[at] == '\r';
	at += c.len;
	return c.cp == '"' || at >= f->text.len ||
	    !gcl_redact_alnum(gcl_redact_at(f, at));
}

/* Where the value ends that goes on at a byte; a key is one whole. */
static size_t
value_end(const struct redact_find *f, size_t at, struct redact_char opener)
{
	struct redact_char c;
	bool end;

	if (f->pointer)
		return f->text.len;
	for (; at < f->text.len; at += c.len) {
		c = gcl_redact_at(f, at);
		end = is_quote(opener) ? ends_quoted(f, opener, c, at) :
		    ends_bare(c);
		if (end)
			break;
	}
	return at;
}

/* ---- schemes ---- */

/* The names of parameters (RFC 3966) tell nothing. */
static bool
is_parameter(const char *name)
{
	static const char *const names[] = { "ext", "isub", "phone-context",
		"postd" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* Does the word begin a parameter, and end with its name? */
static bool
names_parameter(const struct redact_find *f, const struct word *w)
{
	return w->end < f->text.len && is_parameter(w->text) &&
	    gcl_redact_at(f, w->end).cp == '=';
}

static void
mask_number(struct redact_find *f, size_t from, size_t to)
{
	struct redact_char c;
	struct word w;
	size_t at;

	for (at = from; at < to; at += c.len) {
		c = gcl_redact_at(f, at);
		if (c.cp != ';')
			continue;
		w = read_word(f, at + c.len);
		if (!names_parameter(f, &w))
			continue;
		gcl_redact_add_alnum(f, from, at);
		from = w.end;
	}
	gcl_redact_add_alnum(f, from, to);
}

/*
 * Up to the last @.  Without one it is a host, if there is a dot in it and
 * nothing was left out.
 */
static void
mask_user(struct redact_find *f, size_t from, size_t to)
{
	struct redact_char c;
	size_t at, end = from;
	bool host = false;

	for (at = from; at < to; at += c.len) {
		c = gcl_redact_at(f, at);
		if (c.cp == '@')
			end = at;
		host = (host || c.cp == '.') && c.cp != 0x2026;
	}
	if (end > from)
		gcl_redact_add(f, from, end);
	else if (!host)
		gcl_redact_add_alnum(f, from, to);
}

static const struct scheme {
	const char *name;
	void (*mask)(struct redact_find *f, size_t from, size_t to);
} schemes[] = {
	{ "tel", mask_number },
	{ "callto", mask_number },
	{ "fax", mask_number },
	{ "sms", mask_number },
	{ "sip", mask_user },
	{ "sips", mask_user },
};

/* Our own words name the user so. */
static bool
is_example(const struct redact_find *f, size_t from)
{
	static const char example[] = "user@host";
	size_t n = sizeof(example) - 1;

	return f->own && f->text.len - from >= n &&
	    !memcmp(f->text.ptr + from, example, n);
}

static bool
find_scheme(struct redact_find *f, const struct word *w)
{
	struct redact_char c;
	size_t i, from;

	if (w->end >= f->text.len)
		return false;
	c = gcl_redact_at(f, w->end);
	if (c.cp != ':')
		return false;
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (!strcmp(w->text, schemes[i].name))
			break;
	if (i == sizeof(schemes) / sizeof(schemes[0]))
		return false;
	from = w->end + c.len;
	f->value = value_end(f, from, f->opener);
	if (!is_example(f, from))
		schemes[i].mask(f, from, f->value);
	return true;
}

/* ---- parameters ---- */

/* ";ext=123" */
static bool
find_parameter(struct redact_find *f, const struct word *w)
{
	size_t from;

	if (f->last.cp != ';' || !names_parameter(f, w))
		return false;
	from = w->end + gcl_redact_at(f, w->end).len;
	f->value = read_word(f, from).end;
	gcl_redact_add_alnum(f, w->end, f->value);
	return true;
}

/* ---- names of what is secret ---- */

static bool
is_secret_name(const char *word)
{
	static const char *const parts[] = { "token", "secret", "passw",
		"passphrase", "pwd", "jwt", "private", "session",
		"authorization", "api_key", "api-key", "apikey", "assertion",
		"cookie", "credential" };
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strstr(word, parts[i]))
			return true;
	return false;
}

/* The character at *at, behind blanks; all zero at the end. */
static struct redact_char
skip_blanks(const struct redact_find *f, size_t *at)
{
	struct redact_char c = { .cp = 0 };
	int i;

	for (i = 0; i < BLANKS_MAX && *at < f->text.len; i++) {
		c = gcl_redact_at(f, *at);
		if (c.class != REDACT_BLANK && c.cp != '\n' && c.cp != '\r')
			return c;
		*at += c.len;
	}
	return (struct redact_char){ .cp = 0 };
}

/* Go over a string that is "value", as in { "key": ..., "value": ... }. */
static bool
skip_value_name(const struct redact_find *f, size_t *at)
{
	struct redact_char c = skip_blanks(f, at);
	struct word w;

	if (!is_quote(c))
		return false;
	w = read_word(f, *at + c.len);
	if (strcmp(w.text, "value") != 0 || w.end >= f->text.len)
		return false;
	c = gcl_redact_at(f, w.end);
	*at = w.end + c.len;
	return is_quote(c);
}

/*
 * What stands between a name and its value; *between tells which of : and = it
 * is, or that there is none.
 */
static size_t
skip_between(const struct redact_find *f, size_t at, bool quoted,
	uint32_t *between)
{
	struct redact_char c = skip_blanks(f, &at);

	*between = 0;
	if (c.cp == ',' && quoted) {
		at += c.len;
		if (!skip_value_name(f, &at))
			return at;
		c = skip_blanks(f, &at);
	}
	if (c.cp == ':' || c.cp == '=') {
		*between = c.cp;
		at += c.len;
	}
	return at;
}

/* A header's value takes the line, that of a form or a shell a word. */
static size_t
plain_end(const struct redact_find *f, size_t at, bool header)
{
	struct redact_char c;

	for (; at < f->text.len; at += c.len) {
		c = gcl_redact_at(f, at);
		if (c.class == REDACT_CONTROL || is_quote(c) ||
		    (!header && ends_bare(c)))
			break;
	}
	return at;
}

static void
find_secret(struct redact_find *f, const struct word *w)
{
	struct redact_char c;
	size_t at = w->end;
	uint32_t between;
	bool quoted;

	if (!is_secret_name(w->text) || at >= f->text.len)
		return;
	c = gcl_redact_at(f, at);
	quoted = is_quote(c);
	at = skip_between(f, quoted ? at + c.len : at, quoted, &between);
	if (!between)
		return;
	c = skip_blanks(f, &at);
	if (is_quote(c)) {
		at += c.len;
		f->value = value_end(f, at, c);
	} else if (!quoted && !f->own) {
		f->value = plain_end(f, at, between == ':');
	}
	if (f->value > at)
		gcl_redact_add(f, at, f->value);
}

void
gcl_redact_word(struct redact_find *f, size_t at)
{
	struct word w = read_word(f, at);

	if (!find_scheme(f, &w) && !find_parameter(f, &w))
		find_secret(f, &w);
}

/* ---- users ---- */

void
gcl_redact_user(struct redact_find *f, size_t at)
{
	size_t from = f->authority ? f->authority : f->user, next;
	struct redact_char c = gcl_redact_at(f, at);

	next = at + c.len;
	if (from >= at || next >= f->text.len || is_example(f, from))
		return;
	c = gcl_redact_at(f, next);
	if (gcl_redact_alnum(c) || c.cp == '[')
		gcl_redact_add(f, from, at);
}
