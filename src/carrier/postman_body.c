/*
 * The body of a request in a collection (format v2.1 "body"): one member for
 * each mode.
 */
#include "config.h"

#include "carrier/postman_p.h"

enum { BODY_MODE, BODY_OPTIONS, BODY_DISABLED, BODY_RAW, BODY_URLENCODED,
	BODY_FORMDATA, BODY_FILE, BODY_GRAPHQL, BODY_FIELDS };

static const struct member body_members[] = {
	[BODY_MODE] = { "mode", JSON_STRING },
	[BODY_OPTIONS] = { "options", JSON_OBJECT },
	[BODY_DISABLED] = { "disabled", JSON_BOOLEAN },
	[BODY_RAW] = { "raw", JSON_STRING },
	[BODY_URLENCODED] = { "urlencoded", JSON_STRING | JSON_ARRAY },
	[BODY_FORMDATA] = { "formdata", JSON_ARRAY },
	[BODY_FILE] = { "file", JSON_OBJECT },
	[BODY_GRAPHQL] = { "graphql", JSON_OBJECT },
	[BODY_FIELDS] = { NULL, 0 },
};

static const struct member pair_members[] = {
	{ "key", JSON_STRING },
	{ "value", JSON_STRING | JSON_NUMBER | JSON_BOOLEAN },
	{ "disabled", JSON_BOOLEAN },
	{ NULL, 0 }
};

/* The Content-Type that is sent for the language of a raw body. */
static enum gcl_status
add_language(struct reading *r, const struct field *options)
{
	static const struct member raw_of[] = {
		{ "raw", JSON_OBJECT }, { NULL, 0 }
	};
	static const struct member language_of[] = {
		{ "language", JSON_STRING }, { NULL, 0 }
	};
	static const struct {
		const char *language, *type;
	} types[] = {
		{ "html", "text/html" },
		{ "javascript", "application/javascript" },
		{ "json", "application/json" },
		{ "text", "text/plain" },
		{ "xml", "application/xml" },
	};
	struct span text = r->p->file.text;
	struct field raw, language;
	size_t i;

	gcl_members_get(text, options, raw_of, &raw);
	gcl_members_get(text, &raw, language_of, &language);
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (gcl_field_is(text, &language, types[i].language))
			return gcl_postman_header(r, "Content-Type",
			    types[i].type, &language);
	return GCL_OK;
}

/* A string that is the body as it is, but for variables. */
static enum gcl_status
read_string(struct reading *r, const struct field *v, struct piece *body)
{
	enum gcl_status st = gcl_postman_text(r, v, body);

	if (st == GCL_OK && !gcl_jsonfile_code(&r->p->file, NULL, true))
		st = GCL_ENOMEM;
	return st;
}

/* An empty text is no body. */
static enum gcl_status
read_raw(struct reading *r, const struct field *fields, struct piece *body)
{
	const struct field *raw = &fields[BODY_RAW];
	enum gcl_status st;

	if (!raw->type || raw->end - raw->off == 2)
		return GCL_OK;
	st = read_string(r, raw, body);
	return st == GCL_OK ? add_language(r, &fields[BODY_OPTIONS]) : st;
}

static enum gcl_status
read_pairs(struct reading *r, const struct field *fields,
	const struct field *v, const char *type, struct piece *body)
{
	struct header *pairs = NULL;
	enum gcl_status st;

	if (v->type == JSON_STRING)
		return read_string(r, v, body);
	st = gcl_jsonfile_pairs(&r->p->file, v, pair_members, &pairs);
	if (st == GCL_OK)
		st = gcl_postman_fill_pairs(r, pairs);
	if (st != GCL_OK || !pairs)
		return st;
	st = gcl_jsonfile_form(&r->p->file, pairs, body);
	return st == GCL_OK ? gcl_postman_header(r, "Content-Type", type,
	    &fields[BODY_MODE]) : st;
}

static enum gcl_status
read_urlencoded(struct reading *r, const struct field *fields,
	struct piece *body)
{
	return read_pairs(r, fields, &fields[BODY_URLENCODED],
	    "application/x-www-form-urlencoded", body);
}

static enum gcl_status
read_formdata(struct reading *r, const struct field *fields,
	struct piece *body)
{
	return read_pairs(r, fields, &fields[BODY_FORMDATA],
	    "multipart/form-data", body);
}

static enum gcl_status
read_file(struct reading *r, const struct field *fields, struct piece *body)
{
	static const struct member file_members[] = {
		{ "content", JSON_STRING }, { "src", JSON_STRING },
		{ NULL, 0 }
	};
	const struct field *file = &fields[BODY_FILE];
	struct field parts[2];
	enum gcl_status st;

	st = gcl_jsonfile_get(&r->p->file, file, file_members, parts);
	if (st != GCL_OK)
		return st;
	if (parts[0].type)
		return read_string(r, &parts[0], body);
	return gcl_jsonfile_remark(&r->p->file, "curl-file-skipped",
	    parts[1].type ? &parts[1] : file,
	    "the body is in a file, which is not read",
	    "lint that file by itself");
}

static enum gcl_status
read_graphql(struct reading *r, const struct field *fields,
	struct piece *body)
{
	(void)body;
	return gcl_jsonfile_remark(&r->p->file, "capture-encoding",
	    &fields[BODY_MODE], "a GraphQL body is not linted",
	    "this API takes JSON: set the body to raw");
}

static const struct {
	const char *mode;
	enum gcl_status (*read)(struct reading *r,
		const struct field *fields, struct piece *body);
} modes[] = {
	{ "file", read_file },
	{ "formdata", read_formdata },
	{ "graphql", read_graphql },
	{ "raw", read_raw },
	{ "urlencoded", read_urlencoded },
};

enum gcl_status
gcl_postman_body(struct reading *r, const struct field *at)
{
	struct piece *body = &r->p->file.doc->body;
	struct span text = r->p->file.text;
	struct field fields[BODY_FIELDS];
	const struct field *mode = &fields[BODY_MODE];
	enum gcl_status st;
	size_t i;

	st = gcl_jsonfile_get(&r->p->file, at, body_members, fields);
	if (st != GCL_OK || (fields[BODY_DISABLED].type &&
	    text.ptr[fields[BODY_DISABLED].off] == 't'))
		return st;
	if (!mode->type)
		return read_raw(r, fields, body);
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (gcl_field_is(text, mode, modes[i].mode))
			return modes[i].read(r, fields, body);
	return gcl_jsonfile_broken(&r->p->file, mode,
	    "not a mode of a body", "raw, urlencoded, formdata, file, graphql");
}
