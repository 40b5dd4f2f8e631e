/*
 * What the environment says, and that it stays between us.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/limits.h"
#include "send/vault.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static void
take(struct vault *v, const char *entry)
{
	char *copy = strdup(entry);

	assert_non_null(copy);
	gcl_vault_take(v, copy);
	free(copy);
}

static void
our_names_go_before_the_official_ones(void **state)
{
	static const char *const orders[][2] = {
		{ "GENESYS_CLIENT_ID=ours", "GENESYSCLOUD_OAUTHCLIENT_ID=x" },
		{ "GENESYSCLOUD_OAUTHCLIENT_ID=x", "GENESYS_CLIENT_ID=ours" },
		{ "GENESYS_CLIENT_ID=ours", "GENESYS_CLIENT_ID=again" },
		{ "GENESYS_CLIENT_ID=ours", "GENESYS_CLIENT_ID=" },
		{ "GENESYS_CLIENT_ID=", "GENESYS_CLIENT_ID=ours" },
		{ "GENESYS_CLIENT_IDS=x", "GENESYS_CLIENT_ID=ours" },
		{ "GENESYS_CLIENT_ID", "GENESYS_CLIENT_ID=ours" },
	};
	struct vault v;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(orders); i++) {
		gcl_vault_init(&v);
		take(&v, orders[i][0]);
		take(&v, orders[i][1]);
		assert_true(gcl_span_is(gcl_vault_get(&v, GIVEN_CLIENT_ID),
			"ours"));
		assert_string_equal(v.given[GIVEN_CLIENT_ID].from,
			"GENESYS_CLIENT_ID");
		gcl_vault_release(&v);
		assert_false(gcl_vault_has(&v, GIVEN_CLIENT_ID));
	}
}

/* Where it is used, and where a better one was there too. */
static void
a_secret_is_wiped_where_it_stood(void **state)
{
	static const char *const names[] = { "GENESYS_PRIVATE_KEY",
		"GENESYS_KEY_PASSPHRASE", "GENESYS_CLIENT_SECRET",
		"GENESYS_ACCESS_TOKEN", "GENESYSCLOUD_OAUTHCLIENT_SECRET",
		"GENESYSCLOUD_ACCESS_TOKEN" };
	char entry[64], want[64];
	struct vault v;
	size_t i;

	(void)state;
	gcl_vault_init(&v);
	for (i = 0; i < 2 * N_ELEMS(names); i++) {
		const char *name = names[i % N_ELEMS(names)];

		memset(entry, 0, sizeof(entry));
		memset(want, 0, sizeof(want));
		snprintf(entry, sizeof(entry), "%s=fake", name);
		snprintf(want, sizeof(want), "%s=", name);
		gcl_vault_take(&v, entry);
		assert_memory_equal(entry, want, sizeof(want));
	}
	assert_true(gcl_span_is(gcl_vault_get(&v, GIVEN_ACCESS_TOKEN),
		"fake"));
	gcl_vault_release(&v);
}

static void
others_are_left_as_they_are(void **state)
{
	char path[] = "PATH=/bin", url[] = "GENESYS_ENV_URL=https://a";
	struct vault v;

	(void)state;
	gcl_vault_init(&v);
	gcl_vault_take(&v, path);
	gcl_vault_take(&v, url);
	assert_string_equal(path, "PATH=/bin");
	assert_string_equal(url, "GENESYS_ENV_URL=https://a");
	gcl_vault_release(&v);
}

/* ---- files ---- */

static char *
write_file(const char *text, mode_t mode)
{
	char *path = strdup("/tmp/gclint-secret.XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)),
		(ssize_t)strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
	return path;
}

static enum send_kind
load(struct vault *v, const char *path, bool insecure, struct failure *f)
{
	char entry[256];

	snprintf(entry, sizeof(entry), "GENESYS_ACCESS_TOKEN_FILE=%s", path);
	gcl_vault_take(v, entry);
	return gcl_vault_load(v, GIVEN_ACCESS_TOKEN_FILE,
		GIVEN_ACCESS_TOKEN, insecure, f);
}

static void
a_file_is_for_its_owner_only(void **state)
{
	static const mode_t modes[] = { 0600, 0400, 0640, 0604, 0644, 0440 };
	struct vault v;
	struct failure f;
	char *path;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(modes); i++) {
		bool open = (modes[i] & 044) != 0;

		path = write_file("fake-token\n", modes[i]);
		gcl_vault_init(&v);
		assert_int_equal(load(&v, path, false, &f),
			open ? SEND_CREDENTIALS : SEND_OK);
		assert_int_equal(gcl_vault_has(&v, GIVEN_ACCESS_TOKEN),
			!open);
		if (open)
			assert_non_null(strstr(f.help.text, "chmod 600"));
		assert_int_equal(load(&v, path, true, &f), SEND_OK);
		assert_int_equal(gcl_vault_check(&v, GIVEN_ACCESS_TOKEN,
			&f), SEND_OK);
		assert_true(gcl_span_is(gcl_vault_get(&v,
			GIVEN_ACCESS_TOKEN), "fake-token"));
		gcl_vault_release(&v);
		unlink(path);
		free(path);
	}
}

