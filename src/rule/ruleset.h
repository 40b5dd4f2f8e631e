/*
 * A pack in memory: rules, shapes, formats, and the checks that raise them.
 *
 * Everything lives in the pack's arena and is constant once loaded, but for
 * patterns, which are compiled on first use.  gclint-rules(5) describes the
 * file.
 */
#ifndef GCL_RULE_RULESET_H
#define GCL_RULE_RULESET_H

#include <stdint.h>

#include "base/arena.h"
#include "gclint/gclint.h"
#include "json/value.h"
#include "rule/endpoint.h"
#include "rule/pattern.h"

struct check_kind;
struct plan;
struct regions;

/* A rule: its words stand once, whoever raises it. */
struct rule {
	struct rule *next;
	const char *name;
	const char *pack;		/* where it is defined */
	enum gcl_severity severity;
	int status;			/* predicted HTTP status, 0: none */
	const char *basis, *source, *summary, *why, *url;
	const char *fix;		/* how to mend it; any may be NULL */
	const char *with;		/* the pack of its examples, or NULL */
	bool text_examples;		/* examples are texts, not documents */
	const struct value *good, *bad;	/* arrays, or NULL */
	struct span pack_text;		/* what their offsets are in */
	size_t index;			/* in the rule set */
};

enum fix_kind {
	FIX_PUT,	/* the value becomes text; $0 is what it was */
	FIX_DELETE,	/* what pattern matches goes */
	FIX_REPLACE,	/* what pattern matches becomes text */
	FIX_INTERNATIONAL,	/* the number in it becomes + and digits */
	FIX_WRAP,	/* the value becomes this JSON */
	FIX_AS,		/* the value becomes another type: see as */
	FIX_INSERT,	/* a member is added */
	FIX_REMOVE,	/* the member or element goes */
	FIX_RENAME,	/* the member's name becomes text */
	FIX_MOVE,	/* members are made of others, which go */
};

enum fix_as {
	AS_STRING,	/* a number or boolean, in quotes */
	AS_JSON,	/* what a string holds */
	AS_ARRAY,	/* an array of it */
	AS_ELEMENT,	/* the only element of an array */
};

/*
 * One step of a fix; the steps are applied one after the other.  The first
 * four kinds edit the text of a string; any other is the last step.
 */
struct fix {
	struct fix *next;
	const struct fix *other;	/* of the first step: what to try when
					   this fix is not for the value, or is
					   no use */
	enum fix_kind kind;
	enum fix_as as;
	bool safe;
	struct pattern *when;		/* the fix is for values that match */
	struct pattern *country;	/* --country is given and matches */
	struct span starts;		/* and the value begins like this */
	struct pattern *pattern;
	struct span text;		/* template, or name */
	const struct value *json;	/* template */
	struct span json_text;		/* what its offsets are in */
};

static inline bool
gcl_fix_is_text(const struct fix *f)
{
	return f->kind <= FIX_INTERNATIONAL;
}

/* What to say about a fault.  NULL means: the words around it. */
struct words {
	const struct rule *rule;
	bool has_severity;
	enum gcl_severity severity;	/* lowers the rule's */
	const char *say, *help;		/* templates */
	const struct fix *fix;
	const char *related;		/* said of the other place */
	const struct words_case *cases;	/* the first that fits is taken */
};

struct words_case {
	const struct words_case *next;
	unsigned types;			/* of the value; 0: any */
	bool near;			/* the check knows what was meant */
	struct pattern *iff;		/* on the value's text, or NULL */
	struct words words;
};

/* One check; the steps of a ladder are a list of them. */
struct check {
	const struct check *next;
	const struct check_kind *kind;	/* NULL for a ladder: */
	const struct format *format;
	const void *args;		/* as the kind's parameters say */
	struct pattern *iff;		/* runs only on values that match */
	struct pattern *mark;		/* the offending part of a value */
	struct words words;
	size_t state;			/* index of its state in an array */
};

struct format {
	const struct format *next;
	const char *name;
	const struct check *steps;
	unsigned depth;			/* of formats in it; 0: not read yet */
};

/* What a value may be. */
struct type {
	unsigned mask;			/* enum json_type */
	bool integer;			/* a number without . and e */
	bool map;			/* members have any name, item is theirs */
	const struct shape *shape;	/* of an object */
	const struct type *item;	/* of elements, of a map's values */
	const char *text;		/* for messages: "an array" */
};

/* A name by its first and last eight bytes, which may overlap. */
struct key_words {
	uint64_t first, last;
};

/* What is known of a value: of a member, an element, a map's value. */
struct field {
	const char *name;		/* of a member */
	struct span key;
	const struct type *type;
	struct words wrong;		/* not of that type */
	const struct words *missing;	/* NULL: may be absent or null */
	const struct words *at_key;	/* deprecated, read-only; or NULL */
	const struct check *checks;	/* each on its own */
	const struct format *format;	/* a ladder, when the checks passed */
	const struct field *each;	/* its elements, its values */
	size_t n_states;		/* checks that count elements */
	size_t index;			/* in its shape */
	struct key_words words;		/* of key */
};

