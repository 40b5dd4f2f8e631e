/*
 * Where requests go, by options, environment and defaults.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sending.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

#define TOKEN "GENESYS_ACCESS_TOKEN=fake-token"
#define KEY "GENESYS_PRIVATE_KEY=fake"
#define SECRET "GENESYS_CLIENT_SECRET=fake-secret"

/* What is given, and what comes of it. */
struct setting {
	const char *env[3];
	const char *region, *env_url, *token_url, *audience;
	const char *call, *token, *aud;		/* NULL: not looked at */
};

static struct span
option(const char *s)
{
	return gcl_span_str(s);
}

static enum send_kind
settle(struct sending *t, const struct setting *c)
{
	sending_begin(t, c->env);
	t->order.region = option(c->region);
	t->order.env_url = option(c->env_url);
	t->order.token_url = option(c->token_url);
	t->order.audience = option(c->audience);
	return sending_settle(t);
}

static void
requests_go_where_the_first_who_says_so_wants(void **state)
{
	static const struct setting cases[] = {
		/* the tutorial's default */
		{ .env = { TOKEN },
		  .call = "https://api.mypurecloud.com/x" },
		{ .env = { KEY },
		  .call = "https://api.mypurecloud.com/x",
		  .token = "https://api.mypurecloud.com/oauth/token",
		  .aud = "https://api.mypurecloud.com/oauth/token" },
		{ .env = { SECRET },
		  .token = "https://login.mypurecloud.com/oauth/token" },
		/* GENESYSCLOUD_*, GENESYS_*, options */
		{ .env = { TOKEN, "GENESYSCLOUD_REGION=eu-west-1" },
		  .call = "https://api.mypurecloud.ie/x" },
		{ .env = { "GENESYS_ENV_URL=https://a.example/",
		  "GENESYSCLOUD_REGION=eu-west-1" },
		  .call = "https://a.example/x" },
		{ .env = { "GENESYS_ENV_URL=https://a.example" },
		  .region = "eu_central_1",
		  .call = "https://api.mypurecloud.de/x" },
		{ .env = { "GENESYS_ENV_URL=https://a.example" },
		  .env_url = "https://b.example:8443/prefix//",
		  .call = "https://b.example:8443/prefix/x" },
		/* token endpoints */
		{ .env = { SECRET }, .env_url = "https://API.b.example:1/p",
		  .call = "https://API.b.example:1/p/x",
		  .token = "https://login.b.example:1/oauth/token" },
		{ .env = { KEY }, .env_url = "http://localhost:1",
		  .token_url = "https://t.example/y?z",
		  .token = "https://t.example/y?z",
		  .aud = "http://localhost:1/oauth/token" },
		{ .env = { KEY }, .audience = "urn:x", .aud = "urn:x" },
	};
	struct sending t;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		const struct setting *c = &cases[i];

		assert_int_equal(settle(&t, c), SEND_OK);
		if (c->call)
			assert_string_equal(t.s.settings.call.text, c->call);
		if (c->token)
			assert_string_equal(t.s.settings.token.text,
				c->token);
		if (c->aud)
			assert_true(gcl_span_is(t.s.settings.audience,
				c->aud));
		sending_end(&t);
	}
}

static void
what_leads_nowhere_is_a_usage_error(void **state)
{
	static const struct {
		struct setting given;
		const char *say;
	} cases[] = {
		{ { .env_url = "http://api.example" }, "https://" },
		{ { .env_url = "api.mypurecloud.com" }, "https://" },
		{ { .env = { "GENESYS_ENV_URL=https://u@a" } },
		  "GENESYS_ENV_URL" },
		{ { .env_url = "https://login.mypurecloud.com" },
		  "https://api.mypurecloud.com" },
		{ { .env_url = "https://a.example/api/v2" }, "api/v2" },
		{ { .env_url = "https://a.example/?x" }, "?x" },
		{ { .region = "us_east_1", .env_url = "https://a.example" },
		  "--region" },
		{ { .env = { "GENESYSCLOUD_REGION=mars" } },
		  "GENESYSCLOUD_REGION" },
		{ { .env = { SECRET }, .env_url = "https://a.example" },
		  "--token-url" },
		{ { .env = { KEY }, .token_url = "http://a.example" },
		  "--token-url" },
	};
	struct sending t;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		assert_int_equal(settle(&t, &cases[i].given), SEND_USAGE);
		assert_true(strstr(t.f.text.text, cases[i].say) ||
			strstr(t.f.help.text, cases[i].say));
		sending_end(&t);
	}
}

