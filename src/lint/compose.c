/*
 * Compose a payload from a pack's template (gclint-rules(5), "Composing
 * payloads").
 */
#include "config.h"

#include "lint/compose_p.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "json/write.h"
#include "rule/fix.h"

struct span
gcl_compose_string(struct composer *c, struct span s)
{
	char *text;

	gcl_buf_reset(&c->scratch);
	gcl_json_quote(&c->scratch, s);
	text = gcl_buf_str(&c->scratch) ? gcl_arena_str(c->arena,
	    gcl_buf_span(&c->scratch)) : NULL;
	return gcl_span(text, text ? c->scratch.len : 0);
}

/* ---- what --to and --from are for ---- */

#define SETTABLE_SHOWN 12

/* The members that a payload may have, for those who gave something else. */
static void
list_members(const struct type *t, struct buf *out)
{
	const char *before = "";
	const struct field *f;
	size_t i, n = 0;

	if (t->item && !t->map) {
		before = "/0";
		t = t->item;
	}
	for (i = 0; t->shape && i < t->shape->n_fields; i++) {
		f = t->shape->fields[i];
		if (f->at_key)
			continue;
		if (n++ == SETTABLE_SHOWN) {
			gcl_buf_adds(out, ", …");
			break;
		}
		gcl_buf_addf(out, "%s%s/%s", n > 1 ? ", " : "; --set has ",
		    before, f->name);
	}
}

static enum gcl_status
no_place(const struct composer *c, const char *option)
{
	enum gcl_status st;
	struct buf members;

	gcl_buf_init(&members, LIMIT_TEXT_BYTES);
	list_members(c->rs->root, &members);
	st = gcl_buf_str(&members) ? gcl_error_set(c->err, GCL_EUSAGE,
	    "a payload for '%s' has no place for %s%s", c->rs->head.name,
	    option, members.ptr) : GCL_ENOMEM;
	gcl_buf_release(&members);
	return st;
}

static enum gcl_status
check_party(const struct composer *c, const struct party *p,
	const char *given, const char *option)
{
	if (!given)
		return GCL_OK;
	if (!p->form)
		return no_place(c, option);
	if (!*given)
		return gcl_error_set(c->err, GCL_EUSAGE, "%s is empty",
		    option);
	if (gcl_utf8_check(gcl_span_str(given)) < strlen(given))
		return gcl_error_set(c->err, GCL_EUSAGE, "%s is not UTF-8",
		    option);
	return GCL_OK;
}

/* Is something in n, or n itself, what the user has set? */
static bool
has_set(const struct node *n)
{
	const struct node *behind = gcl_tree_behind(n);

	while (n != behind && n->tag != ORIGIN_SET)
		n = gcl_tree_next(n);
	return n != behind;
}

/*
 * The element of an array that n is in goes, or else the member, and what is
 * then empty.  Returns what is behind.
 */
static struct node *
leave_out(struct node *n)
{
	struct node *behind, *at = n;

	while (at && (!at->parent || at->parent->type != JSON_ARRAY))
		at = at->parent;
	if (!at || has_set(at))
		at = n;
	while (at->parent && at->parent->parent && at->parent->n == 1)
		at = at->parent;
	behind = gcl_tree_behind(at);
	if (at->parent)
		gcl_tree_remove(at);
	return behind;
}

/* The first of the pack's fixes that takes it; *text is then in scratch. */
static enum gcl_status
mend(const struct composer *c, const struct fix *fix, struct buf *scratch,
	struct span *text)
{
	const struct fix_env env = { gcl_matcher_new(),
		gcl_span_str(c->req->country), c->rs->plan, scratch };
	struct fixed made = { .taken = false };
	enum gcl_status st = env.matcher ? GCL_OK : GCL_ENOMEM;

	for (; fix && st == GCL_OK && !made.taken; fix = fix->other)
		st = gcl_fix_text(fix, &env, *text, &made);
	if (st == GCL_OK && made.taken)
		*text = made.text;
	gcl_matcher_free(env.matcher);
	return st;
}

static enum gcl_status
fill(struct composer *c, struct node *n, const struct party *p,
	const char *given, enum compose_origin origin)
{
	struct span value = given ? gcl_span_str(given) : p->example;
	struct buf text, scratch[2];
	enum gcl_status st;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	gcl_buf_init(&scratch[0], LIMIT_TEXT_BYTES);
	gcl_buf_init(&scratch[1], LIMIT_TEXT_BYTES);
	gcl_compose_party(&text, p->form, value);
	st = gcl_buf_status(&text);
	value = gcl_buf_span(&text);
	if (st == GCL_OK && p->fix)
		st = mend(c, p->fix, scratch, &value);
	if (st == GCL_OK) {
		n->text = gcl_compose_string(c, value);
		n->tag = given ? origin : ORIGIN_EXAMPLE;
		st = n->text.ptr ? GCL_OK : GCL_ENOMEM;
	}
	gcl_buf_release(&text);
	gcl_buf_release(&scratch[0]);
	gcl_buf_release(&scratch[1]);
	return st;
}

