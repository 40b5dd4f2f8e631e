/*
 * JSON texts made at random, with the events that a walk gives for them.
 */
#ifndef TESTS_UNIT_GENERATE_H
#define TESTS_UNIT_GENERATE_H

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "json/walk.h"

#define GENERATE_DEPTH 200

struct generated {
	struct buf text;
	struct walk_event *events;
	size_t n, cap;
	uint64_t random;
	bool object[GENERATE_DEPTH];
	size_t members[GENERATE_DEPTH];
	uint32_t depth;
};

static inline void
generate_init(struct generated *g, uint64_t seed)
{
	*g = (struct generated){ .random = seed * 2 + 1 };
	gcl_buf_init(&g->text, LIMIT_TEXT_BYTES);
}

static inline void
generate_release(struct generated *g)
{
	gcl_buf_release(&g->text);
	free(g->events);
}

/* xorshift64: the same numbers on every machine. */
static inline unsigned
generate_random(struct generated *g, unsigned below)
{
	g->random ^= g->random << 13;
	g->random ^= g->random >> 7;
	g->random ^= g->random << 17;
	return (unsigned)(g->random >> 33) % below;
}

static inline void
generate_blanks(struct generated *g)
{
	static const char blanks[] = " \n\t\r";

	while (generate_random(g, 6) == 0)
		gcl_buf_addc(&g->text, blanks[generate_random(g, 4)]);
}

static inline void
generate_event(struct generated *g, enum walk_kind kind, enum json_type type,
	unsigned flags, size_t off, size_t len)
{
	assert_int_equal(gcl_grow(&g->events, &g->cap, g->n + 1,
	    sizeof(*g->events)), 0);
	g->events[g->n++] = (struct walk_event){ kind, type, flags,
		(uint32_t)off, (uint32_t)len, g->depth };
}

static inline void
generate_string(struct generated *g, enum walk_kind kind)
{
	static const struct {
		const char *text;
		unsigned flags;
	} strings[] = {
		{ "", 0 }, { "a", 0 }, { "participants", 0 },
		{ "tel:+15551234567", 0 }, { "]}[{,:", STRING_TEMPLATE },
		{ "a\\\"b\\\\", STRING_ESCAPE }, { "\\\\", STRING_ESCAPE },
		{ "\\u00e9\\ud83d\\ude00", STRING_ESCAPE },
		{ "\xc3\xa9", STRING_WIDE }, { "<a>", STRING_TEMPLATE },
		{ "\xf0\x9f\x98\x80\\n", STRING_WIDE | STRING_ESCAPE },
	};
	unsigned i = generate_random(g, sizeof(strings) / sizeof(strings[0]));

	gcl_buf_addc(&g->text, '"');
	generate_event(g, kind, JSON_STRING, strings[i].flags, g->text.len,
	    strlen(strings[i].text));
	gcl_buf_adds(&g->text, strings[i].text);
	gcl_buf_addc(&g->text, '"');
}

static inline void
generate_scalar(struct generated *g)
{
	static const struct {
		const char *text;
		enum json_type type;
	} scalars[] = {
		{ "null", JSON_NULL }, { "true", JSON_BOOLEAN },
		{ "false", JSON_BOOLEAN }, { "0", JSON_NUMBER },
		{ "-0.5e+10", JSON_NUMBER }, { "15551234567", JSON_NUMBER },
	};
	unsigned i = generate_random(g, 12);

	if (i >= sizeof(scalars) / sizeof(scalars[0])) {
		generate_string(g, WALK_SCALAR);
		return;
	}
	generate_event(g, WALK_SCALAR, scalars[i].type, 0, g->text.len,
	    strlen(scalars[i].text));
	gcl_buf_adds(&g->text, scalars[i].text);
}

static inline void
generate_open(struct generated *g)
{
	bool object = generate_random(g, 2);

	generate_event(g, WALK_OPEN, object ? JSON_OBJECT : JSON_ARRAY, 0,
	    g->text.len, 1);
	gcl_buf_addc(&g->text, object ? '{' : '[');
	g->members[g->depth] = 0;
	g->object[g->depth++] = object;
}

static inline void
generate_close(struct generated *g)
{
	bool object = g->object[--g->depth];

	generate_event(g, WALK_CLOSE, object ? JSON_OBJECT : JSON_ARRAY, 0,
	    g->text.len, 1);
	gcl_buf_addc(&g->text, object ? '}' : ']');
}

/* What stands before a value in the open container. */
static inline void
generate_lead(struct generated *g)
{
	if (g->members[g->depth - 1]++ > 0)
		gcl_buf_addc(&g->text, ',');
	generate_blanks(g);
	if (!g->object[g->depth - 1])
		return;
	generate_string(g, WALK_KEY);
	generate_blanks(g);
	gcl_buf_addc(&g->text, ':');
	generate_blanks(g);
}

/*
 * Make a text of about n events.  deep: of 100 values so many are containers;
 * shut: of 100 steps so many close one.
 */
static inline void
generate(struct generated *g, size_t n, unsigned deep, unsigned shut)
{
	gcl_buf_reset(&g->text);
	g->n = 0;
	g->depth = 0;
	generate_blanks(g);
	generate_open(g);
	while (g->depth > 0) {
		generate_blanks(g);
		if (g->n >= n || (g->depth > 1 &&
		    generate_random(g, 100) < shut)) {
			generate_close(g);
			continue;
		}
		generate_lead(g);
		if (g->depth < GENERATE_DEPTH &&
		    generate_random(g, 100) < deep)
			generate_open(g);
		else
			generate_scalar(g);
	}
	generate_blanks(g);
	generate_event(g, WALK_END, 0, 0, g->text.len, 0);
	assert_int_equal(gcl_buf_status(&g->text), GCL_OK);
}

/* deep and shut of texts that are flat, mixed, and as deep as can be. */
static const unsigned generate_kinds[][2] = {
	{ 1, 50 }, { 10, 5 }, { 30, 30 }, { 60, 10 }, { 90, 5 },
};

#define N_GENERATE_KINDS (sizeof(generate_kinds) / sizeof(generate_kinds[0]))

#endif
