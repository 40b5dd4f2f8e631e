/*
 * The arguments of a curl command, read as curl reads them (tool_getparam.c):
 * which of them are options, which belong to one, and what stays.
 */
#include "config.h"

#include "carrier/curl_request.h"

enum gcl_status
gcl_curl_request_begin(struct curl_request *r, struct capture *c,
	struct document *doc, const struct curl_lexer *lx,
	struct curl_start at)
{
	struct curl_command *command;

	command = gcl_arena_calloc(&c->arena, 1, sizeof(*command));
	if (!command)
		return GCL_ENOMEM;
	command->lexer = *lx;
	command->tail = &command->words;
	command->arena = &c->arena;
	command->request.start = gcl_capture_slice(c, at.off, at.end);
	*r = (struct curl_request){
		.c = c, .doc = doc, .command = command,
		.off = at.off, .len = at.end - at.off,
	};
	r->data_tail = &r->data;
	r->queries_tail = &r->queries;
	r->headers_tail = &r->headers;
	doc->request = &command->request;
	return GCL_OK;
}

struct curl_word *
gcl_curl_keep(struct curl_request *r, const struct curl_word *word)
{
	struct curl_word *w = gcl_arena_alloc(&r->c->arena, sizeof(*w));

	if (!w)
		return NULL;
	*w = *word;
	w->next = NULL;
	*r->command->tail = w;
	r->command->tail = &w->next;
	return w;
}

static enum gcl_status
append(struct curl_request *r, struct curl_value ***tail,
	const struct curl_value *v)
{
	struct curl_value *copy = gcl_arena_alloc(&r->c->arena, sizeof(*copy));

	if (!copy)
		return GCL_ENOMEM;
	*copy = *v;
	copy->next = NULL;
	**tail = copy;
	*tail = &copy->next;
	return GCL_OK;
}

static enum gcl_status
store(struct curl_request *r, const struct curl_value *v)
{
	switch (v->use) {
	case CURL_DATA:
	case CURL_DATA_BINARY:
	case CURL_DATA_RAW:
	case CURL_DATA_URLENCODE:
	case CURL_JSON:
		v->word->data = true;
		r->last[v->use] = *v;
		return append(r, &r->data_tail, v);
	case CURL_QUERY:
		return append(r, &r->queries_tail, v);
	case CURL_HEADER:
		return append(r, &r->headers_tail, v);
	case CURL_URL:
	case CURL_FORM:
	case CURL_CONFIG:
		if (r->last[v->use].len == 0)
			r->last[v->use] = *v;
		return GCL_OK;
	default:
		r->last[v->use] = *v;
		return GCL_OK;
	}
}

/* The value of r->option: a word from its byte at on. */
static enum gcl_status
take_value(struct curl_request *r, const struct curl_word *word, size_t at)
{
	size_t off = at, none = 0;
	struct curl_value v;
	enum gcl_status st;

	v = r->option;
	if (v.use == CURL_NONE)
		return GCL_OK;
	v.word = gcl_curl_keep(r, word);
	if (!v.word)
		return GCL_ENOMEM;
	st = gcl_curl_part(r->c, &word->text, at, word->text.text.len,
	    &v.text);
	if (st != GCL_OK)
		return st;
	gcl_piece_locate(&word->text, &off, &none);
	v.word->value = at ? off : word->off;
	v.later = word->later <= at;
	return store(r, &v);
}

/* What r->option is when it has no value, or was taken back. */
static void
take_flag(struct curl_request *r, bool off)
{
	r->last[r->option.use] = off ? (struct curl_value){ .len = 0 } :
	    r->option;
}

static bool
skip_prefix(struct span *s, const char *prefix)
{
	size_t len = strlen(prefix);

	if (s->len < len || memcmp(s->ptr, prefix, len))
		return false;
	*s = gcl_span(s->ptr + len, s->len - len);
	return true;
}

static enum gcl_status
long_option(struct curl_request *r, const struct curl_word *word, bool *next)
{
	struct span name = gcl_span(word->text.text.ptr + 2,
	    word->text.text.len - 2);
	bool off = skip_prefix(&name, "no-");
	const struct curl_option *o;
	const char *equals;

	if (!off)
		skip_prefix(&name, "expand-");
	equals = name.len ? memchr(name.ptr, '=', name.len) : NULL;
	if (equals)
		name.len = (size_t)(equals - name.ptr);
	o = gcl_curl_long(name);
	if (!o)
		return GCL_OK;
	r->option = (struct curl_value){
		.use = o->use, .off = word->off, .len = word->end - word->off,
	};
	*next = o->use == CURL_NEXT;
	if (!o->value)
		take_flag(r, off);
	else if (!equals)
		r->waits = o;
	else
		return take_value(r, word,
		    (size_t)(equals - word->text.text.ptr) + 1);
	return GCL_OK;
}

/* Letters behind one dash: the first that takes a value has the rest. */
static enum gcl_status
short_options(struct curl_request *r, const struct curl_word *word,
	bool *next)
{
	struct span s = word->text.text;
	const struct curl_option *o;
	size_t i, off, len;

	for (i = 1; i < s.len && (o = gcl_curl_short(s.ptr[i])); i++) {
		off = i;
		len = 1;
		gcl_piece_locate(&word->text, &off, &len);
		if (s.len == 2) {
			off = word->off;
			len = word->end - word->off;
		}
		r->option = (struct curl_value){
			.use = o->use, .off = off, .len = len,
		};
		if (o->value && i + 1 < s.len)
			return take_value(r, word, i + 1);
		if (o->value)
			r->waits = o;
		else
			take_flag(r, false);
		*next |= o->use == CURL_NEXT;
	}
	return GCL_OK;
}

enum gcl_status
gcl_curl_request_word(struct curl_request *r, const struct curl_word *word,
	bool *next)
{
	struct span s = word->text.text;
	bool dash = s.len > 0 && s.ptr[0] == '-' && !r->literal;

	*next = false;
	if (r->waits) {
		r->waits = NULL;
		return take_value(r, word, 0);
	}
	if (dash && gcl_span_is(s, "--")) {
		r->literal = true;
		return GCL_OK;
	}
	if (dash && s.len > 1 && s.ptr[1] == '-')
		return long_option(r, word, next);
	if (dash)
		return short_options(r, word, next);
	r->option = (struct curl_value){
		.use = CURL_URL, .off = word->off, .len = word->end - word->off,
	};
	return take_value(r, word, 0);
}
