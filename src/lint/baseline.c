/*
 * A baseline in memory: files and entries are found through hashes, and the
 * entries of a file are a list, so that beginning it anew costs no more than
 * it has.
 */
#include "config.h"

#include "lint/baseline_p.h"

#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "lint/finding.h"

enum gcl_status
gcl_baseline_new(const char *folder, struct baseline **out)
{
	struct baseline *b = calloc(1, sizeof(*b));
	struct span at = gcl_span_str(folder);

	*out = b;
	if (!b)
		return GCL_ENOMEM;
	gcl_arena_init(&b->arena);
	gcl_keyset_init(&b->file_set, gcl_hash_seed());
	gcl_keyset_init(&b->entry_set, gcl_hash_seed());
	gcl_buf_init(&b->name, LIMIT_TEXT_BYTES);
	gcl_buf_init(&b->key, LIMIT_TEXT_BYTES);
	while (at.len > 0 && at.ptr[at.len - 1] == '/')
		at.len--;
	b->folder = gcl_span(gcl_arena_str(&b->arena, at), at.len);
	if (b->folder.ptr)
		return GCL_OK;
	gcl_baseline_free(b);
	*out = NULL;
	return GCL_ENOMEM;
}

void
gcl_baseline_free(struct baseline *b)
{
	if (!b)
		return;
	gcl_keyset_release(&b->file_set);
	gcl_keyset_release(&b->entry_set);
	gcl_arena_release(&b->arena);
	gcl_buf_release(&b->name);
	gcl_buf_release(&b->key);
	free(b->files);
	free(b->entries);
	free(b);
}

/* ---- files ---- */

static bool
same_file(const void *ctx, const struct keyset_entry *e, struct span name)
{
	const struct baseline *b = ctx;

	return gcl_span_eq(b->files[e->off].name, name);
}

enum gcl_status
gcl_baseline_file(struct baseline *b, struct span name, size_t *index)
{
	const struct keyset_entry *found;
	struct baseline_file *f;
	enum gcl_status st;

	/* What is in the set must be in the list: room for it comes first. */
	if (gcl_grow(&b->files, &b->cap_files, b->n_files + 1,
	    sizeof(*b->files)) < 0)
		return GCL_ENOMEM;
	st = gcl_keyset_add(&b->file_set, 0, name, (uint32_t)b->n_files, 0,
	    same_file, b, &found);
	*index = found ? found->off : b->n_files;
	if (st != GCL_OK || found)
		return st;
	f = &b->files[b->n_files];
	*f = (struct baseline_file){ .entries = BASELINE_NO_ENTRY };
	f->name = gcl_span(gcl_arena_str(&b->arena, name), name.len);
	if (!f->name.ptr) {
		gcl_keyset_cut(&b->file_set, b->n_files);
		return GCL_ENOMEM;
	}
	b->n_files++;
	return GCL_OK;
}

/* What lies below the folder is named from there. */
static struct span
relative(struct span folder, struct span full)
{
	size_t n = folder.len + 1;

	if (full.len > n && full.ptr[folder.len] == '/' &&
	    gcl_span_eq(gcl_span(full.ptr, folder.len), folder))
		return gcl_span(full.ptr + n, full.len - n);
	return full;
}

/*
 * A name may be any bytes, and JSON is UTF-8.  What is not, and the percent
 * sign, is encoded as in a URI, so that the name can be had back.
 */
static void
add_name(struct buf *out, struct span s)
{
	uint32_t cp;
	size_t i, n;

	for (i = 0; i < s.len; i += n) {
		n = gcl_utf8_decode(s.ptr + i, s.len - i, &cp);
		if (n > 0 && cp != '%' && cp != 0) {
			gcl_buf_add(out, s.ptr + i, n);
			continue;
		}
		gcl_buf_addf(out, "%%%02X", (unsigned char)s.ptr[i]);
		n = 1;
	}
}

static void
forget_met(struct baseline *b, const struct baseline_file *f)
{
	size_t i;

	for (i = f->entries; i != BASELINE_NO_ENTRY; i = b->entries[i].next)
		b->entries[i].met = b->entries[i].hidden = 0;
}

enum gcl_status
gcl_baseline_begin(struct baseline *b, const char *full)
{
	enum gcl_status st;

	gcl_buf_reset(&b->name);
	add_name(&b->name, relative(b->folder, gcl_span_str(full)));
	st = gcl_buf_status(&b->name);
	if (st == GCL_OK)
		st = gcl_baseline_file(b, gcl_buf_span(&b->name), &b->file);
	if (st != GCL_OK)
		return st;
	b->files[b->file].begun = true;
	forget_met(b, &b->files[b->file]);
	return GCL_OK;
}

/* ---- entries ---- */

static bool
same_entry(const void *ctx, const struct keyset_entry *e, struct span key)
{
	const struct baseline *b = ctx;

	return gcl_span_eq(b->entries[e->off].key, key);
}

