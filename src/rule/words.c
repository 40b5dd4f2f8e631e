/*
 * Fill in the templates of packs.
 */
#include "config.h"

#include "rule/words.h"

#include <inttypes.h>

#include "base/display.h"
#include "base/limits.h"
#include "base/utf8.h"

const char *
gcl_words_type(enum json_type type)
{
	static const struct {
		enum json_type type;
		const char *text;
	} names[] = {
		{ JSON_NULL, "null" }, { JSON_BOOLEAN, "a boolean" },
		{ JSON_NUMBER, "a number" }, { JSON_STRING, "a string" },
		{ JSON_ARRAY, "an array" }, { JSON_OBJECT, "an object" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].type == type)
			return names[i].text;
	return "a value";
}

/* Characters that look like a digit or a plus but are not ASCII. */
static bool
looks_like_digit(uint32_t cp)
{
	return (cp >= 0xff10 && cp <= 0xff19) || cp == 0xff0b ||
	    (cp >= 0x0660 && cp <= 0x0669) || (cp >= 0x06f0 && cp <= 0x06f9) ||
	    (cp >= 0x0966 && cp <= 0x096f) ||
	    (cp >= 0x1d7ce && cp <= 0x1d7ff);
}

static bool
is_letter(uint32_t cp)
{
	return (cp | 32) >= 'a' && (cp | 32) <= 'z';
}

/* The name of a character that is hard to see, or NULL. */
static const char *
character_name(uint32_t cp)
{
	static const struct {
		uint32_t cp;
		const char *name;
	} names[] = {
		{ ' ', "space" }, { '\t', "tab" }, { '\n', "line break" },
		{ '\r', "carriage return" }, { 0xa0, "no-break space" },
		{ 0x200b, "zero-width space" }, { 0x202f, "narrow space" },
		{ 0x2009, "thin space" }, { 0x3000, "wide space" },
		{ 0xfeff, "byte order mark" },
		{ 0x200e, "left-to-right mark" },
		{ 0x200f, "right-to-left mark" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].cp == cp)
			return names[i].name;
	return NULL;
}

static void
describe_one(uint32_t cp, struct span mark, struct buf *out)
{
	const char *name = character_name(cp);

	if (name) {
		gcl_buf_addf(out, "the %s", name);
	} else {
		if (looks_like_digit(cp))
			gcl_buf_adds(out, "the look-alike ");
		else if (is_letter(cp))
			gcl_buf_adds(out, "the letter ");
		gcl_buf_addc(out, '"');
		gcl_display_add(out, mark);
		gcl_buf_addc(out, '"');
	}
	if (cp >= 0x80)
		gcl_buf_addf(out, " (U+%04X)", (unsigned)cp);
}

void
gcl_mark_describe(struct span mark, struct buf *out)
{
	uint32_t cp;

	if (gcl_utf8_count(mark) == 1 &&
	    gcl_utf8_decode(mark.ptr, mark.len, &cp) > 0) {
		describe_one(cp, mark, out);
		return;
	}
	gcl_buf_addc(out, '"');
	gcl_display_add_short(out, mark, LIMIT_SHOWN_VALUE);
	gcl_buf_addc(out, '"');
}

static void
put_name(const struct words_env *env, struct buf *out)
{
	gcl_display_add_short(out, env->name, LIMIT_SHOWN_VALUE);
}

static void
put_value(const struct words_env *env, struct buf *out)
{
	const char *quote = env->type == JSON_STRING ? "\"" : "";

	if (env->type == JSON_ARRAY || env->type == JSON_OBJECT) {
		gcl_buf_adds(out, gcl_words_type(env->type));
		return;
	}
	gcl_buf_adds(out, quote);
	gcl_display_add_short(out, env->text, LIMIT_SHOWN_VALUE);
	gcl_buf_adds(out, quote);
}

static void
put_type(const struct words_env *env, struct buf *out)
{
	gcl_buf_adds(out, gcl_words_type(env->type));
}

