/*
 * The pack loader: rules and severities.
 */
#include "config.h"

#include "rule/pack_p.h"

static const struct {
	const char *name;
	enum gcl_severity severity;
} severities[] = {
	{ "error", GCL_ERROR },
	{ "warning", GCL_WARNING },
	{ "note", GCL_NOTE },
	{ "off", GCL_OFF },
};

bool
gcl_severity_parse(struct span text, enum gcl_severity *out)
{
	size_t i;

	for (i = 0; i < sizeof(severities) / sizeof(severities[0]); i++) {
		if (!gcl_span_is(text, severities[i].name))
			continue;
		*out = severities[i].severity;
		return true;
	}
	return false;
}

const char *
gcl_severity_name(enum gcl_severity s)
{
	size_t i;

	for (i = 0; i < sizeof(severities) / sizeof(severities[0]); i++)
		if (severities[i].severity == s)
			return severities[i].name;
	return "off";
}

static enum gcl_status
read_severity(struct loader *ld, const struct value *obj,
	enum gcl_severity *out)
{
	const struct value *v = gcl_value_get(obj, "severity");

	if (!v)
		return GCL_OK;
	if (v->type != JSON_STRING || !gcl_severity_parse(v->text, out))
		return gcl_pack_fault(ld, v,
		    "'severity' is error, warning, note or off");
	return GCL_OK;
}

static enum gcl_status
read_status(struct loader *ld, const struct value *obj, int *out)
{
	const struct value *v = gcl_value_get(obj, "status");
	uint64_t n;

	if (!v)
		return GCL_OK;
	if (!gcl_value_uint(v, 599, &n) || n < 100)
		return gcl_pack_fault(ld, v, "'status' is an HTTP status");
	*out = (int)n;
	return GCL_OK;
}

static enum gcl_status
read_rule(struct loader *ld, const struct value *v, struct rule *r)
{
	const struct {
		const char *name;
		const char **out;
	} texts[] = {
		{ "basis", &r->basis }, { "source", &r->source },
		{ "summary", &r->summary }, { "why", &r->why },
		{ "url", &r->url }, { "fix", &r->fix },
		{ "with", &r->with },
	};
	const struct value *examples = gcl_value_get(v, "examples");
	enum gcl_status st;
	size_t i;

	st = read_severity(ld, v, &r->severity);
	if (st == GCL_OK)
		st = read_status(ld, v, &r->status);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]) && st == GCL_OK; i++)
		st = gcl_pack_string(ld, v, texts[i].name, texts[i].out);
	r->good = gcl_value_get(v, "good");
	r->bad = gcl_value_get(v, "bad");
	r->text_examples = examples && gcl_span_is(examples->text, "text");
	if (st == GCL_OK && !r->summary && !ld->lean)
		st = gcl_pack_fault(ld, v, "a rule needs a 'summary'");
	return st;
}

static enum gcl_status
add_rule(struct loader *ld, const struct value *v, struct rule ***tail)
{
	const struct rule *old = gcl_ruleset_rule(ld->rs, v->key);
	struct rule *r;

	if (old)
		return gcl_pack_fault_at(ld, v->key_off,
		    "the rule '%s' is already in pack '%s'", old->name,
		    old->pack);
	r = gcl_arena_calloc(ld->arena, 1, sizeof(*r));
	if (!r)
		return gcl_error_nomem(ld->err);
	r->name = gcl_arena_str(ld->arena, v->key);
	r->pack = ld->unit->name;
	r->severity = GCL_ERROR;
	r->pack_text = ld->unit->text;
	r->index = ld->rs->n_rules++;
	**tail = r;
	*tail = &r->next;
	return r->name ? read_rule(ld, v, r) : gcl_error_nomem(ld->err);
}

enum gcl_status
gcl_pack_rules(struct loader *ld)
{
	const struct value *v = gcl_value_get(ld->unit->root, "rules");
	struct rule **tail = &ld->rs->rules;
	enum gcl_status st = GCL_OK;

	while (*tail)
		tail = &(*tail)->next;
	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next)
		st = add_rule(ld, v, &tail);
	return st;
}

const struct rule *
gcl_ruleset_rule(const struct ruleset *rs, struct span name)
{
	const struct rule *r;

	for (r = rs->rules; r; r = r->next)
		if (gcl_span_is(name, r->name))
			return r;
	return NULL;
}
