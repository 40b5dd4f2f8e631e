/*
 * One fault, one finding: call-conversation documents with a single fault
 * each, and what is said of it where.
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

#define TEL "'tel:+15551234567'"
#define REST "'addressType':'phone','state':'initial','mediaTypes':['call']"
#define PARTY "{'address':" TEL "," REST "}"

/* A call with these participants, with one, with one of this address. */
#define CALL(list) "{'type':'call','participants':" list "}"
#define ONE(party) CALL("[" party "]")
#define ADDRESS(value) ONE("{'address':" value "," REST "}")

/* The right call with something more in its participant, or at its top. */
#define IN_PARTY(more) ONE("{'address':" TEL "," REST "," more "}")
#define AT_TOP(more) "{'type':'call','participants':[" PARTY "]," more "}"

struct row {
	const char *text;
	const char *rule;
	enum gcl_severity severity;
	const char *pointer;
};

static int
set_up(void **state)
{
	struct linted *l = malloc(sizeof(*l));

	if (!l)
		return -1;
	linted_use(l, "call-conversation");
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

static void
assert_rows(struct linted *l, const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		assert_one_hit(l, rows[i].text, rows[i].rule,
		    rows[i].severity, rows[i].pointer);
}

#define PARTY_0 "/participants/0"
#define ADDRESS_0 PARTY_0 "/address"

static void
a_right_call_has_no_finding(void **state)
{
	static const char *const texts[] = {
		ONE(PARTY),
		CALL("[" PARTY ",{'address':'tel:+15551234568'," REST "}]"),
		" \r\n\t" ONE(PARTY) "\n",
		ADDRESS("'TEL:+15551234567'"),
		ADDRESS("'tel:+15551234567;ext=42'"),
		ADDRESS("'sip:alice@example.com'"),
		ADDRESS("'sips:alice@example.com'"),
		ADDRESS("'tel:\\u002b15551234567'"),
		ADDRESS("'\\u0074el:+1555123456\\u0037'"),
		"{'\\u0074ype':'c\\u0061ll','p\\u0061rticipants':[{"
		"'\\u0061ddress':" TEL "," REST "}]}",
		IN_PARTY("'id':'x','name':'Alice','externalContactId':'x',"
		    "'stateModifiedEpochTimestamp':0,'wrapUpCode':'x'"),
		IN_PARTY("'id':null,'name':null,'externalContactId':null,"
		    "'stateModifiedEpochTimestamp':null,'wrapUpCode':null,"
		    "'routingData':null"),
		IN_PARTY("'routingData':{}"),
		IN_PARTY("'routingData':{'queueId':null,'scriptId':null}"),
		IN_PARTY("'routingData':{'queueId':"
		    "'3fa85f64-5717-4562-b3fc-2c963f66afa6'}"),
		ONE("{'address':" TEL ",'addressType':'phone',"
		    "'state':'initial','mediaTypes':['audio','call']}"),
	};
	size_t i;

	for (i = 0; i < ROWS(texts); i++)
		assert_no_hit(*state, texts[i]);
}

static void
what_is_no_conversation_is_one_fault(void **state)
{
	static const struct row rows[] = {
		{ "«[»" PARTY "]", "payload-not-object", GCL_ERROR, "" },
		{ "«[»]", "payload-not-object", GCL_ERROR, "" },
		{ "«[»1,[{'address':1}]]", "payload-not-object", GCL_ERROR,
		  "" },
		{ "«'tel:+15551234567'»", "payload-not-object", GCL_ERROR,
		  "" },
		{ " «15551234567»\n", "payload-not-object", GCL_ERROR, "" },
		{ "«true»", "payload-not-object", GCL_ERROR, "" },
		{ "«null»", "payload-not-object", GCL_ERROR, "" },
		/* A participant by itself. */
		{ "«{»'address':" TEL "," REST "}", "payload-not-object",
		  GCL_ERROR, "" },
		{ "\n«{»'address':'+1 555 123','state':7,'x':1}",
		  "payload-not-object", GCL_ERROR, "" },
		{ "«{»'addressType':'phone'}", "payload-not-object",
		  GCL_ERROR, "" },
		/* None of its members is one that any payload has. */
		{ " «{»'name':'my-app','version':'1.0.0'}",
		  "payload-unrecognised", GCL_ERROR, "" },
		{ "«{»}", "payload-unrecognised", GCL_ERROR, "" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
the_type_is_call(void **state)
{
	static const struct row rows[] = {
		{ "{'type':«'phone'»,'participants':[" PARTY "]}",
		  "type-call", GCL_ERROR, "/type" },
		{ "{'type':«'Call'»,'participants':[" PARTY "]}",
		  "type-call", GCL_ERROR, "/type" },
		{ "{'type':«''»,'participants':[" PARTY "]}", "type-call",
		  GCL_ERROR, "/type" },
		{ "{'type':«7»,'participants':[" PARTY "]}", "type-call",
		  GCL_ERROR, "/type" },
		{ "{'type':«[»'call'],'participants':[" PARTY "]}",
		  "type-call", GCL_ERROR, "/type" },
		{ "{'type':«null»,'participants':[" PARTY "]}",
		  "field-required", GCL_WARNING, "/type" },
		{ "«{»'participants':[" PARTY "]}", "field-required",
		  GCL_WARNING, "" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
participants_are_a_list_with_something_in_it(void **state)
{
	static const struct row rows[] = {
		{ "«{»'type':'call'}", "participants-required", GCL_ERROR,
		  "" },
		{ CALL("«null»"), "participants-required", GCL_ERROR,
		  "/participants" },
		{ CALL("«[»]"), "participants-required", GCL_ERROR,
		  "/participants" },
		{ CALL("«{»'address':5,'x':[{'y':1}]}"),
		  "participants-required", GCL_ERROR, "/participants" },
		{ CALL("«'+15551234567'»"), "participants-required",
		  GCL_ERROR, "/participants" },
		{ CALL("«2»"), "participants-required", GCL_ERROR,
		  "/participants" },
		{ CALL("«false»"), "participants-required", GCL_ERROR,
		  "/participants" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
a_participant_is_an_object(void **state)
{
	static const struct row rows[] = {
		{ ONE("«'+15551234567'»"), "participant-object", GCL_ERROR,
		  PARTY_0 },
		{ ONE("«'tel:+15551234567'»"), "participant-object",
		  GCL_ERROR, PARTY_0 },
		{ ONE("«''»"), "participant-object", GCL_ERROR, PARTY_0 },
		{ ONE("«15551234567»"), "participant-object", GCL_ERROR,
		  PARTY_0 },
		{ ONE("«null»"), "participant-object", GCL_ERROR, PARTY_0 },
		{ ONE("«true»"), "participant-object", GCL_ERROR, PARTY_0 },
		{ ONE("«[»{'address':5}]"), "participant-object", GCL_ERROR,
		  PARTY_0 },
		{ CALL("[" PARTY ",«'x'»]"), "participant-object", GCL_ERROR,
		  "/participants/1" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
an_address_is_a_string_that_is_there(void **state)
{
	static const struct row rows[] = {
		{ ONE("«{»" REST "}"), "address-required", GCL_ERROR,
		  PARTY_0 },
		{ ADDRESS("«null»"), "address-required", GCL_ERROR,
		  ADDRESS_0 },
		{ ADDRESS("«''»"), "address-required", GCL_ERROR, ADDRESS_0 },
		{ ADDRESS("«15551234567»"), "address-required", GCL_ERROR,
		  ADDRESS_0 },
		{ ADDRESS("«1.5e10»"), "address-required", GCL_ERROR,
		  ADDRESS_0 },
		{ ADDRESS("«true»"), "address-required", GCL_ERROR,
		  ADDRESS_0 },
		{ ADDRESS("«[»'tel:+1']"), "address-required", GCL_ERROR,
		  ADDRESS_0 },
		{ ADDRESS("«{»'phoneNumber':'+1','to':{}}"),
		  "address-required", GCL_ERROR, ADDRESS_0 },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
an_address_has_a_scheme(void **state)
{
	static const struct row rows[] = {
		{ ADDRESS("«'+15551234567'»"), "address-scheme", GCL_ERROR,
		  ADDRESS_0 },
		{ ADDRESS("«'+1 (555) 123-4567'»"), "address-scheme",
		  GCL_ERROR, ADDRESS_0 },
		{ ADDRESS("«'15551234567'»"), "address-scheme", GCL_ERROR,
		  ADDRESS_0 },
		{ ADDRESS("«'callto:+15551234567'»"), "address-scheme",
		  GCL_ERROR, ADDRESS_0 },
		{ ADDRESS("«'tel://+15551234567'»"), "address-scheme",
		  GCL_ERROR, ADDRESS_0 },
		{ ADDRESS("«'tel+15551234567'»"), "address-scheme",
		  GCL_ERROR, ADDRESS_0 },
		{ ADDRESS("«'alice@example.com'»"), "address-scheme",
		  GCL_ERROR, ADDRESS_0 },
		{ ADDRESS("«' tel:+15551234567'»"), "address-scheme",
		  GCL_ERROR, ADDRESS_0 },
		{ ADDRESS("«'\\ttel:+15551234567'»"), "address-scheme",
		  GCL_ERROR, ADDRESS_0 },
		{ ADDRESS("«'Alice'»"), "address-scheme", GCL_ERROR,
		  ADDRESS_0 },
		{ ADDRESS("«' '»"), "address-scheme", GCL_ERROR, ADDRESS_0 },
		{ ADDRESS("«'\\u0000tel:+15551234567'»"), "address-scheme",
		  GCL_ERROR, ADDRESS_0 },
	};

	assert_rows(*state, rows, ROWS(rows));
}

/* At the first offending character, where there is one. */
static void
a_number_is_e164(void **state)
{
	static const char *const texts[] = {
		ADDRESS("«'tel:15551234567'»"),
		ADDRESS("«'tel:0015551234567'»"),
		ADDRESS("«'tel:05551234567'»"),
		ADDRESS("«'tel:'»"),
		ADDRESS("«'tel:+'»"),
		ADDRESS("«'tel:+1'»"),
		ADDRESS("«'tel:+1234567890123456'»"),
		ADDRESS("'tel:+«0»5551234567'"),
		ADDRESS("'tel:+1« »555 123 4567'"),
		ADDRESS("'tel:+1555«-»123-4567'"),
		ADDRESS("'tel:+1«(»555)1234567'"),
		ADDRESS("'tel:+1555«.»123.4567'"),
		ADDRESS("'tel:« »+15551234567'"),
		ADDRESS("'tel:+15551234567« »'"),
		ADDRESS("'tel:+1555«C»ALLNOW'"),
		ADDRESS("'tel:+«\xef\xbc\x91»5551234567'"),
		ADDRESS("'tel:«\xef\xbc\x8b»15551234567'"),
		ADDRESS("'tel:+1555«\xe2\x80\x8b»1234567'"),
		ADDRESS("'tel:+1555«\xc2\xa0»1234567'"),
		ADDRESS("'tel:+15551234567«;phone-context=x»'"),
		ADDRESS("'tel:+15551234567«;ext=»'"),
		ADDRESS("'tel:+15551234567«;ext=x1»'"),
		ADDRESS("'tel:+15551234567;ext=1«;ext=2»'"),
		ADDRESS("'tel:+15551234567«x89»'"),
	};
	size_t i;

	for (i = 0; i < ROWS(texts); i++)
		assert_one_hit(*state, texts[i], "address-e164",
		    GCL_ERROR, ADDRESS_0);
}

/* The mark covers the escape that stands for the character, all of it. */
static void
the_place_inside_an_escaped_string_is_true(void **state)
{
	static const char *const texts[] = {
		ADDRESS("'tel:\\u002b1« »555 1234567'"),
		ADDRESS("'\\u0074\\u0065\\u006c:+1« »555 1234567'"),
		ADDRESS("'tel:+1«\\u0020»5551234567'"),
		ADDRESS("'tel:\\u002b1«\\t»5551234567'"),
		ADDRESS("'tel:+1\\u0035\\u0035«\\u002D»51234567'"),
		ADDRESS("'tel:+«\\uff11»5551234567'"),
		ADDRESS("'tel:+1«\\ud835\\udfd8»5551234567'"),
		ADDRESS("'tel:\\u002b«\\u0030»5551234567'"),
		ADDRESS("'tel:+15551234567«\\u003bfoo\\u003d\\/»'"),
		ADDRESS("'tel:+1555«\xe2\x80\x8b»1234567\\u0020'"),
	};
	size_t i;

	for (i = 0; i < ROWS(texts); i++)
		assert_one_hit(*state, texts[i], "address-e164", GCL_ERROR,
		    ADDRESS_0);
}

static void
a_country_code_is_assigned_and_the_length_fits(void **state)
{
	static const struct row rows[] = {
		{ ADDRESS("«'tel:+9995551234567'»"), "address-country",
		  GCL_WARNING, ADDRESS_0 },
		{ ADDRESS("«'tel:+1555123456'»"), "address-country",
		  GCL_WARNING, ADDRESS_0 },
		{ ADDRESS("«'tel:+155512345678'»"), "address-country",
		  GCL_WARNING, ADDRESS_0 },
		{ ADDRESS("«'TEL:+155512345678;ext=9'»"), "address-country",
		  GCL_WARNING, ADDRESS_0 },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
a_sip_address_is_a_sip_uri(void **state)
{
	static const char *const texts[] = {
		ADDRESS("«'sip:'»"),
		ADDRESS("«'sip:alice@'»"),
		ADDRESS("'sip:«@»example.com'"),
		ADDRESS("'sip:alice« »smith@example.com'"),
		ADDRESS("'sip:alice@«@»example.com'"),
		ADDRESS("'sip:alice@example.com«:0»'"),
		ADDRESS("'sip:alice@example.com«:70000»'"),
		ADDRESS("'sip:alice@exa«_»mple.com'"),
		ADDRESS("'sip:alice@«-example.com»'"),
		ADDRESS("'sip:alice@«999.1.1.1»'"),
		ADDRESS("'sip:alice«%2»@example.com'"),
		ADDRESS("«'sip:alice@[2001:db8::1'»"),
		ADDRESS("'sip:«<»alice@example.com>'"),
		ADDRESS("'sip:alice@example.com;« »user=phone'"),
		ADDRESS("'sip:alice@example.com«;=x»'"),
		ADDRESS("'sip:«\xc3\xbc»@example.com'"),
		ADDRESS("'sip:alice\\u0040example.com«\\u0020»'"),
	};
	size_t i;

	for (i = 0; i < ROWS(texts); i++)
		assert_one_hit(*state, texts[i], "address-sip", GCL_ERROR,
		    ADDRESS_0);
}

#define TYPED(value) ONE("{'address':" TEL ",'addressType':" value "," \
	"'state':'initial','mediaTypes':['call']}")
#define STATED(value) ONE("{'address':" TEL ",'addressType':'phone'," \
	"'state':" value ",'mediaTypes':['call']}")
#define MEDIA(value) ONE("{'address':" TEL ",'addressType':'phone'," \
	"'state':'initial','mediaTypes':" value "}")

static void
the_address_type_is_phone(void **state)
{
	static const char pointer[] = PARTY_0 "/addressType";
	static const struct row rows[] = {
		{ TYPED("«'phoneNumber'»"), "address-type", GCL_ERROR,
		  pointer },
		{ TYPED("«'PHONE'»"), "address-type", GCL_ERROR, pointer },
		{ TYPED("«''»"), "address-type", GCL_ERROR, pointer },
		{ TYPED("«null»"), "address-type", GCL_ERROR, pointer },
		{ TYPED("«1»"), "address-type", GCL_ERROR, pointer },
		{ TYPED("«{»'phone':1}"), "address-type", GCL_ERROR,
		  pointer },
		{ ONE("«{»'address':" TEL ",'state':'initial',"
		  "'mediaTypes':['call']}"), "address-type", GCL_ERROR,
		  PARTY_0 },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
the_state_is_initial(void **state)
{
	static const char pointer[] = PARTY_0 "/state";
	static const struct row rows[] = {
		{ STATED("«'ringing'»"), "state-initial", GCL_WARNING,
		  pointer },
		{ STATED("«'connected'»"), "state-initial", GCL_WARNING,
		  pointer },
		{ STATED("«'Initial'»"), "state-initial", GCL_WARNING,
		  pointer },
		{ STATED("«''»"), "state-initial", GCL_WARNING, pointer },
		{ STATED("«null»"), "state-initial", GCL_ERROR, pointer },
		{ STATED("«0»"), "state-initial", GCL_ERROR, pointer },
		{ STATED("«[»'initial']"), "state-initial", GCL_ERROR,
		  pointer },
		{ ONE("«{»'address':" TEL ",'addressType':'phone',"
		  "'mediaTypes':['call']}"), "state-initial", GCL_ERROR,
		  PARTY_0 },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
the_media_types_are_strings_and_one_is_call(void **state)
{
	static const char pointer[] = PARTY_0 "/mediaTypes";
	static const struct row rows[] = {
		{ MEDIA("«[»]"), "media-types", GCL_ERROR, pointer },
		{ MEDIA("«[»'audio']"), "media-types", GCL_ERROR, pointer },
		{ MEDIA("«[»'Call','']"), "media-types", GCL_ERROR, pointer },
		{ MEDIA("«'call'»"), "media-types", GCL_ERROR, pointer },
		{ MEDIA("«{»'call':true}"), "media-types", GCL_ERROR,
		  pointer },
		{ MEDIA("«1»"), "media-types", GCL_ERROR, pointer },
		{ MEDIA("['call',«1»]"), "media-types", GCL_ERROR,
		  PARTY_0 "/mediaTypes/1" },
		{ MEDIA("[«1»]"), "media-types", GCL_ERROR,
		  PARTY_0 "/mediaTypes/0" },
		{ MEDIA("['call',«null»]"), "media-types", GCL_ERROR,
		  PARTY_0 "/mediaTypes/1" },
		{ MEDIA("[«[»'call']]"), "media-types", GCL_ERROR,
		  PARTY_0 "/mediaTypes/0" },
		{ MEDIA("[«{»'a':{'b':1}}]"), "media-types", GCL_ERROR,
		  PARTY_0 "/mediaTypes/0" },
		{ MEDIA("«null»"), "media-types", GCL_WARNING, pointer },
		{ ONE("«{»'address':" TEL ",'addressType':'phone',"
		  "'state':'initial'}"), "media-types", GCL_WARNING,
		  PARTY_0 },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
participants_are_one_or_two_and_differ(void **state)
{
	static const char other[] =
	    CALL("[" PARTY ",{'address':«'tel:+15551234567'»," REST "}]");
	static const struct row rows[] = {
		{ CALL("«[»" PARTY ",{'address':'tel:+15551234568'," REST "},"
		  "{'address':'tel:+15551234569'," REST "}]"),
		  "participant-count", GCL_WARNING, "/participants" },
		{ other, "participant-duplicate", GCL_WARNING,
		  "/participants/1/address" },
		{ CALL("[{" REST ",'address':'tel:\\u002b15551234567'},"
		  "{'address':«'tel:+1555123456\\u0037'»," REST "}]"),
		  "participant-duplicate", GCL_WARNING,
		  "/participants/1/address" },
	};
	const struct hit *h;

	assert_rows(*state, rows, ROWS(rows));
	h = assert_one_hit(*state, other, "participant-duplicate",
	    GCL_WARNING, "/participants/1/address");
	assert_non_null(h->related_say);
	assert_int_equal(h->related_off,
	    sizeof("{'type':'call','participants':[{'address':") - 1);
	assert_int_equal(h->related_len, sizeof(TEL) - 1);
}

static void
the_routing_data_is_an_object_with_ids(void **state)
{
	static const char pointer[] = PARTY_0 "/routingData";
	static const char queue[] = PARTY_0 "/routingData/queueId";
	static const struct row rows[] = {
		{ IN_PARTY("'routingData':«'sales'»"), "routing-data",
		  GCL_WARNING, pointer },
		{ IN_PARTY("'routingData':«[»{'queueId':7}]"), "routing-data",
		  GCL_WARNING, pointer },
		{ IN_PARTY("'routingData':«false»"), "routing-data",
		  GCL_WARNING, pointer },
		{ IN_PARTY("'routingData':{'queueId':«7»}"), "routing-data",
		  GCL_WARNING, queue },
		{ IN_PARTY("'routingData':{'queueId':«''»}"), "routing-data",
		  GCL_WARNING, queue },
		{ IN_PARTY("'routingData':{'queueId':«'sales'»}"),
		  "routing-data", GCL_WARNING, queue },
		{ IN_PARTY("'routingData':{'scriptId':«'3fa85f64'»}"),
		  "routing-data", GCL_WARNING,
		  PARTY_0 "/routingData/scriptId" },
		{ IN_PARTY("'routingData':{«'queue'»:'x'}"), "field-unknown",
		  GCL_WARNING, PARTY_0 "/routingData/queue" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
optional_members_have_a_type(void **state)
{
	static const struct row rows[] = {
		{ IN_PARTY("'id':«7»"), "field-type", GCL_ERROR,
		  PARTY_0 "/id" },
		{ IN_PARTY("'name':«{»'first':{'x':[1]}}"), "field-type",
		  GCL_ERROR, PARTY_0 "/name" },
		{ IN_PARTY("'wrapUpCode':«[»]"), "field-type", GCL_ERROR,
		  PARTY_0 "/wrapUpCode" },
		{ IN_PARTY("'stateModifiedEpochTimestamp':«'0'»"),
		  "field-type", GCL_ERROR,
		  PARTY_0 "/stateModifiedEpochTimestamp" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

/* ---- members that stand in the wrong place ---- */

static void
a_misplaced_member_is_a_warning_at_its_name(void **state)
{
	static const char *const top[] = {
		"to", "toAddress", "from", "fromAddress", "address",
		"addressType", "state", "mediaTypes", "mediaType",
		"routingData", "wrapUpCode", "customerData", "attributes",
		"phoneNumber", "callerId", "callerIdName", "callUserId",
		"callQueueId", "callFromQueueId", "queueId", "scriptId",
	};
	static const char *const party[] = {
		"to", "toAddress", "from", "fromAddress", "phoneNumber",
		"number", "phone", "type", "mediaType", "media", "callerId",
		"customerData", "attributes", "userId", "queueId", "scriptId",
		"participants",
	};
	static const char *const values[] = {
		"'+15551234567'", "{'address':'x','adress':1}",
		"[{'phoneNumber':'+15551234567'}]", "null", "7", "'audio'",
	};
	char text[512], pointer[64];
	size_t i, j;

	for (j = 0; j < ROWS(values); j++) {
		for (i = 0; i < ROWS(top); i++) {
			snprintf(text, sizeof(text), AT_TOP("«'%s'»:%s"),
			    top[i], values[j]);
			snprintf(pointer, sizeof(pointer), "/%s", top[i]);
			assert_one_hit(*state, text, "field-misplaced",
			    GCL_WARNING, pointer);
		}
		for (i = 0; i < ROWS(party); i++) {
			snprintf(text, sizeof(text), IN_PARTY("«'%s'»:%s"),
			    party[i], values[j]);
			snprintf(pointer, sizeof(pointer), PARTY_0 "/%s",
			    party[i]);
			assert_one_hit(*state, text, "field-misplaced",
			    GCL_WARNING, pointer);
		}
	}
}

static void
a_misplaced_member_covers_no_missing_one(void **state)
{
	static const struct {
		const char *text, *rules;
	} rows[] = {
		{ "{'type':'call','to':'+15551234567'}",
		  "participants-required field-misplaced" },
		{ "{'type':'call','to':{'address':'tel:+1'},"
		  "'from':{'address':'x'}}",
		  "participants-required field-misplaced field-misplaced" },
		{ ONE("{'phoneNumber':'+15551234567'," REST "}"),
		  "address-required field-misplaced" },
		{ ONE("{'toAddress':'+15551234567'," REST "}"),
		  "address-required field-misplaced" },
		/* But mediaType is what mediaTypes was meant to be. */
		{ ONE("{'address':" TEL ",'addressType':'phone',"
		  "'state':'initial','mediaType':'audio'}"),
		  "field-misplaced" },
	};
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_hits(*state, rows[i].text, rows[i].rules);
}

/* ---- misspelt and unknown members ---- */

static void
a_misspelt_member_stands_for_the_one_it_resembles(void **state)
{
	static const struct row rows[] = {
		{ ONE("{«'adress'»:" TEL "," REST "}"), "field-unknown",
		  GCL_ERROR, PARTY_0 "/adress" },
		{ ONE("{«'Address'»:'+1'," REST "}"), "field-unknown",
		  GCL_ERROR, PARTY_0 "/Address" },
		{ ONE("{«'\\u0061dress'»:1," REST "}"), "field-unknown",
		  GCL_ERROR, PARTY_0 "/adress" },
		{ "{'type':'call',«'Participants'»:[{'address':5}]}",
		  "field-unknown", GCL_ERROR, "/Participants" },
		{ "{'type':'call',«'particpants'»:[]}", "field-unknown",
		  GCL_ERROR, "/particpants" },
		{ "{'type':'call',«'participant'»:{}}", "field-unknown",
		  GCL_ERROR, "/participant" },
		{ ONE("{'address':" TEL ",«'addresstype'»:'phone',"
		  "'state':'initial','mediaTypes':['call']}"),
		  "field-unknown", GCL_ERROR, PARTY_0 "/addresstype" },
		{ ONE("{'address':" TEL ",'addressType':'phone',"
		  "«'State'»:'initial','mediaTypes':['call']}"),
		  "field-unknown", GCL_ERROR, PARTY_0 "/State" },
		{ ONE("{'address':" TEL ",'addressType':'phone',"
		  "'state':'initial',«'mediatypes'»:['call']}"),
		  "field-unknown", GCL_WARNING, PARTY_0 "/mediatypes" },
		{ "{«'Type'»:'call','participants':[" PARTY "]}",
		  "field-unknown", GCL_WARNING, "/Type" },
		/* One that need not be there, or that is there as well. */
		{ IN_PARTY("«'nmae'»:'x'"), "field-unknown", GCL_WARNING,
		  PARTY_0 "/nmae" },
		{ IN_PARTY("«'adress'»:'x'"), "field-unknown", GCL_WARNING,
		  PARTY_0 "/adress" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
an_unknown_member_is_told_whatever_its_value(void **state)
{
	static const char *const values[] = {
		"1", "'x'", "null", "true", "[]", "{}",
		"{'address':5,'x':{'y':[{}]}}", "'${x}'", "['+1']",
		"'\\u0000'",
	};
	static const struct {
		const char *key, *pointer;
	} names[] = {
		{ "colour", "colour" }, { "", "" }, { "a/b~c", "a~1b~0c" },
		{ "\\u0022", "\"" }, { "\xc3\xbc", "\xc3\xbc" },
		{ "0", "0" }, { "\\/", "~1" },
	};
	char text[512], pointer[64];
	size_t i, j;

	for (i = 0; i < ROWS(values); i++)
		for (j = 0; j < ROWS(names); j++) {
			snprintf(text, sizeof(text), IN_PARTY("«'%s'»:%s"),
			    names[j].key, values[i]);
			snprintf(pointer, sizeof(pointer), PARTY_0 "/%s",
			    names[j].pointer);
			assert_one_hit(*state, text, "field-unknown",
			    GCL_WARNING, pointer);
			snprintf(text, sizeof(text), AT_TOP("«'%s'»:%s"),
			    names[j].key, values[i]);
			snprintf(pointer, sizeof(pointer), "/%s",
			    names[j].pointer);
			assert_one_hit(*state, text, "field-unknown",
			    GCL_WARNING, pointer);
		}
}

/* ---- duplicates ---- */

static void
a_duplicate_is_told_at_the_later_one(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'call',«'type'»:'call','participants':[" PARTY
		  "]}", "json-duplicate-key", GCL_WARNING, "/type" },
		{ ONE("{'address':" TEL "," REST ",«'address'»:" TEL "}"),
		  "json-duplicate-key", GCL_WARNING, ADDRESS_0 },
		{ ONE("{'address':" TEL "," REST ",«'addr\\u0065ss'»:" TEL
		  "}"), "json-duplicate-key", GCL_WARNING, ADDRESS_0 },
		{ ONE("{'address':" TEL "," REST ",'id':null,«'id'»:null}"),
		  "json-duplicate-key", GCL_WARNING, PARTY_0 "/id" },
	};
	const struct hit *h;

	assert_rows(*state, rows, ROWS(rows));
	h = assert_one_hit(*state, rows[0].text, rows[0].rule, GCL_WARNING,
	    "/type");
	assert_non_null(h->related_say);
	assert_int_equal(h->related_off, 1);
	assert_int_equal(h->related_len, 6);
}

static void
duplicates_are_told_wherever_they_stand(void **state)
{
	static const struct {
		const char *text, *rules;
	} rows[] = {
		{ AT_TOP("'x':1,'x':1"), "field-unknown json-duplicate-key" },
		{ AT_TOP("'x':{'a':1,'b':2,'a':3}"),
		  "field-unknown json-duplicate-key" },
		{ AT_TOP("'to':1,'to':2"),
		  "field-misplaced json-duplicate-key" },
		{ IN_PARTY("'name':{'a':1,'\\u0061':2}"),
		  "field-type json-duplicate-key" },
		{ "[{'a':1,'a':2},{'a':1}]",
		  "payload-not-object json-duplicate-key" },
		{ AT_TOP("'x':1,'x':1,'x':1"),
		  "field-unknown json-duplicate-key json-duplicate-key" },
		/* Other objects have names of their own. */
		{ AT_TOP("'x':[{'a':1},{'a':{'a':1}}]"), "field-unknown" },
		/* Even of what is not what the pack is for. */
		{ "{'address':" TEL ",'address':" TEL "}",
		  "payload-not-object json-duplicate-key" },
	};
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_hits(*state, rows[i].text, rows[i].rules);
}

/* ---- placeholders ---- */

static void
a_placeholder_ends_the_check_of_its_value(void **state)
{
	static const struct row rows[] = {
		{ ADDRESS("'tel:«${TO}»'"), "placeholder", GCL_WARNING,
		  ADDRESS_0 },
		{ ADDRESS("'«{{to}}»'"), "placeholder", GCL_WARNING,
		  ADDRESS_0 },
		{ ADDRESS("'«$!{to}»'"), "placeholder", GCL_WARNING,
		  ADDRESS_0 },
		{ ADDRESS("'«<number>»'"), "placeholder", GCL_WARNING,
		  ADDRESS_0 },
		{ ADDRESS("'\\u0074el:«${TO}» ${FROM}'"), "placeholder",
		  GCL_WARNING, ADDRESS_0 },
		{ ONE("'«{{participant}}»'"), "placeholder", GCL_WARNING,
		  PARTY_0 },
		{ CALL("'«${PARTICIPANTS}»'"), "placeholder", GCL_WARNING,
		  "/participants" },
		{ "{'type':'«${T}»','participants':[" PARTY "]}",
		  "placeholder", GCL_WARNING, "/type" },
		{ "'«{{everything}}»'", "placeholder", GCL_WARNING, "" },
		{ MEDIA("['«${M}»']"), "placeholder", GCL_WARNING,
		  PARTY_0 "/mediaTypes/0" },
		{ IN_PARTY("'routingData':'«{{r}}»'"), "placeholder",
		  GCL_WARNING, PARTY_0 "/routingData" },
		{ IN_PARTY("'«{{key}}»':1"), "placeholder", GCL_WARNING,
		  PARTY_0 "/{{key}}" },
		{ AT_TOP("'x«${key}»':[1]"), "placeholder", GCL_WARNING,
		  "/x${key}" },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
braces_alone_are_no_placeholder(void **state)
{
	static const char *const texts[] = {
		IN_PARTY("'name':'a {b} <c'"), IN_PARTY("'name':'$ {x}'"),
		IN_PARTY("'name':'1 < 2 > 1'"), IN_PARTY("'name':'}{'"),
	};
	size_t i;

	for (i = 0; i < ROWS(texts); i++)
		assert_no_hit(*state, texts[i]);
}

/* ---- levels ---- */

static signed char *
level(struct linted *l, const char *rule)
{
	const struct rule *r = gcl_ruleset_rule(l->rules, gcl_span_str(rule));

	assert_non_null(r);
	return &l->levels[r->index];
}

static void
a_level_set_from_outside_wins(void **state)
{
	struct linted *l = *state;

	*level(l, "address-scheme") = GCL_NOTE;
	assert_one_hit(l, ADDRESS("«'+15551234567'»"), "address-scheme",
	    GCL_NOTE, ADDRESS_0);
	*level(l, "state-initial") = GCL_ERROR;
	assert_one_hit(l, STATED("«'ringing'»"), "state-initial", GCL_ERROR,
	    PARTY_0 "/state");
	*level(l, "field-unknown") = GCL_NOTE;
	assert_one_hit(l, ONE("{«'colour'»:1," "'address':" TEL "," REST "}"),
	    "field-unknown", GCL_NOTE, PARTY_0 "/colour");
}

static void
a_rule_that_is_off_says_nothing(void **state)
{
	struct linted *l = *state;

	*level(l, "address-scheme") = GCL_OFF;
	assert_no_hit(l, ADDRESS("'+15551234567'"));
	*level(l, "json-duplicate-key") = GCL_OFF;
	assert_no_hit(l, AT_TOP("'type':'call'"));
	*level(l, "field-misplaced") = GCL_OFF;
	assert_no_hit(l, AT_TOP("'to':1"));
	*level(l, "placeholder") = GCL_OFF;
	assert_no_hit(l, ADDRESS("'${TO}'"));
	/* With unknown members off, a misspelt one is just not there. */
	*level(l, "field-unknown") = GCL_OFF;
	assert_hits(l, ONE("{'adress':" TEL "," REST "}"),
	    "address-required");
	*level(l, "payload-not-object") = GCL_OFF;
	assert_no_hit(l, "[]");
	assert_no_hit(l, "{'address':" TEL "}");
}

/* ---- size ---- */

static void
repeat(struct buf *b, const char *s, size_t n)
{
	while (n-- > 0)
		gcl_buf_adds(b, s);
}

static void
depth_and_width_are_no_matter(void **state)
{
	struct linted *l = *state;
	const struct hits *hits;
	struct buf b;

	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	/* As deep as the walk lets pass, behind a member nobody knows. */
	gcl_buf_adds(&b, "{\"type\":\"call\",\"x\":");
	repeat(&b, "{\"a\":[", LIMIT_DEPTH_DEFAULT / 2 - 1);
	repeat(&b, "]}", LIMIT_DEPTH_DEFAULT / 2 - 1);
	gcl_buf_adds(&b, ",\"participants\":[");
	repeat(&b, "null,", 9999);
	gcl_buf_adds(&b, "null]}");
	assert_int_equal(gcl_buf_status(&b), GCL_OK);
	hits = linted_bytes(l, gcl_buf_span(&b));
	/* Each of them, their number, and the unknown one. */
	assert_int_equal(hits->n, 10000 + 1 + 1);
	assert_true(gcl_span_is(hits->list[hits->n - 1].pointer,
	    "/participants/9999"));
	gcl_buf_release(&b);
}

/* n times the same member, in an object of a long name in one of a short. */
static void
make_long_name(struct buf *b, size_t len, size_t n)
{
	gcl_buf_reset(b);
	gcl_buf_adds(b, "{\"type\":\"call\",\"participants\":[],\"x\":{\"");
	repeat(b, "n", len);
	gcl_buf_adds(b, "\":{\"a\":1");
	repeat(b, ",\"a\":1", n);
	gcl_buf_adds(b, "}}}");
	assert_int_equal(gcl_buf_status(b), GCL_OK);
}

/* Pointers do not grow with names, or few names would fill any memory. */
static void
a_pointer_that_is_too_long_ends_at_the_value_around(void **state)
{
	static const struct {
		size_t len, pointer;	/* of the name; of the pointer */
	} rows[] = {
		{ 1, 6 }, { LIMIT_MESSAGE_BYTES - 5, LIMIT_MESSAGE_BYTES },
		{ LIMIT_MESSAGE_BYTES - 4, LIMIT_MESSAGE_BYTES - 1 },
		{ LIMIT_MESSAGE_BYTES - 3, LIMIT_MESSAGE_BYTES },
		{ LIMIT_MESSAGE_BYTES - 2, 2 }, { 100000, 2 },
	};
	struct linted *l = *state;
	const struct hits *hits;
	struct buf b;
	size_t i;

	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	for (i = 0; i < ROWS(rows); i++) {
		make_long_name(&b, rows[i].len, 1000);
		hits = linted_bytes(l, gcl_buf_span(&b));
		assert_int_equal(hits->n, 1002);
		assert_int_equal(hits->list[1001].pointer.len,
		    rows[i].pointer);
		assert_true(l->report.arena->total < 1000 *
		    (LIMIT_MESSAGE_BYTES + 512));
	}
	gcl_buf_release(&b);
}

static void
what_json_says_comes_with_what_can_be_read(void **state)
{
	static const struct {
		const char *text, *rules;
	} rows[] = {
		{ "{'type':'call',/* x */'participants':[" PARTY ",]}",
		  "json-comment json-trailing-comma" },
		{ "{'type':'call','participants':[{'address':'+1'," REST
		  ",}]}", "address-scheme json-trailing-comma" },
		{ "{'type':'phone','participants':[}", "json-syntax" },
		{ "// a bare participant\n{'address':" TEL "}",
		  "json-comment payload-not-object" },
	};
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_hits(*state, rows[i].text, rows[i].rules);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_right_call_has_no_finding),
		TEST(what_is_no_conversation_is_one_fault),
		TEST(the_type_is_call),
		TEST(participants_are_a_list_with_something_in_it),
		TEST(a_participant_is_an_object),
		TEST(an_address_is_a_string_that_is_there),
		TEST(an_address_has_a_scheme),
		TEST(a_number_is_e164),
		TEST(the_place_inside_an_escaped_string_is_true),
		TEST(a_country_code_is_assigned_and_the_length_fits),
		TEST(a_sip_address_is_a_sip_uri),
		TEST(the_address_type_is_phone),
		TEST(the_state_is_initial),
		TEST(the_media_types_are_strings_and_one_is_call),
		TEST(participants_are_one_or_two_and_differ),
		TEST(the_routing_data_is_an_object_with_ids),
		TEST(optional_members_have_a_type),
		TEST(a_misplaced_member_is_a_warning_at_its_name),
		TEST(a_misplaced_member_covers_no_missing_one),
		TEST(a_misspelt_member_stands_for_the_one_it_resembles),
		TEST(an_unknown_member_is_told_whatever_its_value),
		TEST(a_duplicate_is_told_at_the_later_one),
		TEST(duplicates_are_told_wherever_they_stand),
		TEST(a_placeholder_ends_the_check_of_its_value),
		TEST(braces_alone_are_no_placeholder),
		TEST(a_level_set_from_outside_wins),
		TEST(a_rule_that_is_off_says_nothing),
		TEST(depth_and_width_are_no_matter),
		TEST(a_pointer_that_is_too_long_ends_at_the_value_around),
		TEST(what_json_says_comes_with_what_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
