/*
 * Edits of a body end in its capture, and nothing else changes there: bodies
 * made at random are wrapped, edited, and read again.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/base64.h"
#include "base/limits.h"
#include "carrier/carrier.h"
#include "json/write.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))
#define MAX_DOCS 8
#define MAX_EDITS 4
#define MAX_SLOTS 400
#define ROUNDS 400

/* ---- bodies ---- */

/* Where a body can be edited and stays what it is: JSON. */
struct slot {
	size_t off;
	unsigned string;	/* 0: between tokens */
};

struct body {
	struct buf text;
	struct slot slots[MAX_SLOTS];
	size_t n;
	unsigned strings;
	bool lines;		/* it has some */
	const char *variable;	/* is now and then in a string, or NULL */
	uint64_t random;
};

static unsigned
roll(struct body *b, unsigned below)
{
	b->random ^= b->random << 13;
	b->random ^= b->random >> 7;
	b->random ^= b->random << 17;
	return (unsigned)(b->random >> 33) % below;
}

/* Characters of strings, as JSON has them. */
static const char *const units[] = {
	"a", "b", "0", "F", " ", "  ", "\\\"", "\\\\", "\\/", "\\n", "\\u0001",
	"\\u00e9", "\\ud83d\\ude00", "\xc3\xa9", "\xf0\x9f\x98\x80", "$", "`",
	"%", "!", "'", "&", "^", "#", "@", "{", "}", "[", ":", ",", "<", ">",
	"*", "$(", "${", "$x", "%41", "\\u0024", "~", "?", "=", "/", "//",
	"\\t", ";", "|", "(", ")", "\xe2\x80\x99",
};

static void
add_slot(struct body *b, unsigned string)
{
	if (b->n < MAX_SLOTS)
		b->slots[b->n++] = (struct slot){ b->text.len, string };
}

static void
add_string(struct body *b)
{
	unsigned i, len = roll(b, 12), string = ++b->strings;

	gcl_buf_addc(&b->text, '"');
	for (i = 0; i < len; i++) {
		add_slot(b, string);
		if (b->variable && roll(b, 12) == 0)
			gcl_buf_adds(&b->text, b->variable);
		else
			gcl_buf_adds(&b->text, units[roll(b, ROWS(units))]);
	}
	add_slot(b, string);
	gcl_buf_addc(&b->text, '"');
}

static void
add_blank(struct body *b)
{
	if (b->lines && roll(b, 2))
		gcl_buf_adds(&b->text, "\n    ");
	else if (roll(b, 2))
		gcl_buf_addc(&b->text, ' ');
	add_slot(b, 0);
}

/* {"name": "value", "name": ["value"], "name": 12} */
static void
make_body(struct body *b)
{
	unsigned i, n = 1 + roll(b, 5);

	gcl_buf_reset(&b->text);
	b->n = b->strings = 0;
	gcl_buf_addc(&b->text, '{');
	for (i = 0; i < n; i++) {
		add_blank(b);
		add_string(b);
		gcl_buf_addc(&b->text, ':');
		add_blank(b);
		if (roll(b, 5) == 0)
			gcl_buf_addf(&b->text, "%u", roll(b, 1000));
		else
			add_string(b);
		gcl_buf_adds(&b->text, i + 1 < n ? "," : "");
	}
	if (b->lines)
		gcl_buf_addc(&b->text, '\n');
	gcl_buf_addc(&b->text, '}');
}

/* ---- edits ---- */

struct change {
	struct edit list[MAX_EDITS];
	char text[MAX_EDITS][80];
	size_t n;
};

static void
random_edit(struct body *b, size_t i, struct edit *e, char *text, size_t cap)
{
	const struct slot *s = &b->slots[i], *end = s;
	size_t n, len = 0;

	text[0] = '\0';
	if (s->string == 0) {
		snprintf(text, cap, "%s", b->lines && roll(b, 2) ? "\n\t" :
		    "  ");
	} else {
		while (end + 1 < b->slots + b->n && end[1].string == s->string
		    && roll(b, 3))
			end++;
		for (n = roll(b, 5); n > 0; n--)
			len += (size_t)snprintf(text + len, cap - len, "%s",
			    units[roll(b, ROWS(units))]);
	}
	*e = (struct edit){ .off = s->off, .len = end->off - s->off,
		.text = gcl_span_str(text) };
}

/* Some edits in order; none touches the one before. */
static void
random_change(struct body *b, struct change *c)
{
	size_t i, after = 0, n = 1 + roll(b, MAX_EDITS);
	struct edit *e;

	c->n = 0;
	for (i = roll(b, (unsigned)b->n); i < b->n && c->n < n;
	    i += 1 + roll(b, 6)) {
		if (c->n > 0 && b->slots[i].off <= after)
			continue;
		e = &c->list[c->n];
		random_edit(b, i, e, c->text[c->n], sizeof(c->text[0]));
		after = e->off + e->len;
		c->n++;
	}
}

/* ---- documents ---- */

struct seen {
	char *body;		/* or NULL */
	char *rest;		/* of the request, and remarks */
	char *length;		/* of Content-Length, or NULL */
};

struct fixture {
	struct capture c;
	struct gcl_error err;
	struct document doc;
	struct seen before[MAX_DOCS], after[MAX_DOCS];
	size_t tried, refused;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_error_reset(&f->err);
	gcl_capture_init(&f->c, LIMIT_TEXT_BYTES, LIMIT_DEPTH_DEFAULT);
	*state = f;
	return 0;
}

static void
forget(struct seen *list)
{
	size_t i;

	for (i = 0; i < MAX_DOCS; i++) {
		free(list[i].body);
		free(list[i].rest);
		free(list[i].length);
		list[i] = (struct seen){ NULL, NULL, NULL };
	}
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	forget(f->before);
	forget(f->after);
	gcl_capture_release(&f->c);
	free(f);
	return 0;
}

