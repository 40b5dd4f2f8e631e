/*
 * What the files of the curl carrier share.
 *
 * Reading is one function, gcl_curl_step(): it takes the next few bytes of a
 * word and says what they become.  Words are decoded with it, and encode asks
 * it in which quotes a place of a word stands.
 */
#ifndef GCL_CARRIER_CURL_P_H
#define GCL_CARRIER_CURL_P_H

#include "carrier/capture.h"
#include "carrier/curl_options.h"
#include "text/edit.h"

#define CURL_HEREDOCS 4

enum curl_quote {
	CURL_BARE,
	CURL_SINGLE,		/* '...' */
	CURL_DOUBLE,		/* "...", $"..." */
	CURL_ANSI,		/* $'...' */
	CURL_HERE,		/* a here-document */
	CURL_HERE_RAW,		/* one whose delimiter was quoted */
	CURL_CMD,		/* an argument in cmd.exe */
	CURL_QUOTES
};

/* Where in a word reading stands. */
struct curl_state {
	size_t pos;
	enum curl_quote quote;
	size_t end;		/* of what is quoted, or of the here-document */
	bool tabs;		/* <<-: lines begin behind their tabs */
	bool inside;		/* cmd: in quotes as cmd.exe sees them */
	bool quoted;		/* cmd: in quotes as the program sees them */
	bool paired;		/* cmd: two backslashes are one ... */
	size_t slashes;		/* ... up to here */
};

enum curl_what {
	CURL_COPY,		/* they stay as they are */
	CURL_ESCAPE,		/* together they are the unit's bytes */
	CURL_LATER,		/* the shell replaces them */
	CURL_SYNTAX,		/* they become nothing */
	CURL_END,		/* the word ends before them */
	CURL_BROKEN		/* what they open is never closed */
};

/* The bytes of the source that one step takes: not many that are copied. */
struct curl_unit {
	enum curl_what what;
	size_t off, len;
	char bytes[4];
	size_t n;
};

/* A place in a word, and the last unit before it. */
struct curl_place {
	struct curl_state s;
	struct curl_unit u;
	size_t slashes;		/* cmd: units before it that are backslashes */
};

struct curl_heredoc {
	size_t off, len;	/* of << and the delimiter */
	struct span delimiter;
	bool raw, tabs;
	size_t start, end;	/* of the text */
	size_t next;		/* behind the line that ends it */
};

/* How the text of a capture is read. */
struct curl_lexer {
	struct span text;
	bool cmd;		/* the command is one for cmd.exe */
	bool prompt;		/* further lines may begin with "> " */
	bool backtick;		/* the command ends at a backtick */
	/*
	 * Once something was not closed, the search for an end goes no farther
	 * than the next line that has a curl in it: the file is read
	 * once, whatever was left open how often.
	 */
	bool careful;
	size_t bound;
	/* Where the last curl's line begins, blanks aside, and ends. */
	size_t line, seen, line_end;
	/* The first backslash of a command that has blanks behind it. */
	size_t slip, slip_len;
};

struct curl_word {
	struct curl_word *next;
	struct piece text;
	size_t off, end;
	size_t value;		/* what stands from here on may be edited */
	struct curl_state start;
	size_t later;		/* from here on the shell makes it; SIZE_MAX */
	bool data;		/* it is sent, if any data are */
	bool stripped;		/* curl leaves its line ends out */
	struct curl_place *places;	/* passed before, in order ... */
	size_t n_places, cap;	/* ... and not far from one another */
};

/* The curl of a command line. */
struct curl_start {
	size_t line;		/* where what precedes it begins */
	size_t off, end;
};

/* A request, and for encode where its words are. */
struct curl_command {
	struct request request;	/* the first member */
	struct curl_lexer lexer;
	struct curl_word *words, **tail;
	struct curl_word *last;	/* that was asked for */
	struct arena *arena;	/* that all this is in */
};

/*
 * The bytes of a file below the capture's folder, at most max, in c->arena;
 * *why: for what reason it is not read, or NULL.
 */
enum gcl_status gcl_curl_file(struct capture *c, struct span name,
	size_t max, char **out, size_t *len, const char **why);

/* The next step; behind CURL_END and CURL_BROKEN there is none. */
void gcl_curl_step(struct curl_lexer *lx, struct curl_state *s,
	struct curl_unit *u);

