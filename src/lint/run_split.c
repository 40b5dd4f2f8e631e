/*
 * A run over a part of a file.
 */
#include "config.h"

#include "lint/run.h"

#include <stdlib.h>

enum gcl_status
gcl_run_split_begin(struct run *r, const struct run_item *item,
	struct gcl_error *err)
{
	struct reader *reader = &r->capture.reader;
	struct split *s = r->split;

	if (!s)
		return GCL_OK;
	if (!item->named)
		return gcl_error_set(err, GCL_EUSAGE, "'%s' was met in a "
		    "folder, and --input-split is for one file that is named",
		    item->name);
	gcl_reader_size(reader, &s->size);
	return gcl_reader_range(reader, s->offset, s->length, err);
}

enum gcl_status
gcl_run_split_end(struct run *r, const char *file, uint64_t documents)
{
	struct split *s = r->split;

	if (!s)
		return GCL_OK;
	free((void *)s->file);
	s->file = strdup(file);
	s->lines = r->capture.reader.lines;
	s->documents = documents;
	return s->file ? GCL_OK : GCL_ENOMEM;
}