static char *
copy(struct span s)
{
	return s.ptr ? strndup(s.ptr, s.len) : NULL;
}

/* What is not to change, in words. */
static char *
words_of(const struct document *doc, char **length)
{
	const struct header *h = doc->request ? doc->request->headers : NULL;
	const struct remark *r;
	struct buf b;

	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	gcl_buf_adds(&b, "-");
	if (doc->request)
		gcl_buf_addspan(&b, doc->request->target.text);
	for (; h; h = h->next) {
		gcl_buf_adds(&b, "\n");
		gcl_buf_addspan(&b, h->name.text);
		if (gcl_header_find(h, "content-length") == h) {
			free(*length);
			*length = copy(h->value.text);
			continue;
		}
		gcl_buf_adds(&b, ": ");
		gcl_buf_addspan(&b, h->value.text);
	}
	for (r = doc->remarks; r; r = r->next)
		gcl_buf_addf(&b, "\n!%s %s", r->rule, r->say);
	gcl_buf_addc(&b, '\0');
	return b.ptr;
}

static void
begin(struct fixture *f, struct span text)
{
	gcl_reader_bytes(&f->c.reader, text);
	gcl_capture_begin(&f->c, "input", NULL);
	f->doc.index = 0;
}

static bool
next(struct fixture *f, const struct carrier *k)
{
	bool more;

	assert_int_equal(gcl_carrier_split(k, &f->c, &f->doc, &more,
	    &f->err), GCL_OK);
	f->doc.index += more;
	return more;
}

static size_t
see_all(struct fixture *f, const struct carrier *k, struct span text,
	struct seen *list)
{
	size_t n = 0;

	forget(list);
	for (begin(f, text); next(f, k); n++) {
		assert_in_range(n, 0, MAX_DOCS - 1);
		list[n].body = copy(f->doc.body.text);
		list[n].rest = words_of(&f->doc, &list[n].length);
	}
	return n;
}

/* ---- applying ---- */

static void
apply(struct span text, const struct edit *list, size_t n, struct buf *out)
{
	size_t i, at = 0;

	gcl_buf_reset(out);
	for (i = 0; i < n; i++) {
		assert_true(list[i].off >= at);
		assert_true(list[i].off + list[i].len <= text.len);
		gcl_buf_add(out, text.ptr + at, list[i].off - at);
		gcl_buf_addspan(out, list[i].text);
		at = list[i].off + list[i].len;
	}
	gcl_buf_add(out, text.ptr + at, text.len - at);
}

/* Encode what can be; what cannot be is taken out of the change. */
static size_t
encode_all(struct fixture *f, const struct carrier *k, struct change *c,
	struct edit *out)
{
	size_t i, n = 0, behind = 0;
	enum gcl_status st;

	for (i = 0; i < c->n; i++) {
		f->tried++;
		st = gcl_carrier_encode(k, &f->doc, &f->doc.body, &c->list[i],
		    &f->c.arena, &out[n]);
		if (st != GCL_OK)
			assert_int_equal(st, GCL_EINPUT);
		f->refused += st != GCL_OK;
		/* The groups of base64 may meet those of the one before. */
		if (st != GCL_OK || out[n].off < behind)
			continue;
		behind = out[n].off + out[n].len;
		c->list[n++] = c->list[i];
	}
	c->n = n;
	return n;
}

/* Half of the changes let the carrier find it. */
static size_t
new_length(struct fixture *f, const struct change *c)
{
	size_t i, n = f->doc.body.text.len;

	for (i = 0; i < c->n; i++)
		n += c->list[i].text.len - c->list[i].len;
	return f->tried % 2 ? SIZE_MAX : n;
}

static bool
make_change(struct fixture *f, const struct carrier *k, struct span source,
	struct change *c, struct buf *out)
{
	struct edit all[64];
	struct edits edits = { .list = all }, whole;
	enum gcl_status st;
	size_t i;

	edits.n = encode_all(f, k, c, all);
	if (edits.n == 0)
		return false;
	assert_int_equal(gcl_carrier_settle(k, &f->doc, &edits, SIZE_MAX,
	    &f->c.arena, NULL), gcl_carrier_settle(k, &f->doc, &edits,
	    SIZE_MAX, &f->c.arena, &whole));
	st = gcl_carrier_settle(k, &f->doc, &edits, new_length(f, c),
	    &f->c.arena, &whole);
	if (st != GCL_OK) {
		assert_int_equal(st, GCL_EINPUT);
		f->refused++;
		return false;
	}
	assert_in_range(whole.n, 1, ROWS(all));
	memmove(all, whole.list, whole.n * sizeof(all[0]));
	for (i = 0; i < whole.n; i++)
		all[i].off += f->doc.src->base;
	apply(source, all, whole.n, out);
	return true;
}

/* ---- a round ---- */

/* Lengths that were right are right, and others as they were. */
static void
compare_lengths(const struct seen *a, const struct seen *b, const char *want)
{
	char was[24], is[24];

	snprintf(was, sizeof(was), "%zu", a->body ? strlen(a->body) : 0);
	snprintf(is, sizeof(is), "%zu", want ? strlen(want) : 0);
	assert_int_equal(!a->length, !b->length);
	if (a->length)
		assert_string_equal(b->length, strcmp(a->length, was) ?
		    a->length : is);
}

static void
compare(struct fixture *f, size_t n, size_t target, const char *body)
{
	const struct seen *a, *b;
	const char *want;
	size_t i;

	for (i = 0; i < n; i++) {
		a = &f->before[i];
		b = &f->after[i];
		want = i == target ? body : a->body;
		assert_int_equal(!want, !b->body);
		if (want)
			assert_string_equal(b->body, want);
		assert_string_equal(b->rest, a->rest);
		compare_lengths(a, b, want);
	}
}

