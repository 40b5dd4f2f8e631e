/*
 * curl command lines: which are found, what they send, where it stands, and
 * how a replacement is quoted.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "carrier/carrier.h"
#include "carrier/curl_options.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

#define URL "https://x.example/api"

/* What a carrier writes where the shell would put something without name. */
#define LATER "${\xe2\x80\xa6}"

extern const struct carrier gcl_carrier_curl;

struct fixture {
	struct capture c;
	struct document doc;
	struct gcl_error err;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_error_reset(&f->err);
	gcl_capture_init(&f->c, LIMIT_TEXT_BYTES, LIMIT_DEPTH_DEFAULT);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_capture_release(&f->c);
	free(f);
	return 0;
}

static void
begin(struct fixture *f, struct span text, const char *path)
{
	gcl_reader_bytes(&f->c.reader, text);
	gcl_capture_begin(&f->c, "input.curl", path);
	f->doc.index = 0;
}

static bool
next(struct fixture *f)
{
	bool more;

	assert_int_equal(gcl_carrier_split(&gcl_carrier_curl, &f->c, &f->doc,
	    &more, &f->err), GCL_OK);
	f->doc.index += more;
	return more;
}

/* The first document of a text. */
static void
first(struct fixture *f, const char *text)
{
	begin(f, gcl_span_str(text), NULL);
	assert_true(next(f));
}

static void
assert_span(struct span s, const char *want)
{
	if (!want) {
		assert_null(s.ptr);
		return;
	}
	if (!gcl_span_is(s, want))
		fail_msg("'%.*s' is not '%s'", (int)s.len, s.ptr, want);
}

static const char *
header(struct fixture *f, const char *name)
{
	const struct header *h = gcl_header_find(f->doc.request->headers, name);

	return h ? gcl_arena_str(&f->c.arena, h->value.text) : NULL;
}

/* Where a piece's bytes stand in the source. */
static struct span
place(struct fixture *f, const struct piece *p, size_t off, size_t len)
{
	gcl_piece_locate(p, &off, &len);
	assert_true(off + len <= f->c.src.text.len);
	return gcl_span(f->c.src.text.ptr + off, len);
}

/* A replacement for all of a piece, from its byte at on. */
static enum gcl_status
encode(struct fixture *f, const struct piece *p, size_t at, const char *with)
{
	struct edit in = { .off = at, .len = p->text.len - at }, out;

	in.text = gcl_span_str(with);
	return gcl_carrier_curl.encode(&f->doc, p, &in, &f->c.arena, &out);
}

static void
words_are_decoded_as_a_shell_does(void **state)
{
	static const struct {
		const char *arg, *want;
	} rows[] = {
		{ "abc", "abc" }, { "'a b'", "a b" }, { "\"a b\"", "a b" },
		{ "a\\ b", "a b" }, { "'a'\\''b'", "a'b" }, { "''", NULL },
		{ "'a'\"b\"c", "abc" }, { "'a\\b'", "a\\b" },
		{ "\"a\\\"b\\\\c\\$d\\`e\\f\"", "a\"b\\c$d`e\\f" },
		{ "\"a\\\nb\"", "ab" }, { "a\\\nb", "ab" },
		{ "a\\\r\nb", "ab" }, { "'a\nb'", "a\nb" },
		{ "$'a\\nb\\t\\'\\\\\\\"'", "a\nb\t'\\\"" },
		{ "$'\\x41\\102\\u0043\\U00000044'", "ABCD" },
		{ "$'\\u00e9\\u20ac'", "\xc3\xa9\xe2\x82\xac" },
		{ "$'\\ud83d\\ude00'", "\xf0\x9f\x98\x80" },
		{ "$'\\ud83dx'", "\xed\xa0\xbdx" },
		{ "$'\\x4g\\x\\q\\ca'", "\x04g\\x\\q\x01" },
		{ "$'\\u0021\\e\\E\\a\\b\\f\\v\\r\\?'", "!\033\033\a\b\f\v\r?" },
		{ "$\"a\"", "a" }, { "a$", "a$" }, { "\\\xc3\xa9", "\xc3\xa9" },
		{ "a'$B'", "a$B" }, { "a\"$B\"", "a${B}" },
		{ "\"x$(a \"b c\" 'd)')e\"", "x${\xe2\x80\xa6}e" },
		{ "x$(a b)`c d`${e:-f g}h", "x" LATER LATER "${e:-f g}h" },
		{ "\"a${b:-\"c\"}\"", "a" LATER },
		{ "a$12$@$b_1", "a${1}2${@}${b_1}" }, { "\"\\$a$\"", "$a$" },
		{ "a#b", "a#b" }, { "x{a,b}", "x{a,b}" },
	};
	struct fixture *f = *state;
	char text[256];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "curl " URL " --data-raw %s -v\n",
		    rows[i].arg);
		first(f, text);
		assert_null(f->doc.remarks);
		assert_span(f->doc.body.text, rows[i].want);
		assert_span(f->doc.request->target.text, URL);
		assert_false(next(f));
	}
}

static void
cmd_arguments_are_decoded_as_windows_does(void **state)
{
	static const struct {
		const char *arg, *want;
	} rows[] = {
		{ "^\"{^\\^\"a^\\^\":1^}^\"", "{\"a\":1}" },
		{ "\"{\\\"a\\\":1}\"", "{\"a\":1}" },
		{ "\"{\"\"a\"\":1}\"", "{\"a\":1}" },
		{ "^\"a\\\\b\\c^\"", "a\\\\b\\c" },
		{ "^\"a\\\\\\^\"b\\\\^\"", "a\\\"b\\" },
		{ "^\"a^%^41^&^|^<^>^^^\"", "a%41&|<>^" },
		{ "^\"a^\n\nb^\"", "a\nb" }, { "^\"a^\r\n\r\nb^\"", "a\nb" },
		{ "a^\nb", "ab" }, { "\"a&b\"", "a&b" }, { "a'b", "a'b" },
		{ "^\"^\xc3\xa9^\"", "\xc3\xa9" }, { "\"50\"%\"\"", "50%" },
	};
	struct fixture *f = *state;
	char text[256];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "curl ^\"" URL "^\" ^\r\n"
		    "  --data-raw %s ^\r\n  -H ^\"A: b^\"\r\n", rows[i].arg);
		first(f, text);
		assert_null(f->doc.remarks);
		assert_span(f->doc.body.text, rows[i].want);
		assert_span(f->doc.request->target.text, URL);
		assert_string_equal(header(f, "a"), "b");
		assert_false(next(f));
	}
}

static void
a_cmd_command_ends_with_its_line(void **state)
{
	struct fixture *f = *state;

	first(f, "C:\\>curl -d a " URL "\r\nC:\\>curl -d b " URL " & x\r\n");
	assert_span(f->doc.body.text, "a");
	assert_true(next(f));
	assert_span(f->doc.body.text, "b");
	assert_false(next(f));
	first(f, "curl ^\"" URL "^\" -d ^\"a\ncurl -d b " URL "\n");
	assert_string_equal(f->doc.remarks->rule, "capture-broken");
	assert_int_equal(f->doc.remarks->off, 34);
	assert_true(next(f));
	assert_span(f->doc.body.text, "b");
}

