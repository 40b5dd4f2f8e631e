/*
 * yajl reads a JSON text and calls nobody.
 */
#include <yajl/yajl_parse.h>

#include "load.h"

int
main(int argc, char **argv)
{
	size_t len;
	char *text = argc == 2 ? load(argv[1], &len) : NULL;
	yajl_handle y = text ? yajl_alloc(NULL, NULL, NULL) : NULL;
	int bad;

	if (!y)
		return 2;
	bad = yajl_parse(y, (unsigned char *)text, len) != yajl_status_ok ||
	    yajl_complete_parse(y) != yajl_status_ok;
	yajl_free(y);
	printf("%d\n", bad);
	return 0;
}