/* Which document has the body that was wrapped? */
static size_t
find(struct fixture *f, size_t n, const char *body)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (f->before[i].body && !strcmp(f->before[i].body, body))
			return i;
	return SIZE_MAX;
}

static size_t
check(struct fixture *f, const struct carrier *k, struct span source,
	const char *body, struct change *c)
{
	size_t i, n = see_all(f, k, source, f->before), target;
	struct buf want, out;

	target = find(f, n, body);
	if (target == SIZE_MAX)
		fail_msg("no body [%s] in\n%.*s", body, (int)source.len,
		    source.ptr);
	gcl_buf_init(&want, LIMIT_TEXT_BYTES);
	gcl_buf_init(&out, LIMIT_TEXT_BYTES);
	begin(f, source);
	for (i = 0; i <= target; i++)
		assert_true(next(f, k));
	i = make_change(f, k, source, c, &out);
	if (i) {
		apply(gcl_span_str(body), c->list, c->n, &want);
		assert_int_equal(see_all(f, k, gcl_buf_span(&out), f->after),
		    n);
		compare(f, n, target, gcl_buf_str(&want));
	}
	gcl_buf_release(&want);
	gcl_buf_release(&out);
	return i;
}

/* ---- wrappings ---- */

struct wrapping {
	const char *name, *carrier;
	void (*wrap)(struct body *b, struct span body, struct buf *out);
	bool lines;
	const char *variable, *value;
	unsigned refused;	/* of a hundred edits, at most */
	bool ends;		/* the body ends in a line end */
};

#define OTHER "{\"other\": \"{{v}} $x \xc3\xa9\"}"

static void
wrap_json(struct body *b, struct span body, struct buf *out)
{
	(void)b;
	gcl_buf_addspan(out, body);
}

static void
wrap_ndjson(struct body *b, struct span body, struct buf *out)
{
	const char *end = roll(b, 2) ? "\n" : "\n\n";

	gcl_buf_addf(out, OTHER "%s", end);
	gcl_buf_addspan(out, body);
	gcl_buf_addf(out, "%s" OTHER, end);
}

static void
wrap_log(struct body *b, struct span body, struct buf *out)
{
	(void)b;
	gcl_buf_adds(out, "12:00:01 INFO sending " OTHER "\n12:00:02 sending ");
	gcl_buf_addspan(out, body);
	gcl_buf_adds(out, " done\n12:00:03 sending " OTHER "\n");
}

static void
wrap_prefixed(struct body *b, struct span body, struct buf *out)
{
	size_t i;

	(void)b;
	gcl_buf_adds(out, "12:00:02 INFO app - sending\n12:00:02 INFO app - ");
	for (i = 0; i < body.len; i++) {
		gcl_buf_addc(out, body.ptr[i]);
		if (body.ptr[i] == '\n')
			gcl_buf_adds(out, "12:00:02 INFO app - ");
	}
	gcl_buf_adds(out, "\n12:00:03 INFO app - done\n");
}

#define HEAD "POST /api/v2/conversations/calls HTTP/1.1\r\nHost: x\r\n"

static void
wrap_raw(struct body *b, struct span body, struct buf *out)
{
	size_t wrong = roll(b, 4) ? 0 : body.len / 2;

	gcl_buf_addf(out, HEAD "Content-Length: %zu\r\n\r\n" OTHER "\r\n",
	    strlen(OTHER));
	gcl_buf_addf(out, HEAD "content-length: %zu\r\nA: b\r\n\r\n",
	    body.len - wrong);
	gcl_buf_addspan(out, body);
	gcl_buf_adds(out, "\r\n" HEAD "\r\n" OTHER "\r\n");
}

#define CHUNKS HEAD "Transfer-Encoding: chunked\r\n"

static void
wrap_chunks(struct body *b, struct span body, struct buf *out)
{
	static const char *const sizes[] = {
		"%zx\r\n", "%zX\r\n", "%04zx\r\n", "%zx;a=b\r\n",
	};
	const char *size = sizes[roll(b, ROWS(sizes))];
	size_t at = 0, n;

	gcl_buf_addf(out, CHUNKS "\r\n%zx\r\n" OTHER "\r\n0\r\n\r\n" CHUNKS
	    "\r\n", strlen(OTHER));
	for (; at < body.len; at += n) {
		n = 1 + roll(b, 30);
		if (n > body.len - at)
			n = body.len - at;
		gcl_buf_addf(out, size, n);
		gcl_buf_add(out, body.ptr + at, n);
		gcl_buf_adds(out, "\r\n");
	}
	gcl_buf_adds(out, "0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" HEAD "\r\n" OTHER
	    "\r\n");
}

static void
wrap_editor(struct body *b, struct span body, struct buf *out)
{
	(void)b;
	gcl_buf_adds(out, "@v = 12\n@long = value\n\n### one\nPOST /x\n\n"
	    OTHER "\n\n### two\nPOST https://x/{{v}}\nA: {{long}}\n\n");
	gcl_buf_addspan(out, body);
	gcl_buf_adds(out, "\n\n### three\nPUT /y\n\n" OTHER "\n");
}

static void
wrap_transcript(struct body *b, struct span body, struct buf *out)
{
	(void)b;
	gcl_buf_adds(out, "*   Trying 192.0.2.1:443...\n");
	gcl_buf_addf(out, "> POST /x HTTP/1.1\n> Host: x\n> Content-Length: "
	    "%zu\n> \n", body.len);
	gcl_buf_addspan(out, body);
	gcl_buf_adds(out, "\n* upload completely sent off\n< HTTP/1.1 200 OK\n"
	    "< \n{\"ok\":true}\n> POST /y HTTP/1.1\n> Host: x\n> \n" OTHER
	    "\n< HTTP/1.1 200 OK\n< \n");
}

