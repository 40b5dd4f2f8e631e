/*
 * Postman collections: requests, what they inherit, variables and examples.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "exported.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

extern const struct carrier gcl_carrier_postman;

#define ITEMS(items, more) "{'info':{},'item':[" items "]" more "}"
#define ITEM(request) "{'name':'n','request':{'method':'POST'," request "}}"
#define ONE(request) ITEMS(ITEM(request), "")
#define RAW(text) "'url':'u','body':{'mode':'raw','raw':'" text "'}"

struct row {
	const char *text, *want;
};

static void
assert_rows(struct exported *x, const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		assert_string_equal(exported_all(x, &gcl_carrier_postman,
		    rows[i].text), rows[i].want);
}

static void
a_request_with_a_body_is_a_document(void **state)
{
	static const struct row rows[] = {
		{ ONE(RAW("{}")), "POST u {}\n" },
		{ ONE(RAW("{\\'a\\':\\n1}")),
		    "POST u {'a':\n1}[{\\'a\\':\\n1}]\n" },
		{ ITEMS(ITEM(RAW("1")) "," ITEM(RAW("2")), ""),
		    "POST u 1\nPOST u 2\n" },
		/* behind the items, and inside of what an API answers */
		{ "{'item':[" ITEM(RAW("1")) "],'info':{}}", "POST u 1\n" },
		{ "{'collection':" ONE(RAW("1")) "}", "POST u 1\n" },
		/* without a body the method decides; it is a GET if missing */
		{ ONE("'url':'u'"), "POST u\n" },
		{ ONE(RAW("")), "POST u\n" },
		{ ITEMS("{'request':{'url':'u'}},{'request':'u'},"
		    "{'request':null},{'name':'n'}", ""), "\n" },
		{ ITEMS("{'request':{" RAW("{}") "}}", ""), "GET[] u {}\n" },
		{ ONE("'url':'u','body':null"), "POST u\n" },
		{ ONE("'url':'u','body':{'disabled':true,'raw':'1'}"),
		    "POST u\n" },
		{ ONE("'url':'u','body':{'disabled':false,'raw':'1'}"),
		    "POST u 1\n" },
		{ ITEMS("", ""), "\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
folders_may_be_nested(void **state)
{
	static const struct row rows[] = {
		{ ITEMS("{'item':[" ITEM(RAW("1")) ",{'item':[" ITEM(RAW("2"))
		    "]}]}," ITEM(RAW("3")), ""),
		    "POST u 1\nPOST u 2\nPOST u 3\n" },
		{ ITEMS("{'item':[]},{'item':[{},{'item':[{}]}]},"
		    ITEM(RAW("1")), ""), "POST u 1\n" },
		/* what looks like an item elsewhere is none */
		{ ITEMS("{'event':[" ITEM(RAW("1")) "],'x':{'item':["
		    ITEM(RAW("1")) "]}}", ",'event':[" ITEM(RAW("1")) "]"),
		    "\n" },
	};
	struct exported *x = *state;
	struct buf deep;
	size_t i, n = 240;

	assert_rows(x, rows, ROWS(rows));
	gcl_buf_init(&deep, LIMIT_TEXT_BYTES);
	for (i = 0; i < n; i++)
		gcl_buf_adds(&deep, "{'auth':{'type':'noauth'},'item':[");
	gcl_buf_adds(&deep, ITEM(RAW("{}")));
	for (i = 0; i < n; i++)
		gcl_buf_adds(&deep, "]}");
	assert_string_equal(exported_all(x, &gcl_carrier_postman,
	    gcl_buf_str(&deep)), "POST u {}\n");
	gcl_buf_release(&deep);
}

static void
an_address_is_a_string_or_its_parts(void **state)
{
#define URL(url) ONE("'url':" url)
	static const struct row rows[] = {
		{ URL("'https:\\/\\/x'"), "POST https://x[https:\\/\\/x]\n" },
		{ URL("{'raw':'r','host':['h']}"), "POST r\n" },
		{ URL("{'protocol':'https','host':['a','b'],'port':'8',"
		    "'path':['c',{'type':'string','value':'d'}]}"),
		    "POST https://a.b:8/c/d[https','host':['a','b'],"
		    "'port':'8','path':['c',{'type':'string','value':'d]\n" },
		{ URL("{'host':'{{h}}','path':'c'}"),
		    "POST {{h}}/c[{{h}}','path':'c]\n" },
		{ URL("{'path':['c'],'host':['a','b']}"),
		    "POST a.b/c[a','b]\n" },
		{ URL("{'host':['a\\u0062']}"), "POST ab[a\\u0062]\n" },
		{ URL("{}"), "POST \n" },
		{ URL("7"),
		    "POST  !capture-broken [7] 'url' is not a string or an "
		    "object\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
headers_are_pairs_or_lines(void **state)
{
#define HEADER(header) ONE("'url':'u','header':" header)
	static const struct row rows[] = {
		{ HEADER("[{'key':'A','value':'b'},{'key':'C','value':'d',"
		    "'disabled':true},{'key':'E','value':' f '}]"),
		    "POST u <A: b> <E: f>\n" },
		{ HEADER("'A: b\\r\\nC:\\td\\u00e9 \\n//E: f\\nnone\\n:\\n'"),
		    "POST u <A: b> <C: d\xc3\xa9[d\\u00e9]> <: >\n" },
		{ HEADER("'A:b'"), "POST u <A: b>\n" },
		{ HEADER("null"), "POST u\n" },
		{ HEADER("[{'value':'b'}]"),
		    "POST u !capture-broken [{] 'key' is missing\n" },
		{ HEADER("{}"), "POST u !capture-broken [{] 'header' is not "
		    "a string or an array\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
each_mode_has_its_body(void **state)
{
#define BODY(body) ONE("'url':'u','body':{" body "}")
	static const struct row rows[] = {
		{ BODY("'mode':'raw','raw':'{}','options':{'raw':{'language':"
		    "'json'}}"), "POST u <Content-Type[json]: "
		    "application/json[json]> {}\n" },
		{ ONE("'url':'u','header':[{'key':'content-type','value':'a'}]"
		    ",'body':{'mode':'raw','raw':'{}','options':{'raw':"
		    "{'language':'json'}}}"), "POST u <content-type: a> {}\n" },
		{ BODY("'mode':'urlencoded','urlencoded':[{'key':'a','value':"
		    "'b/'},{'key':'c','value':'d','disabled':true}]"),
		    "POST u <Content-Type[urlencoded]: application/"
		    "x-www-form-urlencoded[urlencoded]> a=b%2F"
		    "[a','value':'b/]\n" },
		{ BODY("'mode':'urlencoded','urlencoded':'a=b'"),
		    "POST u a=b\n" },
		{ BODY("'mode':'formdata','formdata':[{'key':'a','value':'b'}]"
		    ), "POST u <Content-Type[formdata]: multipart/form-data"
		    "[formdata]> a=b[a','value':'b]\n" },
		{ BODY("'mode':'file','file':{'src':'/x.json'}"),
		    "POST u !curl-file-skipped ['/x.json'] the body is in a "
		    "file, which is not read\n" },
		{ BODY("'mode':'file','file':{'src':'x','content':'{}'}"),
		    "POST u {}\n" },
		{ BODY("'mode':'graphql','graphql':{'query':'{}'}"),
		    "POST u !capture-encoding ['graphql'] a GraphQL body is "
		    "not linted\n" },
		{ BODY("'mode':'row'"), "POST u !capture-broken ['row'] not a "
		    "mode of a body\n" },
		{ BODY("'mode':'raw','raw':{}"), "POST u !capture-broken [{] "
		    "'raw' is not a string\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
authorization_becomes_a_header(void **state)
{
#define AUTH(type, params) "'auth':{'type':'" type "','" type "':" params "}"
#define AUTHORIZED(type, params) ONE("'url':'u'," AUTH(type, params))
#define PAIR(key, value) "{'key':'" key "','value':'" value "'}"
	static const struct row rows[] = {
		{ AUTHORIZED("bearer", "[" PAIR("token", "t0k") "]"),
		    "POST u <Authorization[]: Bearer t0k[t0k]>\n" },
		{ AUTHORIZED("bearer", "{'token':'t\\u0030k'}"),
		    "POST u <Authorization[]: Bearer t0k[t\\u0030k]>\n" },
		{ AUTHORIZED("bearer", "[" PAIR("token", "") "]"),
		    "POST u <Authorization[]: Bearer[]>\n" },
		{ AUTHORIZED("basic", "[" PAIR("username", "a") ","
		    PAIR("password", "b") "]"),
		    "POST u <Authorization[]: Basic YTpi[b]>\n" },
		{ AUTHORIZED("basic", "[]"),
		    "POST u <Authorization[]: Basic Og==[]>\n" },
		{ AUTHORIZED("oauth2", "[" PAIR("accessToken", "t") "]"),
		    "POST u <Authorization[]: Bearer t[t]>\n" },
		{ AUTHORIZED("oauth2", "[]"),
		    "POST u <Authorization[]: Bearer {{accessToken}}[]>\n" },
		{ AUTHORIZED("oauth2", "[" PAIR("accessToken", "t") ","
		    PAIR("addTokenTo", "queryParams") "]"), "POST u\n" },
		{ AUTHORIZED("jwt", "[]"),
		    "POST u <Authorization[]: Bearer {{jwt}}[]>\n" },
		{ AUTHORIZED("apikey", "[" PAIR("value", "v") ","
		    PAIR("key", "K") "]"), "POST u <K: v>\n" },
		{ AUTHORIZED("apikey", "[" PAIR("value", "v") ","
		    PAIR("key", "K") "," PAIR("in", "query") "]"),
		    "POST u\n" },
		{ AUTHORIZED("ntlm", "[]"), "POST u\n" },
		/* the request's own header stays */
		{ ONE("'url':'u','header':'authorization: x',"
		    AUTH("bearer", "{'token':'t'}")),
		    "POST u <authorization: x>\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
authorization_is_inherited_from_the_nearest(void **state)
{
#define TOKEN(token) AUTH("bearer", "{'token':'" token "'}")
	static const struct row rows[] = {
		/* it may stand behind the items */
		{ ITEMS("{'item':[" ITEM("'url':'a'") "],'auth':null},"
		    "{" TOKEN("f") ",'item':[" ITEM("'url':'b'") ","
		    ITEM("'url':'c'") "]}," ITEM("'url':'d'," TOKEN("r")),
		    "," TOKEN("c")),
		    "POST a <Authorization[]: Bearer c[c]>\n"
		    "POST b <Authorization[]: Bearer f[f]>\n"
		    "POST c <Authorization[]: Bearer f[f]>\n"
		    "POST d <Authorization[]: Bearer r[r]>\n" },
		{ ITEMS("{'item':[" ITEM("'url':'a'") "],"
		    AUTH("noauth", "[]") "}," ITEM("'url':'b',"
		    AUTH("noauth", "[]")), "," TOKEN("c")),
		    "POST a\nPOST b\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
variables_have_the_value_of_the_nearest(void **state)
{
#define VARIABLE(list) ",'variable':[" list "]"
#define WITH(text, list) ITEMS(ITEM(RAW(text)), VARIABLE(list))
	static const struct row rows[] = {
		{ WITH("a{{v}}b{{v}}", PAIR("v", "1")),
		    "POST u a1b1[a{{v}}b{{v}}]\n" },
		/* in all texts of a request */
		{ ITEMS(ITEM("'url':'{{v}}/c','header':[" PAIR("A", "x{{v}}")
		    "]," TOKEN("{{v}}")), VARIABLE(PAIR("v", "1"))),
		    "POST 1/c[{{v}}/c] <A: x1[x{{v}}]> <Authorization[]: "
		    "Bearer 1[{{v}}]>\n" },
		{ ITEMS(ITEM("'url':'u','body':{'mode':'urlencoded',"
		    "'urlencoded':[" PAIR("a", "{{v}}") "]}"),
		    VARIABLE(PAIR("v", "+"))),
		    "POST u <Content-Type[urlencoded]: application/"
		    "x-www-form-urlencoded[urlencoded]> a=%2B"
		    "[a','value':'{{v}}]\n" },
		/* the nearest one */
		{ ITEMS("{'item':[" ITEM(RAW("{{v}}{{w}}")) "]"
		    VARIABLE(PAIR("v", "2")) "}", VARIABLE(PAIR("v", "1") ","
		    PAIR("w", "3"))), "POST u 23[{{v}}{{w}}]\n" },
		/* what is unknown, empty, switched off or made when sent */
		{ WITH("{{x}}{{e}}{{o}}{{$guid}}", PAIR("e", "") ",{'key':'o',"
		    "'value':'1','disabled':true},7,{'value':'1'}"),
		    "POST u {{x}}{{e}}{{o}}{{$guid}}\n" },
		{ WITH("{{n}}{{b}}{{i}}", "{'key':'n','value':7},{'key':'b',"
		    "'value':true},{'id':'i','value':'x'}"),
		    "POST u 7truex[{{n}}{{b}}{{i}}]\n" },
		/* braces that are no reference */
		{ WITH("{{{v}}}{{v}{{v}}{{ {v}}{{", PAIR("v", "1")),
		    "POST u {1}{{v}1{{ {v}}{{[{{{v}}}{{v}{{v}}{{ {v}}{{]\n" },
		/* values name others, up to a limit */
		{ WITH("{{a}}", PAIR("a", "<{{b}}>") "," PAIR("b", "{{c}}{{x}}")
		    "," PAIR("c", "1")), "POST u <1{{x}}>[{{a}}]\n" },
		{ WITH("{{a}}", PAIR("a", ".{{a}}")),
		    "POST u ........{{a}}[{{a}}]\n" },
		/* escapes in the reference and the value */
		{ WITH("\\u00e9{{\\u0076}}", PAIR("v", "\\'")),
		    "POST u \xc3\xa9'[\\u00e9{{\\u0076}}]\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

/* Find s in the body; where it stands in the source. */
static struct span
written(struct exported *x, const struct document *doc, const char *s)
{
	size_t len = strlen(s), off;
	const char *at = memmem(doc->body.text.ptr, doc->body.text.len, s,
	    len);

	assert_non_null(at);
	off = (size_t)(at - doc->body.text.ptr);
	gcl_piece_locate(&doc->body, &off, &len);
	return exported_source(x, off, len);
}

static void
places_are_true_behind_variables(void **state)
{
	static const struct {
		const char *s, *want;
	} rows[] = {
		{ "MARK", "MARK" }, { "one", "{{v}}" }, { "n", "{{v}}" },
		{ "five5", "{{w}}" }, { "5", "{{w}}" }, { "v", "{{w}}" },
		{ "\xc3\xa9", "\\u00e9" }, { "x\xc3\xa9", "x\\u00e9" },
		{ "exf", "{{v}}x{{w}}" },
	};
	struct exported *x = *state;
	struct document doc;
	struct span there;
	size_t i;

	exported_begin(x, exported_text(x, WITH("{{v}}x{{w}}x\\u00e9MARK",
	    PAIR("v", "one") "," PAIR("w", "five5"))));
	assert_true(exported_next(x, &gcl_carrier_postman, &doc));
	assert_false(doc.recorded);
	for (i = 0; i < ROWS(rows); i++) {
		there = written(x, &doc, rows[i].s);
		assert_true(gcl_span_is(there, rows[i].want));
	}
}

static void
a_value_that_stands_elsewhere_cannot_be_edited(void **state)
{
	/* "a", "one", U+00E9, "five5", "b" */
	static const struct {
		size_t off, len;
		enum gcl_status want;
	} rows[] = {
		{ 0, 1, GCL_OK }, { 4, 2, GCL_OK }, { 11, 1, GCL_OK },
		{ 1, 3, GCL_EINPUT }, { 2, 1, GCL_EINPUT },
		{ 0, 2, GCL_EINPUT }, { 6, 5, GCL_EINPUT },
		{ 7, 1, GCL_EINPUT }, { 10, 1, GCL_EINPUT },
		{ 1, 0, GCL_OK }, { 2, 0, GCL_EINPUT }, { 4, 0, GCL_OK },
		{ 6, 0, GCL_OK }, { 7, 0, GCL_EINPUT }, { 10, 0, GCL_EINPUT },
		{ 11, 0, GCL_OK }, { 12, 0, GCL_OK },
	};
	struct exported *x = *state;
	struct edit in, out;
	struct document doc;
	size_t i;

	exported_begin(x, exported_text(x, WITH("a{{v}}\\u00e9{{w}}b",
	    PAIR("v", "one") "," PAIR("w", "five5"))));
	assert_true(exported_next(x, &gcl_carrier_postman, &doc));
	for (i = 0; i < ROWS(rows); i++) {
		in = (struct edit){ rows[i].off, rows[i].len, SPAN("\"\n") };
		assert_int_equal(gcl_carrier_postman.encode(&doc, &doc.body,
		    &in, &x->c.arena, &out), rows[i].want);
		if (rows[i].want == GCL_OK)
			assert_true(gcl_span_is(out.text, "\\\"\\n"));
	}
}

static void
no_variable_comes_of_an_edit(void **state)
{
	static const struct {
		struct edit in;
		enum gcl_status want;
	} rows[] = {
		{ { 1, 0, SPAN("{{v}}") }, GCL_EINPUT },
		{ { 1, 0, SPAN("x{{") }, GCL_OK },
		{ { 2, 1, SPAN("") }, GCL_EINPUT },
		{ { 2, 2, SPAN("") }, GCL_OK },
		{ { 3, 0, SPAN("{") }, GCL_EINPUT },
		{ { 2, 1, SPAN("{") }, GCL_EINPUT },
		{ { 4, 0, SPAN("}") }, GCL_OK },
		{ { 7, 0, SPAN("{") }, GCL_OK },
	};
	struct exported *x = *state;
	struct edit out;
	struct document doc;
	size_t i;

	exported_begin(x, exported_text(x, WITH("a{-{v}}",
	    PAIR("v", "one"))));
	assert_true(exported_next(x, &gcl_carrier_postman, &doc));
	for (i = 0; i < ROWS(rows); i++)
		assert_int_equal(gcl_carrier_postman.encode(&doc, &doc.body,
		    &rows[i].in, &x->c.arena, &out), rows[i].want);
}

static void
variables_that_grow_end_at_the_limit(void **state)
{
	struct exported *x = *state;
	struct buf text;
	const char *out;
	size_t i;

	/* 16 references to a megabyte are one too many. */
	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	gcl_buf_adds(&text, "{'item':[");
	for (i = 0; i < 17; i++)
		gcl_buf_addf(&text, "%s{'request':{'url':'%c','method':'PUT',"
		    "'header':'A: {{v}}'}}", i ? "," : "", (char)('a' + i));
	gcl_buf_adds(&text, "],'variable':[{'key':'v','value':'");
	for (i = 0; i < LIMIT_VARIABLE_BYTES / 16; i++)
		gcl_buf_addc(&text, 'x');
	gcl_buf_adds(&text, "'}]}");
	out = exported_all(x, &gcl_carrier_postman, gcl_buf_str(&text));
	assert_non_null(strstr(out, "PUT o <A: xxx"));
	assert_non_null(strstr(out, "\nPUT p <A: {{v}}> !capture-broken [{] "
	    "the values of variables come to more than 16 MiB, and are not "
	    "put in from here on\nPUT q <A: {{v}}>\n"));
	gcl_buf_release(&text);
}

static void
examples_are_documents(void **state)
{
#define EXAMPLE(more) "{'name':'e','originalRequest':{'method':'POST'," \
	RAW("{}") "}" more "}"
#define EXAMPLES(list) ITEMS("{'request':{'method':'POST'," RAW("[]") "}," \
	"'response':[" list "]}," ITEM(RAW("3")), "," TOKEN("t"))
#define BEARER "<Authorization[]: Bearer t[t]>"
	static const struct row rows[] = {
		{ EXAMPLES(EXAMPLE(",'code':422,'header':[" PAIR("A", "b")
		    "],'body':'{\\'m\\':1}'") "," EXAMPLE(",'code':200,"
		    "'body':'{}'")),
		    "POST u " BEARER " []\n"
		    "POST u " BEARER " {} =422 <A: b> {'m':1}[{\\'m\\':1}]\n"
		    "POST u " BEARER " {}\nPOST u " BEARER " 3\n" },
		{ EXAMPLES(EXAMPLE(",'code':400,'header':null,'body':null")),
		    "POST u " BEARER " []\nPOST u " BEARER " {} =400\n"
		    "POST u " BEARER " 3\n" },
		{ EXAMPLES(EXAMPLE(",'code':500") "," EXAMPLE("")
		    ",{'code':400},{'originalRequest':null},7"),
		    "POST u " BEARER " []\nPOST u " BEARER " {}\n"
		    "POST u " BEARER " {}\nPOST u " BEARER " 3\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
what_is_no_collection_is_told(void **state)
{
#define NONE "not a Postman collection: there is no array 'item'\n"
	static const struct row rows[] = {
		{ "{'id':'i','name':'n','order':['r'],'requests':[{'id':'r',"
		    "'rawModeData':'{}'}]}", " !capture-broken [{] a Postman "
		    "collection v1, which is not read\n" },
		{ "{}", " !capture-broken [{] " NONE },
		{ "{'info':{},'item':{}}", " !capture-broken [{] " NONE },
		{ "[{'item':[" ITEM(RAW("1")) "]}]",
		    " !capture-broken [[] " NONE },
		{ "'x'", " !capture-broken ['x'] " NONE },
		{ ITEMS("{'request':7}," ITEM(RAW("1")), ""),
		    " !capture-broken [7] 'request' is not a string or an "
		    "object\nPOST u 1\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
what_stands_before_a_break_is_read(void **state)
{
	static const struct row rows[] = {
		{ "{'item':[" ITEM(RAW("1")) ",{'item':[" ITEM(RAW("2"))
		    ",{'request':{'method':'POST'", "POST u 1\nPOST u 2\n"
		    " !json-truncated []\n" },
		{ "{'item':[" ITEM(RAW("1")) "],'auth':nope}",
		    "POST u 1\n !json-literal [nope]\n" },
		{ "{'item':[" ITEM(RAW("{{v}}")) ",],'variable':["
		    PAIR("v", "1") "]} // v", "POST u 1[{{v}}]\n"
		    " !json-trailing-comma [,] !json-comment [// v]\n" },
		{ "{'item'", " !json-truncated []\n" },
		{ "", " !json-truncated []\n" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
only_a_collection_is_taken_for_one(void **state)
{
	static const char *const yes[] = {
		"{'info':{'_postman_id':'x'", "{'info':{'_postman_id':'x','na",
		("{'info':{'name':'n','schema':'https://schema.getpostman.com/"
		    "json/collection/v2.1.0/collection.json'"),
		"\xef\xbb\xbf{\n\t'item': [], 'info': {'name': 'n'}",
		"{'item':[{'name':'n','request':{", "{'item':[{'item':[",
		"{'collection':{'info':{'_postman_id':'x'}",
		"{'id':'i','name':'n','order':['r'],'folders':[],",
		"{'order':[],'requests':[",
	};
	static const char *const no[] = {
		"", "{", "{}", "[]", "{'info':{}}", "{'info':'_postman_id'",
		"{'info':{'schema':'https://json-schema.org/'}}",
		"{'openapi':'3.0.0','info':{'title':'t'},'paths':{}}",
		"{'item':[]}", "{'item':[{'name':'x'}]}", "{'item':'x'}",
		"{'participants':[{'address':'x'}],'item':[]}",
		"{'order':[1,2]}", "{'collection':{}}",
		/* an environment, and a dump of everything */
		("{'id':'i','name':'n','values':[{'key':'k','value':'v'}],"
		    "'_postman_variable_scope':'environment'}"),
		"{'version':1,'collections':[{'info':{'_postman_id':'x'}}]}",
		"POST / HTTP/1.1\r\n",
	};
	struct exported *x = *state;
	size_t i;

	for (i = 0; i < ROWS(yes); i++)
		assert_non_null(gcl_carrier_postman.sniff(exported_text(x,
		    yes[i])));
	for (i = 0; i < ROWS(no); i++)
		assert_null(gcl_carrier_postman.sniff(exported_text(x,
		    no[i])));
}

static void
every_prefix_is_read(void **state)
{
	exported_prefixes(*state, &gcl_carrier_postman, ITEMS("{'name':'f',"
	    "'item':[{'request':{'method':'P{{v}}','header':'A: b\\n \\u00e9: "
	    "{{w}}','url':{'protocol':'https','host':['a','b'],'path':['c']},"
	    "'body':{'mode':'raw','raw':'{\\'a\\':\\'{{v}}\\'}','options':"
	    "{'raw':{'language':'json'}}}},'response':[" EXAMPLE(",'code':400"
	    ",'body':'{}','header':'A: b'") "]}],'auth':{'type':'basic',"
	    "'basic':[" PAIR("username", "a") "," PAIR("password", "{{w}}")
	    "]}}," ITEM("'url':'u','body':{'mode':'urlencoded','urlencoded':["
	    PAIR("a b", "\\ud83d\\ude00") "]}"), VARIABLE(PAIR("v", "OST{{w}}")
	    ",{'key':'w','value':-1.5e3},") "," TOKEN("t") "/* x */"));
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, exported_set_up, \
	exported_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_request_with_a_body_is_a_document),
		TEST(folders_may_be_nested),
		TEST(an_address_is_a_string_or_its_parts),
		TEST(headers_are_pairs_or_lines),
		TEST(each_mode_has_its_body),
		TEST(authorization_becomes_a_header),
		TEST(authorization_is_inherited_from_the_nearest),
		TEST(variables_have_the_value_of_the_nearest),
		TEST(places_are_true_behind_variables),
		TEST(a_value_that_stands_elsewhere_cannot_be_edited),
		TEST(no_variable_comes_of_an_edit),
		TEST(variables_that_grow_end_at_the_limit),
		TEST(examples_are_documents),
		TEST(what_is_no_collection_is_told),
		TEST(what_stands_before_a_break_is_read),
		TEST(only_a_collection_is_taken_for_one),
		TEST(every_prefix_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
