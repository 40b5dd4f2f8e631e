/*
 * A user's own pack: what it can say, and what is said of a faulty one.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "linted.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

/* A pack with these parts; each stands on a line of its own. */
#define PACK(parts) "{'pack':'my',\n'include':['common'],\n'root':'thing'" \
	",\n" parts "\n}"
/* With a shape "thing" that has these parts, or these members. */
#define SHAPE(parts) PACK("'shapes':{'thing':{" parts "}}")
#define FIELDS(fields) SHAPE("'fields':{" fields "}")
#define FIELD(parts) FIELDS("'a':{'is':'string'," parts "}")
#define STEP(parts) FIELD("'checks':[{" parts "}]")
#define RULE(parts) PACK("'rules':{'my-rule':{'severity':'note'," \
	"'summary':'mine'," parts "}},\n'shapes':{'thing':{}}")
#define CHECK(parts) SHAPE("'fields':{'a':{'is':'string'}}," \
	"'checks':[{" parts "}]")
#define RECOGNISE(list) \
	PACK("'recognise':{'any':[" list "]},'shapes':{'thing':{}}")

struct row {
	const char *pack, *say;
};

static int
set_up(void **state)
{
	struct linted *l = malloc(sizeof(*l));

	if (!l)
		return -1;
	linted_init(l);
	*state = l;
	return 0;
}

static int
tear_down(void **state)
{
	linted_release(*state);
	free(*state);
	return 0;
}

/* ---- faults ---- */

static void
count_to(const struct buf *b, size_t off, unsigned *line, unsigned *column)
{
	size_t i;

	*line = *column = 1;
	for (i = 0; i < off; i++) {
		if (b->ptr[i] == '\n') {
			++*line;
			*column = 0;
		}
		*column += ((unsigned char)b->ptr[i] & 0xc0) != 0x80;
	}
}

/* The fault is at the mark, and the text says so. */
static void
assert_fault(struct linted *l, const char *pack, const char *say)
{
	struct gcl_error err;
	enum gcl_status st = linted_load(l, pack, &err);
	unsigned line, column;
	char at[64];

	assert_null(l->rules);
	assert_true(l->marked);
	count_to(&l->pack, l->off, &line, &column);
	snprintf(at, sizeof(at), "my.json:%u:%u: ", line, column);
	if (st != GCL_EPACK || err.status != GCL_EPACK ||
	    strncmp(err.text, at, strlen(at)) || !strstr(err.text, say))
		fail_msg("%s\nwanted %s…%s…\ngot    %s", pack, at, say,
		    err.text);
}

static void
assert_faults(struct linted *l, const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		assert_fault(l, rows[i].pack, rows[i].say);
}