/* As some programs write them: more is escaped than has to be. */
static void
quote(struct body *b, struct span body, struct buf *out)
{
	size_t i;

	for (i = 0; i < body.len; i++) {
		unsigned char c = (unsigned char)body.ptr[i];

		if (c < 0x80 && c != '\\' && c != '"' && roll(b, 12) == 0)
			gcl_buf_addf(out, "\\u%04x", c);
		else
			gcl_json_escape(out, gcl_span(body.ptr + i,
			    c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4));
		i += c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
	}
}

#define ENTRY_HEAD "{\"startedDateTime\":\"2026-01-01T00:00:00Z\"," \
	"\"request\":{\"method\":\"POST\",\"url\":\"https://x/y\","
#define OTHER_ENTRY ENTRY_HEAD "\"headers\":[],\"postData\":{\"text\":\"" \
	"{\\\"a\\\":1}\"},\"bodySize\":7},\"response\":{\"status\":200}}"

static void
wrap_entry(struct body *b, struct span body, struct buf *out,
	const char *encoding)
{
	bool first = roll(b, 2);
	struct buf size;

	gcl_buf_init(&size, 200);
	gcl_buf_addf(&size, "\"bodySize\":%zu,\"headers\":[{\"name\":"
	    "\"content-length\",\"value\":\"%zu\"}]", body.len, body.len);
	gcl_buf_adds(out, "{\"log\":{\"version\":\"1.2\",\"entries\":["
	    OTHER_ENTRY "," ENTRY_HEAD);
	if (first)
		gcl_buf_addf(out, "%s,", gcl_buf_str(&size));
	gcl_buf_addf(out, "\"postData\":{\"mimeType\":\"x\",%s\"text\":\"",
	    encoding);
	if (*encoding)
		gcl_base64_add(out, body.ptr, body.len);
	else
		quote(b, body, out);
	gcl_buf_adds(out, "\"}");
	if (!first)
		gcl_buf_addf(out, ",%s", gcl_buf_str(&size));
	gcl_buf_adds(out, "},\"response\":{\"status\":200}}," OTHER_ENTRY
	    "]}}");
	gcl_buf_release(&size);
}

static void
wrap_har(struct body *b, struct span body, struct buf *out)
{
	wrap_entry(b, body, out, "");
}

static void
wrap_base64(struct body *b, struct span body, struct buf *out)
{
	wrap_entry(b, body, out, "\"encoding\":\"base64\",");
}

static void
wrap_postman(struct body *b, struct span body, struct buf *out)
{
	gcl_buf_adds(out, "{\"info\":{\"schema\":\"https://schema.getpostman."
	    "com/json/collection/v2.1.0/collection.json\"},\"item\":[{"
	    "\"request\":{\"method\":\"POST\",\"url\":\"https://x/y\","
	    "\"body\":{\"mode\":\"raw\",\"raw\":\"{}\"}}},{\"request\":"
	    "{\"method\":\"POST\",\"url\":\"https://x/y\",\"header\":[");
	gcl_buf_addf(out, "{\"key\":\"Content-Length\",\"value\":\"%zu\"}],",
	    body.len);
	gcl_buf_adds(out, "\"body\":{\"mode\":\"raw\",\"raw\":\"");
	quote(b, body, out);
	gcl_buf_adds(out, "\"}}}],\"variable\":[{\"key\":\"v\",\"value\":"
	    "\"12\"},{\"key\":\"long\",\"value\":\"value\"}]}");
}

#define CURL "curl https://x/y "

static void
begin_curl(struct span body, struct buf *out)
{
	gcl_buf_addf(out, "#!/bin/sh\n" CURL "-d '{\"a\": 1}'\n" CURL
	    "-H 'Content-Length: %zu' ", body.len);
}

#define END_CURL " -v\n" CURL "-d '{\"b\": 1}'\n"

static void
add_escaped(struct span s, const char *set, const char *before,
	struct buf *out)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (strchr(set, s.ptr[i]))
			gcl_buf_adds(out, before);
		gcl_buf_addc(out, s.ptr[i]);
	}
}

static void
wrap_single(struct body *b, struct span body, struct buf *out)
{
	(void)b;
	begin_curl(body, out);
	gcl_buf_adds(out, "-d '");
	add_escaped(body, "'", "'\\'", out);
	gcl_buf_adds(out, "'" END_CURL);
}

static void
wrap_double(struct body *b, struct span body, struct buf *out)
{
	(void)b;
	begin_curl(body, out);
	gcl_buf_adds(out, "--data-raw \"");
	add_escaped(body, "\"\\$`", "\\", out);
	gcl_buf_adds(out, "\"" END_CURL);
}

static void
wrap_ansi(struct body *b, struct span body, struct buf *out)
{
	size_t i;

	begin_curl(body, out);
	gcl_buf_adds(out, "--json $'");
	for (i = 0; i < body.len; i++)
		if (strchr("'\\", body.ptr[i]))
			gcl_buf_addf(out, "\\%c", body.ptr[i]);
		else if (body.ptr[i] == '\n' || roll(b, 20) == 0)
			gcl_buf_addf(out, "\\x%02x",
			    (unsigned char)body.ptr[i]);
		else
			gcl_buf_addc(out, body.ptr[i]);
	gcl_buf_adds(out, "'" END_CURL);
}

static void
wrap_heredoc(struct body *b, struct span body, struct buf *out)
{
	(void)b;
	begin_curl(body, out);
	gcl_buf_adds(out, "--data-binary @- <<EOF\n");
	add_escaped(body, "\\$`", "\\", out);
	gcl_buf_adds(out, "EOF\n" CURL "-d '{\"b\": 1}'\n");
}

static void
wrap_stripped(struct body *b, struct span body, struct buf *out)
{
	(void)b;
	begin_curl(body, out);
	gcl_buf_adds(out, "-d @- <<'EOF'\n");
	gcl_buf_addspan(out, body);
	gcl_buf_adds(out, "\nEOF\n" CURL "-d '{\"b\": 1}'\n");
}

