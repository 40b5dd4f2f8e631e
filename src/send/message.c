/*
 * Events, each value of which is looked through for secrets: a server may say
 * back what it was sent.
 */
#include "config.h"

#include "send/message.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/wire.h"

void
gcl_outbox_init(struct outbox *o, const struct listener *to,
	const struct vault *vault)
{
	*o = (struct outbox){ .to = to, .vault = vault };
	gcl_buf_init(&o->message, LIMIT_ORDER_BYTES);
	gcl_buf_init(&o->value, LIMIT_ORDER_BYTES);
}

void
gcl_outbox_release(struct outbox *o)
{
	gcl_buf_release(&o->message);
	gcl_buf_release(&o->value);
}

void
gcl_outbox_begin(struct outbox *o, const char *event)
{
	gcl_buf_reset(&o->message);
	gcl_wire_add(&o->message, "event", gcl_span_str(event));
}

/* What stands in value goes out under this name. */
static void
add_value(struct outbox *o, const char *name)
{
	struct buf *v = &o->value;

	if (gcl_buf_status(v) != GCL_OK)
		o->message.st = gcl_buf_status(v);
	v->len = gcl_vault_hide(o->vault, v->ptr, v->len);
	gcl_wire_add(&o->message, name, gcl_buf_span(v));
}

void
gcl_outbox_add(struct outbox *o, const char *name, struct span value)
{
	gcl_buf_reset(&o->value);
	gcl_buf_addspan(&o->value, value);
	add_value(o, name);
}

static void
addv(struct outbox *o, const char *name, const char *fmt, va_list ap)
{
	char text[sizeof(((struct gcl_error *)0)->text)];

	vsnprintf(text, sizeof(text), fmt, ap);
	gcl_outbox_add(o, name, gcl_span_str(text));
}

void
gcl_outbox_addf(struct outbox *o, const char *name, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	addv(o, name, fmt, ap);
	va_end(ap);
}

void
gcl_outbox_send(struct outbox *o)
{
	gcl_wire_end(&o->message);
	if (o->failed)
		return;
	o->failed = gcl_buf_status(&o->message) != GCL_OK ||
	    o->to->write(o->to->ctx, o->message.ptr, o->message.len) != 0;
}

bool
gcl_outbox_wait(struct outbox *o, uint64_t ms)
{
	if (!o->failed)
		o->failed = o->to->wait(o->to->ctx, ms) != 0;
	return !o->failed;
}

static void
note(struct outbox *o, const char *fmt, va_list ap)
{
	gcl_outbox_begin(o, "note");
	addv(o, "text", fmt, ap);
	gcl_outbox_send(o);
}

void
gcl_outbox_note(struct outbox *o, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	note(o, fmt, ap);
	va_end(ap);
}

void
gcl_outbox_detail(struct outbox *o, const char *fmt, ...)
{
	va_list ap;

	if (!o->verbose)
		return;
	va_start(ap, fmt);
	note(o, fmt, ap);
	va_end(ap);
}
