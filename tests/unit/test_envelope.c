/*
 * Envelopes: what surrounds a body, as a text for packs that leads back to
 * its places.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/base64.h"
#include "enveloped.h"

#define CALLS "/api/v2/conversations/calls"
#define API "POST https://api.mypurecloud.com" CALLS " HTTP/1.1\n"
#define TYPE "Content-Type: application/json\n"
#define BEARER "Authorization: Bearer AbCdEf0123456789\n"
#define BODY "\n{}"
#define TOKEN "POST https://login.mypurecloud.com/oauth/token HTTP/1.1\n"
#define JWT_TOKEN "POST https://api.mypurecloud.com/oauth/token HTTP/1.1\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\n"
#define BASIC "Authorization: Basic ZmFrZTpmYWtl\n"
#define JWT_GRANT "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"

static int
set_up(void **state)
{
	static struct enveloped e;

	enveloped_init(&e);
	*state = &e;
	return 0;
}

static int
tear_down(void **state)
{
	enveloped_release(*state);
	return 0;
}

/* ---- what the caller is told ---- */

struct target {
	const char *text;
	const char *scheme, *host, *path, *pack;
};

static void
a_target_is_taken_to_pieces(void **state)
{
	static const struct target targets[] = {
		{ "POST https://API.mypurecloud.com:443" CALLS "?a=b#c X\n\n",
		  "https", "api.mypurecloud.com", CALLS, "request" },
		{ "POST " CALLS " X\nHost: Api.MyPureCloud.Com:8443\n\n",
		  "", "api.mypurecloud.com", CALLS, "request" },
		{ "POST {{base}}" CALLS " X\nHost: localhost\n\n",
		  "", "", CALLS, "request" },
		{ "POST {{a/b}}" CALLS " X\n\n", "", "", CALLS, "request" },
		{ "POST https://{{host}}" CALLS " X\n\n",
		  "https", "", CALLS, "request" },
		{ "POST https://api.{{region}}/oauth/token X\n\n",
		  "https", "", "/oauth/token", "token-request" },
		{ "POST {{scheme}}://localhost" CALLS " X\n\n",
		  "", "localhost", CALLS, "request" },
		{ "POST http://id:word@[::1]:8080/x X\n\n",
		  "http", "[::1]", "/x", "request" },
		{ "POST api.mypurecloud.com/x X\n\n",
		  "", "api.mypurecloud.com", "/x", "request" },
		{ "POST https://localhost X\n\n",
		  "https", "localhost", "", "request" },
		{ "POST https://localhost?x=/y X\n\n",
		  "https", "localhost", "", "request" },
		{ "POST https:// X\n\n", "https", "", "", "request" },
		{ "POST https://[::1 X\n\n", "https", "[::1", "", "request" },
		{ "POST  X\n\n", "", "", "", "request" },
		{ "POST * X\n\n", "", "*", "", "request" },
		{ "POST {{url}} X\n\n", "", "", "", "request" },
	};
	struct enveloped *e = *state;
	size_t i;

	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		const struct target *t = &targets[i];

		enveloped(e, t->text);
		if (!gcl_span_is(e->env.scheme, t->scheme) ||
		    !gcl_span_is(e->env.host, t->host) ||
		    !gcl_span_is(e->env.path, t->path) ||
		    strcmp(e->env.pack, t->pack))
			enveloped_fail(e, t->text);
	}
}

static void
host_and_path_lead_back(void **state)
{
	struct enveloped *e = *state;
	size_t off = 0, len = 3;

	enveloped(e, "GET https://API.mypurecloud.com/api X\n\n");
	assert_true(gcl_span_is(e->env.host_at.text, "API.mypurecloud.com"));
	gcl_piece_locate(&e->env.host_at, &off, &len);
	assert_int_equal(off, strlen("GET https://"));
	off = 1;
	gcl_piece_locate(&e->env.path_at, &off, &len);
	assert_int_equal(off, strlen("GET https://API.mypurecloud.com/"));
}

static void
json_is_told_by_type_or_first_byte(void **state)
{
	struct enveloped *e = *state;

	enveloped(e, API "\n grant_type=x");
	assert_false(e->env.json_body);
	enveloped(e, API "\n \r\n[1]");
	assert_true(e->env.json_body);
	enveloped(e, API "content-type: Application/JSON;a=b\n\nx");
	assert_true(e->env.json_body);
	enveloped(e, API "content-type: text/plain; json\n\nx");
	assert_false(e->env.json_body);
	assert_false(e->env.takes_body);
}

/* ---- the text ---- */

static void
bytes_that_json_escapes_keep_their_place(void **state)
{
	struct enveloped *e = *state;

	assert_envelope_hit(e, API TYPE "Authorization: Bearer \x01\\\"\xff"
	    "\xc3\xa9\x7f<a>« »x\n" BODY, "request-authorization", GCL_ERROR);
}

/* A header value that a carrier has decoded: each a stands for two bytes. */
static void
a_decoded_value_leads_back(void **state)
{
	static const struct map_point points[] = {
		{ 0, 0 }, { 12, 12 }, { 13, 14 }, { 20, 21 },
	};
	struct map map = { (struct map_point *)(uintptr_t)points, 4, 0 };
	struct enveloped *e = *state;
	size_t off, len;
	const struct hits *hits;

	enveloped(e, API TYPE "Authorization: \n" BODY);
	e->r.headers->next->value = (struct piece){
		SPAN("Bearer \"AbCdEf\" x"), 0, &map };
	hits = enveloped_lint(e);
	assert_int_equal(hits->n, 1);
	off = hits->list[0].off;
	len = hits->list[0].len;
	gcl_piece_locate(&e->env.text, &off, &len);
	assert_int_equal(off, 0);
	assert_int_equal(len, 8);
}

