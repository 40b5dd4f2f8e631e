/*
 * What to do about a refused request, by the answer's code or else its status
 * (RFC 9110 section 15): the table says too whether the body can be at fault.
 */
#include "config.h"

#include "lint/answer_p.h"

static const struct status_words statuses[] = {
	{ 0, NULL, "correct what the answer names", true, true },
	{ 400, "Bad Request", "the body, or what is asked of the conversation "
	  "in its state, is refused: correct it before sending it again",
	  true, true },
	{ 401, "Unauthorized", "get a new token, and send it as "
	  "Authorization: Bearer TOKEN to the region that issued it",
	  false, false },
	{ 403, "Forbidden", "the token is good, but its role, division or "
	  "scope lacks the right: an administrator adds permissions under "
	  "Admin > People & Permissions > Roles, and roles and scopes of the "
	  "client under Admin > Integrations > OAuth", false, false },
	{ 404, "Not Found", "check region, path and every id in the request: "
	  "one of them is not known there", true, false },
	{ 405, "Method Not Allowed", "the path exists, but not with this "
	  "method", false, false },
	{ 408, "Request Timeout", "the outcome is unknown: look whether the "
	  "call exists before sending again", false, false },
	{ 409, "Conflict", "the conversation is in another state than the "
	  "request assumes: fetch it and decide anew", true, false },
	{ 410, "Gone", "what the request is about no longer exists",
	  true, false },
	{ 412, "Precondition Failed", "it has happened already: fetch the "
	  "present state first", true, false },
	{ 413, "Content Too Large", "send a smaller body", false, false },
	{ 415, "Unsupported Media Type", "send the header Content-Type: "
	  "application/json", false, false },
	{ 422, "Unprocessable Content", "the JSON is well formed but a value "
	  "is not accepted: check the telephone numbers first, tel: and "
	  "E.164", true, true },
	{ 423, "Locked", "somebody else holds the conversation: try later",
	  false, false },
	{ 429, "Too Many Requests", "nothing was done", false, false },
	{ 500, "Internal Server Error", "the outcome is unknown: look whether "
	  "the call exists before sending again", false, false },
	{ 501, "Not Implemented", "this region does not have the request",
	  false, false },
	{ 502, "Bad Gateway", "a gateway failed and the outcome is unknown: "
	  "look whether the call exists before sending again", false, false },
	{ 503, "Service Unavailable", "the platform is overloaded or down, and "
	  "the outcome is unknown: look whether the call exists, then try "
	  "later", false, false },
	{ 504, "Gateway Timeout", "the outcome is unknown: look whether the "
	  "call exists before sending again", false, false },
	{ 4, NULL, "the request is refused: correct it before sending it "
	  "again", true, false },
	{ 5, NULL, "the outcome is unknown: look whether the call exists "
	  "before sending again", false, false },
};

/* What a code says beyond its status. */
static const struct {
	const char *code, *help;
} codes[] = {
	{ "authentication.required", "no token was sent: add the header "
	  "Authorization: Bearer TOKEN" },
	{ "authentication.request.timeout", "the login service was slow, so "
	  "that most likely nothing was done: look whether the call exists, "
	  "and send it again" },
	{ "bad.credentials", "the token is wrong, or of another region: get a "
	  "new one where the API host is" },
	{ "credentials.expired", "the token has expired: get a new one" },
	{ "invalid.date", "a date is not as ISO 8601 has it: "
	  "2026-01-31T12:00:00Z" },
	{ "invalid_client", "the client id or its secret is wrong, or of "
	  "another region" },
	{ "invalid_grant", "the assertion or grant is wrong, expired or of "
	  "another client: check kid, iss, sub, aud and exp" },
	{ "invalid_request", "a field of the token request is missing or "
	  "there twice: send it as application/x-www-form-urlencoded" },
	{ "invalid_scope", "the client may not ask for this scope: give it to "
	  "the client, or leave it out" },
	{ "ip.not.authorized", "a new token does not help: the client's list "
	  "of allowed addresses lacks this one" },
	{ "unauthorized_client", "the client is not allowed this grant: "
	  "change the grant types of the client" },
	{ "unsupported_grant_type", "write grant_type=client_credentials, or "
	  "urn:ietf:params:oauth:grant-type:jwt-bearer" },
};

const struct status_words *
gcl_answer_status(int status)
{
	const size_t n = sizeof(statuses) / sizeof(statuses[0]);
	size_t i;

	for (i = 0; i < n; i++)
		if (statuses[i].status == status)
			return &statuses[i];
	/* The last two are for the rest of 4xx and 5xx. */
	return &statuses[status < 500 ? n - 2 : n - 1];
}

