/*
 * A configuration for --print-config: what holds in the end, as JSON that is
 * a configuration again.
 */
#include "config.h"	/* not the one in this folder */

#include "config/configuration.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "json/write.h"
#include "rule/pack.h"

/* What is to be printed. */
struct print {
	struct json_writer w;
	const struct config *c;		/* or NULL */
	const struct config_line *line;
	struct span rel;
};

static bool
holds(const struct print *p, const struct glob_list *files)
{
	return gcl_glob_list_find_above(files, p->rel, false) != NULL;
}

/* ---- the rules, each once, in order of name ---- */

struct setting {
	const struct override *o;
	size_t turn;			/* the last one counts */
};

struct settings {
	struct setting *list;
	size_t n, cap;
};

static void
collect(struct settings *s, const struct override *o, struct buf *out)
{
	for (; o; o = o->next) {
		if (gcl_grow(&s->list, &s->cap, s->n + 1, sizeof(*s->list))) {
			out->st = GCL_ENOMEM;
			return;
		}
		s->list[s->n] = (struct setting){ o, s->n };
		s->n++;
	}
}

static int
compare(const void *a, const void *b)
{
	const struct setting *x = a, *y = b;
	struct span p = x->o->rule, q = y->o->rule;
	int order = memcmp(p.ptr, q.ptr, p.len < q.len ? p.len : q.len);

	if (order)
		return order;
	if (p.len != q.len)
		return p.len < q.len ? -1 : 1;
	return x->turn < y->turn ? -1 : 1;
}

static void
put_settings(struct json_writer *w, struct settings *s)
{
	size_t i;

	if (s->n > 0)
		qsort(s->list, s->n, sizeof(*s->list), compare);
	gcl_json_open(w, '{');
	for (i = 0; i < s->n; i++) {
		if (i + 1 < s->n && gcl_span_eq(s->list[i].o->rule,
		    s->list[i + 1].o->rule))
			continue;
		gcl_json_span(w, s->list[i].o->rule);
		gcl_buf_addc(w->out, ':');
		w->comma = false;
		gcl_json_str(w, gcl_severity_name(s->list[i].o->level));
	}
	gcl_json_close(w, '}');
}

static void
put_rules(struct print *p, struct settings *s)
{
	gcl_json_key(&p->w, "rules");
	put_settings(&p->w, s);
	free(s->list);
}

/* Over them those of the overrides for a file, and of the command line. */
static void
put_top_rules(struct print *p)
{
	const struct config_override *over = p->c && p->rel.ptr ?
	    p->c->overrides : NULL;
	struct settings s = { .n = 0 };

	collect(&s, p->c ? p->c->rules : NULL, p->w.out);
	for (; over; over = over->next)
		if (holds(p, &over->files))
			collect(&s, over->rules, p->w.out);
	collect(&s, p->line->rules, p->w.out);
	put_rules(p, &s);
}

static bool
is_set(const struct override *list, struct span rule)
{
	while (list && !gcl_span_eq(list->rule, rule))
		list = list->next;
	return list != NULL;
}

/* Here they would be stronger than those at the top. */
static void
drop_line_rules(struct print *p, struct settings *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->n; i++)
		if (!is_set(p->line->rules, s->list[i].o->rule))
			s->list[n++] = s->list[i];
	s->n = n;
}

static void
put_override_rules(struct print *p, const struct override *rules)
{
	struct settings s = { .n = 0 };

	collect(&s, rules, p->w.out);
	drop_line_rules(p, &s);
	put_rules(p, &s);
}

/* ---- the other keys ---- */

/* A string or an array of strings, which becomes an array. */
static void
put_strings(struct json_writer *w, const char *key, const struct value *v)
{
	gcl_json_key(w, key);
	gcl_json_open(w, '[');
	if (v && v->type == JSON_STRING)
		gcl_json_span(w, v->text);
	else
		for (v = v ? v->child : NULL; v; v = v->next)
			gcl_json_span(w, v->text);
	gcl_json_close(w, ']');
}

static void
put_member(struct json_writer *w, const struct value *obj, const char *key)
{
	const struct value *v = gcl_value_get(obj, key);

	gcl_json_key(w, key);
	if (v && v->type == JSON_STRING)
		gcl_json_span(w, v->text);
	else
		gcl_json_null(w);
}

static void
put_str(struct print *p, const char *key, const char *s)
{
	gcl_json_key(&p->w, key);
	gcl_json_str(&p->w, s);
}