static void
placeholders_are_found_once(void **state)
{
	struct enveloped *e = *state;

	assert_envelope_hit(e, "POST «{{base}}»" CALLS " X\n"
	    TYPE BEARER BODY, "placeholder", GCL_WARNING);
	assert_envelope_hit(e, "POST /api/v2/conversations/calls/"
	    "«{{id}}» X\n" BEARER "Content-Length: 3\n\n",
	    "placeholder", GCL_WARNING);
	assert_envelope_hit(e, "POST /api/v2/x/«{{id}}» X\n"
	    BEARER "\n", "placeholder", GCL_WARNING);
	assert_envelope_hit(e, API TYPE "Authorization: Bearer "
	    "«{{token}}»\n" BODY, "placeholder", GCL_WARNING);
	assert_envelope_hit(e, API TYPE "Authorization: Bearer "
	    "«<your token>»\n" BODY, "placeholder",
	    GCL_WARNING);
	assert_envelope_hit(e, API TYPE "Authorization: Bearer "
	    "«$TOKEN»\n" BODY, "placeholder", GCL_WARNING);
	assert_envelope_hit(e, TOKEN BASIC "Content-Type: "
	    "«{{type}}»\n\ngrant_type=client_credentials",
	    "placeholder", GCL_WARNING);
	assert_envelope_hit(e, TOKEN FORM BASIC "\n«{{form}}»",
	    "placeholder", GCL_WARNING);
	e->doc.recorded = true;
	assert_envelope_hit(e, API TYPE "Authorization: Bearer "
	    "«{{token}}»\n" BODY, "placeholder", GCL_ERROR);
	e->doc.recorded = false;
}

/* ---- requests to the API ---- */

static void
good_requests_are_clean(void **state)
{
	static const char *const good[] = {
		API TYPE BEARER BODY,
		API TYPE "authorization: bearer x\n" BODY,
		API TYPE BEARER "Content-Length: 2\n" BODY,
		API "content-type: application/json; charset=UTF-8\n" BEARER
		    BODY,
		"POST " CALLS " X\nHost: api.usw2.pure.cloud\n" TYPE BEARER
		    BODY,
		"POST http://localhost:8080" CALLS " X\n" TYPE BEARER BODY,
		"POST http://127.0.0.1" CALLS " X\n" TYPE BEARER BODY,
		"POST http://[::1]:80" CALLS " X\n" TYPE BEARER BODY,
		"POST https://proxy.example.com" CALLS " X\n" TYPE BEARER
		    BODY,
		"GET https://api.mypurecloud.ie/api/v2/users/me X\n" BEARER
		    "\n",
		"OPTIONS https://api.mypurecloud.ie" CALLS " X\n\n",
		"POST https://api.mypurecloud.ie/api/v2/notifications/channels"
		    " X\n" BEARER "\n",
		API TYPE BEARER "Content-Length: 9\nContent-Encoding: gzip\n"
		    BODY,
		/* Nobody's business. */
		"GET http://www.example.com/ X\n\n",
		"GET https://apps.mypurecloud.com/directory/ X\n\n",
		"POST https://login.mypurecloud.com/login X\n\na=b",
	};
	struct enveloped *e = *state;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_envelope_clean(e, good[i]);
}

struct fault {
	const char *text;
	const char *rule;
	enum gcl_severity severity;
};

static void
each_is_found(struct enveloped *e, const struct fault *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		assert_envelope_hit(e, list[i].text, list[i].rule,
		    list[i].severity);
}

#define EACH(e, list) each_is_found(e, list, sizeof(list) / sizeof(list[0]))

static void
faults_of_url_and_method_are_found(void **state)
{
	static const struct fault faults[] = {
		{ "«post» https://api.mypurecloud.com" CALLS " X\n" TYPE
		  BEARER BODY, "request-method", GCL_ERROR },
		{ "POST «http»://api.mypurecloud.com" CALLS " X\n" TYPE
		  BEARER BODY, "request-scheme", GCL_ERROR },
		{ "POST «http»://localhost.example.com" CALLS " X\n" TYPE
		  BEARER BODY, "request-scheme", GCL_ERROR },
		{ "POST https://«login.mypurecloud.com»" CALLS " X\n" TYPE
		  BEARER BODY, "request-host", GCL_ERROR },
		{ "POST https://«APPS.usw2.pure.cloud»:443" CALLS " X\n" TYPE
		  BEARER BODY, "request-host", GCL_ERROR },
		{ "POST https://«api.mypurecloud.con»" CALLS " X\n" TYPE
		  BEARER BODY, "request-host", GCL_WARNING },
		{ "POST " CALLS " X\nHost: «mypurecloud.com»\n" TYPE
		  BEARER BODY, "request-host", GCL_WARNING },
		{ "POST https://«api.genesyscloud.com»" CALLS " X\n" TYPE
		  BEARER BODY, "request-host", GCL_WARNING },
		{ "POST https://api.mypurecloud.com«//»api/v2/x X\n" TYPE
		  BEARER BODY, "request-path", GCL_WARNING },
		{ "GET https://api.mypurecloud.com/api/v2/x?a=b&"
		  "«access_token»=fake X\n" BEARER "\n", "request-query",
		  GCL_WARNING },
	};

	EACH(*state, faults);
}

