/*
 * Where the curl commands are in a text: in a script, in what was pasted from
 * a terminal, on a line alone.
 *
 * The text around them may be anything and is not read as a shell would: an
 * apostrophe in a sentence must not hide what follows.  A curl counts where a
 * command can begin, and where what follows can be its arguments.
 */
#include "config.h"

#include "carrier/curl_p.h"

#include <strings.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* Words that are followed by a command, or by so many others before it. */
static const struct runner {
	const char *name;
	size_t operands;
} runners[] = {
	{ "!", 0 }, { "builtin", 0 }, { "call", 0 }, { "command", 0 },
	{ "compose", 0 }, { "do", 0 }, { "doas", 0 }, { "docker", 0 },
	{ "docker-compose", 0 }, { "else", 0 }, { "elif", 0 }, { "env", 0 },
	{ "exec", 1 }, { "if", 0 }, { "ionice", 0 }, { "kubectl", 0 },
	{ "nice", 0 }, { "nohup", 0 }, { "podman", 0 }, { "setsid", 0 },
	{ "ssh", 1 }, { "start", 0 }, { "stdbuf", 0 }, { "sudo", 0 },
	{ "then", 0 }, { "time", 0 }, { "timeout", 1 }, { "until", 0 },
	{ "watch", 0 }, { "while", 0 }, { "xargs", 0 },
};

/* No runner has more words before its command that are no options. */
#define OPERANDS_MAX 6

/* Commands that may stand before the first curl of a script. */
static const char *const harmless[] = {
	".", "::", "@echo", "cd", "echo", "export", "local", "readonly",
	"rem", "set", "setlocal", "source", "trap",
};

static bool
is_word(struct span word, const char *name)
{
	return word.len == strlen(name) &&
	    !strncasecmp(word.ptr, name, word.len);
}

static bool
is_harmless(struct span word)
{
	size_t i;

	for (i = 0; i < N(harmless); i++)
		if (is_word(word, harmless[i]))
			return true;
	return false;
}

static const struct runner *
find_runner(struct span word)
{
	size_t i;

	for (i = 0; i < N(runners); i++)
		if (is_word(word, runners[i].name))
			return &runners[i];
	return NULL;
}

size_t
gcl_curl_newline(struct span text, size_t pos)
{
	if (pos >= text.len)
		return 0;
	if (text.ptr[pos] == '\r')
		return pos + 1 < text.len && text.ptr[pos + 1] == '\n' ? 2 : 1;
	return text.ptr[pos] == '\n';
}

size_t
gcl_curl_next_line(struct span text, size_t pos)
{
	const char *p = NULL;

	if (pos < text.len)
		p = memchr(text.ptr + pos, '\n', text.len - pos);
	return p ? (size_t)(p - text.ptr) + 1 : text.len;
}

