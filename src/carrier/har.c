/*
 * HTTP archives (HAR 1.2) as browsers and proxies save them: entry by entry,
 * so a recording of a whole day needs no more memory than its bytes.
 */
#include "config.h"

#include <strings.h>

#include "carrier/har_p.h"

/* ---- what the input is ---- */

enum { LOG_VERSION, LOG_CREATOR, LOG_BROWSER, LOG_PAGES, LOG_ENTRIES,
	LOG_FIELDS };

static const struct member log_members[] = {
	[LOG_VERSION] = { "version", JSON_STRING },
	[LOG_CREATOR] = { "creator", JSON_OBJECT },
	[LOG_BROWSER] = { "browser", JSON_OBJECT },
	[LOG_PAGES] = { "pages", JSON_ARRAY },
	[LOG_ENTRIES] = { "entries", JSON_ARRAY },
	[LOG_FIELDS] = { NULL, 0 },
};

static bool
is_log(struct span text, const struct field *value)
{
	struct field fields[LOG_FIELDS];
	size_t i, n = 0;

	gcl_members_get(text, value, log_members, fields);
	for (i = 0; i < LOG_FIELDS; i++)
		n += (fields[i].type & log_members[i].types) != 0;
	return n > 0;
}

/* Beside the log a HAR has at most comments and what tools call _name. */
static const char *
sniff(struct span head)
{
	struct span text = gcl_members_text(head);
	struct field top = gcl_field_at(text, 0), key, value;
	struct cursor at = gcl_members_of(text, &top);
	const char *tells = NULL;

	while (at.object && gcl_members_next(&at, &key, &value)) {
		if (gcl_field_is(text, &key, "log") && is_log(text, &value))
			tells = "its 'log' is that of a HAR";
		else if ((value.type & (JSON_OBJECT | JSON_ARRAY)) &&
		    text.ptr[key.off + 1] != '_')
			return NULL;
	}
	return tells;
}

/* ---- from entry to entry ---- */

/*
 * Of a request that has no body, and a method that needs none, there is
 * nothing to say.
 */
static bool
concerns_us(struct span text, const struct field *entry)
{
	static const struct member request_of[] = {
		{ "request", JSON_OBJECT }, { NULL, 0 }
	};
	static const struct member body_of[] = {
		{ "method", JSON_STRING }, { "postData", JSON_OBJECT },
		{ NULL, 0 }
	};
	struct field request, fields[2];

	gcl_members_get(text, entry, request_of, &request);
	gcl_members_get(text, &request, body_of, fields);
	if (fields[0].type != JSON_STRING)
		return true;
	return (fields[1].type & ~(unsigned)JSON_NULL) != 0 ||
	    gcl_jsonfile_takes_body(gcl_field_raw(text, &fields[0]));
}

/* Leave h->next at the next entry that may give a document. */
static void
advance(struct har *h)
{
	while (gcl_members_next(&h->entries, NULL, &h->next) &&
	    h->next.whole)
		if (concerns_us(h->file.text, &h->next))
			return;
	h->next = (struct field){ 0 };
}

/* The member of object, or else what is wrong with the file as a HAR. */
static struct field
need(struct har *h, const struct field *object, const char *name,
	enum json_type type, const char *say)
{
	const struct member member[] = { { name, type }, { NULL, 0 } };
	struct field f = { 0 };

	gcl_members_get(h->file.text, object, member, &f);
	if (f.type == type || h->fault.type)
		return f;
	/* What is missing may stand behind the end of what can be read. */
	if (f.type || object->whole) {
		h->fault = f.type ? f : *object;
		h->fault_say = say;
	}
	return (struct field){ 0 };
}

static enum gcl_status
begin(struct capture *c, struct har **out, struct gcl_error *err)
{
	struct har *h = gcl_arena_calloc(&c->input, 1, sizeof(*h));
	struct field top, log, entries;
	enum gcl_status st;

	if (!h)
		return GCL_ENOMEM;
	st = gcl_jsonfile_begin(&h->file, c, err);
	if (st != GCL_OK)
		return st;
	top = gcl_jsonfile_top(&h->file);
	log = need(h, &top, "log", JSON_OBJECT,
	    "not a HAR: there is no object 'log'");
	entries = need(h, &log, "entries", JSON_ARRAY,
	    "not a HAR: there is no array 'log.entries'");
	h->entries = gcl_members_of(h->file.text, &entries);
	advance(h);
	c->state = *out = h;
	return GCL_OK;
}

/* Behind the last entry. */
static enum gcl_status
finish(struct har *h, bool *more)
{
	struct field fault = h->fault;
	enum gcl_status st = GCL_OK;

	h->fault = (struct field){ 0 };
	if (fault.type)
		st = gcl_jsonfile_broken(&h->file, &fault, h->fault_say,
		    "record it again, or name the kind with --input");
	return st == GCL_OK ? gcl_jsonfile_rest(&h->file, more) : st;
}

static enum gcl_status
split(struct capture *c, struct document *doc, bool *more,
	struct gcl_error *err)
{
	struct har *h = c->state;
	enum gcl_status st = GCL_OK;
	struct field entry;

	if (!h)
		st = begin(c, &h, err);
	if (st != GCL_OK)
		return st;
	h->file.doc = doc;
	while (!*more && h->next.type) {
		entry = h->next;
		advance(h);
		st = gcl_har_entry(h, &entry, more);
		if (st != GCL_OK)
			return gcl_jsonfile_error(st, err);
		if (*more)
			return gcl_jsonfile_end(&h->file, entry.end,
			    h->next.off);
	}
	return finish(h, more);
}

static const char *const extensions[] = { ".har", ".json", NULL };

const struct carrier gcl_carrier_har = {
	.name = "har",
	.summary = "HTTP archive (HAR 1.2) of a browser or proxy",
	.extensions = extensions,
	.mixed = true,
	.sniff = sniff,
	.split = split,
	.encode = gcl_jsonfile_encode,
	.settle = gcl_jsonfile_settle,
};
