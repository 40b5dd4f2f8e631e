/*
 * What the parts of the rule engine share.
 */
#ifndef GCL_RULE_APPLY_P_H
#define GCL_RULE_APPLY_P_H

#include "rule/apply.h"
#include "rule/check.h"
#include "rule/fix.h"
#include "rule/keyset.h"
#include "rule/words.h"
#include "text/map.h"

struct frame {
	enum json_type type;
	const struct field *field;	/* what is known of it, or NULL */
	const struct shape *shape;	/* of an object, or NULL */
	const struct field *member;	/* the same of the member at hand */
	uint32_t off, end;		/* of the brackets; end 0: open yet */
	uint32_t key_off, key_len;	/* the member at hand, no quotes */
	unsigned key_flags;
	uint64_t n;			/* elements begun */
	uint64_t tells;			/* conditions about its members, */
	const struct field *outer;	/* which are noted under this name */
	size_t slots, states, unknown, names;	/* where its part begins */
};

struct unknown {
	uint32_t off, len;
	unsigned flags;
};

/* Which conditions are about a known member: found out once. */
struct told {
	const struct field *outer, *member;	/* NULL: nothing here yet */
	uint64_t about;
};

#define N_TOLD 32u

/* A string that a ladder has passed: ids and numbers come again and again. */
#define PASSED_BYTES 47

struct passed {
	const struct format *format;		/* NULL: nothing here yet */
	unsigned char len;
	char text[PASSED_BYTES];
};

#define N_PASSED 64u

struct apply {
	struct apply_run run;
	const struct field *root;	/* what the document has to be */
	bool inner;			/* what it lints is a fix on trial */
	struct probe *probe;		/* where fixes are tried, or NULL */
	struct json_style style;	/* of what the fix at hand makes */
	struct matcher *matcher;
	struct check_env env;
	struct keyset names;
	struct frame *frames;
	struct slot *slots;
	uint64_t *states;
	struct unknown *unknown;
	size_t n_frames, cap_frames, n_slots, cap_slots;
	size_t n_states, cap_states, n_unknown, cap_unknown;
	struct buf value, key, other;	/* decoded strings */
	struct buf name, words, help, kind_words, pointer, fix[2];
	struct map map;			/* of the value at hand */
	uint64_t facts;			/* conditions that hold, by index */
	struct told told[N_TOLD];	/* by a hash of the members */
	struct passed passed[N_PASSED];	/* by a hash of text and format */
	const struct ruleset *noted_of;	/* whose told and passed are */
	size_t n_members;		/* that facts were learned from */
	uint32_t root_off;
	enum json_type root_type;
	const struct rule *limit_rule;
	uint32_t limit_off;
};

/* What a fault is found at. */
enum fault_at {
	AT_VALUE,
	AT_KEY,
	AT_MISSING,		/* a member that is not there */
};

/* A fault on its way to becoming a hit. */
struct fault {
	enum fault_at at;
	const struct words *words;
	const char *say, *help;		/* when the words have none */
	uint32_t off, len;
	uint32_t value_off, value_len;
	struct words_env env;
	const struct format *ladder;	/* that the value stands before */
	const struct frame *in;		/* the container around, or NULL */
	uint32_t key_off, key_len;	/* the member's name, or 0; no quotes */
	const struct field *field;	/* what the value has to be once it is
					   right, or NULL */
	const struct fix *fix;		/* when the words have none */
	size_t n_steps;			/* of the pointer */
	const struct unknown *step;	/* one more step, or NULL */
	bool related;
	uint32_t related_off, related_len;
};

/* Where the value stands that is checked: what a fault of it is made from. */
struct place {
	const struct walk_event *ev;
	struct span text;
	struct span name;		/* when it is not the one at hand */
	const struct field *field;
	const struct format *ladder;
	const struct unknown *step;
};

/* How a check, or a ladder of them, came out. */
struct outcome {
	bool stop, failed;
};

/* Bytes of the document. */
static inline struct span
gcl_apply_raw(const struct apply *ap, uint32_t off, uint32_t len)
{
	return gcl_span(ap->run.text.ptr + off, len);
}

/* The part of gcl_apply_decode() for strings that have an escape. */
enum gcl_status gcl_apply_unescape(struct span raw, struct buf *buf,
	struct map *map, struct span *out);

/*
 * What a string means; it stays in the document unless it has an escape, and
 * is then in buf.  map may be NULL.
 */
static inline enum gcl_status
gcl_apply_decode(struct apply *ap, uint32_t off, uint32_t len, unsigned flags,
	struct buf *buf, struct map *map, struct span *out)
{
	*out = gcl_apply_raw(ap, off, len);
	if (map)
		gcl_map_reset(map);
	return flags & STRING_ESCAPE ?
	    gcl_apply_unescape(*out, buf, map, out) : GCL_OK;
}

/* The innermost open container, or NULL. */
static inline struct frame *
gcl_apply_top(struct apply *ap)
{
	return ap->n_frames ? &ap->frames[ap->n_frames - 1] : NULL;
}

/* ---- apply.c ---- */

/* A container begins of which fd is known, or NULL. */
enum gcl_status gcl_apply_open(struct apply *ap, const struct field *fd,
	const struct walk_event *ev);

/* ---- apply_hit.c: from a fault to a hit ---- */

/* Turn a fault into a hit, unless its rule is off. */
enum gcl_status gcl_apply_fault(struct apply *ap, struct fault *f);

/* Remember that a pattern of the rule reached its limit: GCL_ELIMIT. */
enum gcl_status gcl_apply_give_up(struct apply *ap, const struct rule *rule,
	uint32_t off);

