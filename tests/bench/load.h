/*
 * What the peers in C and C++ share: reading a file whole, or by its lines.
 */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LINE_MAX_BYTES = 1 << 20,
	LINE_PADDING = 64	/* simdjson reads that far beyond */
};

struct lines {
	FILE *f;
	size_t at, end;		/* what of buf is not handed out yet */
	char buf[LINE_MAX_BYTES + LINE_PADDING];
};

/* The whole file, or NULL; never given back. */
static inline char *
load(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *text = NULL;
	long size;

	if (!f || fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0)
		return NULL;
	rewind(f);
	*len = (size_t)size;
	text = (char *)malloc(*len + 1);
	if (!text || fread(text, 1, *len, f) != *len)
		return NULL;
	text[*len] = '\0';
	fclose(f);
	return text;
}

static inline struct lines *
open_lines(const char *path)
{
	struct lines *l = (struct lines *)calloc(1, sizeof(*l));

	if (!l || !(l->f = fopen(path, "rb")))
		return NULL;
	setvbuf(l->f, NULL, _IONBF, 0);
	return l;
}

/* The next line, without its LF; NULL at the end of the file. */
static inline char *
next_line(struct lines *l, size_t *len)
{
	char *line = l->buf + l->at, *lf;

	lf = (char *)memchr(line, '\n', l->end - l->at);
	if (!lf) {
		l->end -= l->at;
		memmove(l->buf, line, l->end);
		line = l->buf;
		l->at = 0;
		l->end += fread(line + l->end, 1, LINE_MAX_BYTES - l->end,
		    l->f);
		lf = (char *)memchr(line, '\n', l->end);
	}
	if (!lf)
		return NULL;
	*len = (size_t)(lf - line);
	l->at = (size_t)(lf + 1 - l->buf);
	return line;
}

#endif
