/*
 * From findings to the corrected payload: the edits of hits, made until there
 * is nothing left to edit.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "json/amend.h"
#include "linted.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))
#define ROUNDS 8

enum how {
	SAFE,		/* with edits that are safe */
	UNSAFE,		/* with all */
};

/* Documents are written with ' for ". */
struct row {
	const char *before, *behind;	/* behind NULL: as it was */
	enum how how;
	const char *country;
};

static bool
clash(const struct amend *a, const struct edits *edits)
{
	const struct edit *x, *y;
	size_t i, j;

	for (i = 0; i < a->n; i++)
		for (j = 0; j < edits->n; j++) {
			x = &a->list[i];
			y = &edits->list[j];
			if (x->off < y->off + y->len &&
			    y->off < x->off + x->len)
				return true;
		}
	return false;
}

/* One round: of two edits that overlap the first is made. */
static bool
mend_once(struct linted *l, struct buf *text, enum how how)
{
	const struct hits *hits = linted_bytes(l, gcl_buf_span(text));
	struct arena arena;
	struct edits edits;
	struct amend a;
	struct buf now;
	size_t i, j;

	gcl_arena_init(&arena);
	gcl_amend_init(&a, &arena);
	for (i = 0; i < hits->n; i++) {
		edits = hits->list[i].edits;
		if ((how == SAFE && !hits->list[i].safe) || clash(&a, &edits))
			continue;
		for (j = 0; j < edits.n; j++)
			gcl_amend_add(&a, edits.list[j].off,
			    edits.list[j].len, edits.list[j].text);
	}
	assert_int_equal(gcl_amend_take(&a, &edits), GCL_OK);
	gcl_buf_init(&now, LIMIT_TEXT_BYTES);
	gcl_amend_apply(gcl_buf_span(text), &edits, &now);
	gcl_buf_reset(text);
	gcl_buf_addspan(text, gcl_buf_span(&now));
	assert_non_null(gcl_buf_str(text));
	gcl_buf_release(&now);
	gcl_arena_release(&arena);
	return edits.n > 0;
}

static void
assert_mended(struct linted *l, const struct row *row)
{
	struct buf text, want;
	unsigned i;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	gcl_buf_init(&want, LIMIT_TEXT_BYTES);
	linted_take(l, &want, row->behind ? row->behind : row->before);
	linted_take(l, &text, row->before);
	l->country = row->country;
	for (i = 0; i < ROUNDS && mend_once(l, &text, row->how); i++)
		;
	if (!gcl_span_eq(gcl_buf_span(&text), gcl_buf_span(&want)))
		fail_msg("%s\nbecame %s\nwanted %s", row->before,
		    gcl_buf_str(&text), gcl_buf_str(&want));
	gcl_buf_release(&text);
	gcl_buf_release(&want);
}

static void
mend_by(const char *pack, bool forced, const struct row *rows, size_t n)
{
	struct linted l;
	size_t i;

	linted_use(&l, pack);
	l.forced = forced;
	for (i = 0; i < n; i++)
		assert_mended(&l, &rows[i]);
	linted_release(&l);
}

static void
mend_by_own(const char *pack, const struct row *rows, size_t n)
{
	struct linted l;
	size_t i;

	linted_use_own(&l, pack);
	for (i = 0; i < n; i++)
		assert_mended(&l, &rows[i]);
	linted_release(&l);
}

/* ---- the kinds of fixes, and the style of the document ---- */

#define OWN(fields) "{'pack':'my','root':'thing'," \
	"'shapes':{'thing':{'fields':{" fields "}}}}"

static void
strings_are_edited_where_they_differ(void **state)
{
	static const struct row rows[] = {
		{ "{'a': '+1\\u0020555\\/6'}", "{'a': '+1555\\/6'}", SAFE,
		  NULL },
		{ "{'a':'x y', 'z':{'a':'k l'}}",
		  "{'a':'xy', 'z':{'a':'kl'}}", SAFE, NULL },
		{ "{'a':'x\\ty'}", NULL, SAFE, NULL },
	};

	(void)state;
	mend_by_own("{'pack':'my','root':'thing','shapes':{'thing':{'fields':{"
	    "'z':{'is':'thing'},'a':{'is':'string','format':'f'}}}},'formats':"
	    "{'f':[{'no':'\\\\s','fix':{'delete':' ','safe':true}}]}}",
	    rows, ROWS(rows));
}