static bool
one_of(char c, const char *set)
{
	return memchr(set, c, strlen(set)) != NULL;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t
skip_blanks(struct span text, size_t pos)
{
	while (pos < text.len && is_blank(text.ptr[pos]))
		pos++;
	return pos;
}

static struct span
word_at(struct span text, size_t pos)
{
	size_t end = gcl_curl_first(text, pos, text.len, " \t\r\n");

	return gcl_span(text.ptr + pos, end - pos);
}

/* An option, something in quotes, what may be a URL. */
bool
gcl_curl_argument(struct span text, size_t pos)
{
	struct span word = word_at(text, pos);

	return word.len > 0 && (one_of(word.ptr[0], "-'\"$\\^{<[") ||
	    gcl_curl_first(word, 0, word.len, ".:/") < word.len ||
	    gcl_span_is(word, "localhost"));
}

static bool
has_arguments(struct span text, size_t pos)
{
	size_t start = skip_blanks(text, pos);

	return start > pos && gcl_curl_argument(text, start);
}

/* Behind a curl at pos, or 0 when there is none. */
static size_t
behind_curl(struct span text, size_t pos)
{
	size_t end = pos + 4;

	if (text.len - pos < 4 || memcmp(text.ptr + pos, "curl", 4))
		return 0;
	if (text.len - end >= 4 && !strncasecmp(text.ptr + end, ".exe", 4))
		end += 4;
	return has_arguments(text, end) ? end : 0;
}

bool
gcl_curl_line(struct span text, size_t pos)
{
	struct span word = word_at(text, pos = skip_blanks(text, pos));
	const char *slash;

	if (word.len == 1 && one_of(word.ptr[0], "$%>")) {
		pos = skip_blanks(text, pos + 1);
		word = word_at(text, pos);
	}
	slash = word.len ? memrchr(word.ptr, '/', word.len) : NULL;
	if (slash)
		pos += (size_t)(slash - word.ptr) + 1;
	return behind_curl(text, pos) != 0;
}

/* NAME=value: a word, or the end of one in quotes. */
static bool
is_assignment(struct span s, size_t *start)
{
	const char *open = NULL;
	char q = s.ptr[s.len - 1];
	size_t i = s.len, name;

	if (s.len > 1 && (q == '"' || q == '\''))
		open = memrchr(s.ptr, q, s.len - 1);
	if (open)
		i = (size_t)(open - s.ptr);
	while (i > 0 && !is_blank(s.ptr[i - 1]))
		i--;
	for (name = i; name < s.len && (s.ptr[name] == '_' ||
	    (s.ptr[name] >= '0' && s.ptr[name] <= '9') ||
	    ((s.ptr[name] | 0x20) >= 'a' && (s.ptr[name] | 0x20) <= 'z'));)
		name++;
	*start = i;
	return name > i && name < s.len && s.ptr[name] == '=';
}

/* "C:\>" and "PS C:\>". */
static bool
is_windows_prompt(struct span s)
{
	return s.len > 2 && s.ptr[s.len - 1] == '>' &&
	    (s.ptr[1] == ':' || !strncmp(s.ptr, "PS ", 3));
}

/* What a prompt ends with, behind anything. */
static bool
is_prompt(struct span s)
{
	static const char *const ends[] = {
		"$", "%", "\xe2\x9d\xaf", "\xe2\x9e\x9c",
	};
	size_t i, len;

	if (gcl_span_is(s, ">") || gcl_span_is(s, "@") ||
	    is_windows_prompt(s))
		return true;
	for (i = 0; i < N(ends); i++) {
		len = strlen(ends[i]);
		if (s.len >= len && !memcmp(s.ptr + s.len - len, ends[i], len))
			return true;
	}
	/* A # alone is a comment, as is one behind a blank. */
	return s.len > 1 && s.ptr[s.len - 1] == '#' &&
	    !one_of(s.ptr[s.len - 2], " \t'\"");
}

static struct span
trim_end(struct span s)
{
	while (s.len > 0 && is_blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

/* What stands between a command and what runs it, read backwards. */
struct between {
	size_t words;		/* that are no options */
	size_t values;		/* of them behind an option */
	bool option;		/* there is one */
	bool word;		/* the last one read was none */
};

/* Read the word; false: it can be no part of what runs a command. */
static bool
read_back(struct between *b, struct span word)
{
	const struct runner *runner = find_runner(word);

	if (runner && b->words - b->values <= runner->operands) {
		*b = (struct between){ .words = 0 };
	} else if (word.ptr[0] == '-') {
		b->values += b->word;
		b->option = true;
		b->word = false;
	} else {
		b->words++;
		b->word = true;
	}
	return b->words <= OPERANDS_MAX;
}

static bool
ends_command(char c)
{
	return one_of(c, ";|&({`\r");
}

/* Where the last word of s begins: behind a blank, or another command. */
static size_t
last_word(struct span s)
{
	size_t start = s.len;

	while (start > 0 && !is_blank(s.ptr[start - 1]) &&
	    !ends_command(s.ptr[start - 1]))
		start--;
	return start;
}

/* Can a command begin behind s, with which a line begins? */
static bool
can_begin(struct curl_lexer *lx, struct span s)
{
	struct between b = { .words = 0 };
	struct span all = trim_end(s);
	bool blank = all.len < s.len;
	size_t start;

	lx->prompt = false;
	for (s = all; s.len > 0; s = trim_end(gcl_span(s.ptr, start))) {
		if (ends_command(s.ptr[s.len - 1]))
			return !b.option && b.words == 0;
		start = last_word(s);
		if (!find_runner(gcl_span(s.ptr + start, s.len - start)) &&
		    is_assignment(s, &start))
			continue;
		if (!b.option && b.words == 0 && is_prompt(s))
			break;
		if (!read_back(&b, gcl_span(s.ptr + start, s.len - start)))
			return false;
	}
	lx->prompt = s.len > 0;
	return !b.option && b.words == 0 && (s.len == 0 || blank ||
	    s.len < all.len || one_of(s.ptr[s.len - 1], "@>"));
}

static bool
is_comment(struct span s)
{
	return s.len > 0 && (s.ptr[0] == '#' ||
	    (s.len > 1 && !memcmp(s.ptr, "::", 2)) ||
	    (s.len > 3 && !strncasecmp(s.ptr, "rem ", 4)));
}

/* A curl at pos: where the word with its path begins. */
static size_t
path_start(struct span text, size_t pos, size_t line)
{
	if (pos == line || !one_of(text.ptr[pos - 1], "/\\"))
		return pos;
	while (pos > line && !one_of(text.ptr[pos - 1], " \t;&|(){}<>`'\"@"))
		pos--;
	return pos;
}

/*
 * Is it for cmd.exe?  Its line is continued with a caret then, or has words
 * quoted in cmd's way or in that of the C runtime, which no shell has a use
 * for.
 */
static bool
is_cmd(struct curl_lexer *lx, size_t pos)
{
	struct span text = lx->text, line, bare;

	if (pos >= lx->line_end)
		lx->line_end = gcl_curl_first(text, pos, text.len, "\r\n");
	line = gcl_span(text.ptr + pos, lx->line_end - pos);
	line.len = gcl_curl_first(line, 0, line.len, "'");
	bare = gcl_span(line.ptr, gcl_curl_first(line, 0, line.len, "\""));
	return (text.ptr[lx->line_end - 1] == '^' &&
	    is_blank(text.ptr[lx->line_end - 2])) ||
	    (bare.len > 1 && bare.len < line.len &&
	    !memcmp(bare.ptr + bare.len - 2, " ^", 2)) ||
	    memmem(line.ptr, line.len, " \"{\"\"", 4);
}

static size_t
behind_bom(struct span text)
{
	return text.len > 3 && !memcmp(text.ptr, "\xef\xbb\xbf", 3) ? 3 : 0;
}

static bool
is_start(struct curl_lexer *lx, size_t pos, struct curl_start *out)
{
	struct span text = lx->text, line;
	const char *lf;

	out->end = behind_curl(text, pos);
	if (out->end == 0)
		return false;
	lf = memrchr(text.ptr + lx->seen, '\n', pos - lx->seen);
	if (lf)
		lx->line = skip_blanks(text, (size_t)(lf - text.ptr) + 1);
	else if (lx->seen == 0)
		lx->line = skip_blanks(text, behind_bom(text));
	lx->seen = pos;
	out->off = path_start(text, pos, lx->line);
	line = gcl_span(text.ptr + lx->line, out->off - lx->line);
	if (is_comment(line) || !can_begin(lx, line))
		return false;
	line = trim_end(line);
	lx->backtick = line.len && line.ptr[line.len - 1] == '`';
	lx->cmd = is_cmd(lx, out->end) ||
	    (lx->prompt && is_windows_prompt(line));
	return true;
}

bool
gcl_curl_find(struct curl_lexer *lx, size_t pos, struct curl_start *out)
{
	struct span text = lx->text;
	const char *p = text.ptr + pos, *end = text.ptr + text.len;

	for (; (p = memmem(p, (size_t)(end - p), "curl", 4)); p += 4) {
		if (is_start(lx, (size_t)(p - text.ptr), out)) {
			out->line = lx->line > pos ? lx->line : pos;
			return true;
		}
	}
	return false;
}

/* Behind an assignment, whose value may have several lines. */
static size_t
skip_assignment(struct curl_lexer *lx, size_t pos)
{
	struct curl_state s = { .pos = pos };
	struct curl_unit u;

	do
		gcl_curl_step(lx, &s, &u);
	while (u.what < CURL_END);
	return s.pos;
}

/* Does nothing but what prepares a curl stand in [pos, end)? */
static bool
only_harmless(struct curl_lexer *lx, size_t pos, size_t end)
{
	struct span text = lx->text, word;
	size_t start;

	while ((pos = skip_blanks(text, pos)) < end) {
		word = word_at(text, pos);
		if (word.len == 0 || one_of(word.ptr[0], ";&")) {
			pos++;
			continue;
		}
		start = gcl_curl_first(word, 0, word.len, "='\"");
		start = start < word.len && word.ptr[start] == '=' ?
		    start + 1 : 0;
		if (start && is_assignment(gcl_span(word.ptr, start), &start))
			pos = skip_assignment(lx, pos);
		else if (word.ptr[0] == '#' || !strncmp(word.ptr, "```", 3) ||
		    is_harmless(word))
			pos = gcl_curl_next_line(text, pos);
		else
			return false;
	}
	return true;
}

const char *
gcl_curl_sniff(struct span head)
{
	struct curl_lexer lx = { .text = head };
	bool script = head.len > 2 && !memcmp(head.ptr, "#!", 2);
	struct curl_start s;

	if (!gcl_curl_find(&lx, 0, &s))
		return NULL;
	if (script)
		return "it is a script that calls curl";
	if (!only_harmless(&lx, behind_bom(head), lx.line))
		return NULL;
	return "its first command is curl";
}
