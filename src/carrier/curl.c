/*
 * Command lines of curl: alone, as browsers and API clients copy them, or in
 * scripts.  One document for each request; --next begins another one.
 */
#include "config.h"

#include "carrier/carrier.h"

#include <stdint.h>

#include "base/limits.h"
#include "carrier/curl_request.h"
#include "carrier/http_p.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* Between the documents of an input. */
struct progress {
	struct curl_lexer lexer;
	size_t pos;
	struct curl_start at;	/* of the command that is being read */
	bool going;		/* behind its --next */
	bool found;		/* something to say of the input */
	struct http talk;	/* of curl's behind it; split NULL: none */
};

/* A command while it is read. */
struct command {
	struct capture *c;
	struct curl_lexer *lx;
	struct curl_request request;
	size_t pos;
	size_t broken;		/* what is not closed, or SIZE_MAX */
	bool crowded;		/* or one argument too many */
	bool curly;		/* or a quote that is none for a shell */
	struct curl_heredoc here[CURL_HEREDOCS];
	size_t n_here;
};

static char
at(const struct curl_lexer *lx, size_t pos)
{
	return pos < lx->text.len ? lx->text.ptr[pos] : '\0';
}

static enum gcl_status
read_word(struct command *cmd, struct curl_word *w)
{
	struct curl_state start = gcl_curl_word_at(cmd->lx, cmd->pos);
	enum gcl_status st;

	st = gcl_curl_word(cmd->c, cmd->lx, start, w, &cmd->broken);
	cmd->pos = w->end;
	return st;
}

/* What stands before a command in its line can be its standard input. */
static void
find_heredocs(struct command *cmd, size_t pos, size_t end)
{
	for (; pos < end && cmd->n_here < CURL_HEREDOCS; pos++) {
		pos = gcl_curl_first(cmd->lx->text, pos, end, "<");
		if (pos < end && gcl_curl_heredoc(cmd->lx->text, pos,
		    &cmd->here[cmd->n_here]))
			cmd->n_here++;
	}
}

/* Is a redirection at pos?  Where its operator begins and ends. */
static bool
is_redirection(const struct curl_lexer *lx, size_t pos, size_t *op,
	size_t *end)
{
	size_t p = pos;

	while (at(lx, p) >= '0' && at(lx, p) <= '9')
		p++;
	if (p == pos && at(lx, p) == '&' && at(lx, p + 1) == '>')
		p++;
	*op = p;
	if ((at(lx, p) != '<' && at(lx, p) != '>') ||
	    (at(lx, p + 1) == '(' && p == pos))
		return false;
	while (at(lx, p) == '<' || at(lx, p) == '>')
		p++;
	*end = p + (at(lx, p) == '&' || at(lx, p) == '|');
	return true;
}

/* Take an input from <<, <<< and <; where output goes does not matter. */
static enum gcl_status
redirect(struct command *cmd, size_t op, size_t end)
{
	size_t len = end - op;
	bool input = at(cmd->lx, op) == '<';
	struct curl_word w;
	enum gcl_status st;

	if (input && len == 2 && !cmd->lx->cmd &&
	    cmd->n_here < CURL_HEREDOCS && gcl_curl_heredoc(cmd->lx->text, op,
	    &cmd->here[cmd->n_here])) {
		cmd->pos = op + cmd->here[cmd->n_here++].len;
		return GCL_OK;
	}
	cmd->pos = gcl_curl_blanks(cmd->lx, end);
	st = read_word(cmd, &w);
	if (st != GCL_OK || cmd->broken != SIZE_MAX || !input ||
	    (len != 1 && len != 3))
		return st;
	cmd->request.input = gcl_curl_keep(&cmd->request, &w);
	cmd->request.input_is_file = len == 1;
	return cmd->request.input ? GCL_OK : GCL_ENOMEM;
}

/* Quotes as word processors and chats make them, around a word. */
static bool
is_curly(const struct curl_lexer *lx, const struct curl_word *w, size_t *pos)
{
	static const char *const quotes[] = {
		"\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\x9c",
		"\xe2\x80\x9d",
	};
	size_t i;

	*pos = w->off;
	/* A short option may stand before it. */
	if (at(lx, *pos) == '-' && at(lx, *pos + 1) != '-')
		*pos += 2;
	for (i = 0; i < N(quotes); i++)
		if (*pos + 3 <= lx->text.len &&
		    !memcmp(lx->text.ptr + *pos, quotes[i], 3))
			return true;
	return false;
}

