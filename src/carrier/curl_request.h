/*
 * What the options of one curl command ask for.
 */
#ifndef GCL_CARRIER_CURL_REQUEST_H
#define GCL_CARRIER_CURL_REQUEST_H

#include "carrier/curl_p.h"

/* An option's value, or an argument without option. */
struct curl_value {
	struct curl_value *next;
	struct curl_word *word;
	struct piece text;
	size_t off, len;	/* of the option, in the source */
	enum curl_use use;
	bool later;		/* all of the text is made by the shell */
};

/* A request while its words come in. */
struct curl_request {
	struct capture *c;
	struct document *doc;
	struct curl_command *command;
	size_t off, len;		/* of the word curl */
	const struct curl_option *waits;	/* for its value */
	struct curl_value option;	/* the last one */
	bool literal;			/* -- was there */
	struct curl_value *data, **data_tail;
	struct curl_value *queries, **queries_tail;
	struct curl_value *headers, **headers_tail;
	struct curl_value last[CURL_USES];	/* of those that replace */
	struct curl_word *input;	/* standard input, or a file's name */
	bool input_is_file;
	size_t read;			/* bytes of files */
	/* At most one of each. */
	struct remark file, form, encoded, broken, slip;
};

enum gcl_status gcl_curl_request_begin(struct curl_request *r,
	struct capture *c, struct document *doc, const struct curl_lexer *lx,
	struct curl_start at);

/* A word of the command.  *next: it was --next. */
enum gcl_status gcl_curl_request_word(struct curl_request *r,
	const struct curl_word *word, bool *next);

/* All words were given: fill the document. */
enum gcl_status gcl_curl_request_end(struct curl_request *r);

/* Text that stands for the whole of [off, off + len) of the source. */
enum gcl_status gcl_curl_stands_for(struct capture *c, struct span text,
	size_t off, size_t len, struct piece *out);

/* Is there such an option? */
bool gcl_curl_given(const struct curl_request *r, enum curl_use use);

/* A list of data joined, with & where curl puts it; no text: none is known. */
enum gcl_status gcl_curl_data(struct curl_request *r,
	struct curl_value *list, struct piece *out);

/*
 * Is JSON sent percent-encoded, which is none?  Said where it is; the data were
 * joined.
 */
bool gcl_curl_encoded(struct curl_request *r);

/*
 * A here-document's text as a word; NULL where something in it is not closed,
 * and then *broken tells what.
 */
enum gcl_status gcl_curl_input(struct curl_request *r,
	const struct curl_heredoc *h, struct curl_word **out, size_t *broken);

/* Say, unless it was said before, that something is not read. */
void gcl_curl_skip(struct curl_request *r, const struct curl_value *v,
	const char *what, const char *why, const char *help);

/* A word that stays until the document is done. */
struct curl_word *gcl_curl_keep(struct curl_request *r,
	const struct curl_word *word);

#endif