static void
faults_of_authorization_are_found(void **state)
{
	static const struct fault faults[] = {
		{ "«POST https://api.mypurecloud.com" CALLS " HTTP/1.1»\n"
		  TYPE BODY, "request-authorization", GCL_WARNING },
		{ API TYPE "Authorization: «»\n" BODY,
		  "request-authorization", GCL_ERROR },
		{ API TYPE "Authorization: «Bearer»\n" BODY,
		  "request-authorization", GCL_ERROR },
		{ API TYPE "Authorization: Bearer «Bearer» AbC\n" BODY,
		  "request-authorization", GCL_ERROR },
		{ API TYPE "Authorization: «Bearer AbC\nX: y\n"
		  "Authorization: Bearer »AbC\n" BODY,
		  "request-authorization", GCL_ERROR },
		{ API TYPE "Authorization: «Basic» ZmFrZTpmYWtl\n" BODY,
		  "request-authorization", GCL_ERROR },
		{ API TYPE "Authorization: «Bearer \"»AbC\"\n" BODY,
		  "request-authorization", GCL_ERROR },
		{ API TYPE "Authorization: Bearer AbC« »def\n" BODY,
		  "request-authorization", GCL_ERROR },
		{ API TYPE "Authorization: Bearer «undefined»\n" BODY,
		  "request-authorization", GCL_ERROR },
		{ API TYPE "Authorization: «AbCdEfGhIjKlMnOpQr»\n" BODY,
		  "request-authorization", GCL_ERROR },
		{ API TYPE "Authorization: «Bearer eyJhbGciOiJSUzI1NiJ9."
		  "eyJpc3MiOiJmYWtlIn0.AAAA»\n" BODY,
		  "request-authorization", GCL_WARNING },
	};

	EACH(*state, faults);
}

static void
an_answer_tells_whether_authorization_was_missing(void **state)
{
	struct enveloped *e = *state;

	e->doc.response = &e->answer;
	e->answer.status = 201;
	assert_envelope_clean(e, API TYPE BODY);
	e->answer.status = 400;
	assert_envelope_clean(e, API TYPE BODY);
	e->answer.status = 401;
	assert_envelope_hit(e, "«POST https://localhost" CALLS " X»\n" TYPE
	    BODY, "request-authorization", GCL_WARNING);
	e->doc.response = NULL;
}

static void
faults_of_bodies_are_found(void **state)
{
	static const struct fault faults[] = {
		{ "«POST https://api.mypurecloud.com" CALLS " HTTP/1.1»\n"
		  BEARER BODY, "request-content-type", GCL_WARNING },
		{ API BEARER "Content-Type: «text/plain»\n" BODY,
		  "request-content-type", GCL_ERROR },
		{ API BEARER "Content-Type: «application/x-www-form-urlencoded"
		  "»\n" BODY, "request-content-type", GCL_ERROR },
		{ API BEARER "Content-Type: application/json; charset="
		  "«latin1»\n" BODY, "request-content-type", GCL_WARNING },
		{ API BEARER TYPE "Content-Length: «12»\n" BODY,
		  "request-content-length", GCL_ERROR },
		{ API BEARER TYPE "Content-Length: «2»\n\n{} ",
		  "request-content-length", GCL_ERROR },
		{ API BEARER TYPE "Content-Length: «two»\n" BODY,
		  "request-content-length", GCL_ERROR },
		{ API BEARER TYPE "Content-Length: «2\nContent-Length: 2»\n"
		  BODY, "request-content-length", GCL_ERROR },
		{ API BEARER TYPE "\n«a=»b&c=d", "request-content-type",
		  GCL_ERROR },
		{ "«POST https://api.mypurecloud.com" CALLS " HTTP/1.1»\n"
		  TYPE BEARER "\n", "request-body", GCL_ERROR },
		{ "«POST https://api.mypurecloud.com" CALLS " HTTP/1.1»\n"
		  TYPE BEARER "Content-Length: 0\n\n", "request-body",
		  GCL_ERROR },
	};

	EACH(*state, faults);
}

/* Where a length was held against the body, its carrier need not. */
static void
a_length_that_was_compared_is_told(void **state)
{
	struct enveloped *e = *state;
	size_t off = 0, len = 3;

	enveloped(e, API BEARER TYPE "Content-Length: 999\n" BODY);
	assert_true(gcl_span_is(e->env.length_at.text, "999"));
	gcl_piece_locate(&e->env.length_at, &off, &len);
	assert_int_equal(off, strlen(API BEARER TYPE "Content-Length: "));
	assert_envelope_clean(e, API BEARER TYPE "Content-Length: 999\n"
	    "Transfer-Encoding: chunked\n" BODY);
	assert_null(e->env.length_at.text.ptr);
	enveloped(e, API BEARER TYPE "Content-Length: 999\n\n");
	assert_null(e->env.length_at.text.ptr);
}

/* What its Content-Type calls JSON or nothing. */
static void
a_form_is_no_json(void **state)
{
	static const char *const json[] = {
		"{\"a\":\"b=c\"}", "[1]", "\"a=b\"", "a b=c", "=a", "a\n=b",
	};
	struct enveloped *e = *state;
	struct buf text;
	size_t i;

	enveloped(e, API TYPE BEARER "\npayload={\"a\":1}");
	assert_true(e->env.form_body);
	assert_false(e->env.json_body);
	gcl_buf_init(&text, 1 << 16);
	for (i = 0; i < sizeof(json) / sizeof(json[0]); i++) {
		gcl_buf_reset(&text);
		gcl_buf_addf(&text, API TYPE BEARER "\n%s", json[i]);
		assert_envelope_clean(e, gcl_buf_str(&text));
		assert_false(e->env.form_body);
		assert_true(e->env.json_body);
	}
	gcl_buf_release(&text);
}

static void
help_is_what_to_write(void **state)
{
	static const struct {
		const char *text, *say, *help;
	} list[] = {
		{ "«post» https://localhost" CALLS " X\n" TYPE BEARER BODY,
		  "lower case", "POST" },
		{ "«Patch» https://localhost" CALLS " X\n" TYPE BEARER BODY,
		  "lower case", "PATCH" },
		{ API BEARER BODY, "no Content-Type",
		  "Content-Type: application/json" },
		{ TOKEN BASIC "\ngrant_type=client_credentials",
		  "no Content-Type",
		  "Content-Type: application/x-www-form-urlencoded" },
		{ TOKEN FORM BASIC "\nscope=x", "no grant_type",
		  "grant_type=client_credentials, or" },
		{ API BEARER TYPE "Content-Length: 999\n" BODY,
		  "Content-Length says 999 bytes, and the body has 2",
		  "Content-Length: 2" },
		{ TOKEN FORM BASIC "\ngrant_type=client_credentials&scope=x&"
		  "scope=y", "scope is there twice", "leave one" },
	};
	struct enveloped *e = *state;
	const struct hits *hits;
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		hits = enveloped(e, list[i].text);
		if (hits->n != 1 || !strstr(hits->list[0].say, list[i].say) ||
		    strncmp(hits->list[0].help, list[i].help,
		    strlen(list[i].help)))
			enveloped_fail(e, list[i].text);
	}
}