static void
options_make_the_request(void **state)
{
	static const struct {
		const char *args, *method, *target, *body, *header, *value;
	} rows[] = {
		{ URL, "GET", URL, NULL, "content-type", NULL },
		{ "-d a " URL, "POST", URL, "a", "content-type",
		    "application/x-www-form-urlencoded" },
		{ "-da -d b " URL, "POST", URL, "a&b", "accept", NULL },
		{ "--json {} " URL, "POST", URL, "{}", "content-type",
		    "application/json" },
		{ "--json '{\"a\":' --json '1}' " URL, "POST", URL,
		    "{\"a\":1}", "accept", "application/json" },
		{ "--json {} -H 'accept: x' " URL, "POST", URL, "{}",
		    "accept", "x" },
		{ "-d a -H content-type: " URL, "POST", URL, "a",
		    "content-type", NULL },
		{ "-H 'X;' " URL, "GET", URL, NULL, "x", "" },
		{ "-H ' A : b c ' " URL, "GET", URL, NULL, "a", "b c" },
		{ "-X PATCH --data-binary a " URL, "PATCH", URL, "a", "a",
		    NULL },
		{ "-sSXPUT -dx " URL, "PUT", URL, "x", "a", NULL },
		{ "-sSXDELETE " URL, "DELETE", URL, NULL, "a", NULL },
		{ "-I " URL, "HEAD", URL, NULL, "a", NULL },
		{ "--head --no-head " URL, "GET", URL, NULL, "a", NULL },
		{ "-G -d a=1 -d b=2 " URL, "GET", URL "?a=1&b=2", NULL,
		    "content-type", NULL },
		{ "-G -d b " URL "?a", "GET", URL "?a&b", NULL, "a", NULL },
		{ "--url-query 'a=b c' --url-query +d=e+f -d x " URL, "POST",
		    URL "?a=b+c&d=e+f", "x", "a", NULL },
		{ "--data-urlencode 'a=b{c d}\xc3\xa9' " URL, "POST", URL,
		    "a=b%7Bc+d%7D%C3%A9", "a", NULL },
		{ "--data-urlencode =a= --data-urlencode b@c=d " URL, "POST",
		    URL, "a%3D&b@c=d", "a", NULL },
		{ "--data-raw @x " URL, "POST", URL, "@x", "a", NULL },
		{ "-u me:secret " URL, "GET", URL, NULL, "authorization",
		    "Basic bWU6c2VjcmV0" },
		{ "-u me " URL, "GET", URL, NULL, "authorization",
		    "Basic bWU6" },
		{ "-u \"$ID:$SECRET\" " URL, "GET", URL, NULL,
		    "authorization", "Basic ${ID}:${SECRET}" },
		{ "-u me:x --digest " URL, "GET", URL, NULL,
		    "authorization", NULL },
		{ "-u me:x -H 'Authorization: y' " URL, "GET", URL, NULL,
		    "authorization", "y" },
		{ "--oauth2-bearer abc " URL, "GET", URL, NULL,
		    "authorization", "Bearer abc" },
		{ "-A agent -e from -b a=b " URL, "GET", URL, NULL,
		    "user-agent", "agent" },
		{ "-e from " URL, "GET", URL, NULL, "referer", "from" },
		{ "-b a=b " URL, "GET", URL, NULL, "cookie", "a=b" },
		{ "-b jar.txt " URL, "GET", URL, NULL, "cookie", NULL },
		{ "--url " URL " -o out -w x -m 5", "GET", URL, NULL, "a",
		    NULL },
		{ "--max-time 5 --compressed -k " URL, "GET", URL, NULL,
		    "a", NULL },
		{ "--user-a x --data-r y --dat " URL, "POST", URL, "y",
		    "user-agent", "x" },
		{ "--request=PUT --data=a=b " URL, "PUT", URL, "a=b", "a",
		    NULL },
		{ "-- -d", "GET", "http://-d", NULL, "a", NULL },
		{ "x.example:8080/api", "GET", "http://x.example:8080/api",
		    NULL, "a", NULL },
		{ "x.example?u=http://y", "GET",
		    "http://x.example?u=http://y", NULL, "a", NULL },
		{ "-G -d b x.example", "GET", "http://x.example?b", NULL, "a",
		    NULL },
		{ "--proto-default https x.example", "GET", "x.example", NULL,
		    "a", NULL },
		{ "\"$BASE/api\"", "GET", "${BASE}/api", NULL, "a", NULL },
		{ "{{base}}/api", "GET", "{{base}}/api", NULL, "a", NULL },
		{ "x.example/$ID", "GET", "http://x.example/${ID}", NULL, "a",
		    NULL },
		{ "$SCHEME://x.example", "GET", "${SCHEME}://x.example", NULL,
		    "a", NULL },
		{ "/api", "GET", "/api", NULL, "a", NULL },
		{ "-d '' " URL, "POST", URL, NULL, "a", NULL },
		{ "-H", "GET", NULL, NULL, "a", NULL },
		{ "-vd", "GET", NULL, NULL, "a", NULL },
	};
	struct fixture *f = *state;
	const char *value;
	char text[256];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "curl %s\n", rows[i].args);
		first(f, text);
		assert_span(f->doc.request->method.text, rows[i].method);
		assert_span(f->doc.request->target.text, rows[i].target);
		assert_span(f->doc.body.text, rows[i].body);
		value = header(f, rows[i].header);
		if (rows[i].value && value)
			assert_string_equal(value, rows[i].value);
		else
			assert_ptr_equal(value, rows[i].value);
		assert_null(f->doc.remarks);
		assert_false(f->doc.recorded);
		assert_span(f->doc.request->start.text, "curl");
	}
}

static void
every_option_is_found_by_its_name_and_letter(void **state)
{
	static const struct {
		const char *name;
		char letter;
		bool value;
	} rows[] = {
		{ "abstract-unix-socket", '\0', true }, { "data", 'd', true },
		{ "fail", 'f', false }, { "get", 'G', false },
		{ "header", 'H', true }, { "http1.0", '0', false },
		{ "next", ':', false }, { "progress-bar", '#', false },
		{ "proxy", 'x', true }, { "proxytunnel", 'p', false },
		{ "tlsv1.3", '\0', false }, { "url", '\0', true },
		{ "user", 'u', true }, { "write-out", 'w', true },
		{ "xattr", '\0', false },
	};
	const struct curl_option *o;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		o = gcl_curl_long(gcl_span_str(rows[i].name));
		assert_non_null(o);
		assert_string_equal(o->name, rows[i].name);
		assert_int_equal(o->value, rows[i].value);
		if (rows[i].letter)
			assert_ptr_equal(gcl_curl_short(rows[i].letter), o);
	}
	assert_null(gcl_curl_long(SPAN("")));
	assert_null(gcl_curl_long(SPAN("data-")));
	assert_null(gcl_curl_long(SPAN("datax")));
	assert_null(gcl_curl_short('\0'));
	assert_null(gcl_curl_short('W'));
}

