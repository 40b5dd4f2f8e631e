/*
 * Secrets in captures: what is one, what only looks like one, and where.
 *
 * What is to be found stands between « and »; both marks are taken out.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lint/secret.h"
#include "rule/pack.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

/* Three parts as a JWT has them, obviously made up. */
#define JWT "eyJhbGciOiJub25lIn0.eyJpc3MiOiJtYWRlLXVwIn0.bWFkZS11cA"

#define KEY(lf) "-----BEGIN PRIVATE KEY-----" lf "TUFERSBVUA+/" lf \
	"Tk9UIEEgS0VZ" lf "-----END PRIVATE KEY-----"

struct fixture {
	struct ruleset *rules;
	struct matcher *matcher;
	struct secrets secrets;
	struct buf text;
	struct source_range want[8];
	size_t n_want;
};

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_ruleset_free(f->rules);
	gcl_matcher_free(f->matcher);
	gcl_secrets_release(&f->secrets);
	gcl_buf_release(&f->text);
	free(f);
	return 0;
}

static struct ruleset *
load(const char *name, const char *file, struct span bytes)
{
	struct gcl_error err = { GCL_OK, "" };
	struct ruleset *rs = NULL;

	if (gcl_pack_load(name, file, bytes, &rs, &err) != GCL_OK)
		fail_msg("%s", err.text);
	return rs;
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	f->rules = load("request", NULL, gcl_span(NULL, 0));
	f->matcher = gcl_matcher_new();
	gcl_secrets_init(&f->secrets);
	gcl_buf_init(&f->text, 1u << 26);
	*state = f;
	return f->matcher ? 0 : -1;
}

static void
take(struct fixture *f, struct span marked)
{
	size_t i;

	gcl_buf_reset(&f->text);
	f->n_want = 0;
	for (i = 0; i < marked.len; i++) {
		const char *p = marked.ptr + i;

		if (marked.len - i > 1 && !memcmp(p, "\xc2\xab", 2)) {
			f->want[f->n_want].off = (uint32_t)f->text.len;
			i++;
		} else if (marked.len - i > 1 && !memcmp(p, "\xc2\xbb", 2)) {
			f->want[f->n_want++].end = (uint32_t)f->text.len;
			i++;
		} else {
			gcl_buf_addc(&f->text, *p);
		}
	}
}

static void
find(struct fixture *f, size_t from, size_t to)
{
	assert_int_equal(gcl_secrets_find(&f->secrets, f->rules, f->matcher,
	    gcl_buf_span(&f->text), from, to), GCL_OK);
	assert_null(f->secrets.limit);
}

static void
check(struct fixture *f, const char *marked)
{
	const struct secrets *s = &f->secrets;
	size_t i;

	take(f, gcl_span_str(marked));
	find(f, 0, f->text.len);
	for (i = 0; i < s->n && i < f->n_want; i++) {
		assert_int_equal(s->list[i].off, s->ranges[i].off);
		assert_int_equal(s->list[i].off + s->list[i].len,
		    s->ranges[i].end);
		if (s->ranges[i].off != f->want[i].off ||
		    s->ranges[i].end != f->want[i].end)
			fail_msg("%s: found \"%.*s\"", marked,
			    (int)s->list[i].len,
			    f->text.ptr + s->list[i].off);
	}
	if (s->n != f->n_want)
		fail_msg("%s: found %zu", marked, s->n);
}

