/*
 * Load a pack: its rules, formats and shapes, and those of what it includes.
 */
#ifndef GCL_RULE_PACK_H
#define GCL_RULE_PACK_H

#include "base/status.h"
#include "rule/ruleset.h"

/*
 * A struct value of a lean text, by tree.awk.  It has offsets for pointers,
 * which the dynamic linker would have to relocate at every start.
 */
struct embedded_value {
	uint8_t type;			/* enum json_type */
	uint16_t off, len;		/* as in struct value */
	uint16_t key_off, key_len;
	uint16_t text, text_len;	/* in the bytes from lean on */
	uint16_t n;
	uint16_t next;			/* how far on; 0: the last one */
};

/* A pack that is built into the program. */
struct embedded {
	const char *name;		/* file name without ".json" */
	const unsigned char *bytes;
	size_t len;
	const unsigned char *lean;	/* by lean.awk: without what is only
					   for people to read */
	const struct embedded_value *tree;	/* of that; first the root */
	size_t n_values;
	bool root;		/* a pack by itself, not a part of others */
};

static inline struct span
gcl_embedded_lean(const struct embedded *e)
{
	return gcl_span((const char *)e->lean, e->tree->len);
}

/* Ends with an entry whose name is NULL; in order of name. */
extern const struct embedded gcl_embedded[];

/* The embedded file of that name, or NULL. */
const struct embedded *gcl_embedded_find(struct span name);

/* What reading the lean text gives, without reading it; NULL: no memory. */
struct value *gcl_embedded_tree(const struct embedded *e,
	struct arena *arena);

/*
 * Load an embedded pack (file NULL), or the one whose bytes were read from
 * file.  bytes must outlive the rule set.
 *
 * A file is checked against rules/pack.json and all its patterns are compiled;
 * the patterns of an embedded pack are compiled on first use.
 *
 * Returns GCL_OK; GCL_ENOMEM; GCL_EUSAGE for an unknown name; GCL_EPACK with
 * "file:line:column: what was expected" for a fault in the file.
 */
enum gcl_status gcl_pack_load(const char *name, const char *file,
	struct span bytes, struct ruleset **out, struct gcl_error *err);

/*
 * Load what linting needs of an embedded pack: rules have no summary, why,
 * source and examples, and the payload to compose has no white space.
 */
enum gcl_status gcl_pack_load_lean(const char *name, struct ruleset **out,
	struct gcl_error *err);

void gcl_ruleset_free(struct ruleset *rs);	/* takes NULL */

/* A JSON file that a person writes for gclint: a pack, a configuration. */
struct written {
	const char *file;		/* as shown */
	struct span text;
	enum gcl_status fault;		/* what a faulty one is */
	struct walk *walk;		/* for LIMIT_DEPTH_DEFAULT */
	struct arena *arena;
	struct gcl_error *err;
};

/* Put "file:line:column: ..." of a byte of it into err; gives w->fault. */
enum gcl_status gcl_written_fault(const struct written *w, size_t off,
	const char *fmt, ...) GCL_PRINTF(3, 4);
enum gcl_status gcl_written_vfault(const struct written *w, size_t off,
	const char *fmt, va_list ap) GCL_PRINTF(3, 0);

/*
 * Read it as strict JSON, and hold it to an embedded pack: any finding is a
 * fault, and the first one is told.  GCL_OK; GCL_ENOMEM; w->fault.
 */
enum gcl_status gcl_written_read(const struct written *w,
	struct value **out);
enum gcl_status gcl_written_verify(const struct written *w,
	const char *pack);

/* "error", "warning", "note", "off"; false when text is none of them. */
bool gcl_severity_parse(struct span text, enum gcl_severity *out);
const char *gcl_severity_name(enum gcl_severity s);

#endif