enum gcl_status
gcl_baseline_entry(struct baseline *b, size_t file, struct span key,
	struct baseline_entry **out)
{
	const struct keyset_entry *found;
	struct baseline_entry *e;
	enum gcl_status st;

	if (gcl_grow(&b->entries, &b->cap_entries, b->n_entries + 1,
	    sizeof(*b->entries)) < 0)
		return GCL_ENOMEM;
	st = gcl_keyset_add(&b->entry_set, (uint32_t)file, key,
	    (uint32_t)b->n_entries, 0, same_entry, b, &found);
	*out = e = &b->entries[found ? found->off : b->n_entries];
	if (st != GCL_OK || found)
		return st;
	*e = (struct baseline_entry){ .file = file,
		.next = b->files[file].entries };
	e->key = gcl_span(gcl_arena_str(&b->arena, key), key.len);
	if (!e->key.ptr) {
		gcl_keyset_cut(&b->entry_set, b->n_entries);
		return GCL_ENOMEM;
	}
	b->files[file].entries = b->n_entries++;
	return GCL_OK;
}

void
gcl_baseline_join(struct buf *out, const struct baseline_parts *parts)
{
	gcl_buf_addspan(out, parts->rule);
	gcl_buf_addc(out, '\0');
	if (parts->pointer.ptr) {
		gcl_buf_addc(out, '#');
		gcl_buf_addspan(out, parts->pointer);
	}
	gcl_buf_addc(out, '\0');
	gcl_buf_addspan(out, parts->shape);
}

struct baseline_parts
gcl_baseline_split(struct span key)
{
	const char *nul = memchr(key.ptr, '\0', key.len);
	const char *shape = key.ptr + key.len - BASELINE_SHAPE_LEN;
	struct baseline_parts parts = {
		.rule = gcl_span(key.ptr, (size_t)(nul - key.ptr)),
		.shape = gcl_span(shape, BASELINE_SHAPE_LEN),
	};

	if (nul[1] == '#')
		parts.pointer = gcl_span(nul + 2, (size_t)(shape - nul) - 3);
	return parts;
}

/* A pointer as it is written: text, and no telephone number. */
static void
add_pointer(struct buf *out, struct span pointer)
{
	if (gcl_pointer_may_hold_number(pointer))
		gcl_shape_add(out, pointer);
	else
		add_name(out, pointer);
}

/* The key of a finding, in b->key. */
static enum gcl_status
make_key(struct baseline *b, const struct gcl_finding *f)
{
	struct baseline_parts parts = { .rule = gcl_span_str(f->rule),
		.shape = gcl_span_str(f->fingerprint) };
	enum gcl_status st = GCL_OK;

	assert(parts.shape.len == BASELINE_SHAPE_LEN);
	gcl_buf_reset(&b->name);
	gcl_buf_reset(&b->key);
	if (f->pointer) {
		add_pointer(&b->name, gcl_span(f->pointer, f->pointer_len));
		parts.pointer.ptr = gcl_buf_str(&b->name);
		parts.pointer.len = b->name.len;
		st = gcl_buf_status(&b->name);
	}
	if (st == GCL_OK)
		gcl_baseline_join(&b->key, &parts);
	return st == GCL_OK ? gcl_buf_status(&b->key) : st;
}

static enum gcl_status
entry_of(struct baseline *b, const struct gcl_finding *f,
	struct baseline_entry **out)
{
	enum gcl_status st = make_key(b, f);

	return st == GCL_OK ? gcl_baseline_entry(b, b->file,
	    gcl_buf_span(&b->key), out) : st;
}

enum gcl_status
gcl_baseline_meet(struct baseline *b, const struct gcl_finding *f,
	enum gcl_baseline *out)
{
	struct baseline_entry *e;
	enum gcl_status st = entry_of(b, f, &e);

	if (st != GCL_OK)
		return st;
	e->met++;
	*out = e->met <= e->known ? GCL_BASELINE_KNOWN : GCL_BASELINE_NEW;
	return GCL_OK;
}

enum gcl_status
gcl_baseline_pass(struct baseline *b, const struct gcl_finding *f)
{
	struct baseline_entry *e;
	enum gcl_status st = entry_of(b, f, &e);

	if (st == GCL_OK)
		e->hidden++;
	return st;
}

struct baseline_stale
gcl_baseline_stale(const struct baseline *b)
{
	struct baseline_stale stale = { 0, 0 };
	const struct baseline_entry *e;
	size_t i;

	for (i = 0; i < b->n_entries; i++) {
		e = &b->entries[i];
		if (!b->files[e->file].begun || e->met + e->hidden >= e->known)
			continue;
		stale.entries++;
		stale.findings += e->known - e->met - e->hidden;
	}
	return stale;
}
