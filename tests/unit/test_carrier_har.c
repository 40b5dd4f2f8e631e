/*
 * HTTP archives: entries, bodies and their encodings, and places in them.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "exported.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

extern const struct carrier gcl_carrier_har;

#define HAR(entries) "{'log':{'version':'1.2','entries':[" entries "]}}"
#define LINE "'method':'POST','url':'https://x/c'"
#define POST(data) "{'request':{" LINE ",'postData':{" data "}}}"
#define ANSWERED(answer) "{'request':{" LINE ",'postData':{" \
	"'text':'{}'}},'response':{" answer "}}"

struct row {
	const char *text, *want;
};

static void
assert_rows(struct exported *x, const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		assert_string_equal(exported_all(x, &gcl_carrier_har,
		    rows[i].text), rows[i].want);
}

static void
an_entry_with_a_body_is_a_document(void **state)
{
	static const struct row rows[] = {
		{ HAR(POST("'text':'{}'")), "POST https://x/c {}\n" },
		{ HAR(POST("'text':'{}'") "," POST("'text':'[]'")),
		    "POST https://x/c {}\nPOST https://x/c []\n" },
		/* members in another order, and some of no use */
		{ "{'log':{'entries':[{'time':1,'request':{'postData':"
		    "{'text':'{}','mimeType':'a'},'cookies':[{}],"
		    "'url':'u','method':'PUT'}}],'pages':[]}}",
		    "PUT u {}\n" },
		{ HAR("{'request':{'method':'GET','url':'u','postData':"
		    "{'text':'{}'}}}"), "GET u {}\n" },
		{ "\xef\xbb\xbf" HAR(POST("'text':'{}'")),
		    "POST https://x/c {}"
		    " !json-bom [\xef\xbb\xbf]\n" },
		/* names may be escaped, and the last of several counts */
		{ HAR("{'r\\u0065quest':{'method':'GET','method':'POST',"
		    "'url':'u','postData':{'text':'1'}}}"),
		    "POST u 1\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
without_a_body_the_method_decides(void **state)
{
#define BARE(method) "{'request':{'method':'" method "','url':'u'}}"
	static const struct row rows[] = {
		{ HAR(BARE("POST")), "POST u\n" },
		{ HAR(BARE("PUT") "," BARE("PATCH")), "PUT u\nPATCH u\n" },
		{ HAR(BARE("GET") "," BARE("POST") "," BARE("DELETE")),
		    "POST u\n" },
		/* nothing but what the rest of the file may hold */
		{ HAR(BARE("GET")), "\n" },
		{ HAR(""), "\n" },
		{ HAR(POST("'text':''")), "POST https://x/c\n" },
		{ HAR(POST("'text':null")), "POST https://x/c\n" },
		{ HAR("{'request':{'method':'GET','url':'u',"
		    "'postData':{'text':''}}}"), "\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
headers_are_pairs(void **state)
{
#define HEADERS(list) "{'request':{'method':'POST','url':'u'," \
	"'headers':[" list "]}}"
	static const struct row rows[] = {
		{ HAR(HEADERS("{'name':':path','value':'/c'},"
		    "{'value':'b','name':'A'}")),
		    "POST u <:path: /c> <A: b>\n" },
		{ HAR(HEADERS("{'name':'A','value':' b\\tc '}")),
		    "POST u <A: b\tc[b\\tc]>\n" },
		{ HAR(HEADERS("{'name':'A'},{'name':'B','value':"
		    "' x '}")), "POST u <A: > <B: x>\n" },
		/* the others are read, and one fault is told */
		{ HAR(HEADERS("{'name':1,'value':'b'},7,{'value':'c'},"
		    "{'name':'D','value':'d'}")), "POST u <D: d>"
		    " !capture-broken [1] 'name' is not a string\n" },
		{ HAR(HEADERS("null")),
		    "POST u !capture-broken [null] not an object\n" },
		{ HAR(HEADERS("{'value':'c'}")),
		    "POST u !capture-broken [{] 'name' is missing\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
bodies_come_as_base64_and_as_forms(void **state)
{
	static const struct row rows[] = {
		{ HAR(POST("'encoding':'base64','text':'eyJhIjoxfQ=='")),
		    "POST https://x/c {'a':1}[eyJhIjoxfQ==]\n" },
		{ HAR(POST("'text':'Pz8\\/','encoding':'BASE64'")),
		    "POST https://x/c ???[Pz8\\/]\n" },
		{ HAR(POST("'text':'{}','encoding':''")),
		    "POST https://x/c {}\n" },
		{ HAR(POST("'text':'{}','encoding':'utf8'")),
		    "POST https://x/c {}\n" },
		{ HAR(POST("'text':'{}','encoding':'base64'")),
		    "POST https://x/c !capture-encoding ['{}'] 'text' is not "
		    "base64, as 'encoding' says\n" },
		{ HAR(POST("'text':'x','encoding':'zip'")),
		    "POST https://x/c !capture-encoding ['zip'] the body is in "
		    "an encoding that is not decoded\n" },
		{ HAR(POST("'_file':'a.json'")),
		    "POST https://x/c !capture-encoding ['a.json'] the body "
		    "was saved to another file, which is not read\n" },
		{ HAR(POST("'params':[{'name':'a','value':'b c'},"
		    "{'name':'d','value':'\\u00e9:\\/'}]")),
		    "POST https://x/c a=b+c&d=%C3%A9%3A%2F"
		    "[a','value':'b c'},{'name':'d','value':"
		    "'\\u00e9:\\/]\n" },
		{ HAR(POST("'params':[{'value':'b','name':'a'},"
		    "{'name':'c'}]")),
		    "POST https://x/c a=b&c=[b','name':'a'},{'name':'c]\n" },
		{ HAR(POST("'text':'x=y','params':[{'name':'a'}]")),
		    "POST https://x/c x=y\n" },
		{ HAR(POST("'params':[]")), "POST https://x/c\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
a_compressed_body_is_told(void **state)
{
#define CODED(coding, text) "{'request':{" LINE ",'headers':[{'name':" \
	"'content-ENCODING','value':'" coding "'}],'postData':{" \
	"'text':'" text "'}}}"
	static const struct row rows[] = {
		{ HAR(CODED("gzip", "\\u001f...")),
		    "POST https://x/c <content-ENCODING: gzip> "
		    "!capture-encoding [gzip] the body is compressed, and "
		    "not decoded\n" },
		/* what was saved is already decoded */
		{ HAR(CODED("br", " {}")),
		    "POST https://x/c <content-ENCODING: br>  {}\n" },
		{ HAR(CODED("identity", "x")),
		    "POST https://x/c <content-ENCODING: identity> x\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
the_answer_is_kept(void **state)
{
	static const struct row rows[] = {
		{ HAR(ANSWERED("'status':422,'headers':[{'name':'A',"
		    "'value':'b'}],'content':{'text':'{\\'m\\':1}'}")),
		    "POST https://x/c {} =422 <A: b> {'m':1}[{\\'m\\':1}]\n" },
		{ HAR(ANSWERED("'status':400,'content':{'encoding':"
		    "'base64','text':'e30='}")),
		    "POST https://x/c {} =400 {}[e30=]\n" },
		{ HAR(ANSWERED("'status':200,'content':{'text':'{}'}")),
		    "POST https://x/c {} =200\n" },
		/* blocked, or it never came */
		{ HAR(ANSWERED("'status':0")), "POST https://x/c {}\n" },
		{ HAR(ANSWERED("")), "POST https://x/c {}\n" },
		{ HAR(ANSWERED("'status':-1")), "POST https://x/c {}\n" },
		{ HAR(ANSWERED("'status':1e2")), "POST https://x/c {}\n" },
		{ HAR(ANSWERED("'status':'422'")),
		    "POST https://x/c {} !capture-broken ['422'] 'status' is "
		    "not a number\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
what_is_missing_or_of_another_type_is_told(void **state)
{
	static const struct row rows[] = {
		{ HAR(POST("'text':[1]") "," POST("'text':'{}'")),
		    "POST https://x/c !capture-broken [[] 'text' is not a "
		    "string\n"
		    "POST https://x/c {}\n" },
		{ HAR("7," POST("'text':'{}'")),
		    " !capture-broken [7] an entry without an object "
		    "'request'\nPOST https://x/c {}\n" },
		{ HAR("{}"), " !capture-broken [{] an entry without an object "
		    "'request'\n" },
		{ HAR("{'request':[]}"),
		    " !capture-broken [[] 'request' is not an object\n" },
		{ HAR("{'request':{'url':'u'}}"),
		    " !capture-broken [{] 'method' is missing\n" },
		{ HAR("{'request':{'method':'POST'}}"),
		    "POST  !capture-broken [{] 'url' is missing\n" },
		{ HAR("{'request':{'method':'POST','url':true,"
		    "'postData':'x','headers':{}}}"),
		    "POST  !capture-broken [true] 'url' is not a string"
		    " !capture-broken [{] 'headers' is not an array"
		    " !capture-broken ['x'] 'postData' is not an object\n" },
		{ "{}", " !capture-broken [{] not a HAR: there is no object "
		    "'log'\n" },
		{ "[]", " !capture-broken [[] not a HAR: there is no object "
		    "'log'\n" },
		{ "{'log':7}", " !capture-broken [7] not a HAR: there is no "
		    "object 'log'\n" },
		{ "{'log':{}}", " !capture-broken [{] not a HAR: there is no "
		    "array 'log.entries'\n" },
		{ "{'log':{'entries':{}}}", " !capture-broken [{] not a "
		    "HAR: there is no array 'log.entries'\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
what_stands_before_a_break_is_read(void **state)
{
	static const struct row rows[] = {
		{ "{'log':{'entries':[" POST("'text':'1'") ","
		    POST("'text':'2'") ",{'request':{",
		    "POST https://x/c 1\nPOST https://x/c 2\n"
		    " !json-truncated []\n" },
		{ "{'log':{'entries':[" POST("'text':'1'") ","
		    "{'request':nope}," POST("'text':'2'") "]}}",
		    "POST https://x/c 1\n !json-literal [nope]\n" },
		/* what can be read past is */
		{ HAR(POST("'text':'1',") ",/* two */" POST("'text':'2'")),
		    "POST https://x/c 1 !json-trailing-comma [,]"
		    " !json-comment [/* two */]\nPOST https://x/c 2\n" },
		{ "", " !json-truncated []\n" },
		{ "{'log':", " !json-truncated []\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
the_time_is_read_with_its_zone(void **state)
{
	static const struct {
		const char *text;
		int64_t want;
	} rows[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1970-01-01T00:00:01.999Z", 1 },
		{ "2000-02-29T12:00:00+00:00", 951825600 },
		{ "2026-01-02T03:04:05.678+02:00", 1767315845 },
		{ "2026-01-02T03:04:05,678-0530", 1767342845 },
		{ "2026-12-31T23:59:59Z", 1798761599 },
		{ "2026-01-02 03:04:05z", 1767323045 },
		{ "2026-01-02T03:04:05", 0 },
		{ "2026-13-02T03:04:05Z", 0 },
		{ "2026-01-02", 0 },
		{ "yesterday", 0 },
		{ "", 0 },
	};
	struct exported *x = *state;
	struct document doc;
	char text[400];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), HAR("{'startedDateTime':'%s',"
		    "'request':{" LINE "}}"), rows[i].text);
		exported_begin(x, exported_text(x, text));
		assert_true(exported_next(x, &gcl_carrier_har, &doc));
		assert_int_equal(doc.request->time, rows[i].want);
		assert_true(doc.recorded);
	}
}

/* Each character stands where it was written, or is the whole escape. */
static void
places_are_true_behind_escapes(void **state)
{
	static const struct {
		const char *decoded, *written;
	} rows[] = {
		{ "'a'", "\\'a\\'" }, { "\xc3\xa9", "\\u00e9" },
		{ "\xe2\x82\xac", "\\u20AC" },
		{ "\xf0\x9f\x98\x80", "\\ud83d\\ude00" },
		{ "\n", "\\n" }, { "\\MARK", "\\\\MARK" }, { "MARK", "MARK" },
		{ "K'}", "K\\'}" },
	};
	struct exported *x = *state;
	struct span text, there;
	struct document doc;
	const char *at;
	size_t i, off, len;

	text = exported_text(x, HAR(POST("'text':'{\\'a\\': \\'\\u00e9"
	    "\\u20AC\\ud83d\\ude00\xc3\xa9\\n\\t\\/\\\\MARK\\'}'")));
	exported_begin(x, text);
	assert_true(exported_next(x, &gcl_carrier_har, &doc));
	for (i = 0; i < ROWS(rows); i++) {
		char decoded[20], written[20];

		len = (size_t)sprintf(decoded, "%s", rows[i].decoded);
		sprintf(written, "%s", rows[i].written);
		exported_replace(decoded, '\'', '"');
		exported_replace(written, '\'', '"');
		at = memmem(doc.body.text.ptr, doc.body.text.len, decoded,
		    len);
		assert_non_null(at);
		off = (size_t)(at - doc.body.text.ptr);
		gcl_piece_locate(&doc.body, &off, &len);
		there = exported_source(x, off, len);
		assert_true(gcl_span_is(there, written));
		assert_ptr_equal(there.ptr, strstr(text.ptr, written));
	}
}

/* ---- the way back ---- */

static void
an_edit_is_escaped_for_its_string(void **state)
{
	static const struct {
		const char *text, *from, *put, *want;
	} rows[] = {
		{ "{\\'a\\':1}", "1", "\"x\"", "\\\"x\\\"" },
		{ "[1]", "1", "\\\n\t\x01\xc3\xa9",
		    "\\\\\\n\\t\\u0001\xc3\xa9" },
		{ "[1]", "1", "", "" },
	};
	struct exported *x = *state;
	struct edit in, out;
	struct document doc;
	char text[400];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), HAR(POST("'text':'%s'")),
		    rows[i].text);
		exported_begin(x, exported_text(x, text));
		assert_true(exported_next(x, &gcl_carrier_har, &doc));
		in.off = (size_t)((const char *)memmem(doc.body.text.ptr,
		    doc.body.text.len, rows[i].from, strlen(rows[i].from)) -
		    doc.body.text.ptr);
		in.len = strlen(rows[i].from);
		in.text = gcl_span_str(rows[i].put);
		assert_int_equal(gcl_carrier_har.encode(&doc, &doc.body, &in,
		    &x->c.arena, &out), GCL_OK);
		assert_true(gcl_span_is(out.text, rows[i].want));
	}
}

static void
a_form_of_pairs_cannot_be_edited(void **state)
{
	struct edit in = { .text = SPAN("x") }, out;
	struct exported *x = *state;
	struct document doc;

	exported_begin(x, exported_text(x, HAR(POST("'params':["
	    "{'name':'{','value':'b'}]"))));
	assert_true(exported_next(x, &gcl_carrier_har, &doc));
	for (in.len = 0; in.len <= doc.body.text.len; in.len++)
		assert_int_equal(gcl_carrier_har.encode(&doc, &doc.body, &in,
		    &x->c.arena, &out), GCL_EINPUT);
}

static void
base64_is_edited_in_whole_groups(void **state)
{
	static const struct {
		const char *text;
		struct edit in;
		struct edit want;	/* from the first character on */
	} rows[] = {
		/* "[1]": the same length; one more byte; nothing left */
		{ "WzFd", { 1, 1, SPAN("2") }, { 0, 4, SPAN("WzJd") } },
		{ "WzFd", { 1, 1, SPAN("12") }, { 0, 4, SPAN("WzEyXQ==") } },
		{ "WzFd", { 0, 3, SPAN("") }, { 0, 4, SPAN("") } },
		/* "[1,2,3]": the second group; and up to the end */
		{ "WzEsMiwzXQ==", { 3, 1, SPAN("9") },
			{ 4, 4, SPAN("OSwz") } },
		{ "WzEsMiwzXQ==", { 3, 1, SPAN("99") },
			{ 4, 8, SPAN("OTksM10=") } },
		{ "WzEsMiwzXQ==", { 3, 0, SPAN("7,7,7,") },
			{ 4, 0, SPAN("Nyw3LDcs") } },
		{ "WzEsMiwzXQ==", { 7, 0, SPAN(" ") }, { 8, 4, SPAN("XSA=") } },
		/* without padding, in the other alphabet, with escapes */
		{ "WzEsMiwzXQ", { 6, 1, SPAN("]]") }, { 8, 2, SPAN("XV0") } },
		{ "Pz8_Pz8-", { 0, 1, SPAN("??") },
			{ 0, 8, SPAN("Pz8_Pz8_Pg") } },
		{ "Pz8\\/Pz8=", { 3, 2, SPAN("??") },
			{ 5, 4, SPAN("Pz8=") } },
		{ "\\u004d\\u0051", { 0, 1, SPAN("12") },
			{ 0, 12, SPAN("MTI") } },
	};
	struct exported *x = *state;
	struct edit made, out, want;
	const struct edits edits = { &made, 1 };
	struct edits whole;
	struct document doc;
	char text[400];
	size_t i, at;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), HAR(POST("'text':'%s',"
		    "'encoding':'base64'")), rows[i].text);
		exported_begin(x, exported_text(x, text));
		assert_true(exported_next(x, &gcl_carrier_har, &doc));
		at = (size_t)(strstr(text, rows[i].text) - text);
		want = rows[i].want;
		assert_int_equal(gcl_carrier_har.encode(&doc, &doc.body,
		    &rows[i].in, &x->c.arena, &made), GCL_OK);
		assert_int_equal(gcl_carrier_settle(&gcl_carrier_har, &doc,
		    &edits, SIZE_MAX, &x->c.arena, &whole), GCL_OK);
		assert_int_equal(whole.n, 1);
		out = whole.list[0];
		assert_true(gcl_span_eq(out.text, want.text));
		assert_int_equal(out.off, at + want.off);
		assert_int_equal(out.len, want.len);
	}
}

/* What follows moves as long as the edits are no multiple of three bytes. */
static void
base64_moves_once_for_all_edits(void **state)
{
	/* [1,2,3,4,5,6,7,8,9] */
	static const char text[] = HAR(POST(
	    "'text':'WzEsMiwzLDQsNSw2LDcsOCw5XQ==','encoding':'base64'"));
	static const struct {
		struct edit in[3];
		size_t n;		/* edits that come of it */
		const char *want;	/* the first one's text */
	} rows[] = {
		{ { { 1, 1, SPAN("11") }, { 4, 2, SPAN("") },
		    { 13, 1, SPAN("77") } }, 1,
		    "WzExLDIsNCw1LDYsNzcs" },
		{ { { 1, 1, SPAN("11") }, { 5, 1, SPAN("") },
		    { 13, 1, SPAN("0") } }, 2,
		    "WzExLDIs" },
		{ { { 1, 1, SPAN("0") }, { 5, 1, SPAN("") },
		    { 13, 1, SPAN("70") } }, 2,
		    "WzAs" },
		{ { { 1, 1, SPAN("11") }, { 5, 1, SPAN("33") },
		    { 13, 1, SPAN("70") } }, 1,
		    "WzExLDIsMzMsNCw1LDYsNzAs" },
		{ { { 1, 1, SPAN("11") }, { 5, 1, SPAN("33") },
		    { 13, 1, SPAN("0") } }, 1,
		    "WzExLDIsMzMsNCw1LDYsMCw4LDld" },
	};
	struct exported *x = *state;
	struct edits whole, edits;
	struct document doc;
	struct edit made[3];
	size_t i, k;

	for (i = 0; i < ROWS(rows); i++) {
		exported_begin(x, exported_text(x, text));
		assert_true(exported_next(x, &gcl_carrier_har, &doc));
		for (k = 0; k < 3; k++)
			assert_int_equal(gcl_carrier_har.encode(&doc,
			    &doc.body, &rows[i].in[k], &x->c.arena, &made[k]),
			    GCL_OK);
		edits = (struct edits){ made, 3 };
		assert_int_equal(gcl_carrier_settle(&gcl_carrier_har, &doc,
		    &edits, SIZE_MAX, &x->c.arena, &whole), GCL_OK);
		assert_int_equal(whole.n, rows[i].n);
		assert_true(gcl_span_is(whole.list[0].text, rows[i].want));
	}
}

/* ---- what it is told by ---- */

static void
only_a_log_makes_a_har(void **state)
{
	static const char *const yes[] = {
		HAR(""), "\xef\xbb\xbf \r\n" HAR(""),
		"{'log':{'creator':{'name':'x'", "{'log':{'pages':[",
		"{'comment':'x','log':{'browser':{}}}",
		"{'_x':{},'log':{'version':'1.2'},'_y':[]}",
		"{\n  'log': {\n    'version': '1.2',",
	};
	static const char *const no[] = {
		"", "{", "{}", "[]", "{'log'", "{'log':{", "{'log':{}}",
		"{'log':[]}", "{'log':'x'}", "[{'log':{'pages':[]}}]",
		"{'log':{'level':'debug'}}", "{'log':{'version':1}}",
		"{'type':'call','participants':[],'log':{'pages':[]}}",
		"{'log':{'pages':[]},'participants':[]}",
		"{'a':{'log':{'pages':[]}}}", "POST / HTTP/1.1\r\n",
		"'log':{'pages':[]}",
	};
	struct exported *x = *state;
	size_t i;

	for (i = 0; i < ROWS(yes); i++)
		assert_non_null(gcl_carrier_har.sniff(exported_text(x,
		    yes[i])));
	for (i = 0; i < ROWS(no); i++)
		assert_null(gcl_carrier_har.sniff(exported_text(x, no[i])));
}

static void
every_prefix_is_read(void **state)
{
	exported_prefixes(*state, &gcl_carrier_har,
	    "\xef\xbb\xbf{'log':{'version':'1.2','entries':[{'startedDate"
	    "Time':'2026-01-02T03:04:05Z','request':{'method':'P\\u004f"
	    "ST','url':'https:\\/\\/x/c','headers':[{'name':'A',"
	    "'value':' b\\t'}],'postData':{'text':'{\\'a\\':\\n1}'}},"
	    "'response':{'status':422,'content':{'encoding':'base64',"
	    "'text':'e30='}}},/*x*/{'request':{'method':'PUT','url':"
	    "'u','postData':{'params':[{'name':'a b','value':'\\ud83d"
	    "\\ude00'},],'x':-1.5e3}}},{'request':{'method':'GET'}}]}}");
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, exported_set_up, \
	exported_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(an_entry_with_a_body_is_a_document),
		TEST(without_a_body_the_method_decides),
		TEST(headers_are_pairs),
		TEST(bodies_come_as_base64_and_as_forms),
		TEST(a_compressed_body_is_told),
		TEST(the_answer_is_kept),
		TEST(what_is_missing_or_of_another_type_is_told),
		TEST(what_stands_before_a_break_is_read),
		TEST(the_time_is_read_with_its_zone),
		TEST(places_are_true_behind_escapes),
		TEST(an_edit_is_escaped_for_its_string),
		TEST(a_form_of_pairs_cannot_be_edited),
		TEST(base64_is_edited_in_whole_groups),
		TEST(base64_moves_once_for_all_edits),
		TEST(only_a_log_makes_a_har),
		TEST(every_prefix_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
