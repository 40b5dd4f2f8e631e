/*
 * Which way to authenticate, what it needs and what it says.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "send/assertion.h"
#include "sending.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

#define ID "GENESYS_CLIENT_ID=fake-id"
#define OAUTH_ID "GENESYSCLOUD_OAUTHCLIENT_ID=fake-id"
#define KEY "GENESYS_PRIVATE_KEY=fake"
#define KEY_FILE "GENESYS_PRIVATE_KEY_FILE=/nowhere"
#define SECRET "GENESYS_CLIENT_SECRET=fake-secret"
#define TOKEN "GENESYS_ACCESS_TOKEN=fake-token"
#define TOKEN_FILE "GENESYS_ACCESS_TOKEN_FILE=/nowhere"

static void
credentials_choose_the_way(void **state)
{
	static const struct {
		const char *auth, *env[5];
		const char *want;	/* NULL: there is none */
	} cases[] = {
		{ "", { ID, KEY, SECRET, TOKEN }, "token" },
		{ "", { ID, KEY, SECRET, TOKEN_FILE }, "token" },
		{ "", { ID, KEY, SECRET }, "jwt" },
		{ "", { KEY_FILE }, "jwt" },
		{ "", { ID, SECRET }, "client-credentials" },
		{ "", { ID }, NULL },
		{ "", { NULL }, NULL },
		{ "jwt", { ID, SECRET, TOKEN }, "jwt" },
		{ "client-credentials", { TOKEN }, "client-credentials" },
		{ "token", { NULL }, "token" },
	};
	struct sending t;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		sending_begin(&t, cases[i].env);
		t.order.auth = gcl_span_str(cases[i].auth);
		assert_int_equal(sending_settle(&t), SEND_OK);
		assert_int_equal(t.s.settings.auth != NULL,
			cases[i].want != NULL);
		if (cases[i].want)
			assert_string_equal(t.s.settings.auth->name,
				cases[i].want);
		sending_end(&t);
	}
}

static void
an_unknown_way_gets_a_suggestion(void **state)
{
	static const char *const none[] = { NULL };
	struct sending t;

	(void)state;
	sending_begin(&t, none);
	t.order.auth = SPAN("client-credential");
	assert_int_equal(sending_settle(&t), SEND_USAGE);
	assert_non_null(strstr(t.f.help.text, "client-credentials"));
	t.order.auth = SPAN("kerberos");
	assert_int_equal(sending_settle(&t), SEND_USAGE);
	assert_non_null(strstr(t.f.help.text, "jwt"));
	sending_end(&t);
}

/* All of it at once, and where it is to be found. */
static void
what_is_missing_is_named(void **state)
{
	static const struct {
		const char *auth, *env[3];
		const char *names[2], *not;
	} cases[] = {
		{ "jwt", { NULL },
		  { "GENESYS_PRIVATE_KEY", "GENESYS_CLIENT_ID" }, NULL },
		{ "jwt", { ID }, { "GENESYS_PRIVATE_KEY" },
		  "GENESYS_CLIENT_ID" },
		{ "jwt", { KEY }, { "GENESYS_CLIENT_ID" },
		  "GENESYS_PRIVATE_KEY" },
		{ "client-credentials", { NULL },
		  { "GENESYS_CLIENT_SECRET", "GENESYS_CLIENT_ID" }, NULL },
		{ "client-credentials", { SECRET }, { "GENESYS_CLIENT_ID" },
		  "GENESYS_CLIENT_SECRET" },
		{ "token", { ID, KEY }, { "GENESYS_ACCESS_TOKEN" }, NULL },
		{ "", { ID }, { "GENESYS_CLIENT_SECRET",
		  "GENESYS_PRIVATE_KEY" }, "no credentials" },
		{ "", { OAUTH_ID }, { "GENESYSCLOUD_OAUTHCLIENT_ID is set",
		  "GENESYS_PRIVATE_KEY" }, NULL },
		{ "", { NULL }, { "no credentials" }, NULL },
	};
	struct sending t;
	size_t i, k;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		sending_begin(&t, cases[i].env);
		t.order.auth = gcl_span_str(cases[i].auth);
		assert_int_equal(sending_settle(&t), SEND_OK);
		assert_int_equal(gcl_auth_prepare(&t.s, &t.f),
			SEND_CREDENTIALS);
		for (k = 0; k < 2 && cases[i].names[k]; k++)
			assert_non_null(strstr(t.f.text.text,
				cases[i].names[k]));
		if (cases[i].not)
			assert_null(strstr(t.f.text.text, cases[i].not));
		assert_true(*t.f.help.text);
		sending_end(&t);
	}
}