static enum gcl_status
fill_parties(struct composer *c)
{
	const struct template *t = c->rs->compose;
	const struct {
		const char *text, *given;
		const struct party *party;
		enum compose_origin origin;
	} parties[] = {
		{ "\"" PARTY_TO "\"", c->req->to, &t->to, ORIGIN_TO },
		{ "\"" PARTY_FROM "\"", c->req->from, &t->from, ORIGIN_FROM },
	};
	enum gcl_status st = GCL_OK;
	struct node *n = c->root, *next;
	size_t i;

	for (; n && st == GCL_OK; n = next) {
		if (n->tag == ORIGIN_SET) {
			next = gcl_tree_behind(n);
			continue;
		}
		next = gcl_tree_next(n);
		for (i = 0; i < 2 && !gcl_span_is(n->text, parties[i].text);)
			i++;
		if (i == 2)
			continue;
		if (parties[i].given || parties[i].party->example.ptr) {
			st = fill(c, n, parties[i].party, parties[i].given,
			    parties[i].origin);
			continue;
		}
		if (parties[i].origin == ORIGIN_TO)
			c->for_nobody = true;
		next = leave_out(n);
	}
	return st;
}

/* ---- putting it together ---- */

static enum gcl_status
mark_examples(struct composer *c)
{
	const struct value *v = c->rs->compose->examples;
	enum gcl_status st = GCL_OK;
	struct node *n;

	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next) {
		n = gcl_tree_find(c->root, v->text, &c->scratch);
		if (n)
			n->tag = ORIGIN_EXAMPLE;
		st = gcl_buf_status(&c->scratch);
	}
	return st;
}

static enum gcl_status
list_examples(struct composer *c, struct composed *result)
{
	const struct node *n;
	size_t count = 0;
	char *pointer;

	for (n = c->root; n; n = gcl_tree_next(n))
		count += n->tag == ORIGIN_EXAMPLE;
	result->examples = gcl_arena_calloc(c->arena, count + 1,
	    sizeof(*result->examples));
	for (n = c->root; result->examples && n; n = gcl_tree_next(n)) {
		if (n->tag != ORIGIN_EXAMPLE)
			continue;
		gcl_buf_reset(&c->scratch);
		gcl_tree_pointer(&c->scratch, n);
		pointer = gcl_arena_str(c->arena, gcl_buf_span(&c->scratch));
		if (!pointer)
			return GCL_ENOMEM;
		result->examples[result->n_examples++] = pointer;
	}
	return result->examples ? GCL_OK : GCL_ENOMEM;
}

static enum gcl_status
make(struct composer *c)
{
	const struct template *t = c->rs->compose;
	enum gcl_status st;
	size_t i;

	st = check_party(c, &t->to, c->req->to, "--to");
	if (st == GCL_OK)
		st = check_party(c, &t->from, c->req->from, "--from");
	if (st == GCL_OK)
		st = gcl_tree_read(c->walk, t->payload, c->arena, &c->root);
	if (st == GCL_OK)
		st = mark_examples(c);
	for (i = 0; i < c->req->n_sets && st == GCL_OK; i++)
		st = gcl_compose_set(c, c->req->sets[i]);
	/* Only now is it known what has no value. */
	return st == GCL_OK ? fill_parties(c) : st;
}

enum gcl_status
gcl_compose(const struct ruleset *rs, const struct compose_request *req,
	struct arena *arena, struct buf *out, struct composed *result,
	struct gcl_error *err)
{
	struct composer c = { .rs = rs, .req = req, .arena = arena,
		.err = err };
	const size_t before = out->len;
	enum gcl_status st = GCL_ENOMEM;

	*result = (struct composed){ .n_examples = 0 };
	if (!rs->compose)
		return gcl_error_set(err, GCL_EUSAGE, "the pack '%s' has no "
		    "template to compose a payload from", rs->head.name);
	gcl_buf_init(&c.scratch, LIMIT_TEXT_BYTES);
	c.walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	c.lint = gcl_lint_new(LIMIT_DEPTH_DEFAULT);
	if (c.walk && c.lint)
		st = gcl_compose_judge_pack(&c, result);
	if (st == GCL_OK)
		st = make(&c);
	if (st == GCL_OK) {
		gcl_tree_write(out, c.root);
		st = gcl_buf_status(out);
	}
	if (st == GCL_OK)
		st = gcl_compose_judge(&c, gcl_span(out->ptr + before,
		    out->len - before));
	if (st == GCL_OK)
		st = list_examples(&c, result);
	if (st != GCL_OK)
		out->len = before;
	gcl_buf_release(&c.scratch);
	gcl_walk_free(c.walk);
	gcl_lint_free(c.lint);
	return st == GCL_ENOMEM ? gcl_error_nomem(err) : st;
}