static void
put_pack(struct print *p)
{
	const struct config_override *o = p->c ? p->c->overrides : NULL;
	const char *pack = p->c ? p->c->pack : NULL;

	for (; o; o = o->next)
		if (o->pack && p->rel.ptr && holds(p, &o->files))
			pack = o->pack;
	put_str(p, "pack", p->line->pack ? p->line->pack : pack);
}

static void
put_fail_level(struct print *p)
{
	enum gcl_severity level = GCL_ERROR;

	if (p->line->has_fail_level)
		level = p->line->fail_level;
	else if (p->c && p->c->has_fail_level)
		level = p->c->fail_level;
	put_str(p, "failLevel", level == GCL_OFF ? "none" :
	    gcl_severity_name(level));
}

static void
put_country(struct print *p)
{
	put_str(p, "country", p->line->country || !p->c ? p->line->country :
	    p->c->country);
}

/* For a file they have become part of what stands above. */
static void
put_overrides(struct print *p)
{
	const struct config *c = p->c;
	struct json_writer *w = &p->w;
	const struct value *all = c ? gcl_value_get(c->root, "overrides") :
	    NULL;
	const struct config_override *o = c ? c->overrides : NULL;
	const struct value *v = all ? all->child : NULL;

	gcl_json_key(w, "overrides");
	gcl_json_open(w, '[');
	for (; !p->rel.ptr && o; o = o->next, v = v->next) {
		gcl_json_open(w, '{');
		put_strings(w, "files", gcl_value_get(v, "files"));
		put_str(p, "pack", p->line->pack ? NULL : o->pack);
		put_override_rules(p, o->rules);
		gcl_json_close(w, '}');
	}
	gcl_json_close(w, ']');
}

static void
put_suppressions(struct print *p)
{
	static const char *const keys[] = {
		"file", "pointer", "rule", "reason", "expires",
	};
	const struct config *c = p->c;
	struct json_writer *w = &p->w;
	const struct value *all = c ? gcl_value_get(c->root, "suppress") :
	    NULL;
	const struct suppression *s = c ? c->suppressions : NULL;
	const struct value *v = all ? all->child : NULL;
	size_t i;

	gcl_json_key(w, "suppress");
	gcl_json_open(w, '[');
	for (; s; s = s->next, v = v->next) {
		if (p->rel.ptr && s->file && !holds(p, &s->files))
			continue;
		gcl_json_open(w, '{');
		for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
			put_member(w, v, keys[i]);
		gcl_json_close(w, '}');
	}
	gcl_json_close(w, ']');
}

static void
put_config(struct print *p)
{
	gcl_json_open(&p->w, '{');
	put_pack(p);
	put_top_rules(p);
	put_fail_level(p);
	put_country(p);
	put_strings(&p->w, "exclude", p->c ? gcl_value_get(p->c->root,
	    "exclude") : NULL);
	put_overrides(p);
	put_suppressions(p);
	gcl_json_close(&p->w, '}');
}

/* ---- lines ---- */

static void
add_line_end(struct buf *out, size_t depth)
{
	gcl_buf_addc(out, '\n');
	while (depth-- > 0)
		gcl_buf_adds(out, "  ");
}

/* The length of the string that begins at p, its quotes included. */
static size_t
string_length(const char *p)
{
	size_t n = 1;

	while (p[n] != '"')
		n += p[n] == '\\' ? 2 : 1;
	return n + 1;
}

/* JSON without blanks between tokens, as the writer makes it. */
static void
indent(struct buf *out, struct span json)
{
	size_t i, n, depth = 0;
	char c;

	for (i = 0; i < json.len; i += n) {
		c = json.ptr[i];
		n = c == '"' ? string_length(json.ptr + i) : 1;
		if (c == '}' || c == ']')
			add_line_end(out, --depth);
		gcl_buf_add(out, json.ptr + i, n);
		if ((c == '{' || c == '[') && json.ptr[i + 1] != c + 2)
			add_line_end(out, ++depth);
		else if (c == '{' || c == '[')
			gcl_buf_addc(out, json.ptr[i + n++]);
		else if (c == ',')
			add_line_end(out, depth);
		else if (c == ':')
			gcl_buf_addc(out, ' ');
	}
	gcl_buf_addc(out, '\n');
}

void
gcl_config_print(struct buf *out, const struct config *c,
	const struct config_line *line, struct span rel)
{
	struct print p = { .c = c, .line = line, .rel = rel };
	struct buf json;

	gcl_buf_init(&json, LIMIT_TEXT_BYTES);
	gcl_json_init(&p.w, &json);
	put_config(&p);
	if (gcl_buf_status(&json) == GCL_OK)
		indent(out, gcl_buf_span(&json));
	else if (out->st == GCL_OK)
		out->st = gcl_buf_status(&json);
	gcl_buf_release(&json);
}
