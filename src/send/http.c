/*
 * Requests by libcurl.
 *
 * libcurl sends a request anew when a connection that it kept turns out to be
 * dead.  A call must not be placed twice, so every request gets a connection
 * of its own, and is "sent" as soon as that connection stands.
 */
#include "config.h"

#include "send/http.h"

#include <stdio.h>
#include <strings.h>
#include <curl/curl.h>

#include "base/limits.h"
#include "send/wipe.h"

#define CONNECT_MS	15000u
#define HEADERS_BYTES	(64u << 10)

#define CHECK_NETWORK	\
	"check the network, and HTTPS_PROXY where a proxy is needed"
#define CHECK_HOST	\
	"check that it is the API's host and port"

static const struct fault {
	CURLcode code;
	enum http_outcome unsent;	/* unless the connection stood */
	const char *text, *help;
} faults[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, HTTP_UNREACHED,
	  "the host is not found",
	  "check the network, and the host or region it is to be" },
	{ CURLE_COULDNT_RESOLVE_PROXY, HTTP_UNREACHED,
	  "the proxy is not found",
	  "correct HTTPS_PROXY, or name the host in NO_PROXY" },
	{ CURLE_COULDNT_CONNECT, HTTP_UNREACHED, "no connection",
	  CHECK_NETWORK },
	{ CURLE_SSL_CONNECT_ERROR, HTTP_UNREACHED, "no TLS connection",
	  "check that it is an https server of TLS 1.2 or newer" },
	{ CURLE_PEER_FAILED_VERIFICATION, HTTP_UNTRUSTED,
	  "the certificate is not to be trusted",
	  "if a proxy or test server has an authority of its own, name its "
	  "file with --cacert" },
	{ CURLE_SSL_CACERT_BADFILE, HTTP_UNTRUSTED,
	  "the file of trusted certificates cannot be read",
	  "correct --cacert, SSL_CERT_FILE or CURL_CA_BUNDLE" },
	{ CURLE_OPERATION_TIMEDOUT, HTTP_UNREACHED, "no answer in time",
	  CHECK_NETWORK },
	{ CURLE_ABORTED_BY_CALLBACK, HTTP_UNREACHED, "given up", "" },
	{ CURLE_GOT_NOTHING, HTTP_UNREACHED, "closed without an answer", "" },
	{ CURLE_SEND_ERROR, HTTP_UNREACHED, "the connection broke", "" },
	{ CURLE_RECV_ERROR, HTTP_UNREACHED, "the connection broke",
	  CHECK_NETWORK },
	{ CURLE_PARTIAL_FILE, HTTP_UNREACHED, "the answer broke off", "" },
	{ CURLE_UNSUPPORTED_PROTOCOL, HTTP_FAILED, "the answer is no HTTP",
	  CHECK_HOST },
	{ CURLE_WEIRD_SERVER_REPLY, HTTP_UNREACHED, "the answer is no HTTP",
	  CHECK_HOST },
	{ CURLE_OUT_OF_MEMORY, HTTP_FAILED, "out of memory", "" },
	{ CURLE_FAILED_INIT, HTTP_FAILED, "libcurl does not start", "" },
	{ CURLE_URL_MALFORMAT, HTTP_FAILED, "libcurl does not take the URL",
	  "" },
	/* The last one is for the rest. */
	{ CURLE_OK, HTTP_UNREACHED, "the request failed", "" },
};

bool
gcl_http_start(void)
{
	const curl_version_info_data *info;

	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, gcl_wipe_malloc,
	    gcl_wipe_free, gcl_wipe_realloc, gcl_wipe_strdup,
	    gcl_wipe_calloc) != CURLE_OK)
		return false;
	info = curl_version_info(CURLVERSION_NOW);
	return (info->features & CURL_VERSION_SSL) != 0;
}

void
gcl_http_end(void)
{
	curl_global_cleanup();
}

int64_t
gcl_http_date(struct span s)
{
	char text[64];

	if (s.len == 0 || s.len >= sizeof(text))
		return -1;
	memcpy(text, s.ptr, s.len);
	text[s.len] = '\0';
	return curl_getdate(text, NULL);
}

/* ---- the answer as it comes ---- */

/* A head follows another one when that was of a status 1xx. */
static size_t
take_header(char *line, size_t one, size_t len, void *ctx)
{
	struct http_response *r = ctx;

	(void)one;
	if (len >= 5 && !memcmp(line, "HTTP/", 5)) {
		r->head = false;
		gcl_buf_reset(&r->headers);
	} else if (len <= 2) {
		r->head = true;
	} else {
		gcl_buf_add(&r->headers, line, len);
	}
	return len;
}

