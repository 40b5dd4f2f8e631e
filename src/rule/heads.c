/*
 * The heads of the packs that are built in.  A head is what stands in front
 * of a pack's rules and shapes; nothing behind it is read.
 */
#include "config.h"

#include "rule/recognise.h"

#include <stdlib.h>

#include "base/limits.h"
#include "rule/pack_p.h"

/* Where the head ends: at the name of the first member that is none of it. */
static size_t
head_length(struct walk *w, struct span pack)
{
	static const char *const behind[] = {
		"compose", "instead", "placeholder", "rules", "shapes",
		"formats",
	};
	struct walk_event ev;
	struct span key;
	size_t i;

	gcl_walk_start(w, pack);
	do {
		gcl_walk_next(w, &ev);
		if (ev.kind != WALK_KEY || ev.depth != 1)
			continue;
		key = gcl_span(pack.ptr + ev.off, ev.len);
		for (i = 0; i < sizeof(behind) / sizeof(behind[0]); i++)
			if (gcl_span_is(key, behind[i]))
				return ev.off - 1;
	} while (ev.kind != WALK_END && ev.kind != WALK_BAD);
	return pack.len;
}

/* The head as a JSON object by itself. */
static struct span
cut_head(struct loader *ld, const struct embedded *e)
{
	struct span pack = gcl_embedded_lean(e);
	size_t len = head_length(ld->walk, pack);
	char *text;

	if (len == pack.len)
		return pack;
	text = gcl_arena_str(ld->arena, gcl_span(pack.ptr, len));
	while (text && len > 0 && text[len - 1] != ',')
		len--;
	if (text && len > 0)
		text[len - 1] = '}';
	return gcl_span(text, len);
}

static enum gcl_status
read_head(struct loader *ld, const struct embedded *e, struct head *h)
{
	struct unit *u = gcl_arena_calloc(ld->arena, 1, sizeof(*u));
	enum gcl_status st;
	struct value *root;

	if (!u)
		return gcl_error_nomem(ld->err);
	*u = (struct unit){ .name = e->name, .file = e->name,
		.text = cut_head(ld, e), .embedded = e };
	if (!u->text.ptr)
		return gcl_error_nomem(ld->err);
	st = gcl_value_read(ld->walk, u->text, ld->arena, &root);
	if (st != GCL_OK)
		return gcl_error_set(ld->err, st, "pack '%s': no head",
		    e->name);
	u->root = root;
	ld->unit = u;
	return gcl_pack_head(ld, h);
}

static size_t
count_packs(void)
{
	const struct embedded *e;
	size_t n = 0;

	for (e = gcl_embedded; e->name; e++)
		n += e->root;
	return n;
}

enum gcl_status
gcl_heads_load(struct heads *h, struct gcl_error *err)
{
	struct loader ld = { .err = err };
	enum gcl_status st = GCL_ENOMEM;
	const struct embedded *e;

	*h = (struct heads){ .n = 0 };
	ld.walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	ld.rs = h->rules = calloc(1, sizeof(*ld.rs));
	if (!ld.walk || !ld.rs)
		goto out;
	gcl_arena_init(&ld.rs->arena);
	ld.arena = &ld.rs->arena;
	h->list = gcl_arena_calloc(ld.arena, count_packs(), sizeof(*h->list));
	st = h->list ? GCL_OK : GCL_ENOMEM;
	for (e = gcl_embedded; e->name && st == GCL_OK; e++)
		if (e->root)
			st = read_head(&ld, e, &h->list[h->n++]);
out:
	gcl_walk_free(ld.walk);
	if (st != GCL_OK)
		gcl_heads_release(h);
	return st == GCL_ENOMEM ? gcl_error_nomem(err) : st;
}

void
gcl_heads_release(struct heads *h)
{
	gcl_ruleset_free(h->rules);
	*h = (struct heads){ .n = 0 };
}
