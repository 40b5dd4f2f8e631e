#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/utf8.h"
#include "emit/redact.h"
#include "report.h"

struct masked {
	const char *text;
	const char *shown;	/* with a star for each byte of a range */
};

static char *
show(struct redact *r, const char *text)
{
	const struct source_range *list;
	char *shown = strdup(text);
	size_t i, n;

	assert_non_null(shown);
	assert_int_equal(gcl_redact_find(r, gcl_span_str(text), &list, &n),
		GCL_OK);
	for (i = 0; i < n; i++) {
		assert_true(list[i].off < list[i].end);
		assert_true(list[i].end <= strlen(text));
		assert_true(i == 0 || list[i - 1].end < list[i].off);
		memset(shown + list[i].off, '*', list[i].end - list[i].off);
	}
	return shown;
}

static void
check(const struct masked *list, size_t n)
{
	struct redact *r;
	char *shown;

	assert_int_equal(gcl_redact_new(&r), GCL_OK);
	for (; n > 0; n--, list++) {
		shown = show(r, list->text);
		assert_string_equal(shown, list->shown);
		free(shown);
	}
	gcl_redact_free(r);
}

static void
numbers_are_masked_whatever_separates_them(void **state)
{
	static const struct masked list[] = {
		{ "+15551234567", "+***********" },
		{ "15551234567", "***********" },
		{ "(555) 123-4567", "(***) ***-****" },
		{ "+1 (555) 123.4567, ok", "+* (***) ***.****, ok" },
		{ "555/123/4567", "***/***/****" },
		{ "12345", "*****" },
		{ "+ 1 555 123", "+ * *** ***" },
		{ "x15551234567y", "x***********y" },
		{ "1555\xc2\xa0" "1234", "****\xc2\xa0****" },
		{ "155\xe2\x80\x91" "1234", "***\xe2\x80\x91****" },
		{ "\xef\xbc\x8b\xd9\xa1\xd9\xa5\xd9\xa5\xd9\xa5\xd9\xa1",
		  "\xef\xbc\x8b**********" },
		{ "555123.45.67", "******.**.**" },
		{ "12345.67", "*****.**" },
	};

	(void)state;
	check(list, N_ELEMS(list));
}

static void
letters_of_a_number_are_masked(void **state)
{
	static const struct masked list[] = {
		{ "+1-800-FLOWERS", "+*-***-*******" },
		{ "+1 800 FLOWERS", "+* *** *******" },
		{ "+1800FLOWERS", "+***********" },
		{ "1-800-FLOWERS", "*-***-*******" },
		{ "+1555123 is no number", "+******* is no number" },
		{ "\"tel:call now\"", "\"tel:**** ***\"" },
		{ "\"TEL:555-CALL, x\", y", "\"TEL:***-****, *\", y" },
		{ "{\\\"a\\\":\\\"tel:1a\\\",1}",
		  "{\\\"a\\\":\\\"tel:**\\\",1}" },
		{ "'tel:O'Hara' is", "'tel:*'****' is" },
		{ "callto:abc def", "callto:*** def" },
		{ "hotel:abc", "hotel:abc" },
		{ "+1 (North America) has 10", "+1 (North America) has 10" },
		{ "\"tel:1a;x=1;ext=1;phone-context=ab\"",
		  "\"tel:**;*=*;ext=*;phone-context=**\"" },
		{ "a tel: or sip: URI", "a tel: or sip: URI" },
	};

	(void)state;
	check(list, N_ELEMS(list));
}

static void
users_are_masked_and_hosts_are_not(void **state)
{
	static const struct masked list[] = {
		{ "\"sip:alice@example.com\"", "\"sip:*****@example.com\"" },
		{ "\"sips:alice:pw@example.com;x=y\"",
		  "\"sips:********@example.com;x=y\"" },
		{ "\"sip:a b@example.com\"", "\"sip:***@example.com\"" },
		{ "\"sip:example.com\"", "\"sip:example.com\"" },
		{ "\"sip:alice\"", "\"sip:*****\"" },
		{ "\"sip:a.long.na\xe2\x80\xa6\"",
		  "\"sip:*.****.**\xe2\x80\xa6\"" },
		{ "alice.b+c@example.com", "*********@example.com" },
		{ "to: <alice@[::1]>", "to: <*****@[::1]>" },
		{ "https://bob:pw@example.com/x",
		  "https://******@example.com/x" },
		{ "curl -d @file.json", "curl -d @file.json" },
		{ "sip%3Aalice%40example.com", "sip%3A*****%40example.com" },
		{ ";ext=12 ;EXT=ab;ext%3D12", ";ext=** ;EXT=**;ext%3D**" },
	};

	(void)state;
	check(list, N_ELEMS(list));
}

