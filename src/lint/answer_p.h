/*
 * What the parts of answer share: the faults that an error body tells.
 */
#ifndef GCL_LINT_ANSWER_P_H
#define GCL_LINT_ANSWER_P_H

#include "base/buf.h"
#include "json/path.h"
#include "json/value.h"
#include "lint/answer.h"

/* Nobody reads more; how many there are is told. */
#define ANSWER_FAULTS 100

/* An error body has a few hundred bytes, a request a few thousand. */
#define ANSWER_BYTES (256u << 10)
#define ANSWER_REQUEST_BYTES (4u << 20)

/* Searches in the request, for all faults together: in so many bytes. */
#define ANSWER_SEARCHES 64
#define ANSWER_SEARCHED (4u << 20)

/* What is shown of a server's words, in code points. */
#define ANSWER_SHOWN 240
#define ANSWER_SHOWN_NAME 80

enum told_in {
	TOLD_BODY,		/* the answer itself */
	TOLD_ERRORS,		/* errors[] */
	TOLD_DETAILS,		/* details[] */
};

struct fault {
	const struct fault *outer;	/* whose errors or details it is of */
	enum told_in in;
	struct span text, code, field;
	bool own_text;			/* and not that of outer */
	const struct value *params;	/* of the text, or NULL */
	struct path place;
	bool guessed;			/* from plain words */
	bool dropped;			/* another one says the same */
};

struct reading {
	struct walk *walk;
	const struct response *response;
	struct span request;
	struct arena *arena;
	struct answer *out;
	struct buf words;
	struct fault faults[ANSWER_FAULTS];
	size_t n;
	size_t more;			/* faults that are not among them */
	struct span correlation;
	const struct value *limit;	/* which limit was hit, or NULL */
	unsigned searches;		/* that are left */
};

/* What is known of a status; never NULL, its texts may be. */
struct status_words {
	int status;
	const char *reason, *help;
	bool about_body;	/* the request's body may be what is wrong */
	bool about_form;	/* and words of the answer its members */
};

const struct status_words *gcl_answer_status(int status);

/* Take the error body apart, if it is one. */
enum gcl_status gcl_answer_faults(struct reading *rd,
	const struct value *root);

/* Where in the request the fault is, if that can be told. */
enum gcl_status gcl_answer_place(struct reading *rd, struct fault *f);

/* The words for a fault; NULL: no memory. */
const char *gcl_answer_say(struct reading *rd, const struct fault *f);
const char *gcl_answer_help(struct reading *rd, const struct fault *f);

/* That there are more; NULL: no memory. */
const char *gcl_answer_say_more(struct reading *rd);

/* The words for an answer without faults; NULL: no memory. */
const char *gcl_answer_say_text(struct reading *rd, struct span text);

/* s on one line, safe to show, cut; NULL: no memory. */
const char *gcl_answer_shown(struct reading *rd, struct span s, size_t max);

/* The same, appended to words that are being made: rd->words, mostly. */
void gcl_answer_add(struct buf *b, struct span s, size_t max);

/* Words that have been made in rd->words; NULL: no memory. */
const char *gcl_answer_take(struct reading *rd);

/* At most max bytes of s; what follows them is not looked at. */
struct span gcl_answer_first(struct span s, size_t max);

bool gcl_answer_has(struct span s, struct span part);

#endif