static const char *const secrets[] = {
	/* bearer tokens, as requests, HAR, logs and shells write them */
	"Authorization: Bearer «made-up-0123»\r\n",
	"authorization:bearer «made.up~0/1+2_3-4==»\n",
	"> Authorization: Bearer «made-up»\n",
	"{\"name\":\"Authorization\",\"value\":\"Bearer «made-up»\"}",
	"{ \"value\" : \"Bearer «made-up»\", \"name\" : \"Authorization\" }",
	"\\\"Authorization\\\": \\\"Bearer «made-up»\\\"",
	"curl -H 'Authorization: Bearer «made-up»' https://api.example.com",
	"curl -H \"authorization: Bearer «made-up»\" \\\n",
	"headers={'Authorization': 'Bearer «made-up»'}",
	"Authorization: Bearer Bearer «made-up»",
	"sending with bearer «madeup0123456789madeup» now",
	"Authorization: Bearer «" JWT "»",
	/* ids with secrets */
	"Authorization: Basic «bWFkZTp1cDAxMjM=»\r\n",
	"{\"name\":\"Authorization\",\"value\":\"Basic «bWFkZTp1cDAxMjM=»\"}",
	"curl -H 'Authorization: Basic «bWFkZTp1cDAxMjM=»'",
	"curl -u my-id:«made-up-0123» https://login.example.com/oauth/token",
	"curl --user 'my-id:«made-up-0123»' -d x",
	"curl --user=\"my-id:«made-up-0123»\" -d x",
	"curl -u ^\"my-id:«made-up-0123»^\" -d x",
	"https://my-id:«made-up»@login.example.com/oauth/token",
	/* fields of forms, of JSON, of JSON in JSON, of environments */
	"grant_type=client_credentials&client_secret=«made-up»&client_id=x",
	"client_id=x&client_secret=«made-up»",
	"--data-raw 'client_secret=«made-up»'",
	"{\"client_secret\":\"«made-up»\"}",
	"{\"clientSecret\" : \"«made\\/up\\\"01»\"}",
	"\"{\\\"client_secret\\\":\\\"«made-up»\\\"}\"",
	"\"{\\\\\\\"client_secret\\\\\\\":\\\\\\\"«made-up»\\\\\\\"}\"",
	"{'client_secret': '«made-up»'}",
	"{\"name\":\"client_secret\",\"value\":\"«made-up»\"}",
	"{\n\t\"key\": \"client_secret\",\n\t\"value\": \"«made-up»\"\n}",
	"{\"key\":\"token\",\"value\":\"«made-up»\",\"type\":\"string\"}",
	"GENESYS_CLIENT_SECRET=\"«made-up»\"\n",
	"client_secret: «made-up-0123»\n",
	"{\"username\":\"bob\",\"password\":\"«tr0ub4dor»\"}",
	"grant_type=password&username=bob&password=«tr0ub4dor»",
	"{\"access_token\":\"«made-up»\",\"token_type\":\"bearer\"}",
	"\"text\":\"{\\\"access_token\\\":\\\"«made-up»\\\","
	    "\\\"expires_in\\\":86399}\"",
	"{\"access_token\":\"«a1a»\",\"refresh_token\":\"«b2b»\"}",
	"refresh_token=«made-up»&x=1", "?accessToken=«made-up»&x=1",
	"{\"api_key\": \"«made-up»\"}", "x-api-key: «made-up-0123»\n",
	"&assertion=«made-up»", "&assertion=«" JWT "»",
	/* members in any order, and others between them */
	"{\"value\":\"«made-up»\",\"name\":\"client_secret\"}",
	"{\"value\" : \"«made\\/up»\",\n \"key\" : \"token\"}",
	"{\"value\":\"«made-up»\",\"type\":\"string\",\"key\":\"password\"}",
	"{\"key\":\"token\",\"type\":\"string\",\"on\":true,"
	    "\"value\":\"«made-up»\"}",
	"{\"name\":\"client_secret\",\"n\":1,\"value\":\"«made-up»\"}",
	/* slashes that JSON may escape */
	"\"Bearer «made\\/up\\/01»\"", "\"Bearer «\\/made-up»\"",
	"\"text\":\"Bearer «made\\\\/up»\"",
	"\"Basic «bWFkZ\\/TpX»\"",
	/* variables of editors, and curl's own option */
	"@token = «made-up»\n", "@client_secret=«made-up»\r\n",
	"x\n@apiKey =  «made up 01»", "@auth_value = «made-up»\n",
	"curl --oauth2-bearer «made-up» x", "--oauth2-bearer='«made-up»'",
	/* a JWT wherever it stands */
	"x «" JWT "» y", "\"«" JWT "»\"", "=«" JWT "»&", "\\n«" JWT "»\\n",
	/* private keys */
	"«" KEY("\n") "»\n", "\"key\":\"«" KEY("\\n") "»\"",
	"\"k\":\"«" KEY("\\r\\n") "»\"", "K=\"«" KEY("\\\\n") "»\"",
	"«-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
	    "DEK-Info: AES-128-CBC,00\n\nTUFERSBVUA==\n"
	    "-----END RSA PRIVATE KEY-----»\n",
	"«-----BEGIN PRIVATE KEY-----\nTUFERSBVUA»",
	"{\"k\":\"«-----BEGIN EC PRIVATE KEY-----\\nTUFERSBVUA»\"}",
	"key=«-----BEGIN%20PRIVATE%20KEY-----%0ATUFERSBVUA%0A"
	    "-----END%20PRIVATE%20KEY-----»&x",
	/* one in another */
	"token=x&client_secret=«https://a:made-up@b»&",
	/* several, and others around */
	"\xff\xfe Authorization: Bearer «made-up» \xff",
	"Authorization: Bearer «made-up»\nclient_secret=«made-up»&\n"
	    "Authorization: Bearer «made-up»\n",
};