static void
members_are_added_in_the_style_of_the_object(void **state)
{
	static const struct row rows[] = {
		{ "{}", "{'a': 1, 'b': [true]}", SAFE, NULL },
		{ "{'c':7}", "{'c':7,'a':1,'b':[true]}", SAFE, NULL },
		{ "{'c': 7}", "{'c': 7, 'a': 1, 'b': [true]}", SAFE, NULL },
		{ "{\n  'c': 7\n}\n", "{\n  'c': 7,\n  'a': 1,\n  'b': "
		  "[true]\n}\n", SAFE, NULL },
		{ "{\r\n\t'c':7\r\n}", "{\r\n\t'c':7,\r\n\t'a':1,\r\n\t'b':"
		  "[true]\r\n}", SAFE, NULL },
		{ "{'a': null, 'b':null}", "{'a': 1, 'b':[true]}", SAFE,
		  NULL },
	};

	(void)state;
	mend_by_own(OWN("'c':{'is':'number'},"
	    "'a':{'is':'number','missing':{'fix':{'insert':{'a':1},"
	    "'safe':true}}},'b':{'is':'array','missing':"
	    "{'fix':{'insert':{'b':[true]},'safe':true}}}"),
	    rows, ROWS(rows));
}

static void
members_and_elements_go(void **state)
{
	static const struct row rows[] = {
		{ "{'x':1}", "{}", UNSAFE, NULL },
		{ "{'x':1,'a':[]}", "{'a':[]}", UNSAFE, NULL },
		{ "{'a':[],'x':{'y':[1,2]},'yy':''}", "{'a':[]}", UNSAFE,
		  NULL },
		{ "{\n 'x': 1,\n 'a': [],\n 'y': 2\n}", "{\n 'a': []\n}",
		  UNSAFE, NULL },
		{ "{'x':1}", NULL, SAFE, NULL },
		{ "{'a':[1,'x',2]}", "{'a':['x']}", UNSAFE, NULL },
		{ "{'a':['x', {'y':1}]}", "{'a':['x']}", UNSAFE, NULL },
		/* The same once more, word for word, is no loss. */
		{ "{'a':['x'],'a':['x']}", "{'a':['x']}", SAFE, NULL },
		{ "{'a':['x'],'a':['y']}", NULL, UNSAFE, NULL },
		{ "{'a':['x'],'a':['x','y']}", NULL, UNSAFE, NULL },
	};

	(void)state;
	mend_by_own(OWN("'a':{'is':'array of string',"
	    "'each':{'fix':{'remove':true}}}"), rows, ROWS(rows));
}

static void
names_are_corrected(void **state)
{
	static const struct row rows[] = {
		{ "{'Address':'x'}", "{'address':'x'}", SAFE, NULL },
		{ "{'adress':'x'}", "{'address':'x'}", UNSAFE, NULL },
		{ "{'adress':'x'}", NULL, SAFE, NULL },
		{ "{'\\u0061dress':'x'}", "{'address':'x'}", UNSAFE, NULL },
		/* There can only be one. */
		{ "{'adress':'x','addres':'y'}", "{'address':'x'}", UNSAFE,
		  NULL },
		{ "{'address':'y','adress':'x'}", "{'address':'y'}", UNSAFE,
		  NULL },
		/* What would be wrong there stays where it is. */
		{ "{'adress':{}}", NULL, UNSAFE, NULL },
		{ "{'adress':7}", "{'address':'7'}", UNSAFE, NULL },
		{ "{'to':'x'}", "{'address':'x'}", UNSAFE, NULL },
		{ "{'to':'x','address':'y'}", NULL, UNSAFE, NULL },
		{ "{'address':'y','to':'x'}", NULL, UNSAFE, NULL },
	};

	(void)state;
	mend_by_own("{'pack':'my','root':'thing','shapes':{'thing':{'fields':"
	    "{'address':{'is':'string'}},'misplaced':{'to':{'why':'there',"
	    "'fix':{'rename':'address'}}}}}}", rows, ROWS(rows));
}

