/*
 * What is secret for where it stands, whatever it looks like: credentials in
 * the request's headers and form.
 */
#include "config.h"

#include "lint/exchange_p.h"

#include <strings.h>

#include "base/limits.h"
#include "lint/envelope_p.h"

/* Look for credentials of a request with the rules of scans. */
struct seeker {
	struct exchange *x;
	const struct ruleset *rules;
	struct lint_task task;
};

static bool
is_masked(const struct seeker *s, struct span value)
{
	return value.len == 0 || (s->rules->masked && gcl_pattern_match(
	    s->x->matcher, s->rules->masked, value, 0, NULL) == MATCH_YES);
}

static bool
is_quote(char c)
{
	return c == '"' || c == '\'';
}

static struct part
unquoted(struct part p)
{
	struct span s;

	for (p = gcl_part_trim(p); s = gcl_part_text(&p), s.len > 0;) {
		if (is_quote(s.ptr[s.len - 1]))
			p.to--;
		else if (is_quote(*s.ptr))
			p.from++;
		else
			break;
	}
	return p;
}

/*
 * What stands for a value in the source.  Of id:secret, which base64 was made
 * of, only the latter is secret, and the quotes around are the shell's.
 */
static struct place
secret_place(const struct part *p, struct span source, bool pair)
{
	struct place at = gcl_part_place(p);
	const char *from = source.ptr + at.off, *colon;

	if (at.off > source.len || at.len > source.len - at.off)
		return (struct place){ 0, 0 };
	colon = pair && at.len > 0 ? memchr(from, ':', at.len) : NULL;
	if (!colon)
		return at;
	at.len -= (size_t)(colon + 1 - from);
	at.off += (size_t)(colon + 1 - from);
	for (; at.len > 0 && is_quote(source.ptr[at.off]); at.len--)
		at.off++;
	while (at.len > 0 && is_quote(source.ptr[at.off + at.len - 1]))
		at.len--;
	return at;
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* A row of a dump, "0040: 2e 63 ...", which has the text behind the digits. */
static bool
is_dump(struct span row)
{
	size_t n = 0;

	while (n < row.len && is_hex(row.ptr[n]))
		n++;
	return n >= 4 && row.len >= n + 5 && !memcmp(row.ptr + n, ": ", 2) &&
	    is_hex(row.ptr[n + 2]) && is_hex(row.ptr[n + 3]) &&
	    row.ptr[n + 4] == ' ';
}

/* In a dump, the digits in front tell it too. */
static enum gcl_status
add_digits(struct exchange *x, struct span source, size_t off)
{
	size_t row = off;
	bool fresh;

	while (row > 0 && off - row < 80 && source.ptr[row - 1] != '\n')
		row--;
	if (!is_dump(gcl_span(source.ptr + row, off - row)))
		return GCL_OK;
	return gcl_secrets_add(&x->secrets, row, off - row, &fresh);
}

static enum gcl_status
add_part(const struct seeker *s, const struct part *p, bool pair)
{
	struct exchange *x = s->x;
	struct span source = x->doc->src->text;
	struct place at = secret_place(p, source, pair);
	enum gcl_status st;
	bool fresh;

	st = gcl_secrets_know(&x->secrets, gcl_part_text(p));
	if (st != GCL_OK ||
	    is_masked(s, gcl_span(source.ptr + at.off, at.len)))
		return st;
	st = gcl_secrets_add(&x->secrets, at.off, at.len, &fresh);
	if (st == GCL_OK)
		st = add_digits(x, source, at.off);
	if (st != GCL_OK || !fresh)
		return st;
	st = gcl_secrets_know(&x->secrets, gcl_span(source.ptr + at.off,
	    at.len));
	return st == GCL_OK ? gcl_lint_raise(x->lint, &s->task,
	    "secret-in-capture", at.off, at.len,
	    "the capture holds credentials", "redact them before you share "
	    "this, and have new ones made if they were shared") : st;
}

/* Go over the words in front that are none; false: there is nothing else. */
static bool
skip_words(const struct seeker *s, struct part *p)
{
	struct span text;
	size_t n;

	for (;;) {
		*p = unquoted(*p);
		text = gcl_part_text(p);
		if (is_masked(s, text))
			return false;
		for (n = 0; n < text.len && text.ptr[n] != ' ' &&
		     text.ptr[n] != '\t';)
			n++;
		if (n == text.len || !is_masked(s, gcl_span(text.ptr, n)))
			return true;
		p->from += n;
	}
}

/* An id and a secret as they are, or base64 of them (RFC 7617). */
static enum gcl_status
add_basic(const struct seeker *s, const struct piece *value, struct part p)
{
	struct span text = gcl_part_text(&p);
	const char *colon = memchr(text.ptr, ':', text.len);
	struct piece pair;
	enum gcl_status st;

	if (colon) {
		p.from += (size_t)(colon + 1 - text.ptr);
		p = unquoted(p);
		return is_masked(s, gcl_part_text(&p)) ? GCL_OK :
		    add_part(s, &p, false);
	}
	st = gcl_envelope_basic(s->x->capture, value, &pair);
	if (st != GCL_OK)
		return st;
	colon = pair.text.len ? memchr(pair.text.ptr, ':', pair.text.len) :
	    NULL;
	if (colon && is_masked(s, gcl_span(colon + 1, pair.text.len -
	    (size_t)(colon + 1 - pair.text.ptr))))
		return GCL_OK;
	return add_part(s, &p, true);
}

static enum gcl_status
add_credentials(const struct seeker *s, const struct piece *value)
{
	struct part p = gcl_part_begin(value);
	struct span text = gcl_part_text(&p);
	bool basic = text.len > 6 && !strncasecmp(text.ptr, "basic", 5);

	if (!skip_words(s, &p))
		return GCL_OK;
	return basic ? add_basic(s, value, p) : add_part(s, &p, false);
}

static bool
is_among(struct span name, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (name.len == strlen(list[i]) &&
		    !strncasecmp(name.ptr, list[i], name.len))
			return true;
	return false;
}

#define IS_AMONG(name, list) \
	is_among(name, list, sizeof(list) / sizeof((list)[0]))

static enum gcl_status
add_headers(const struct seeker *s)
{
	static const char *const names[] = {
		"authorization", "proxy-authorization",
	};
	const struct header *h = s->x->doc->request->headers;
	enum gcl_status st = GCL_OK;

	for (; h && st == GCL_OK; h = h->next)
		if (IS_AMONG(h->name.text, names))
			st = add_credentials(s, &h->value);
	return st;
}

/* The fields of a token request (RFC 6749, RFC 7523). */
static enum gcl_status
add_fields(const struct seeker *s)
{
	static const char *const names[] = {
		"assertion", "client_assertion", "client_secret", "password",
		"refresh_token",
	};
	struct form_field *f;
	struct part value;
	enum gcl_status st;

	st = gcl_envelope_form(s->x->capture, &s->x->doc->body, &f);
	for (; f && st == GCL_OK; f = f->next) {
		value = gcl_part(&f->value);
		if (value.piece && IS_AMONG(gcl_part_text(&f->name), names) &&
		    !is_masked(s, gcl_part_text(&value)))
			st = add_part(s, &value, false);
	}
	return st;
}

enum gcl_status
gcl_exchange_credentials(struct exchange *x, const struct pack *scanning,
	struct gcl_error *err)
{
	struct seeker s = { .x = x, .rules = scanning->rules };
	const struct pack *k;
	enum gcl_status st;

	if (!x->doc->request)
		return GCL_OK;
	st = gcl_packs_get(x->packs, PACK_REQUEST, &k, err);
	if (st != GCL_OK)
		return st;
	s.task = gcl_exchange_task(x, k, &x->whole);
	st = add_headers(&s);
	return st == GCL_OK && x->envelope.takes_body ? add_fields(&s) : st;
}