static void
files_that_cannot_be_read_are_named(void **state)
{
	static const char *const paths[] = { "/nowhere/token", "/",
		"/dev/zero" };
	struct vault v;
	struct failure f;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(paths); i++) {
		gcl_vault_init(&v);
		assert_int_equal(load(&v, paths[i], true, &f),
			SEND_CREDENTIALS);
		assert_non_null(strstr(f.text.text, paths[i]));
		assert_non_null(strstr(f.help.text,
			"GENESYS_ACCESS_TOKEN_FILE"));
		gcl_vault_release(&v);
	}
}

/* And a file of ours before what the official tools are given. */
static void
what_is_given_goes_before_a_file(void **state)
{
	struct vault v;
	struct failure f;

	(void)state;
	gcl_vault_init(&v);
	take(&v, "GENESYS_ACCESS_TOKEN=given");
	assert_int_equal(load(&v, "/nowhere", false, &f), SEND_OK);
	assert_true(gcl_span_is(gcl_vault_get(&v, GIVEN_ACCESS_TOKEN),
		"given"));
	gcl_vault_release(&v);
	gcl_vault_init(&v);
	take(&v, "GENESYSCLOUD_ACCESS_TOKEN=given");
	assert_int_equal(load(&v, "/nowhere", false, &f), SEND_CREDENTIALS);
	gcl_vault_release(&v);
}

/* ---- what is fit for a header ---- */

static void
only_visible_ascii_goes_into_headers(void **state)
{
	static const struct {
		struct span value;
		const char *want;	/* NULL: refused */
	} cases[] = {
		{ SPAN("abc~!"), "abc~!" },
		{ SPAN("abc\r\n"), "abc" },
		{ SPAN("abc\n\n"), "abc" },
		{ SPAN("abc\r\nX-Evil: 1"), NULL },
		{ SPAN("Bearer abc"), NULL },
		{ SPAN(" abc"), NULL },
		{ SPAN("a\tb"), NULL },
		{ SPAN("a\0b"), NULL },
		{ SPAN("\xc3\xa4"), NULL },
		{ SPAN("\n"), NULL },
	};
	struct vault v;
	struct failure f;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		gcl_vault_init(&v);
		gcl_vault_set(&v, GIVEN_ACCESS_TOKEN, cases[i].value, "X");
		assert_int_equal(gcl_vault_check(&v, GIVEN_ACCESS_TOKEN,
			&f), cases[i].want ? SEND_OK : SEND_CREDENTIALS);
		if (cases[i].want)
			assert_true(gcl_span_is(gcl_vault_get(&v,
				GIVEN_ACCESS_TOKEN), cases[i].want));
		gcl_vault_release(&v);
	}
}

/* ---- masks ---- */

static void
secrets_are_hidden_in_texts(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "" },
		{ "nothing of it", "nothing of it" },
		{ "fake-token", "***" },
		{ "Bearer fake-token\n", "Bearer ***\n" },
		{ "fake-tokenfake-secret", "******" },
		{ "fake-toke", "***" },
		{ "fake-t", "***" },
		{ "fake-", "fake-" },
		{ "fake-toke.", "fake-toke." },
		{ "fafake-token", "fa***" },
		{ "fake%2Dtoken%", "***%" },
		{ "%66ake%2dtok\\en", "***" },
		{ "fake%2", "fake%2" },
		{ "fake-tok%", "***" },
		{ "fake-tok%6", "***" },
		{ "fake-tok\\u00", "***" },
		{ "fake\\u002Dtoken\\u003d", "***\\u003d" },
		{ "f\\u0061ke-token", "***" },
		{ "fake\\u102dtoken", "fake\\u102dtoken" },
		{ "fake%zztoken", "fake%zztoken" },
		{ "cGFpcjo= cGFpcjo", "***= ***" },
		{ "client-id short", "client-id short" },
	};
	char text[64];
	struct vault v;
	size_t i, len;

	(void)state;
	gcl_vault_init(&v);
	take(&v, "GENESYS_ACCESS_TOKEN=fake-token");
	take(&v, "GENESYS_CLIENT_SECRET=fake-secret");
	take(&v, "GENESYS_CLIENT_ID=client-id");
	take(&v, "GENESYS_KEY_PASSPHRASE=short");
	gcl_vault_set(&v, GIVEN_BASIC, SPAN("cGFpcjo="), "");
	for (i = 0; i < N_ELEMS(cases); i++) {
		memset(text, 0, sizeof(text));
		memcpy(text, cases[i].text, strlen(cases[i].text));
		len = gcl_vault_hide(&v, text, strlen(cases[i].text));
		assert_int_equal(len, strlen(cases[i].want));
		assert_memory_equal(text, cases[i].want, len);
		/* Nothing of it is behind the text either. */
		assert_int_equal(strlen(text), len);
	}
	gcl_vault_release(&v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_names_go_before_the_official_ones),
		cmocka_unit_test(a_secret_is_wiped_where_it_stood),
		cmocka_unit_test(others_are_left_as_they_are),
		cmocka_unit_test(a_file_is_for_its_owner_only),
		cmocka_unit_test(files_that_cannot_be_read_are_named),
		cmocka_unit_test(what_is_given_goes_before_a_file),
		cmocka_unit_test(only_visible_ascii_goes_into_headers),
		cmocka_unit_test(secrets_are_hidden_in_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
