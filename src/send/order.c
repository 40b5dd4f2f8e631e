/*
 * The order: names and values as base/wire.h has them.
 */
#include "config.h"

#include "send/order.h"

#include "base/ascii.h"
#include "base/wire.h"

#define VERSION_OF_ORDERS "1"

/* A day, in either unit. */
#define WAIT_MAX_S	86400u
#define TIMEOUT_MAX_MS	86400000u

enum shape {
	TEXT,
	SWITCH,			/* "1" or absent */
	NUMBER,
};

static const struct entry {
	const char *name;
	enum shape shape;
	size_t off;
	uint64_t max;		/* of a number */
} entries[] = {
	{ "audience", TEXT, offsetof(struct order, audience), 0 },
	{ "auth", TEXT, offsetof(struct order, auth), 0 },
	{ "body", TEXT, offsetof(struct order, body), 0 },
	{ "cacert", TEXT, offsetof(struct order, cacert), 0 },
	{ "clock", NUMBER, offsetof(struct order, clock), INT32_MAX },
	{ "confirm", SWITCH, offsetof(struct order, confirm), 0 },
	{ "content-type", TEXT, offsetof(struct order, content_type), 0 },
	{ "dry-run", SWITCH, offsetof(struct order, dry_run), 0 },
	{ "env-url", TEXT, offsetof(struct order, env_url), 0 },
	{ "insecure-key-file", SWITCH,
	  offsetof(struct order, insecure_key_file), 0 },
	{ "method", TEXT, offsetof(struct order, method), 0 },
	{ "path", TEXT, offsetof(struct order, path), 0 },
	{ "region", TEXT, offsetof(struct order, region), 0 },
	{ "scope", TEXT, offsetof(struct order, scope), 0 },
	{ "timeout-ms", NUMBER, offsetof(struct order, timeout_ms),
	  TIMEOUT_MAX_MS },
	{ "token-url", TEXT, offsetof(struct order, token_url), 0 },
	{ "verbose", SWITCH, offsetof(struct order, verbose), 0 },
	{ "version", TEXT, offsetof(struct order, version), 0 },
	{ "wait", NUMBER, offsetof(struct order, wait_s), WAIT_MAX_S },
	{ "wait-path", TEXT, offsetof(struct order, wait_path), 0 },
};

#define N_ENTRIES (sizeof(entries) / sizeof(entries[0]))

static bool
read_number(struct span s, uint64_t max, uint64_t *out)
{
	size_t i;

	*out = 0;
	for (i = 0; i < s.len && gcl_ascii_is_digit(s.ptr[i]); i++) {
		*out = *out * 10 + (uint64_t)(s.ptr[i] - '0');
		if (*out > max)
			return false;
	}
	return i == s.len && i > 0;
}

static bool
store(const struct entry *e, struct span value, struct order *out)
{
	void *to = (char *)out + e->off;

	switch (e->shape) {
	case TEXT:
		*(struct span *)to = value;
		return true;
	case SWITCH:
		*(bool *)to = true;
		return gcl_span_is(value, "1");
	case NUMBER:
		return read_number(value, e->max, to);
	}
	return false;
}

static enum send_kind
take(struct span name, struct span value, struct order *out,
	struct failure *f)
{
	size_t i;

	for (i = 0; i < N_ENTRIES; i++)
		if (gcl_span_is(name, entries[i].name))
			break;
	if (i == N_ENTRIES)
		return gcl_failure_set(f, SEND_INTERNAL,
			"'%.*s' in the order is not known", (int)name.len,
			name.ptr);
	if (!store(&entries[i], value, out))
		return gcl_failure_set(f, SEND_USAGE,
			"'%s' cannot be '%.*s'", entries[i].name,
			(int)value.len, value.ptr);
	return SEND_OK;
}

static enum send_kind
incomplete(struct failure *f)
{
	gcl_failure_set(f, SEND_INTERNAL, "the order is incomplete");
	return gcl_failure_help(f, "gclint-send is started by gclint --send, "
		"not by hand");
}

/* Of this version, and with all that a request needs. */
static enum send_kind
check(const struct order *o, struct failure *f)
{
	if (!gcl_span_is(o->version, VERSION_OF_ORDERS)) {
		gcl_failure_set(f, SEND_INTERNAL,
			"gclint and gclint-send are of different versions");
		return gcl_failure_help(f, "install them together, or let "
			"GCLINT_LIBEXEC name the folder of the right one");
	}
	return o->method.ptr && o->path.ptr && o->body.ptr &&
	    (o->wait_s == 0 || o->wait_path.ptr) ? SEND_OK : incomplete(f);
}

enum send_kind
gcl_order_read(struct span message, struct order *out, struct failure *f)
{
	enum send_kind kind = SEND_OK;
	struct span name, value;
	enum wire_result r;

	*out = (struct order){ 0 };
	while (kind == SEND_OK) {
		r = gcl_wire_next(&message, &name, &value);
		if (r == WIRE_VALUE)
			kind = take(name, value, out, f);
		else if (r == WIRE_END && message.len == 0)
			return check(out, f);
		else
			return incomplete(f);
	}
	return kind;
}