static void
a_given_token_is_ready(void **state)
{
	static const char *const good[] = { TOKEN "\n", NULL };
	static const char *const bad[] = { TOKEN "\r\nX: 1", NULL };
	struct sending t;

	(void)state;
	sending_begin(&t, good);
	assert_int_equal(sending_settle(&t), SEND_OK);
	assert_int_equal(gcl_auth_prepare(&t.s, &t.f), SEND_OK);
	assert_true(gcl_span_is(gcl_vault_get(&t.vault, GIVEN_ACCESS_TOKEN),
		"fake-token"));
	sending_end(&t);
	sending_begin(&t, bad);
	assert_int_equal(sending_settle(&t), SEND_OK);
	assert_int_equal(gcl_auth_prepare(&t.s, &t.f), SEND_CREDENTIALS);
	sending_end(&t);
}

/* ---- what is said ---- */

static void
an_assertion_is_that_of_the_tutorial(void **state)
{
	static const char *const env[] = { ID, KEY, NULL };
	struct sending t;
	struct buf b;

	(void)state;
	sending_begin(&t, env);
	t.order.env_url = SPAN("http://localhost:1");
	t.order.clock = 1700000000;
	assert_int_equal(sending_settle(&t), SEND_OK);
	gcl_buf_init(&b, 1000);
	gcl_assertion_header(&t.s, &b);
	assert_string_equal(gcl_buf_str(&b),
		"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"fake-id\"}");
	gcl_buf_reset(&b);
	gcl_assertion_claims(&t.s, &b);
	assert_string_equal(gcl_buf_str(&b),
		"{\"iss\":\"fake-id\",\"sub\":\"fake-id\","
		"\"aud\":\"http://localhost:1/oauth/token\","
		"\"iat\":1700000000,\"exp\":1700000300,\"scope\":"
		"\"conversations:write telephony:outbound:call:create\"}");
	gcl_buf_reset(&b);
	t.s.settings.scope = SPAN("");
	gcl_assertion_claims(&t.s, &b);
	assert_null(strstr(gcl_buf_str(&b), "scope"));
	gcl_buf_release(&b);
	sending_end(&t);
}

/* The clock of a test is for this machine only. */
static void
elsewhere_the_time_is_what_it_is(void **state)
{
	static const char *const env[] = { ID, KEY, NULL };
	struct sending t;

	(void)state;
	sending_begin(&t, env);
	t.order.clock = 1000;
	assert_int_equal(sending_settle(&t), SEND_OK);
	assert_true(gcl_session_now(&t.s) > 1700000000);
	sending_end(&t);
}

static void
client_credentials_go_into_a_header(void **state)
{
	static const char *const env[] = { ID, SECRET, NULL };
	struct http_request r = { .method = "POST" };
	struct sending t;
	struct buf body;

	(void)state;
	sending_begin(&t, env);
	t.order.scope = SPAN("a b:c");
	assert_int_equal(sending_settle(&t), SEND_OK);
	assert_int_equal(gcl_auth_prepare(&t.s, &t.f), SEND_OK);
	gcl_buf_init(&body, 1000);
	assert_int_equal(t.s.settings.auth->ask(&t.s, &r, &body, &t.f),
		SEND_OK);
	assert_string_equal(r.scheme, "Basic");
	assert_true(gcl_span_is(r.credential, "ZmFrZS1pZDpmYWtlLXNlY3JldA=="));
	assert_string_equal(gcl_buf_str(&body),
		"grant_type=client_credentials&scope=a%20b%3Ac");
	gcl_buf_release(&body);
	sending_end(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(credentials_choose_the_way),
		cmocka_unit_test(an_unknown_way_gets_a_suggestion),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(a_given_token_is_ready),
		cmocka_unit_test(an_assertion_is_that_of_the_tutorial),
		cmocka_unit_test(elsewhere_the_time_is_what_it_is),
		cmocka_unit_test(client_credentials_go_into_a_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
