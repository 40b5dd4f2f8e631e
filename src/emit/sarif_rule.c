/*
 * The rules of a SARIF report: reportingDescriptor objects (SARIF 2.1.0,
 * 3.49), with the properties that GitHub's code scanning reads.
 */
#include "config.h"

#include "emit/sarif_p.h"

#include "base/display.h"
#include "emit/help.h"
#include "emit/object.h"
#include "emit/uri.h"

/* Where the API that the rules are about is described. */
#define INFORMATION "https://developer.genesys.cloud/"

/* GitHub takes 1024 characters of a description, and 255 of a name. */
#define MAX_DESCRIPTION 1000u
#define MAX_NAME 250u

const struct sarif_level *
gcl_sarif_level(enum gcl_severity s)
{
	static const struct sarif_level levels[] = {
		[GCL_OFF] = { "none", "recommendation", "medium" },
		[GCL_NOTE] = { "note", "recommendation", "medium" },
		[GCL_WARNING] = { "warning", "warning", "high" },
		[GCL_ERROR] = { "error", "error", "very-high" },
	};

	return &levels[s];
}

enum gcl_status
gcl_sarif_rule(struct emit *e, const struct gcl_finding *f, size_t *index)
{
	struct sarif *s = e->state;
	struct sarif_rule *r;

	for (*index = 0; *index < s->n_rules; ++*index)
		if (!strcmp(s->rules[*index].name, f->rule))
			return GCL_OK;
	if (gcl_grow(&s->rules, &s->cap_rules, s->n_rules + 1, sizeof(*r)))
		return GCL_ENOMEM;
	r = &s->rules[s->n_rules];
	r->name = gcl_arena_str(&s->arena, gcl_span_str(f->rule));
	if (!r->name || gcl_emit_rule(e, f, &r->words) != GCL_OK)
		return GCL_ENOMEM;
	s->n_rules++;
	return GCL_OK;
}

/*
 * "address-scheme" becomes "AddressScheme".  A single word gets another one,
 * since a name is to differ from the id by more than its case.
 */
static void
add_name(struct emit *e, struct json_writer *w, const char *id)
{
	struct buf *words = &((struct sarif *)e->state)->words;
	bool first = true, single = !strchr(id, '-');

	for (; *id && words->len < MAX_NAME; id++) {
		if (*id == '-') {
			first = true;
			continue;
		}
		if (first && *id >= 'a' && *id <= 'z')
			gcl_buf_addc(words, (char)(*id - 'a' + 'A'));
		else
			gcl_buf_addc(words, *id);
		first = false;
	}
	if (single)
		gcl_buf_adds(words, "Rule");
	gcl_sarif_words(e, w, "name");
}

static void
add_description(struct emit *e, struct json_writer *w, const char *key,
	const char *text)
{
	struct sarif *s = e->state;

	gcl_display_add_short(&s->words, gcl_span_str(text), MAX_DESCRIPTION);
	gcl_sarif_text(e, w, key);
}

static void
add_help(struct emit *e, struct json_writer *w, const struct rule *r)
{
	struct sarif *s = e->state;

	gcl_json_key(w, "help");
	gcl_json_open(w, '{');
	gcl_help_add_text(&s->words, r);
	gcl_sarif_words(e, w, "text");
	gcl_help_add_markdown(&s->words, r);
	gcl_sarif_words(e, w, "markdown");
	gcl_json_close(w, '}');
	if (!r->url)
		return;
	gcl_uri_add(&s->words, gcl_span_str(r->url));
	gcl_sarif_words(e, w, "helpUri");
}

static void
add_properties(struct json_writer *w, const struct rule *r)
{
	const struct sarif_level *l = gcl_sarif_level(r->severity);

	gcl_json_key(w, "properties");
	gcl_json_open(w, '{');
	gcl_json_key(w, "tags");
	gcl_json_open(w, '[');
	gcl_json_str(w, "genesys-cloud");
	if (r->pack)
		gcl_json_str(w, r->pack);
	gcl_json_close(w, ']');
	gcl_object_str(w, "precision", l->precision);
	gcl_object_str(w, "problem.severity", l->problem);
	gcl_json_close(w, '}');
}

static void
add_rule(struct emit *e, struct json_writer *w, const struct sarif_rule *rule)
{
	const struct rule unknown = { .name = rule->name,
		.severity = GCL_WARNING };
	const struct rule *r = rule->words ? rule->words : &unknown;
	const char *summary = r->summary ? r->summary : r->name;

	gcl_json_open(w, '{');
	gcl_object_str(w, "id", r->name);
	add_name(e, w, r->name);
	add_description(e, w, "shortDescription", summary);
	add_description(e, w, "fullDescription", r->why ? r->why : summary);
	add_help(e, w, r);
	gcl_json_key(w, "defaultConfiguration");
	gcl_json_open(w, '{');
	gcl_object_str(w, "level", gcl_sarif_level(r->severity)->level);
	gcl_json_close(w, '}');
	add_properties(w, r);
	gcl_json_close(w, '}');
}

void
gcl_sarif_tool(struct emit *e, struct json_writer *w)
{
	const struct sarif *s = e->state;
	size_t i;

	gcl_json_key(w, "tool");
	gcl_json_open(w, '{');
	gcl_json_key(w, "driver");
	gcl_json_open(w, '{');
	gcl_object_str(w, "name", PACKAGE_NAME);
	gcl_object_str(w, "version", PACKAGE_VERSION);
	gcl_object_str(w, "semanticVersion", PACKAGE_VERSION);
	gcl_object_str(w, "informationUri", INFORMATION);
	gcl_json_key(w, "rules");
	gcl_json_open(w, '[');
	for (i = 0; i < s->n_rules; i++) {
		gcl_buf_adds(w->out, i > 0 ? ",\n" : "\n");
		gcl_json_init(w, w->out);
		add_rule(e, w, &s->rules[i]);
	}
	if (s->n_rules > 0)
		gcl_buf_addc(w->out, '\n');
	gcl_json_close(w, ']');
	gcl_json_close(w, '}');
	gcl_json_close(w, '}');
}