static void
secrets_are_found(void **state)
{
	size_t i;

	for (i = 0; i < ROWS(secrets); i++)
		check(*state, secrets[i]);
}

static void
placeholders_are_no_secrets(void **state)
{
	static const char *const values[] = {
		"{{token}}", "${TOKEN}", "$TOKEN", "%TOKEN%", "<token>",
		"<your token here>", "***", "********", "xxx", "XXXXXXXX",
		"xxxx-xxxx", "REDACTED", "[redacted]", "[REDACTED]",
		"_REDACTED_", "__TOKEN__", "#{token}", "`cat token`",
		"YOUR_TOKEN", "your-token-here", "...",
		"abc...", "eyJ...", "abc***", "made****",
		"abc\xe2\x80\xa6", "token", "ACCESS_TOKEN", "accessToken",
		"access-token", "YOUR_ACCESS_TOKEN", "secret", "password",
		"client_secret", "null", "undefined", "None", "changeme",
		"\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2",
		"\\u2022\\u2022\\u2022", "",
	};
	static const char *const places[] = {
		"Authorization: Bearer %s\r\n", "\"Bearer %s\"",
		"curl -H 'Authorization: Bearer %s'",
		"Authorization: Basic %s\n", "curl -u my-id:%s x",
		"client_secret=%s&x=1", "{\"client_secret\":\"%s\"}",
		"{\\\"access_token\\\":\\\"%s\\\"}", "password=%s\n",
		"{\"name\":\"client_secret\",\"value\":\"%s\"}",
		"{\"value\":\"%s\",\"key\":\"client_secret\"}",
		"@token = %s\n", "curl --oauth2-bearer '%s'",
	};
	char text[256];
	size_t i, k;

	for (i = 0; i < ROWS(values); i++) {
		for (k = 0; k < ROWS(places); k++) {
			snprintf(text, sizeof(text), places[k], values[i]);
			check(*state, text);
		}
	}
}

static void
other_text_holds_no_secrets(void **state)
{
	static const char *const texts[] = {
		"", "a bearer of bad news",
		"WWW-Authenticate: Bearer realm=\"x\"",
		"{\"token_type\":\"bearer\",\"expires_in\":86399}",
		"{\"message\":\"Bearer token is missing\"}",
		"{\"title\":\"Basic settings\"}", "Basic Authentication\n",
		"password: required", "{\"password\":true}",
		"{\"password\":null}", "{\"password\":{\"type\":\"string\"}}",
		"{\"password\":\"Forgot your password?\"}",
		"this.password=e.password;", "login(password=pass)",
		"password=function(){", "nextToken=abc&",
		"{\"nextPageToken\":\"made-up\"}", "docker run -u 1000:1000 x",
		"sort -u a b", "https://api.example.com:8443/a@b",
		"eyJhbGciOiJub25lIn0", "eyJ.eyJ.x", "keyJabcdefg.abcdefg.abcd",
		("-----BEGIN PUBLIC KEY-----\nTUFERSBVUA\n"
		    "-----END PUBLIC KEY-----\n"),
		"-----BEGIN CERTIFICATE-----\nTUFERSBVUA\n",
		"Cookie: session=0123456789abcdef",
		"@host = api.example.com\n", "@userId = made-up\n",
		"@tokenUrl = api.example.com\n", "@author = made-up\n",
		"@key_id = made-up\n", "@auth-host = api.example.com\n",
		"@token = https://api.example.com\n", "a@token = made-up\n",
		"@monkeys = made-up\n", "@token\n= made-up",
		"{\"value\":\"made-up\",\"key\":\"tokenName\"}",
		"{\"value\":\"made-up\"},{\"key\":\"token\"}",
		"{\"key\":\"token\"},{\"value\":\"made-up\"}",
	};
	size_t i;

	for (i = 0; i < ROWS(texts); i++)
		check(*state, texts[i]);
}

