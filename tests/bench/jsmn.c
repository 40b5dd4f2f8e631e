/*
 * The yardstick for bulk: read a file and let jsmn tokenise it, nothing more.
 *
 *	jsmn FILE		one JSON text, its tokens into one large array
 *	jsmn --lines FILE	a JSON text a line, the array used again
 *
 * Prints the number of texts that jsmn refused.
 */
#include "load.h"

#define JSMN_PARENT_LINKS
#define JSMN_STATIC
#define JSMN_STRICT
#include <jsmn.h>

/* No JSON text has more tokens than half its bytes and one. */
static jsmntok_t *
arena(size_t bytes)
{
	return malloc((bytes / 2 + 1) * sizeof(jsmntok_t));
}

static int
refused(const char *text, size_t len, jsmntok_t *tokens)
{
	jsmn_parser p;

	jsmn_init(&p);
	return jsmn_parse(&p, text, len, tokens, (unsigned)(len / 2 + 1)) < 0;
}

static int
by_line(const char *path)
{
	jsmntok_t *tokens = arena(LINE_MAX_BYTES);
	struct lines *lines = open_lines(path);
	size_t len;
	char *line;
	int bad = 0;

	if (!tokens || !lines)
		return -1;
	while ((line = next_line(lines, &len)))
		bad += refused(line, len, tokens);
	return bad;
}

static int
whole(const char *path)
{
	size_t len;
	char *text = load(path, &len);
	jsmntok_t *tokens = text ? arena(len) : NULL;

	return tokens ? refused(text, len, tokens) : -1;
}

int
main(int argc, char **argv)
{
	int bad = -1;

	if (argc == 2)
		bad = whole(argv[1]);
	else if (argc == 3 && !strcmp(argv[1], "--lines"))
		bad = by_line(argv[2]);
	printf("%d\n", bad);
	return bad < 0 ? 2 : 0;
}
