/*
 * Requests to send.  A phone may ring at the other end: what is not certain is
 * asked for and not guessed.
 */
#include "config.h"

#include "lint/request.h"

#include <strings.h>

#include "base/display.h"
#include "base/limits.h"
#include "json/value.h"

struct making {
	const struct exchange *x;
	struct arena *arena;
	struct gcl_request *out;
	struct buf words;
};

/* What stands in words, as a text that stays; NULL: no memory. */
static const char *
take(struct making *m)
{
	const char *text = NULL;

	if (gcl_buf_status(&m->words) == GCL_OK)
		text = gcl_arena_str(m->arena, gcl_buf_span(&m->words));
	gcl_buf_reset(&m->words);
	return text;
}

static enum gcl_status
take_why(struct making *m, const char **why)
{
	*why = take(m);
	return *why ? GCL_OK : GCL_ENOMEM;
}

/* ---- method and path ---- */

static const struct endpoint *
endpoints(const struct making *m)
{
	return m->x->pack->rules->head.requests;
}

static bool
is_current(const struct endpoint *e)
{
	return !e->state || strcmp(e->state, "removed") != 0;
}

/* {id} of a template, {{id}} and :id of Postman, <id> of a manual. */
static bool
has_parameters(struct span path)
{
	size_t i;

	for (i = 0; i < path.len; i++)
		if (memchr("{}<>", path.ptr[i], 4) ||
		    (path.ptr[i] == ':' && i > 0 && path.ptr[i - 1] == '/'))
			return true;
	return false;
}

static struct span
without_query(struct span path)
{
	const char *query = memchr(path.ptr, '?', path.len);

	return query ? gcl_span(path.ptr, (size_t)(query - path.ptr)) : path;
}

/* The pack's request that a path is of; any method will do. */
static const struct endpoint *
endpoint_of(const struct making *m, struct span path)
{
	const struct endpoint *e;
	size_t literal;

	path = without_query(path);
	for (e = endpoints(m); e; e = e->next)
		if (is_current(e) && gcl_endpoint_fits(e->path, path,
		    &literal))
			return e;
	return NULL;
}

/* The pack's only request that needs nothing filled in, or NULL. */
static const struct endpoint *
only_endpoint(const struct making *m)
{
	const struct endpoint *e, *found = NULL;

	for (e = endpoints(m); e; e = e->next) {
		if (!is_current(e) || strchr(e->path, '{'))
			continue;
		if (found)
			return NULL;
		found = e;
	}
	return found;
}

static void
add_endpoints(struct making *m)
{
	const char *before = "";
	const struct endpoint *e;

	for (e = endpoints(m); e; e = e->next) {
		if (!is_current(e))
			continue;
		gcl_buf_addf(&m->words, "%s%s %s", before, e->method, e->path);
		before = ", ";
	}
}

/* Without a path nothing is known; with one it may be the wrong one. */
static enum gcl_status
refuse(struct making *m, const char *path, const char **why)
{
	const char *name = m->x->pack->rules->head.name;

	if (path) {
		gcl_buf_adds(&m->words, "--path '");
		gcl_display_add_short(&m->words, gcl_span_str(path),
		    LIMIT_SHOWN_VALUE);
		gcl_buf_addf(&m->words, "' is no request of '%s', which is "
		    "for ", name);
	} else {
		gcl_buf_addf(&m->words, "'%s' does not say which request it "
		    "is: give its path with --path, filled in: ", name);
	}
	add_endpoints(m);
	return take_why(m, why);
}

/* A path of the user's, or one of a capture, is the pack's or none. */
static enum gcl_status
use_path(struct making *m, const struct endpoint *e, struct span path,
	const char **why)
{
	if (has_parameters(without_query(path))) {
		gcl_buf_adds(&m->words, "the path '");
		gcl_display_add_short(&m->words, path, LIMIT_SHOWN_VALUE);
		gcl_buf_adds(&m->words, "' has parameters that are not filled "
		    "in: give it with --path");
		return take_why(m, why);
	}
	m->out->method = e->method;
	m->out->path = gcl_arena_str(m->arena, path);
	return m->out->path ? GCL_OK : GCL_ENOMEM;
}