static const struct rule *
rule_of(const struct fixture *f)
{
	return gcl_ruleset_rule(f->rules, SPAN("secret-in-capture"));
}

/* Bearer and a JWT behind it are one secret, and a token is what it is. */
static void
of_those_that_overlap_the_first_scan_speaks(void **state)
{
	struct fixture *f = *state;
	const struct secret *s;

	check(f, "Authorization: Bearer «" JWT "»");
	s = f->secrets.list;
	assert_string_equal(s->scan->say, "the capture holds a bearer token");
	assert_ptr_equal(s->scan->rule, rule_of(f));
	assert_int_equal(s->scan->rule->severity, GCL_WARNING);
	check(f, "\"private_key_password\":\"«" KEY("\\n") "»\"");
	assert_string_equal(f->secrets.list->scan->say,
	    "the capture holds a private key");
}

static void
examples_of_the_rule_hold(void **state)
{
	struct fixture *f = *state;
	const struct rule *r = rule_of(f);
	const struct value *v;

	assert_true(r->good->n > 0 && r->bad->n > 0);
	for (v = r->good->child; v; v = v->next) {
		take(f, v->text);
		find(f, 0, f->text.len);
		assert_int_equal(f->secrets.n, 0);
	}
	for (v = r->bad->child; v; v = v->next) {
		take(f, v->text);
		find(f, 0, f->text.len);
		assert_int_equal(f->secrets.n, 1);
	}
}

/* Ranges of one text that are asked for in turn give each secret once. */
static void
ranges_bound_what_is_found(void **state)
{
	struct fixture *f = *state;
	size_t len;

	take(f, SPAN("Authorization: Bearer «made-up»\n"
	    "Authorization: Bearer «other01»\n"));
	len = f->text.len;
	find(f, 0, len / 2);
	assert_int_equal(f->secrets.n, 1);
	assert_int_equal(f->secrets.list[0].off, f->want[0].off);
	find(f, len / 2, len);
	assert_int_equal(f->secrets.n, 1);
	assert_int_equal(f->secrets.list[0].off, f->want[1].off);
	find(f, len, len);
	assert_int_equal(f->secrets.n, 0);
}

/* Find in bits of so many bytes, in a window that reaches so much further. */
static void
find_bits(struct fixture *f, size_t bit, size_t ahead)
{
	struct secrets *s = &f->secrets;
	struct span text = gcl_buf_span(&f->text), window;
	size_t at = 0, gone = 0, to;

	assert_int_equal(gcl_secrets_begin(s, f->rules, 0), GCL_OK);
	while (at < text.len) {
		to = at + bit < text.len ? at + bit : text.len;
		window = gcl_span(text.ptr + gone, text.len - gone);
		if (to + ahead < text.len)
			window.len = to + ahead - gone;
		gcl_secrets_go_back(s, at - gone);
		assert_int_equal(gcl_secrets_go_on(s, f->rules, f->matcher,
		    window, to - gone), GCL_OK);
		/* What is only looked at ahead is looked at again. */
		assert_int_equal(gcl_secrets_go_on(s, f->rules, f->matcher,
		    window, window.len), GCL_OK);
		assert_int_equal(s->searched, window.len);
		gcl_secrets_go_back(s, to - gone);
		assert_int_equal(s->searched, to - gone);
		at = to;
		/* Looking back needs a few bytes of what was. */
		if (at > gone + 64 && s->n == 0) {
			gcl_secrets_move(s, at - 64 - gone);
			gone = at - 64;
		}
	}
	for (at = 0; at < s->n; at++) {
		s->ranges[at].off += (uint32_t)gone;
		s->ranges[at].end += (uint32_t)gone;
	}
}