static void
commands_are_found_where_a_command_can_begin(void **state)
{
	static const struct {
		const char *text;
		size_t n;
	} rows[] = {
		{ "curl -d a " URL, 1 }, { "  \tcurl " URL, 1 },
		{ "$ curl " URL "\n$ curl " URL "\n", 2 },
		{ "user@host:~/x$ curl " URL, 1 },
		{ "root@host:/# curl " URL, 1 }, { "% curl " URL, 1 },
		{ "PS C:\\x> curl.exe " URL, 1 },
		{ "/usr/bin/curl " URL, 1 }, { "./curl.exe " URL, 1 },
		{ "A=1 B='x y' time curl " URL, 1 },
		{ "sudo -E curl " URL, 1 }, { "if ! curl " URL "; then", 1 },
		{ "x && curl " URL " || curl " URL "; curl " URL " & z", 3 },
		{ "T=$(curl -s " URL " | jq .x)", 1 },
		{ "T=`curl -s " URL "`; curl $T " URL, 2 },
		{ "curl " URL " | jq . > out 2>&1\ncurl " URL, 2 },
		{ "curl -d a " URL " --next -d b " URL " -: " URL, 3 },
		{ "it's\ncurl -d 'a' " URL "\nisn't\ncurl " URL, 2 },
		{ "# curl " URL "\nx\nrem curl " URL "\n:: curl " URL
		    "\n# x; curl " URL "\n # $ curl " URL "\ncurl " URL, 1 },
		{ "\xef\xbb\xbf" "curl " URL, 1 },
		{ "curl " URL "\rcurl " URL "\r", 2 },
		{ "@curl " URL "\n\t@curl " URL, 2 },
		{ "timeout 5 curl " URL "; timeout -k 5 --foreground 10s curl "
		    URL, 2 },
		{ "x | xargs -n 1 -P4 curl " URL, 1 },
		{ "$ sudo -u x curl " URL "\nexec curl " URL, 2 },
		{ "nice -n 5 nohup curl " URL " &", 1 },
		{ "if x;then env -i A=b C='d e' curl " URL, 1 },
		{ "docker exec -i x curl " URL, 1 },
		{ "docker compose exec web curl " URL, 1 },
		{ "kubectl exec -it pod -n space -- curl " URL, 1 },
		{ "R=$(timeout 5 curl " URL ")", 1 },
	};
	static const char *const none[] = {
		"", "curl", "curl is a tool", "libcurl " URL, "curly " URL,
		"use curl -d x", "\"curl -d x\"", "curl-config --x",
		"echo '# curl -d x'", "foo # curl -d x", "$curl -d x",
		"sudo apt install curl -y", "timeout after 5 s curl -x",
		"docker pull curl/curl -q", "-x curl -d x", "a; b -c curl -d x",
	};
	struct fixture *f = *state;
	size_t i, n;

	for (i = 0; i < ROWS(rows); i++) {
		begin(f, gcl_span_str(rows[i].text), NULL);
		for (n = 0; next(f); n++)
			assert_null(f->doc.remarks);
		if (n != rows[i].n)
			fail_msg("%zu commands in '%s'", n, rows[i].text);
	}
	for (i = 0; i < ROWS(none); i++) {
		begin(f, gcl_span_str(none[i]), NULL);
		assert_true(next(f));
		if (f->doc.request)
			fail_msg("a command in '%s'", none[i]);
		assert_string_equal(f->doc.remarks->rule, "capture-broken");
		assert_false(next(f));
	}
}

static void
a_text_is_taken_for_curl_when_its_first_command_is(void **state)
{
	static const char *const yes[] = {
		"curl -X POST " URL, "\n\n$ curl " URL,
		"#!/bin/sh\nset -e\nmkdir x\ncurl " URL,
		"# a comment\nTOKEN=abc\nBODY='{\n \"a\": 1\n}'\ncurl " URL,
		"@echo off\r\nset X=1\r\ncurl ^\"" URL "^\"\r\n",
		"```bash\ncurl " URL "\n```\n", "\xef\xbb\xbf" "curl " URL,
		"T=$(curl " URL ")", "export A=b; curl " URL,
	};
	static const char *const no[] = {
		"", "curl", "{\"a\": \"curl -d x\"}", "see curl -d x",
		"Hello\ncurl " URL, "curl is a tool\n", "{\ncurl -d x\n}",
		"POST /x HTTP/1.1\n\ncurl -d x", "make\ncurl " URL,
	};
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(yes); i++)
		assert_non_null(gcl_carrier_curl.sniff(gcl_span_str(yes[i])));
	for (i = 0; i < ROWS(no); i++)
		assert_null(gcl_carrier_curl.sniff(gcl_span_str(no[i])));
}

static void
places_are_those_of_the_command(void **state)
{
	static const struct {
		const char *text, *part, *place;
	} rows[] = {
		{ "curl -d '{\"a\":\"MARK\"}' " URL, "MARK", "MARK" },
		{ "curl -d 'it'\\''s MARK' " URL, "MARK", "MARK" },
		{ "curl -d 'it'\\''s MARK' " URL, "'", "\\'" },
		{ "curl -d 'it'\\''s MARK' " URL, "t's", "t'\\''s" },
		{ "curl -d \"{\\\"a\\\":MARK}\" " URL, "MARK", "MARK" },
		{ "curl -d \"{\\\"a\\\":MARK}\" " URL, "\"a", "\\\"a" },
		{ "curl -d $'\\u00e9\\nMARK' " URL, "MARK", "MARK" },
		{ "curl -d $'\\u00e9\\nMARK' " URL, "\xc3\xa9", "\\u00e9" },
		{ "curl -da -d$'\\n'MARK " URL, "MARK", "MARK" },
		{ "curl ^\"" URL "^\" -d ^\"{^\\^\"MARK^\\^\"}^\"", "MARK",
		    "MARK" },
		{ "curl ^\"" URL "^\" -d ^\"{^\\^\"MARK^\\^\"}^\"", "\"}",
		    "^\\^\"}" },
		{ "curl -d @- " URL " <<EOF\n\\$a MARK\nEOF\n", "MARK",
		    "MARK" },
		{ "curl -d '{\"to\":\"tel:'\"$TO\"'\"}' " URL, "${TO}", "$TO" },
		{ "curl -d '{\"to\":\"tel:'\"$TO\"'\"}' " URL, ":${TO}\"",
		    ":'\"$TO\"'\"" },
		{ "curl -d \"{$(a b)}\" " URL, LATER, "$(a b)" },
		{ "curl -d \"x${TO}\" " URL, "${TO}", "${TO}" },
		{ "curl -d @- " URL " <<E\n{`a`}\nE\n", LATER, "`a`" },
		{ "curl -d @- " URL " <<-EOF\n\t\ta\n\tMARK\n\tEOF\n",
		    "aMARK", "a\n\tMARK" },
		{ "curl --data-urlencode 'a=b MARK{' " URL, "MARK", "MARK" },
		{ "curl --data-urlencode 'a=b MARK{' " URL, "%7B", "{" },
	};
	struct fixture *f = *state;
	const char *p;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		first(f, rows[i].text);
		p = memmem(f->doc.body.text.ptr, f->doc.body.text.len,
		    rows[i].part, strlen(rows[i].part));
		assert_non_null(p);
		assert_span(place(f, &f->doc.body,
		    (size_t)(p - f->doc.body.text.ptr), strlen(rows[i].part)),
		    rows[i].place);
	}
}

static void
what_curl_adds_stands_at_the_option(void **state)
{
	struct fixture *f = *state;
	const struct request *r;
	const struct header *h;

	first(f, "curl -s -vd'x' -u 'a:b' --oauth2-bearer 'T' " URL);
	r = f->doc.request;
	assert_span(place(f, &r->method, 0, 4), "d");
	h = gcl_header_find(r->headers, "content-type");
	assert_span(place(f, &h->value, 0, h->value.text.len), "d");
	h = gcl_header_find(r->headers, "authorization");
	assert_span(h->value.text, "Bearer T");
	assert_span(place(f, &h->value, 7, 1), "T");
	first(f, "curl -u 'a:b' " URL);
	r = f->doc.request;
	assert_span(place(f, &r->method, 0, 3), "curl");
	h = r->headers;
	assert_span(place(f, &h->value, 0, h->value.text.len), "a:b");
	assert_span(place(f, &h->name, 0, h->name.text.len), "-u");
}

