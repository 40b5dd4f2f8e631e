/*
 * Error bodies: the API's ErrorBody with its errors and details, the form that
 * the tutorial shows, OAuth's (RFC 6749 section 5.2), and what resembles them.
 * Nested ones are a queue, and no more of them are taken than can be shown.
 */
#include "config.h"

#include "lint/answer_p.h"

#define QUEUE (2 * ANSWER_FAULTS)

struct todo {
	const struct value *v;
	const struct fault *outer;
	enum told_in in;
};

struct queue {
	struct todo list[QUEUE];
	size_t n;
	size_t refused;		/* no room for them was left */
};

static const char *const texts[] = {
	"message", "error_description", "description", "errorMessage",
	"detail", "title", NULL
};
static const char *const codes[] = { "code", "errorCode", "error", NULL };
static const char *const fields[] = {
	"fieldName", "parameter", "field", "property", "pointer", NULL
};

static const struct {
	const char *name;
	enum told_in in;
} inner[] = {
	{ "errors", TOLD_ERRORS }, { "details", TOLD_DETAILS },
	{ "error", TOLD_ERRORS },
};

/* The first of the members that is a string and not empty. */
static struct span
first_string(const struct value *v, const char *const *names)
{
	const struct value *s;

	for (; *names; names++) {
		s = gcl_value_get(v, *names);
		if (s && s->type == JSON_STRING && s->text.len > 0)
			return s->text;
	}
	return gcl_span(NULL, 0);
}

/* The value of {name} or ${name} in params, or NULL. */
static const struct value *
parameter(const struct value *params, struct span name)
{
	const struct value *v = params ? params->child : NULL;

	for (; v; v = v->next)
		if (gcl_span_eq(v->key, name) && !v->child)
			return v;
	return NULL;
}

/* A text with placeholders, filled in: {name}, ${name}. */
static enum gcl_status
fill(struct reading *rd, struct span s, const struct value *params,
	struct span *out)
{
	struct buf *b = &rd->words;
	const struct value *v;
	const char *open, *close;
	char *copy;

	gcl_buf_reset(b);
	while (s.len > 0 && (open = memchr(s.ptr, '{', s.len)) &&
	    (close = memchr(open, '}', s.len - (size_t)(open - s.ptr)))) {
		size_t len = (size_t)(open - s.ptr);
		size_t used = (size_t)(close + 1 - s.ptr);

		v = parameter(params, gcl_span(open + 1,
		    (size_t)(close - open - 1)));
		gcl_buf_add(b, s.ptr, v && len > 0 && open[-1] == '$' ?
		    len - 1 : len);
		gcl_buf_addspan(b, v ? v->text : gcl_span(open, used - len));
		s = gcl_span(s.ptr + used, s.len - used);
	}
	gcl_buf_addspan(b, s);
	if (gcl_buf_status(b) == GCL_ELIMIT)
		return GCL_OK;
	copy = gcl_buf_status(b) == GCL_OK ?
	    gcl_arena_str(rd->arena, gcl_buf_span(b)) : NULL;
	*out = gcl_span(copy, b->len);
	return copy ? GCL_OK : GCL_ENOMEM;
}

static enum gcl_status
read_text(struct reading *rd, const struct value *v, struct fault *f)
{
	static const char *const with[] = { "messageWithParams", NULL };
	const struct value *params = gcl_value_get(v, "messageParams");
	struct span text = first_string(v, with);

	f->params = params && params->type == JSON_OBJECT ? params : NULL;
	f->text = first_string(v, texts);
	if (f->text.len > 0 || text.len == 0)
		return GCL_OK;
	f->text = text;
	return fill(rd, text, f->params, &f->text);
}

/* What belongs to the answer as a whole, where it is said first. */
static void
read_common(struct reading *rd, const struct value *v)
{
	static const char *const ids[] = { "contextId", NULL };
	const struct value *status = gcl_value_get(v, "status");
	const struct value *limit = gcl_value_get(v, "limit");
	struct value number;
	uint64_t n;

	if (rd->correlation.len == 0)
		rd->correlation = first_string(v, ids);
	if (!rd->limit && limit && limit->type == JSON_OBJECT)
		rd->limit = limit;
	if (rd->out->status || !status || status->child)
		return;
	number = *status;
	number.type = JSON_NUMBER;	/* it may be a string */
	if (gcl_value_uint(&number, 599, &n) && n >= 100)
		rd->out->status = (int)n;
}

/* A name for the fault that programs know has no blanks in it. */
static struct span
as_code(struct span s)
{
	return s.len > 0 && memchr(s.ptr, ' ', s.len) ? gcl_span(NULL, 0) : s;
}

static void
push(struct queue *q, const struct value *v, const struct fault *outer,
	enum told_in in)
{
	if (v && q->n < QUEUE)
		q->list[q->n++] = (struct todo){ v, outer, in };
	else
		q->refused += v != NULL;
}

/* What is inside of errors is of the errors, whatever it is called there. */
static void
push_inner(struct queue *q, const struct todo *t, const struct fault *outer)
{
	const struct value *list, *v;
	size_t i;

	for (i = 0; i < sizeof(inner) / sizeof(inner[0]); i++) {
		enum told_in in = t->in == TOLD_BODY ? inner[i].in : t->in;

		list = gcl_value_get(t->v, inner[i].name);
		if (!list || list->type == JSON_OBJECT) {
			push(q, list, outer, in);
			continue;
		}
		for (v = list->child; v; v = v->next)
			push(q, v, outer, in);
	}
}

static enum gcl_status
read_members(struct reading *rd, const struct value *v, struct fault *f)
{
	read_common(rd, v);
	f->code = as_code(first_string(v, codes));
	f->field = first_string(v, fields);
	return read_text(rd, v, f);
}

static enum gcl_status
read_error(struct reading *rd, const struct todo *t, struct queue *q)
{
	struct fault *f = &rd->faults[rd->n];
	enum gcl_status st = GCL_OK;

	*f = (struct fault){ .outer = t->outer, .in = t->in };
	if (t->v->type == JSON_STRING)
		f->text = t->v->text;
	else
		st = read_members(rd, t->v, f);
	f->own_text = f->text.len > 0;
	if (!f->own_text && f->code.len == 0 && f->field.len == 0) {
		push_inner(q, t, t->outer);
		return st;
	}
	if (!f->own_text && f->outer)
		f->text = f->outer->text;
	rd->n++;
	push_inner(q, t, f);
	return st;
}

enum gcl_status
gcl_answer_faults(struct reading *rd, const struct value *root)
{
	struct queue q = { .n = 0 };
	enum gcl_status st = GCL_OK;
	const struct value *v;
	size_t i;

	if (root->type == JSON_ARRAY)
		for (v = root->child; v; v = v->next)
			push(&q, v, NULL, TOLD_ERRORS);
	else
		push(&q, root, NULL, TOLD_BODY);
	for (i = 0; i < q.n && rd->n < ANSWER_FAULTS && st == GCL_OK; i++)
		st = read_error(rd, &q.list[i], &q);
	rd->more = q.n - i + q.refused;
	return st;
}