static void
escapes_are_looked_through(void **state)
{
	static const struct masked list[] = {
		{ "\\u002b1555\\u0031234567", "\\u002b****************" },
		{ "\\\\u002b\\\\u0031555123", "\\\\u002b*************" },
		{ "1555\\/123", "****\\/***" },
		{ "tel%3A%2B1%205551234", "tel%3A%2B*%20*******" },
		{ "tel%253A%252B15", "tel%253A%252B**" },
		{ "%35%35%35%31%32", "***************" },
		{ "\\ud835\\udfcf5551234", "*******************" },
		{ "\\x31\\06155512", "*************" },
		{ "%D9%A1%D9%A25551", "****************" },
		{ "line\\n15551234567", "line\\n***********" },
		{ "\\u0074el:ab", "\\u0074el:**" },
	};

	(void)state;
	check(list, N_ELEMS(list));
}

static void
base64_is_masked_where_it_is_a_text(void **state)
{
	static const struct masked list[] = {
		/* "+15551234567"; "{"to":"tel:+15551234567"}" */
		{ "x=KzE1NTUxMjM0NTY3&y", "x=****************&y" },
		{ "\"eyJ0byI6InRlbDorMTU1NTEyMzQ1NjcifQ==\"",
		  "\"************************************\"" },
		{ "/a/KzE1NTUxMjM0NTY3/b", "/a/****************/b" },
		{ "NTU1MTIzNDU2Nw%3D%3D", "********************" },
		{ "KzE1NTUxMjM0NTY3==", "******************" },
		{ "/participants/0/mediaTypes", "/participants/0/mediaTypes" },
		{ "createCallbackOnConversation",
		  "createCallbackOnConversation" },
	};

	(void)state;
	check(list, N_ELEMS(list));
}

static void
secrets_are_masked(void **state)
{
	static const struct masked list[] = {
		{ "\"access_token\" : \"a-b_c d\"",
		  "\"access_token\" : \"*******\"" },
		{ "\"clientSecret\":\"x\\\"y\"", "\"clientSecret\":\"****\"" },
		{ "\\\"password\\\": \\\"pw\\\", 1",
		  "\\\"password\\\": \\\"**\\\", 1" },
		{ "Authorization: Basic xyz\r\nHost: a",
		  "Authorization: *********\r\nHost: a" },
		{ "a=b&token=x.y&c=d", "a=b&token=***&c=d" },
		{ "{\"key\":\"x-secret\",\"value\":\"v\"}",
		  "{\"key\":\"x-secret\",\"value\":\"*\"}" },
		{ "\"token\": null", "\"token\": null" },
		{ "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
		  "************************************" },
		{ "AbCdEfGhIjKlMnOpQrStUvWx01", "**************************" },
	};

	(void)state;
	check(list, N_ELEMS(list));
}

static void
other_numbers_stay(void **state)
{
	static const struct masked list[] = {
		{ "3fa85f64-5717-4562-b3fc-2c963f66afa6",
		  "3fa85f64-5717-4562-b3fc-2c963f66afa6" },
		{ "12345678-1234-1234-1234-123456789012",
		  "12345678-1234-1234-1234-123456789012" },
		{ "\"2026-03-01T09:30:00.123Z\"",
		  "\"2026-03-01T09:30:00.123Z\"" },
		{ "2026-03-01", "2026-03-01" },
		{ "2026-03-01 10:20:30,123 sent",
		  "2026-03-01 10:20:30,123 sent" },
		{ "1299.99", "1299.99" },
		{ "[1,2,3,4,5]", "[1,2,3,4,5]" },
		{ "HTTP/1.1 400 Bad Request", "HTTP/1.1 400 Bad Request" },
		{ "2026-13-01", "****-**-**" },
		{ "12026-03-01", "*****-**-**" },
		{ "2026-03-01-5551", "****-**-**-****" },
	};

	(void)state;
	check(list, N_ELEMS(list));
}