static void
a_password_is_located_wholly(void **state)
{
	static const struct {
		const char *args, *place;
	} rows[] = {
		{ "-u x:SECRET", "x:SECRET" }, { "-ux:SECRET", "x:SECRET" },
		{ "-su x:SECRET", "x:SECRET" }, { "-sux:SECRET", "x:SECRET" },
		{ "-u 'x':\"SECRET\"", "x':\"SECRET" },
		{ "--user=x:SECRET", "x:SECRET" },
		{ "--user \"x:SECRET\"", "x:SECRET" },
		{ "-u \"$ID:SECRET\"", "$ID:SECRET" },
		{ "--oauth2-bearer SECRET", "SECRET" },
	};
	struct fixture *f = *state;
	const struct header *h;
	char text[128];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "curl %s " URL, rows[i].args);
		first(f, text);
		h = gcl_header_find(f->doc.request->headers, "authorization");
		assert_non_null(h);
		assert_span(place(f, &h->value, 0, h->value.text.len),
		    rows[i].place);
	}
}

static void
here_documents_are_standard_input(void **state)
{
	static const struct {
		const char *text, *body;
	} rows[] = {
		{ "curl --data-binary @- " URL " <<EOF\n{\n\\$A\\\n$B\"\n"
		    "EOF\n", "{\n$A${B}\"\n" },
		{ "curl --data-binary @- " URL " <<EOF\n$A\n$(b \"c\")`d`$\n"
		    "EOF\n", "${A}\n" LATER LATER "$\n" },
		{ "curl --data-binary @- " URL " <<'E F'\n\\$A\nE F\n",
		    "\\$A\n" },
		{ "curl --data-binary @- " URL " <<\\EOF\n\\$A\nEOF\n",
		    "\\$A\n" },
		{ "curl -d @- " URL " <<\"EOF\" | jq .\n{\n}\nEOF\n", "{}" },
		{ "curl -d @- <<EOF " URL "\r\n{\r\n}\r\nEOF\r\n", "{}" },
		{ "curl --json @- " URL " <<-EOF\n\t{\n\t\t}\n\tEOF\n",
		    "{\n}\n" },
		{ "cat <<EOF | curl -d @- " URL "\n{}\nEOF\n", "{}" },
		{ "curl <<A <<B -d @- " URL "\na\nA\nb\nB\n", "b" },
		{ "curl -d @- " URL " <<<'{}'\n", "{}" },
		{ "curl -T - " URL " <<EOF\nx\nEOF\n", "x\n" },
		{ "curl -d \"$(cat <<EOF\n{\"a\":\"it's\"}\nEOF\n)\" " URL
		    "\n", "{\"a\":\"it's\"}\n" },
		{ "curl -d \"$(cat << 'EOF'\n{\"a\":\")\"}\nEOF\n)\" " URL
		    "\n", "{\"a\":\")\"}\n" },
		{ "curl -d \"$(cat <<EOF\nit's (\nEOF\n)\" " URL "\n",
		    "it's (\n" },
		{ "curl <<EOF -d a " URL " \\\n | jq\n{}\nEOF\n", "a" },
	};
	struct fixture *f = *state;
	char text[256];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "%scurl -d next " URL "\n",
		    rows[i].text);
		first(f, text);
		assert_null(f->doc.remarks);
		assert_span(f->doc.body.text, rows[i].body);
		assert_span(f->doc.request->target.text, URL);
		assert_true(f->doc.end <= strlen(rows[i].text));
		assert_true(next(f));
		assert_span(f->doc.body.text, "next");
	}
}

static void
what_is_not_closed_is_told_and_the_rest_still_read(void **state)
{
	static const struct {
		const char *text;
		size_t off;
		const char *body;
	} rows[] = {
		{ "curl -d 'a " URL "\n", 8, NULL },
		{ "curl -d \"a " URL "\n", 8, NULL },
		{ "curl -d $'a\\' " URL "\n", 8, NULL },
		{ "curl -d x -H \"a$(b\" " URL "\n", 13, "x" },
		{ "curl -d `x " URL "\n", 8, NULL },
		{ "curl -d ${x " URL "\n", 8, NULL },
		{ "curl -d x <(y " URL "\n", 10, "x" },
		{ "curl -d @- " URL " <<EOF\n{}\n", 33, NULL },
		{ "curl -d @- " URL " <<E\n{$(a}\nE\n", 38, NULL },
		{ "curl -d x 'a\nb\n", 10, "x" },
	};
	static const char *const behind[] = {
		"curl -d ok " URL "\n", "curl -d 'ok' \"" URL "\"\n",
		"$ curl -d 'o'$'k' " URL "\n", "curl -d \"ok\" " URL "\n",
	};
	struct fixture *f = *state;
	char text[256];
	size_t i, j;

	for (i = 0; i < ROWS(rows) * ROWS(behind); i++) {
		j = i / ROWS(behind);
		snprintf(text, sizeof(text), "%s%s", rows[j].text,
		    behind[i % ROWS(behind)]);
		first(f, text);
		assert_non_null(f->doc.remarks);
		if (f->doc.remarks->next)
			fail_msg("two remarks on %s", text);
		assert_string_equal(f->doc.remarks->rule, "capture-broken");
		assert_int_equal(f->doc.remarks->off, rows[j].off);
		assert_span(f->doc.body.text, rows[j].body);
		assert_true(next(f));
		assert_null(f->doc.remarks);
		assert_span(f->doc.body.text, "ok");
		assert_false(next(f));
	}
}

static void
a_blank_behind_a_backslash_is_told(void **state)
{
	static const struct {
		const char *text, *at, *body;
	} rows[] = {
		{ "curl " URL " \\ \n -d x\n", "\\ ", "x" },
		{ "curl " URL " \\\n -k \\ \t\r\n  -d x \\ \n -s\n", "\\ \t",
		    "x" },
		{ "curl -d x\\ \n " URL "\n", "\\ ", "x" },
		{ "$ curl -d x \\ \n> " URL "\n", "\\ ", "x" },
		{ "curl -d x " URL " \\ \ncurl -d y " URL "\n", NULL, "x" },
		{ "curl " URL " -d \\ \necho\n", NULL, " " },
		{ "curl " URL " -d \\ x\n", NULL, " x" },
		{ "curl " URL " -d '\\ \n -k'\n", NULL, "\\ \n -k" },
		{ "curl " URL " -d x \\ ", NULL, "x" },
	};
	struct fixture *f = *state;
	const struct remark *r;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		first(f, rows[i].text);
		assert_span(f->doc.body.text, rows[i].body);
		assert_span(f->doc.request->target.text, URL);
		r = f->doc.remarks;
		assert_int_equal(r != NULL, rows[i].at != NULL);
		if (!r)
			continue;
		assert_null(r->next);
		assert_string_equal(r->rule, "capture-broken");
		assert_span(gcl_span(rows[i].text + r->off, r->len),
		    rows[i].at);
		assert_false(next(f));
	}
}

static void
quotes_that_the_shell_takes_are_told_once(void **state)
{
	static const struct {
		const char *args;
		size_t off;
		const char *body;
	} rows[] = {
		{ "-d \"{\"a\":\"b\"}\"", 10, NULL },
		{ "-d {\"a\":\"b\"}", 9, NULL },
		{ "-d '[{'a':'b'}]'", 11, NULL },
		{ "--json \"{ \"a\": \"b\", \"c\": \"d\" }\"", 15, NULL },
		{ "-d \"{\"a\":1,\"b\":\"c\"\"", 10, NULL },
		{ "-d {a:1}", 0, "{a:1}" }, { "-d \"{a:1}\"", 0, "{a:1}" },
		{ "-d \"{'a':1}\"", 0, "{'a':1}" },
		{ "-d \"{\\\"a\\\":1}\"", 0, "{\"a\":1}" },
		{ "-d 'a'\"b\"", 0, "ab" }, { "-d {\"1\":2}", 0, "{1:2}" },
	};
	struct fixture *f = *state;
	char text[128];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "curl %s -m 5 " URL "\n",
		    rows[i].args);
		first(f, text);
		assert_span(f->doc.body.text, rows[i].body);
		assert_int_equal(f->doc.remarks != NULL, rows[i].off > 0);
		if (!f->doc.remarks)
			continue;
		assert_null(f->doc.remarks->next);
		assert_string_equal(f->doc.remarks->rule, "capture-broken");
		assert_int_equal(f->doc.remarks->off, rows[i].off);
	}
}