static void
values_take_the_type_they_need(void **state)
{
	static const struct row rows[] = {
		{ "{'s':7}", "{'s':'7'}", SAFE, NULL },
		{ "{'s':150}", "{'s':'150'}", SAFE, NULL },
		{ "{'s':-1.50}", NULL, SAFE, NULL },
		{ "{'s':true}", "{'s':'true'}", SAFE, NULL },
		{ "{'s':1e3}", NULL, UNSAFE, NULL },
		{ "{'s':['x']}", "{'s':'x'}", UNSAFE, NULL },
		{ "{'s':['x']}", NULL, SAFE, NULL },
		{ "{'s':['x','y']}", NULL, UNSAFE, NULL },
		{ "{'s':{'x':1}}", NULL, UNSAFE, NULL },
		{ "{'n':'5'}", "{'n':5}", SAFE, NULL },
		{ "{'n':'5.5'}", NULL, UNSAFE, NULL },
		{ "{'n':'five'}", NULL, UNSAFE, NULL },
		{ "{'b':'false'}", "{'b':false}", SAFE, NULL },
		{ "{'b':'null'}", NULL, SAFE, NULL },
		{ "{'b':1}", NULL, SAFE, NULL },
		{ "{'l':'x'}", "{'l':['x']}", SAFE, NULL },
		{ "{'l':7}", "{'l':['7']}", SAFE, NULL },
		{ "{'l':'[\\\"x\\\", \\\"y\\\"]'}", "{'l':['x', 'y']}", SAFE,
		  NULL },
		{ "{'o':'{\\\"s\\\":\\\"x\\\"}'}", "{'o':{'s':'x'}}", SAFE,
		  NULL },
		{ "{'o':'{\\\"s\\\":'}", NULL, UNSAFE, NULL },
	};

	(void)state;
	mend_by_own("{'pack':'my','root':'thing','shapes':{'thing':{'fields':{"
	    "'s':{'is':'string'},'n':{'is':'integer'},'b':{'is':'boolean'},"
	    "'l':{'is':'array of string'},'o':{'is':'thing'}}}}}", rows,
	    ROWS(rows));
}

static void
values_of_a_list_are_corrected(void **state)
{
	static const struct row rows[] = {
		{ "{'a':'OPEN'}", "{'a':'open'}", SAFE, NULL },
		{ "{'a':'closd'}", "{'a':'closed'}", UNSAFE, NULL },
		{ "{'a':'closd'}", NULL, SAFE, NULL },
		{ "{'a':'elsewhere'}", NULL, UNSAFE, NULL },
	};

	(void)state;
	mend_by_own(OWN("'a':{'is':'string','enum':['open','closed']}"), rows,
	    ROWS(rows));
}

static void
values_are_wrapped(void **state)
{
	static const struct row rows[] = {
		{ "{'a':'+1'}", "{'a':{'n':'+1','t':[true]}}", SAFE, NULL },
		{ "{'a': '\\u002b1'}", "{'a': {'n': '\\u002b1', 't': "
		  "[true]}}", SAFE, NULL },
		{ "{'a':[1, 2]}", "{'a':{'l':[1, 2]}}", UNSAFE, NULL },
		{ "{'a':['x', 'y']}", NULL, UNSAFE, NULL },
	};

	(void)state;
	mend_by_own("{'pack':'my','root':'thing','shapes':{"
	    "'thing':{'fields':{'a':{'is':'inner'}}},'inner':{"
	    "'cases':[{'type':'array','fix':{'wrap':{'l':'$value'}}},"
	    "{'fix':{'wrap':{'n':'$0','t':[true]},'safe':true}}],'fields':"
	    "{'n':{'is':'string'},'t':{'is':'array'},"
	    "'l':{'is':'array of number'}}}}}", rows, ROWS(rows));
}