/* A body that is too long ends the transfer: who wants to read more? */
static size_t
take_body(char *p, size_t one, size_t len, void *ctx)
{
	struct http_response *r = ctx;
	size_t room = r->body.max - r->body.len;

	(void)one;
	gcl_buf_add(&r->body, p, len < room ? len : room);
	return len <= room && gcl_buf_status(&r->body) == GCL_OK ? len : 0;
}

/* libcurl asks before each step, and once a second while it waits. */
static int
ask_whether_to_go_on(void *ctx, curl_off_t dltotal, curl_off_t dlnow,
	curl_off_t ultotal, curl_off_t ulnow)
{
	const struct http_request *r = ctx;

	(void)dltotal;
	(void)dlnow;
	(void)ultotal;
	(void)ulnow;
	return r->given_up && r->given_up(r->ctx);
}

/* ---- the headers of a request ---- */

static bool
add_header(struct curl_slist **list, const char *line)
{
	struct curl_slist *longer = curl_slist_append(*list, line);

	if (longer)
		*list = longer;
	return longer != NULL;
}

static bool
add_authorization(struct curl_slist **list, const struct http_request *r)
{
	struct buf line;
	bool added;

	gcl_wipe_buf_init(&line, LIMIT_SECRET_BYTES + 64);
	gcl_buf_addf(&line, "Authorization: %s ", r->scheme);
	gcl_buf_addspan(&line, r->credential);
	added = gcl_buf_str(&line) && add_header(list, line.ptr);
	gcl_wipe_buf_release(&line);
	return added;
}

/* libcurl adds a header Expect to what is long, and waits for its answer. */
static bool
add_headers(struct curl_slist **list, const struct http_request *r)
{
	size_t i;

	if (r->scheme && !add_authorization(list, r))
		return false;
	for (i = 0; r->headers[i]; i++)
		if (!add_header(list, r->headers[i]))
			return false;
	return add_header(list, "Expect:");
}

/* ---- options ---- */

struct handle {
	CURL *curl;
	CURLcode code;		/* the first failure; nothing is done then */
};

static void
set_long(struct handle *h, CURLoption option, long value)
{
	if (h->code == CURLE_OK)
		h->code = curl_easy_setopt(h->curl, option, value);
}

static void
set_ptr(struct handle *h, CURLoption option, const void *value)
{
	if (h->code == CURLE_OK)
		h->code = curl_easy_setopt(h->curl, option, value);
}

