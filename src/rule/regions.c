/*
 * The regions as a list, which is short enough to be looked through.
 */
#include "config.h"

#include "rule/regions.h"

#include <strings.h>

#include "base/limits.h"
#include "base/suggest.h"

/* So many characters may be wrong in what is still meant for a region. */
#define NEAR_CHARS 3

struct regions {
	struct region *list;
	size_t n;
};

static bool
same(struct span a, struct span b)
{
	return a.len == b.len && !strncasecmp(a.ptr, b.ptr, a.len);
}

static struct span
last(struct span s, size_t n)
{
	return gcl_span(s.ptr + s.len - n, n);
}

/* "mypurecloud.com US East": the domain, a blank, the place. */
static enum gcl_status
read_region(const struct value *v, struct region *r, struct gcl_error *err)
{
	const char *blank = v->type == JSON_STRING && v->text.len > 0 ?
	    memchr(v->text.ptr, ' ', v->text.len) : NULL;

	if (!blank || blank == v->text.ptr ||
	    blank + 1 == v->text.ptr + v->text.len)
		return gcl_error_set(err, GCL_EPACK,
		    "region '%.*s' needs a domain and a place, as in "
		    "'example.com Somewhere'", (int)v->key.len, v->key.ptr);
	r->id = v->key;
	r->domain = gcl_span(v->text.ptr, (size_t)(blank - v->text.ptr));
	r->place = last(v->text, v->text.len - r->domain.len - 1);
	return GCL_OK;
}

static enum gcl_status
add_region(struct regions *rs, const struct value *v, struct gcl_error *err)
{
	struct region *r = &rs->list[rs->n];
	enum gcl_status st = read_region(v, r, err);
	size_t i;

	for (i = 0; i < rs->n && st == GCL_OK; i++)
		if (same(rs->list[i].domain, r->domain))
			st = gcl_error_set(err, GCL_EPACK,
			    "domain '%.*s' of region '%.*s' is there twice",
			    (int)r->domain.len, r->domain.ptr,
			    (int)r->id.len, r->id.ptr);
	rs->n++;
	return st;
}

enum gcl_status
gcl_regions_load(const struct value *root, struct arena *arena,
	struct regions **out, struct gcl_error *err)
{
	const struct value *v = gcl_value_get(root, "regions");
	enum gcl_status st = GCL_OK;
	struct regions *rs;

	if (!v || v->type != JSON_OBJECT || v->n == 0)
		return gcl_error_set(err, GCL_EPACK,
		    "the table of regions has no 'regions'");
	rs = gcl_arena_calloc(arena, 1, sizeof(*rs));
	if (rs)
		rs->list = gcl_arena_calloc(arena, v->n, sizeof(*rs->list));
	if (!rs || !rs->list)
		return gcl_error_nomem(err);
	for (v = v->child; v && st == GCL_OK; v = v->next)
		st = add_region(rs, v, err);
	if (st == GCL_OK)
		*out = rs;
	return st;
}

const struct region *
gcl_regions_host(const struct regions *rs, struct span host,
	struct span label)
{
	const struct region *r = rs->list;
	size_t i;

	if (host.len <= label.len || host.ptr[label.len] != '.' ||
	    !same(gcl_span(host.ptr, label.len), label))
		return NULL;
	for (i = 0; i < rs->n; i++, r++)
		if (same(last(host, host.len - label.len - 1), r->domain))
			return r;
	return NULL;
}

/* The domain, or a host below it. */
static bool
is_below(struct span host, struct span domain)
{
	size_t n = host.len - domain.len;

	return host.len >= domain.len && same(last(host, domain.len),
	    domain) && (n == 0 || host.ptr[n - 1] == '.');
}

static void
offer_host(struct suggest *s, const struct region *r, struct span label,
	size_t index)
{
	char host[LIMIT_SUGGEST_BYTES];
	size_t len = label.len + 1 + r->domain.len;

	if (len > sizeof(host))
		return;
	memcpy(host, label.ptr, label.len);
	host[label.len] = '.';
	memcpy(host + label.len + 1, r->domain.ptr, r->domain.len);
	gcl_suggest_offer(s, gcl_span(host, len), index);
}

/* What follows the first label of a host. */
static struct span
parent(struct span host)
{
	const char *dot = host.len ? memchr(host.ptr, '.', host.len) : NULL;

	return dot ? last(host, host.len - (size_t)(dot + 1 - host.ptr)) :
	    gcl_span(NULL, 0);
}

const struct region *
gcl_regions_near(const struct regions *rs, struct span host,
	struct span label)
{
	struct suggest whole, domain, *near = &whole;
	size_t i;

	gcl_suggest_init(&whole, host);
	gcl_suggest_init(&domain, parent(host));
	for (i = 0; i < rs->n; i++) {
		if (is_below(host, rs->list[i].domain))
			return &rs->list[i];
		offer_host(&whole, &rs->list[i], label, i);
		gcl_suggest_offer(&domain, rs->list[i].domain, i);
	}
	if (domain.best < whole.best)
		near = &domain;
	return near->found && near->best <= NEAR_CHARS ?
	    &rs->list[near->index] : NULL;
}