static void
put_want(const struct words_env *env, struct buf *out)
{
	if (env->want_check && env->want_check->kind->want)
		env->want_check->kind->want(env->want_check, out);
	else if (env->want_type)
		gcl_buf_adds(out, env->want_type->text);
}

static void
put_mark(const struct words_env *env, struct buf *out)
{
	gcl_mark_describe(env->mark, out);
	gcl_buf_adds(out, " at column ");
	gcl_buf_addc(out, WORDS_COLUMN);
}

static void
put_suggest(const struct words_env *env, struct buf *out)
{
	gcl_display_add_short(out, env->suggest, LIMIT_SHOWN_VALUE);
}

static void
put_count(const struct words_env *env, struct buf *out)
{
	gcl_buf_addf(out, "%" PRIu64, env->count);
}

static const struct variable {
	const char *name;
	void (*put)(const struct words_env *env, struct buf *out);
} variables[] = {
	{ "count", put_count },
	{ "mark", put_mark },
	{ "name", put_name },
	{ "suggest", put_suggest },
	{ "type", put_type },
	{ "value", put_value },
	{ "want", put_want },
};

static const struct variable *
find_variable(struct span name)
{
	size_t i;

	for (i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		if (gcl_span_is(name, variables[i].name))
			return &variables[i];
	return NULL;
}

static struct span
group(const struct words_env *env, int n)
{
	const struct match *m = env->groups;

	if (!m || m->start[n] < 0)
		return gcl_span(NULL, 0);
	return gcl_span(env->text.ptr + m->start[n],
	    (size_t)(m->end[n] - m->start[n]));
}

static bool
is_group(struct span name)
{
	return name.len == 1 && name.ptr[0] >= '0' && name.ptr[0] <= '9';
}

/* What stands between the braces that open at p, or ptr NULL. */
static struct span
braced(const char *p, const char *end)
{
	const char *close = memchr(p, '}', (size_t)(end - p));

	if (!close)
		return gcl_span(NULL, 0);
	return gcl_span(p + 1, (size_t)(close - p - 1));
}

void
gcl_words_expand(const char *tpl, const struct words_env *env, struct buf *out)
{
	const char *p = tpl, *end = tpl + strlen(tpl);
	const struct variable *v;
	struct span name;

	for (; p < end; p++) {
		if (*p != '{' || p[1] == '{') {
			p += *p == '{';
			gcl_buf_addc(out, *p);
			continue;
		}
		name = braced(p, end);
		v = find_variable(name);
		if (v)
			v->put(env, out);
		else if (is_group(name))
			gcl_display_add_short(out,
			    group(env, name.ptr[0] - '0'), LIMIT_SHOWN_VALUE);
		p = name.ptr + name.len;
	}
}

long
gcl_words_check(struct span tpl)
{
	const char *p = tpl.ptr, *end = p + tpl.len;
	struct span name;

	for (; p < end; p++) {
		if (*p != '{')
			continue;
		if (p + 1 < end && p[1] == '{') {
			p++;
			continue;
		}
		name = braced(p, end);
		if (!name.ptr || (!find_variable(name) && !is_group(name)))
			return p - tpl.ptr;
		p = name.ptr + name.len;
	}
	return -1;
}

/* JSON alone, which is to be written as it stands; "a" or "b" is a sentence. */
static bool
is_value(const char *help)
{
	size_t i = 1;

	if (*help != '"')
		return *help == '{' || *help == '[' ||
		    !help[strspn(help, "0123456789")];
	while (help[i] && help[i] != '"')
		i += help[i] == '\\' && help[i + 1] ? 2 : 1;
	return help[i] == '"' && !help[i + 1];
}

const char *
gcl_words_joint(const char *say, const char *help)
{
	size_t len = strlen(say);

	if (!help || !*help || (len > 0 && say[len - 1] == '?'))
		return NULL;
	return is_value(help) ? "; write " : "; ";
}