static void
curly_quotes_are_all_that_is_said_of_a_command(void **state)
{
	static const struct {
		const char *args;
		size_t off;
	} rows[] = {
		{ "\xe2\x80\x98" URL "\xe2\x80\x99 -d \xe2\x80\x98{ }", 5 },
		{ "-d \xe2\x80\x9c{ }\xe2\x80\x9d \\\n " URL, 8 },
		{ "-H\xe2\x80\x9d" "A: b\xe2\x80\x9d -d 'x " URL, 7 },
	};
	struct fixture *f = *state;
	char text[128];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "curl %s\ncurl " URL "\n",
		    rows[i].args);
		first(f, text);
		assert_string_equal(f->doc.remarks->rule, "capture-broken");
		assert_int_equal(f->doc.remarks->off, rows[i].off);
		assert_int_equal(f->doc.remarks->len, 3);
		assert_null(f->doc.remarks->next);
		assert_null(f->doc.request);
		assert_null(f->doc.body.text.ptr);
		assert_int_equal(f->doc.end, strlen(text) - strlen(URL) - 6);
		assert_true(next(f));
		assert_null(f->doc.remarks);
		assert_span(f->doc.request->target.text, URL);
		assert_false(next(f));
	}
	first(f, "curl -d 'a' " URL " -A it\xe2\x80\x99s");
	assert_null(f->doc.remarks);
}

static void
json_is_not_sent_percent_encoded(void **state)
{
	static const struct {
		const char *args;
		size_t off;
		const char *body;
	} rows[] = {
		{ "--data-urlencode '{\"a\":1}'", 5, NULL },
		{ "--data-urlencode '=[1]'", 5, NULL },
		{ "--data-urlencode '{\"a\":\"b=c\"}'", 5, NULL },
		{ "-H 'Content-Type: application/JSON' --data-urlencode a=b",
		    41, NULL },
		{ "--data-urlencode 'a={}'", 0, "a=%7B%7D" },
		{ "-G --data-urlencode '{}'", 0, NULL },
		{ "--data-urlencode a=b", 0, "a=b" },
	};
	struct fixture *f = *state;
	char text[128];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "curl %s " URL, rows[i].args);
		first(f, text);
		assert_span(f->doc.body.text, rows[i].body);
		assert_int_equal(f->doc.remarks != NULL, rows[i].off > 0);
		if (!f->doc.remarks)
			continue;
		assert_null(f->doc.remarks->next);
		assert_string_equal(f->doc.remarks->rule, "capture-encoding");
		assert_int_equal(f->doc.remarks->off, rows[i].off);
	}
}

#define SENT "* Trying 192.0.2.1:443...\n> POST /api HTTP/2\n> Host: x\n> \n"
#define GOT(status) "< HTTP/2 " status "\n< date: Mon, 23 Nov 2026 15:50:09 " \
	"GMT\n< \n{\"status\":" status "}\n"

/* A terminal's text: each command with what it printed. */
static void
what_curl_says_is_the_answer_to_the_command_before(void **state)
{
	struct fixture *f = *state;

	first(f, "$ curl -v " URL " \\\n> -d '{\"a\":\n1}'\n" SENT GOT("400")
	    "$ curl -d b " URL "\nok\n$ curl -vd @none " URL "\n" SENT "{}\n"
	    GOT("200") "$ exit\n");
	assert_span(f->doc.body.text, "{\"a\":\n1}");
	assert_span(f->doc.request->target.text, URL);
	assert_int_equal(f->doc.request->time, 1795449009);
	assert_int_equal(f->doc.response->status, 400);
	assert_span(f->doc.response->body.text, "{\"status\":400}");
	assert_false(f->doc.recorded);
	assert_int_equal(encode(f, &f->doc.body, 5, "x"), GCL_OK);
	assert_true(next(f));
	assert_span(f->doc.body.text, "b");
	assert_null(f->doc.response);
	assert_true(next(f));
	assert_span(f->doc.body.text, "{}");
	assert_int_equal(f->doc.response->status, 200);
	assert_int_equal(encode(f, &f->doc.body, 0, "x"), GCL_OK);
	assert_int_equal(encode(f, &f->doc.request->target, 0, "x"),
	    GCL_OK);
	assert_false(next(f));
}

static void
further_requests_that_curl_tells_of_are_given(void **state)
{
	struct fixture *f = *state;

	first(f, "curl -Ld a " URL "\n" SENT GOT("307") SENT "{}\n" GOT("400")
	    "curl -d b " URL "\n");
	assert_span(f->doc.body.text, "a");
	assert_int_equal(f->doc.response->status, 307);
	assert_true(next(f));
	assert_true(f->doc.recorded);
	assert_span(f->doc.request->target.text, "/api");
	assert_span(f->doc.body.text, "{}");
	assert_int_equal(f->doc.response->status, 400);
	assert_int_equal(encode(f, &f->doc.body, 0, "x"), GCL_OK);
	assert_int_equal(encode(f, &f->doc.body, 0, "*"), GCL_EINPUT);
	assert_int_equal(encode(f, &f->doc.request->target, 0, "x"),
	    GCL_EINPUT);
	assert_true(next(f));
	assert_span(f->doc.body.text, "b");
	assert_false(next(f));
	first(f, "curl -d a " URL " --next -d b " URL "\n" SENT GOT("200")
	    SENT GOT("400"));
	assert_null(f->doc.response);
	assert_true(next(f));
	assert_span(f->doc.body.text, "b");
	assert_null(f->doc.response);
	assert_true(next(f));
	assert_int_equal(f->doc.response->status, 200);
	assert_true(next(f));
	assert_int_equal(f->doc.response->status, 400);
	assert_false(next(f));
}

static void
next_goes_on_before_the_here_document(void **state)
{
	struct fixture *f = *state;

	first(f, "cat <<E | curl -d @- " URL " --next -I a.b\n{}\nE\n"
	    "curl c.d\n");
	assert_span(f->doc.body.text, "{}");
	assert_true(next(f));
	assert_span(f->doc.request->method.text, "HEAD");
	assert_span(f->doc.request->target.text, "http://a.b");
	assert_true(next(f));
	assert_span(f->doc.request->target.text, "http://c.d");
	assert_false(next(f));
}

static void
a_here_document_ends_before_the_next_command(void **state)
{
	struct fixture *f = *state;

	first(f, "curl -d @- " URL " <<EOF\n{}\n"
	    "curl -d @- " URL " <<EOF\n[]\nEOF\n");
	assert_string_equal(f->doc.remarks->rule, "capture-broken");
	assert_span(f->doc.body.text, NULL);
	assert_true(next(f));
	assert_null(f->doc.remarks);
	assert_span(f->doc.body.text, "[]");
	assert_false(next(f));
}

static void
a_command_has_no_more_words_than_the_limit(void **state)
{
	struct fixture *f = *state;
	struct buf text;
	size_t i, crowded;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	for (crowded = 0; crowded < 2; crowded++) {
		gcl_buf_reset(&text);
		gcl_buf_adds(&text, "curl " URL);
		for (i = 0; i < LIMIT_CURL_WORDS - 2 + crowded; i++)
			gcl_buf_adds(&text, " -k");
		gcl_buf_adds(&text, "\ncurl -d x " URL);
		begin(f, gcl_buf_span(&text), NULL);
		assert_true(next(f));
		assert_int_equal(f->doc.remarks != NULL, crowded);
		assert_span(f->doc.request->target.text, URL);
		assert_true(next(f));
		assert_span(f->doc.body.text, "x");
	}
	gcl_buf_release(&text);
}

