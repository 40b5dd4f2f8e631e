/*
 * Failures: a kind, a line about it and a line of advice.
 */
#include "config.h"

#include "send/failure.h"

#include <stdio.h>

static const struct {
	int status;
	const char *word;
} kinds[] = {
	[SEND_OK] = { 0, "sent" },
	[SEND_USAGE] = { 2, "usage" },
	[SEND_INTERNAL] = { 3, "internal" },
	[SEND_REJECTED] = { 4, "rejected" },
	[SEND_UNAVAILABLE] = { 5, "unavailable" },
	[SEND_CREDENTIALS] = { 6, "credentials" },
	[SEND_NETWORK] = { 7, "network" },
	[SEND_TIMEOUT] = { 7, "timeout" },
};

void
gcl_failure_reset(struct failure *f)
{
	f->kind = SEND_OK;
	gcl_error_reset(&f->text);
	gcl_error_reset(&f->help);
}

/* gcl_error_set() escapes what is not fit to be shown. */
static void
say(struct gcl_error *e, const char *fmt, va_list ap)
{
	char raw[sizeof(e->text)];

	vsnprintf(raw, sizeof(raw), fmt, ap);
	gcl_error_reset(e);
	gcl_error_set(e, GCL_EUSAGE, "%s", raw);
}

enum send_kind
gcl_failure_set(struct failure *f, enum send_kind kind, const char *fmt, ...)
{
	va_list ap;

	gcl_failure_reset(f);
	f->kind = kind;
	va_start(ap, fmt);
	say(&f->text, fmt, ap);
	va_end(ap);
	return kind;
}

enum send_kind
gcl_failure_help(struct failure *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(&f->help, fmt, ap);
	va_end(ap);
	return f->kind;
}

enum send_kind
gcl_failure_nomem(struct failure *f)
{
	return gcl_failure_set(f, SEND_INTERNAL, "out of memory");
}

int
gcl_failure_exit(enum send_kind kind)
{
	return kinds[kind].status;
}

const char *
gcl_failure_word(enum send_kind kind)
{
	return kinds[kind].word;
}