/* The same for an argument in cmd.exe. */
void gcl_curl_step_cmd(struct curl_lexer *lx, struct curl_state *s,
	struct curl_unit *u);

/* What the character at pos is for cmd.exe; false: there the line ends. */
struct curl_cmd_char {
	char c;
	size_t len;		/* with what escapes it */
	bool escaped;
};

bool gcl_curl_cmd_char(const struct curl_lexer *lx, size_t pos, bool inside,
	struct curl_cmd_char *out);

/* The length of the line end at pos, or 0. */
size_t gcl_curl_newline(struct span text, size_t pos);

/* Behind the line that pos is in. */
size_t gcl_curl_next_line(struct span text, size_t pos);

/* The first character of a set in [pos, end) of text, or end. */
size_t gcl_curl_first(struct span text, size_t pos, size_t end,
	const char *set);

/* The same for what is copied at once. */
size_t gcl_curl_run(struct span text, size_t pos, size_t end,
	const char *set);

/*
 * Behind the quotes or the substitution that begin at *pos, perhaps in double
 * quotes; false: they do not end.
 */
bool gcl_curl_close(struct curl_lexer *lx, size_t *pos, bool quoted);

/* Can it stand in the name of a variable? */
bool gcl_curl_is_name(char c);

/* How far the end of something is searched for, from pos on. */
size_t gcl_curl_bound(struct curl_lexer *lx, size_t pos);

/*
 * The length of a backslash at pos that ends a line, with the line end; 0: it
 * does not.  One with blanks behind it is meant to, and is noted.
 */
size_t gcl_curl_continuation(struct curl_lexer *lx, size_t pos);

/* Behind the prompt that a further line may begin with. */
size_t gcl_curl_prompt(const struct curl_lexer *lx, size_t pos);

/* May what begins at pos be an argument, and the first one? */
bool gcl_curl_argument(struct span text, size_t pos);

/* Does a line that begins at pos begin with a curl command? */
bool gcl_curl_line(struct span text, size_t pos);

/* Does one on a line behind the first in [pos, end)? */
bool gcl_curl_has_line(struct span text, size_t pos, size_t end);

/* Find the next command at or behind pos. */
bool gcl_curl_find(struct curl_lexer *lx, size_t pos,
	struct curl_start *out);

const char *gcl_curl_sniff(struct span head);

/* The here-document whose << is at pos; false: none is. */
bool gcl_curl_heredoc(struct span text, size_t pos, struct curl_heredoc *h);

/* Its text, in the lines from pos on; false: it does not end. */
bool gcl_curl_heredoc_text(struct curl_lexer *lx, size_t pos,
	struct curl_heredoc *h);

/* Behind blanks, continued line ends, and prompts behind those. */
size_t gcl_curl_blanks(struct curl_lexer *lx, size_t pos);

/* How a word that begins at pos is read. */
struct curl_state gcl_curl_word_at(const struct curl_lexer *lx, size_t pos);

/*
 * Decode a word; start is what gcl_curl_word_at() gave, or the beginning of a
 * here-document.  *broken is the offset of what is not closed in it, or
 * SIZE_MAX.
 */
enum gcl_status gcl_curl_word(struct capture *c, struct curl_lexer *lx,
	struct curl_state start, struct curl_word *out, size_t *broken);

/* [from, to) of a piece's text as a piece. */
enum gcl_status gcl_curl_part(struct capture *c, const struct piece *p,
	size_t from, size_t to, struct piece *out);

enum gcl_status gcl_curl_encode(const struct document *doc,
	const struct piece *piece, const struct edit *in, struct arena *arena,
	struct edit *out);

enum gcl_status gcl_curl_settle(const struct document *doc,
	const struct edits *edits, size_t length, struct arena *arena,
	struct edits *out);

/*
 * The word with [off, end) of the source in its value, searched from the one
 * of the last question on; or NULL.
 */
struct curl_word *gcl_curl_word_with(struct curl_command *cmd, size_t off,
	size_t end);

/*
 * Append what has to stand between two places in an argument of cmd.exe for
 * text to be there.
 */
enum gcl_status gcl_curl_encode_cmd(const struct curl_lexer *lx,
	const struct curl_place *from, const struct curl_state *to,
	struct span text, struct buf *out);

#endif
