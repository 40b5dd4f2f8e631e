/*
 * What --dry-run shows.
 */
#ifndef GCL_SEND_SHOW_H
#define GCL_SEND_SHOW_H

#include "send/failure.h"

struct session;

/*
 * Tell the plan of the session, with secrets masked and everything else as it
 * would be sent: the token request, header and claims of the assertion, the
 * request to the API.
 */
void gcl_show_plan(struct session *s);

#endif