/* As a window over a log moves, the same is found as in all of it at once. */
static void
bit_by_bit_the_same_is_found(void **state)
{
	static const char filler[] = "participants, tokens and passwords, "
	    "participants, tokens and passwords, participants and clients, ";
	struct fixture *f = *state;
	const struct secrets *s = &f->secrets;
	char marked[2048];
	size_t i, bit, k;

	for (i = 0; i < ROWS(secrets); i++) {
		snprintf(marked, sizeof(marked), "%s%s", filler, secrets[i]);
		take(f, gcl_span_str(marked));
		for (bit = 1; bit < 40; bit += 3) {
			find_bits(f, bit, 512);
			if (s->n != f->n_want)
				fail_msg("%s: by %zu: %zu", secrets[i], bit,
				    s->n);
			for (k = 0; k < s->n; k++) {
				assert_int_equal(s->ranges[k].off,
				    f->want[k].off);
				assert_int_equal(s->ranges[k].end,
				    f->want[k].end);
			}
		}
	}
}

/* What ends before is let go of, what reaches further is cut where it is. */
static void
what_has_gone_is_forgotten(void **state)
{
	struct fixture *f = *state;
	const struct secrets *s = &f->secrets;
	size_t by;

	take(f, SPAN("Authorization: Bearer «made-up»\n"
	    "Authorization: Bearer «other01»\n"));
	find(f, 0, f->text.len);
	gcl_secrets_move(&f->secrets, f->want[0].end - 1);
	assert_int_equal(s->n, 2);
	assert_int_equal(s->list[0].off, 0);
	assert_int_equal(s->list[0].len, 1);
	by = f->want[0].end - 1;
	gcl_secrets_let_go(&f->secrets, 1);
	assert_int_equal(s->n, 1);
	assert_int_equal(s->list[0].off, f->want[1].off - by);
	assert_int_equal(s->ranges[0].end, f->want[1].end - by);
	gcl_secrets_go_back(&f->secrets, s->list[0].off);
	assert_int_equal(s->n, 1);
	gcl_secrets_go_back(&f->secrets, s->list[0].from);
	assert_int_equal(s->n, 0);
}

/* Each secret cut at each byte: nothing is read or hidden behind the end. */
static void
cut_texts_are_read_to_their_end(void **state)
{
	struct fixture *f = *state;
	const struct secrets *s = &f->secrets;
	size_t i, to, k;
	char *copy;

	for (i = 0; i < ROWS(secrets); i++) {
		take(f, gcl_span_str(secrets[i]));
		for (to = 0; to <= f->text.len; to++) {
			/* It ends where its memory does. */
			copy = malloc(to + 1);
			assert_non_null(copy);
			memcpy(copy + 1, f->text.ptr, to);
			assert_int_equal(gcl_secrets_find(&f->secrets,
			    f->rules, f->matcher, gcl_span(copy + 1, to), 0,
			    to), GCL_OK);
			for (k = 0; k < s->n; k++)
				assert_true(s->ranges[k].end <= to);
			free(copy);
		}
	}
}

/* Whatever is repeated, no pattern gives up on it. */
static void
repetition_reaches_no_limit(void **state)
{
	static const char *const pieces[] = {
		"a", "eyJ", "eyJa.", "-", "-----BEGIN ", "bearer ",
		"-----BEGIN PRIVATE KEY-----", "password=", "password='",
		"\"password\":\"", "client_secret\\", "://a:", " -u a:", "\\",
		"basic ", "\"token\" ", "assertion  ", "Bearer Bearer ",
		"\"value\":\"abc\",", "\"value\":\"", "\"token\",\"a\":1,",
		"\"value\":\"abc\",\"a\":\"b\",", "bearer \\/", "\\/",
		"@token", "@token_", " @a.", "basic a\\/", "@token = ",
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(pieces); i++) {
		gcl_buf_reset(&f->text);
		while (f->text.len < 200000)
			gcl_buf_adds(&f->text, pieces[i]);
		find(f, 0, f->text.len);
	}
}

/* ---- what is added, and where it stands elsewhere ---- */

static void
add(struct fixture *f, const char *value, bool want_fresh)
{
	struct span text = gcl_buf_span(&f->text);
	const char *at = memmem(text.ptr, text.len, value, strlen(value));
	bool fresh;

	assert_non_null(at);
	assert_int_equal(gcl_secrets_add(&f->secrets,
	    (size_t)(at - text.ptr), strlen(value), &fresh), GCL_OK);
	assert_int_equal(fresh, want_fresh);
}