static void
other_parts_than_data_are_named(void **state)
{
	static const struct {
		const char *text, *rule;
		size_t off, len;
	} rows[] = {
		{ "curl -F a=b -F c=d " URL, "capture-encoding", 5, 2 },
		{ "curl --form a=b " URL, "capture-encoding", 5, 6 },
		{ "curl -K x.cfg " URL, "curl-file-skipped", 8, 5 },
		{ "curl -H @h -d {} " URL, "curl-file-skipped", 8, 2 },
		{ "curl -d @x -d @y " URL, "curl-file-skipped", 8, 2 },
		{ "curl -d @- " URL, "curl-file-skipped", 8, 2 },
		{ "curl -T x " URL, "curl-file-skipped", 8, 1 },
		{ "curl -d \"$BODY\" " URL, "curl-file-skipped", 8, 7 },
		{ "curl -d $(x y) " URL, "curl-file-skipped", 8, 6 },
		{ "curl -d\"$BODY\" " URL, "curl-file-skipped", 5, 9 },
		{ "curl -d \"$A${B}\"`c` " URL, "curl-file-skipped", 8, 11 },
		{ "curl -d @- <<<\"$A\" " URL, "curl-file-skipped", 8, 2 },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		first(f, rows[i].text);
		assert_non_null(f->doc.remarks);
		assert_null(f->doc.remarks->next);
		assert_string_equal(f->doc.remarks->rule, rows[i].rule);
		assert_int_equal(f->doc.remarks->off, rows[i].off);
		assert_int_equal(f->doc.remarks->len, rows[i].len);
		assert_span(f->doc.request->target.text, URL);
	}
	first(f, "curl -F a -d @x " URL " 'y");
	assert_string_equal(f->doc.remarks->rule, "capture-encoding");
	assert_string_equal(f->doc.remarks->next->rule, "curl-file-skipped");
	assert_string_equal(f->doc.remarks->next->next->rule,
	    "capture-broken");
}

static void
put_file(const char *dir, const char *name, const char *text)
{
	char path[512];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	out = fopen(path, "w");
	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
}

static void
put_link(const char *dir, const char *name, const char *to)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_int_equal(symlink(to, path), 0);
}

static void
files_below_the_capture_are_read_and_no_others(void **state)
{
	static const struct {
		const char *args, *body;
	} rows[] = {
		{ "-d @a.json", "{\"a\":1}" }, { "-d@./d//b.json", "{}" },
		{ "--data-binary @a.json", "{\"a\":\n1}\r\n" },
		{ "--json @a.json", "{\"a\":\n1}\r\n" },
		{ "-T a.json", "{\"a\":\n1}\r\n" },
		{ "-d @- <a.json", "{\"a\":1}" },
		{ "--data-urlencode n@d/b.json", "n=%7B%7D" },
		{ "-d x -d @d/b.json", "x&{}" },
		{ "-d @none", NULL }, { "-d @d/../a.json", NULL },
		{ "-d @../a.json", NULL }, { "-d @/etc/passwd", NULL },
		{ "-d @link.json", "{\"a\":1}" }, { "-d @linked/b.json", "{}" },
		{ "-d @linked/a.json", "{\"a\":1}" },
		{ "-d @linked/up.json", NULL }, { "-d @out.json", NULL },
		{ "-d @loop", NULL }, { "-d @loop/b.json", NULL },
		{ "-d @fifo", NULL }, { "-d @d", NULL }, { "-d @", NULL },
		{ "-d @a.json/x", NULL }, { "-d @$X", NULL },
		{ "-d @large", NULL }, { "-d @d/", NULL },
		{ "-d @~/a.json", NULL },
	};
	char dir[] = "/tmp/gclint-curl.XXXXXX", path[64], text[128], cmd[64];
	struct fixture *f = *state;
	size_t i;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/d", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/d/e", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	put_file(dir, "a.json", "{\"a\":\n1}\r\n");
	put_file(dir, "d/e/a.json", "{\"a\":1}");
	put_file(dir, "d/b.json", "{}");
	put_file(dir, "large", "");
	snprintf(path, sizeof(path), "%s/large", dir);
	assert_int_equal(truncate(path, (16 << 20) + 1), 0);
	put_link(dir, "link.json", "a.json");
	put_link(dir, "linked", "./d/");
	put_link(dir, "d/a.json", "e/a.json");
	put_link(dir, "d/up.json", "../a.json");
	put_link(dir, "out.json", "/etc/passwd");
	put_link(dir, "loop", "loop");
	snprintf(path, sizeof(path), "%s/fifo", dir);
	assert_int_equal(mkfifo(path, 0600), 0);
	snprintf(path, sizeof(path), "%s/input.curl", dir);
	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "curl %s " URL, rows[i].args);
		begin(f, gcl_span_str(text), path);
		assert_true(next(f));
		assert_span(f->doc.body.text, rows[i].body);
		if (rows[i].body)
			assert_null(f->doc.remarks);
		else
			assert_string_equal(f->doc.remarks->rule,
			    "curl-file-skipped");
	}
	begin(f, SPAN("curl -d @a.json " URL), path);
	assert_true(next(f));
	assert_span(place(f, &f->doc.body, 2, 3), "@a.json");
	snprintf(cmd, sizeof(cmd), "rm -r %s", dir);
	assert_int_equal(system(cmd), 0);
}

/* The same numbers on every machine. */
static unsigned
roll(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % n;
}

static size_t
random_text(unsigned *seed, const char *alphabet, char *out, unsigned max)
{
	size_t len = roll(seed, max), i;

	for (i = 0; i < len; i++)
		out[i] = alphabet[roll(seed, (unsigned)strlen(alphabet))];
	out[len] = '\0';
	return len;
}

static const char letters[] = "abcf019 '\"\\$`{}()&|;<>#~!%^*?=\n\t\xc3\xa9";

/* A part of a word in some quotes. */
static void
random_part(unsigned *seed, struct buf *out)
{
	static const char *const pools[] = {
		"abc019./$%", "ab \"\\$`\n()&", "ab '()&;|\n",
		"ab \"$`()&\n",
	};
	static const char *const escapes[] = {
		"\\'", "\\n", "\\x41", "\\x4", "\\u00e9", "\\101", "\\q",
		"\\\\", "\\1", "\\\"",
	};
	static const char *const in_double[] = {
		"\\\"", "\\\\", "\\$", "\\`", "\\q", "\\\n", "$A", "${A}",
		"$(b \"c\")", "$",
	};
	unsigned how = roll(seed, 5);
	char text[16];

	random_text(seed, pools[how % 4], text, 8);
	switch (how) {
	case 1:
		gcl_buf_addf(out, "'%s'", text);
		break;
	case 2:
		random_text(seed, "ab '&;|\n", text, 5);
		gcl_buf_addf(out, "\"%s%s%s\"", text,
		    in_double[roll(seed, ROWS(in_double))], text);
		break;
	case 3:
		gcl_buf_addf(out, "$'%s%s%s'", text,
		    escapes[roll(seed, ROWS(escapes))], text);
		break;
	case 4:
		gcl_buf_addf(out, "\\%c", "'\"\\$ ab&;(\t"[roll(seed, 11)]);
		break;
	default:
		random_text(seed, "abc019./%", text, 6);
		gcl_buf_adds(out, text);
	}
}

