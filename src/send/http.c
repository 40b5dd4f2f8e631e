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
#include <time.h>
#include <curl/curl.h>

#include "base/limits.h"
#include "send/wipe.h"

#define CONNECT_MS	15000
#define TOTAL_MS	60000
#define HEADERS_BYTES	(64u << 10)

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
	  "check the network, and HTTPS_PROXY where a proxy is needed" },
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
	  "check the network, and HTTPS_PROXY where a proxy is needed" },
	{ CURLE_GOT_NOTHING, HTTP_UNREACHED, "closed without an answer", "" },
	{ CURLE_SEND_ERROR, HTTP_UNREACHED, "the connection broke", "" },
	{ CURLE_RECV_ERROR, HTTP_UNREACHED, "the connection broke",
	  "check the network, and HTTPS_PROXY where a proxy is needed" },
	{ CURLE_PARTIAL_FILE, HTTP_UNREACHED, "the answer broke off", "" },
	{ CURLE_UNSUPPORTED_PROTOCOL, HTTP_FAILED, "the answer is no HTTP",
	  "check that it is the API's host and port" },
	{ CURLE_WEIRD_SERVER_REPLY, HTTP_UNREACHED, "the answer is no HTTP",
	  "check that it is the API's host and port" },
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

/* ---- the request ---- */

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

static CURLcode
set_protocols(CURL *c)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	return curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	return curl_easy_setopt(c, CURLOPT_PROTOCOLS,
		(long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static CURLcode
set_body(CURL *c, const struct http_request *r)
{
	CURLcode code = CURLE_OK;

	if (r->body.ptr) {
		code = curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)r->body.len);
		if (code == CURLE_OK)
			code = curl_easy_setopt(c, CURLOPT_POSTFIELDS,
				r->body.ptr);
	}
	if (code == CURLE_OK)
		code = curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, r->method);
	return code;
}

/* What is trusted, how long is waited, through whom it goes. */
static CURLcode
set_way(CURL *c, const struct http_request *r)
{
	long total = r->timeout_ms > 0 ? (long)r->timeout_ms : TOTAL_MS;
	CURLcode code = set_protocols(c);

	if (code == CURLE_OK)
		code = curl_easy_setopt(c, CURLOPT_SSLVERSION,
			(long)CURL_SSLVERSION_TLSv1_2);
	if (code == CURLE_OK && r->cacert)
		code = curl_easy_setopt(c, CURLOPT_CAINFO, r->cacert);
	if (code == CURLE_OK && r->cacert)
		code = curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
	if (code == CURLE_OK && r->direct)
		code = curl_easy_setopt(c, CURLOPT_PROXY, "");
	if (code == CURLE_OK)
		code = curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, total);
	if (code == CURLE_OK)
		code = curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
			total < CONNECT_MS ? total : CONNECT_MS);
	return code;
}

static CURLcode
set_all(CURL *c, const struct http_request *r, struct http_response *out)
{
	static const struct {
		CURLoption option;
		long value;
	} longs[] = {
		{ CURLOPT_FORBID_REUSE, 1 },
		{ CURLOPT_FRESH_CONNECT, 1 },
		{ CURLOPT_FOLLOWLOCATION, 0 },
		{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_PATH_AS_IS, 1 },
		{ CURLOPT_SSL_VERIFYHOST, 2 },
		{ CURLOPT_SSL_VERIFYPEER, 1 },
		{ CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
	};
	CURLcode code = set_way(c, r);
	size_t i;

	for (i = 0; code == CURLE_OK && i < sizeof(longs) / sizeof(longs[0]);
	    i++)
		code = curl_easy_setopt(c, longs[i].option, longs[i].value);
	if (code == CURLE_OK)
		code = curl_easy_setopt(c, CURLOPT_URL, r->url);
	if (code == CURLE_OK)
		code = set_body(c, r);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, out);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, out);
	return code;
}

/* ---- what became of it ---- */

/* From then on bytes of the request may have left. */
static bool
has_connected(CURL *c, const struct http_request *r)
{
	bool tls = !strncasecmp(r->url, "https:", 6);
	curl_off_t us = 0;

	curl_easy_getinfo(c, tls ? CURLINFO_APPCONNECT_TIME_T :
		CURLINFO_CONNECT_TIME_T, &us);
	return us > 0;
}

static const struct fault *
find_fault(CURLcode code)
{
	const struct fault *f = faults;

	while (f->code != code && f->code != CURLE_OK)
		f++;
	return f;
}