/* The words up to the command's end, or to behind --next. */
static enum gcl_status
read_words(struct command *cmd, bool *next)
{
	enum gcl_status st = GCL_OK;
	size_t op = 0, end = 0, n = 0;
	struct curl_word w;

	while (st == GCL_OK && !*next && cmd->broken == SIZE_MAX) {
		cmd->pos = gcl_curl_blanks(cmd->lx, cmd->pos);
		if (++n > LIMIT_CURL_WORDS) {
			cmd->crowded = true;
			cmd->broken = cmd->pos;
			break;
		}
		if (is_redirection(cmd->lx, cmd->pos, &op, &end)) {
			st = redirect(cmd, op, end);
			continue;
		}
		if (at(cmd->lx, cmd->pos) == '#' && !cmd->lx->cmd)
			break;
		st = read_word(cmd, &w);
		if (w.end == w.off && cmd->broken == SIZE_MAX)
			break;
		cmd->curly = is_curly(cmd->lx, &w, &op);
		if (cmd->curly)
			cmd->broken = op;
		if (st == GCL_OK && cmd->broken == SIZE_MAX)
			st = gcl_curl_request_word(&cmd->request, &w, next);
	}
	return st;
}

/* Behind the line in which the command ends, with its continuations. */
static size_t
line_end(const struct curl_lexer *lx, size_t pos)
{
	struct span text = lx->text;
	size_t end;

	do {
		end = gcl_curl_first(text, pos, text.len, "\n");
		pos = end < text.len ? end + 1 : end;
	} while (end < text.len && end > 0 && (at(lx, end - 1) == '\\' ||
	    (at(lx, end - 1) == '\r' && at(lx, end - 2) == '\\')));
	return pos;
}

/* The texts of here-documents begin behind the line; the last one counts. */
static enum gcl_status
read_heredocs(struct command *cmd)
{
	struct curl_request *r = &cmd->request;
	struct curl_heredoc *h;
	size_t i, pos = cmd->n_here ? line_end(cmd->lx, cmd->pos) : 0;

	for (i = 0; i < cmd->n_here; i++) {
		h = &cmd->here[i];
		if (!gcl_curl_heredoc_text(cmd->lx, pos, h)) {
			cmd->lx->careful = true;
			cmd->broken = h->off;
			return GCL_OK;
		}
		pos = cmd->pos = h->next;
	}
	if (cmd->n_here == 0 || r->input)
		return GCL_OK;
	return gcl_curl_input(r, &cmd->here[i - 1], &r->input, &cmd->broken);
}

static void
say_broken(struct command *cmd)
{
	static const struct {
		const char *opens, *say, *help;
	} words[] = {
		{ "'", "this quote is not closed", "end it with '" },
		{ "\"", "this quote is not closed", "end it with \"" },
		{ "$'", "this quote is not closed", "end it with '" },
		{ "<<", "this here-document does not end",
		    "write its delimiter alone on a line" },
		{ "${", "this substitution is not closed", "end it with }" },
		{ "`", "this substitution is not closed", "end it with `" },
		{ "\xe2\x80", "the shell knows no quotes but ' and \"",
		    "write them as ' or \"" },
		{ "", "this substitution is not closed", "end it with )" },
		{ "", "more arguments than are read",
		    "split the command in several" },
	};
	struct span text = cmd->lx->text;
	size_t i = cmd->crowded ? N(words) - 1 : 0, len;

	while ((len = strlen(words[i].opens)) > text.len - cmd->broken ||
	    memcmp(text.ptr + cmd->broken, words[i].opens, len))
		i++;
	cmd->request.broken = (struct remark){
		.rule = "capture-broken", .off = cmd->broken,
		.len = cmd->curly ? 3 : len ? len : 1, .say = words[i].say,
		.help = words[i].help,
	};
	/* What follows may belong to it or not; the next line is tried. */
	cmd->pos = gcl_curl_next_line(text, cmd->broken);
}

static void
say_slip(struct command *cmd)
{
	cmd->request.slip = (struct remark){
		.rule = "capture-broken", .off = cmd->lx->slip,
		.len = cmd->lx->slip_len,
		.say = "the blank behind this backslash ends the command",
		.help = "delete the blank",
	};
}

/* What is sent: of words in quotes that are none, nobody knows. */
static enum gcl_status
finish(struct command *cmd, struct document *doc)
{
	const struct remark *r = &cmd->request.broken;

	if (!cmd->curly)
		return gcl_curl_request_end(&cmd->request);
	cmd->pos = line_end(cmd->lx, cmd->broken);
	doc->request = NULL;
	return gcl_capture_remark(cmd->c, doc, r->rule, r->off, r->len, r->say,
	    r->help);
}

/* What curl printed stands behind a command, if anywhere before the next. */
static enum gcl_status
begin_talk(struct capture *c, struct progress *p)
{
	struct curl_lexer lx = p->lexer;
	struct curl_start next;
	size_t end = lx.text.len, said, traced;

	p->talk = (struct http){ .pos = p->pos };
	if (gcl_curl_find(&lx, p->pos, &next))
		end = next.line;
	p->talk.all = gcl_capture_slice(c, 0, end);
	said = gcl_http_verbose_seek(p->talk.all.text, p->pos);
	traced = gcl_http_trace_seek(p->talk.all.text, p->pos);
	if (said >= end && traced >= end)
		return GCL_OK;
	return traced < said ? gcl_http_trace(c, &p->talk) :
	    gcl_http_verbose(c, &p->talk);
}