static void
members_are_made_of_others(void **state)
{
	static const struct row rows[] = {
		{ "{'to':'x'}", "{'list':[{'a':'x'}]}", UNSAFE, NULL },
		{ "{'to': 'x', 'from': 'y'}",
		  "{'list': [{'a': 'x'}, {'a': 'y'}]}", UNSAFE, NULL },
		{ "{'k':1,'from':'y','to':'x'}",
		  "{'k':1,'list':[{'a':'x'},{'a':'y'}]}", UNSAFE, NULL },
		{ "{\n\t'to': {'n': 'x'},\n\t'k': 1,\n\t'from': ['y']\n}",
		  "{\n\t'list': [{'a': 'x'}, {'a': 'y'}],\n\t'k': 1\n}",
		  UNSAFE, NULL },
		/* Without the first the second would take its place. */
		{ "{'from':'y'}", NULL, UNSAFE, NULL },
		{ "{'to':null,'from':'y'}", NULL, UNSAFE, NULL },
		/* What is there is added to, not overwritten. */
		{ "{'list':[{'a':'x'}],'from':'y'}",
		  "{'list':[{'a':'x'},{'a':'y'}]}", UNSAFE, NULL },
		{ "{'from':'y','list':[\n  {'a':'x'}\n]}",
		  "{'list':[\n  {'a':'x'},\n  {'a':'y'}\n]}", UNSAFE, NULL },
		{ "{'list':[{'a':'x'}],'to':'y'}", NULL, UNSAFE, NULL },
		{ "{'list':[{'a':'x'},{'a':'z'}],'from':'y'}", NULL, UNSAFE,
		  NULL },
		{ "{'list':null,'to':'x'}", "{'list':[{'a':'x'}]}", UNSAFE,
		  NULL },
		{ "{'list':7,'to':'x'}", NULL, UNSAFE, NULL },
		/* Of several none is the one that is meant. */
		{ "{'to':['x','y']}", NULL, UNSAFE, NULL },
		/* What would be wrong there stays. */
		{ "{'to':{'z':1}}", NULL, UNSAFE, NULL },
		{ "{'to':7}", "{'list':[{'a':'7'}]}", UNSAFE, NULL },
		{ "{'to':'x'}", NULL, SAFE, NULL },
	};

	(void)state;
	mend_by_own("{'pack':'my','root':'thing','fixes':{'made':{'move':{"
	    "'list':[{'a':'$/to/n|/to/0|/to'},{'a':'$/from/0|/from'}]}}},"
	    "'shapes':{'thing':{'fields':{'k':{'is':'number'},"
	    "'list':{'is':'array of inner'}},'misplaced':{"
	    "'to':{'why':'no','fix':'made'},'from':{'why':'no',"
	    "'fix':'made'}}},'inner':{'fields':{'a':{'is':'string'}}}}}",
	    rows, ROWS(rows));
}

static void
the_first_fix_that_is_of_use_is_taken(void **state)
{
	static const struct row rows[] = {
		{ "{'a':'x1'}", "{'a':'y1'}", SAFE, NULL },
		{ "{'a':'x2'}", "{'a':'2'}", UNSAFE, NULL },
		{ "{'a':'x2'}", NULL, SAFE, NULL },
		{ "{'a':'x3'}", NULL, UNSAFE, NULL },
	};

	(void)state;
	mend_by_own("{'pack':'my','root':'thing','shapes':{'thing':{'fields':"
	    "{'a':{'is':'string','match':'^(?:y1|2)$','fix':{'any':["
	    "{'replace':'x','with':'y','safe':true},{'delete':'x'}]}}}}}}",
	    rows, ROWS(rows));
}