static void
tell_fault(CURLcode code, const char *detail, bool sent,
	struct http_response *out)
{
	const struct fault *f = find_fault(code);
	bool late = code == CURLE_OPERATION_TIMEDOUT;
	int len;

	out->outcome = !sent ? f->unsent : late ? HTTP_TIMED_OUT : HTTP_BROKEN;
	out->help = sent ? "" : f->help;
	len = snprintf(out->fault, sizeof(out->fault), "%s%s%s%s", f->text,
		*detail ? " (" : "", detail, *detail ? ")" : "");
	if (sent && out->status > 0 && (size_t)len < sizeof(out->fault))
		snprintf(out->fault + len, sizeof(out->fault) - (size_t)len,
			", after status %d", out->status);
}

static void
run(CURL *c, const struct http_request *r, struct http_response *out)
{
	char detail[CURL_ERROR_SIZE] = "";
	struct curl_slist *headers = NULL;
	CURLcode code = CURLE_OUT_OF_MEMORY;
	long status = 0;

	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, detail);
	if (add_headers(&headers, r))
		code = curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	if (code == CURLE_OK)
		code = set_all(c, r, out);
	if (code == CURLE_OK)
		code = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	out->status = (int)status;
	if (code == CURLE_WRITE_ERROR && out->body.len == out->body.max)
		code = CURLE_OK;
	/* libcurl takes a head that breaks off for one that is over. */
	if (code == CURLE_OK && !out->head)
		code = CURLE_PARTIAL_FILE;
	if (code != CURLE_OK)
		tell_fault(code, detail, has_connected(c, r), out);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, NULL);
	curl_slist_free_all(headers);
}

void
gcl_http_perform(const struct http_request *r, struct http_response *out)
{
	CURL *c = curl_easy_init();

	*out = (struct http_response){ .outcome = HTTP_ANSWERED, .help = "" };
	gcl_wipe_buf_init(&out->headers, HEADERS_BYTES);
	gcl_wipe_buf_init(&out->body, LIMIT_ANSWER_BYTES);
	if (c && gcl_buf_status(&out->headers) == GCL_OK &&
	    gcl_buf_status(&out->body) == GCL_OK)
		run(c, r, out);
	else
		tell_fault(CURLE_OUT_OF_MEMORY, "", false, out);
	curl_easy_cleanup(c);
}

void
gcl_http_release(struct http_response *r)
{
	gcl_wipe_buf_release(&r->headers);
	gcl_wipe_buf_release(&r->body);
}

/* ---- headers ---- */

static struct span
trim(struct span s)
{
	while (s.len > 0 && strchr(" \t\r\n", s.ptr[s.len - 1]))
		s.len--;
	while (s.len > 0 && strchr(" \t", *s.ptr))
		s = gcl_span(s.ptr + 1, s.len - 1);
	return s;
}

struct span
gcl_http_header(const struct http_response *r, const char *name)
{
	struct span rest = gcl_buf_span(&r->headers), found = { NULL, 0 };
	size_t len = strlen(name), n;
	const char *end;

	while (rest.len > 0) {
		end = memchr(rest.ptr, '\n', rest.len);
		n = end ? (size_t)(end + 1 - rest.ptr) : rest.len;
		if (n > len && rest.ptr[len] == ':' &&
		    !strncasecmp(rest.ptr, name, len))
			found = trim(gcl_span(rest.ptr + len + 1,
				n - len - 1));
		rest = gcl_span(rest.ptr + n, rest.len - n);
	}
	return found;
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

/* By the server's own clock, where it says what that is. */
static bool
seconds_until(const struct http_response *r, struct span date,
	uint64_t *seconds)
{
	int64_t now = gcl_http_date(gcl_http_header(r, "Date"));
	int64_t then = gcl_http_date(date);

	if (then < 0)
		return false;
	if (now < 0)
		now = time(NULL);
	*seconds = then > now ? (uint64_t)(then - now) : 0;
	return true;
}

bool
gcl_http_retry_after(const struct http_response *r, uint64_t *seconds)
{
	struct span s = gcl_http_header(r, "Retry-After");
	size_t i;

	*seconds = 0;
	for (i = 0; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
		if (*seconds < UINT32_MAX)
			*seconds = *seconds * 10 + (uint64_t)(s.ptr[i] - '0');
	return s.len > 0 && (i == s.len || seconds_until(r, s, seconds));
}
