/*
 * The pack loader: the template that a payload is composed from
 * (gclint-rules(5), "compose").
 */
#include "config.h"

#include "rule/pack_p.h"

#include "base/limits.h"
#include "json/tree.h"

static enum gcl_status
read_form(struct loader *ld, const struct value *v, enum party_form *out)
{
	static const struct {
		const char *name;
		enum party_form form;
	} forms[] = {
		{ "number", PARTY_NUMBER }, { "text", PARTY_TEXT },
		{ "uri", PARTY_URI },
	};
	const struct value *form = gcl_value_get(v, "form");
	size_t i;

	for (i = 0; form && i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (!gcl_span_is(form->text, forms[i].name))
			continue;
		*out = forms[i].form;
		return GCL_OK;
	}
	return gcl_pack_fault(ld, form ? form : v,
	    "'form' is \"number\", \"text\" or \"uri\"");
}

/* There is no payload yet, of which a fix could edit more than the text. */
static enum gcl_status
read_fix(struct loader *ld, const struct value *party, struct party *out)
{
	const struct value *v = gcl_value_get(party, "fix");
	const struct fix *fix, *step;
	enum gcl_status st;

	st = gcl_pack_fixes(ld, v, &out->fix);
	if (st != GCL_OK)
		return st;
	for (fix = out->fix; fix; fix = fix->other)
		for (step = fix; step; step = step->next)
			if (!gcl_fix_is_text(step))
				return gcl_pack_fault(ld, v, "this fix is of "
				    "put, delete and replace only");
	return GCL_OK;
}

static enum gcl_status
read_party(struct loader *ld, const struct value *obj, const char *name,
	struct party *out)
{
	const struct value *v = gcl_value_get(obj, name);
	const struct value *example = gcl_value_get(v, "example");
	enum gcl_status st;

	if (!v)
		return GCL_OK;
	if (example)
		out->example = example->text;
	st = read_form(ld, v, &out->form);
	return st == GCL_OK ? read_fix(ld, v, out) : st;
}

/* A dollar sign begins a placeholder, one that is known and has its party. */
static bool
is_right(const struct template *t, struct span string)
{
	if (string.len == 0 || string.ptr[0] != '$')
		return true;
	return (t->to.form && gcl_span_is(string, PARTY_TO)) ||
	    (t->from.form && gcl_span_is(string, PARTY_FROM));
}

static enum gcl_status
check_payload(struct loader *ld, const struct template *t)
{
	struct walk_event ev;

	gcl_walk_start(ld->walk, t->payload);
	for (gcl_walk_next(ld->walk, &ev); ev.kind != WALK_END;
	     gcl_walk_next(ld->walk, &ev)) {
		if (ev.kind != WALK_SCALAR || ev.type != JSON_STRING ||
		    is_right(t, gcl_span(t->payload.ptr + ev.off, ev.len)))
			continue;
		return gcl_pack_fault_at(ld, (size_t)(t->payload.ptr -
		    ld->unit->text.ptr) + ev.off, "a placeholder is \"%s\" or "
		    "\"%s\", and compose has a member of that name", PARTY_TO,
		    PARTY_FROM);
	}
	return GCL_OK;
}

static enum gcl_status
check_examples(struct loader *ld, const struct template *t)
{
	enum gcl_status st = GCL_OK;
	const struct value *v;
	struct node *root;
	struct buf key;

	if (gcl_tree_read(ld->walk, t->payload, ld->arena, &root) != GCL_OK)
		return gcl_error_nomem(ld->err);
	gcl_buf_init(&key, LIMIT_PACK_BYTES);
	for (v = t->examples->child; v && st == GCL_OK; v = v->next) {
		if (gcl_tree_find(root, v->text, &key))
			continue;
		st = gcl_buf_status(&key);
		if (st == GCL_OK)
			st = gcl_pack_fault(ld, v, "the payload has no value "
			    "'%.*s'", (int)v->text.len, v->text.ptr);
	}
	gcl_buf_release(&key);
	return st;
}

enum gcl_status
gcl_pack_compose(struct loader *ld)
{
	const struct value *v = gcl_value_get(ld->unit->root, "compose");
	const struct value *payload = gcl_value_get(v, "payload");
	struct template *t;
	enum gcl_status st;

	if (!v)
		return GCL_OK;
	if (!payload)
		return gcl_pack_fault(ld, v, "'compose' needs a 'payload'");
	t = gcl_arena_calloc(ld->arena, 1, sizeof(*t));
	if (!t)
		return gcl_error_nomem(ld->err);
	t->payload = gcl_span(ld->unit->text.ptr + payload->off, payload->len);
	t->examples = gcl_value_get(v, "examples");
	ld->rs->compose = t;
	st = read_party(ld, v, "to", &t->to);
	if (st == GCL_OK)
		st = read_party(ld, v, "from", &t->from);
	if (st != GCL_OK || ld->unit->embedded)
		return st;
	st = check_payload(ld, t);
	return st == GCL_OK && t->examples ? check_examples(ld, t) : st;
}
