/*
 * Did you mean.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/limits.h"
#include "base/suggest.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))
#define MAX_NAMES 4

static const struct {
	const char *word;
	const char *names[MAX_NAMES];
	const char *want;
} cases[] = {
	/* one letter left out, added, changed, two exchanged */
	{ "adress", { "name", "address", "state" }, "address" },
	{ "addresss", { "name", "address", "state" }, "address" },
	{ "sdate", { "name", "address", "state" }, "state" },
	{ "staet", { "name", "address", "state" }, "state" },
	{ "mediatypes", { "mediaTypes", "mediaType" }, "mediaTypes" },
	/* the nearest, and of equally near ones the first */
	{ "adresType", { "address", "addressType" }, "addressType" },
	{ "cat", { "bat", "hat" }, "bat" },
	{ "abcd", { "abcx", "abdc", "abcd" }, "abcd" },
	{ "mediaTypes", { "mediatypes", "mediaTypez" }, "mediatypes" },
	/* at most a third of the longer name, at least one */
	{ "abcdef", { "abcxyf" }, "abcxyf" },
	{ "abcdef", { "abxyzf" }, NULL },
	{ "abcde", { "abcdx" }, "abcdx" },
	{ "abcde", { "abcxy" }, NULL },
	{ "abc", { "abx" }, "abx" },
	{ "abc", { "axy" }, NULL },
	{ "abcd", { "abcdef" }, "abcdef" },
	{ "banana", { "participants" }, NULL },
	/* optimal string alignment: what was exchanged stays as it is */
	{ "ca", { "abc" }, NULL },
	{ "cadefg", { "abcdefg" }, NULL },
	/* names of one or two bytes */
	{ "ab", { "ac" }, NULL },
	{ "ID", { "id" }, "id" },
	{ "tos", { "to" }, NULL },
	{ "X", { "x" }, "x" },
	{ "x", { "y" }, NULL },
	/* nothing to compare */
	{ "", { "abc" }, NULL },
	{ "abc", { NULL }, NULL },
};

static void
the_nearest_name_is_kept(void **state)
{
	struct suggest s;
	size_t i, j;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		gcl_suggest_init(&s, gcl_span_str(cases[i].word));
		assert_false(s.found);
		for (j = 0; j < MAX_NAMES && cases[i].names[j]; j++)
			gcl_suggest_offer(&s, gcl_span_str(cases[i].names[j]),
				j);
		assert_int_equal(s.found, cases[i].want != NULL);
		if (s.found)
			assert_string_equal(cases[i].names[s.index],
				cases[i].want);
	}
}

static void
names_beyond_the_limit_get_no_suggestion(void **state)
{
	char word[LIMIT_SUGGEST_BYTES + 1], name[LIMIT_SUGGEST_BYTES + 1];
	struct suggest s;

	(void)state;
	memset(word, 'a', sizeof(word));
	memset(name, 'a', sizeof(name));
	name[0] = 'b';
	gcl_suggest_init(&s, gcl_span(word, sizeof(word)));
	gcl_suggest_offer(&s, gcl_span(name, sizeof(name)), 0);
	gcl_suggest_offer(&s, gcl_span(name, sizeof(name) - 1), 1);
	assert_false(s.found);
	gcl_suggest_init(&s, gcl_span(word, sizeof(word) - 1));
	gcl_suggest_offer(&s, gcl_span(name, sizeof(name)), 0);
	assert_false(s.found);
	gcl_suggest_offer(&s, gcl_span(name, sizeof(name) - 1), 1);
	assert_true(s.found);
	assert_int_equal(s.index, 1);
}

static void
a_word_of_any_bytes_is_compared(void **state)
{
	struct suggest s;

	(void)state;
	gcl_suggest_init(&s, SPAN("addr\0ess"));
	gcl_suggest_offer(&s, SPAN("address"), 3);
	assert_true(s.found);
	assert_int_equal(s.index, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_name_is_kept),
		cmocka_unit_test(names_beyond_the_limit_get_no_suggestion),
		cmocka_unit_test(a_word_of_any_bytes_is_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