static void
a_template_has_no_length_yet(void **state)
{
	struct enveloped *e = *state;

	assert_envelope_clean(e, API BEARER TYPE "Content-Length: 5\n\n"
	    "{\"a\":\"{{b}}\"}");
	e->doc.recorded = true;
	assert_envelope_hit(e, API BEARER TYPE "Content-Length: «5»\n\n"
	    "{\"a\":\"{{b}}\"}", "request-content-length", GCL_ERROR);
	e->doc.recorded = false;
}

/* ---- token requests ---- */

static void
good_token_requests_are_clean(void **state)
{
	static const char *const good[] = {
		TOKEN FORM BASIC "\ngrant_type=client_credentials",
		TOKEN FORM "\ngrant_type=client_credentials&client_id=fake&"
		    "client_secret=fa%2Bke",
		TOKEN FORM "\ngrant_type=client_credentials\n&client_id=fake\n"
		    "&client_secret=fake\n",
		TOKEN FORM BASIC "Content-Length: 29\n\n"
		    "grant_type=client_credentials",
		TOKEN FORM "\ngrant_type=authorization_code&code=fake&"
		    "redirect_uri=https%3A%2F%2Fexample.com&client_id=fake",
		"POST http://localhost:8080/oauth/token X\n" FORM BASIC
		    "\ngrant_type=client_credentials",
	};
	struct enveloped *e = *state;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_envelope_clean(e, good[i]);
	assert_true(e->env.takes_body);
}

static void
faults_of_token_requests_are_found(void **state)
{
	static const struct fault faults[] = {
		{ "«PUT» https://login.mypurecloud.com/oauth/token X\n" FORM
		  BASIC "\ngrant_type=client_credentials", "token-method",
		  GCL_ERROR },
		{ TOKEN BASIC "Content-Type: application/json\n\n«{»"
		  "\"grant_type\":\"client_credentials\"}",
		  "token-content-type", GCL_ERROR },
		{ TOKEN BASIC FORM "\n«{»\"grant_type\":\"x\"}",
		  "token-content-type", GCL_ERROR },
		{ TOKEN BASIC "Content-Type: «text/plain»\n\n"
		  "grant_type=client_credentials", "token-content-type",
		  GCL_ERROR },
		{ TOKEN BASIC FORM "\n«hello»", "token-content-type",
		  GCL_ERROR },
		{ "«POST https://login.mypurecloud.com/oauth/token X»\n" FORM
		  BASIC "\n", "token-body", GCL_ERROR },
		{ TOKEN FORM BASIC "\n«scope=x»", "token-grant", GCL_ERROR },
		{ TOKEN FORM BASIC "\ngrant_type=«client_credential»",
		  "token-grant", GCL_ERROR },
		{ TOKEN FORM BASIC "\ngrant_type=«jwt%2Dbearer»",
		  "token-grant", GCL_ERROR },
		{ TOKEN FORM BASIC "\ngrant_type=client_credentials&"
		  "«grant_type»=client_credentials", "token-field",
		  GCL_ERROR },
		{ TOKEN FORM BASIC "\n«grant_typ»=client_credentials",
		  "field-unknown", GCL_ERROR },
		{ TOKEN FORM "\n«grant_type»=client_credentials",
		  "token-credentials", GCL_ERROR },
		{ TOKEN FORM "\n«grant_type»=" JWT_GRANT, "token-field",
		  GCL_ERROR },
		{ TOKEN FORM "\ngrant_type=client_credentials&client_id=x&"
		  "client_secret=fa«+»ke", "token-credentials", GCL_ERROR },
		{ TOKEN FORM "Authorization: «Bearer» x\n"
		  "\ngrant_type=client_credentials", "token-credentials",
		  GCL_ERROR },
		{ TOKEN FORM "Authorization: «Basic fake:fake»\n"
		  "\ngrant_type=client_credentials", "token-credentials",
		  GCL_ERROR },
		/* "fake" and "fake:fake\n" */
		{ TOKEN FORM "Authorization: Basic «ZmFrZQ==»\n"
		  "\ngrant_type=client_credentials", "token-credentials",
		  GCL_ERROR },
		{ TOKEN FORM "Authorization: Basic «ZmFrZTpmYWtlCg==»\n"
		  "\ngrant_type=client_credentials", "token-credentials",
		  GCL_ERROR },
		{ "POST https://«api.mypurecloud.com»/oauth/token X\n" FORM
		  BASIC "\ngrant_type=client_credentials", "token-host",
		  GCL_ERROR },
		{ "POST https://«login.mypurecloud.con»/oauth/token X\n" FORM
		  BASIC "\ngrant_type=client_credentials", "token-host",
		  GCL_WARNING },
		{ "POST https://login.mypurecloud.com/oauth/token?"
		  "«client_secret»=fake X\n" FORM
		  BASIC "\ngrant_type=client_credentials", "request-query",
		  GCL_ERROR },
		{ TOKEN FORM BASIC "Content-Length: «28»\n\n"
		  "grant_type=client_credentials", "request-content-length",
		  GCL_ERROR },
	};

	EACH(*state, faults);
}

/* ---- assertions ---- */

#define HEADER "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"fake\"}"
#define CLAIMS(aud, iat, exp) "{\"iss\":\"fake\",\"sub\":\"fake\"," \
	"\"aud\":" aud ",\"iat\":" iat ",\"exp\":" exp "," \
	"\"scope\":\"conversations:write telephony:outbound:call:create\"}"