/* The severity that words have after configuration. */
enum gcl_severity gcl_apply_level(const struct apply *ap,
	const struct words *w);

/* The words of a generic rule: nothing but the rule. */
struct words gcl_apply_known(const struct apply *ap, enum known_rule k);

/* ---- apply_fix.c: from a fix to edits ---- */

/*
 * Make the fix of a fault, if there is one that is for its value and of which
 * nothing would be said: its edits go into h, what it makes is appended to
 * ap->help.
 */
enum gcl_status gcl_apply_fix(struct apply *ap, const struct fault *f,
	const struct words *w, struct hit *h);

/* What a value of the wrong type may become. */
extern const struct fix gcl_fix_type;

/* ---- apply_move.c: members that are made of others ---- */

/* Edits of the object around, which is scope->text; *taken: there are some. */
enum gcl_status gcl_apply_move(struct apply *ap, const struct fault *f,
	const struct fix *fix, const struct value *object,
	struct span text, struct amend *a, bool *taken);

/* ---- apply_probe.c: what a fix makes, linted again ---- */

/* A value before its fix. */
struct scope {
	struct span text;		/* empty: a value that is new */
	const struct field *field;	/* NULL: nothing is known of it */
	/*
	 * What the fix mends, which is then said less often, and of all the
	 * rest nothing more often.  NULL: nothing is to be said at all.
	 */
	const struct rule *mends;
};

/* How it came out. */
struct settled {
	bool good;
	bool safe;		/* what else had to be mended is */
	struct edits edits;	/* with those that mended it */
	struct span made;	/* the value then; until the next one */
};

/*
 * Make edits of a value and lint it; what is then said of it is mended too, if
 * it can be.
 */
enum gcl_status gcl_apply_settle(struct apply *ap, const struct scope *s,
	const struct edits *edits, struct settled *out);

/*
 * Does it stay true that nothing is said more often than before, once edits of
 * a value are made?  Where there is too much to say to count it, it does.
 */
enum gcl_status gcl_apply_verify(struct apply *ap, const struct scope *s,
	const struct edits *edits, bool *good);

/* A JSON text as a tree in the arena; *out is NULL when it is none. */
enum gcl_status gcl_apply_read(struct apply *ap, struct span json,
	const struct value **out);

void gcl_probe_free(struct probe *p);	/* takes NULL */

/* ---- apply_value.c: what a value may be ---- */

/* A fault at the value of an event; its words are to be added. */
void gcl_apply_fault_of(struct apply *ap, const struct walk_event *ev,
	struct span text, struct fault *f);

/* Check a scalar against what is known of it; *open: it is a placeholder. */
enum gcl_status gcl_apply_scalar(struct apply *ap, const struct field *fd,
	const struct walk_event *ev, bool *open);

/* A value of another type than it should be. */
enum gcl_status gcl_apply_wrong_type(struct apply *ap, const struct field *fd,
	const struct walk_event *ev, struct span text);

/* The part of gcl_apply_placeholder() for strings that may have one. */
enum gcl_status gcl_apply_find_placeholder(struct apply *ap,
	const struct walk_event *ev, struct span text, bool *found);

/*
 * Is there a placeholder in a string?  Then it is raised, and nothing else is
 * said of its value.
 */
static inline enum gcl_status
gcl_apply_placeholder(struct apply *ap, const struct walk_event *ev,
	struct span text, bool *found)
{
	*found = false;
	return ev->flags & STRING_TEMPLATE && ap->run.rules->placeholder ?
	    gcl_apply_find_placeholder(ap, ev, text, found) : GCL_OK;
}

/* Would a string pass a ladder? */
bool gcl_apply_passes(struct apply *ap, const struct format *fmt,
	struct span text);

/* Run one check, or all of a member's, on the value at p. */
enum gcl_status gcl_apply_check(struct apply *ap, const struct check *c,
	const struct check_value *v, uint64_t state, const struct place *p,
	struct outcome *o);
enum gcl_status gcl_apply_checks(struct apply *ap, const struct field *fd,
	const struct check_value *v, const uint64_t *states,
	const struct place *p);

/* A check failed and says where and why in m. */
enum gcl_status gcl_apply_failed(struct apply *ap, const struct check *c,
	const struct check_value *v, const struct mark *m, struct fault *f);

/* ---- apply_member.c: the members of an object ---- */

/* Take a member's name. */
enum gcl_status gcl_apply_key(struct apply *ap, const struct walk_event *ev);

/* At an object's end: its unknown members and its missing ones. */
enum gcl_status gcl_apply_close_members(struct apply *ap, struct frame *fr);

/* Is a name in the set this one?  ctx is the engine. */
bool gcl_apply_same_name(const void *ctx, const struct keyset_entry *e,
	struct span name);

/* ---- apply_facts.c: what a document is ---- */

/* Which conditions are about members of a container that begins? */
void gcl_apply_tells(const struct apply *ap, struct frame *fr);

/* Learn from the value of the member at hand, about which some may be. */
enum gcl_status gcl_apply_learn(struct apply *ap,
	const struct walk_event *ev);

/* Which are about a known member of fr? */
uint64_t gcl_apply_about(struct apply *ap, const struct frame *fr);

static inline uint64_t
gcl_apply_noted(struct apply *ap, const struct frame *fr)
{
	const struct field *member = fr->member, *outer = fr->outer;
	const struct told *t = &ap->told[(member->index + 7 * outer->index) %
	    N_TOLD];

	return t->member == member && t->outer == outer ? t->about :
	    gcl_apply_about(ap, fr);
}

#endif