static void
a_pack_that_is_not_json_is_told_as_such(void **state)
{
	static const struct row rows[] = {
		{ "«»", "empty" },
		{ "{'pack':'my'«,»}", "comma" },
		{ "{'pack':'my',\n  «p»ack:1}", "pack" },
		{ "{'pack':'my' «//» x\n}", "comment" },
		{ "{'pack':«None»}", "None" },
		{ "{'pack':'a«\\x»'}", "\\x" },
		{ "«[»]", "a pack is a JSON object" },
		{ "«'common'»", "a pack is a JSON object" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

static void
an_unknown_member_is_told_with_the_nearest_name(void **state)
{
	static const struct row rows[] = {
		{ "{'pack':'my',\n\t«'shaped'»:{},'root':'thing'}",
		  "did you mean \"shapes\"" },
		{ "{'pack':'my','root':'any',«'colour'»:1}", "\"colour\"" },
		{ SHAPE("«'field'»:{}"), "did you mean \"fields\"" },
		{ FIELD("«'formt'»:'x'"), "did you mean \"format\"" },
		{ FIELD("'missing':{«'rul'»:'x'}"), "did you mean \"rule\"" },
		{ FIELD("'each':{«'ist'»:'x'}"), "\"ist\"" },
		{ STEP("'min':1,«'sya'»:'x'"), "did you mean \"say\"" },
		{ STEP("«'mach'»:'x'"), "did you mean \"match\"" },
		{ FIELD("'cases':[{«'tpe'»:'string'}]"),
		  "did you mean \"type\"" },
		{ RULE("«'source1'»:'x'"), "did you mean \"source\"" },
		{ PACK("'requests':[{'method':'GET','path':'/x',"
		  "«'premissions'»:[]}]"), "did you mean \"permissions\"" },
		{ PACK("'recognise':{«'all'»:[]}"), "\"all\"" },
		{ RECOGNISE("{'at':'/a',«'mach'»:'x'}"),
		  "did you mean \"match\"" },
		{ FIELD("'fix':{'put':'x',«'saef'»:true}"),
		  "did you mean \"safe\"" },
		{ FIELD("'fix':[{'put':'x',«'wen'»:'x'}]"),
		  "did you mean \"when\"" },
		{ SHAPE("'misplaced':{'b':{«'sya'»:'x'}}"),
		  "did you mean \"say\"" },
		{ PACK("'instead':[{'any':['/x'],«'non'»:[]}]"),
		  "did you mean \"none\"" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

static void
a_member_of_the_wrong_type_is_told(void **state)
{
	static const struct row rows[] = {
		{ "{'pack':«7»,'root':'any'}", "a number" },
		{ "{'pack':'my','root':«{»}}", "an object" },
		{ "{'pack':'my','root':'any','include':«'common'»}",
		  "not an array" },
		{ "{'pack':'my','root':'any','include':[«7»]}", "a number" },
		{ PACK("'shapes':«[»]"), "not an object" },
		{ PACK("'shapes':{'thing':«[»]}"), "not an object" },
		{ FIELDS("'a':«'string'»"), "not an object" },
		{ FIELDS("'a':{'is':«['string']»}"), "an array" },
		{ FIELD("'readOnly':«'yes'»"), "not a boolean" },
		{ FIELD("'min':«'1'»"), "not an integer" },
		{ FIELD("'min':«1.5»"), "not an integer" },
		{ FIELD("'max':«-1»"), "less than 0" },
		{ FIELD("'enum':«'x'»"), "not an array" },
		{ FIELD("'enum':«[»]"), "empty" },
		{ FIELD("'enum':['x',«null»]"), "null" },
		{ FIELD("'checks':«{»'min':1}"), "not an array" },
		{ RULE("'status':«'400'»"), "not an integer" },
		{ STEP("'choose':«['a']»"), "not an object" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

static void
what_must_be_there_is_missed(void **state)
{
	static const struct row rows[] = {
		{ "«{»'root':'any'}", "pack is missing" },
		{ "\n «{»'pack':'my'}", "root is missing" },
		{ "{'pack':«''»,'root':'any'}", "empty" },
		{ PACK("'rules':{'r':«{»'summary':'x'}}"),
		  "severity is missing" },
		{ PACK("'rules':{'r':«{»'severity':'note'}}"),
		  "summary is missing" },
		{ PACK("'requests':[«{»'method':'GET'}]"),
		  "path is missing" },
		{ PACK("'instead':[«{»}],'shapes':{'thing':{}}"),
		  "any is missing" },
		{ FIELDS("'a':«{»}"), "needs an 'is'" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

static void
a_name_that_stands_for_nothing_is_told(void **state)
{
	static const struct row rows[] = {
		{ "{'pack':'my','include':['common'],'root':«'thing'»}",
		  "no type or shape 'thing'" },
		{ FIELDS("'a':{'is':«'strin'»}"), "no type or shape 'strin'" },
		{ FIELDS("'a':{'is':«'array of strin'»}"),
		  "no type or shape 'strin'" },
		{ FIELDS("'a':{'is':«'map of array of x'»}"),
		  "no type or shape 'x'" },
		{ FIELDS("'a':{'is':«'array of '»}"), "no type or shape ''" },
		{ FIELDS("'a':{'is':«'array  of string'»}"),
		  "no type or shape 'array  of string'" },
		{ FIELD("'format':«'tel'»"), "no format 'tel'" },
		{ FIELD("'rule':«'no-rule'»"), "no rule 'no-rule'" },
		{ FIELD("'missing':{'rule':«'no-rule'»}"),
		  "no rule 'no-rule'" },
		{ STEP("'min':1,'rule':«'no-rule'»"), "no rule 'no-rule'" },
		{ SHAPE("'rule':«'no-rule'»"), "no rule 'no-rule'" },
		{ FIELD("'cases':[{'rule':«'no-rule'»}]"),
		  "no rule 'no-rule'" },
		{ PACK("'instead':[{'any':['/x'],'rule':«'no-rule'»}],"
		  "'shapes':{'thing':{}}"), "no rule 'no-rule'" },
		{ "{'pack':'my','include':[«'comon'»],'root':'any'}",
		  "no pack 'comon': did you mean 'common'?" },
		{ "{'pack':'my','include':['common',\n«'my.json'»],"
		  "'root':'any'}", "no pack 'my.json'" },
		{ PACK("'formats':{'x':[{'format':«'y'»}],'y':[]},"
		  "'shapes':{'thing':{}}"), "before this one" },
		{ PACK("'formats':{'x':[{'format':«'x'»}]},"
		  "'shapes':{'thing':{}}"), "before this one" },
		{ SHAPE("'misplaced':{'b':{'for':«'c'»}}"),
		  "no such member" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

static void
what_is_there_twice_is_told(void **state)
{
	static const struct row rows[] = {
		{ PACK("'rules':{«'json-bom'»:{'severity':'note',"
		  "'summary':'x'}}"),
		  "the rule 'json-bom' is already in pack 'common'" },
		{ PACK("'rules':{'r':{'severity':'note','summary':'x'},"
		  "«'r'»:{'severity':'note','summary':'x'}}"), "twice" },
		{ PACK("'shapes':{'thing':{},\n«'thing'»:{}}"), "twice" },
		{ PACK("'shapes':{'thing':{}},«'shapes'»:{}"), "twice" },
		{ FIELD("«'is'»:'string'"), "twice" },
		{ SHAPE("'fields':{'a':{'is':'any'}},"
		  "'misplaced':{«'a'»:'elsewhere'}"), "cannot be misplaced" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

static void
a_step_is_one_check(void **state)
{
	static const struct row rows[] = {
		{ STEP("'min':1,«'max'»:2"), "a second check in one step" },
		{ FIELD("'checks':[«{»'say':'x'}]"), "no check here" },
		{ FIELD("'checks':[«{»}]"), "no check here" },
		{ FIELD("'checks':[«7»]"), "not an object" },
		{ PACK("'formats':{'x':[{'no':'a'}],'y':[{'no':'a',"
		  "'format':«'x'»}]},'shapes':{'thing':{}}"), "not both" },
		/* A ladder is not a check by itself. */
		{ PACK("'formats':{'x':[{'no':'a'}]},'shapes':{'thing':"
		  "{'fields':{'a':{'is':'string','checks':[{'format':«'x'»}]"
		  "}}}}"), "format" },
		{ PACK("'formats':{'x':[{'no':'a'}]},'shapes':{'thing':"
		  "{'checks':[{'format':«'x'»}]}}"), "format" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

static void
the_arguments_of_a_check_are_told(void **state)
{
	static const struct row rows[] = {
		{ CHECK("'choose':«{»'min':1}"), "needs 'of'" },
		{ CHECK("'choose':{'of':«7»}"), "array" },
		{ CHECK("'choose':{'of':«[»]}"), "" },
		{ CHECK("'choose':{'of':['a',«7»]}"), "string" },
		{ CHECK("'choose':{'of':['a',«'b'»]}"), "no such member" },
		{ CHECK("'choose':{'of':['a'],'min':«-1»}"), "" },
		{ CHECK("'choose':{'of':['a'],'max':«'1'»}"), "" },
		{ CHECK("'choose':{'of':['a'],«'mni'»:1}"),
		  "no such parameter" },
		{ CHECK("'needs':«{»'if':'a'}"), "needs 'then'" },
		{ CHECK("'needs':{'if':«1»,'then':['a']}"), "string" },
		{ CHECK("'needs':{'if':«'b'»,'then':['a']}"),
		  "no such member" },
		{ STEP("'min':«4294967296»"), "whole number up to" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

/* At the character inside the string, behind escapes as well. */
static void
a_faulty_pattern_is_told_at_its_character(void **state)
{
	static const struct row rows[] = {
		{ FIELD("'match':'ab«»)'"), "faulty pattern: unmatched" },
		{ FIELD("\n'match':'a\\u0062«»)c'"), "unmatched" },
		{ FIELD("'match':'\\\\d\\\\.«»)'"), "unmatched" },
		{ FIELD("'match':'\xc3\xbc\\u00fc«»)'"), "unmatched" },
		{ FIELD("'match':'a(«»'"), "missing closing parenthesis" },
		{ FIELD("'no':'«»)'"), "unmatched" },
		{ PACK("'formats':{'x':[{'pass':'a«»)'}]},"
		  "'shapes':{'thing':{}}"), "unmatched" },
		{ STEP("'country':'a«»)'"), "unmatched" },
		{ STEP("'min':1,'if':'a«»)'"), "unmatched" },
		{ STEP("'match':'b','mark':'a«»)'"), "unmatched" },
		{ FIELD("'cases':[{'if':'a«»)'}]"), "unmatched" },
		{ FIELD("'fix':{'delete':'a«»)'}"), "unmatched" },
		{ FIELD("'fix':{'put':'','when':'a«»)'}"), "unmatched" },
		{ PACK("'placeholder':'a«»)','shapes':{'thing':{}}"),
		  "unmatched" },
		{ RECOGNISE("{'at':'/a','match':'a«»)'}"), "unmatched" },
		{ PACK("'formats':{'x':[{'no':'a«»)'}]},"
		  "'shapes':{'thing':{}}"), "unmatched" },
		{ FIELD("'match':'a\\u0000«»)'"), "unmatched" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

static void
a_faulty_template_is_told_at_its_brace(void **state)
{
	static const struct row rows[] = {
		{ FIELD("'say':'a «»{nope}'"), "unknown variable" },
		{ FIELD("'say':'\\u007b\\u007bx} «»{nome}'"),
		  "unknown variable" },
		{ FIELD("'say':'{name} \\t«»{nome}'"), "unknown variable" },
		{ FIELD("'help':'«»{'"), "unknown variable" },
		{ FIELD("'help':'{{ «»{}'"), "unknown variable" },
		{ FIELD("'missing':{'say':'«»{x}'}"), "unknown variable" },
		{ FIELD("'deprecated':'use «»{b}'"), "unknown variable" },
		{ FIELD("'cases':[{'help':'«»{x}'}]"), "unknown variable" },
		{ SHAPE("'say':'«»{x}'"), "unknown variable" },
		{ STEP("'min':1,'say':'«»{x}'"), "unknown variable" },
		{ SHAPE("'misplaced':{'b':'belongs to «»{a'}"),
		  "unknown variable" },
		{ SHAPE("'misplaced':{'b':'belongs to «»{a}'}"),
		  "unknown variable" },
		{ SHAPE("'misplaced':{'b':{'say':'«»{x}'}}"),
		  "unknown variable" },
		{ PACK("'instead':[{'any':['/x'],'say':'«»{x}'}],"
		  "'shapes':{'thing':{}}"), "unknown variable" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

static void
words_have_a_severity_a_type_and_a_fix(void **state)
{
	static const struct row rows[] = {
		{ FIELD("'severity':«'fatal'»"), "\"error\", \"warning\"" },
		{ FIELD("'severity':«'Error'»"), "case" },
		{ RULE("'basis':«'guess'»"), "\"tutorial\"" },
		{ RULE("'status':«99»"), "HTTP status" },
		{ RULE("'status':«600»"), "HTTP status" },
		{ FIELD("'cases':[{'type':«'text'»}]"), "string, array" },
		{ FIELD("'fix':«{»}"), "none of any, as, delete" },
		{ FIELD("'fix':«{»'safe':true}"), "none of any, as, delete" },
		{ FIELD("'fix':{'put':'',«'remove'»:true}"),
		  "more than one of" },
		{ FIELD("'fix':{'put':'',«'saef'»:true}"), "\"safe\"" },
		{ FIELD("'fix':{'put':'x',«'delete'»:'y'}"), "more than one" },
		{ FIELD("'fix':{'put':«7»}"), "not a string" },
		{ FIELD("'fix':{'delete':«7»}"), "not a string" },
		{ FIELD("'fix':{'insert':«'b'»}"), "not an object" },
		{ FIELD("'fix':{'insert':«{»'b':1,'c':2}}"), "one member" },
		{ FIELD("'fix':{'insert':«{»}}"), "one member" },
		{ FIELD("'fix':[{'put':''},«{»}]"), "none of any, as, delete" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

static void
a_condition_names_a_member(void **state)
{
	static const char say[] = "a condition names a top-level member";
	static const struct row rows[] = {
		{ RECOGNISE("«'to'»"), say },
		{ RECOGNISE("«''»"), say },
		{ RECOGNISE("«'/'»"), say },
		{ RECOGNISE("'/b',«'/a/b'»"), say },
		{ RECOGNISE("«7»"), "not a string or an object" },
		{ RECOGNISE("«{»}"), "at is missing" },
		{ RECOGNISE("{'at':'/a',«'mtach'»:'x'}"), "\"match\"" },
		{ RECOGNISE("{'at':«'a'»}"), say },
		{ RECOGNISE("{'at':«null»}"), "at is null" },
		{ RECOGNISE("{'at':'/a','is':«7»}"), "string" },
		{ RECOGNISE("{'at':'/a','match':«7»}"), "string" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

static void
requests_of_a_pack_do_not_overlap(void **state)
{
	static const char *const faulty[] = {
		"{'pack':'my','root':'any','requests':["
		"{'method':'POST','path':'/a'},«»{'method':'POST','path':'/a'}]}",
		"{'pack':'my','root':'any','requests':["
		"{'method':'POST','path':'/a/{x}/b'},"
		"{'method':'PUT','path':'/a/{y}/b'},"
		"«»{'method':'POST','path':'/a/{y}/b'}]}",
	};
	static const char fine[] =
		"{'pack':'my','root':'any','requests':["
		"{'method':'POST','path':'/a/{x}'},"
		"{'method':'POST','path':'/a/b'},"
		"{'method':'PUT','path':'/a/b'}]}";
	struct linted l;
	size_t i;

	for (i = 0; i < ROWS(faulty); i++)
		assert_fault(*state, faulty[i], "overlaps one before it");
	linted_use_own(&l, fine);
	linted_release(&l);
}

/* n conditions; the mark is at the one that is too many, if there is one. */
static void
make_conditions(struct buf *b, unsigned n, unsigned too_many)
{
	unsigned i;

	gcl_buf_reset(b);
	gcl_buf_adds(b, "{'pack':'my','include':['common'],'root':'any',"
	    "'recognise':{'any':[");
	for (i = 1; i <= n; i++)
		gcl_buf_addf(b, "%s%s'/m%u'%s", i > 1 ? "," : "",
		    i == too_many ? "«" : "", i, i == too_many ? "»" : "");
	gcl_buf_adds(b, "]}}");
}

static void
a_pack_has_at_most_64_conditions(void **state)
{
	struct gcl_error err;
	struct buf b;

	gcl_buf_init(&b, LIMIT_PACK_BYTES);
	make_conditions(&b, 65, 65);
	assert_fault(*state, gcl_buf_str(&b), "more than 64 conditions");
	make_conditions(&b, 64, 0);
	assert_int_equal(linted_load(*state, gcl_buf_str(&b), &err), GCL_OK);
	gcl_buf_release(&b);
}

static void
a_type_is_not_nested_without_end(void **state)
{
	struct gcl_error err;
	struct buf b;
	unsigned i;

	gcl_buf_init(&b, LIMIT_PACK_BYTES);
	gcl_buf_adds(&b, "{'pack':'my','include':['common'],'root':«'");
	for (i = 0; i < 1000000; i++)
		gcl_buf_adds(&b, "array of ");
	gcl_buf_adds(&b, "any'»}");
	assert_fault(*state, gcl_buf_str(&b), "");
	gcl_buf_release(&b);
	assert_int_equal(linted_load(*state, "{'pack':'my','include':"
	    "['common'],'root':'array of map of array of array of any'}",
	    &err), GCL_OK);
}

static void
a_pack_may_have_the_name_of_what_it_extends(void **state)
{
	static const char text[] = "{\"pack\":\"call-conversation\",\n"
	    "\"include\":[\"common\",\"call-conversation\"],"
	    "\"root\":\"any\"}";
	struct linted *l = *state;
	struct gcl_error err = { GCL_OK, "" };

	assert_int_equal(gcl_pack_load("call-conversation", "mine.json",
	    SPAN(text), &l->rules, &err), GCL_OK);
	assert_string_equal(l->rules->head.name, "call-conversation");
	assert_non_null(gcl_ruleset_rule(l->rules, SPAN("address-e164")));
}

static void
an_unknown_pack_is_wrong_use(void **state)
{
	struct linted *l = *state;
	struct gcl_error err = { GCL_OK, "" };

	assert_int_equal(gcl_pack_load("call-conversatoin", NULL,
	    gcl_span(NULL, 0), &l->rules, &err), GCL_EUSAGE);
	assert_non_null(strstr(err.text,
	    "did you mean 'call-conversation'?"));
	gcl_error_reset(&err);
	assert_int_equal(gcl_pack_load("nonsense", NULL, gcl_span(NULL, 0),
	    &l->rules, &err), GCL_EUSAGE);
	assert_non_null(strstr(err.text, "--list-packs"));
}

/* ---- what a pack can say ---- */

static void
a_pack_has_a_name_a_title_and_requests(void **state)
{
	static const char text[] = PACK("'title':'Mine','model':'M',"
	    "'state':'current','requests':[{'method':'GET','path':'/a'},"
	    "{'method':'PUT','path':'/b'}],'shapes':{'thing':{}}");
	struct linted *l = *state;
	struct gcl_error err;

	assert_int_equal(linted_load(l, text, &err), GCL_OK);
	assert_string_equal(l->rules->head.name, "my");
	assert_string_equal(l->rules->file, "my.json");
	assert_string_equal(l->rules->head.title, "Mine");
	assert_string_equal(l->rules->head.model, "M");
	assert_string_equal(l->rules->head.state, "current");
	assert_string_equal(l->rules->head.requests->method, "GET");
	assert_string_equal(l->rules->head.requests->next->path, "/b");
	assert_null(l->rules->head.requests->next->next);
}

static void
a_rule_keeps_its_words(void **state)
{
	static const char text[] = RULE("'status':422,'basis':'observed',"
	    "'source':'S','why':'W','fix':'F','url':'U','good':[1],"
	    "'bad':[2,3]");
	struct linted *l = *state;
	struct gcl_error err;
	const struct rule *r;

	assert_int_equal(linted_load(l, text, &err), GCL_OK);
	r = gcl_ruleset_rule(l->rules, SPAN("my-rule"));
	assert_non_null(r);
	assert_int_equal(r->severity, GCL_NOTE);
	assert_int_equal(r->status, 422);
	assert_string_equal(r->pack, "my");
	assert_string_equal(r->summary, "mine");
	assert_string_equal(r->basis, "observed");
	assert_string_equal(r->source, "S");
	assert_string_equal(r->why, "W");
	assert_string_equal(r->fix, "F");
	assert_string_equal(r->url, "U");
	assert_int_equal(r->good->n, 1);
	assert_int_equal(r->bad->n, 2);
	assert_null(gcl_ruleset_rule(l->rules, SPAN("my-rul")));
}

/* A pack may speak of placeholders without being taken for a template. */
static void
a_pack_is_no_template(void **state)
{
	struct linted *l = *state;
	struct gcl_error err;

	if (linted_load(l, PACK("'placeholder':'%[a-z]+%|<<x>>',"
	    "'rules':{'my-rule':{'severity':'note','summary':'no ${…} here',"
	    "'why':'{{x}} and <y> stay'}},'shapes':{'thing':{'fields':{"
	    "'a':{'is':'string','help':'write <number>'}}}}"), &err) !=
	    GCL_OK)
		fail_msg("%s", err.text);
}

struct own {
	const char *text;	/* clean without a mark */
	const char *rule;
	enum gcl_severity severity;
	const char *pointer;
	const char *say;	/* part of what is said */
};

static void
assert_own(const char *pack, const struct own *rows, size_t n)
{
	const struct hit *h;
	struct linted l;
	size_t i;

	linted_use_own(&l, pack);
	for (i = 0; i < n; i++) {
		if (!rows[i].rule) {
			assert_no_hit(&l, rows[i].text);
			continue;
		}
		h = assert_one_hit(&l, rows[i].text, rows[i].rule,
		    rows[i].severity, rows[i].pointer);
		if (rows[i].say && !strstr(h->say, rows[i].say))
			linted_fail(&l, rows[i].say);
	}
	linted_release(&l);
}

#define OWN(pack, rows) assert_own(pack, rows, ROWS(rows))
#define CLEAN(text) { text, NULL, GCL_OFF, NULL, NULL }

static void
types_are_checked(void **state)
{
	static const struct own rows[] = {
		CLEAN("{'s':'','n':1.5,'i':-3,'b':true,'a':[1,'x'],"
		    "'o':{'x':[]},'v':[{}]}"),
		CLEAN("{'v':null,'s':null}"), CLEAN("{'v':7}"),
		{ "{'s':«1»}", "field-type", GCL_ERROR, "/s",
		  "s is a number, not a string" },
		{ "{'n':«'1'»}", "field-type", GCL_ERROR, "/n", "a number" },
		{ "{'i':«1.5»}", "field-type", GCL_ERROR, "/i",
		  "not an integer" },
		{ "{'i':«1e3»}", "field-type", GCL_ERROR, "/i", "" },
		{ "{'i':«1E3»}", "field-type", GCL_ERROR, "/i", "" },
		{ "{'b':«0»}", "field-type", GCL_ERROR, "/b", "a boolean" },
		{ "{'a':«{»}}", "field-type", GCL_ERROR, "/a", "an array" },
		{ "{'o':«[»]}", "field-type", GCL_ERROR, "/o", "an object" },
		{ "«[»]", "field-type", GCL_ERROR, "", NULL },
		{ "«null»", "field-type", GCL_ERROR, "", NULL },
	};

	(void)state;
	OWN(FIELDS("'s':{'is':'string'},'n':{'is':'number'},"
	    "'i':{'is':'integer'},'b':{'is':'boolean'},'a':{'is':'array'},"
	    "'o':{'is':'object'},'v':{'is':'any'}"), rows);
}

static void
a_type_may_be_one_of_two(void **state)
{
	static const struct own rows[] = {
		CLEAN("{'u':'x'}"), CLEAN("{'u':[1,2]}"), CLEAN("{'u':null}"),
		CLEAN("{'o':true}"), CLEAN("{'o':{'s':'x'}}"),
		CLEAN("{'l':[1,'x',{'s':''}]}"), CLEAN("{'i':'1.5'}"),
		{ "{'u':«7»}", "field-type", GCL_ERROR, "/u",
		  "u is a number, not a string or an array" },
		{ "{'u':[1,«'x'»]}", "field-type", GCL_ERROR, "/u/1", "" },
		{ "{'o':{'s':«7»}}", "field-type", GCL_ERROR, "/o/s", "" },
		{ "{'o':{«'x'»:7}}", "field-unknown", GCL_WARNING, "/o/x",
		  "" },
		{ "{'o':«[»]}", "field-type", GCL_ERROR, "/o", "" },
		{ "{'l':[«true»]}", "field-type", GCL_ERROR, "/l/0",
		  "not an integer or a string or an object" },
		{ "{'i':«1.5»}", "field-type", GCL_ERROR, "/i", "" },
	};

	(void)state;
	OWN(PACK("'shapes':{'thing':{'fields':{"
	    "'u':{'is':'string or array of integer'},"
	    "'o':{'is':'boolean or in'},"
	    "'l':{'is':'array of integer or string or in'},"
	    "'i':{'is':'integer or string'}}},"
	    "'in':{'fields':{'s':{'is':'string'}}}}"), rows);
}

static void
lists_and_maps_are_checked_each(void **state)
{
	static const struct own rows[] = {
		CLEAN("{'l':['a'],'m':{'x':1,'\xc3\xbc':2},'t':[[{'s':''}]]}"),
		CLEAN("{'l':[],'m':{},'t':[[],[]],'w':{'k':[]}}"),
		{ "{'l':['a',«1»]}", "field-type", GCL_ERROR, "/l/1",
		  "l[1] is a number" },
		{ "{'l':[«null»]}", "field-type", GCL_ERROR, "/l/0",
		  "l[0] is null" },
		{ "{'m':{'x':«'1'»}}", "field-type", GCL_ERROR, "/m/x",
		  "x is a string" },
		/* null in a map is an absence, as in an object. */
		CLEAN("{'m':{'x':null}}"),
		{ "{'m':{'a/b':1,«'a/b'»:2}}", "json-duplicate-key",
		  GCL_WARNING, "/m/a~1b", "" },
		{ "{'t':[[{'s':''},{'s':«7»}]]}", "field-type", GCL_ERROR,
		  "/t/0/1/s", "s is a number" },
		{ "{'t':[[{«'x'»:7}]]}", "field-unknown", GCL_WARNING,
		  "/t/0/0/x", "" },
		{ "{'t':[«{»}]}", "field-type", GCL_ERROR, "/t/0",
		  "t[0] is an object" },
		{ "{'t':[[«[»{}]]]}", "field-type", GCL_ERROR, "/t/0/0",
		  "t[0][0] is an array" },
		{ "{'w':{'k':[«7»]}}", "field-format", GCL_WARNING,
		  "/w/k/0", "" },
	};

	(void)state;
	OWN(PACK("'shapes':{'thing':{'fields':{'l':{'is':'array of string'},"
	    "'m':{'is':'map of integer'},'t':{'is':'array of array of in'},"
	    "'w':{'is':'map of array of integer','each':{'each':"
	    "{'is':'integer','min':8}}}}},"
	    "'in':{'fields':{'s':{'is':'string'}}}}"), rows);
}

static void
deprecated_and_read_only_members_are_told_at_their_name(void **state)
{
	static const struct own rows[] = {
		CLEAN("{'b':1}"),
		CLEAN("{'old':null,'id': null}"),
		{ "{«'old'»:1}", "field-deprecated", GCL_WARNING, "/old",
		  "old is deprecated" },
		{ "{«'\\u006fld'»:'null'}", "field-deprecated", GCL_WARNING,
		  "/old", "" },
		{ "{«'id'»:'x'}", "field-read-only", GCL_NOTE, "/id",
		  "read-only" },
	};
	struct linted l;

	(void)state;
	OWN(FIELDS("'b':{'is':'any'},"
	    "'old':{'is':'any','deprecated':'use b'},"
	    "'id':{'is':'string','readOnly':true}"), rows);
	linted_use_own(&l, FIELDS("'old':{'is':'any','deprecated':"
	    "'use \\\"b\\\"'},'rw':{'is':'any','readOnly':false}"));
	assert_string_equal(assert_one_hit(&l, "{«'old'»:1}",
	    "field-deprecated", GCL_WARNING, "/old")->help, "use \"b\"");
	assert_no_hit(&l, "{'rw':1}");
	linted_release(&l);
}

static void
sizes_are_checked_by_type(void **state)
{
	static const struct own rows[] = {
		CLEAN("{'s':'ab','l':[1,2],'n':2}"),
		CLEAN("{'s':'\xc3\xbc\xf0\x9f\x98\x80','l':[1,2,3],'n':3.0}"),
		CLEAN("{'s':'\\u00fc\\ud83d\\ude00a'}"),
		{ "{'s':«'a'»}", "field-format", GCL_WARNING, "/s",
		  "less than 2 characters" },
		{ "{'s':«'abcd'»}", "field-format", GCL_WARNING, "/s",
		  "more than 3 characters" },
		{ "{'l':«[»1]}", "field-format", GCL_WARNING, "/l",
		  "less than 2 elements" },
		{ "{'l':«[»1,2,3,[4]]}", "field-format", GCL_WARNING, "/l",
		  "more than 3 elements" },
		{ "{'n':«1.9»}", "field-format", GCL_WARNING, "/n",
		  "n is less than 2" },
		{ "{'n':«3.1»}", "field-format", GCL_WARNING, "/n",
		  "n is more than 3" },
		{ "{'n':«-1e300»}", "field-format", GCL_WARNING, "/n", "" },
		{ "{'n':«100000000000000000000000000000000000000000000000000"
		  "0000000000000000000000000000000000000000000000000»}",
		  "field-format", GCL_WARNING, "/n", "" },
		{ "{'e':«''»}", "field-format", GCL_WARNING, "/e",
		  "e is empty" },
	};

	(void)state;
	OWN(FIELDS("'s':{'is':'string','min':2,'max':3},"
	    "'l':{'is':'array','min':2,'max':3},"
	    "'n':{'is':'number','min':2,'max':3},"
	    "'e':{'is':'string','min':1}"), rows);
}

static void
values_are_told_from_a_list(void **state)
{
	static const struct own rows[] = {
		CLEAN("{'a':'red'}"), CLEAN("{'a':'r\\u0065d'}"),
		CLEAN("{'a':null}"),
		{ "{'a':«'rde'»}", "field-enum", GCL_ERROR, "/a",
		  "not \"red\", \"green\" or \"blue\"" },
		{ "{'a':«'Red'»}", "field-enum", GCL_ERROR, "/a", "case" },
		{ "{'a':«''»}", "field-enum", GCL_ERROR, "/a", "\"\"" },
	};
	struct linted l;

	(void)state;
	OWN(FIELD("'enum':['red','green','blue']"), rows);
	linted_use_own(&l, FIELD("'enum':['red','green','blue']"));
	assert_string_equal(assert_one_hit(&l, "{'a':«'gren'»}",
	    "field-enum", GCL_ERROR, "/a")->help, "\"green\"");
	assert_null(assert_one_hit(&l, "{'a':«'violet'»}", "field-enum",
	    GCL_ERROR, "/a")->help);
	linted_release(&l);
}

static void
members_are_chosen_and_need_each_other(void **state)
{
	static const struct own rows[] = {
		CLEAN("{'a':1}"), CLEAN("{'b':1,'c':null}"),
		CLEAN("{'c':1,'d':1,'e':1}"), CLEAN("{'a':1,'d':null}"),
		{ "«{»}", "field-required", GCL_ERROR, "",
		  "none of a, b or c" },
		{ "«{»'a':null}", "field-required", GCL_ERROR, "",
		  "none of a, b or c" },
		{ "{'c':1,«'a'»:2}", "field-required", GCL_ERROR, "/a",
		  "more than one of a, b or c" },
		{ "{'c':1,'b':0,«'a'»:2}", "field-required", GCL_ERROR,
		  "/a", "more than one" },
		{ "{'a':1,«'d'»:2}", "field-required", GCL_ERROR, "/d",
		  "d goes with e" },
		{ "{'a':1,«'d'»:2,'e':null}", "field-required", GCL_ERROR,
		  "/d", "d goes with e" },
	};

	(void)state;
	OWN(SHAPE("'fields':{'a':{'is':'any'},'b':{'is':'any'},"
	    "'c':{'is':'any'},'d':{'is':'any'},'e':{'is':'any'}},"
	    "'checks':[{'choose':{'of':['a','b','c'],'min':1,'max':1}},"
	    "{'needs':{'if':'d','then':['e']}}]"), rows);
}

static void
open_shapes_take_any_member(void **state)
{
	static const struct own rows[] = {
		CLEAN("{'x':1,'${y}':[],'':null}"),
		{ "{'x':1,«'x'»:2}", "json-duplicate-key", GCL_WARNING,
		  "/x", "" },
		{ "{'a':«1»,'x':2}", "field-type", GCL_ERROR, "/a", "" },
		{ "{«'z'»:1}", "field-misplaced", GCL_WARNING, "/z",
		  "\"z\" does not belong here: it is a" },
	};

	(void)state;
	OWN(SHAPE("'open':true,'fields':{'a':{'is':'string'}},"
	    "'misplaced':{'z':'it is a'}"), rows);
	OWN(SHAPE("'open':false"), ((const struct own[]){
	    { "{«'x'»:1}", "field-unknown", GCL_WARNING, "/x", "" } }));
}

static void
a_check_may_lower_its_rule(void **state)
{
	static const char pack[] = PACK("'rules':{'r':{'severity':'error',"
	    "'summary':'x'}},'shapes':{'thing':{'fields':{"
	    "'a':{'is':'string','rule':'r','severity':'note','match':'^x',"
	    "'missing':{'severity':'warning'}},"
	    "'b':{'is':'string','rule':'r','checks':[{'no':'y',"
	    "'severity':'warning'},{'max':2,'severity':'off'}]},"
	    "'c':{'is':'integer','rule':'r','cases':[{'type':'null',"
	    "'severity':'note'},{'type':'string','if':'^[0-9]+$',"
	    "'severity':'warning','say':'{name} is {value} in quotes'}]}}}}");
	static const struct own rows[] = {
		CLEAN("{'a':'xx','b':'xxx','c':1}"),
		{ "{'a':«7»}", "r", GCL_NOTE, "/a", "" },
		{ "{'a':«'y'»}", "r", GCL_NOTE, "/a", "" },
		{ "{'a':«null»}", "r", GCL_WARNING, "/a", "a is null" },
		{ "«{»}", "r", GCL_WARNING, "", "a is missing" },
		{ "{'a':'x','b':'x«y»x'}", "r", GCL_WARNING, "/b", "" },
		{ "{'a':'x','b':«7»}", "r", GCL_ERROR, "/b", "" },
		{ "{'a':'x','c':«'12'»}", "r", GCL_WARNING, "/c",
		  "c is \"12\" in quotes" },
		{ "{'a':'x','c':«'x'»}", "r", GCL_ERROR, "/c", "" },
	};

	(void)state;
	OWN(pack, rows);
}

static void
a_ladder_stops_at_its_first_fault(void **state)
{
	static const char pack[] = PACK("'formats':{"
	    "'inner':[{'pass':'^ok'},{'no':'b','say':'inner b'},"
	    "{'no':'[bc]','say':'inner bc'}],"
	    "'outer':[{'no':'a','say':'outer a'},"
	    "{'if':'^[i]','format':'inner'},"
	    "{'match':'z$','mark':'.(.)$','say':'{mark} is not z'},"
	    "{'max':3,'say':'{0} too long'}]},"
	    "'shapes':{'thing':{'fields':{'s':{'is':'string',"
	    "'format':'outer'}}}}");
	static const struct own rows[] = {
		CLEAN("{'s':'xz'}"), CLEAN("{'s':'iz'}"),
		{ "{'s':'b«a»cab'}", "field-format", GCL_WARNING, "/s",
		  "outer a" },
		{ "{'s':'i«b»c'}", "field-format", GCL_WARNING, "/s",
		  "inner b" },
		{ "{'s':'i«c»'}", "field-format", GCL_WARNING, "/s",
		  "inner bc" },
		{ "{'s':'xb«c»'}", "field-format", GCL_WARNING, "/s",
		  "\"c\" at column" },
		{ "{'s':«'xxxz'»}", "field-format", GCL_WARNING, "/s",
		  " too long" },
	};

	(void)state;
	OWN(pack, rows);
}

/* What passes in an inner ladder goes on in the outer one. */
static void
pass_ends_the_ladder_that_it_stands_in(void **state)
{
	static const char pack[] = PACK("'formats':{"
	    "'inner':[{'pass':'^ok'},{'no':'k'}],"
	    "'outer':[{'pass':'^fine'},{'format':'inner'},{'no':'z'}]},"
	    "'shapes':{'thing':{'fields':{'s':{'is':'string',"
	    "'format':'outer'}}}}");
	static const struct own rows[] = {
		CLEAN("{'s':'okk'}"), CLEAN("{'s':'finekz'}"),
		{ "{'s':'x«k»z'}", "field-format", GCL_WARNING, "/s", "" },
		{ "{'s':'ok«z»'}", "field-format", GCL_WARNING, "/s", "" },
	};

	(void)state;
	OWN(pack, rows);
}

static void
a_check_that_could_never_run_is_told(void **state)
{
	static const struct row rows[] = {
		{ FIELD("«'unique'»:'k'"), "not for values of this type" },
		{ STEP("«'contains'»:'k'"), "not for values of this type" },
		{ STEP("«'pass'»:'k'"), "for the steps of a format" },
		{ STEP("'no':'k',«'mark'»:'k'"), "goes with 'match'" },
		{ FIELD("«'each'»:{}"), "'each' is for" },
		{ PACK("'formats':{'x':[{'no':'a'}]},'shapes':{'thing':"
		  "{'fields':{'a':{'is':'number',«'format'»:'x'}}}}"),
		  "for strings" },
		{ PACK("'formats':{'x':[{«'unique'»:'k'}]},"
		  "'shapes':{'thing':{}}"), "not for values of this type" },
		{ PACK("'shapes':{'thing':{},«'string'»:{}}"),
		  "not free for a shape" },
		{ FIELDS("'a':{'is':«'string or string'»}"),
		  "both a string" },
	};

	assert_faults(*state, rows, ROWS(rows));
}

/* A kind that looks at lists has nothing to say of what is none. */
static void
list_checks_pass_over_what_is_no_list(void **state)
{
	static const struct own rows[] = {
		CLEAN("{'a':'x'}"), CLEAN("{'a':7}"), CLEAN("{'a':{'k':1}}"),
		CLEAN("{'a':[{'k':'x'},{'k':'y'},'call']}"),
		{ "{'a':«[»'x','y']}", "field-format", GCL_WARNING, "/a",
		  "does not contain \"call\"" },
		CLEAN("{'a':[]}"),
	};

	(void)state;
	OWN(FIELDS("'a':{'is':'any','contains':'call','unique':'k'}"), rows);
}

static void
elements_differ_in_a_member(void **state)
{
	static const struct own rows[] = {
		CLEAN("{'l':[{'k':'a'},{'k':'b'},{'k':7},{'k':7},{},{}]}"),
		CLEAN("{'l':[{'k':''},{'k':''}]}"),
		{ "{'l':[{'k':'a'},{'k':'b'},{'k':«'\\u0061'»}]}",
		  "field-format", GCL_WARNING, "/l/2/k", "" },
	};

	(void)state;
	OWN(PACK("'shapes':{'thing':{'fields':{'l':{'is':'array of in',"
	    "'unique':'k'}}},'in':{'fields':{'k':{'is':'any'}}}}"), rows);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_pack_that_is_not_json_is_told_as_such),
		TEST(an_unknown_member_is_told_with_the_nearest_name),
		TEST(a_member_of_the_wrong_type_is_told),
		TEST(what_must_be_there_is_missed),
		TEST(a_name_that_stands_for_nothing_is_told),
		TEST(what_is_there_twice_is_told),
		TEST(a_step_is_one_check),
		TEST(the_arguments_of_a_check_are_told),
		TEST(a_faulty_pattern_is_told_at_its_character),
		TEST(a_faulty_template_is_told_at_its_brace),
		TEST(words_have_a_severity_a_type_and_a_fix),
		TEST(a_condition_names_a_member),
		TEST(requests_of_a_pack_do_not_overlap),
		TEST(a_pack_has_at_most_64_conditions),
		TEST(a_type_is_not_nested_without_end),
		TEST(a_pack_may_have_the_name_of_what_it_extends),
		TEST(an_unknown_pack_is_wrong_use),
		TEST(a_pack_has_a_name_a_title_and_requests),
		TEST(a_rule_keeps_its_words),
		TEST(a_pack_is_no_template),
		TEST(types_are_checked),
		TEST(a_type_may_be_one_of_two),
		TEST(lists_and_maps_are_checked_each),
		TEST(deprecated_and_read_only_members_are_told_at_their_name),
		TEST(sizes_are_checked_by_type),
		TEST(values_are_told_from_a_list),
		TEST(members_are_chosen_and_need_each_other),
		TEST(open_shapes_take_any_member),
		TEST(a_check_may_lower_its_rule),
		TEST(a_ladder_stops_at_its_first_fault),
		TEST(pass_ends_the_ladder_that_it_stands_in),
		TEST(a_check_that_could_never_run_is_told),
		TEST(list_checks_pass_over_what_is_no_list),
		TEST(elements_differ_in_a_member),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