#define AUD "\"https://api.mypurecloud.com/oauth/token\""
#define GOOD_CLAIMS CLAIMS(AUD, "1700000000", "1700000300")

/* A token request to somewhere with an assertion of these parts. */
static void
make_request(const char *start, const char *header, const char *claims,
	struct buf *out)
{
	gcl_buf_init(out, 1 << 16);
	gcl_buf_adds(out, start);
	gcl_buf_adds(out, FORM "\ngrant_type=" JWT_GRANT "&assertion=");
	gcl_base64url_add(out, header, strlen(header));
	gcl_buf_addc(out, '.');
	gcl_base64url_add(out, claims, strlen(claims));
	gcl_buf_adds(out, ".AAAA");
	assert_non_null(gcl_buf_str(out));
}

static void
make_assertion(const char *header, const char *claims, struct buf *out)
{
	make_request(JWT_TOKEN, header, claims, out);
}

struct assertion {
	const char *header, *claims;
	const char *rule;		/* NULL: clean */
	enum gcl_severity severity;
	const char *help;		/* part of it, or NULL */
};

static void
try_assertion(struct enveloped *e, const struct assertion *a)
{
	const struct hits *hits;
	struct buf text;

	make_assertion(a->header, a->claims, &text);
	hits = enveloped(e, gcl_buf_str(&text));
	if (hits->n != (a->rule != NULL))
		enveloped_fail(e, a->claims);
	if (a->rule && (strcmp(hits->list[0].rule->name, a->rule) ||
	    hits->list[0].severity != a->severity ||
	    (a->help && !strstr(hits->list[0].help, a->help))))
		enveloped_fail(e, a->claims);
	gcl_buf_release(&text);
}

static void
assertions_are_decoded(void **state)
{
	static const struct assertion list[] = {
		{ HEADER, GOOD_CLAIMS, NULL, GCL_OFF, NULL },
		{ HEADER, CLAIMS(AUD, "1700000000.5", "1700000300.5"),
		  NULL, GCL_OFF, NULL },
		{ HEADER, CLAIMS("\"https:\\/\\/api.mypurecloud.com\\/oauth"
		  "\\/token\"", "1", "2"), NULL, GCL_OFF, NULL },
		{ "{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"fake\"}",
		  GOOD_CLAIMS, "jwt-header", GCL_ERROR, "RS256" },
		{ "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"fake\"}",
		  GOOD_CLAIMS, "jwt-header", GCL_ERROR, "RS256" },
		{ "{\"alg\":\"RS256\",\"typ\":\"JWT\"}", GOOD_CLAIMS,
		  "jwt-header", GCL_ERROR, "kid" },
		{ "{\"alg\":\"RS256\",\"kid\":\"fake\"}", GOOD_CLAIMS,
		  "jwt-header", GCL_WARNING, "JWT" },
		{ "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"x\"}",
		  GOOD_CLAIMS, "jwt-header", GCL_WARNING, "\"fake\"" },
		{ "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"\"}",
		  GOOD_CLAIMS, "jwt-header", GCL_ERROR, "client" },
		{ "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"{{id}}\"}",
		  GOOD_CLAIMS, "placeholder", GCL_WARNING, NULL },
		{ "[1,2]", GOOD_CLAIMS, "token-assertion", GCL_ERROR, NULL },
		{ HEADER, "{\"iss\":", "token-assertion", GCL_ERROR, NULL },
		{ HEADER, CLAIMS("\"https://api.mypurecloud.com\"",
		  "1700000000", "1700000300"), "jwt-audience", GCL_ERROR,
		  "\"https://api.mypurecloud.com/oauth/token\"" },
		{ HEADER, CLAIMS("\"https://login.mypurecloud.com/oauth/"
		  "token\"", "1700000000", "1700000300"), "jwt-audience",
		  GCL_ERROR, "\"https://api.mypurecloud.com/oauth/token\"" },
		{ HEADER, CLAIMS("\"\"", "1700000000", "1700000300"),
		  "jwt-audience", GCL_ERROR,
		  "\"https://api.mypurecloud.com/oauth/token\"" },
		{ HEADER, CLAIMS(AUD, "1700000000", "1700003600"),
		  "jwt-lifetime", GCL_WARNING, NULL },
		{ HEADER, CLAIMS(AUD, "1700000000", "1600000000"),
		  "jwt-lifetime", GCL_ERROR, NULL },
		{ HEADER, CLAIMS(AUD, "1700000000", "1700000300000"),
		  "jwt-lifetime", GCL_ERROR, "seconds" },
		{ HEADER, CLAIMS(AUD, "1700000000", "\"1700000300\""),
		  "jwt-lifetime", GCL_ERROR, NULL },
		{ HEADER, "{\"iss\":\"fake\",\"sub\":\"fake\",\"aud\":" AUD
		  ",\"exp\":1700000300,\"scope\":\"user:read\"}",
		  "jwt-lifetime", GCL_WARNING, "iat" },
		{ HEADER, "{\"iss\":\"fake\",\"sub\":\"other\",\"aud\":" AUD
		  ",\"iat\":1,\"exp\":2,\"scope\":\"user:read\"}",
		  "jwt-issuer", GCL_ERROR, NULL },
		{ HEADER, "{\"iss\":\"fake\",\"sub\":\"fake\",\"aud\":" AUD
		  ",\"iat\":1,\"exp\":2,\"scope\":[\"user:read\"]}",
		  "jwt-scope", GCL_WARNING, NULL },
		{ HEADER, "{\"iss\":\"fake\",\"sub\":\"fake\",\"aud\":" AUD
		  ",\"iat\":1,\"exp\":2,\"scope\":\"conversations\"}",
		  "jwt-scope", GCL_NOTE, NULL },
		{ HEADER, "{\"iss\":\"fake\",\"sub\":\"fake\",\"aud\":" AUD
		  ",\"iat\":1,\"exp\":2,\"scope\":\"user:read\","
		  "\"jti\":{\"a\":[[[]]]}}", NULL, GCL_OFF, NULL },
	};
	struct enveloped *e = *state;
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		try_assertion(e, &list[i]);
}

