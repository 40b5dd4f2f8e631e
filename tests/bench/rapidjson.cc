/*
 * RapidJSON holds each line of a file against a schema while it reads it;
 * prints how many it refused.
 *
 *	rapidjson SCHEMA FILE
 */
#include <rapidjson/document.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/schema.h>

#include "load.h"

int
main(int argc, char **argv)
{
	size_t len;
	char *schema = argc == 3 ? load(argv[1], &len) : nullptr;
	struct lines *lines = schema ? open_lines(argv[2]) : nullptr;
	rapidjson::Document document;
	int bad = 0;

	if (!lines || document.Parse(schema).HasParseError())
		return 2;
	rapidjson::SchemaDocument compiled(document);
	rapidjson::SchemaValidator validator(compiled);
	rapidjson::Reader reader;
	while (char *line = next_line(lines, &len)) {
		rapidjson::MemoryStream text(line, len);
		validator.Reset();
		bad += reader.Parse(text, validator).IsError() ||
		    !validator.IsValid();
	}
	printf("%d\n", bad);
	return 0;
}
