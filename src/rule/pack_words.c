/*
 * The pack loader: patterns, templates and words.
 */
#include "config.h"

#include "rule/pack_p.h"

#include "json/string.h"
#include "rule/words.h"

/* ---- patterns ---- */

/* Where byte off of a string's meaning stands in the file. */
static size_t
inside_string(const struct unit *u, const struct value *v, size_t off)
{
	struct span quoted = gcl_span(u->text.ptr + v->off + 1, v->len - 2);
	size_t len = 0;
	struct map map;
	struct buf buf;

	gcl_map_init(&map);
	gcl_buf_init(&buf, quoted.len);
	if (gcl_json_decode(quoted, &buf, &map) == GCL_OK)
		gcl_map_locate(&map, &off, &len);
	gcl_buf_release(&buf);
	gcl_map_release(&map);
	return v->off + 1 + off;
}

static enum gcl_status
compile_now(struct loader *ld, const struct value *v, struct pattern *p)
{
	struct gcl_error err = { GCL_OK, "" };
	enum gcl_status st;
	size_t off;

	st = gcl_pattern_compile(p, &off, &err);
	if (st != GCL_EPACK)
		return st == GCL_OK ? st : gcl_error_nomem(ld->err);
	return gcl_pack_fault_at(ld, inside_string(ld->unit, v, off), "%s",
	    err.text);
}

static enum gcl_status
add_pattern(struct loader *ld, const struct value *v, bool bytes,
	struct pattern **out)
{
	struct ruleset *rs = ld->rs;

	if (v->type != JSON_STRING)
		return gcl_pack_fault(ld, v, "a pattern must be a string");
	if (gcl_grow(&rs->patterns, &rs->cap_patterns, rs->n_patterns + 1,
	    sizeof(*rs->patterns)) < 0 ||
	    gcl_pattern_new(v->text, out) != GCL_OK)
		return gcl_error_nomem(ld->err);
	rs->patterns[rs->n_patterns++] = *out;
	if (bytes)
		gcl_pattern_for_bytes(*out);
	return ld->unit->embedded ? GCL_OK : compile_now(ld, v, *out);
}

enum gcl_status
gcl_pack_compile(struct loader *ld, const struct value *v,
	struct pattern **out)
{
	return add_pattern(ld, v, false, out);
}

enum gcl_status
gcl_pack_compile_bytes(struct loader *ld, const struct value *v,
	struct pattern **out)
{
	return add_pattern(ld, v, true, out);
}

enum gcl_status
gcl_pack_pattern(struct loader *ld, const struct value *obj, const char *name,
	struct pattern **out)
{
	const struct value *v = gcl_value_get(obj, name);

	return v ? gcl_pack_compile(ld, v, out) : GCL_OK;
}

/* ---- templates ---- */

/* Those of a lean text are checked where the whole one is loaded: by tests. */
enum gcl_status
gcl_pack_check_template(struct loader *ld, const struct value *v)
{
	long bad = ld->lean ? -1 : gcl_words_check(v->text);

	if (bad < 0)
		return GCL_OK;
	return gcl_pack_fault_at(ld, inside_string(ld->unit, v, (size_t)bad),
	    "unknown variable: a template has {name}, {value}, {type}, "
	    "{want}, {mark}, {suggest}, {count}, {0} to {9}, and {{ for a "
	    "brace");
}

enum gcl_status
gcl_pack_template(struct loader *ld, const struct value *obj,
	const char *name, const char **out)
{
	const struct value *v = gcl_value_get(obj, name);
	enum gcl_status st = gcl_pack_string(ld, obj, name, out);

	return v && st == GCL_OK ? gcl_pack_check_template(ld, v) : st;
}

/* ---- words ---- */

enum gcl_status
gcl_pack_rule_name(struct loader *ld, const struct value *obj,
	const struct rule **out)
{
	const struct value *v = gcl_value_get(obj, "rule");

	if (!v)
		return GCL_OK;
	*out = v->type == JSON_STRING ? gcl_ruleset_rule(ld->rs, v->text) :
	    NULL;
	if (*out)
		return GCL_OK;
	return gcl_pack_fault(ld, v, "no rule '%.*s' in this pack",
	    (int)(v->text.len < 64 ? v->text.len : 64), v->text.ptr);
}

static const struct {
	const char *name;
	enum json_type type;
} type_names[] = {
	{ "null", JSON_NULL }, { "boolean", JSON_BOOLEAN },
	{ "number", JSON_NUMBER }, { "string", JSON_STRING },
	{ "array", JSON_ARRAY }, { "object", JSON_OBJECT },
};

static unsigned
type_named(const struct value *v)
{
	size_t i;

	for (i = 0; i < sizeof(type_names) / sizeof(type_names[0]); i++)
		if (v->type == JSON_STRING &&
		    gcl_span_is(v->text, type_names[i].name))
			return type_names[i].type;
	return 0;
}

enum gcl_status
gcl_pack_value_types(struct loader *ld, const struct value *obj,
	unsigned *out)
{
	const struct value *v = gcl_value_get(obj, "type");
	bool list = v && v->type == JSON_ARRAY;
	unsigned one;

	for (v = list ? v->child : v; v; v = list ? v->next : NULL) {
		one = type_named(v);
		if (!one)
			return gcl_pack_fault(ld, v, "'type' is null, boolean, "
			    "number, string, array or object");
		*out |= one;
	}
	return GCL_OK;
}

static enum gcl_status
read_cases(struct loader *ld, const struct value *v,
	const struct words_case **out)
{
	const struct words none = { 0 };
	enum gcl_status st = GCL_OK;
	const struct value *near;
	struct words_case *c;

	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next) {
		c = gcl_arena_calloc(ld->arena, 1, sizeof(*c));
		if (!c)
			return gcl_error_nomem(ld->err);
		near = gcl_value_get(v, "near");
		c->near = near && gcl_span_is(near->text, "true");
		st = gcl_pack_value_types(ld, v, &c->types);
		if (st == GCL_OK)
			st = gcl_pack_pattern(ld, v, "if", &c->iff);
		if (st == GCL_OK)
			st = gcl_pack_words(ld, v, &none, &c->words);
		*out = c;
		out = (const struct words_case **)&c->next;
	}
	return st;
}

enum gcl_status
gcl_pack_words(struct loader *ld, const struct value *obj,
	const struct words *outer, struct words *out)
{
	const struct value *sev = gcl_value_get(obj, "severity");
	enum gcl_status st;

	*out = (struct words){ .rule = outer->rule };
	st = gcl_pack_rule_name(ld, obj, &out->rule);
	if (st == GCL_OK && sev) {
		out->has_severity = true;
		if (!gcl_severity_parse(sev->text, &out->severity))
			return gcl_pack_fault(ld, sev,
			    "'severity' is error, warning, note or off");
	}
	if (st == GCL_OK)
		st = gcl_pack_template(ld, obj, "say", &out->say);
	if (st == GCL_OK)
		st = gcl_pack_template(ld, obj, "help", &out->help);
	if (st == GCL_OK)
		st = gcl_pack_string(ld, obj, "related", &out->related);
	if (st == GCL_OK)
		st = gcl_pack_fixes(ld, gcl_value_get(obj, "fix"), &out->fix);
	if (st == GCL_OK)
		st = read_cases(ld, gcl_value_get(obj, "cases"), &out->cases);
	return st;
}
