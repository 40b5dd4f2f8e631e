/*
 * What is JSON and what is not, by section of RFC 8259: the walk and complain
 * have to agree, on the texts of tests/data/rfc8259.tsv and on generated ones.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "json/complain.h"
#include "json/walk.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

#define DEPTH LIMIT_DEPTH_DEFAULT
#define VERDICT_MAX 512
#define TEXT_MAX 2048

struct fixture {
	struct walk *walk;
	struct arena arena;
	struct complaints c;
};

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_walk_free(f->walk);
	gcl_complaints_release(&f->c);
	gcl_arena_release(&f->arena);
	free(f);
	return 0;
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_arena_init(&f->arena);
	gcl_complaints_init(&f->c);
	f->walk = gcl_walk_new(DEPTH);
	*state = f;
	return f->walk ? 0 : tear_down(state);
}

static bool
accepts(struct fixture *f, struct span text)
{
	struct walk_event ev;

	gcl_walk_start(f->walk, text);
	do
		gcl_walk_next(f->walk, &ev);
	while (ev.kind != WALK_END && ev.kind != WALK_BAD);
	return ev.kind == WALK_END;
}

/* What holds for every complaint, whatever the text. */
static bool
is_sound(const struct complaints *c, size_t i, size_t text_len)
{
	const struct complaint *at = &c->list[i];
	bool last = i + 1 == c->n;

	if (!at->rule || !at->say || !*at->say)
		return false;
	if (at->off > text_len || at->len > text_len - at->off)
		return false;
	if (at->related && at->related_off + at->related_len > text_len)
		return false;
	return at->past == !(last && c->fatal) &&
	    (last || at->off < at[1].off);
}

/*
 * Read text, in a copy of its own so that a sanitizer sees a read behind it.
 * Returns why the walk and complain contradict each other or themselves, or
 * NULL; *ok tells whether it is JSON.
 */
static const char *
contradiction(struct fixture *f, struct span text, bool *ok)
{
	char *own = malloc(text.len + !text.len);
	enum gcl_status st;
	size_t i;

	assert_non_null(own);
	memcpy(own, text.ptr, text.len);
	*ok = accepts(f, gcl_span(own, text.len));
	gcl_arena_reset(&f->arena);
	st = gcl_complain(gcl_span(own, text.len), DEPTH, &f->arena, &f->c);
	free(own);
	assert_int_equal(st, GCL_OK);
	if (*ok != (f->c.n == 0))
		return "the walk and complain disagree";
	for (i = 0; i < f->c.n; i++)
		if (!is_sound(&f->c, i, text.len))
			return "a complaint is not sound";
	if (f->c.fatal)
		return f->c.n ? NULL : "fatal without a complaint";
	if (f->c.copy.len != text.len)
		return "the copy has another length";
	return accepts(f, gcl_buf_span(&f->c.copy)) ? NULL :
	    "the walk refuses the copy";
}

/* What complain found, as the data file writes it. */
static void
spell_verdict(const struct complaints *c, struct buf *out)
{
	size_t i;

	gcl_buf_reset(out);
	for (i = 0; i < c->n; i++) {
		gcl_buf_addf(out, "%s%s@%u", i ? " " : "", c->list[i].rule,
			(unsigned)c->list[i].off);
		if (c->list[i].len)
			gcl_buf_addf(out, "+%u", (unsigned)c->list[i].len);
	}
	if (c->n == 0)
		gcl_buf_adds(out, "ok");
}

/* Undo the escapes of the data file in place; returns the length. */
static size_t
unescape(char *s)
{
	static const char letters[] = "nrt\\", bytes[] = "\n\r\t\\";
	char hex[3] = "", *out = s, *from = s;
	const char *letter;

	while (*from) {
		if (*from != '\\') {
			*out++ = *from++;
		} else if (from[1] == 'x' && from[2] && from[3]) {
			memcpy(hex, from + 2, 2);
			*out++ = (char)strtoul(hex, NULL, 16);
			from += 4;
		} else {
			letter = from[1] ? strchr(letters, from[1]) : NULL;
			assert_non_null(letter);
			*out++ = bytes[letter - letters];
			from += 2;
		}
	}
	return (size_t)(out - s);
}

static FILE *
open_data(void)
{
	const char *dir = getenv("srcdir");
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/data/rfc8259.tsv",
		dir ? dir : ".");
	file = fopen(path, "r");
	assert_non_null(file);
	return file;
}

