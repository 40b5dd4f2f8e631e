/*
 * gclint-send: sends one request for gclint, which has linted it.
 *
 * Only this program holds credentials and only for as long as it takes.  They
 * come by the environment, which is overwritten at once; nobody may look into
 * its memory or get a core file of it.
 */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "base/limits.h"
#include "base/wire.h"
#include "send/call.h"
#include "send/session.h"
#include "send/show.h"
#include "send/token.h"
#include "send/wait.h"
#include "send/wipe.h"

#define READ_BYTES	(64u << 10)

extern char **environ;

/* ---- the process ---- */

static void
keep_out(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
	signal(SIGPIPE, SIG_IGN);
}

static void
take_environment(struct vault *vault)
{
	char **entry;

	for (entry = environ; *entry; entry++)
		gcl_vault_take(vault, *entry);
}

/* A message, or what there is of it; nothing follows until it is answered. */
static enum send_kind
read_message(struct buf *out, struct failure *f)
{
	size_t len;
	ssize_t n;
	char *p;

	do {
		p = gcl_buf_reserve(out, READ_BYTES);
		if (!p)
			return gcl_failure_set(f, SEND_INTERNAL,
				"the order is too long");
		n = read(STDIN_FILENO, p, READ_BYTES);
		out->len += n > 0 ? (size_t)n : 0;
	} while ((n > 0 && gcl_wire_message(gcl_buf_span(out), &len) ==
	    WIRE_MORE) || (n < 0 && errno == EINTR));
	return n >= 0 ? SEND_OK : gcl_failure_set(f, SEND_INTERNAL,
		"cannot read the order: %s", strerror(errno));
}

/* ---- standard output: struct listener ---- */

