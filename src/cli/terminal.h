/*
 * What a descriptor leads to: does it take colour, how wide is it.
 */
#ifndef GCL_CLI_TERMINAL_H
#define GCL_CLI_TERMINAL_H

#include <stdbool.h>

enum color_when {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
};

/*
 * Is what goes to fd to be coloured?  In falling order of weight: when itself
 * if it is not COLOR_AUTO; NO_COLOR that is not empty; CLICOLOR_FORCE or
 * FORCE_COLOR that is neither empty nor 0; CLICOLOR that is 0; whether it is a
 * terminal and TERM names one that is not dumb.
 */
bool gcl_terminal_color(enum color_when when, int fd);

/* Its columns, COLUMNS before what the terminal says; 0 where it is none. */
unsigned gcl_terminal_width(int fd);

#endif