/* A request that curl told of.  In no command there is anything to edit. */
static enum gcl_status
read_talk(struct capture *c, struct document *doc, struct progress *p,
	bool *more)
{
	struct curl_command *none;
	enum gcl_status st;

	none = gcl_arena_calloc(&c->arena, 1, sizeof(*none));
	if (!none)
		return GCL_ENOMEM;
	st = p->talk.split(c, &p->talk, doc, more);
	p->pos = p->talk.pos;
	if (st != GCL_OK || !*more)
		return st;
	none->request = *doc->request;
	doc->request = &none->request;
	doc->recorded = true;
	return GCL_OK;
}

/*
 * The answer to a command.  The first request that curl tells of is the
 * command's own, and there it stands with a body, which curl does not print.
 */
static enum gcl_status
read_answer(struct capture *c, struct document *doc, struct progress *p)
{
	struct curl_command *command = (struct curl_command *)doc->request;
	struct piece body = doc->body;
	enum gcl_status st;
	bool more;

	st = read_talk(c, doc, p, &more);
	if (st != GCL_OK || !more || !command)
		return st;
	command->request.time = doc->request->time;
	doc->request = &command->request;
	doc->recorded = false;
	if (body.text.ptr) {
		doc->body = body;
		doc->coding = NULL;
	}
	return GCL_OK;
}

static enum gcl_status
read_command(struct capture *c, struct document *doc, struct progress *p)
{
	struct command cmd = {
		.c = c, .lx = &p->lexer, .pos = p->pos, .broken = SIZE_MAX,
	};
	bool next = false, goes_on = p->going;
	enum gcl_status st;
	size_t behind;

	cmd.lx->slip_len = 0;
	st = gcl_curl_request_begin(&cmd.request, c, doc, cmd.lx, p->at);
	if (st != GCL_OK)
		return st;
	if (!cmd.lx->cmd)
		find_heredocs(&cmd, p->at.line, p->at.off);
	st = read_words(&cmd, &next);
	behind = cmd.pos;
	if (st == GCL_OK && cmd.broken == SIZE_MAX)
		st = read_heredocs(&cmd);
	if (next)
		cmd.pos = behind;
	if (cmd.broken != SIZE_MAX) {
		say_broken(&cmd);
		next = false;
	}
	if (cmd.lx->slip_len > 0)
		say_slip(&cmd);
	if (st == GCL_OK)
		st = finish(&cmd, doc);
	p->going = next;
	p->pos = doc->end = cmd.pos;
	if (st == GCL_OK && !next)
		st = begin_talk(c, p);
	/* Of several requests nobody knows which one is told of first. */
	return st == GCL_OK && p->talk.split && !goes_on ?
	    read_answer(c, doc, p) : st;
}

static enum gcl_status
begin(struct capture *c, struct progress **out, struct gcl_error *err)
{
	struct progress *p = c->state;
	enum gcl_status st;
	struct span text;

	if (!p) {
		st = gcl_capture_all(c, &text, err);
		if (st != GCL_OK)
			return st;
		p = gcl_arena_calloc(&c->input, 1, sizeof(*p));
		if (!p)
			return GCL_ENOMEM;
		p->lexer.text = gcl_span(text.len ? text.ptr : "", text.len);
		c->state = p;
	}
	*out = p;
	return GCL_OK;
}

static enum gcl_status
say_none(struct capture *c, struct document *doc, struct progress *p)
{
	doc->end = p->lexer.text.len;
	return gcl_capture_remark(c, doc, "capture-broken", 0, 0,
	    "no curl command is in it",
	    "begin a line with curl and its arguments");
}

static bool
find_command(struct progress *p)
{
	bool found = gcl_curl_find(&p->lexer, p->pos, &p->at);

	p->pos = found ? p->at.end : p->lexer.text.len;
	return found;
}

static enum gcl_status
split(struct capture *c, struct document *doc, bool *more,
	struct gcl_error *err)
{
	struct progress *p = NULL;
	enum gcl_status st;

	st = begin(c, &p, err);
	if (st != GCL_OK)
		return st == GCL_ENOMEM ? gcl_error_nomem(err) : st;
	if (p->talk.split)
		st = read_talk(c, doc, p, more);
	if (st != GCL_OK || *more)
		return st == GCL_ENOMEM ? gcl_error_nomem(err) : st;
	p->talk.split = NULL;
	*more = true;
	if (p->going || find_command(p))
		st = read_command(c, doc, p);
	else if (!p->found)
		st = say_none(c, doc, p);
	else
		*more = false;
	p->found = true;
	return st == GCL_ENOMEM ? gcl_error_nomem(err) : st;
}

static const char *const extensions[] = { ".curl", NULL };

const struct carrier gcl_carrier_curl = {
	.name = "curl",
	.summary = "curl command lines",
	.extensions = extensions,
	.refers = true,
	.sniff = gcl_curl_sniff,
	.split = split,
	.encode = gcl_curl_encode,
	.settle = gcl_curl_settle,
};