/* What the list marks with « and » is what is hidden. */
static void
check_hidden(struct fixture *f)
{
	const struct secrets *s = &f->secrets;
	size_t i;

	assert_int_equal(gcl_secrets_spread(&f->secrets, s,
	    gcl_buf_span(&f->text), 0, f->text.len), GCL_OK);
	assert_int_equal(s->n_hidden, f->n_want);
	for (i = 0; i < f->n_want; i++) {
		assert_int_equal(s->hidden[i].off, f->want[i].off);
		assert_int_equal(s->hidden[i].end, f->want[i].end);
	}
}

static void
begin(struct fixture *f, const char *marked)
{
	take(f, gcl_span_str(marked));
	find(f, 0, f->text.len);
}

static void
what_no_scan_finds_can_be_added(void **state)
{
	struct fixture *f = *state;

	begin(f, "X: «made» Y: «up» Z");
	assert_int_equal(f->secrets.n, 0);
	add(f, "up", true);
	add(f, "made", true);
	check_hidden(f);
	begin(f, "X: «made up 01»");
	add(f, "made up", true);
	add(f, "up 01", true);
	check_hidden(f);
}

/* One finding stands for all, from the token that a scan found on. */
static void
what_is_added_joins_what_was_found(void **state)
{
	struct fixture *f = *state;
	const struct secret *s;

	begin(f, "Authorization: Bearer «made-up more»\n");
	add(f, "made-up more", false);
	assert_int_equal(f->secrets.list[0].off, f->want[0].off);
	assert_int_equal(f->secrets.list[0].len, strlen("made-up more"));
	check_hidden(f);
	begin(f, "X: «a password=made&client_secret=up1 z» password=«other»");
	assert_int_equal(f->secrets.n, 3);
	add(f, "a password=made&client_secret=up1 z", false);
	s = f->secrets.list;
	assert_int_equal(s[0].len, strlen("made&client_secret=up1 z"));
	assert_int_equal(s[1].len, 0);
	assert_int_equal(s[2].len, strlen("other"));
	check_hidden(f);
}

/* A secret is one wherever it stands, a short one as a word of its own. */
static void
values_are_hidden_wherever_they_stand(void **state)
{
	static const char *const texts[] = {
		"«made-up-0123» client_secret=«made-up-0123»&x=«made-up-0123»",
		"password=«hunter02»&x=hunter022 xhunter02 \\n«hunter02»\"",
		"password=«short»&x=short",
		"Bearer «madeup0123456789ab» s=«madeup0123456789abc»;",
		"Bearer «madeup0123456789\\/b» s=«madeup0123456789\\/b»",
		"Bearer «madeup0123456789» madeup012345678",
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(texts); i++) {
		begin(f, texts[i]);
		check_hidden(f);
	}
	begin(f, "x=«decoded!» y");
	assert_int_equal(gcl_secrets_know(&f->secrets, SPAN("decoded!")),
	    GCL_OK);
	check_hidden(f);
	begin(f, "x=decoded! y");
	check_hidden(f);
}

/* More of them than the first table has room for. */
static void
many_values_are_known(void **state)
{
	struct fixture *f = *state;
	char value[32];
	size_t i;

	begin(f, "x");
	for (i = 0; i < 5000; i++) {
		snprintf(value, sizeof(value), "made-up-%04zu", i);
		assert_int_equal(gcl_secrets_know(&f->secrets,
		    gcl_span_str(value)), GCL_OK);
	}
	for (i = 0; i < 6000; i++) {
		snprintf(value, sizeof(value), "made-up-%04zu", i);
		gcl_buf_reset(&f->text);
		gcl_buf_adds(&f->text, value);
		assert_int_equal(gcl_secrets_spread(&f->secrets, &f->secrets,
		    gcl_buf_span(&f->text), 0, f->text.len), GCL_OK);
		assert_int_equal(f->secrets.n_hidden, i < 5000);
	}
}

#define PACK(parts) \
	"{\"pack\":\"my\",\"include\":[\"secrets\"],\"root\":\"any\"," parts "}"