/* A member that belongs somewhere else. */
struct misplaced {
	struct span key;
	struct words words;
	const struct field *stands_for;	/* not missing as well, or NULL */
};

/* Conditions are found by the length and three bytes of names. */
static inline size_t
gcl_tells_hash(struct span key)
{
	size_t n = key.len;

	if (n == 0)
		return 0;
	return n * 31 + (unsigned char)key.ptr[0] * 7 +
	    (unsigned char)key.ptr[n / 2] * 13 +
	    (unsigned char)key.ptr[n - 1] * 3;
}

/* The members of an object. */
struct shape {
	const struct shape *next;
	const char *name;
	struct words wrong;		/* the value is no object */
	const struct field **fields;
	size_t n_fields;
	const struct misplaced *misplaced;
	size_t n_misplaced;
	const uint16_t *table;		/* hash of key -> index + 1 of a field */
	size_t table_size;		/* a power of two */
	bool open;			/* other members are not unknown */
	const struct check *checks;	/* on the object, when it is closed */
	const struct type *self;
};

/*
 * A fact about a document's top-level members, or about those of the objects
 * in a top-level array.
 */
struct condition {
	const struct condition *next;
	struct span outer;		/* the name of that array, or empty */
	struct span member;
	bool near;			/* a misspelt name will do */
	unsigned types;			/* of its value; 0: any */
	bool has_is;
	struct span is;			/* the string it has to be */
	struct pattern *match;		/* or has to match */
	unsigned index;			/* in the pack, below 64 */
};

struct recognise {
	const struct condition *any, *none;
	uint64_t none_set;		/* indices of none, as bits */
	bool nested;			/* one of them has an outer */
};

/* What a pack says of itself: what it is for, and which documents are. */
struct head {
	const char *name, *title;
	const char *model, *state;	/* or NULL */
	const struct endpoint *requests;
	struct recognise recognise;
};

#define MAX_CONDITIONS 64
#define TELLS_HASHES 64

/*
 * The conditions of a pack, by index, and sets of them as bits: a member is
 * looked at only by those that its place and the hash of its name leave.
 */
struct tells {
	const struct condition *list[MAX_CONDITIONS];
	uint64_t nested;		/* those with an outer */
	uint64_t by_hash[TELLS_HASHES];	/* of the member's name */
};

/* What a document is when it is not what the pack is for: one finding. */
struct instead {
	const struct instead *next;
	struct recognise when;
	struct words words;
};

/* What to look for in the text of a capture, whatever it is written in. */
struct scan {
	const struct scan *next;
	const struct rule *rule;
	const struct span *starts;	/* match is tried where one begins */
	size_t n_starts;
	struct pattern *match;		/* its first group is what is found */
	const char *say, *help;		/* help may be NULL */
};

/* What a pack makes of a number or address that it is given. */
enum party_form {
	PARTY_NONE,	/* there is no place for one */
	PARTY_NUMBER,	/* +15551234567, alice@example.com */
	PARTY_TEXT,	/* as it was given */
	PARTY_URI,	/* tel:+15551234567, sip:alice@example.com */
};

struct party {
	enum party_form form;
	struct span example;	/* when none is given; ptr NULL: none */
	const struct fix *fix;	/* of its text; or NULL */
};

#define PARTY_TO "$to"
#define PARTY_FROM "$from"

/* How to compose a payload. */
struct template {
	struct span payload;		/* JSON, with PARTY_* as strings */
	struct party to, from;
	const struct value *examples;	/* pointers to made-up values; or
					   NULL */
};

/* Rules that the engine raises by itself: rules/common.json has them. */
enum known_rule {
	KNOWN_DUPLICATE_KEY,
	KNOWN_REQUIRED,
	KNOWN_TYPE,
	KNOWN_ENUM,
	KNOWN_FORMAT,
	KNOWN_UNKNOWN,
	KNOWN_MISPLACED,
	KNOWN_READ_ONLY,
	KNOWN_DEPRECATED,
	KNOWN_UNRECOGNISED,
	KNOWN_PLACEHOLDER,
	N_KNOWN_RULES,
};

struct ruleset {
	struct arena arena;		/* everything lives here */
	struct pattern **patterns;	/* all of them, to be freed */
	size_t n_patterns, cap_patterns;
	struct head head;
	const char *file;
	struct rule *rules;		/* in order of loading */
	size_t n_rules;
	const struct rule *known[N_KNOWN_RULES];
	const struct shape *shapes;
	const struct format *formats;
	const struct type *root;
	struct field root_field;	/* the document itself */
	const struct instead *instead;
	struct tells tells;		/* of recognise and instead */
	struct pattern *placeholder;	/* or NULL */
	const struct scan *scans;
	struct pattern *masked;		/* what scans find is none; or NULL */
	const struct template *compose;	/* or NULL */
	/* Tables, loaded when a check looks things up in them. */
	const struct plan *plan;	/* country codes */
	const struct regions *regions;
};

/* The rule of that name, or NULL. */
const struct rule *gcl_ruleset_rule(const struct ruleset *rs,
	struct span name);

/* The member of a shape with that (decoded) name, or NULL. */
const struct field *gcl_shape_field(const struct shape *s, struct span key);

#endif