static void
wrap_cmd(struct body *b, struct span body, struct buf *out)
{
	(void)b;
	gcl_buf_addf(out, "curl ^\"https://x/y^\" -H ^\"Content-Length: %zu^\" "
	    "--data-raw ^\"", body.len);
	for (; body.len > 0; body = gcl_span(body.ptr + 1, body.len - 1)) {
		size_t n = strspn(body.ptr, "\\");

		/* The backslashes before a quote count twice. */
		if (body.ptr[0] == '"')
			gcl_buf_adds(out, "\\");
		if (body.ptr[0] == '\\' && body.ptr[n] == '"')
			gcl_buf_adds(out, "\\");
		if (strchr("\"^&|<>()%!", body.ptr[0]))
			gcl_buf_addc(out, '^');
		gcl_buf_addc(out, body.ptr[0]);
	}
	gcl_buf_adds(out, "^\"\n");
}

#define PLAIN .lines = false
#define LINES .lines = true
#define SHORT .variable = "{{v}}", .value = "12"
#define LONG .variable = "{{long}}", .value = "value"

static const struct wrapping wrappings[] = {
	{ "json", "json", wrap_json, LINES },
	{ "ndjson", "ndjson", wrap_ndjson, PLAIN },
	{ "log", "log", wrap_log, PLAIN },
	{ "log, lines", "log", wrap_log, LINES },
	{ "log, prefixes", "log", wrap_prefixed, LINES, .refused = 12 },
	{ "http", "http", wrap_raw, LINES },
	{ "http, chunks", "http", wrap_chunks, LINES },
	{ "http, editor", "http", wrap_editor, LINES, .refused = 1 },
	{ "http, variable", "http", wrap_editor, LINES, SHORT, .refused = 12 },
	{ "http, as long", "http", wrap_editor, LINES, LONG, .refused = 12 },
	{ "curl -v", "http", wrap_transcript, LINES },
	{ "har", "har", wrap_har, LINES },
	{ "har, base64", "har", wrap_base64, LINES },
	{ "postman", "postman", wrap_postman, LINES, .refused = 1 },
	{ "postman, variable", "postman", wrap_postman, LINES, SHORT,
		.refused = 12 },
	{ "postman, as long", "postman", wrap_postman, LINES, LONG,
		.refused = 12 },
	{ "curl '", "curl", wrap_single, LINES },
	{ "curl \"", "curl", wrap_double, LINES },
	{ "curl $'", "curl", wrap_ansi, LINES },
	{ "curl <<", "curl", wrap_heredoc, LINES, .ends = true },
	{ "curl -d <<", "curl", wrap_stripped, PLAIN },
	{ "curl cmd", "curl", wrap_cmd, PLAIN, .refused = 2 },
};

/* The text with the value for each variable. */
static char *
filled(const struct wrapping *w, struct body *b)
{
	size_t len = w->variable ? strlen(w->variable) : 0, i;
	struct span s = gcl_buf_span(&b->text);
	struct buf out;
	size_t slot = 0, less = 0;

	gcl_buf_init(&out, LIMIT_TEXT_BYTES);
	for (i = 0; i < s.len; i++) {
		for (; slot < b->n && b->slots[slot].off <= i; slot++)
			b->slots[slot].off -= less;
		if (len && s.len - i >= len &&
		    !memcmp(s.ptr + i, w->variable, len)) {
			gcl_buf_adds(&out, w->value);
			less += len - strlen(w->value);
			i += len - 1;
		} else {
			gcl_buf_addc(&out, s.ptr[i]);
		}
	}
	for (; slot < b->n; slot++)
		b->slots[slot].off -= less;
	gcl_buf_addc(&out, '\0');
	return out.ptr;
}

static void
edits_end_where_they_should(void **state)
{
	struct fixture *f = *state;
	struct body b = { .random = 88172645463325252u };
	const struct wrapping *w;
	struct change c;
	struct buf source;
	size_t i, n, done;
	char *want;

	gcl_buf_init(&b.text, LIMIT_TEXT_BYTES);
	gcl_buf_init(&source, LIMIT_TEXT_BYTES);
	for (i = 0; i < ROWS(wrappings); i++) {
		w = &wrappings[i];
		f->tried = f->refused = done = 0;
		b.lines = w->lines;
		b.variable = w->variable;
		for (n = 0; n < ROUNDS; n++) {
			make_body(&b);
			gcl_buf_adds(&b.text, w->ends ? "\n" : "");
			gcl_buf_reset(&source);
			w->wrap(&b, gcl_buf_span(&b.text), &source);
			gcl_buf_str(&source);
			want = filled(w, &b);
			random_change(&b, &c);
			done += check(f, gcl_carrier_find(gcl_span_str(
			    w->carrier)), gcl_buf_span(&source), want, &c);
			free(want);
		}
		if (f->refused * 100 > f->tried * w->refused)
			fail_msg("%s: %zu of %zu edits were refused",
			    w->name, f->refused, f->tried);
		print_message("%s: %zu of %zu refused, %zu changes made\n",
		    w->name, f->refused, f->tried, done);
	}
	gcl_buf_release(&b.text);
	gcl_buf_release(&source);
}

/* ---- one by one ---- */

struct row {
	const char *carrier, *source;
	struct edit edit;		/* of the first body */
	const char *want;		/* NULL: it cannot be made */
};

