/*
 * The reader of HTTP archives: entry by entry in har.c, an entry in
 * har_entry.c.
 */
#ifndef GCL_CARRIER_HAR_P_H
#define GCL_CARRIER_HAR_P_H

#include "carrier/jsonfile.h"

struct har {
	struct jsonfile file;
	struct cursor entries;
	struct field next;	/* entry to be read next; type 0: none */
	struct field fault;	/* what is wrong with the file as a HAR */
	const char *fault_say;
};

/*
 * Fill file.doc from an entry; *given is false when nothing came of it.
 */
enum gcl_status gcl_har_entry(struct har *h, const struct field *entry,
	bool *given);

#endif
