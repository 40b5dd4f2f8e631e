/*
 * Settings: options go before GENESYS_*, those before GENESYSCLOUD_*, and what
 * nobody says is as in the tutorial.
 */
#include "config.h"

#include "send/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/limits.h"
#include "send/region.h"

#define DEFAULT_URL	"https://api.mypurecloud.com"
#define DEFAULT_SCOPE	"conversations:write " \
	"telephony:outbound:call:create"
#define DEFAULT_TYPE	"application/json"
#define TOKEN_PATH	"/oauth/token"

/* The longest method that is registered has 17 letters. */
#define METHOD_MAX	32

/* What settings are made of. */
struct maker {
	struct settings *settings;
	const struct order *order;
	struct vault *vault;
	struct arena *arena;
	struct failure *f;
};

/* head and tail, one behind the other, in the arena. */
static bool
join(struct arena *arena, struct span head, struct span tail,
	struct span *out)
{
	struct buf b;
	char *copy;

	gcl_buf_init(&b, LIMIT_ENVELOPE_BYTES);
	gcl_buf_addspan(&b, head);
	gcl_buf_addspan(&b, tail);
	copy = gcl_buf_status(&b) == GCL_OK ?
	    gcl_arena_str(arena, gcl_buf_span(&b)) : NULL;
	*out = gcl_span(copy, b.len);
	gcl_buf_release(&b);
	return copy != NULL;
}

static enum send_kind
make_target(struct span head, struct span tail, const char *from,
	struct arena *arena, struct target *out, struct failure *f)
{
	struct span text;

	if (!join(arena, head, tail, &text))
		return gcl_failure_set(f, SEND_USAGE,
			"the URL in %s is too long", from);
	out->text = text.ptr;
	return gcl_url_read(text, from, &out->url, f);
}

enum send_kind
gcl_settings_target(const struct settings *p, struct span path,
	struct arena *arena, struct target *out, struct failure *f)
{
	enum send_kind kind = gcl_url_check_path(path, f);

	return kind != SEND_OK ? kind :
	    make_target(p->base, path, "the environment", arena, out, f);
}

/* ---- the API ---- */

static bool
ends_in(struct span s, const char *end)
{
	size_t len = strlen(end);

	return s.len >= len && !memcmp(s.ptr + s.len - len, end, len);
}

/* Hosts and prefixes that would only be answered with a page. */
static enum send_kind
check_base(const struct maker *m, const struct url *url, const char *from)
{
	const char *domain = gcl_region_not_api(url->host);
	struct span path = url->path;

	if (domain) {
		gcl_failure_set(m->f, SEND_USAGE, "the API is not at '%.*s', "
			"which is in %s", (int)url->host.len, url->host.ptr,
			from);
		return gcl_failure_help(m->f, "write https://api.%s", domain);
	}
	if (ends_in(path, "/api") || ends_in(path, "/v2") ||
	    (path.len > 0 && memchr(path.ptr, '?', path.len))) {
		gcl_failure_set(m->f, SEND_USAGE, "the URL in %s has '%.*s', "
			"which belongs to the path", from, (int)path.len,
			path.ptr);
		return gcl_failure_help(m->f, "write it up to the host: "
			"%.*s://%.*s", (int)url->scheme.len, url->scheme.ptr,
			(int)url->authority.len, url->authority.ptr);
	}
	return SEND_OK;
}

static enum send_kind
base_from_url(const struct maker *m, struct span text, const char *from)
{
	enum send_kind kind;
	struct url url;

	while (text.len > 0 && text.ptr[text.len - 1] == '/')
		text.len--;
	kind = gcl_url_read(text, from, &url, m->f);
	if (kind == SEND_OK)
		kind = check_base(m, &url, from);
	m->settings->base = text;
	return kind;
}

static enum send_kind
base_from_region(const struct maker *m, struct span name, const char *from)
{
	enum send_kind kind;
	const char *domain;

	kind = gcl_region_domain(name, from, &domain, m->f);
	if (kind == SEND_OK && !join(m->arena, SPAN("https://api."),
	    gcl_span_str(domain), &m->settings->base))
		kind = gcl_failure_nomem(m->f);
	return kind;
}

static enum send_kind
set_base(const struct maker *m)
{
	const struct order *o = m->order;
	const struct {
		struct span text;
		const char *from;
		enum send_kind (*set)(const struct maker *, struct span,
			const char *);
	} sources[] = {
		{ o->env_url, "--env-url", base_from_url },
		{ o->region, "--region", base_from_region },
		{ gcl_vault_get(m->vault, GIVEN_ENV_URL),
		  "GENESYS_ENV_URL", base_from_url },
		{ gcl_vault_get(m->vault, GIVEN_REGION),
		  "GENESYSCLOUD_REGION", base_from_region },
		{ SPAN(DEFAULT_URL), "the default", base_from_url },
	};
	size_t i = 0;

	if (o->env_url.ptr && o->region.ptr) {
		gcl_failure_set(m->f, SEND_USAGE,
			"--env-url and --region both say where to send");
		return gcl_failure_help(m->f, "leave one of them out");
	}
	while (!sources[i].text.ptr)
		i++;
	return sources[i].set(m, sources[i].text, sources[i].from);
}

/* ---- tokens ---- */