static void
check_rows(struct fixture *f, const struct row *rows, size_t n)
{
	const struct carrier *k;
	struct change c;
	struct buf out;
	size_t i;
	bool made;

	gcl_buf_init(&out, LIMIT_TEXT_BYTES);
	for (i = 0; i < n; i++) {
		k = gcl_carrier_find(gcl_span_str(rows[i].carrier));
		begin(f, gcl_span_str(rows[i].source));
		while (next(f, k) && !f->doc.body.text.ptr)
			;
		if (!f->doc.body.text.ptr)
			fail_msg("no body in %s", rows[i].source);
		c = (struct change){ .list = { rows[i].edit }, .n = 1 };
		made = make_change(f, k, gcl_span_str(rows[i].source), &c,
		    &out);
		assert_int_equal(made, rows[i].want != NULL);
		if (made)
			assert_string_equal(gcl_buf_str(&out), rows[i].want);
	}
	gcl_buf_release(&out);
}

#define CHUNKED "POST / HTTP/1.1\nTransfer-Encoding: chunked\n"

static void
chunks_keep_their_form(void **state)
{
	static const struct row rows[] = {
		/* {"a": 1} and a space, in the chunks {"a, ": 1, } */
		{ "http", CHUNKED "\n3\n{\"a\n4\n\": 1\n2\n} \n0\n\n",
			{ 6, 1, SPAN("22") },
			CHUNKED "\n3\n{\"a\n5\n\": 22\n2\n} \n0\n\n" },
		/* At the very start and end, and where two meet. */
		{ "http", CHUNKED "\n3\n{\"a\n4\n\": 1\n2\n} \n0\n\n",
			{ 0, 0, SPAN("\t") },
			CHUNKED "\n4\n\t{\"a\n4\n\": 1\n2\n} \n0\n\n" },
		{ "http", CHUNKED "\n3\n{\"a\n4\n\": 1\n2\n} \n0\n\n",
			{ 9, 0, SPAN("\t") },
			CHUNKED "\n3\n{\"a\n4\n\": 1\n3\n} \t\n0\n\n" },
		{ "http", CHUNKED "\n3\n{\"a\n4\n\": 1\n2\n} \n0\n\n",
			{ 3, 0, SPAN("b") },
			CHUNKED "\n3\n{\"a\n5\nb\": 1\n2\n} \n0\n\n" },
		/* Over two: one is made of them. */
		{ "http", CHUNKED "\n3\n{\"a\n4\n\": 1\n2\n} \n0\n\n",
			{ 2, 4, SPAN("b\":") },
			CHUNKED "\n6\n{\"b\":1\n2\n} \n0\n\n" },
		{ "http", CHUNKED "\n3;x=y\n{\"a\n4\n\": 1\n2\n} \n0\n\n",
			{ 1, 6, SPAN("") },
			CHUNKED "\n1;x=y\n{\n2\n} \n0\n\n" },
		/* All of one: a chunk of size 0 would be the last. */
		{ "http", CHUNKED "\n3\n{\"a\n4\n\": 1\n2\n} \n0\n\n",
			{ 3, 4, SPAN("") },
			CHUNKED "\n3\n{\"a\n2\n} \n0\n\n" },
		{ "http", CHUNKED "\r\n3\r\n{ }\r\n0\r\n\r\n",
			{ 0, 3, SPAN("") }, CHUNKED "\r\n0\r\n\r\n" },
		/* As many digits, as large as they were. */
		{ "http", CHUNKED "\n00A\n[123456789\n01\n]\n0\n\n",
			{ 1, 0, SPAN("0") },
			CHUNKED "\n00B\n[0123456789\n01\n]\n0\n\n" },
		{ "http", CHUNKED "\n9\n[12345678\n1\n]\n0\n\n",
			{ 1, 0, SPAN("0") },
			CHUNKED "\na\n[012345678\n1\n]\n0\n\n" },
		/* Without the last one it is as good; with a lie it is not. */
		{ "http", CHUNKED "\n1\n[\n1\n]\n", { 1, 0, SPAN("1") },
			CHUNKED "\n1\n[\n2\n1]\n" },
		{ "http", CHUNKED "\n2\n[1]\n1\n \n0\n\n",
			{ 1, 0, SPAN("1") }, NULL },
	};

	check_rows(*state, rows, ROWS(rows));
}

