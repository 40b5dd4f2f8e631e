/*
 * The text that findings are about, read again from the file that was linted,
 * for the formats that show it.
 */
#include "config.h"

#include "merge/merge_p.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* As the source of a finding: no offset is in it. */
static void
set_nothing(struct text *t)
{
	gcl_source_set(&t->capture->src, t->capture->src.name,
	    gcl_span("", 0), UINT64_MAX, 0);
}

static const char *
look_at(int fd, const struct split *s)
{
	struct stat sb;

	if (fd < 0 || fstat(fd, &sb) != 0)
		return strerror(errno);
	if (!S_ISREG(sb.st_mode))
		return "it is no file";
	if ((uint64_t)sb.st_size != s->size)
		return "it has changed since it was linted";
	return NULL;
}

/* A name out of a report may be that of a FIFO, which nobody writes to. */
void
gcl_text_open(struct text *t, struct capture *c, const char *file,
	const struct split *s, const char **why)
{
	*t = (struct text){ .capture = c };
	t->fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	*why = look_at(t->fd, s);
	if (*why)
		gcl_text_close(t);
	set_nothing(t);
}

void
gcl_text_close(struct text *t)
{
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
}

enum gcl_status
gcl_text_split(struct text *t, const struct part *part,
	struct gcl_error *err)
{
	struct reader *reader = &t->capture->reader;

	set_nothing(t);
	t->more = t->fd >= 0;
	t->lines = part->base_line;
	if (!t->more)
		return GCL_OK;
	if (lseek(t->fd, 0, SEEK_SET) < 0)
		return gcl_error_set(err, GCL_EINPUT, "cannot read '%s': %s",
		    part->split.file, strerror(errno));
	gcl_reader_fd(reader, t->fd);
	return gcl_reader_range(reader, part->split.offset,
	    part->split.length, err);
}

static bool
has(const struct source *s, const struct gcl_place *at)
{
	return gcl_source_has(s, at->offset, at->length);
}

static bool
has_all(const struct source *s, const struct gcl_finding *f)
{
	bool all = has(s, &f->at);
	size_t i;

	for (i = 0; all && i < f->n_related; i++)
		all = has(s, &f->related[i].at);
	return all;
}

static enum gcl_status
next_record(struct text *t, struct gcl_error *err)
{
	struct capture *c = t->capture;
	uint64_t base, base_line;
	enum gcl_status st;
	struct span line;

	st = gcl_reader_line(&c->reader, &line, &base, &base_line, &t->more,
	    err);
	if (st == GCL_OK && t->more)
		gcl_source_set(&c->src, c->src.name, line, base,
		    t->lines + base_line);
	if (st != GCL_ELIMIT)
		return st;
	gcl_error_reset(err);
	return GCL_OK;
}

enum gcl_status
gcl_text_find(struct text *t, const struct gcl_finding *f,
	struct gcl_error *err)
{
	struct source *src = &t->capture->src;
	enum gcl_status st = GCL_OK;

	while (st == GCL_OK && t->more && (src->base == UINT64_MAX ||
	    f->at.offset > src->base + src->text.len))
		st = next_record(t, err);
	if (st == GCL_OK && !has_all(src, f))
		set_nothing(t);
	return st;
}