/* Looking ahead again and again would take minutes. */
static void
a_long_text_takes_linear_time(void **state)
{
	static const char *const pieces[] = { "tel:", "sip:", "1 ", "token ",
		"\"token\":\"", "a@", "\\\\", "%25", "AbC1/", "+1a-", "eyJ.",
		"'sip:", "2026-03-01-" };
	const struct source_range *list;
	struct redact *r;
	struct buf b;
	size_t i, n;

	(void)state;
	assert_int_equal(gcl_redact_new(&r), GCL_OK);
	gcl_buf_init(&b, 1u << 21);
	for (i = 0; i < N_ELEMS(pieces); i++) {
		gcl_buf_reset(&b);
		while (b.len < 1u << 20)
			gcl_buf_adds(&b, pieces[i]);
		assert_int_equal(gcl_redact_find(r, gcl_buf_span(&b), &list,
			&n), GCL_OK);
	}
	gcl_buf_release(&b);
	gcl_redact_free(r);
}

/* ---- findings ---- */

struct fixture {
	struct report r;
	struct redact *redact;
	struct gcl_finding f, out;
};

static void
setup(struct fixture *x, const char *marked)
{
	report_init(&x->r, "gcc");
	assert_int_equal(gcl_redact_new(&x->redact), GCL_OK);
	x->f = report_take(&x->r, marked);
}

static void
teardown(struct fixture *x)
{
	gcl_redact_free(x->redact);
	report_release(&x->r);
}

static void
redact(struct fixture *x)
{
	assert_int_equal(gcl_redact_finding(x->redact, &x->f, &x->r.src,
		&x->out), GCL_OK);
}

static void
a_finding_keeps_all_but_its_texts(void **state)
{
	const struct gcl_related related = { .at = { .line = 12345 },
		.message = "as \"tel:+15551234567\"" };
	struct fixture x;

	(void)state;
	setup(&x, "{\"address\": @\"+15551234567\"@}");
	x.f.message = "address \"+15551234567\" has no scheme";
	x.f.help = "\"tel:+15551234567\"";
	x.f.pointer = "/+1555123456~17/a/123";
	x.f.pointer_len = strlen(x.f.pointer);
	x.f.related = &related;
	x.f.n_related = 1;
	redact(&x);
	assert_string_equal(x.out.message,
		"address \"+***********\" has no scheme");
	assert_string_equal(x.out.help, "\"tel:+***********\"");
	assert_string_equal(x.out.pointer, "/+**********~1*/a/123");
	assert_int_equal(x.out.pointer_len, x.f.pointer_len);
	assert_string_equal(x.out.related->message, "as \"tel:+***********\"");
	assert_int_equal(x.out.related->at.line, 12345);
	assert_memory_equal(&x.out.at, &x.f.at, sizeof(x.f.at));
	assert_ptr_equal(x.out.file, x.f.file);
	assert_ptr_equal(x.out.rule, x.f.rule);
	assert_ptr_equal(x.out.fingerprint, x.f.fingerprint);
	teardown(&x);
}

/* Letters tell nothing by themselves; behind tel: they are a number. */
static void
a_part_that_a_message_quotes_is_masked(void **state)
{
	struct fixture x;

	(void)state;
	setup(&x, "\"tel:+1-800-@\\u0046LOW@ERS\"");
	x.f.message = "\"FLOW\" is not part of a number, it's letters";
	x.f.help = "write 'tel:' and digits";
	redact(&x);
	assert_string_equal(x.out.message,
		"\"****\" is not part of a number, it's letters");
	assert_string_equal(x.out.help, "write 'tel:' and digits");
	teardown(&x);
}

/* Our own words may be part of a name that stands near. */
static void
what_stands_near_is_masked_as_a_whole(void **state)
{
	static const struct masked list[] = {
		{ "\"cal\": did you mean \"call\"?",
		  "\"cal\": did you mean \"call\"?" },
		{ "a \"center\" and its \"lce\"",
		  "a \"center\" and its \"lce\"" },
		{ "\"callcenter\" is taken", "\"**********\" is taken" },
		{ "no \"callcen\xe2\x80\xa6\"", "no \"*******\xe2\x80\xa6\"" },
		{ "\"sip:callcenter\" too", "\"sip:**********\" too" },
	};
	struct fixture x;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(list); i++) {
		setup(&x, "{\"a\":\"sip:callcenter\",\"b\":[@\"cal\"@]}");
		x.f.message = list[i].text;
		redact(&x);
		assert_string_equal(x.out.message, list[i].shown);
		teardown(&x);
	}
}