static void
lengths_that_are_right_stay_right(void **state)
{
#define ENTRY(text, length, size) "{\"log\":{\"entries\":[" ENTRY_HEAD \
	"\"headers\":[{\"name\":\"Content-Length\",\"value\":\"" length \
	"\"}],\"postData\":{\"text\":\"" text "\"},\"bodySize\":" size "}}]}}"
	static const struct row rows[] = {
		{ "http", "POST / HTTP/1.1\ncontent-length:2\n\n[]",
			{ 0, 2, SPAN("[\"\xc3\xa9\"]") },
			"POST / HTTP/1.1\ncontent-length:6\n\n[\"\xc3\xa9\"]" },
		{ "http", "POST / HTTP/1.1\nContent-Length: 2\n"
			"Content-Length: 2\n\n[]", { 0, 2, SPAN("") },
			"POST / HTTP/1.1\nContent-Length: 0\n"
			"Content-Length: 0\n\n" },
		{ "http", "> POST / HTTP/1.1\n> content-length: 2\n> \n[]\n"
			"< HTTP/1.1 200 OK\n", { 1, 0, SPAN("1,2,3,4,5") },
			"> POST / HTTP/1.1\n> content-length: 11\n> \n"
			"[1,2,3,4,5]\n< HTTP/1.1 200 OK\n" },
		/* With line ends behind it that were sent as well. */
		{ "http", "> POST / HTTP/1.1\n> content-length: 3\n> \n[]\n",
			{ 1, 0, SPAN("1") },
			"> POST / HTTP/1.1\n> content-length: 4\n> \n[1]\n" },
		{ "http", "> POST / HTTP/2\r\n> Content-Length: 3\r\n> \r\n"
			"[]\r\n\r\n< HTTP/2 200\r\n", { 1, 0, SPAN("1,2,3,4") },
			"> POST / HTTP/2\r\n> Content-Length: 10\r\n> \r\n"
			"[1,2,3,4]\r\n\r\n< HTTP/2 200\r\n" },
		{ "http", "> POST / HTTP/1.1\n> content-length: 9\n> \n"
			"[ 1234]\n\n* done\n", { 1, 1, SPAN("") },
			"> POST / HTTP/1.1\n> content-length: 8\n> \n"
			"[1234]\n\n* done\n" },
		{ "http", "### a\nPOST /x\nContent-Length: 3\n\n[]\n\n### b\n",
			{ 1, 0, SPAN("1") },
			"### a\nPOST /x\nContent-Length: 4\n\n[1]\n\n### b\n" },
		/* Of another length, or one that stands elsewhere. */
		{ "http", "> POST / HTTP/1.1\n> content-length: 4\n> \n[]\n",
			{ 1, 0, SPAN("1") },
			"> POST / HTTP/1.1\n> content-length: 4\n> \n[1]\n" },
		{ "http", "> POST / HTTP/1.1\n> content-length: 1\n> \n[]\n",
			{ 1, 0, SPAN("1") },
			"> POST / HTTP/1.1\n> content-length: 1\n> \n[1]\n" },
		{ "http", "> POST / HTTP/1.1\n> content-length: 03\n> \n[]\n",
			{ 1, 0, SPAN("1") },
			"> POST / HTTP/1.1\n> content-length: 03\n> \n[1]\n" },
		{ "http", "> POST / HTTP/1.1\n> content-length: "
			"18446744073709551618\n> \n[]\n", { 1, 0, SPAN("1") },
			"> POST / HTTP/1.1\n> content-length: "
			"18446744073709551618\n> \n[1]\n" },
		{ "http", "@n=2\n\nPOST /x\nContent-Length: {{n}}\n\n[]\n",
			{ 1, 0, SPAN("1") }, NULL },
		{ "http", "@n=2\n\nPOST /x\nContent-Length: {{n}}\n\n[ ]\n",
			{ 1, 1, SPAN("11") },
			"@n=2\n\nPOST /x\nContent-Length: {{n}}\n\n[11]\n" },
		{ "har", ENTRY("[]", "2", "-1"), { 1, 0, SPAN("\"") },
			ENTRY("[\\\"]", "3", "-1") },
		{ "har", ENTRY("[]", "3", "2"), { 1, 0, SPAN("12345678") },
			ENTRY("[12345678]", "3", "10") },
		{ "curl", "curl -H 'Content-Length: 2' -d '{' --json '\"' x\n",
			{ 0, 1, SPAN("[']") },
			"curl -H 'Content-Length: 4' -d '['\\'']' --json '\"' "
			"x\n" },
		{ "curl", "curl -H Content-Length:2 -d @- x <<-E\n\t[]\n\tE\n",
			{ 1, 0, SPAN("$") },
			"curl -H Content-Length:3 -d @- x <<-E\n\t[\\$]\n"
			"\tE\n" },
	};

	check_rows(*state, rows, ROWS(rows));
}

static void
edits_beside_the_body_do_not_make_it_longer(void **state)
{
	static const struct {
		const char *carrier, *header, *source, *want;
	} rows[] = {
		{ "http", "A",
			"POST / HTTP/1.1\nA: b\nContent-Length: 2\n\n[]",
			"POST / HTTP/1.1\nA: bbb\nContent-Length: 3\n\n[1]" },
		{ "http", "A", CHUNKED "A: b\n\n2\n[]\n0\n\n",
			CHUNKED "A: bbb\n\n3\n[1]\n0\n\n" },
		{ "curl", "A", "curl -H 'A: b' -H Content-Length:2 -d '[]'",
			"curl -H 'A: bbb' -H Content-Length:3 -d '[1]'" },
		{ "postman", "A",
			"{\"item\":[{\"request\":{\"method\":\"POST\","
			"\"header\":\"A: b\\nContent-Length:2\",\"body\":"
			"{\"mode\":\"raw\",\"raw\":\"[]\"}}}]}",
			"{\"item\":[{\"request\":{\"method\":\"POST\","
			"\"header\":\"A: bbb\\nContent-Length:3\",\"body\":"
			"{\"mode\":\"raw\",\"raw\":\"[1]\"}}}]}" },
		/* Whoever changes the length knows why. */
		{ "http", "Content-Length",
			"POST / HTTP/1.1\nContent-Length: 2\n\n[]",
			"POST / HTTP/1.1\nContent-Length: 2bb\n\n[1]" },
	};
	struct edit a = { 1, 0, SPAN("bb") }, b = { 1, 0, SPAN("1") }, list[2];
	struct edits made = { .list = list, .n = 2 }, whole;
	struct fixture *f = *state;
	const struct header *h;
	const struct carrier *k;
	struct buf out;
	size_t i;

	gcl_buf_init(&out, LIMIT_TEXT_BYTES);
	for (i = 0; i < ROWS(rows); i++) {
		k = gcl_carrier_find(gcl_span_str(rows[i].carrier));
		begin(f, gcl_span_str(rows[i].source));
		assert_true(next(f, k));
		h = gcl_header_find(f->doc.request->headers,
		    rows[i].header);
		assert_int_equal(gcl_carrier_encode(k, &f->doc, &h->value, &a,
		    &f->c.arena, &list[0]), GCL_OK);
		assert_int_equal(gcl_carrier_encode(k, &f->doc, &f->doc.body,
		    &b, &f->c.arena, &list[1]), GCL_OK);
		assert_int_equal(gcl_carrier_settle(k, &f->doc, &made,
		    SIZE_MAX, &f->c.arena, &whole), GCL_OK);
		apply(gcl_span_str(rows[i].source), whole.list, whole.n, &out);
		assert_string_equal(gcl_buf_str(&out), rows[i].want);
	}
	gcl_buf_release(&out);
}