static const char *
code_help(struct span code)
{
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (gcl_span_is(code, codes[i].code))
			return codes[i].help;
	return NULL;
}

/* ---- what the answer says of it ---- */

static bool
is_right_char(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	    c == '-' || c == '_' || c == '*';
}

/*
 * The next name of a right at or behind *i: two parts with a colon between
 * them are a scope, three a permission.
 */
static bool
next_right(struct span s, size_t *i, struct span *out, size_t *parts)
{
	while (*i < s.len) {
		size_t start = *i, part = *i;

		*parts = 0;
		while (*i < s.len &&
		    (is_right_char(s.ptr[*i]) || s.ptr[*i] == ':')) {
			if (s.ptr[*i] == ':' && *i > part)
				++*parts;
			if (s.ptr[*i] == ':')
				part = *i + 1;
			++*i;
		}
		*parts += *i > part;
		*out = gcl_span(s.ptr + start, *i - start);
		if (*i == start)
			++*i;
		if (*parts >= 2 && *parts <= 4 && (*i == s.len ||
		    !strchr("/@+", s.ptr[*i])))
			return true;
	}
	return false;
}

/* Append those of the rights that a text names, each once. */
static void
add_rights(struct buf *b, struct span s, size_t *n)
{
	struct span right;
	size_t i = 0, parts;

	s = gcl_answer_first(s, 16 * ANSWER_SHOWN);
	while (*n < 8 && next_right(s, &i, &right, &parts)) {
		if (right.len > ANSWER_SHOWN_NAME ||
		    gcl_answer_has(gcl_buf_span(b), right))
			continue;
		gcl_buf_adds(b, *n == 0 ? "missing: " : ", ");
		gcl_buf_adds(b, parts > 2 ? "permission '" : "scope '");
		gcl_answer_add(b, right, ANSWER_SHOWN_NAME);
		gcl_buf_addc(b, '\'');
		++*n;
	}
}

static void
add_forbidden(struct reading *rd, const struct fault *f)
{
	struct buf *b = &rd->words;
	const struct value *v;
	size_t n = 0;

	if (!f)
		return;
	add_rights(b, f->text, &n);
	v = f->params ? f->params->child : NULL;
	for (; v; v = v->next)
		if (v->type == JSON_STRING)
			add_rights(b, v->text, &n);
	if (n > 0)
		gcl_buf_adds(b, "; ");
}

/* RFC 9110 section 10.2.3: seconds, or a date. */
static void
add_retry(struct reading *rd)
{
	const struct header *h = gcl_header_find(rd->response->headers,
	    "Retry-After");
	struct span s = h ? h->value.text : gcl_span(NULL, 0);
	size_t i = 0;

	gcl_buf_adds(&rd->words, ": send it again ");
	while (i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9')
		i++;
	if (s.len == 0) {
		gcl_buf_adds(&rd->words, "after a minute, and more slowly");
		return;
	}
	gcl_buf_adds(&rd->words, "after ");
	gcl_answer_add(&rd->words, s, ANSWER_SHOWN_NAME);
	gcl_buf_adds(&rd->words, i < s.len ? "" : s.len == 1 && *s.ptr == '1' ?
	    " second" : " seconds");
}

static void
add_limit(struct reading *rd)
{
	static const char *const names[] = { "namespace", "key", "value" };
	const struct value *v;
	size_t i, n = 0;

	for (i = 0; rd->limit && i < sizeof(names) / sizeof(names[0]); i++) {
		v = gcl_value_get(rd->limit, names[i]);
		if (!v || v->child || v->text.len == 0)
			continue;
		gcl_buf_adds(&rd->words, n++ == 0 ? "; the limit is " : " ");
		gcl_answer_add(&rd->words, v->text, ANSWER_SHOWN_NAME);
	}
}

const char *
gcl_answer_help(struct reading *rd, const struct fault *f)
{
	int status = rd->out->status;
	const char *by_code = f ? code_help(f->code) : NULL;
	struct buf *b = &rd->words;

	gcl_buf_reset(b);
	if (status == 403)
		add_forbidden(rd, f);
	gcl_buf_adds(b, by_code ? by_code : gcl_answer_status(status)->help);
	if (status == 429 || (status == 503 && !by_code &&
	    gcl_header_find(rd->response->headers, "Retry-After")))
		add_retry(rd);
	add_limit(rd);
	if (rd->correlation.len > 0) {
		gcl_buf_adds(b, "; correlation id for support: ");
		gcl_answer_add(b, rd->correlation, ANSWER_SHOWN_NAME);
	}
	return gcl_answer_take(rd);
}
