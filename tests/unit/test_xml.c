/*
 * Text in XML and HTML: it stands for itself, whatever it is.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "emit/xml.h"

static void
assert_written(void (*add)(struct buf *b, struct span s), struct span in,
	const char *want)
{
	struct buf b;

	gcl_buf_init(&b, 1000);
	add(&b, in);
	assert_string_equal(gcl_buf_str(&b), want);
	gcl_buf_release(&b);
}

static void
what_has_a_meaning_becomes_a_reference(void **state)
{
	(void)state;
	assert_written(gcl_xml_add, SPAN("<a b='c' d=\"e\">&amp;]]>"),
		"&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;amp;]]&gt;");
}

static void
what_xml_does_not_allow_is_shown(void **state)
{
	(void)state;
	assert_written(gcl_xml_add, SPAN("a\0b\x1b\t\r\n\x7f"),
		"a\\x00b\\x1B\\x09\\x0D\\x0A\\x7F");
	assert_written(gcl_xml_add, SPAN("\xff\xc0\x80\xed\xa0\x80"),
		"\\xFF\\xC0\\x80\\xED\\xA0\\x80");
	assert_written(gcl_xml_add, SPAN("\xef\xbf\xbe\xef\xbf\xbf"),
		"\\u{FFFE}\\u{FFFF}");
	assert_written(gcl_xml_add, SPAN("\xe2\x80\xae<"),
		"\\u{202E}&lt;");
}

static void
other_text_stays(void **state)
{
	const char text[] = "d\xc3\xa9j\xc3\xa0 \xef\xbf\xbd "
		"\xf0\x9f\x98\x80 %0A \\";

	(void)state;
	assert_written(gcl_xml_add, gcl_span_str(text), text);
	assert_written(gcl_xml_add, SPAN(""), "");
}

static void
lines_and_tabs_stay_where_they_may(void **state)
{
	(void)state;
	assert_written(gcl_xml_lines, SPAN("a\t<\n\n\x1b\r\nb"),
		"a\t&lt;\n\n\\x1B\\x0D\nb");
}

static void
a_message_is_one_line(void **state)
{
	struct buf b;

	(void)state;
	gcl_buf_init(&b, 1000);
	gcl_xml_str(&b, "a\r\n<b>\n");
	gcl_xml_attr(&b, "name", SPAN("\"\n"));
	gcl_xml_attr_uint(&b, "n", 7);
	assert_string_equal(gcl_buf_str(&b),
		"a &lt;b&gt;  name=\"&quot;\\x0A\" n=\"7\"");
	gcl_buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_has_a_meaning_becomes_a_reference),
		cmocka_unit_test(what_xml_does_not_allow_is_shown),
		cmocka_unit_test(other_text_stays),
		cmocka_unit_test(lines_and_tabs_stay_where_they_may),
		cmocka_unit_test(a_message_is_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