static void
what_would_be_read_otherwise_is_refused(void **state)
{
	static const struct row rows[] = {
		/* a record stays on its line */
		{ "ndjson", "[]\n", { 1, 0, SPAN("\n") }, NULL },
		{ "ndjson", "[]\n", { 1, 0, SPAN("\r") }, NULL },
		{ "log", "x {\"a\":1}\n", { 1, 0, SPAN("\n") }, NULL },
		{ "log", "x {\"a\":1\n}\n", { 1, 0, SPAN("\n") },
			"x {\n\"a\":1\n}\n" },
		/* comments, variables and handlers of editors */
		{ "http", "POST /x\n\n[1]\n", { 0, 0, SPAN("# ") }, NULL },
		{ "http", "POST /x\n\n[\n1]\n", { 2, 0, SPAN("# ") }, NULL },
		{ "http", "POST /x\n\n[\n1]\n", { 1, 0, SPAN("\n //") }, NULL },
		{ "http", "POST /x\n\n[ //\n1]\n", { 1, 1, SPAN("\n") }, NULL },
		{ "http", "POST /x\n\n[\n1]\n", { 1, 0, SPAN("\n> x") }, NULL },
		{ "http", "POST /x\n\n[1]\n", { 1, 1, SPAN("{{x}}") }, NULL },
		{ "http", "POST /x\n\n[\n# 1\n2]\n", { 1, 2, SPAN("") }, NULL },
		{ "http", "POST /x\n\n[\n# 1\n2]\n", { 2, 1, SPAN("") },
			"POST /x\n\n[\n# 1\n]\n" },
		/* what curl says */
		{ "http", "> POST / HTTP/1.1\n> \n[1]\n< HTTP/1.1 200 OK\n",
			{ 1, 1, SPAN("\n*") }, NULL },
		/* a dump shows what it shows */
		{ "http", "=> Send header, 19 bytes (0x13)\n"
			"0000: POST / HTTP/1.1\n0011: \n"
			"=> Send data, 2 bytes (0x2)\n0000: []\n",
			{ 1, 0, SPAN("1") }, NULL },
		/* data that would be a file's name, or lose its line ends */
		{ "curl", "curl -d a x\n", { 0, 0, SPAN("@") }, NULL },
		{ "curl", "curl -d @- x <<'E'\n[]\nE\n", { 1, 0, SPAN("\n") },
			NULL },
		{ "curl", "curl -d @- x <<'E'\n[]\nE\n", { 1, 0, SPAN("1") },
			"curl -d @- x <<'E'\n[1]\nE\n" },
		/* what stands elsewhere, or nowhere, as it is */
		{ "postman", "{\"item\":[{\"request\":{\"method\":\"POST\","
			"\"body\":{\"mode\":\"raw\",\"raw\":\"{{long}}\"}}}],"
			"\"variable\":[{\"key\":\"long\",\"value\":"
			"\"[1, 2, 3\"}]}", { 7, 0, SPAN("x") }, NULL },
		/* over the & between two of them */
		{ "curl", "curl -d a -d b x\n", { 0, 3, SPAN("c") }, NULL },
		{ "curl", "curl -d a -d b x\n", { 2, 1, SPAN("c") },
			"curl -d a -d c x\n" },
	};

	check_rows(*state, rows, ROWS(rows));
}

static void
a_new_line_has_the_prefix_of_the_others(void **state)
{
#define AT "12:00:02 app: "
	static const struct row rows[] = {
		{ "log", AT "{\n" AT "  \"a\": 1\n" AT "}\n" AT "x\n",
			{ 10, 0, SPAN(",\n  \"b\": 2") },
			AT "{\n" AT "  \"a\": 1,\n" AT "  \"b\": 2\n" AT
			"}\n" AT "x\n" },
		{ "log", AT "{\n" AT "  \"a\": 1\n" AT "}\n" AT "x\n",
			{ 1, 9, SPAN("") }, AT "{\n" AT "}\n" AT "x\n" },
	};

	check_rows(*state, rows, ROWS(rows));
}

/* Text may come in before the first byte, and behind the last. */
static void
edits_at_the_ends_are_made(void **state)
{
	struct body b = { .random = 1 };
	const struct wrapping *w;
	struct buf source;
	struct change c;
	size_t i, end;

	gcl_buf_init(&b.text, LIMIT_TEXT_BYTES);
	gcl_buf_init(&source, LIMIT_TEXT_BYTES);
	for (i = 0; i < ROWS(wrappings); i++) {
		w = &wrappings[i];
		/* A log has objects; in base64 all of it is one edit. */
		if (w->variable || !strcmp(w->carrier, "log") ||
		    w->wrap == wrap_base64)
			continue;
		b.lines = w->lines;
		make_body(&b);
		gcl_buf_adds(&b.text, w->ends ? "\n" : "");
		end = b.text.len - w->ends;
		gcl_buf_reset(&source);
		w->wrap(&b, gcl_buf_span(&b.text), &source);
		gcl_buf_str(&source);
		c = (struct change){ .n = 3, .list = {
			{ 0, 0, SPAN("[") }, { 0, 1, SPAN("{  ") },
			{ end - 1, 1, SPAN("}]") } } };
		check(*state, gcl_carrier_find(gcl_span_str(w->carrier)),
		    gcl_buf_span(&source), gcl_buf_str(&b.text), &c);
		assert_int_equal(c.n, 3);
	}
	gcl_buf_release(&b.text);
	gcl_buf_release(&source);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(edits_end_where_they_should),
		TEST(edits_at_the_ends_are_made),
		TEST(chunks_keep_their_form),
		TEST(lengths_that_are_right_stay_right),
		TEST(edits_beside_the_body_do_not_make_it_longer),
		TEST(what_would_be_read_otherwise_is_refused),
		TEST(a_new_line_has_the_prefix_of_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