/* One line of the data file; returns whether its text got its verdict. */
static bool
check_line(struct fixture *f, char *line, unsigned number, struct buf *got)
{
	char *verdict = strtok(line, "\t"), *section = strtok(NULL, "\t");
	char *text = strtok(NULL, "");
	const char *why;
	size_t len;
	bool ok;

	assert_non_null(section);
	len = text ? unescape(text) : 0;
	why = contradiction(f, gcl_span(text ? text : "", len), &ok);
	spell_verdict(&f->c, got);
	if (!why && strcmp(gcl_buf_str(got), verdict))
		why = "another verdict";
	if (why)
		print_error("line %u: %s: got %s\n", number, why,
			gcl_buf_str(got));
	return !why;
}

static void
each_text_gets_its_verdict(void **state)
{
	char line[VERDICT_MAX + TEXT_MAX];
	unsigned number = 0, cases = 0, failed = 0;
	FILE *file = open_data();
	struct buf got;

	gcl_buf_init(&got, VERDICT_MAX);
	while (fgets(line, sizeof(line), file)) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (!*line || *line == '#')
			continue;
		cases++;
		failed += !check_line(*state, line, number, &got);
	}
	fclose(file);
	gcl_buf_release(&got);
	assert_true(cases >= 1000);
	assert_int_equal(failed, 0);
}

/* One complaint, or none where rule is NULL. */
static void
expect(void **state, struct span text, const char *rule, size_t off, size_t len)
{
	struct fixture *f = *state;
	bool ok;

	assert_null(contradiction(f, text, &ok));
	assert_int_equal(f->c.n, rule ? 1 : 0);
	if (!rule)
		return;
	assert_string_equal(f->c.list[0].rule, rule);
	assert_int_equal(f->c.list[0].off, off);
	assert_int_equal(f->c.list[0].len, len);
}

static void
every_control_character_is_refused_in_a_string(void **state)
{
	char text[] = "[\"a?b\"]";
	int c;

	for (c = 0; c < 0x20; c++) {
		text[3] = (char)c;
		expect(state, gcl_span(text, sizeof(text) - 1),
			"json-control", 3, 1);
	}
}

static void
four_control_characters_are_blanks(void **state)
{
	char text[] = "[1,?2]";
	int c;

	for (c = 0; c < 0x20; c++) {
		text[3] = (char)c;
		expect(state, gcl_span(text, sizeof(text) - 1),
			c && strchr("\t\n\r", c) ? NULL : "json-control",
			3, 1);
	}
}

static void
eight_characters_follow_a_backslash(void **state)
{
	char text[] = "[\"\\?\"]";
	int c;

	for (c = 0x20; c < 0x7f; c++) {
		text[3] = (char)c;
		expect(state, gcl_span(text, sizeof(text) - 1),
			strchr("\"\\/bfnrt", c) ? NULL : "json-escape",
			2, 2);
	}
}

static void
every_unit_but_the_surrogates_stands_alone(void **state)
{
	char text[sizeof("[\"\\u0000\"]")];
	unsigned unit;
	int len;

	for (unit = 0; unit <= 0xffff; unit++) {
		len = snprintf(text, sizeof(text), "[\"\\u%04X\"]", unit);
		expect(state, gcl_span(text, (size_t)len),
			unit >= 0xd800 && unit <= 0xdfff ? "json-surrogate" :
			NULL, 2, 6);
	}
}

static void
a_pair_is_a_high_and_a_low_surrogate(void **state)
{
	static const unsigned edges[] = {
		0, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff,
	};
	char text[sizeof("\"\\u0000\\u0000\"")];
	size_t i, j;
	int len;

	for (i = 0; i < N_ELEMS(edges); i++) {
		for (j = 0; j < N_ELEMS(edges); j++) {
			bool high = edges[i] >= 0xd800 && edges[i] < 0xdc00;
			bool low = edges[j] >= 0xdc00 && edges[j] < 0xe000;
			bool first = edges[i] < 0xd800 || edges[i] > 0xdfff;
			bool second = edges[j] < 0xd800 || edges[j] > 0xdfff;
			bool ok = (high && low) || (first && second);

			len = snprintf(text, sizeof(text), "\"\\u%04x\\u%04x\"",
				edges[i], edges[j]);
			expect(state, gcl_span(text, (size_t)len),
				ok ? NULL : "json-surrogate",
				first ? 7 : 1, 6);
		}
	}
}

static void
every_code_point_stands_in_a_string(void **state)
{
	char text[2 + 4] = "\"";
	uint32_t cp;
	size_t n;

	for (cp = 0x20; cp <= 0x10ffff; cp += cp < 0x3000 ? 1 : 61) {
		if (cp == '"' || cp == '\\' || (cp >= 0xd800 && cp < 0xe000))
			continue;
		n = gcl_utf8_encode(text + 1, cp);
		text[1 + n] = '"';
		expect(state, gcl_span(text, n + 2), NULL, 0, 0);
	}
}

