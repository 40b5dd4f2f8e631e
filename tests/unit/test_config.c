/*
 * Configurations: what they can say, and what is said of a faulty one.
 *
 * They are written with ' for ", and where a fault is told between « and ».
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "config/configuration.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

#define OVERRIDE(parts) "{'overrides':[{'files':'a'," parts "}]}"
#define FILES(files) "{'overrides':[\n{'files':" files "}]}"
#define SUPPRESS(parts) "{'suppress':[\n{'reason':'why'," parts "}]}"
#define EXPIRES(day) SUPPRESS("'rule':'r','expires':'" day "'")
#define DAY_FORM "; year, month and day, as in \"2027-01-31\""

struct row {
	const char *text, *say;
};

struct place {
	size_t off;
	bool marked;
};

/* Each test has a folder of its own as the current one. */
static int
set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char *folder = malloc(PATH_MAX);

	*state = folder;
	if (!folder)
		return -1;
	snprintf(folder, PATH_MAX, "%s/gclint-config.XXXXXX",
	    tmp && *tmp ? tmp : "/tmp");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int
tear_down(void **state)
{
	unlink(CONFIG_NAME);
	if (chdir("/") != 0 || rmdir(*state) != 0)
		return -1;
	free(*state);
	return 0;
}

static void
put_bytes(const char *bytes, size_t len)
{
	FILE *f = fopen(CONFIG_NAME, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* Without its marks; « is where the place is. */
static void
put(const char *text, struct buf *b, struct place *at)
{
	*at = (struct place){ .off = 0 };
	gcl_buf_init(b, LIMIT_TEXT_BYTES);
	for (; *text; text++) {
		if (!memcmp(text, "\xc2\xab", 2)) {
			*at = (struct place){ b->len, true };
			text++;
		} else if (!memcmp(text, "\xc2\xbb", 2)) {
			text++;
		} else {
			gcl_buf_addc(b, *text == '\'' ? '"' : *text);
		}
	}
	put_bytes(b->ptr ? b->ptr : "", b->len);
}

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

static void
assert_fault(const struct row *row)
{
	struct gcl_error err = { GCL_OK, "" };
	unsigned line, column;
	struct config *c;
	struct place at;
	char want[512];
	struct buf b;

	put(row->text, &b, &at);
	assert_int_equal(gcl_config_load(CONFIG_NAME, "/w", &c, &err),
	    GCL_EUSAGE);
	assert_null(c);
	assert_int_equal(err.status, GCL_EUSAGE);
	assert_true(at.marked);
	count_to(&b, at.off, &line, &column);
	snprintf(want, sizeof(want), CONFIG_NAME ":%u:%u: %s", line, column,
	    row->say);
	if (strcmp(err.text, want))
		fail_msg("%s\nwanted %s\ngot    %s", row->text, want,
		    err.text);
	gcl_buf_release(&b);
}

static void
assert_faults(const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		assert_fault(&rows[i]);
}

static struct config *
load(const char *text)
{
	struct gcl_error err = { GCL_OK, "" };
	struct config *c;
	struct place at;
	struct buf b;

	put(text, &b, &at);
	if (gcl_config_load(CONFIG_NAME, "/w", &c, &err) != GCL_OK)
		fail_msg("%s\n%s", text, err.text);
	gcl_buf_release(&b);
	return c;
}

/* ---- faults ---- */

static void
text_that_is_not_json_is_told_as_such(void **state)
{
	static const struct row rows[] = {
		{ "«»", "there is no JSON text: the input is empty" },
		{ "{'pack':'my'«,»}", "a trailing comma" },
		{ "{\n  «//» mine\n}", "JSON has no comments" },
		{ "{'pack' «'»my'}",
		  "'\"my\"' where ':' must follow the key" },
		{ "{'pack':«None»}", "'None' is not JSON" },
		{ "{'pack':'my'} «x»", "'x' behind the end of the JSON text" },
		{ "{'pack':'a«\\x»'}", "'\\x' is no escape of JSON" },
		{ "{'pack':'«\xff»'}",
		  "not UTF-8: 0xFF never stands in it" },
		{ "{'pack':'\xc3\xbc\xe2\x82\xac«\t»'}",
		  "a raw tab in a string" },
		{ "{'pack':'my'«»", "the text ends before the object is "
		  "closed" },
		{ "«\xef\xbb\xbf»{}",
		  "the text begins with a byte order mark" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

static void
an_unknown_key_is_told_with_the_nearest_name(void **state)
{
	static const struct row rows[] = {
		{ "{\n\t«'rulse'»:{}}",
		  "unknown member \"rulse\": did you mean \"rules\"?" },
		{ "{«'fail-level'»:'note'}", "unknown member \"fail-level\": "
		  "did you mean \"failLevel\"?" },
		{ "{'pack':'a',«'colour'»:1}", "unknown member \"colour\"" },
		{ "{'overrides':[{«'file'»:'a'}]}",
		  "unknown member \"file\": did you mean \"files\"?" },
		{ OVERRIDE("«'packs'»:'a'"),
		  "unknown member \"packs\": did you mean \"pack\"?" },
		{ SUPPRESS("«'rul'»:'a'"),
		  "unknown member \"rul\": did you mean \"rule\"?" },
		{ SUPPRESS("«'files'»:'a'"),
		  "unknown member \"files\": did you mean \"file\"?" },
		{ "{'suppress':[{'rule':'a',«'reson'»:'b'}]}",
		  "unknown member \"reson\": did you mean \"reason\"?" },
		{ SUPPRESS("'rule':'a',«'expire'»:'2027-01-31'"),
		  "unknown member \"expire\": did you mean \"expires\"?" },
		{ "{«'pack\\u001b[2J'»:1}",
		  "unknown member \"pack\\x1B[2J\"" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

static void
a_key_in_the_wrong_place_is_told_where_it_belongs(void **state)
{
	static const struct row rows[] = {
		{ "{«'files'»:'a'}", "\"files\" does not belong here: it is a "
		  "member of the entries of \"overrides\"" },
		{ "{«'ignore'»:['a']}", "\"ignore\" does not belong here: "
		  "patterns of what to leave out stand in \"exclude\"" },
		{ "{«'severity'»:{}}", "\"severity\" does not belong here: "
		  "severities stand in \"rules\", by the names of rules" },
		{ "{«'baseline'»:'b'}", "\"baseline\" does not belong here: "
		  "it is for the command line: --baseline=FILE" },
		{ "{«'maxWarnings'»:3}", "\"maxWarnings\" does not belong "
		  "here: it is for the command line: --max-warnings=N" },
		{ "{«'format'»:'json'}", "\"format\" does not belong here: "
		  "it is for the command line: --format=NAME" },
		{ OVERRIDE("«'severity'»:{}"), "\"severity\" does not belong "
		  "here: severities stand in \"rules\", by the names of "
		  "rules" },
		{ OVERRIDE("«'country'»:'44'"), "\"country\" does not belong "
		  "here: it holds for all files and stands at the top" },
		{ OVERRIDE("«'failLevel'»:'note'"), "\"failLevel\" does not "
		  "belong here: it holds for all files and stands at the "
		  "top" },
		{ OVERRIDE("«'exclude'»:[]"),
		  "\"exclude\" does not belong here: it stands at the top" },
		{ OVERRIDE("«'suppress'»:[]"), "\"suppress\" does not belong "
		  "here: it stands at the top, and each entry has its "
		  "\"file\"" },
		{ SUPPRESS("'file':'a',«'line'»:7"), "\"line\" does not belong "
		  "here: a line moves when the file is edited: use "
		  "\"pointer\"" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

static void
a_value_of_the_wrong_type_is_told(void **state)
{
	static const struct row rows[] = {
		{ "«[»]", "a configuration is an object, not an array" },
		{ "«null»", "a configuration is an object, not null" },
		{ "{'$schema':«1»}", "$schema is a number, "
		  "not a string; write \"1\"" },
		{ "{'pack':«7»}", "pack is a number, not a string; "
		  "write \"7\"" },
		{ "{'rules':«[»'a']}", "rules is an array, not an object" },
		{ "{'rules':{'a':«2»}}", "a is a number, not a string" },
		{ "{'rules':{'a':«null»}}",
		  "a is null, not a severity; write \"off\"" },
		{ "{'failLevel':«false»}",
		  "failLevel is a boolean, not a string" },
		{ "{'country':«44»}",
		  "country is a number, not a string; write \"44\"" },
		{ "{'exclude':«'a'»}", "exclude is a string, not an "
		  "array; write [\"a\"]" },
		{ "{'exclude':['a',«null»]}",
		  "exclude[1] is null, not a string" },
		{ "{'overrides':«{»}}", "overrides is an object, not an "
		  "array" },
		{ "{'overrides':[«'a'»]}",
		  "overrides[0] is a string, not an object" },
		{ FILES("«7»"), "files is a number, not a string or an "
		  "array; write \"7\"" },
		{ FILES("['a',«7»]"), "files[1] is a number, not a "
		  "string; write \"7\"" },
		{ OVERRIDE("'pack':«{»}"), "pack is an object, not a "
		  "string" },
		{ "{'suppress':«'a'»}", "suppress is a string, not an "
		  "array" },
		{ "{'suppress':[«null»]}",
		  "suppress[0] is null, not an object" },
		{ SUPPRESS("'rule':«[»'a']"), "rule is an array, not a "
		  "string" },
		{ SUPPRESS("'rule':'r','expires':«20270131»"), "expires is a "
		  "number, not a string; the last day, as in "
		  "\"2027-01-31\"" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

static void
a_severity_that_there_is_not_is_told(void **state)
{
	static const struct row rows[] = {
		{ "{'rules':{'a':'off','type-call':«'eror'»}}",
		  "type-call is \"eror\": did you mean \"error\"?" },
		{ "{'rules':{'a':«'Off'»}}",
		  "a is \"Off\": did you mean \"off\"?" },
		{ "{'rules':{'a':'«warn»'}}",
		  "a is \"warn\": did you mean \"warning\"?" },
		{ "{'rules':{'a':'«INFO»'}}",
		  "a is \"INFO\": did you mean \"note\"?" },
		{ "{'rules':{'a':«'none'»}}",
		  "a is \"none\": did you mean \"note\"?" },
		{ "{'rules':{'a':«'fatal'»}}", "a is \"fatal\", not "
		  "\"error\", \"warning\", \"note\" or \"off\"" },
		{ OVERRIDE("'rules':{'x':«''»}"), "x is \"\", not \"error\", "
		  "\"warning\", \"note\" or \"off\"" },
		{ "{'failLevel':«'off'»}", "failLevel is \"off\", not "
		  "\"error\", \"warning\", \"note\" or \"none\"; \"none\" "
		  "lets nothing fail" },
		{ "{'failLevel':«'nothing'»}", "failLevel is \"nothing\", not "
		  "\"error\", \"warning\", \"note\" or \"none\"" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

static void
a_country_is_the_digits_of_its_code(void **state)
{
	static const struct row rows[] = {
		{ "{'country':«'+44'»}", "country is \"+44\", not a country "
		  "calling code; write \"44\"" },
		{ "{'country':«'001'»}", "country is \"001\", not a country "
		  "calling code; write \"1\"" },
		{ "{'country':«'GB'»}", "country is \"GB\", not a country "
		  "calling code; the digits alone, as in \"44\"" },
		{ "{'country':«''»}", "country is \"\", not a country calling "
		  "code; the digits alone, as in \"44\"" },
		{ "{'country':«'4420'»}", "country is \"4420\", not a country "
		  "calling code; the digits alone, as in \"44\"" },
		{ "{'country':«'999'»}",
		  "no country has the calling code 999" },
		{ "{'country':«'4'»}", "no country has the calling code 4" },
		{ "{'country':«'441'»}",
		  "no country has the calling code 441" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

static void
a_pattern_that_matches_nothing_is_told(void **state)
{
	static const struct row rows[] = {
		{ "{'exclude':['a',«''»]}", "exclude[1] is \"\", which names "
		  "no file; a pattern as in .gitignore: \"captures/*.har\"" },
		{ "{'exclude':[«'!//'»]}", "exclude[0] is \"!//\", which "
		  "names no file; a pattern as in .gitignore: "
		  "\"captures/*.har\"" },
		{ "{'exclude':['a«\\u0000»b']}",
		  "exclude[0] has a NUL in it" },
		{ "{'exclude':['«.»/a.json']}", "exclude[0] is \"./a.json\", "
		  "and no path begins with .; write \"/a.json\"" },
		{ "{'exclude':['!«.»/././a']}", "exclude[0] is \"!./././a\", "
		  "and no path begins with .; write \"!/a\"" },
		{ "{'exclude':['/«..»/a']}", "exclude[0] is \"/../a\", and no "
		  "path begins with ..; paths are relative to the folder of "
		  "the configuration" },
		{ "{'exclude':['«.»']}", "exclude[0] is \".\", and no path "
		  "begins with .; paths are relative to the folder of the "
		  "configuration" },
		{ FILES("«''»"), "files is empty" },
		{ FILES("«[»]"), "files is empty" },
		{ FILES("['a','«.»/b']"), "files[1] is \"./b\", and no path "
		  "begins with .; write \"/b\"" },
		{ FILES("'«!»a'"), "files is \"!a\": there is nothing that ! "
		  "could take back" },
		{ SUPPRESS("'file':'«!»a'"), "file is \"!a\": there is "
		  "nothing that ! could take back" },
		{ SUPPRESS("'file':«'/'»"), "file is \"/\", which names no "
		  "file; a pattern as in .gitignore: \"captures/*.har\"" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

static void
an_override_says_for_which_files_it_is(void **state)
{
	static const struct row rows[] = {
		{ "{'overrides':[«{»}]}",
		  "files is missing; add \"files\": \"GLOB\"" },
		{ "{'overrides':[{'files':'a'},\n«{»'pack':'a'}]}",
		  "files is missing; add \"files\": \"GLOB\"" },
		{ OVERRIDE("'pack':«''»"), "pack is empty" },
		{ OVERRIDE("'pack':'a«\\u0000»b'"), "pack has a NUL in it" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

static void
a_suppression_says_what_and_why(void **state)
{
	static const struct row rows[] = {
		{ "{'suppress':[«{»'rule':'a'}]}", "reason is missing; add "
		  "\"reason\": \"why this is fine\"" },
		{ "{'suppress':[{'rule':'a','reason':«null»}]}",
		  "reason is null; write \"why this is fine\"" },
		{ "{'suppress':[{'rule':'a','reason':«''»}]}", "reason is "
		  "empty; tell the next reader why this is fine" },
		/* No-break space, zero width space. */
		{ "{'suppress':[{'rule':'a',"
		  "'reason':«' \\t\\u00a0\\u200b'»}]}",
		  "reason is empty; tell the next reader why this is fine" },
		{ "{'suppress':[{'rule':'a','reason':'b«\\u0000»'}]}",
		  "reason has a NUL in it" },
		{ "{'suppress':[{'rule':'a','reason':'b'},\n "
		  "«{»'reason':'b','expires':'2027-01-31'}]}",
		  "without file, pointer and rule it would hide every "
		  "finding; add at least one of them" },
		{ "{'suppress':[«{»'reason':'b','file':null}]}",
		  "without file, pointer and rule it would hide every "
		  "finding; add at least one of them" },
		{ SUPPRESS("'rule':«''»"), "rule is empty" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

static void
a_pointer_is_one_of_rfc_6901(void **state)
{
	static const struct row rows[] = {
		{ SUPPRESS("'pointer':«'participants[0].address'»"),
		  "pointer is \"participants[0].address\", which does not "
		  "begin with /; a JSON Pointer, as in "
		  "\"/participants/*/address\"" },
		{ SUPPRESS("'pointer':«'#/participants/0'»"),
		  "pointer is \"#/participants/0\", which does not begin "
		  "with /; write \"/participants/0\"" },
		{ SUPPRESS("'pointer':'/a«~»'"), "pointer is \"/a~\", where "
		  "~ stands alone; ~ is written ~0, and / in a name ~1" },
		{ SUPPRESS("'pointer':'/a~0«~»2'"), "pointer is \"/a~0~2\", "
		  "where ~ stands alone; ~ is written ~0, and / in a name "
		  "~1" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

static void
a_day_is_one_of_the_calendar(void **state)
{
	static const struct row rows[] = {
		{ SUPPRESS("'rule':'r','expires':«'31.1.2027'»"),
		  "expires is \"31.1.2027\", not a day; the last day, as in "
		  "\"2027-01-31\"" },
		{ SUPPRESS("'rule':'r','expires':«'2027-01-31T00:00:00Z'»"),
		  "expires is \"2027-01-31T00:00:00Z\", not a day; the last "
		  "day, as in \"2027-01-31\"" },
		{ SUPPRESS("'rule':'r','expires':«'2027-1-31'»"),
		  "expires is \"2027-1-31\", not a day; the last day, as in "
		  "\"2027-01-31\"" },
		{ SUPPRESS("'rule':'r','expires':«'2027-01-31\\n'»"),
		  "expires is \"2027-01-31\\x0A\", not a day; the last day, "
		  "as in \"2027-01-31\"" },
		{ EXPIRES("2027-«00»-10"),
		  "expires is \"2027-00-10\": there is no month 00"
		  DAY_FORM },
		{ EXPIRES("2027-«13»-10"),
		  "expires is \"2027-13-10\": there is no month 13"
		  DAY_FORM },
		{ EXPIRES("2027-«20»-10"),
		  "expires is \"2027-20-10\": there is no month 20"
		  DAY_FORM },
		{ EXPIRES("2027-01-«00»"),
		  "expires is \"2027-01-00\": that month has no day 00" },
		{ EXPIRES("2027-01-«32»"),
		  "expires is \"2027-01-32\": that month has no day 32" },
		{ EXPIRES("2027-12-«99»"),
		  "expires is \"2027-12-99\": that month has no day 99" },
		{ EXPIRES("2027-04-«31»"),
		  "expires is \"2027-04-31\": that month has no day 31" },
		{ EXPIRES("2027-06-«31»"),
		  "expires is \"2027-06-31\": that month has no day 31" },
		{ EXPIRES("2027-09-«31»"),
		  "expires is \"2027-09-31\": that month has no day 31" },
		{ EXPIRES("2027-11-«31»"),
		  "expires is \"2027-11-31\": that month has no day 31" },
		{ EXPIRES("2028-02-«30»"),
		  "expires is \"2028-02-30\": that month has no day 30" },
		{ EXPIRES("2027-02-«29»"),
		  "expires is \"2027-02-29\": that year has no such day" },
		{ EXPIRES("2100-02-«29»"),
		  "expires is \"2100-02-29\": that year has no such day" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

static void
a_key_that_is_there_twice_is_told(void **state)
{
	static const char say[] = "is here twice; keep one: servers differ in "
		"which one they take";
	static const struct row rows[] = {
		{ "{'pack':'a',«'pack'»:'b'}", "pack" },
		{ "{'pack':'a',«'p\\u0061ck'»:'a'}", "pack" },
		{ "{'rules':{'x':'off',\n«'x'»:'note'}}", "x" },
		{ SUPPRESS("'rule':'r',«'reason'»:'b'"), "reason" },
	};
	char want[128];
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		snprintf(want, sizeof(want), "the member \"%s\" %s",
		    rows[i].say, say);
		assert_fault(&(struct row){ rows[i].text, want });
	}
}

/* Of several faults the first in the file is told. */
static void
one_fault_is_told_at_a_time(void **state)
{
	static const struct row rows[] = {
		{ "{'country':«'x'»,'rules':{'a':'b'},'colour':1}",
		  "country is \"x\", not a country calling code; the digits "
		  "alone, as in \"44\"" },
		{ "{«'colour'»:1,'country':'999'}",
		  "unknown member \"colour\"" },
	};

	(void)state;
	assert_faults(rows, ROWS(rows));
}

/* ---- files ---- */

static void
assert_unreadable(const char *path, const char *say)
{
	struct gcl_error err = { GCL_OK, "" };
	struct config *c;

	assert_int_equal(gcl_config_load(path, "/w", &c, &err), GCL_EUSAGE);
	assert_null(c);
	assert_string_equal(err.text, say);
}

static void
what_cannot_be_read_is_told(void **state)
{
	(void)state;
	assert_unreadable("no/such.json", "cannot read the configuration "
		"'no/such.json': No such file or directory");
	assert_unreadable(".", "cannot read the configuration '.': Is a "
		"directory");
}

/* n blanks behind an empty configuration. */
static void
put_blanks(size_t n)
{
	char *text = malloc(n + 2);

	assert_non_null(text);
	memset(text, ' ', n + 2);
	memcpy(text, "{}", 2);
	put_bytes(text, n + 2);
	free(text);
}

static void
a_file_has_a_largest_size(void **state)
{
	struct gcl_error err = { GCL_OK, "" };
	struct config *c;

	(void)state;
	put_blanks(LIMIT_CONFIG_BYTES - 2);
	assert_int_equal(gcl_config_load(CONFIG_NAME, "/w", &c, &err),
	    GCL_OK);
	gcl_config_free(c);
	put_blanks(LIMIT_CONFIG_BYTES - 1);
	assert_unreadable(CONFIG_NAME, "cannot read the configuration "
		"'" CONFIG_NAME "': more than 1048576 bytes");
}

/* before, then n times again, then after. */
static enum gcl_status
load_repeated(const char *before, const char *again, size_t n,
	const char *after, struct gcl_error *err)
{
	struct config *c;
	enum gcl_status st;
	struct buf b;
	size_t i;

	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	gcl_buf_adds(&b, before);
	for (i = 0; i < n; i++)
		gcl_buf_adds(&b, again);
	gcl_buf_adds(&b, after);
	put_bytes(b.ptr, b.len);
	gcl_buf_release(&b);
	*err = (struct gcl_error){ GCL_OK, "" };
	st = gcl_config_load(CONFIG_NAME, "/w", &c, err);
	gcl_config_free(c);
	return st;
}

static void
hostile_values_are_told_or_taken(void **state)
{
	static const struct {
		const char *before, *again;
		size_t n;
		const char *after;
		enum gcl_status st;
		const char *say;
	} rows[] = {
		{ "", "[", 1000000, "", GCL_EUSAGE,
		  ":1:513: more than 512 objects and arrays" },
		{ "", "{\"overrides\":[", 60000, "", GCL_EUSAGE,
		  "more than 512 objects and arrays" },
		{ "{\"pack\":\"", "a", 1000000, "\"}", GCL_OK, "" },
		{ "{\"pack\":\"", " ", 1000000, "\"}", GCL_EUSAGE,
		  ":1:9: pack is empty" },
		{ "{\"country\":\"", "4", 1000000, "\"}", GCL_EUSAGE,
		  ":1:12: country is \"444" },
		{ "{\"exclude\":[\"", "./", 500000, "\"]}", GCL_EUSAGE,
		  ":1:14: exclude[0] is \"./" },
		{ "{\"exclude\":[\"", "/", 1000000, "\"]}", GCL_EUSAGE,
		  "which names no file" },
		{ "{\"exclude\":[\"a\"", ",\"*\"", 200000, "]}", GCL_OK, "" },
		{ "{\"suppress\":[{\"rule\":\"r\",\"reason\":\"",
		  "\\u00a0", 150000, "\"}]}", GCL_EUSAGE, "reason is empty" },
		{ "{\"suppress\":[{\"reason\":\"r\",\"pointer\":\"", "/~0",
		  300000, "\"}]}", GCL_OK, "" },
		{ "{\"suppress\":[{\"rule\":\"r\",\"reason\":\"r\","
		  "\"expires\":\"", "9", 1000000, "\"}]}", GCL_EUSAGE,
		  "not a day" },
		{ "{\"suppress\":[{}", ",{}", 300000, "]}", GCL_EUSAGE,
		  ":1:14: reason is missing" },
		{ "{\"", "k", 1000000, "\":1}", GCL_EUSAGE,
		  ":1:2: unknown member \"kkk" },
	};
	struct gcl_error err;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		if (load_repeated(rows[i].before, rows[i].again, rows[i].n,
		    rows[i].after, &err) != rows[i].st ||
		    !strstr(err.text, rows[i].say))
			fail_msg("%s%s…: %s", rows[i].before, rows[i].again,
			    err.text);
	}
}

/* ---- values ---- */

static void
an_empty_one_says_nothing(void **state)
{
	static const char *const texts[] = {
		"{}",
		" \n{'$schema':'x'}\n",
		"{'$schema':null,'pack':null,'rules':null,'failLevel':null,"
		"'country':null,'exclude':null,'overrides':null,"
		"'suppress':null}",
		"{'rules':{},'exclude':[],'overrides':[],'suppress':[]}",
	};
	struct config *c;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(texts); i++) {
		c = load(texts[i]);
		assert_string_equal(c->path, CONFIG_NAME);
		assert_string_equal(c->folder, "/w");
		assert_null(c->pack);
		assert_null(c->rules);
		assert_false(c->has_fail_level);
		assert_null(c->country);
		assert_int_equal(c->exclude.n, 0);
		assert_null(c->overrides);
		assert_null(c->suppressions);
		gcl_config_free(c);
	}
	gcl_config_free(NULL);
}

static void
assert_rule(const struct override *o, const char *rule,
	enum gcl_severity level, const char *where)
{
	assert_non_null(o);
	assert_true(gcl_span_is(o->rule, rule));
	assert_int_equal(o->level, level);
	assert_string_equal(o->where, where);
}

static void
values_come_with_their_places(void **state)
{
	struct config *c = load("{'rules': {'a': 'off', 'b\\u0062': 'note'},\n"
		"  'pack': './my.json', 'country': '39',\n"
		"'failLevel': 'warning'}");

	(void)state;
	assert_string_equal(c->pack, "./my.json");
	assert_string_equal(c->pack_where, ".gclint.json:2:11: ");
	assert_rule(c->rules, "a", GCL_OFF, ".gclint.json:1:12: ");
	assert_rule(c->rules->next, "bb", GCL_NOTE, ".gclint.json:1:24: ");
	assert_null(c->rules->next->next);
	assert_string_equal(c->country, "39");
	assert_true(c->has_fail_level);
	assert_int_equal(c->fail_level, GCL_WARNING);
	gcl_config_free(c);
}

static void
a_fail_level_may_be_none(void **state)
{
	struct config *c = load("{'failLevel':'none'}");

	(void)state;
	assert_true(c->has_fail_level);
	assert_int_equal(c->fail_level, GCL_OFF);
	gcl_config_free(c);
}

static bool
takes(const struct glob_list *l, const char *path)
{
	return gcl_glob_list_find_above(l, gcl_span_str(path), false) != NULL;
}

static void
exclusions_can_be_taken_back(void **state)
{
	struct config *c = load("{'exclude':['*.har','!b.har','old/']}");

	(void)state;
	assert_true(takes(&c->exclude, "x/a.har"));
	assert_false(takes(&c->exclude, "x/b.har"));
	assert_true(takes(&c->exclude, "old/x/c.json"));
	gcl_config_free(c);
}

static void
overrides_keep_their_order(void **state)
{
	struct config *c = load("{'overrides':[\n{'files':'/a/','pack':'x'},\n"
		"{'files':['*.json','!b.json'],'rules':{'r':'error'}}]}");
	const struct config_override *o = c->overrides;

	(void)state;
	assert_string_equal(o->pack, "x");
	assert_string_equal(o->pack_where, ".gclint.json:2:23: ");
	assert_null(o->rules);
	assert_true(takes(&o->files, "a/b/c.json"));
	assert_false(takes(&o->files, "b/a/c.json"));
	o = o->next;
	assert_null(o->pack);
	assert_null(o->pack_where);
	assert_rule(o->rules, "r", GCL_ERROR, ".gclint.json:3:40: ");
	assert_true(takes(&o->files, "a/c.json"));
	assert_false(takes(&o->files, "a/b.json"));
	assert_null(o->next);
	gcl_config_free(c);
}

static void
suppressions_are_where_they_stand(void **state)
{
	static const char first[] =
	    "{\"reason\":\"o\\u006b\",\"file\":\"/a.json\"}";
	struct config *c = load("{'suppress':[{'reason':'o\\u006b','file':"
		"'/a.json'},{'reason':'x','rule':'r','pointer':''}]}");
	const struct suppression *s = c->suppressions;

	(void)state;
	assert_string_equal(s->reason, "ok");
	assert_string_equal(s->file, "/a.json");
	assert_true(takes(&s->files, "a.json"));
	assert_false(takes(&s->files, "x/a.json"));
	assert_null(s->rule.ptr);
	assert_null(s->rule_where);
	assert_null(s->pointer.ptr);
	assert_true(s->expires == INT64_MAX);
	assert_int_equal(s->off, 13);
	assert_int_equal(s->len, strlen(first));
	assert_memory_equal(c->src.text.ptr + s->off, first, s->len);
	s = s->next;
	assert_null(s->file);
	assert_int_equal(s->files.n, 0);
	assert_true(gcl_span_is(s->rule, "r"));
	assert_string_equal(s->rule_where, ".gclint.json:1:73: ");
	assert_non_null(s->pointer.ptr);
	assert_int_equal(s->pointer.len, 0);
	assert_null(s->next);
	gcl_config_free(c);
}

static void
a_path_without_wildcards_is_exact(void **state)
{
	static const struct {
		const char *file;
		bool exact;
	} rows[] = {
		{ "a.json", true },
		{ "/a/b.json", true },
		{ "*.json", false },
		{ "a?.json", false },
		{ "[ab].json", false },
		{ "a\\\\*.json", false },
		{ "a/", false },
		{ "a/**", false },
	};
	struct config *c;
	char text[128];
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), SUPPRESS("'file':'%s'"),
		    rows[i].file);
		c = load(text);
		if (c->suppressions->exact != rows[i].exact)
			fail_msg("%s", rows[i].file);
		gcl_config_free(c);
	}
}

/* By date(1): date -u -d DAY +%s, divided by 86400. */
static void
days_are_counted_from_1970(void **state)
{
	static const struct {
		const char *day;
		int64_t days;
	} rows[] = {
		{ "1970-01-01", 0 },
		{ "1969-12-31", -1 },
		{ "1970-03-01", 59 },
		{ "1999-12-31", 10956 },
		{ "2000-02-29", 11016 },
		{ "2000-03-01", 11017 },
		{ "2024-02-29", 19782 },
		{ "2026-11-23", 20780 },
		{ "2027-01-31", 20849 },
		{ "2100-02-28", 47540 },
		{ "2100-03-01", 47541 },
		{ "9999-12-31", 2932896 },
	};
	struct config *c;
	char text[128];
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), EXPIRES("%s"), rows[i].day);
		c = load(text);
		if (c->suppressions->expires != rows[i].days)
			fail_msg("%s: %lld", rows[i].day,
			    (long long)c->suppressions->expires);
		gcl_config_free(c);
	}
}

static void
today_is_a_day_of_the_clock(void **state)
{
	int64_t before = (int64_t)time(NULL) / 86400;
	int64_t today = gcl_config_today();

	(void)state;
	assert_true(before <= today);
	assert_true(today <= (int64_t)time(NULL) / 86400);
}

/* ---- what is suppressed ---- */

static void
a_suppression_is_for_what_it_names(void **state)
{
	static const struct {
		const char *parts, *rule, *pointer;
		bool takes;
	} rows[] = {
		{ "'rule':'a'", "a", "/x", true },
		{ "'rule':'a'", "a", NULL, true },
		{ "'rule':'a'", "b", "/x", false },
		{ "'rule':'a'", "aa", "/x", false },
		{ "'file':'f'", "b", "/x", true },
		{ "'pointer':'/x'", "b", "/x", true },
		{ "'pointer':'/x'", "b", "/x/y", false },
		{ "'pointer':'/x/y'", "b", "/x", false },
		{ "'pointer':'/x'", "b", "", false },
		{ "'pointer':'/x'", "b", NULL, false },
		{ "'pointer':''", "b", "", true },
		{ "'pointer':''", "b", "/", false },
		{ "'pointer':''", "b", "/x", false },
		{ "'pointer':''", "b", NULL, false },
		{ "'pointer':'/'", "b", "/", true },
		{ "'pointer':'/'", "b", "/x", false },
		{ "'pointer':'/p/*/a'", "b", "/p/0/a", true },
		{ "'pointer':'/p/*/a'", "b", "/p/12/a", true },
		{ "'pointer':'/p/*/a'", "b", "/p//a", true },
		{ "'pointer':'/p/*/a'", "b", "/p/0/0/a", false },
		{ "'pointer':'/p/*/a'", "b", "/p/0/ab", false },
		{ "'pointer':'/p/*'", "b", "/p", false },
		{ "'pointer':'/p/*'", "b", "/p/0/a", false },
		{ "'pointer':'/*/*'", "b", "/p/0", true },
		{ "'pointer':'/p*'", "b", "/pq", false },
		{ "'pointer':'/a~1b'", "b", "/a~1b", true },
		{ "'pointer':'/a/b'", "b", "/a~1b", false },
		{ "'pointer':'/x','rule':'a'", "a", "/x", true },
		{ "'pointer':'/x','rule':'a'", "a", "/y", false },
		{ "'pointer':'/x','rule':'a'", "b", "/x", false },
	};
	struct config *c;
	char text[128];
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), SUPPRESS("%s"), rows[i].parts);
		c = load(text);
		if (gcl_suppression_takes(c->suppressions,
		    gcl_span_str(rows[i].rule), rows[i].pointer,
		    rows[i].pointer ? strlen(rows[i].pointer) : 0, 20780) !=
		    rows[i].takes)
			fail_msg("%s: %s at %s", rows[i].parts, rows[i].rule,
			    rows[i].pointer ? rows[i].pointer : "none");
		gcl_config_free(c);
	}
}

static void
a_pointer_may_have_nul_in_it(void **state)
{
	struct config *c = load(SUPPRESS("'pointer':'/a\\u0000b'"));
	const struct suppression *s = c->suppressions;

	(void)state;
	assert_true(gcl_suppression_takes(s, SPAN("r"), "/a\0b", 4, 0));
	assert_false(gcl_suppression_takes(s, SPAN("r"), "/a\0c", 4, 0));
	assert_false(gcl_suppression_takes(s, SPAN("r"), "/a", 2, 0));
	gcl_config_free(c);
}

static void
the_last_day_counts(void **state)
{
	struct config *c = load(EXPIRES("2027-01-31"));
	const struct suppression *s = c->suppressions;

	(void)state;
	assert_true(gcl_suppression_takes(s, SPAN("r"), NULL, 0, 20848));
	assert_true(gcl_suppression_takes(s, SPAN("r"), NULL, 0, 20849));
	assert_false(gcl_suppression_takes(s, SPAN("r"), NULL, 0, 20850));
	gcl_config_free(c);
}

static void
a_path_is_relative_to_the_folder(void **state)
{
	static const struct {
		const char *folder, *full, *rel;
	} rows[] = {
		{ "/w", "/w/a.json", "a.json" },
		{ "/w", "/w/a/b.json", "a/b.json" },
		{ "/w/x", "/w/x/a.json", "a.json" },
		{ "/w", "/w", "" },
		{ "/w", "/wx/a.json", "wx/a.json" },
		{ "/w/x", "/w/a.json", "w/a.json" },
		{ "/w/x/y/z", "/w/x/y", "w/x/y" },
		{ "/w", "/v/a.json", "v/a.json" },
		{ "/", "/a.json", "a.json" },
		{ "/", "/a/b.json", "a/b.json" },
		{ "/", "/", "" },
	};
	struct span rel;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		rel = gcl_config_relative(rows[i].folder, rows[i].full);
		if (!gcl_span_is(rel, rows[i].rel))
			fail_msg("%s below %s: %.*s", rows[i].full,
			    rows[i].folder, (int)rel.len, rel.ptr);
	}
}

static void
assigned_country_codes_are_known(void **state)
{
	static const struct {
		const char *code;
		bool is;
	} rows[] = {
		{ "1", true }, { "7", true }, { "44", true }, { "353", true },
		{ "999", false }, { "4", false }, { "444", false },
		{ "15", false }, { "0", false }, { "", false },
		{ "+44", false }, { "44 ", false }, { "GB", false },
	};
	size_t i;
	bool is;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		assert_int_equal(gcl_config_country(
		    gcl_span_str(rows[i].code), &is), GCL_OK);
		if (is != rows[i].is)
			fail_msg("%s", rows[i].code);
	}
}

/* ---- --print-config ---- */

static const struct config_line no_line;

static void
assert_printed(const struct config *c, const struct config_line *line,
	const char *rel, const char *want)
{
	struct buf b;

	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	gcl_config_print(&b, c, line, gcl_span_str(rel));
	assert_int_equal(gcl_buf_status(&b), GCL_OK);
	assert_string_equal(gcl_buf_str(&b), want);
	gcl_buf_release(&b);
}

static void
no_configuration_is_printed_as_the_defaults(void **state)
{
	static const char want[] = "{\n"
		"  \"pack\": null,\n"
		"  \"rules\": {},\n"
		"  \"failLevel\": \"error\",\n"
		"  \"country\": null,\n"
		"  \"exclude\": [],\n"
		"  \"overrides\": [],\n"
		"  \"suppress\": []\n"
		"}\n";

	(void)state;
	assert_printed(NULL, &no_line, NULL, want);
	assert_printed(NULL, &no_line, "a.json", want);
}

static const char whole[] = "{'suppress':["
	"{'file':'old/*','reason':'s\\u0061id \\'{so}\\'','rule':'r'},"
	"{'pointer':'/[{,:}]','expires':'2027-01-31','reason':'x'}],"
	"'overrides':[{'files':'old/','rules':{'b':'off','c':'note'}},"
	"{'files':['*.x','!a\\u202e.x'],'pack':'p','rules':{'b':'error'}}],"
	"'rules':{'c':'warning','b':'note','aa':'error','a':'off'},"
	"'country':'44','failLevel':'none','exclude':['x\\\\y'],"
	"'pack':'q','$schema':'s'}";

static void
all_of_it_is_printed_without_a_file(void **state)
{
	struct config *c = load(whole);

	(void)state;
	assert_printed(c, &no_line, NULL, "{\n"
		"  \"pack\": \"q\",\n"
		"  \"rules\": {\n"
		"    \"a\": \"off\",\n"
		"    \"aa\": \"error\",\n"
		"    \"b\": \"note\",\n"
		"    \"c\": \"warning\"\n"
		"  },\n"
		"  \"failLevel\": \"none\",\n"
		"  \"country\": \"44\",\n"
		"  \"exclude\": [\n"
		"    \"x\\\\y\"\n"
		"  ],\n"
		"  \"overrides\": [\n"
		"    {\n"
		"      \"files\": [\n"
		"        \"old/\"\n"
		"      ],\n"
		"      \"pack\": null,\n"
		"      \"rules\": {\n"
		"        \"b\": \"off\",\n"
		"        \"c\": \"note\"\n"
		"      }\n"
		"    },\n"
		"    {\n"
		"      \"files\": [\n"
		"        \"*.x\",\n"
		"        \"!a\\u202e.x\"\n"
		"      ],\n"
		"      \"pack\": \"p\",\n"
		"      \"rules\": {\n"
		"        \"b\": \"error\"\n"
		"      }\n"
		"    }\n"
		"  ],\n"
		"  \"suppress\": [\n"
		"    {\n"
		"      \"file\": \"old/*\",\n"
		"      \"pointer\": null,\n"
		"      \"rule\": \"r\",\n"
		"      \"reason\": \"said \\\"{so}\\\"\",\n"
		"      \"expires\": null\n"
		"    },\n"
		"    {\n"
		"      \"file\": null,\n"
		"      \"pointer\": \"/[{,:}]\",\n"
		"      \"rule\": null,\n"
		"      \"reason\": \"x\",\n"
		"      \"expires\": \"2027-01-31\"\n"
		"    }\n"
		"  ]\n"
		"}\n");
	gcl_config_free(c);
}

/* What holds for a file, later overrides over earlier ones. */
static void
what_holds_for_a_file_is_printed(void **state)
{
	static const struct {
		const char *rel, *pack, *b, *c;
		bool suppressed;
	} rows[] = {
		{ "a.json", "q", "note", "warning", false },
		{ "old/a.json", "q", "off", "note", true },
		{ "a.x", "p", "error", "warning", false },
		{ "old/a.x", "p", "error", "note", true },
	};
	struct config *c = load(whole);
	char want[1024];
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		snprintf(want, sizeof(want), "{\n"
			"  \"pack\": \"%s\",\n"
			"  \"rules\": {\n"
			"    \"a\": \"off\",\n"
			"    \"aa\": \"error\",\n"
			"    \"b\": \"%s\",\n"
			"    \"c\": \"%s\"\n"
			"  },\n"
			"  \"failLevel\": \"none\",\n"
			"  \"country\": \"44\",\n"
			"  \"exclude\": [\n"
			"    \"x\\\\y\"\n"
			"  ],\n"
			"  \"overrides\": [],\n"
			"  \"suppress\": [\n"
			"%s"
			"    {\n"
			"      \"file\": null,\n"
			"      \"pointer\": \"/[{,:}]\",\n"
			"      \"rule\": null,\n"
			"      \"reason\": \"x\",\n"
			"      \"expires\": \"2027-01-31\"\n"
			"    }\n"
			"  ]\n"
			"}\n", rows[i].pack, rows[i].b, rows[i].c,
		    rows[i].suppressed ?
			"    {\n"
			"      \"file\": \"old/*\",\n"
			"      \"pointer\": null,\n"
			"      \"rule\": \"r\",\n"
			"      \"reason\": \"said \\\"{so}\\\"\",\n"
			"      \"expires\": null\n"
			"    },\n" : "");
		assert_printed(c, &no_line, rows[i].rel, want);
	}
	gcl_config_free(c);
}

static const struct override line_rules[] = {
	{ &line_rules[1], SPAN("b"), GCL_WARNING, NULL },
	{ &line_rules[2], SPAN("d"), GCL_OFF, NULL },
	{ NULL, SPAN("b"), GCL_ERROR, NULL },
};

static const struct config_line line = {
	.pack = "own.json", .rules = line_rules, .has_fail_level = true,
	.fail_level = GCL_NOTE, .country = "1",
};

/* Read back, what is printed does not put overrides over it. */
static void
what_the_command_line_sets_is_printed_over_it_all(void **state)
{
	struct config *c = load("{'pack':'q','rules':{'b':'note','c':'note'},"
		"'country':'44','failLevel':'none','overrides':[{'files':'x',"
		"'pack':'p','rules':{'b':'off','c':'off','d':'note'}}]}");

	(void)state;
	assert_printed(c, &line, NULL, "{\n"
		"  \"pack\": \"own.json\",\n"
		"  \"rules\": {\n"
		"    \"b\": \"error\",\n"
		"    \"c\": \"note\",\n"
		"    \"d\": \"off\"\n"
		"  },\n"
		"  \"failLevel\": \"note\",\n"
		"  \"country\": \"1\",\n"
		"  \"exclude\": [],\n"
		"  \"overrides\": [\n"
		"    {\n"
		"      \"files\": [\n"
		"        \"x\"\n"
		"      ],\n"
		"      \"pack\": null,\n"
		"      \"rules\": {\n"
		"        \"c\": \"off\"\n"
		"      }\n"
		"    }\n"
		"  ],\n"
		"  \"suppress\": []\n"
		"}\n");
	assert_printed(c, &line, "x", "{\n"
		"  \"pack\": \"own.json\",\n"
		"  \"rules\": {\n"
		"    \"b\": \"error\",\n"
		"    \"c\": \"off\",\n"
		"    \"d\": \"off\"\n"
		"  },\n"
		"  \"failLevel\": \"note\",\n"
		"  \"country\": \"1\",\n"
		"  \"exclude\": [],\n"
		"  \"overrides\": [],\n"
		"  \"suppress\": []\n"
		"}\n");
	gcl_config_free(c);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(text_that_is_not_json_is_told_as_such),
		TEST(an_unknown_key_is_told_with_the_nearest_name),
		TEST(a_key_in_the_wrong_place_is_told_where_it_belongs),
		TEST(a_value_of_the_wrong_type_is_told),
		TEST(a_severity_that_there_is_not_is_told),
		TEST(a_country_is_the_digits_of_its_code),
		TEST(a_pattern_that_matches_nothing_is_told),
		TEST(an_override_says_for_which_files_it_is),
		TEST(a_suppression_says_what_and_why),
		TEST(a_pointer_is_one_of_rfc_6901),
		TEST(a_day_is_one_of_the_calendar),
		TEST(a_key_that_is_there_twice_is_told),
		TEST(one_fault_is_told_at_a_time),
		TEST(what_cannot_be_read_is_told),
		TEST(a_file_has_a_largest_size),
		TEST(hostile_values_are_told_or_taken),
		TEST(an_empty_one_says_nothing),
		TEST(values_come_with_their_places),
		TEST(a_fail_level_may_be_none),
		TEST(exclusions_can_be_taken_back),
		TEST(overrides_keep_their_order),
		TEST(suppressions_are_where_they_stand),
		TEST(a_path_without_wildcards_is_exact),
		TEST(days_are_counted_from_1970),
		TEST(today_is_a_day_of_the_clock),
		TEST(a_suppression_is_for_what_it_names),
		TEST(a_pointer_may_have_nul_in_it),
		TEST(the_last_day_counts),
		TEST(a_path_is_relative_to_the_folder),
		TEST(assigned_country_codes_are_known),
		TEST(no_configuration_is_printed_as_the_defaults),
		TEST(all_of_it_is_printed_without_a_file),
		TEST(what_holds_for_a_file_is_printed),
		TEST(what_the_command_line_sets_is_printed_over_it_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