/* An argument as browsers write it for cmd.exe, old and new. */
static void
random_cmd(unsigned *seed, struct buf *out)
{
	bool carets = roll(seed, 2);
	const char *quote = carets ? "^\"" : "\"";
	size_t i, n = roll(seed, 12);
	char c;

	gcl_buf_adds(out, quote);
	for (i = 0; i < n; i++) {
		c = "ab \"\\&"[roll(seed, 6)];
		if (c == '"')
			gcl_buf_adds(out, carets ? "^\\^\"" : "\\\"");
		else if (c == '\\')
			gcl_buf_adds(out, "\\\\");
		else if (c == '&')
			gcl_buf_adds(out, carets ? "^&" : "+");
		else
			gcl_buf_addc(out, c);
	}
	gcl_buf_adds(out, quote);
}

/* The body of a command with one argument, as a string. */
static char *
body_of(struct fixture *f, struct span text)
{
	char *copy;

	begin(f, text, NULL);
	assert_true(next(f));
	copy = calloc(1, f->doc.body.text.len + 1);
	assert_non_null(copy);
	if (f->doc.body.text.len)
		memcpy(copy, f->doc.body.text.ptr, f->doc.body.text.len);
	return copy;
}

/*
 * Replace a random part of the body; the result, or NULL when it cannot be
 * written there.
 */
static void
replace_once(struct fixture *f, unsigned *seed, struct span source,
	size_t *done)
{
	struct span body = f->doc.body.text, out;
	size_t from = roll(seed, (unsigned)body.len + 1), len;
	char with[16], *want, *got;
	struct edit in, e;
	struct buf edited;

	while (from > 0 && (body.ptr[from] & 0xc0) == 0x80)
		from--;
	len = roll(seed, (unsigned)(body.len - from) + 1);
	while (from + len < body.len && (body.ptr[from + len] & 0xc0) == 0x80)
		len++;
	random_text(seed, letters, with, 8);
	in = (struct edit){ .off = from, .len = len };
	in.text = gcl_span_str(with);
	assert_true(asprintf(&want, "%.*s%s%.*s", (int)from, body.ptr, with,
	    (int)(body.len - from - len), body.ptr + from + len) >= 0);
	gcl_buf_init(&edited, 4096);
	if (gcl_carrier_curl.encode(&f->doc, &f->doc.body, &in, &f->c.arena,
	    &e) == GCL_OK) {
		gcl_buf_add(&edited, source.ptr, e.off);
		gcl_buf_addspan(&edited, e.text);
		gcl_buf_add(&edited, source.ptr + e.off + e.len,
		    source.len - e.off - e.len);
		out = gcl_buf_span(&edited);
		got = body_of(f, out);
		if (strcmp(got, want))
			fail_msg("[%.*s]\n[%.*s]\ngives [%s], not [%s]",
			    (int)source.len, source.ptr, (int)out.len, out.ptr,
			    got, want);
		free(got);
		++*done;
	}
	gcl_buf_release(&edited);
	free(want);
}

static void
replacements_mean_what_they_should(struct fixture *f, bool cmd,
	size_t rounds, size_t least)
{
	size_t i, j, done = 0, tried = 0;
	struct buf source;
	unsigned seed = 1;
	char *body;

	gcl_buf_init(&source, 4096);
	for (i = 0; i < rounds; i++) {
		gcl_buf_reset(&source);
		gcl_buf_adds(&source, cmd ? "curl ^\"" URL "^\" --data-raw " :
		    "curl " URL " --data-raw ");
		if (cmd)
			random_cmd(&seed, &source);
		for (j = 0; !cmd && j < 4; j++)
			random_part(&seed, &source);
		gcl_buf_adds(&source, " -v\n");
		body = body_of(f, gcl_buf_span(&source));
		free(body);
		if (f->doc.remarks || !f->doc.body.text.ptr)
			continue;
		tried++;
		replace_once(f, &seed, gcl_buf_span(&source), &done);
	}
	gcl_buf_release(&source);
	assert_true(tried > rounds / 2);
	if (done * 100 < tried * least)
		fail_msg("%zu of %zu were written", done, tried);
}

static void
a_replacement_is_quoted_for_its_place(void **state)
{
	replacements_mean_what_they_should(*state, false, 20000, 88);
}

static void
a_replacement_is_quoted_for_cmd(void **state)
{
	replacements_mean_what_they_should(*state, true, 20000, 60);
}

static void
a_replacement_reads_as_a_person_would_write_it(void **state)
{
	static const struct {
		const char *text, *part, *with, *want;
	} rows[] = {
		{ "curl -d '{\"a\":\"X\"}'", "X", "it's", "it'\\''s" },
		{ "curl -d '{\"a\":X}'", "X", "\"+1\"", "\"+1\"" },
		{ "curl -d \"{\\\"a\\\":X}\"", "X", "\"$1\"",
		    "\\\"\\$1\\\"" },
		{ "curl -d $'{\"a\":\"X\"}'", "X", "it's\n", "it\\'s\\n" },
		{ "curl -d [X]", "X", "a b", "a\\ b" },
		{ "curl -d @- <<EOF\n{X}\nEOF\n", "X", "\"$\"", "\"\\$\"" },
		{ "curl -d @- <<'EOF'\n{X}\nEOF\n", "X", "\"$\"", "\"$\"" },
		{ "curl ^\"" URL "^\" -d ^\"{X^}^\"", "X", "\"a&b\"",
		    "\\^\"a^&b\\^\"" },
		{ "curl ^\"" URL "^\" -d \"{X}\"", "X", "\"a\"",
		    "\\\"a\\\"" },
	};
	struct fixture *f = *state;
	struct edit in, out;
	const char *p;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		first(f, rows[i].text);
		p = memmem(f->doc.body.text.ptr, f->doc.body.text.len,
		    rows[i].part, strlen(rows[i].part));
		assert_non_null(p);
		in.off = (size_t)(p - f->doc.body.text.ptr);
		in.len = strlen(rows[i].part);
		in.text = gcl_span_str(rows[i].with);
		assert_int_equal(gcl_carrier_curl.encode(&f->doc,
		    &f->doc.body, &in, &f->c.arena, &out), GCL_OK);
		assert_span(out.text, rows[i].want);
	}
}

/* Elements of a long array, asked for in any order. */
static void
places_far_into_a_word_are_found(void **state)
{
	static const struct {
		const char *before, *element, *after, *want;
	} rows[] = {
		{ "curl -d '[", "\"V\", ", "1]' " URL, "\"" },
		{ "curl -d [", "\\\"V\\\",", "1] " URL, "\\\"" },
		{ "curl -d \"[", "\\\"V\\\",", "1]\" " URL, "\\\"" },
		{ "curl -d $'[", "\\x22V\",\\n", "1]' " URL, "\"" },
		{ "curl -d $'[", "\"V\", ", "1]' " URL, "\"" },
		{ "curl -d @- " URL " <<E\n[", "\"V\",\n", "1]\nE\n", "\"" },
		{ "curl -d @- " URL " <<'E'\n[", "\"V\",", "1]\nE\n", "\"" },
		{ "curl ^\"" URL "^\" -d \"[", "\\\"V\\\",", "1]\"",
		    "\\^\"" },
		{ "curl ^\"" URL "^\" -d ^\"[", "^\\^\"V^\\^\",", "1]^\"",
		    "\\^\"" },
	};
	static const size_t order[] = { 2990, 0, 1500, 1499, 2999, 1501, 7 };
	struct fixture *f = *state;
	struct edit in = { .len = 1, .text = SPAN("\"") }, out;
	const size_t n = 3000;
	size_t i, k, len, at;
	struct buf b;

	gcl_buf_init(&b, 1 << 20);
	for (i = 0; i < ROWS(rows); i++) {
		gcl_buf_reset(&b);
		gcl_buf_adds(&b, rows[i].before);
		for (k = 0; k < n; k++)
			gcl_buf_adds(&b, rows[i].element);
		gcl_buf_adds(&b, rows[i].after);
		first(f, gcl_buf_str(&b));
		len = (f->doc.body.text.len - 3) / n;
		for (k = 0; k < ROWS(order); k++) {
			in.off = 2 + order[k] * len;
			assert_int_equal(gcl_carrier_curl.encode(&f->doc,
			    &f->doc.body, &in, &f->c.arena, &out), GCL_OK);
			at = strlen(rows[i].before) + order[k] *
			    strlen(rows[i].element);
			at += (size_t)(strchr(rows[i].element, 'V') -
			    rows[i].element);
			assert_int_equal(out.off, at);
			assert_int_equal(out.len, 1);
			assert_span(out.text, rows[i].want);
		}
	}
	gcl_buf_release(&b);
}