/* A user's pack adds to what is scanned for, and says what gave up. */
static void
packs_have_scans_of_their_own(void **state)
{
	static const char pack[] = PACK("\"rules\":{\"pin\":{"
	    "\"severity\":\"note\",\"summary\":\"s\"}},\"scan\":[{"
	    "\"rule\":\"pin\",\"start\":[\"pin-\",\"PIN:\"],"
	    "\"match\":\"PIN(?:-(\\\\d+)|:[0-9]+)\",\"say\":\"a PIN\"},{"
	    "\"rule\":\"pin\",\"say\":\"slow\",\"start\":[\"zz\"],"
	    "\"match\":\"(?:z+)+[xy]\"},{\"rule\":\"pin\",\"say\":\"late\","
	    "\"start\":[\"late\"],\"match\":\"late.{7}(45q*|w)\"}]");
	struct fixture *f = *state;
	struct ruleset *common = f->rules;

	f->rules = load("my", "my.json", SPAN(pack));
	gcl_ruleset_free(common);
	check(f, "«PIN:12» Bearer x PIN-«34» pin-5 client_secret=«made-up»&");
	assert_string_equal(f->secrets.list[0].scan->say, "a PIN");
	assert_string_equal(f->secrets.list[0].scan->rule->name, "pin");
	/* Found late, and yet in order, or in what comes before. */
	check(f, "late «PIN:1» «w»");
	check(f, "late«PIN:12345qq»");
	assert_string_equal(f->secrets.list[0].scan->say, "a PIN");
	take(f, SPAN("PIN:1 zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz PIN:2"));
	assert_int_equal(gcl_secrets_find(&f->secrets, f->rules, f->matcher,
	    gcl_buf_span(&f->text), 0, f->text.len), GCL_OK);
	assert_int_equal(f->secrets.n, 2);
	assert_non_null(f->secrets.limit);
	assert_string_equal(f->secrets.limit->say, "slow");
	assert_int_equal(f->secrets.limit_off, 6);
}

#define SCAN(parts) PACK("\"scan\":[{" parts "}]")

static void
faulty_scans_are_refused(void **state)
{
	static const struct {
		const char *pack, *why;
	} packs[] = {
		{ SCAN("\"rule\":\"json-bom\",\"start\":[\"xx\"],"
		  "\"say\":\"x\""), "match is missing" },
		{ SCAN("\"match\":\"x\",\"start\":[\"xx\"],\"say\":\"x\""),
		  "rule is missing" },
		{ SCAN("\"match\":\"x\",\"start\":[\"xx\"],"
		  "\"rule\":\"json-bom\""), "say is missing" },
		{ SCAN("\"match\":\"x\",\"rule\":\"json-bom\",\"say\":\"x\""),
		  "start is missing" },
		{ SCAN("\"match\":\"x\",\"rule\":\"json-bom\",\"say\":\"x\","
		  "\"start\":[]"), "start" },
		{ SCAN("\"match\":\"x\",\"rule\":\"json-bom\",\"say\":\"x\","
		  "\"start\":[\"xx\",\"y\"]"), "two bytes" },
		{ SCAN("\"match\":\"(\",\"rule\":\"json-bom\",\"say\":\"x\","
		  "\"start\":[\"xx\"]"), "faulty pattern" },
		{ SCAN("\"match\":\"x\",\"rule\":\"none\",\"say\":\"x\","
		  "\"start\":[\"xx\"]"), "no rule 'none'" },
		{ PACK("\"masked\":\"(\""), "faulty pattern" },
	};
	struct gcl_error err;
	struct ruleset *rs;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(packs); i++) {
		gcl_error_reset(&err);
		assert_int_equal(gcl_pack_load("my", "my.json",
		    gcl_span_str(packs[i].pack), &rs, &err), GCL_EPACK);
		if (!strstr(err.text, packs[i].why))
			fail_msg("%s: %s", packs[i].pack, err.text);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(secrets_are_found),
		TEST(placeholders_are_no_secrets),
		TEST(other_text_holds_no_secrets),
		TEST(of_those_that_overlap_the_first_scan_speaks),
		TEST(examples_of_the_rule_hold),
		TEST(ranges_bound_what_is_found),
		TEST(bit_by_bit_the_same_is_found),
		TEST(what_has_gone_is_forgotten),
		TEST(cut_texts_are_read_to_their_end),
		TEST(repetition_reaches_no_limit),
		TEST(what_no_scan_finds_can_be_added),
		TEST(what_is_added_joins_what_was_found),
		TEST(values_are_hidden_wherever_they_stand),
		TEST(many_values_are_known),
		TEST(packs_have_scans_of_their_own),
		TEST(faulty_scans_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