/* The path of the capture's request, with its query. */
static enum gcl_status
captured_path(struct making *m, struct span *out)
{
	const struct exchange *x = m->x;
	struct span target, query;
	const char *at;

	*out = gcl_span(NULL, 0);
	if (!x->doc->request || x->envelope.path.len == 0)
		return GCL_OK;
	target = x->doc->request->target.text;
	at = target.ptr ? memchr(target.ptr, '?', target.len) : NULL;
	query = at ? gcl_span(at, (size_t)(target.ptr + target.len - at)) :
	    gcl_span("", 0);
	at = memchr(query.ptr, '#', query.len);
	if (at)
		query.len = (size_t)(at - query.ptr);
	gcl_buf_addspan(&m->words, x->envelope.path);
	gcl_buf_addspan(&m->words, query);
	out->len = m->words.len;
	out->ptr = take(m);
	return out->ptr ? GCL_OK : GCL_ENOMEM;
}

/* The capture has another method than the pack's request. */
static bool
has_other_method(const struct making *m, const struct endpoint *e)
{
	const struct request *r = m->x->doc->request;

	return r && r->method.text.len > 0 && (r->method.text.len !=
	    strlen(e->method) || strncasecmp(r->method.text.ptr, e->method,
	    r->method.text.len) != 0);
}

static enum gcl_status
refuse_method(struct making *m, const struct endpoint *e, const char **why)
{
	gcl_buf_adds(&m->words, "the capture has the method '");
	gcl_display_add_short(&m->words, m->x->doc->request->method.text,
	    LIMIT_SHOWN_VALUE);
	gcl_buf_addf(&m->words, "', and '%s' is for %s %s",
	    m->x->pack->rules->head.name, e->method, e->path);
	return take_why(m, why);
}

static enum gcl_status
choose_path(struct making *m, const char *path, const char **why)
{
	static const struct endpoint post = { .method = "POST" };
	const struct endpoint *e;
	struct span given;
	enum gcl_status st = GCL_OK;

	if (path)
		given = gcl_span_str(path);
	else
		st = captured_path(m, &given);
	if (st != GCL_OK)
		return st;
	e = given.ptr ? endpoint_of(m, given) : NULL;
	/* A pack of the user's need not say what it is for. */
	if (!e && given.ptr && !endpoints(m))
		e = &post;
	if (e && !path && e != &post && has_other_method(m, e))
		return refuse_method(m, e, why);
	if (e)
		return use_path(m, e, given, why);
	if (path)
		return refuse(m, path, why);
	e = only_endpoint(m);
	if (e && given.ptr && has_other_method(m, e))
		return refuse_method(m, e, why);
	if (e)
		return use_path(m, e, gcl_span_str(e->path), why);
	if (endpoints(m))
		return refuse(m, NULL, why);
	gcl_buf_addf(&m->words, "the pack '%s' does not say what request it "
	    "is for: give the path with --path",
	    m->x->pack->rules->head.name);
	return take_why(m, why);
}

/* Where the conversation is that the request makes. */
static const char *
wait_path(const char *path)
{
	static const struct {
		const char *prefix, *wait;
	} paths[] = {
		{ "/api/v2/conversations/calls",
		  "/api/v2/conversations/calls/{conversationId}" },
		{ "/api/v2/conversations/",
		  "/api/v2/conversations/{conversationId}" },
	};
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (!strncmp(path, paths[i].prefix, strlen(paths[i].prefix)))
			return paths[i].wait;
	return NULL;
}

/* ---- who is called ---- */

#define SHOWN_TARGETS 8

static void
add_target(struct making *m, struct span text, size_t n)
{
	if (n > SHOWN_TARGETS)
		return;
	gcl_buf_adds(&m->words, n > 1 ? ", " : "");
	if (n == SHOWN_TARGETS)
		gcl_buf_adds(&m->words, "and others");
	else
		gcl_display_add_short(&m->words, text, LIMIT_SHOWN_VALUE);
}