/* A member may only be right as long as another one is what it is. */
static void
a_fix_breaks_nothing_beside_it(void **state)
{
	static const struct row rows[] = {
		{ "{'k':'x','a':7}", "{'k':'x','a':'7'}", SAFE, NULL },
		{ "{'k':'n','a':7}", NULL, UNSAFE, NULL },
	};

	(void)state;
	mend_by_own("{'pack':'my','root':'thing','shapes':{'thing':{'fields':"
	    "{'k':{'is':'string'},'a':{'is':'string'}},'checks':[{'where':{"
	    "'if':'k','is':['n'],'member':'a','format':'f'}}]}},'formats':{"
	    "'f':[{'match':'^[a-z]'}]}}", rows, ROWS(rows));
}

static void
json_is_mended_too(void **state)
{
	static const struct row rows[] = {
		{ "{'a':'x',}", "{'a':'x'}", SAFE, NULL },
		{ "{'a':'x' // why\n}", "{'a':'x'\n}", SAFE, NULL },
		{ "{'a':None}", "{'a':null}", SAFE, NULL },
	};

	(void)state;
	mend_by_own(OWN("'a':{'is':'string'}"), rows, ROWS(rows));
}

/* ---- what packs promise ---- */

#define ONE(participant) "{'type':'call','participants':[" participant "]}"
#define TO(address) ONE("{'address':'" address "','addressType':'phone'," \
	"'state':'initial','mediaTypes':['call']}")
#define DONE TO("tel:+15551234567")

static void
calls_are_mended_safely(void **state)
{
	static const struct row rows[] = {
		{ TO("+15551234567"), DONE, SAFE, NULL },
		{ TO("+1 (555) 123-4567"), DONE, SAFE, NULL },
		{ TO("tel:+1.555.123.4567"), DONE, SAFE, NULL },
		{ TO("TEL:+1 555 1234567"), TO("TEL:+15551234567"), SAFE,
		  NULL },
		{ TO("tel://+15551234567"), DONE, SAFE, NULL },
		{ TO(" tel:+15551234567 "), DONE, SAFE, NULL },
		{ TO("tel:+1555\xe2\x80\x8b" "1234567"), DONE, SAFE, NULL },
		{ TO("tel:+1\xc2\xa0" "555\xe2\x80\x91" "1234567"), DONE,
		  SAFE, NULL },
		{ TO("tel:\xef\xbc\x8b\xef\xbc\x91" "5551234567"), DONE, SAFE,
		  NULL },
		{ ONE("'+15551234567'"), DONE, SAFE, NULL },
		{ ONE("'+1 555 123 4567'"), DONE, SAFE, NULL },
		{ ONE("'tel:+15551234567'"), DONE, SAFE, NULL },
		{ "{'type':'call','participants':'+15551234567'}", DONE,
		  SAFE, NULL },
		{ "{'type':'call','participants':{'address':'+15551234567',"
		  "'addressType':'phone','state':'initial','mediaTypes':"
		  "['call']}}", DONE, SAFE, NULL },
		{ "{'address':'tel:+15551234567','addressType':'phone',"
		  "'state':'initial','mediaTypes':['call']}", DONE, SAFE,
		  NULL },
		{ ONE("{'address':'tel:+15551234567'}"),
		  ONE("{'address':'tel:+15551234567','addressType':'phone',"
		  "'mediaTypes':['call'],'state':'initial'}"), SAFE, NULL },
		{ ONE("{'Address':'tel:+15551234567','AddressType':'PHONE',"
		  "'state':'Initial','mediaTypes':'call'}"), DONE, SAFE,
		  NULL },
		{ ONE("{'address':'tel:+15551234567','addressType':'phone',"
		  "'state':'Initial','mediaTypes':[]}"), DONE, SAFE, NULL },
		{ "{'type':'CALL','participants':['+15551234567']}", DONE,
		  SAFE, NULL },
		/* All of these are guesses. */
		{ TO("tel:+49 30 1234567/12"), NULL, SAFE, NULL },
		{ TO("+1 (555) 123-4567 (12)"), NULL, SAFE, NULL },
		{ TO("15551234567"), NULL, SAFE, NULL },
		{ TO("0015551234567"), NULL, SAFE, NULL },
		{ TO("07911123456"), NULL, SAFE, "44" },
		{ TO("tel:+44(0)7911123456"), NULL, SAFE, NULL },
		{ TO("callto:+15551234567"), NULL, SAFE, NULL },
		{ ONE("15551234567"), NULL, SAFE, NULL },
		{ ONE("{'adress':'tel:+15551234567','addressType':'phone',"
		  "'state':'initial','mediaTypes':['call']}"), NULL, SAFE,
		  NULL },
	};

	(void)state;
	mend_by("call-conversation", false, rows, ROWS(rows));
}