/* RFC 3629 section 4: UTF8-1 within a string, and UTF8-2. */
static bool
two_bytes_ok(unsigned char a, unsigned char b)
{
	bool plain = a >= 0x20 && a < 0x80 && b >= 0x20 && b < 0x80;

	return plain || (a >= 0xc2 && a <= 0xdf && b >= 0x80 && b <= 0xbf);
}

static void
two_bytes_are_two_characters_or_one(void **state)
{
	char text[] = "\"??\"";
	struct fixture *f = *state;
	const char *rule;
	int a, b;
	bool ok;

	for (a = 0x20; a <= 0xff; a++) {
		for (b = 0x20; b <= 0xff; b++) {
			if (strchr("\"\\", a) || strchr("\"\\", b))
				continue;
			text[1] = (char)a;
			text[2] = (char)b;
			assert_null(contradiction(f, gcl_span(text, 4), &ok));
			assert_int_equal(ok, two_bytes_ok((unsigned char)a,
				(unsigned char)b));
			rule = ok ? "json-utf8" : f->c.list[0].rule;
			assert_string_equal(rule, "json-utf8");
		}
	}
}

/* n times the opening, a value, n times the closing. */
static struct span
nest(struct buf *b, const char *open, const char *close, size_t n)
{
	size_t i;

	gcl_buf_reset(b);
	for (i = 0; i < n; i++)
		gcl_buf_adds(b, open);
	gcl_buf_adds(b, "1");
	for (i = 0; i < n; i++)
		gcl_buf_adds(b, close);
	assert_int_equal(gcl_buf_status(b), GCL_OK);
	return gcl_buf_span(b);
}

static void
too_many_open_containers_are_refused(void **state)
{
	struct fixture *f = *state;
	struct buf b;
	bool ok;

	gcl_buf_init(&b, 10u << 20);
	expect(state, nest(&b, "[", "]", DEPTH), NULL, 0, 0);
	expect(state, nest(&b, "{\"a\":", "}", DEPTH), NULL, 0, 0);
	expect(state, nest(&b, "[{\"a\":", "}]", DEPTH / 2), NULL, 0, 0);
	expect(state, nest(&b, "[", "]", DEPTH + 1), "json-depth", DEPTH, 1);
	assert_true(gcl_walk_too_deep(f->walk));
	expect(state, nest(&b, "{\"a\":", "}", DEPTH + 1), "json-depth",
		5 * DEPTH, 1);
	expect(state, nest(&b, "[", "]", 100000), "json-depth", DEPTH, 1);
	expect(state, nest(&b, "[", "", 100000), "json-depth", DEPTH, 1);
	expect(state, nest(&b, "[", "", DEPTH), "json-truncated", DEPTH + 1,
		0);
	assert_null(contradiction(f, nest(&b, "[[],", "]", DEPTH - 1), &ok));
	assert_true(ok);
	gcl_buf_release(&b);
}

static const char *const samples[] = {
	"{\n"
	"  \"type\": \"call\",\n"
	"  \"participants\": [\n"
	"    {\n"
	"      \"address\": \"tel:+15551234567\",\n"
	"      \"addressType\": \"phone\",\n"
	"      \"state\": \"initial\",\n"
	"      \"mediaTypes\": [\"call\"],\n"
	"      \"routingData\": null\n"
	"    }\n"
	"  ]\n"
	"}",
	"{\"a\":[1,-0.5e+10,true,false,null,{}],"
	"\"\\u00e9\\ud83d\\ude00\\n\\\"\":\"\xc3\xa9\xe2\x82\xac"
	"\xf0\x9f\x98\x80\",\"b\":{\"c\":[[],[{\"d\":0}]]}}",
};

static void
every_prefix_is_truncated(void **state)
{
	size_t i, n, end;

	for (i = 0; i < N_ELEMS(samples); i++) {
		for (n = 0; n < strlen(samples[i]); n++) {
			end = n;
			while (end && strchr(" \n", samples[i][end - 1]))
				end--;
			expect(state, gcl_span(samples[i], n),
				"json-truncated", end, 0);
		}
		expect(state, gcl_span(samples[i], n), NULL, 0, 0);
	}
}

/* xorshift64 (Marsaglia, 2003): the same texts in every run. */
static uint32_t
draw(uint64_t *seed, size_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)((*seed >> 16) % below);
}

