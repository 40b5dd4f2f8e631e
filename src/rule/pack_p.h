/*
 * What the parts of the pack loader share.
 */
#ifndef GCL_RULE_PACK_P_H
#define GCL_RULE_PACK_P_H

#include "rule/check.h"
#include "rule/pack.h"

/* A file that is being loaded: the pack itself, or one it includes. */
struct unit {
	struct unit *next;		/* in order of loading */
	const struct unit *outer;	/* who includes it */
	const char *name, *file;	/* file is what faults are shown with */
	struct span text;
	const struct value *root;
	const struct embedded *embedded;	/* NULL: a file */
};

struct loader {
	struct ruleset *rs;
	struct arena *arena;
	struct walk *walk;
	struct gcl_error *err;
	struct unit *units, **last_unit;
	const struct unit *unit;	/* the one at hand */
	const struct shape *shape;	/* whose checks are being read */
	unsigned n_conditions;
	unsigned tables;		/* that checks look things up in */
	bool in_named;			/* what is read is a fix with a name */
	bool lean;			/* embedded packs are read lean */
};

/* A fault at a value, or at a byte of the unit at hand: always GCL_EPACK. */
enum gcl_status gcl_pack_fault(struct loader *ld, const struct value *v,
	const char *fmt, ...) GCL_PRINTF(3, 4);
enum gcl_status gcl_pack_fault_at(struct loader *ld, size_t off,
	const char *fmt, ...) GCL_PRINTF(3, 4);

/*
 * Each of these reads a member of obj, if it is there; a value of the wrong
 * type is a fault.  *out is left alone when the member is absent.
 */
enum gcl_status gcl_pack_string(struct loader *ld, const struct value *obj,
	const char *name, const char **out);
enum gcl_status gcl_pack_pattern(struct loader *ld, const struct value *obj,
	const char *name, struct pattern **out);
enum gcl_status gcl_pack_template(struct loader *ld, const struct value *obj,
	const char *name, const char **out);

/* Is a string a template whose variables are all known? */
enum gcl_status gcl_pack_check_template(struct loader *ld,
	const struct value *v);

/* The rules of the unit at hand. */
enum gcl_status gcl_pack_rules(struct loader *ld);

/* What the unit at hand says of itself. */
enum gcl_status gcl_pack_head(struct loader *ld, struct head *h);

/* What the documents of the unit at hand, the pack itself, are. */
enum gcl_status gcl_pack_documents(struct loader *ld);

/* A pattern from a string value. */
enum gcl_status gcl_pack_compile(struct loader *ld, const struct value *v,
	struct pattern **out);

/* The same for subjects that are any bytes. */
enum gcl_status gcl_pack_compile_bytes(struct loader *ld,
	const struct value *v, struct pattern **out);

/* The rule that obj names under "rule"; *out stays if there is none. */
enum gcl_status gcl_pack_rule_name(struct loader *ld,
	const struct value *obj, const struct rule **out);

/* What the unit at hand looks for in captures. */
enum gcl_status gcl_pack_scans(struct loader *ld);

/* How the unit at hand, the pack itself, composes a payload. */
enum gcl_status gcl_pack_compose(struct loader *ld);

/* The JSON types that obj names under "type", one or an array of them. */
enum gcl_status gcl_pack_value_types(struct loader *ld,
	const struct value *obj, unsigned *out);

/* The words in obj; what it does not say is as in outer. */
enum gcl_status gcl_pack_words(struct loader *ld, const struct value *obj,
	const struct words *outer, struct words *out);

/* A fix, or an array of steps; *out stays if v is NULL. */
enum gcl_status gcl_pack_fixes(struct loader *ld, const struct value *v,
	const struct fix **out);

/* What checks are read for. */
struct check_place {
	const struct words *outer;	/* whose rule faults raise */
	unsigned types;			/* JSON types of the values */
	bool ladder;			/* they are the steps of a format */
};

/* A check looks things up in that table: it will be loaded. */
void gcl_pack_want_table(struct loader *ld, const char *name);

/* A list of checks. */
enum gcl_status gcl_pack_checks(struct loader *ld, const struct value *list,
	const struct check_place *place, const struct check **out,
	size_t *n_states);

/* The checks that stand in a field itself, as in "enum": ["phone"]. */
enum gcl_status gcl_pack_own_checks(struct loader *ld,
	const struct value *obj, const struct check_place *place,
	const struct check **out, size_t *n_states);

/* A shape or format of that name that has been declared, or NULL. */
const struct shape *gcl_pack_find_shape(const struct ruleset *rs,
	struct span name);
const struct format *gcl_pack_find_format(const struct ruleset *rs,
	struct span name);

/* Call fn for each member of a member of the unit at hand. */
enum gcl_status gcl_pack_each_member(struct loader *ld, const char *name,
	enum gcl_status (*fn)(struct loader *ld, const struct value *v));

/* The steps of a format. */
enum gcl_status gcl_pack_define_format(struct loader *ld,
	const struct value *v);

/* All formats and shapes of the unit at hand; first their names. */
enum gcl_status gcl_pack_declare(struct loader *ld);
enum gcl_status gcl_pack_shape_words(struct loader *ld);
enum gcl_status gcl_pack_define(struct loader *ld);

/* The type that text stands for: "array of participant". */
enum gcl_status gcl_pack_type(struct loader *ld, const struct value *v,
	struct span text, const struct type **out);

/* What is known of the elements or values of such a type, if anything. */
enum gcl_status gcl_pack_each(struct loader *ld, const struct type *type,
	const struct words *outer, const struct field **out);

#endif
