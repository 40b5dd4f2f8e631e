/*
 * The yardstick for bulk: read a file and let jsmn tokenise it, nothing more.
 */
#include <stdio.h>
#include <stdlib.h>

#define JSMN_PARENT_LINKS
#define JSMN_STATIC
#include <jsmn.h>

int
main(int argc, char **argv)
{
	FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
	jsmntok_t *tokens;
	jsmn_parser p;
	long len;
	char *text;
	int n;

	if (!f || fseek(f, 0, SEEK_END) || (len = ftell(f)) < 0)
		return 2;
	rewind(f);
	text = malloc((size_t)len);
	/* No JSON text has more tokens than half its bytes and one. */
	tokens = malloc(((size_t)len / 2 + 1) * sizeof(*tokens));
	if (!text || !tokens || fread(text, 1, (size_t)len, f) != (size_t)len)
		return 2;
	jsmn_init(&p);
	n = jsmn_parse(&p, text, (size_t)len, tokens,
	    (unsigned)(len / 2 + 1));
	printf("%d\n", n);
	return n < 0;
}
