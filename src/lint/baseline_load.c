/*
 * Read a baseline file: as strictly as a payload, by rules/baseline.json.
 */
#include "config.h"

#include "lint/baseline_p.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "rule/pack.h"
#include "text/reader.h"

/* The pack says that the member is there; an optional one may be null. */
static struct span
text_of(const struct value *entry, const char *name)
{
	const struct value *v = gcl_value_get(entry, name);

	return v && v->type == JSON_STRING ? v->text : gcl_span(NULL, 0);
}

static enum gcl_status
add_entry(struct baseline *b, const struct written *w,
	const struct value *v)
{
	const struct baseline_parts parts = { .rule = text_of(v, "rule"),
		.pointer = text_of(v, "pointer"),
		.shape = text_of(v, "shape") };
	struct baseline_entry *e;
	enum gcl_status st;
	size_t file;

	gcl_buf_reset(&b->key);
	gcl_baseline_join(&b->key, &parts);
	st = gcl_buf_status(&b->key);
	if (st == GCL_OK)
		st = gcl_baseline_file(b, text_of(v, "file"), &file);
	if (st == GCL_OK)
		st = gcl_baseline_entry(b, file, gcl_buf_span(&b->key), &e);
	if (st != GCL_OK)
		return st;
	if (e->known > 0)
		return gcl_written_fault(w, v->off, "two entries for the "
		    "same file, rule, pointer and shape");
	gcl_value_uint(gcl_value_get(v, "count"), UINT32_MAX, &e->known);
	return GCL_OK;
}

static enum gcl_status
load(struct baseline *b, const struct written *w)
{
	struct value *root = NULL;
	enum gcl_status st = gcl_written_read(w, &root);
	const struct value *v;

	if (st == GCL_OK)
		st = gcl_written_verify(w, "baseline");
	if (st != GCL_OK)
		return st;
	v = gcl_value_get(root, "findings")->child;
	for (; v && st == GCL_OK; v = v->next)
		st = add_entry(b, w, v);
	return st;
}

static enum gcl_status
load_text(struct baseline *b, const char *path, struct span text,
	const char *advice, struct gcl_error *err)
{
	struct gcl_error why = { GCL_OK, "" };
	struct arena arena;
	struct written w = { .file = path, .text = text, .fault = GCL_EUSAGE,
		.walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT), .arena = &arena,
		.err = &why };
	enum gcl_status st = GCL_ENOMEM;

	gcl_arena_init(&arena);
	if (w.walk)
		st = load(b, &w);
	if (st != GCL_OK && st != GCL_ENOMEM)
		st = gcl_error_set(err, st, "%s; %s", why.text, advice);
	gcl_arena_release(&arena);
	gcl_walk_free(w.walk);
	return st;
}

static enum gcl_status
cannot_read(const char *path, const char *why, struct gcl_error *err)
{
	return gcl_error_set(err, GCL_EUSAGE,
	    "cannot read the baseline '%s': %s", path, why);
}

static enum gcl_status
open_file(const char *path, int *fd, struct gcl_error *err)
{
	*fd = open(path, O_RDONLY | O_CLOEXEC);
	if (*fd >= 0)
		return GCL_OK;
	if (errno == ENOMEM)
		return gcl_error_nomem(err);
	if (errno == ENOENT)
		return gcl_error_set(err, GCL_EUSAGE, "there is no baseline "
		    "'%s': --write-baseline makes one", path);
	return cannot_read(path, strerror(errno), err);
}

enum gcl_status
gcl_baseline_load(struct baseline *b, const char *path, const char *advice,
	struct gcl_error *err)
{
	struct gcl_error why = { GCL_OK, "" };
	struct span text = { NULL, 0 };
	struct reader reader;
	enum gcl_status st;
	int fd;

	st = open_file(path, &fd, err);
	if (st != GCL_OK)
		return st;
	gcl_reader_init(&reader, LIMIT_TEXT_BYTES);
	gcl_reader_fd(&reader, fd);
	st = gcl_reader_all(&reader, &text, &why);
	close(fd);
	if (st == GCL_OK)
		st = load_text(b, path, text, advice, err);
	else if (st != GCL_ENOMEM)
		st = cannot_read(path, st == GCL_ELIMIT ?
		    "it is 2 GiB or more" : why.text, err);
	gcl_reader_release(&reader);
	return st == GCL_ENOMEM ? gcl_error_nomem(err) : st;
}