static void
calls_are_mended_by_guesses(void **state)
{
	static const struct row rows[] = {
		{ TO("0015551234567"), DONE, UNSAFE, NULL },
		{ TO("tel:+44 (0)7911 123456"), TO("tel:+447911123456"),
		  UNSAFE, NULL },
		{ TO("tel:+39 (0)6 1234 5678"), TO("tel:+390612345678"),
		  UNSAFE, NULL },
		{ TO("callto:+1-555-123-4567"), DONE, UNSAFE, NULL },
		{ TO("%2B15551234567"), NULL, UNSAFE, NULL },
		{ TO("tel:%2B1%20555%201234567"), DONE, UNSAFE, NULL },
		{ TO("alice@example.com"), TO("sip:alice@example.com"),
		  UNSAFE, NULL },
		{ TO("Alice <sip:alice@example.com>"),
		  TO("sip:alice@example.com"), UNSAFE, NULL },
		{ TO("sip:+15551234567"), DONE, UNSAFE, NULL },
		{ TO("tel:+15551234567,,1#"), DONE, UNSAFE, NULL },
		{ TO("tel:+1 555 123 4567 ext. 12"),
		  TO("tel:+15551234567;ext=12"), UNSAFE, NULL },
		{ ONE("15551234567"), DONE, UNSAFE, NULL },
		{ ONE("{'address':15551234567,'addressType':'phone','state':"
		  "'initial','mediaTypes':['call']}"), DONE, UNSAFE, NULL },
		{ ONE("{'adress':'+15551234567','addressType':'phone',"
		  "'state':'initial','mediaTypes':['call']}"), DONE, UNSAFE,
		  NULL },
		{ ONE("{'phoneNumber':'+15551234567','type':'phone',"
		  "'state':'initial','mediaType':'voice'}"), DONE, UNSAFE,
		  NULL },
		{ "[{'address':'+15551234567','addressType':'phone','state':"
		  "'initial','mediaTypes':['audio']}]", DONE, UNSAFE, NULL },
		{ "[" DONE "]", DONE, UNSAFE, NULL },
		{ "[" DONE "," DONE "]", NULL, UNSAFE, NULL },
		{ "{'to':'+15551234567'}", "{'participants':[{'address':"
		  "'tel:+15551234567','addressType':'phone','state':"
		  "'initial','mediaTypes':['call']}],'type':'call'}", UNSAFE,
		  NULL },
		{ "{'to':'+15551234567','type':'call','colour':'red'}",
		  "{'participants':[{'address':'tel:+15551234567',"
		  "'addressType':'phone','state':'initial','mediaTypes':"
		  "['call']}],'type':'call'}", UNSAFE, NULL },
		{ "{'type':'call','from':{'phoneNumber':'+15551234568'},"
		  "'to':[{'address':'+15551234567','name':'Bob'}]}",
		  "{'type':'call','participants':[{'address':"
		  "'tel:+15551234567','name':'Bob','addressType':'phone',"
		  "'state':'initial','mediaTypes':['call']},{'address':"
		  "'tel:+15551234568','addressType':'phone','state':'initial',"
		  "'mediaTypes':['call']}]}", UNSAFE, NULL },
	};

	(void)state;
	mend_by("call-conversation", false, rows, ROWS(rows));
}