static void
methods_and_media_types_are_words(void **state)
{
	static const struct {
		const char *method, *type;
		enum send_kind kind;
	} cases[] = {
		{ "POST", NULL, SEND_OK },
		{ "PATCH", "application/json; charset=utf-8", SEND_OK },
		{ "post", NULL, SEND_USAGE },
		{ "", NULL, SEND_USAGE },
		{ "POST /x", NULL, SEND_USAGE },
		{ "POST\r\nX: 1", NULL, SEND_USAGE },
		{ "POST", "", SEND_USAGE },
		{ "POST", "a\r\nX-Evil: 1", SEND_USAGE },
	};
	static const char *const none[] = { NULL };
	struct sending t;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		sending_begin(&t, none);
		t.order.method = gcl_span_str(cases[i].method);
		t.order.content_type = gcl_span_str(cases[i].type);
		assert_int_equal(sending_settle(&t), cases[i].kind);
		if (cases[i].kind == SEND_OK)
			assert_string_equal(t.s.settings.content_type,
				cases[i].type ? cases[i].type :
				"application/json");
		sending_end(&t);
	}
}

#define READABLE "/dev/null"

static void
the_option_for_certificates_goes_first(void **state)
{
	static const char *const env[] = { "CURL_CA_BUNDLE=/nowhere/c",
		"SSL_CERT_FILE=" READABLE, NULL };
	struct sending t;

	(void)state;
	sending_begin(&t, env);
	assert_int_equal(sending_settle(&t), SEND_OK);
	assert_string_equal(t.s.settings.cacert, READABLE);
	t.order.cacert = SPAN("/dev/zero");
	assert_int_equal(sending_settle(&t), SEND_OK);
	assert_string_equal(t.s.settings.cacert, "/dev/zero");
	sending_end(&t);
	sending_begin(&t, env + 2);
	assert_int_equal(sending_settle(&t), SEND_OK);
	assert_null(t.s.settings.cacert);
	sending_end(&t);
}

/* Before anything goes over the network, and with the name to correct. */
static void
certificates_that_cannot_be_read_are_a_usage_error(void **state)
{
	static const struct {
		const char *env[2], *option, *from;
	} cases[] = {
		{ { NULL }, "/nowhere/ca.pem", "--cacert" },
		{ { NULL }, "/", "--cacert" },
		{ { "SSL_CERT_FILE=/nowhere/ca.pem" }, NULL,
		  "SSL_CERT_FILE" },
		{ { "CURL_CA_BUNDLE=/" }, NULL, "CURL_CA_BUNDLE" },
	};
	struct sending t;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		sending_begin(&t, cases[i].env);
		t.order.cacert = option(cases[i].option);
		assert_int_equal(sending_settle(&t), SEND_USAGE);
		assert_non_null(strstr(t.f.text.text, "cannot read '/"));
		assert_non_null(strstr(t.f.help.text, cases[i].from));
		sending_end(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			requests_go_where_the_first_who_says_so_wants),
		cmocka_unit_test(what_leads_nowhere_is_a_usage_error),
		cmocka_unit_test(methods_and_media_types_are_words),
		cmocka_unit_test(the_option_for_certificates_goes_first),
		cmocka_unit_test(
			certificates_that_cannot_be_read_are_a_usage_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
