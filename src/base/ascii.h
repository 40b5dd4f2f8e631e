/*
 * What characters of ASCII are, whatever the locale.
 */
#ifndef GCL_BASE_ASCII_H
#define GCL_BASE_ASCII_H

#include <stdbool.h>

static inline bool
gcl_ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
gcl_ascii_is_alnum(char c)
{
	return gcl_ascii_is_digit(c) ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The value of a hexadecimal digit, or -1. */
static inline int
gcl_ascii_hex(char c)
{
	if (gcl_ascii_is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
