/*
 * Every limit has its name here, a message where it is met, and a test.
 */
#ifndef GCL_BASE_LIMITS_H
#define GCL_BASE_LIMITS_H

/* jsmn counts in int: a JSON text of 2 GiB and more cannot be tokenised. */
#define LIMIT_TEXT_BYTES	0x7fffffffu

/* A JSON text that is found in other text: it is held until it ends. */
#define LIMIT_FOUND_BYTES	(16u << 20)

#define LIMIT_DEPTH_DEFAULT	512u
#define LIMIT_DEPTH_MAX		10000u

/* An envelope has less, whatever is in the request. */
#define LIMIT_DEPTH_ENVELOPE	8u

/* What kind of input it is shows in so much of it. */
#define LIMIT_PEEK_BYTES	(16u << 20)

/* Tokens that jsmn fills before the walk takes them, beside the open ones. */
#define LIMIT_WINDOW_TOKENS	512u

/* Threads beside the one that reports. */
#define LIMIT_JOBS		256u

/* A pack is a file that a person writes. */
#define LIMIT_PACK_BYTES	(16u << 20)
#define LIMIT_INCLUDE_DEPTH	8u
#define LIMIT_REQUESTS		256u
#define LIMIT_FORMAT_DEPTH	16u
#define LIMIT_TYPE_DEPTH	16u

/* So is a configuration. */
#define LIMIT_CONFIG_BYTES	(1u << 20)

/* An ignore file is one too. */
#define LIMIT_IGNORE_BYTES	(1u << 20)

/* A curl command: its words, and all files together that it names with @. */
#define LIMIT_CURL_WORDS	(1u << 18)
#define LIMIT_CURL_FILE_BYTES	(16u << 20)

/* PCRE2 counts of internal calls and KiB of heap for one match. */
#define LIMIT_MATCH_STEPS	100000u
#define LIMIT_MATCH_HEAP_KIB	4096u

/*
 * What is looked at of a URL and of a header, which keeps patterns away from
 * their limit.  A form that is longer is none of a token request.
 */
#define LIMIT_ENVELOPE_BYTES	(64u << 10)

/* Variables of a collection in the values of others. */
#define LIMIT_VARIABLE_DEPTH	8u

/* Names longer than this get no did-you-mean. */
#define LIMIT_SUGGEST_BYTES	64u

/* What a message shows of a value, in code points. */
#define LIMIT_SHOWN_VALUE	40u

/* Rounds of --fix for one input: each makes edits, or finds them wanting. */
#define LIMIT_FIX_ROUNDS	256u

/*
 * Bytes of the fixes that are given with the findings of one document, beside
 * as many as that has.  Only a body in base64 comes to it, where what is not a
 * multiple of three bytes longer or shorter moves all that follows.  --fix
 * makes such fixes together, and so all of them.
 */
#define LIMIT_FIX_CARRIED	(16u << 20)

/*
 * A value or object that a fix changes is linted again, if it has no more
 * bytes; what is found then is mended as well, so many at a time.
 */
#define LIMIT_FIX_BYTES		(64u << 10)
#define LIMIT_FIX_HITS		64u

/* A pointer, and a value that a fix is shown for. */
#define LIMIT_MESSAGE_BYTES	4096u

/* Header lines of one message, and what variables may add to an input. */
#define LIMIT_HEADERS		1000u
#define LIMIT_VARIABLE_BYTES	(16u << 20)

/* A key, a token, and what a token endpoint or the API answers. */
#define LIMIT_SECRET_BYTES	(64u << 10)
#define LIMIT_ANSWER_BYTES	(1u << 20)

/* What gclint and gclint-send say to each other at once. */
#define LIMIT_ORDER_BYTES	(LIMIT_TEXT_BYTES + (1u << 20))

/* A Content-Type that is sent. */
#define LIMIT_MEDIA_TYPE_BYTES	256u

/* An RSA key, in bits: what is shorter is refused too. */
#define LIMIT_KEY_BITS		16384u

#endif