/*
 * Strings of body where the pack's template has the place for --to.  It is no
 * deeper than templates are.
 */
static size_t
find_targets(struct making *m, const struct value *template,
	const struct value *body, size_t n)
{
	const struct value *t, *b;

	if (template->type == JSON_STRING && body->type == JSON_STRING &&
	    gcl_span_is(template->text, PARTY_TO) && body->text.len > 0)
		add_target(m, body->text, ++n);
	if (template->type != body->type)
		return n;
	for (t = template->child; t; t = t->next)
		for (b = body->child; b; b = b->next)
			if (body->type == JSON_ARRAY ||
			    gcl_span_eq(t->key, b->key))
				n = find_targets(m, t, b, n);
	return n;
}

/* A body that is no JSON reaches nobody. */
static enum gcl_status
name_targets(struct making *m)
{
	struct span text = m->x->doc->body.text;
	const struct template *k = m->x->pack->rules->compose;
	struct walk *w = gcl_walk_new(m->x->capture->max_depth);
	struct value *template = NULL, *body = NULL;
	enum gcl_status st = w ? GCL_OK : GCL_ENOMEM;
	size_t n = 0;

	if (text.len >= 3 && !memcmp(text.ptr, "\xef\xbb\xbf", 3))
		text = gcl_span(text.ptr + 3, text.len - 3);
	if (k && st == GCL_OK)
		st = gcl_value_read(w, k->payload, m->arena, &template);
	if (template && st == GCL_OK)
		st = gcl_value_read(w, text, m->arena, &body);
	if (st == GCL_OK && body)
		n = find_targets(m, template, body, 0);
	if (n > 0) {
		m->out->to = take(m);
		st = m->out->to ? GCL_OK : GCL_ENOMEM;
	}
	gcl_walk_free(w);
	return st == GCL_EINPUT ? GCL_OK : st;
}

/* In templates it is only told of, but nobody's number is called. */
static enum gcl_status
check_placeholders(struct making *m, const struct hits *hits,
	const char **why)
{
	const struct hit *h;

	for (h = hits->list; h < hits->list + hits->n; h++)
		if (h->piece == &m->x->doc->body &&
		    h->severity < GCL_ERROR &&
		    !strcmp(h->rule->name, "placeholder"))
			break;
	if (h == hits->list + hits->n)
		return GCL_OK;
	gcl_buf_adds(&m->words, "the body has a placeholder that is not "
	    "filled in, at ");
	gcl_display_add_short(&m->words, h->pointer, LIMIT_SHOWN_VALUE);
	return take_why(m, why);
}

enum gcl_status
gcl_request_make(const struct exchange *x, const struct hits *hits,
	const char *path, struct arena *arena, struct gcl_request *out,
	const char **why)
{
	const struct span body = x->doc->body.text;
	struct making m = { .x = x, .arena = arena, .out = out };
	enum gcl_status st;

	*why = NULL;
	*out = (struct gcl_request){ .document = x->doc->index,
		.body_len = body.len };
	gcl_buf_init(&m.words, LIMIT_ENVELOPE_BYTES);
	out->pack = gcl_arena_str(arena,
	    gcl_span_str(x->pack->rules->head.name));
	out->body = gcl_arena_str(arena, body);
	st = out->pack && out->body ? choose_path(&m, path, why) : GCL_ENOMEM;
	if (st == GCL_OK && !*why)
		st = check_placeholders(&m, hits, why);
	if (st == GCL_OK && x->doc->request && x->envelope.host.len > 0) {
		out->host = gcl_arena_str(arena, x->envelope.host);
		st = out->host ? GCL_OK : GCL_ENOMEM;
	}
	if (st == GCL_OK && out->path)
		out->wait_path = wait_path(out->path);
	if (st == GCL_OK)
		st = name_targets(&m);
	gcl_buf_release(&m.words);
	return st;
}