struct audience {
	const char *start, *aud;
	enum gcl_severity severity;	/* GCL_OFF: clean */
	const char *say;
};

static void
an_audience_is_where_the_assertion_is_sent(void **state)
{
	static const char origin[] = "POST /oauth/token HTTP/1.1\n"
	    "Host: api.mypurecloud.com\n";
	static const char ported[] = "POST /oauth/token HTTP/1.1\n"
	    "Host: api.mypurecloud.com:443\n";
	static const char local[] = "POST /oauth/token HTTP/1.1\n"
	    "Host: localhost:8080\n";
	static const char template[] = "POST {{scheme}}://"
	    "api.mypurecloud.com/oauth/token X\n";
	static const struct audience list[] = {
		{ origin, AUD, GCL_OFF, NULL },
		{ ported, AUD, GCL_OFF, NULL },
		{ origin, "\"https://API.mypurecloud.com/oauth/token\"",
		  GCL_OFF, NULL },
		{ origin, "\"https://api.mypurecloud.com\"", GCL_ERROR,
		  "/oauth/token" },
		{ origin, "\"https://api.usw2.pure.cloud/oauth/token\"",
		  GCL_ERROR, "not the URL" },
		{ origin, "\"http://api.mypurecloud.com/oauth/token\"",
		  GCL_ERROR, "not the URL" },
		{ origin, "\"https://api.mypurecloud.com/oauth/token/\"",
		  GCL_ERROR, "slash" },
		{ origin, "\"https://api.mypurecloud.com/oauth/token\\n\"",
		  GCL_ERROR, "not the URL" },
		{ origin, "\"https://api.mypurecloud.com:443/oauth/token\"",
		  GCL_WARNING, ":443" },
		/* One of several is enough. */
		{ origin, "[" AUD "]", GCL_OFF, NULL },
		{ origin, "[\"x\", 7, " AUD "]", GCL_OFF, NULL },
		{ origin, "[" AUD ",\"x\"]", GCL_OFF, NULL },
		{ origin, "[\"x\",\"y\"]", GCL_ERROR, "nothing in aud" },
		{ origin, "[]", GCL_ERROR, "empty" },
		{ origin, "[\"{{aud}}\"]", GCL_OFF, NULL },
		/* Behind the own machine may be the platform. */
		{ local, AUD, GCL_OFF, NULL },
		{ local, "[" AUD ",\"x\"]", GCL_OFF, NULL },
		{ local, "\"https://api.mypurecloud.com\"", GCL_ERROR,
		  "/oauth/token" },
		{ template, "\"x\"", GCL_OFF, NULL },
	};
	struct enveloped *e = *state;
	const struct hits *hits;
	struct buf claims, text;
	size_t i;

	gcl_buf_init(&claims, 1 << 16);
	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		const struct audience *a = &list[i];

		gcl_buf_reset(&claims);
		gcl_buf_addf(&claims, CLAIMS("%s", "1", "2"), a->aud);
		make_request(a->start, HEADER, gcl_buf_str(&claims), &text);
		hits = enveloped(e, gcl_buf_str(&text));
		/* The template's variable is a finding by itself. */
		if (a->start == template ? hits->n != 1 :
		    hits->n != (a->severity != GCL_OFF))
			enveloped_fail(e, a->aud);
		if (a->severity != GCL_OFF &&
		    (strcmp(hits->list[0].rule->name, "jwt-audience") ||
		    hits->list[0].severity != a->severity ||
		    !strstr(hits->list[0].say, a->say)))
			enveloped_fail(e, a->aud);
		gcl_buf_release(&text);
	}
	gcl_buf_release(&claims);
}

static void
dates_are_held_to_the_time_of_sending(void **state)
{
	struct assertion a = { HEADER, GOOD_CLAIMS, NULL, GCL_ERROR, NULL };
	struct enveloped *e = *state;

	e->r.time = 1700000010;
	try_assertion(e, &a);
	a.rule = "jwt-lifetime";
	e->r.time = 1700000301;
	try_assertion(e, &a);
	e->r.time = 1699999900;
	try_assertion(e, &a);
	e->r.time = 0;
}

/* Four characters of base64 hold three bytes: the finding covers them. */
static void
a_claim_is_shown_in_the_assertion(void **state)
{
	static const char claims[] = CLAIMS(AUD, "1700000000",
	    "12345678901234");
	size_t off, len, at = (size_t)(strstr(claims, "123456") - claims);
	struct enveloped *e = *state;
	const struct hits *hits;
	struct buf text;
	const char *code;

	make_assertion(HEADER, claims, &text);
	hits = enveloped(e, gcl_buf_str(&text));
	assert_int_equal(hits->n, 1);
	off = hits->list[0].off;
	len = hits->list[0].len;
	gcl_piece_locate(&e->env.text, &off, &len);
	code = strchr(strstr(text.ptr, "assertion="), '.') + 1;
	assert_int_equal(off, (size_t)(code - text.ptr) + at / 3 * 4);
	assert_int_equal(len, ((at + 13) / 3 - at / 3 + 1) * 4);
	gcl_buf_release(&text);
}

/* What stands in front of the header, the claims, the signature, behind. */
struct spoilt {
	const char *header, *claims, *behind;
};

