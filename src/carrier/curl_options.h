/*
 * The options of curl 8.
 */
#ifndef GCL_CARRIER_CURL_OPTIONS_H
#define GCL_CARRIER_CURL_OPTIONS_H

#include "base/span.h"

/* What an option means for a request; CURL_NONE: nothing that is looked at. */
enum curl_use {
	CURL_NONE,
	CURL_AGENT,
	CURL_AUTH,		/* another way of authentication than Basic */
	CURL_BEARER,
	CURL_CONFIG,
	CURL_COOKIE,
	CURL_DATA,		/* @file loses its line ends */
	CURL_DATA_BINARY,
	CURL_DATA_RAW,		/* @ means nothing */
	CURL_DATA_URLENCODE,
	CURL_FORM,
	CURL_GET,
	CURL_HEAD,
	CURL_HEADER,
	CURL_JSON,
	CURL_NEXT,
	CURL_PROTO,		/* of a URL without one */
	CURL_QUERY,
	CURL_REFERER,
	CURL_REQUEST,
	CURL_UPLOAD,
	CURL_URL,
	CURL_USER,
	CURL_USES
};

struct curl_option {
	const char *name;
	char letter;		/* '\0': it has none */
	bool value;		/* the next argument, or the rest of this one */
	enum curl_use use;
};

/*
 * The option of that name, without its dashes, or that a beginning of a name
 * can only mean, as versions before 8.10 take it; NULL: none.
 */
const struct curl_option *gcl_curl_long(struct span name);

/* The option of that letter, or NULL. */
const struct curl_option *gcl_curl_short(char letter);

#endif