/* Bytes and pieces that mean something to one of the two. */
static const struct span pieces[] = {
	SPAN(""), SPAN("\""), SPAN("\\"), SPAN("{"), SPAN("}"), SPAN("["),
	SPAN("]"), SPAN(","), SPAN(":"), SPAN(" "), SPAN("\n"), SPAN("\t"),
	SPAN("\0"), SPAN("\x7f"), SPAN("0"), SPAN("1"), SPAN("-"), SPAN("+"),
	SPAN("."), SPAN("e"), SPAN("E"), SPAN("x"), SPAN("_"), SPAN("t"),
	SPAN("/"), SPAN("*"), SPAN("//"), SPAN("/*"), SPAN("*/"), SPAN("#"),
	SPAN("'"), SPAN("`"), SPAN(";"), SPAN("="), SPAN("<"), SPAN(">"),
	SPAN("$"), SPAN("%"), SPAN("${"), SPAN("{{"), SPAN("}}"), SPAN("{%"),
	SPAN("..."), SPAN("("), SPAN(")"), SPAN("\\u"), SPAN("\\ud800"),
	SPAN("\\udc00"), SPAN("\x80"), SPAN("\xbf"), SPAN("\xc3"),
	SPAN("\xe2\x80\x9c"), SPAN("\xe2\x80\x9d"), SPAN("\xc2\xa0"),
	SPAN("\xef\xbb\xbf"), SPAN("\xed\xa0\x80"), SPAN("\xff"),
	SPAN("\xef\xbc\x9a"), SPAN("null"), SPAN("true"), SPAN("NaN"),
	SPAN(",]"), SPAN(",}"), SPAN("\"\":"),
};

/* Put a piece in place of none, one or a few bytes of text. */
static size_t
mutate(char *text, size_t len, uint64_t *seed)
{
	struct span piece = pieces[draw(seed, N_ELEMS(pieces))];
	size_t at = draw(seed, len + 1), cut = draw(seed, 4);

	if (cut > len - at)
		cut = len - at;
	memmove(text + at + piece.len, text + at + cut, len - at - cut);
	memcpy(text + at, piece.ptr, piece.len);
	return len - cut + piece.len;
}

#define MUTANTS 60000

static void
walk_and_complain_agree_on_damaged_texts(void **state)
{
	uint64_t seed = UINT64_C(0x5eed8259);
	char text[TEXT_MAX];
	unsigned i, times, good = 0;
	const char *why;
	size_t len;
	bool ok;

	for (i = 0; i < MUTANTS; i++) {
		len = strlen(samples[i % N_ELEMS(samples)]);
		memcpy(text, samples[i % N_ELEMS(samples)], len);
		for (times = 1 + draw(&seed, 3); times > 0; times--)
			len = mutate(text, len, &seed);
		why = contradiction(*state, gcl_span(text, len), &ok);
		if (why)
			fail_msg("mutant %u: %s: %.*s", i, why, (int)len,
				text);
		good += ok;
	}
	assert_true(good > MUTANTS / 100);
	assert_true(good < MUTANTS / 2);
}

/* Short texts of pieces alone get into corners that no payload has. */
static void
walk_and_complain_agree_on_heaps_of_pieces(void **state)
{
	uint64_t seed = UINT64_C(0xb0a710ad);
	char text[TEXT_MAX];
	const char *why;
	unsigned i, n;
	size_t len;
	bool ok;

	for (i = 0; i < MUTANTS; i++) {
		len = 0;
		for (n = draw(&seed, 8); n > 0; n--) {
			struct span p = pieces[draw(&seed, N_ELEMS(pieces))];

			memcpy(text + len, p.ptr, p.len);
			len += p.len;
		}
		why = contradiction(*state, gcl_span(text, len), &ok);
		if (why)
			fail_msg("heap %u: %s: %.*s", i, why, (int)len, text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_text_gets_its_verdict),
		cmocka_unit_test(
			every_control_character_is_refused_in_a_string),
		cmocka_unit_test(four_control_characters_are_blanks),
		cmocka_unit_test(eight_characters_follow_a_backslash),
		cmocka_unit_test(every_unit_but_the_surrogates_stands_alone),
		cmocka_unit_test(a_pair_is_a_high_and_a_low_surrogate),
		cmocka_unit_test(every_code_point_stands_in_a_string),
		cmocka_unit_test(two_bytes_are_two_characters_or_one),
		cmocka_unit_test(too_many_open_containers_are_refused),
		cmocka_unit_test(every_prefix_is_truncated),
		cmocka_unit_test(walk_and_complain_agree_on_damaged_texts),
		cmocka_unit_test(walk_and_complain_agree_on_heaps_of_pieces),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