/* https://api.DOMAIN logs in at https://login.DOMAIN, whatever the prefix. */
static enum send_kind
login_base(const struct maker *m, struct span *out)
{
	const struct url *url = &m->settings->call.url;
	struct span rest = url->authority, scheme;

	if (rest.len <= 4 || strncasecmp(rest.ptr, "api.", 4)) {
		gcl_failure_set(m->f, SEND_USAGE, "where '%.*s' logs in is "
			"not known", (int)rest.len, rest.ptr);
		return gcl_failure_help(m->f, "name it: "
			"--token-url=https://login.HOST" TOKEN_PATH);
	}
	rest = gcl_span(rest.ptr + 4, rest.len - 4);
	return join(m->arena, url->scheme, SPAN("://login."), &scheme) &&
	    join(m->arena, scheme, rest, out) ? SEND_OK :
	    gcl_failure_nomem(m->f);
}

static enum send_kind
set_token(const struct maker *m)
{
	struct settings *p = m->settings;
	struct span base = p->base;
	enum send_kind kind = SEND_OK;

	if (!p->auth || !p->auth->ask)
		return SEND_OK;
	if (m->order->token_url.ptr)
		return make_target(m->order->token_url, SPAN(""),
			"--token-url", m->arena, &p->token, m->f);
	if (p->auth->login_host)
		kind = login_base(m, &base);
	return kind != SEND_OK ? kind : make_target(base, SPAN(TOKEN_PATH),
		"the environment", m->arena, &p->token, m->f);
}

/* ---- the rest ---- */

static bool
is_letters(struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.ptr[i] < 'A' || s.ptr[i] > 'Z')
			return false;
	return s.len > 0 && s.len <= METHOD_MAX;
}

static bool
is_header_text(struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.ptr[i] < ' ' || s.ptr[i] > '~')
			return false;
	return s.len > 0 && s.len <= LIMIT_MEDIA_TYPE_BYTES;
}

static enum send_kind
set_words(const struct maker *m)
{
	struct span type = m->order->content_type;
	struct settings *p = m->settings;

	if (!type.ptr)
		type = SPAN(DEFAULT_TYPE);
	if (!is_letters(m->order->method))
		return gcl_failure_set(m->f, SEND_USAGE,
			"'%.*s' is no method", (int)m->order->method.len,
			m->order->method.ptr);
	if (!is_header_text(type))
		return gcl_failure_set(m->f, SEND_USAGE,
			"'%.*s' is no media type", (int)type.len, type.ptr);
	p->method = gcl_arena_str(m->arena, m->order->method);
	p->content_type = gcl_arena_str(m->arena, type);
	p->scope = m->order->scope;
	if (!p->scope.ptr && p->auth && !p->auth->login_host)
		p->scope = SPAN(DEFAULT_SCOPE);
	return p->method && p->content_type ? SEND_OK :
	    gcl_failure_nomem(m->f);
}

static enum send_kind
set_audience(const struct maker *m)
{
	m->settings->audience = m->order->audience;
	return m->order->audience.ptr || join(m->arena, m->settings->base,
		SPAN(TOKEN_PATH), &m->settings->audience) ? SEND_OK :
	    gcl_failure_nomem(m->f);
}

/* A folder can be opened, but has no bytes. */
static bool
is_readable(const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY), code;
	bool is;
	char byte;

	if (fd < 0)
		return false;
	is = read(fd, &byte, 1) >= 0;
	code = errno;
	close(fd);
	errno = code;
	return is;
}

/* libcurl would tell of it only when there is a connection. */
static enum send_kind
set_cacert(const struct maker *m)
{
	struct span file = m->order->cacert;
	const char *from = "--cacert", *name;

	if (!file.ptr) {
		file = gcl_vault_get(m->vault, GIVEN_CACERT);
		from = m->vault->given[GIVEN_CACERT].from;
	}
	if (!file.ptr)
		return SEND_OK;
	name = gcl_arena_str(m->arena, file);
	m->settings->cacert = name;
	if (!name)
		return gcl_failure_nomem(m->f);
	if (is_readable(name))
		return SEND_OK;
	gcl_failure_set(m->f, SEND_USAGE, "cannot read '%s', which is to have "
		"trusted certificates: %s", name, strerror(errno));
	return gcl_failure_help(m->f, "correct %s", from);
}

static enum send_kind
set_auth(const struct maker *m)
{
	return gcl_auth_choose(m->order->auth, m->vault, &m->settings->auth,
		m->f);
}

static enum send_kind
set_call(const struct maker *m)
{
	return gcl_settings_target(m->settings, m->order->path, m->arena,
		&m->settings->call, m->f);
}

enum send_kind
gcl_settings_make(struct settings *p, const struct order *order,
	struct vault *vault, struct arena *arena, struct failure *f)
{
	static enum send_kind (*const steps[])(const struct maker *) = {
		set_auth, set_base, set_call, set_token, set_audience,
		set_words, set_cacert,
	};
	const struct maker m = { p, order, vault, arena, f };
	enum send_kind kind = SEND_OK;
	size_t i;

	*p = (struct settings){ .call = { .text = NULL } };
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && kind == SEND_OK;
	    i++)
		kind = steps[i](&m);
	return kind;
}