static int
write_all(void *ctx, const char *bytes, size_t len)
{
	ssize_t n;

	(void)ctx;
	while (len > 0) {
		n = write(STDOUT_FILENO, bytes, len);
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* Nothing is to be read there, but that the reader is gone is told. */
static int
wait_for_end(void *ctx, uint64_t ms)
{
	struct pollfd out = { .fd = STDOUT_FILENO };
	int n;

	(void)ctx;
	do
		n = poll(&out, 1, ms < INT_MAX ? (int)ms : INT_MAX);
	while (n < 0 && errno == EINTR);
	return n;
}

/* ---- the run ---- */

static void
tell_auth(struct session *s)
{
	const struct auth *auth = s->settings.auth;
	const struct need *need = auth ? auth->needs[0] : NULL;
	const struct given *given = s->vault->given;

	if (!need)
		return;
	given += given[need->id].from ? need->id : need->file;
	gcl_outbox_detail(s->out, "authentication: %s%s%s", auth->name,
		given->from ? ", by " : "", given->from ? given->from : "");
}

static enum send_kind
settle(struct session *s, struct failure *f)
{
	enum send_kind kind;

	kind = gcl_settings_make(&s->settings, s->order, s->vault, &s->arena,
		f);
	if (kind == SEND_OK)
		kind = gcl_wait_check(s, f);
	if (kind == SEND_OK)
		tell_auth(s);
	return kind;
}

/* Say that all is there, and wait for the word. */
static enum send_kind
confirm(struct session *s, struct failure *f)
{
	struct span rest, name, value;
	enum send_kind kind;
	struct buf message;
	bool go;

	gcl_outbox_begin(s->out, "ready");
	gcl_outbox_addf(s->out, "url", "%s", s->settings.call.text);
	gcl_outbox_send(s->out);
	gcl_buf_init(&message, LIMIT_ORDER_BYTES);
	kind = read_message(&message, f);
	rest = gcl_buf_span(&message);
	go = kind == SEND_OK &&
	    gcl_wire_next(&rest, &name, &value) == WIRE_VALUE &&
	    gcl_span_is(name, "go") && gcl_span_is(value, "1") &&
	    gcl_wire_next(&rest, &name, &value) == WIRE_END;
	gcl_buf_release(&message);
	if (kind == SEND_OK && !go)
		return gcl_failure_set(f, SEND_USAGE, "nothing was sent");
	return kind;
}

/* A dry run goes as far as it can without the network. */
static enum send_kind
carry_out(struct session *s, struct failure *f)
{
	enum send_kind kind = settle(s, f);

	if (kind != SEND_OK)
		return kind;
	if (s->order->dry_run)
		gcl_show_plan(s);
	kind = gcl_auth_prepare(s, f);
	if (kind == SEND_OK && s->order->dry_run)
		return gcl_failure_set(f, SEND_OK,
			"dry run: nothing was sent");
	if (kind == SEND_OK && s->order->confirm)
		kind = confirm(s, f);
	if (kind == SEND_OK)
		kind = gcl_token_get(s, f);
	return kind == SEND_OK ? gcl_call_send(s, f) : kind;
}

static enum send_kind
run_order(const struct order *order, struct vault *vault,
	struct outbox *out, struct failure *f)
{
	enum send_kind kind;
	struct session s;

	out->verbose = order->verbose;
	kind = gcl_session_init(&s, order, vault, out, f);
	if (kind == SEND_OK)
		kind = carry_out(&s, f);
	gcl_session_release(&s);
	return kind;
}

static enum send_kind
run(struct vault *vault, struct outbox *out, struct failure *f)
{
	struct order order;
	struct buf message;
	enum send_kind kind;

	gcl_buf_init(&message, LIMIT_ORDER_BYTES);
	if (vault->st != GCL_OK)
		kind = gcl_failure_nomem(f);
	else
		kind = read_message(&message, f);
	if (kind == SEND_OK)
		kind = gcl_order_read(gcl_buf_span(&message), &order, f);
	if (kind == SEND_OK)
		kind = run_order(&order, vault, out, f);
	gcl_buf_release(&message);
	return kind;
}

/* Both libraries have to be told of the allocator before they allocate. */
static enum send_kind
run_with_libraries(struct vault *vault, struct outbox *out,
	struct failure *f)
{
	enum send_kind kind;

	if (!gcl_jwt_start() || !gcl_http_start())
		return gcl_failure_set(f, SEND_INTERNAL, "libcrypto or "
			"libcurl does not start, or libcurl has no TLS");
	kind = run(vault, out, f);
	gcl_http_end();
	return kind;
}

/*
 * The last event is made while it is known what to hide, and goes out when
 * there is nothing left to hide.
 */
int
main(int argc, char **argv)
{
	static const struct listener gclint = {
		.write = write_all,
		.wait = wait_for_end,
	};
	struct vault vault;
	struct failure f;
	struct outbox out;

	(void)argv;
	keep_out();
	gcl_vault_init(&vault);
	take_environment(&vault);
	if (argc > 1 || isatty(STDIN_FILENO)) {
		gcl_vault_release(&vault);
		fprintf(stderr,
			"gclint-send: gclint --send starts this program\n");
		return gcl_failure_exit(SEND_USAGE);
	}
	gcl_outbox_init(&out, &gclint, &vault);
	gcl_failure_reset(&f);
	f.kind = run_with_libraries(&vault, &out, &f);
	gcl_outbox_begin(&out, "end");
	gcl_outbox_addf(&out, "exit", "%d", gcl_failure_exit(f.kind));
	gcl_outbox_addf(&out, "kind", "%s", gcl_failure_word(f.kind));
	gcl_outbox_addf(&out, "text", "%s", f.text.text);
	gcl_outbox_addf(&out, "help", "%s", f.help.text);
	gcl_vault_release(&vault);
	gcl_wipe_stack();
	gcl_outbox_send(&out);
	if (out.failed) {
		fprintf(stderr, "gclint-send: cannot write to gclint\n");
		f.kind = SEND_INTERNAL;
	}
	gcl_outbox_release(&out);
	return gcl_failure_exit(f.kind);
}