static void
set_protocols(struct handle *h)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	set_ptr(h, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	set_long(h, CURLOPT_PROTOCOLS,
		(long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/* The same for every request. */
static void
set_rules(struct handle *h)
{
	static const struct {
		CURLoption option;
		long value;
	} rules[] = {
		{ CURLOPT_FOLLOWLOCATION, 0 },
		{ CURLOPT_FORBID_REUSE, 1 },
		{ CURLOPT_FRESH_CONNECT, 1 },
		{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
		{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
		{ CURLOPT_NOPROGRESS, 0 },
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_PATH_AS_IS, 1 },
		{ CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_SSL_VERIFYHOST, 2 },
		{ CURLOPT_SSL_VERIFYPEER, 1 },
		{ CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
	};
	size_t i;

	set_protocols(h);
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		set_long(h, rules[i].option, rules[i].value);
}

static void
set_request(struct handle *h, const struct http_request *r)
{
	set_ptr(h, CURLOPT_URL, r->url);
	if (r->body.ptr) {
		set_long(h, CURLOPT_POSTFIELDSIZE, (long)r->body.len);
		set_ptr(h, CURLOPT_POSTFIELDS, r->body.ptr);
	}
	set_ptr(h, CURLOPT_CUSTOMREQUEST, r->method);
	if (r->cacert) {
		set_ptr(h, CURLOPT_CAINFO, r->cacert);
		set_ptr(h, CURLOPT_CAPATH, NULL);
	}
	if (r->direct)
		set_ptr(h, CURLOPT_PROXY, "");
	set_long(h, CURLOPT_TIMEOUT_MS, (long)r->timeout_ms);
	set_long(h, CURLOPT_CONNECTTIMEOUT_MS, (long)(
		r->timeout_ms < CONNECT_MS ? r->timeout_ms : CONNECT_MS));
}

static void
set_callbacks(struct handle *h, const struct http_request *r,
	struct http_response *out)
{
	set_ptr(h, CURLOPT_HEADERDATA, out);
	set_ptr(h, CURLOPT_WRITEDATA, out);
	set_ptr(h, CURLOPT_XFERINFODATA, r);
	if (h->code == CURLE_OK)
		h->code = curl_easy_setopt(h->curl, CURLOPT_HEADERFUNCTION,
			take_header);
	if (h->code == CURLE_OK)
		h->code = curl_easy_setopt(h->curl, CURLOPT_WRITEFUNCTION,
			take_body);
	if (h->code == CURLE_OK)
		h->code = curl_easy_setopt(h->curl, CURLOPT_XFERINFOFUNCTION,
			ask_whether_to_go_on);
}

/* ---- what became of it ---- */

/* From then on bytes of the request may have left. */
static bool
has_connected(CURL *c, const struct http_request *r)
{
	bool tls = !strncasecmp(r->url, "https:", 6);
	curl_off_t us = 0;

	return curl_easy_getinfo(c, tls ? CURLINFO_APPCONNECT_TIME_T :
		CURLINFO_CONNECT_TIME_T, &us) != CURLE_OK || us > 0;
}

static const struct fault *
find_fault(CURLcode code)
{
	const struct fault *f = faults;

	while (f->code != code && f->code != CURLE_OK)
		f++;
	return f;
}

/* Behind an @ is a host and in front of it, most likely, a proxy's password. */
static void
tell_fault(CURLcode code, const char *detail, bool sent,
	struct http_response *out)
{
	const struct fault *f = find_fault(code);
	bool late = code == CURLE_OPERATION_TIMEDOUT;
	int len;

	if (strchr(detail, '@'))
		detail = "";
	out->outcome = !sent ? f->unsent : late ? HTTP_TIMED_OUT : HTTP_BROKEN;
	out->help = sent ? "" : f->help;
	len = snprintf(out->fault, sizeof(out->fault), "%s%s%s%s", f->text,
		*detail ? " (" : "", detail, *detail ? ")" : "");
	if (sent && out->status > 0 && (size_t)len < sizeof(out->fault))
		snprintf(out->fault + len, sizeof(out->fault) - (size_t)len,
			", after status %d", out->status);
}

static CURLcode
run(CURL *c, struct curl_slist *headers, const struct http_request *r,
	struct http_response *out)
{
	struct handle h = { .curl = c, .code = CURLE_OK };
	long status = 0;

	set_rules(&h);
	set_request(&h, r);
	set_callbacks(&h, r, out);
	set_ptr(&h, CURLOPT_HTTPHEADER, headers);
	if (h.code == CURLE_OK)
		h.code = curl_easy_perform(c);
	if (curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK)
		out->status = (int)status;
	if (h.code == CURLE_WRITE_ERROR && out->body.len == out->body.max)
		return CURLE_OK;
	/* libcurl takes a head that breaks off for one that is over. */
	return h.code == CURLE_OK && !out->head ? CURLE_PARTIAL_FILE : h.code;
}

void
gcl_http_perform(const struct http_request *r, struct http_response *out)
{
	char detail[CURL_ERROR_SIZE] = "";
	struct curl_slist *headers = NULL;
	CURLcode code = CURLE_OUT_OF_MEMORY;
	CURL *c = curl_easy_init();
	bool sent = false;

	*out = (struct http_response){ .outcome = HTTP_ANSWERED, .help = "" };
	gcl_wipe_buf_init(&out->headers, HEADERS_BYTES);
	gcl_wipe_buf_init(&out->body, LIMIT_ANSWER_BYTES);
	if (c && add_headers(&headers, r) &&
	    gcl_buf_status(&out->headers) == GCL_OK &&
	    gcl_buf_status(&out->body) == GCL_OK) {
		curl_easy_setopt(c, CURLOPT_ERRORBUFFER, detail);
		code = run(c, headers, r, out);
		sent = has_connected(c, r);
	}
	if (code != CURLE_OK)
		tell_fault(code, detail, sent, out);
	curl_easy_cleanup(c);
	curl_slist_free_all(headers);
}

void
gcl_http_release(struct http_response *r)
{
	gcl_wipe_buf_release(&r->headers);
	gcl_wipe_buf_release(&r->body);
	*r = (struct http_response){ .outcome = HTTP_FAILED, .help = "" };
}
