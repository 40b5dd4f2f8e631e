/*
 * Every limit has its name here, a message where it is met, and a test.
 */
#ifndef GCL_BASE_LIMITS_H
#define GCL_BASE_LIMITS_H

/* jsmn counts in int: a JSON text of 2 GiB and more cannot be tokenised. */
#define LIMIT_TEXT_BYTES	0x7fffffffu

#define LIMIT_DEPTH_DEFAULT	512u
#define LIMIT_DEPTH_MAX		10000u

/* Tokens that jsmn fills before the walk takes them, beside the open ones. */
#define LIMIT_WINDOW_TOKENS	512u

/* A pack is a file that a person writes. */
#define LIMIT_PACK_BYTES	(16u << 20)
#define LIMIT_INCLUDE_DEPTH	8u
#define LIMIT_FORMAT_DEPTH	16u
#define LIMIT_TYPE_DEPTH	16u

/* PCRE2 counts of internal calls and KiB of heap for one match. */
#define LIMIT_MATCH_STEPS	100000u
#define LIMIT_MATCH_HEAP_KIB	4096u

/* Names longer than this get no did-you-mean. */
#define LIMIT_SUGGEST_BYTES	64u

/* What a message shows of a value, in code points. */
#define LIMIT_SHOWN_VALUE	40u

/* A pointer, and a value that a fix is shown for. */
#define LIMIT_MESSAGE_BYTES	4096u

#endif
