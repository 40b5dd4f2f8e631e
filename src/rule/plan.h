/*
 * Which country codes there are and how long the numbers behind them can be
 * (ITU-T E.164), from the table rules/e164.json.
 */
#ifndef GCL_RULE_PLAN_H
#define GCL_RULE_PLAN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "json/value.h"

/* A number, its country code included, has at most this many digits. */
#define PLAN_DIGITS 15

struct plan;

/* What digits behind, or before, the country code may begin with. */
enum plan_prefix {
	PLAN_TRUNK,	/* dialled before a number within the country */
	PLAN_ABROAD,	/* dialled there before another country's code */
	PLAN_KEPT,	/* with this 0 numbers themselves begin */
	PLAN_OPEN,	/* with this others do, or what is behind that 0 */
	PLAN_NEVER,	/* with this no number begins */
	N_PLAN_PREFIXES,
};

enum plan_verdict {
	PLAN_OK,
	PLAN_UNASSIGNED,	/* it begins with no country code */
	PLAN_TOO_SHORT,		/* than any number of that code */
	PLAN_TOO_LONG,
	PLAN_LENGTH,		/* there are shorter and longer ones */
	PLAN_TRUNK_ZERO,	/* a 0 behind the code that is not dialled
				   from abroad */
};

struct plan_entry {
	struct span name;	/* of the country or service */
	uint16_t lengths;	/* bit n: n digits behind the code */
	uint8_t code_len;	/* digits of the country code */
};

/*
 * Read a table: { "codes": { "49": "4-13 Germany", ... } }, a value being the
 * lengths (numbers and ranges with commas between them), a blank and a name.
 * No code may begin with another one.  "trunk", "abroad", "kept", "open" and
 * "never", which may be left out, say where a prefix is one: { "8": "7 370" }.
 * Other members are not looked at.
 *
 * root   borrowed; the names are those of its text, which must outlive *out
 *
 * Returns GCL_OK; GCL_EPACK when the table is faulty, err then names the
 * code; GCL_ENOMEM.
 */
enum gcl_status gcl_plan_load(const struct value *root, struct arena *arena,
	struct plan **out, struct gcl_error *err);

/*
 * Look up a number: its digits, country code first, without the plus.  A byte
 * that is no digit ends the code.
 *
 * out    the code's entry, cleared for PLAN_UNASSIGNED; may be NULL
 */
enum plan_verdict gcl_plan_check(const struct plan *p, struct span digits,
	struct plan_entry *out);

/*
 * The length of the longest prefix of that kind that digits begin with in the
 * country of that code; 0: there is none.
 */
size_t gcl_plan_prefix(const struct plan *p, enum plan_prefix kind,
	struct span code, struct span digits);

/* Append lengths in words: "8 to 10 digits", "7, 9 or 10 digits". */
void gcl_plan_say(struct buf *b, uint16_t lengths);

#endif