static void
a_country_code_makes_numbers_whole(void **state)
{
	static const struct row rows[] = {
		{ TO("07911 123456"), NULL, UNSAFE, NULL },
		{ TO("07911 123456"), TO("tel:+447911123456"), UNSAFE, "44" },
		{ TO("tel:07911123456"), TO("tel:+447911123456"), UNSAFE,
		  "44" },
		{ TO("+07911123456"), TO("tel:+447911123456"), UNSAFE, "44" },
		{ TO("447911123456"), TO("tel:+447911123456"), UNSAFE, "44" },
		{ TO("(555) 123-4567"), DONE, UNSAFE, "1" },
		{ TO("1-555-123-4567"), DONE, UNSAFE, "1" },
		{ TO("011 44 7911 123456"), TO("tel:+447911123456"), UNSAFE,
		  "1" },
		/* Italy keeps its 0, Russia has an 8 in front. */
		{ TO("06 1234 5678"), TO("tel:+390612345678"), UNSAFE, "39" },
		{ TO("8 916 123-45-67"), TO("tel:+79161234567"), UNSAFE,
		  "7" },
		/* A number that begins like its own country code. */
		{ TO("6512 3456"), TO("tel:+6565123456"), UNSAFE, "65" },
		/* Both with and without it there are numbers so long. */
		{ TO("65 6512 3456"), NULL, UNSAFE, "65" },
		/* No number of that country has this length. */
		{ TO("12345"), NULL, UNSAFE, "1" },
		{ ONE("5551234567"), DONE, UNSAFE, "1" },
		{ ONE("'07911 123456'"), TO("tel:+447911123456"), UNSAFE,
		  "44" },
		{ ONE("'07911 123456'"), NULL, UNSAFE, NULL },
	};

	(void)state;
	mend_by("call-conversation", false, rows, ROWS(rows));
}

static void
the_platforms_own_calls_are_mended(void **state)
{
	static const struct row rows[] = {
		{ "{'phoneNumber':'+1 (555) 123-4567'}",
		  "{'phoneNumber':'+15551234567'}", SAFE, NULL },
		{ "{'phoneNumber':5551234567}", "{'phoneNumber':'5551234567'}",
		  SAFE, NULL },
		{ "{'phoneNumber':'tel:+15551234567'}",
		  "{'phoneNumber':'+15551234567'}", UNSAFE, NULL },
		{ "{'phoneNumber':'+15551234567 x12'}",
		  "{'phoneNumber':'+15551234567'}", UNSAFE, NULL },
		{ "{'PhoneNumber':'5551234567'}",
		  "{'phoneNumber':'5551234567'}", SAFE, NULL },
		{ "{'to':'tel:+15551234567','from':{'number':'+1 555 123 4568'"
		  ",'name':'Bob'},'type':'call'}",
		  "{'phoneNumber':'+15551234567','callerId':'+15551234568',"
		  "'callerIdName':'Bob'}", UNSAFE, NULL },
		{ "{'callUserId':'{3FA85F64-5717-4562-b3fc-2c963f66afa6}'}",
		  "{'callUserId':'3FA85F64-5717-4562-b3fc-2c963f66afa6'}",
		  SAFE, NULL },
		{ "{'callUserId':'3fa85f6457174562b3fc2c963f66afa6'}",
		  "{'callUserId':'3fa85f64-5717-4562-b3fc-2c963f66afa6'}",
		  SAFE, NULL },
		{ "{'phoneNumber':'1','attributes':{'a':1,'b':true}}",
		  "{'phoneNumber':'1','attributes':{'a':'1','b':'true'}}",
		  SAFE, NULL },
		{ "{'participants':'+15551234567'}",
		  "{'participants':[{'address':'+15551234567'}]}", SAFE,
		  NULL },
	};

	(void)state;
	mend_by("create-call-request", true, rows, ROWS(rows));
}

