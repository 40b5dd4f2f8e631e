/*
 * One request over HTTP/1.1 and its answer (RFC 9112), by libcurl: verified
 * TLS 1.2 or newer, no redirects, a connection of its own, never repeated.
 */
#ifndef GCL_SEND_HTTP_H
#define GCL_SEND_HTTP_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

#define HTTP_HEADERS_MAX 5

struct http_request {
	const char *method, *url;
	/* "Name: value"; NULL behind the last one. */
	const char *headers[HTTP_HEADERS_MAX + 1];
	/* Authorization: "Bearer" or "Basic" and this; scheme may be NULL. */
	const char *scheme;
	struct span credential;
	struct span body;	/* ptr NULL: the request has none */

	bool direct;		/* past any proxy */
	const char *cacert;	/* a file, or NULL for the system's */
	uint64_t timeout_ms;

	/* Is it of no use any more?  Asked with ctx at least once a second,
	 * and before the request goes out; may be NULL. */
	bool (*given_up)(void *ctx);
	void *ctx;
};

/* How long a request may take that nobody says anything about. */
#define HTTP_TIMEOUT_MS 60000u

/* Bits, so that several can be named at once. */
enum http_outcome {
	HTTP_ANSWERED	= 1 << 0, /* the whole answer, or all that is kept */
	HTTP_UNREACHED	= 1 << 1, /* not a byte of the request was sent */
	HTTP_UNTRUSTED	= 1 << 2, /* likewise, for it is somebody else */
	HTTP_BROKEN	= 1 << 3, /* it may have been sent, all of it even */
	HTTP_TIMED_OUT	= 1 << 4, /* likewise */
	HTTP_FAILED	= 1 << 5, /* libcurl could not even begin */
};

struct http_response {
	enum http_outcome outcome;
	int status;		/* 0: none came */
	bool head;		/* the answer's head came whole */
	struct buf headers;	/* lines, their ends included */
	struct buf body;	/* at most LIMIT_ANSWER_BYTES of it */
	/* Unless answered: what happened, and what to do about it. */
	char fault[512];
	const char *help;
};

/* To be called once, after gcl_jwt_start(); false when libcurl has no TLS. */
bool gcl_http_start(void);
void gcl_http_end(void);

/* Headers of every request, and of the API's; libcurl has others. */
#define HTTP_AGENT	"User-Agent: " PACKAGE_NAME "/" PACKAGE_VERSION
#define HTTP_ACCEPT	"Accept: application/json"
#define HTTP_API_CLIENT	"X-Genesys-Client-Id: gclint"
#define HTTP_FORM	"Content-Type: application/x-www-form-urlencoded"

/* Send it.  The response is always to be released. */
void gcl_http_perform(const struct http_request *r,
	struct http_response *out);

/* Wipe it; what is left is none, with HTTP_FAILED. */
void gcl_http_release(struct http_response *r);

/* The next line, its end included, off *rest; false when there is none. */
bool gcl_http_next_line(struct span *rest, struct span *line);

/* The value of the last header of that name; ptr is NULL without one. */
struct span gcl_http_header(const struct http_response *r, const char *name);

/* A date in seconds since 1970, or -1 (RFC 9110 section 5.6.7). */
int64_t gcl_http_date(struct span s);

/* What Retry-After asks for; false where it is absent, or is nothing. */
bool gcl_http_retry_after(const struct http_response *r, uint64_t *seconds);

#endif
