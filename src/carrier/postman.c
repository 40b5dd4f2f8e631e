/*
 * Postman collections (format v2.0 and v2.1): each request and each saved
 * example of one, in the order of the file.
 */
#include "config.h"

#include "base/hash.h"
#include "base/limits.h"
#include "carrier/postman_p.h"

/* ---- what the input is ---- */

enum { TOP_INFO, TOP_ITEM, TOP_COLLECTION, TOP_ORDER, TOP_REQUESTS,
	TOP_FOLDERS, TOP_FIELDS };

static const struct member top_members[] = {
	[TOP_INFO] = { "info", JSON_OBJECT },
	[TOP_ITEM] = { "item", JSON_ARRAY },
	[TOP_COLLECTION] = { "collection", JSON_OBJECT },
	[TOP_ORDER] = { "order", JSON_ARRAY },
	[TOP_REQUESTS] = { "requests", JSON_ARRAY },
	[TOP_FOLDERS] = { "folders", JSON_ARRAY },
	[TOP_FIELDS] = { NULL, 0 },
};

enum { INFO_ID, INFO_SCHEMA, INFO_FIELDS };

static const struct member info_members[] = {
	[INFO_ID] = { "_postman_id", JSON_STRING },
	[INFO_SCHEMA] = { "schema", JSON_STRING },
	[INFO_FIELDS] = { NULL, 0 },
};

/* The members of their declared types; how many there are. */
static size_t
members(struct span text, const struct field *object,
	const struct member *wanted, struct field *fields)
{
	size_t i, n = 0;

	gcl_members_get(text, object, wanted, fields);
	for (i = 0; wanted[i].name; i++) {
		if (!(fields[i].type & wanted[i].types))
			fields[i] = (struct field){ 0 };
		n += fields[i].type != 0;
	}
	return n;
}

static bool
contains(struct span s, const char *word)
{
	size_t len = strlen(word);

	for (; s.len >= len; s.ptr++, s.len--)
		if (!memcmp(s.ptr, word, len))
			return true;
	return false;
}

static bool
is_info(struct span text, const struct field *info)
{
	struct field fields[INFO_FIELDS];

	members(text, info, info_members, fields);
	return fields[INFO_ID].type || (fields[INFO_SCHEMA].type &&
	    contains(gcl_field_raw(text, &fields[INFO_SCHEMA]), "postman"));
}

/* Is the first element one of a collection? */
static bool
is_items(struct span text, const struct field *array)
{
	static const struct member item_members[] = {
		{ "request", JSON_OBJECT | JSON_STRING },
		{ "item", JSON_ARRAY }, { NULL, 0 }
	};
	struct cursor at = gcl_members_of(text, array);
	struct field element, fields[2];

	return gcl_members_next(&at, NULL, &element) &&
	    members(text, &element, item_members, fields) > 0;
}

static const char *
sniff(struct span head)
{
	struct span text = gcl_members_text(head);
	struct field fields[TOP_FIELDS], at = gcl_field_at(text, 0);

	members(text, &at, top_members, fields);
	if (fields[TOP_COLLECTION].type) {
		at = fields[TOP_COLLECTION];
		members(text, &at, top_members, fields);
	}
	if (is_info(text, &fields[TOP_INFO]))
		return "its 'info' is that of a Postman collection";
	if (fields[TOP_ITEM].type && (fields[TOP_INFO].type ||
	    is_items(text, &fields[TOP_ITEM])))
		return "it has 'item' as a Postman collection has";
	if (fields[TOP_ORDER].type && (fields[TOP_REQUESTS].type ||
	    fields[TOP_FOLDERS].type))
		return "it has 'order' as a Postman collection v1 has";
	return NULL;
}

/* ---- from request to request ---- */

static enum gcl_status
begin(struct capture *c, struct postman **out, struct gcl_error *err)
{
	struct postman *p = gcl_arena_calloc(&c->input, 1, sizeof(*p));
	enum gcl_status st;

	if (!p)
		return GCL_ENOMEM;
	p->seed = gcl_hash_seed();
	p->budget = LIMIT_VARIABLE_BYTES;
	st = gcl_jsonfile_begin(&p->file, c, err);
	if (st == GCL_OK)
		st = gcl_postman_index(p);
	if (st == GCL_OK)
		c->state = *out = p;
	return st;
}

/* What is wrong with the file as a collection. */
static enum gcl_status
judge(struct postman *p)
{
	struct field top = gcl_jsonfile_top(&p->file);

	/* What is missing may stand behind the end of what can be read. */
	if (p->done || p->items || !top.type || !top.whole)
		return GCL_OK;
	p->done = true;
	if (p->old)
		return gcl_jsonfile_broken(&p->file, &top,
		    "a Postman collection v1, which is not read",
		    "export it again as Collection v2.1");
	return gcl_jsonfile_broken(&p->file, &top,
	    "not a Postman collection: there is no array 'item'",
	    "export the collection as Collection v2.1");
}

static enum gcl_status
finish(struct postman *p, bool *more)
{
	enum gcl_status st = judge(p);

	return st == GCL_OK ? gcl_jsonfile_rest(&p->file, more) : st;
}

static enum gcl_status
split(struct capture *c, struct document *doc, bool *more,
	struct gcl_error *err)
{
	struct postman *p = c->state;
	enum gcl_status st = GCL_OK;
	const struct entry *e;
	struct field at;

	if (!p)
		st = begin(c, &p, err);
	if (st != GCL_OK)
		return st;
	p->file.doc = doc;
	while (p->next) {
		e = p->next;
		p->next = e->next;
		at = gcl_field_at(p->file.text, e->off);
		st = gcl_postman_read(p, e, &at, more);
		if (st != GCL_OK)
			return gcl_jsonfile_error(st, err);
		if (*more)
			return gcl_jsonfile_end(&p->file, at.end,
			    p->next ? p->next->off : 0);
	}
	return finish(p, more);
}

static const char *const extensions[] = { ".json", NULL };

const struct carrier gcl_carrier_postman = {
	.name = "postman",
	.summary = "Postman collection v2.1 or v2.0",
	.extensions = extensions,
	.sniff = sniff,
	.split = split,
	.encode = gcl_jsonfile_encode,
	.settle = gcl_jsonfile_settle,
};