static void
numbers_of_our_own_stay(void **state)
{
	struct fixture x;

	(void)state;
	setup(&x, "\"@x@\"");
	x.f.at.column = 1234567;
	x.f.message = "the space at column 1234567, not at column 7654321";
	x.f.help = "a port from 1 to 65535, user@host, sip:user@host";
	redact(&x);
	assert_string_equal(x.out.message,
		"the space at column 1234567, not at column *******");
	assert_string_equal(x.out.help, x.f.help);
	teardown(&x);
}

/* Each mask has the bytes and the columns of what it stands for. */
static void
masks_have_the_same_size(void **state)
{
	static const char *const numbers[] = { "tel:12",
		"tel:\xd9\xa1\xd9\xa2", "tel:\xe0\xa5\xa7\xe0\xa5\xa8",
		"tel:\xef\xbc\x91\xef\xbc\x92",
		"tel:\xf0\x9d\x9f\x8f\xf0\x9f\x84\x82",
		("tel:\xf0\xa0\x80\x80" "e\xcc\x81") };
	struct width w;
	struct fixture x;
	size_t i;

	(void)state;
	gcl_width_init(&w);
	setup(&x, "\"@x@\"");
	for (i = 0; i < N_ELEMS(numbers); i++) {
		x.f.message = numbers[i];
		redact(&x);
		assert_string_not_equal(x.out.message, numbers[i]);
		assert_int_equal(strlen(x.out.message), strlen(numbers[i]));
		assert_int_equal(gcl_utf8_check(gcl_span_str(x.out.message)),
			strlen(numbers[i]));
		assert_int_equal(gcl_width_span(&w,
			gcl_span_str(x.out.message)), gcl_width_span(&w,
			gcl_span_str(numbers[i])));
	}
	teardown(&x);
	gcl_width_release(&w);
}

/* One edit a digit would tell the number as well. */
static void
texts_of_a_fix_are_masked(void **state)
{
	const struct gcl_edit edits[] = {
		{ .offset = 1, .length = 0, .text = "tel:", .text_len = 4 },
		{ .offset = 2, .length = 0, .text = "1", .text_len = 1 },
		{ .offset = 3, .length = 2, .text = "1a", .text_len = 2 },
		{ .offset = 13, .length = 0, .text = ", \"a\": 1",
		  .text_len = 8 },
		{ .offset = 20, .length = 0, .text = "+15551234567",
		  .text_len = 12 },
	};
	const struct gcl_fix fix = { .safe = 1, .edits = edits,
		.n_edits = N_ELEMS(edits) };
	struct fixture x;

	(void)state;
	setup(&x, "@\"+15551234567\"@             ");
	x.f.fix = &fix;
	redact(&x);
	assert_int_equal(x.out.fix->n_edits, N_ELEMS(edits));
	assert_true(x.out.fix->safe);
	assert_string_equal(x.out.fix->edits[0].text, "tel:");
	assert_string_equal(x.out.fix->edits[1].text, "*");
	assert_int_equal(x.out.fix->edits[1].offset, 2);
	assert_string_equal(x.out.fix->edits[2].text, "**");
	assert_string_equal(x.out.fix->edits[3].text, ", \"a\": *");
	assert_string_equal(x.out.fix->edits[4].text, "+***********");
	assert_int_equal(x.out.fix->edits[4].text_len, 12);
	teardown(&x);
}

/* ---- sources ---- */

static void
a_source_hides_its_own_ranges_too(void **state)
{
	const struct source_range given[] = { { 0, 1 }, { 3, 5 } };
	struct source src;
	struct redact *r;
	const struct source_range *list;

	(void)state;
	gcl_source_init(&src);
	assert_int_equal(gcl_redact_new(&r), GCL_OK);
	assert_int_equal(gcl_redact_input(r, "a"), GCL_OK);
	gcl_source_set(&src, "a", SPAN("ab12345678 z"), 0, 0);
	gcl_source_hide(&src, given, 2);
	assert_int_equal(gcl_redact_source(r, &src), GCL_OK);
	assert_int_equal(src.n_hidden, 2);
	assert_true(gcl_source_hidden(&src, 0, 1));
	assert_false(gcl_source_hidden(&src, 1, 1));
	assert_true(gcl_source_hidden(&src, 9, 1));
	list = src.hidden;
	assert_int_equal(gcl_redact_source(r, &src), GCL_OK);
	assert_ptr_equal(src.hidden, list);
	gcl_source_hide(&src, given, 1);
	assert_int_equal(gcl_redact_source(r, &src), GCL_OK);
	assert_true(gcl_source_hidden(&src, 2, 1));
	gcl_redact_free(r);
	gcl_source_release(&src);
}

