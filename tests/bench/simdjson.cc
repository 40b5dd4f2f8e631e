/*
 * simdjson parses each line of a file; prints how many it refused.
 */
#include <simdjson.h>

#include "load.h"

int
main(int argc, char **argv)
{
	struct lines *lines = argc == 2 ? open_lines(argv[1]) : nullptr;
	simdjson::dom::parser parser;
	size_t len;
	int bad = 0;

	if (!lines)
		return 2;
	while (char *line = next_line(lines, &len))
		bad += parser.parse(line, len, false).error() !=
		    simdjson::SUCCESS;
	printf("%d\n", bad);
	return 0;
}