static void
faults_of_assertions_are_found_in_the_form(void **state)
{
	static const struct spoilt list[] = {
		{ "«%22»", ".", ".AAAA%22" },
		{ "", "«%3D»%3D.", ".AAAA" },
		{ "", "«+».", ".AAAA" },
		{ "", ".", ".AA«%2B»A" },
		{ "", ".", ".AA«!»A" },
		{ "«", ".", "»" },
		{ "«", ".", ".AAAA.AAAA.AAAA»" },
		{ "", ".", ".«»" },
		{ "", ".", ".«AAAAA»" },
	};
	struct enveloped *e = *state;
	struct buf text;
	size_t i;

	gcl_buf_init(&text, 1 << 16);
	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		gcl_buf_reset(&text);
		gcl_buf_addf(&text, JWT_TOKEN FORM "\ngrant_type=%s&assertion="
		    "%s", JWT_GRANT, list[i].header);
		gcl_base64url_add(&text, HEADER, strlen(HEADER));
		gcl_buf_adds(&text, list[i].claims);
		gcl_base64url_add(&text, GOOD_CLAIMS, strlen(GOOD_CLAIMS));
		gcl_buf_adds(&text, list[i].behind);
		assert_envelope_hit(e, gcl_buf_str(&text), "token-assertion",
		    GCL_ERROR);
	}
	gcl_buf_release(&text);
	assert_envelope_hit(e, JWT_TOKEN FORM "\ngrant_type=" JWT_GRANT
	    "&assertion=«»", "token-assertion", GCL_ERROR);
}

/* ---- secrets, and texts that are no requests ---- */

static void
no_message_shows_a_secret(void **state)
{
	static const char *const texts[] = {
		API TYPE "Authorization: Bearer \"S3CRET\"\n" BODY,
		API TYPE "Authorization: Bearer S3CRET S3CRET\n" BODY,
		API TYPE "Authorization: S3CRETS3CRETS3CRET\n" BODY,
		API TYPE "Authorization: Bearer, S3CRET\n" BODY,
		API TYPE "Authorization: Basic S3CRET\n" BODY,
		TOKEN FORM "Authorization: Basic id:S3CRET\n\n"
		    "grant_type=client_credentials",
		TOKEN FORM "Authorization: Basic OlMzQ1JFVA==\n\n"
		    "grant_type=client_credentials",
		TOKEN FORM "\ngrant_type=client_credentials&client_id=x y&"
		    "client_secret=S3CRET+S3CRET",
		TOKEN FORM "\ngrant_type=" JWT_GRANT "&assertion=S3CRET.S3CRET",
		TOKEN FORM "\ngrant_type=" JWT_GRANT "&assertion=S3CRET.=.S",
		"POST https://localhost/oauth/token?client_secret=S3CRET X\n"
		    FORM BASIC "\nS3CRET",
	};
	struct enveloped *e = *state;
	const struct hit *h;
	size_t i, k;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		enveloped(e, texts[i]);
		assert_true(e->report.hits->n > 0);
		for (k = 0; k < e->report.hits->n; k++) {
			h = &e->report.hits->list[k];
			if (strstr(h->say, "S3CRET") ||
			    (h->help && strstr(h->help, "S3CRET")))
				enveloped_fail(e, texts[i]);
		}
	}
}

/* Whatever stands there, the envelope is JSON and nothing is outside. */
static void
any_prefix_makes_an_envelope(void **state)
{
	struct enveloped *e = *state;
	char cut[1024];
	struct buf text;
	size_t n, i, off, len;

	make_assertion(HEADER, "{\"iss\":\"a\\u0001\",\"sub\":7}", &text);
	gcl_buf_adds(&text, "&x=%c3%A9%zz%&=&y");
	assert_true(text.len < sizeof(cut));
	for (n = 0; n <= text.len; n++) {
		memcpy(cut, gcl_buf_str(&text), n);
		cut[n] = '\0';
		enveloped(e, cut);
		for (i = 0; i < e->report.hits->n; i++) {
			off = e->report.hits->list[i].off;
			len = e->report.hits->list[i].len;
			gcl_piece_locate(&e->env.text, &off, &len);
			if (off > n || len > n - off || !strncmp(
			    e->report.hits->list[i].rule->name, "json-", 5))
				enveloped_fail(e, cut);
		}
	}
	gcl_buf_release(&text);
}

/* A form of n bytes and one more header than that. */
static void
make_long(struct buf *out, size_t n)
{
	gcl_buf_init(out, 8 * (size_t)LIMIT_ENVELOPE_BYTES);
	gcl_buf_adds(out, TOKEN FORM BASIC "X: ");
	memset(gcl_buf_reserve(out, n), 'x', n);
	out->len += n;
	gcl_buf_adds(out, "\n\ngrant_type=client_credentials&scope=");
	n -= strlen("grant_type=client_credentials&scope=");
	memset(gcl_buf_reserve(out, n), 'x', n);
	out->len += n;
	assert_non_null(gcl_buf_str(out));
}

static void
a_form_has_a_limit(void **state)
{
	struct enveloped *e = *state;
	struct buf text;

	make_long(&text, LIMIT_ENVELOPE_BYTES);
	assert_envelope_clean(e, gcl_buf_str(&text));
	gcl_buf_release(&text);
	make_long(&text, LIMIT_ENVELOPE_BYTES + 1);
	assert_int_equal(enveloped(e, gcl_buf_str(&text))->n, 1);
	assert_string_equal(e->report.hits->list[0].rule->name,
	    "token-content-type");
	gcl_buf_release(&text);
}

/* Only its beginning is looked at, however often it is there. */
static void
a_header_has_a_limit(void **state)
{
	static const char name[] = "Authorization: Bearer ";
	const size_t n = LIMIT_ENVELOPE_BYTES - 100;
	struct enveloped *e = *state;
	struct buf text;
	int i;

	gcl_buf_init(&text, 8 * (size_t)LIMIT_ENVELOPE_BYTES);
	gcl_buf_adds(&text, API TYPE);
	for (i = 0; i < 6; i++) {
		gcl_buf_adds(&text, name);
		memset(gcl_buf_reserve(&text, n), 'x', n);
		text.len += n;
		gcl_buf_addc(&text, '\n');
	}
	gcl_buf_adds(&text, BODY);
	assert_int_equal(enveloped(e, gcl_buf_str(&text))->n, 1);
	assert_string_equal(e->report.hits->list[0].rule->name,
	    "request-authorization");
	assert_in_range(e->env.text.text.len, LIMIT_ENVELOPE_BYTES,
	    3 * (size_t)LIMIT_ENVELOPE_BYTES);
	gcl_buf_release(&text);
}