static void
what_is_not_written_in_the_command_is_not_edited(void **state)
{
	struct fixture *f = *state;
	const struct request *r;

	first(f, "curl -d{x} -u a:b --url " URL);
	r = f->doc.request;
	assert_int_equal(encode(f, &r->method, 0, "PUT"), GCL_EINPUT);
	assert_int_equal(encode(f, &r->headers->value, 0, "x"), GCL_EINPUT);
	assert_int_equal(encode(f, &r->target, 0, "x"), GCL_OK);
	assert_int_equal(encode(f, &f->doc.body, 0, "x"), GCL_OK);
	assert_int_equal(encode(f, &f->doc.body, 1, ""), GCL_OK);
	/* Nothing is left for -d: it would take the next word. */
	assert_int_equal(encode(f, &f->doc.body, 0, ""), GCL_EINPUT);
	first(f, "curl -d \"a$B\"c " URL);
	assert_int_equal(encode(f, &f->doc.body, 0, "x"), GCL_EINPUT);
	assert_int_equal(encode(f, &f->doc.body, 1, "x"), GCL_EINPUT);
	assert_int_equal(encode(f, &f->doc.body, 3, "x"), GCL_EINPUT);
	assert_int_equal(encode(f, &f->doc.body, 4, "x"), GCL_EINPUT);
	assert_int_equal(encode(f, &f->doc.body, 5, "x"), GCL_OK);
	first(f, "curl --data-urlencode 'c d' " URL);
	assert_int_equal(encode(f, &f->doc.body, 1, "x"), GCL_EINPUT);
	first(f, "curl " URL);
	assert_int_equal(encode(f, &f->doc.request->method, 0, "x"),
	    GCL_EINPUT);
}

/* Every document of every prefix: the places of its pieces are in it. */
static void
check_places(struct fixture *f)
{
	const struct request *r = f->doc.request;
	const struct header *h;
	const struct remark *m;

	for (m = f->doc.remarks; m; m = m->next)
		assert_true(m->off + m->len <= f->c.src.text.len);
	assert_true(f->doc.end <= f->c.src.text.len);
	place(f, &f->doc.body, 0, f->doc.body.text.len);
	if (!r)
		return;
	place(f, &r->method, 0, r->method.text.len);
	place(f, &r->target, 0, r->target.text.len);
	for (h = r->headers; h; h = h->next) {
		place(f, &h->name, 0, h->name.text.len);
		place(f, &h->value, 0, h->value.text.len);
	}
}

static void
every_prefix_of_a_command_is_read(void **state)
{
	static const char *const texts[] = {
		"$ A='b c' curl -sSX 'POST' \\\n> -H \"A: \\\"$(b \"c\")\" "
		    "-d $'\\x41\\u00e9\\ud83d\\ude00' --json @- -u a:b "
		    URL " --next <<-'E' | jq\n\ta\n\tE\ncurl -G -d 'x y' "
		    URL "?a --data-urlencode n=${x} 2>&1",
		"C:\\>curl ^\"" URL "^\" ^\r\n -H \"A: \"\"b\\\\\" ^\n"
		    " --data-raw ^\"{^\\^\"a^\\^\":^\n\n1^}^\" & x\r\n",
		"x=$(curl -d \"$(cat <<EOF\n`a` ${b}\nEOF\n)\" " URL
		    " `c`) ; `curl -F a=b " URL "`",
		"$ sudo -u x curl -v \"$B/api\" \\ \n> --data-urlencode '{}'\n"
		    SENT GOT("307") SENT "{}\n" GOT("400") "$ curl -d {\"a\":"
		    "1} \xe2\x80\x9cx\xe2\x80\x9d \\ \n -k\ncurl -d @- "
		    "<<E\n$A$(b)`c`$(d\nE\n",
	};
	struct fixture *f = *state;
	size_t i, len, n;
	char *cut;

	for (i = 0; i < ROWS(texts); i++) {
		for (len = 0; len <= strlen(texts[i]); len++) {
			cut = malloc(len + 1);
			assert_non_null(cut);
			memcpy(cut, texts[i], len);
			begin(f, gcl_span(cut, len), NULL);
			for (n = 0; next(f); n++)
				check_places(f);
			assert_true(n > 0);
			gcl_carrier_curl.sniff(gcl_span(cut, len));
			free(cut);
		}
	}
}

static void
random_bytes_are_read(void **state)
{
	static const char pool[] = "curl -d '\"$\\`(){}<>^&|\n\r#@-EOF:x \t'\"";
	struct fixture *f = *state;
	unsigned seed = 7;
	char text[80], all[100];
	size_t i;

	for (i = 0; i < 20000; i++) {
		random_text(&seed, pool, text, sizeof(text));
		snprintf(all, sizeof(all), "curl -%s", text);
		begin(f, gcl_span_str(all), NULL);
		while (next(f))
			check_places(f);
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(words_are_decoded_as_a_shell_does),
		TEST(cmd_arguments_are_decoded_as_windows_does),
		TEST(a_cmd_command_ends_with_its_line),
		TEST(options_make_the_request),
		TEST(every_option_is_found_by_its_name_and_letter),
		TEST(commands_are_found_where_a_command_can_begin),
		TEST(a_text_is_taken_for_curl_when_its_first_command_is),
		TEST(places_are_those_of_the_command),
		TEST(what_curl_adds_stands_at_the_option),
		TEST(a_password_is_located_wholly),
		TEST(here_documents_are_standard_input),
		TEST(what_is_not_closed_is_told_and_the_rest_still_read),
		TEST(a_blank_behind_a_backslash_is_told),
		TEST(quotes_that_the_shell_takes_are_told_once),
		TEST(curly_quotes_are_all_that_is_said_of_a_command),
		TEST(json_is_not_sent_percent_encoded),
		TEST(what_curl_says_is_the_answer_to_the_command_before),
		TEST(further_requests_that_curl_tells_of_are_given),
		TEST(next_goes_on_before_the_here_document),
		TEST(a_here_document_ends_before_the_next_command),
		TEST(a_command_has_no_more_words_than_the_limit),
		TEST(other_parts_than_data_are_named),
		TEST(files_below_the_capture_are_read_and_no_others),
		TEST(a_replacement_is_quoted_for_its_place),
		TEST(a_replacement_is_quoted_for_cmd),
		TEST(a_replacement_reads_as_a_person_would_write_it),
		TEST(places_far_into_a_word_are_found),
		TEST(what_is_not_written_in_the_command_is_not_edited),
		TEST(every_prefix_of_a_command_is_read),
		TEST(random_bytes_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