static void
other_requests_are_mended(void **state)
{
	static const struct row callback[] = {
		{ "{'to':'+1 555 123 4567','queueId':"
		  "'3fa85f64-5717-4562-b3fc-2c963f66afa6',"
		  "'callbackScheduledTime':'2026-03-01 09:30 UTC'}",
		  "{'callbackNumbers':['+15551234567'],'queueId':"
		  "'3fa85f64-5717-4562-b3fc-2c963f66afa6',"
		  "'callbackScheduledTime':'2026-03-01T09:30:00Z'}", UNSAFE,
		  NULL },
	};
	static const struct row message[] = {
		{ "{'queueId':'3fa85f64-5717-4562-b3fc-2c963f66afa6',"
		  "'toAddress':'tel:+1 317 555 0100',"
		  "'toAddressMessengerType':'SMS'}",
		  "{'queueId':'3fa85f64-5717-4562-b3fc-2c963f66afa6',"
		  "'toAddress':'+13175550100','toAddressMessengerType':'sms'}",
		  SAFE, NULL },
	};

	(void)state;
	mend_by("create-callback-command", true, callback, ROWS(callback));
	mend_by("create-outbound-messaging-conversation-request", true,
	    message, ROWS(message));
}

/* ---- what is said of it ---- */

static void
assert_help(struct linted *l, const char *text, size_t i, const char *help)
{
	const struct hits *hits = linted(l, text);

	assert_true(i < hits->n);
	assert_string_equal(hits->list[i].help, help);
}

static void
the_help_shows_what_the_fix_makes(void **state)
{
	struct linted l;

	(void)state;
	linted_use(&l, "call-conversation");
	assert_help(&l, TO("+1 555 123 4567"), 0, "\"tel:+15551234567\"");
	assert_help(&l, ONE("'+15551234567'"), 0,
	    "{\"address\": \"tel:+15551234567\", \"addressType\": \"phone\", "
	    "\"state\": \"initial\", \"mediaTypes\": [\"call\"]}");
	assert_help(&l, "{'type':'call','to':'+15551234567'}", 1,
	    "\"participants\": [{\"address\": \"tel:+15551234567\", "
	    "\"addressType\": \"phone\", \"state\": \"initial\", "
	    "\"mediaTypes\": [\"call\"]}]");
	/* Without a country it says how to give one. */
	assert_non_null(strstr(linted(&l, TO("07911123456"))->list[0].help,
	    "--country=CC"));
	assert_int_equal(l.report.hits->list[0].edits.n, 0);
	linted_release(&l);
}

static void
an_object_too_large_to_look_at_is_left_alone(void **state)
{
	const struct hits *hits;
	struct linted l;
	struct buf text;
	size_t i;

	(void)state;
	linted_use(&l, "call-conversation");
	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	gcl_buf_adds(&text, "{\"to\":\"+15551234567\",\"type\":\"");
	for (i = 0; i < LIMIT_FIX_BYTES; i++)
		gcl_buf_addc(&text, 'x');
	gcl_buf_adds(&text, "\"}");
	hits = linted_bytes(&l, gcl_buf_span(&text));
	for (i = 0; i < hits->n; i++)
		if (!strcmp(hits->list[i].rule->name, "field-misplaced"))
			assert_int_equal(hits->list[i].edits.n, 0);
	assert_true(hits->n >= 2);
	gcl_buf_release(&text);
	linted_release(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings_are_edited_where_they_differ),
		cmocka_unit_test(members_are_added_in_the_style_of_the_object),
		cmocka_unit_test(members_and_elements_go),
		cmocka_unit_test(names_are_corrected),
		cmocka_unit_test(values_take_the_type_they_need),
		cmocka_unit_test(values_of_a_list_are_corrected),
		cmocka_unit_test(values_are_wrapped),
		cmocka_unit_test(members_are_made_of_others),
		cmocka_unit_test(the_first_fix_that_is_of_use_is_taken),
		cmocka_unit_test(a_fix_breaks_nothing_beside_it),
		cmocka_unit_test(json_is_mended_too),
		cmocka_unit_test(calls_are_mended_safely),
		cmocka_unit_test(calls_are_mended_by_guesses),
		cmocka_unit_test(a_country_code_makes_numbers_whole),
		cmocka_unit_test(the_platforms_own_calls_are_mended),
		cmocka_unit_test(other_requests_are_mended),
		cmocka_unit_test(the_help_shows_what_the_fix_makes),
		cmocka_unit_test(an_object_too_large_to_look_at_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