/* The lint fails where a pattern gives up: see enveloped.h. */
static void
long_values_keep_patterns_from_their_limit(void **state)
{
	static const struct {
		const char *before, *behind;
	} places[] = {
		{ API TYPE "Authorization: ", "\n" BODY },
		{ API TYPE "Authorization: Bearer ", "\n" BODY },
		{ API BEARER "Content-Type: application/json;", "\n" BODY },
		{ "POST https://api.", CALLS " X\n" TYPE BEARER BODY },
		{ "POST https://api.mypurecloud.com" CALLS "/", " X\n" TYPE
		  BEARER BODY },
		{ "POST https://api.mypurecloud.com" CALLS "/", " X\n" TYPE
		  BEARER "\n" },
		{ "POST /oauth/token?", " X\n" FORM BASIC "\n" },
		{ TOKEN FORM "Authorization: Basic ",
		  "\n\ngrant_type=client_credentials" },
		{ TOKEN FORM BASIC "\ngrant_type=", "" },
		{ TOKEN FORM BASIC "\ngrant_type=client_credentials&"
		  "client_secret=", "" },
		{ TOKEN FORM "\ngrant_type=" JWT_GRANT "&assertion=", "" },
		{ TOKEN FORM "\ngrant_type=" JWT_GRANT "&assertion=eyJ.eyJ.",
		  "" },
	};
	static const char *const fills[] = {
		"x", "a.", "aB3_", " ", "\t,", "/", "//a", "{", "{{", "%20",
		"=", "&", "eyJ.", "\"", "<a", "$", "bearer ", "?;", "\xc3\xa9",
	};
	const size_t n = LIMIT_ENVELOPE_BYTES - 200;
	struct enveloped *e = *state;
	struct buf text;
	size_t i, k, end;

	gcl_buf_init(&text, 8 * (size_t)LIMIT_ENVELOPE_BYTES);
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		for (k = 0; k < sizeof(fills) / sizeof(fills[0]); k++) {
			gcl_buf_reset(&text);
			gcl_buf_adds(&text, places[i].before);
			for (end = text.len + n; text.len < end;)
				gcl_buf_adds(&text, fills[k]);
			gcl_buf_adds(&text, places[i].behind);
			enveloped(e, gcl_buf_str(&text));
		}
	}
	gcl_buf_release(&text);
}

/* The same for what is written out of an assertion. */
static void
long_claims_keep_patterns_from_their_limit(void **state)
{
	static const char *const before[] = {
		"{\"aud\":\"", "{\"aud\":\"[", "{\"aud\":[\"x\",\"",
		"{\"scope\":\"", "{\"iss\":\"x\",\"sub\":\"",
	};
	static const char *const fills[] = {
		"x", "a ", ", ", "/", " https://", "[", "] ", "\",\"",
		"https://api.mypurecloud.com/oauth/token, ",
	};
	const size_t n = LIMIT_ENVELOPE_BYTES / 4 * 3 - 500;
	struct enveloped *e = *state;
	struct buf claims, text;
	size_t i, k;

	gcl_buf_init(&claims, 2 * (size_t)LIMIT_ENVELOPE_BYTES);
	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		for (k = 0; k < sizeof(fills) / sizeof(fills[0]); k++) {
			gcl_buf_reset(&claims);
			gcl_buf_adds(&claims, before[i]);
			while (claims.len < n)
				gcl_buf_adds(&claims, fills[k]);
			gcl_buf_adds(&claims, strstr(before[i], ":[") ?
			    "\"]}" : "\"}");
			make_request(JWT_TOKEN, HEADER,
			    gcl_buf_str(&claims), &text);
			assert_true(enveloped(e, gcl_buf_str(&text))->n > 0);
			gcl_buf_release(&text);
		}
	}
	gcl_buf_release(&claims);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_target_is_taken_to_pieces),
		cmocka_unit_test(host_and_path_lead_back),
		cmocka_unit_test(json_is_told_by_type_or_first_byte),
		cmocka_unit_test(bytes_that_json_escapes_keep_their_place),
		cmocka_unit_test(a_decoded_value_leads_back),
		cmocka_unit_test(placeholders_are_found_once),
		cmocka_unit_test(good_requests_are_clean),
		cmocka_unit_test(faults_of_url_and_method_are_found),
		cmocka_unit_test(faults_of_authorization_are_found),
		cmocka_unit_test(
		    an_answer_tells_whether_authorization_was_missing),
		cmocka_unit_test(faults_of_bodies_are_found),
		cmocka_unit_test(a_length_that_was_compared_is_told),
		cmocka_unit_test(a_form_is_no_json),
		cmocka_unit_test(help_is_what_to_write),
		cmocka_unit_test(a_template_has_no_length_yet),
		cmocka_unit_test(good_token_requests_are_clean),
		cmocka_unit_test(faults_of_token_requests_are_found),
		cmocka_unit_test(assertions_are_decoded),
		cmocka_unit_test(an_audience_is_where_the_assertion_is_sent),
		cmocka_unit_test(dates_are_held_to_the_time_of_sending),
		cmocka_unit_test(a_claim_is_shown_in_the_assertion),
		cmocka_unit_test(faults_of_assertions_are_found_in_the_form),
		cmocka_unit_test(no_message_shows_a_secret),
		cmocka_unit_test(any_prefix_makes_an_envelope),
		cmocka_unit_test(a_form_has_a_limit),
		cmocka_unit_test(a_header_has_a_limit),
		cmocka_unit_test(long_values_keep_patterns_from_their_limit),
		cmocka_unit_test(long_claims_keep_patterns_from_their_limit),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
