/*
 * How a baseline is written: sorted, a line for each entry, so that it is the
 * same for the same findings and merges well.
 */
#include "config.h"

#include "lint/baseline_p.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "json/write.h"

struct line {
	struct span file, key;
	uint64_t count;
};

static int
compare_spans(struct span x, struct span y)
{
	size_t n = x.len < y.len ? x.len : y.len;
	int first = n > 0 ? memcmp(x.ptr, y.ptr, n) : 0;

	return first ? first : (x.len > y.len) - (x.len < y.len);
}

static int
compare(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int files = compare_spans(x->file, y->file);

	return files ? files : compare_spans(x->key, y->key);
}

/* ---- files that are gone ---- */

/* What baseline.c has encoded, decoded. */
static void
add_decoded(struct buf *out, struct span name)
{
	char hex[3] = "";
	size_t i;

	for (i = 0; i < name.len; i++) {
		if (name.ptr[i] != '%' || name.len - i < 3) {
			gcl_buf_addc(out, name.ptr[i]);
			continue;
		}
		memcpy(hex, name.ptr + i + 1, 2);
		gcl_buf_addc(out, (char)strtoul(hex, NULL, 16));
		i += 2;
	}
}

/* Standard input is never gone. */
static bool
is_gone(struct baseline *b, const struct baseline_file *f)
{
	const char *path;
	struct stat sb;

	if (f->begun || gcl_span_is(f->name, "<stdin>"))
		return false;
	gcl_buf_reset(&b->name);
	if (f->name.ptr[0] != '/') {
		gcl_buf_addspan(&b->name, b->folder);
		gcl_buf_addc(&b->name, '/');
	}
	add_decoded(&b->name, f->name);
	path = gcl_buf_str(&b->name);
	return path && stat(path, &sb) != 0 &&
	    (errno == ENOENT || errno == ENOTDIR);
}

/* ---- lines ---- */

/* What of an entry goes on. */
static uint64_t
left(const struct baseline *b, const struct baseline_entry *e, bool add)
{
	if (!b->files[e->file].begun)
		return b->files[e->file].gone ? 0 : e->known;
	return add || e->met < e->known ? e->met : e->known;
}

static size_t
list_lines(const struct baseline *b, bool add, struct line *lines)
{
	const struct baseline_entry *e;
	uint64_t count;
	size_t i, n = 0;

	for (i = 0; i < b->n_entries; i++) {
		e = &b->entries[i];
		count = left(b, e, add);
		if (count > 0)
			lines[n++] = (struct line){ b->files[e->file].name,
				e->key, count };
	}
	qsort(lines, n, sizeof(*lines), compare);
	return n;
}

static void
write_line(struct buf *out, const struct line *line)
{
	struct baseline_parts parts = gcl_baseline_split(line->key);
	struct json_writer to, *w = &to;

	gcl_json_init(w, out);
	gcl_json_open(w, '{');
	gcl_json_key(w, "file");
	gcl_json_span(w, line->file);
	gcl_json_key(w, "rule");
	gcl_json_span(w, parts.rule);
	gcl_json_key(w, "pointer");
	if (parts.pointer.ptr)
		gcl_json_span(w, parts.pointer);
	else
		gcl_json_null(w);
	gcl_json_key(w, "shape");
	gcl_json_span(w, parts.shape);
	gcl_json_key(w, "count");
	gcl_json_uint(w, line->count);
	gcl_json_close(w, '}');
}

enum gcl_status
gcl_baseline_write(struct baseline *b, bool add, struct buf *out)
{
	struct line *lines = malloc((b->n_entries + 1) * sizeof(*lines));
	size_t i, n;

	if (!lines)
		return GCL_ENOMEM;
	for (i = 0; i < b->n_files; i++)
		b->files[i].gone = !add && is_gone(b, &b->files[i]);
	n = list_lines(b, add, lines);
	gcl_buf_addf(out, "{\"version\":%d,\"tool\":\"%s\",\"findings\":[",
	    BASELINE_VERSION, BASELINE_TOOL);
	for (i = 0; i < n; i++) {
		gcl_buf_adds(out, i ? ",\n" : "\n");
		write_line(out, &lines[i]);
	}
	gcl_buf_adds(out, n ? "\n]}\n" : "]}\n");
	free(lines);
	return gcl_buf_status(out);
}