/* The next input may stand where this one stood. */
static void
another_input_in_the_same_place_is_read_anew(void **state)
{
	char text[] = "15551234567 abcdefghijk";
	struct source src;
	struct redact *r;

	(void)state;
	gcl_source_init(&src);
	assert_int_equal(gcl_redact_new(&r), GCL_OK);
	assert_int_equal(gcl_redact_input(r, "a"), GCL_OK);
	gcl_source_set(&src, "a", gcl_span_str(text), 0, 0);
	assert_int_equal(gcl_redact_source(r, &src), GCL_OK);
	assert_true(gcl_source_hidden(&src, 0, 11));
	memcpy(text, "abcdefghijk 15551234567", 23);
	assert_int_equal(gcl_redact_input(r, "b"), GCL_OK);
	gcl_source_set(&src, "b", gcl_span_str(text), 0, 0);
	assert_int_equal(gcl_redact_source(r, &src), GCL_OK);
	assert_false(gcl_source_hidden(&src, 0, 11));
	assert_true(gcl_source_hidden(&src, 12, 11));
	gcl_redact_free(r);
	gcl_source_release(&src);
}

static void
a_text_of_ours_keeps_the_input_and_its_place(void **state)
{
	const char *out;
	struct redact *r;

	(void)state;
	assert_int_equal(gcl_redact_new(&r), GCL_OK);
	assert_int_equal(gcl_redact_input(r, "d/15551234567.json"), GCL_OK);
	assert_int_equal(gcl_redact_text(r, "d/15551234567.json:123456:78901: "
		"near '+15551230000'", &out), GCL_OK);
	assert_string_equal(out, "d/15551234567.json:123456:78901: "
		"near '+***********'");
	gcl_redact_free(r);
}

static void
every_format_gets_what_is_masked(void **state)
{
	const struct gcl_related related = { .at = { .line = 1 },
		.message = "as +15551234567" };
	const struct gcl_edit edit = { .offset = 13, .length = 12,
		.text = "tel:+15551234567", .text_len = 16 };
	const struct gcl_fix fix = { .edits = &edit, .n_edits = 1 };
	struct gcl_finding f;
	struct redact *redact;
	struct report r;
	size_t i;

	(void)state;
	assert_int_equal(gcl_redact_new(&redact), GCL_OK);
	for (i = 0; gcl_emitters[i]; i++) {
		report_init(&r, gcl_emitters[i]->name);
		r.e.redact = redact;
		gcl_emit_begin(&r.e);
		gcl_emit_input(&r.e, "call.json");
		f = report_take(&r, "{\"address\": @\"+15551234567\"@}");
		f.message = "no scheme: +15551234567";
		f.help = "tel:+15551234567";
		f.pointer = "/+15551234567";
		f.pointer_len = strlen(f.pointer);
		f.related = &related;
		f.n_related = 1;
		f.fix = &fix;
		gcl_emit_finding(&r.e, &f, &r.src);
		gcl_emit_failure(&r.e, "cannot read +15551234567");
		gcl_emit_document(&r.e);
		assert_null(strstr(report_end(&r), "55512"));
		report_release(&r);
	}
	gcl_redact_free(redact);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_masked_whatever_separates_them),
		cmocka_unit_test(letters_of_a_number_are_masked),
		cmocka_unit_test(users_are_masked_and_hosts_are_not),
		cmocka_unit_test(escapes_are_looked_through),
		cmocka_unit_test(base64_is_masked_where_it_is_a_text),
		cmocka_unit_test(secrets_are_masked),
		cmocka_unit_test(other_numbers_stay),
		cmocka_unit_test(a_long_text_takes_linear_time),
		cmocka_unit_test(a_finding_keeps_all_but_its_texts),
		cmocka_unit_test(a_part_that_a_message_quotes_is_masked),
		cmocka_unit_test(what_stands_near_is_masked_as_a_whole),
		cmocka_unit_test(numbers_of_our_own_stay),
		cmocka_unit_test(masks_have_the_same_size),
		cmocka_unit_test(texts_of_a_fix_are_masked),
		cmocka_unit_test(a_source_hides_its_own_ranges_too),
		cmocka_unit_test(another_input_in_the_same_place_is_read_anew),
		cmocka_unit_test(a_text_of_ours_keeps_the_input_and_its_place),
		cmocka_unit_test(every_format_gets_what_is_masked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
