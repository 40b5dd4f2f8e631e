/*
 * Variables of editors' files: "@name = value", used as {{name}}.
 *
 * Editors differ in which definition counts.  Here the last one before a
 * request does, or else the first one of all.  A value may use variables that
 * were defined before it, so there are no circles.
 */
#include "config.h"

#include "carrier/http_p.h"

#include "base/hash.h"
#include "base/limits.h"

/* A longer name is none. */
#define NAME_BYTES 128

struct variable {
	struct span name, value;
};

/* A table with open addressing: it has more slots than there are lines. */
struct http_vars {
	uint64_t seed;
	struct variable *slots;
	size_t mask;
	size_t left;		/* bytes that may still be put in */
	bool spent, said;
};

static bool
is_name(char c)
{
	return c != '\0' && (strchr("_.-$", c) || (c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
}

static bool
read_definition(struct span line, struct variable *v)
{
	size_t i = 1, end;

	line = gcl_http_trim(line);
	if (line.len == 0 || line.ptr[0] != '@')
		return false;
	while (i < line.len && is_name(line.ptr[i]))
		i++;
	for (end = i; i < line.len && gcl_json_blank(line.ptr[i]); i++)
		;
	if (end == 1 || end > NAME_BYTES || i == line.len ||
	    line.ptr[i] != '=')
		return false;
	v->name = gcl_span(line.ptr + 1, end - 1);
	v->value = gcl_http_trim(gcl_span(line.ptr + i + 1,
	    line.len - i - 1));
	return true;
}

bool
gcl_http_variable(struct span line)
{
	struct variable v;

	return read_definition(line, &v);
}

/* The slot of a name, or the free one for it. */
static struct variable *
slot(const struct http_vars *vars, struct span name)
{
	size_t i = (size_t)gcl_hash(name, vars->seed) & vars->mask;

	while (vars->slots[i].name.ptr &&
	    !gcl_span_eq(vars->slots[i].name, name))
		i = (i + 1) & vars->mask;
	return &vars->slots[i];
}

/* The variable that s, which begins with {{, is the place of; or NULL. */
static const struct variable *
use(struct http_vars *vars, struct span s, size_t *len)
{
	const struct variable *v;
	const char *close;

	close = memmem(s.ptr, s.len < NAME_BYTES ? s.len : NAME_BYTES, "}}",
	    2);
	if (!close)
		return NULL;
	*len = (size_t)(close - s.ptr) + 2;
	v = slot(vars, gcl_http_trim(gcl_span(s.ptr + 2, *len - 4)));
	if (!v->name.ptr)
		return NULL;
	if (v->value.len > vars->left) {
		vars->spent = true;
		return NULL;
	}
	vars->left -= v->value.len;
	return v;
}

void
gcl_http_vars_put(struct capture *c, struct http *h, size_t off, size_t end)
{
	const char *text = h->all.text.ptr, *open;
	struct decoder *d = &c->decoder;
	const struct variable *v;
	size_t at = off, len;

	while ((open = memmem(text + at, end - at, "{{", 2))) {
		at = (size_t)(open - text);
		v = use(h->vars, gcl_span(open, end - at), &len);
		if (!v) {
			at++;
			continue;
		}
		gcl_decoder_copy(d, gcl_span(text + off, at - off), off);
		gcl_decoder_opaque(d, v->value, at, len);
		off = at += len;
	}
	gcl_decoder_copy(d, gcl_span(text + off, end - off), off);
}

/* Variables in its value are put in. */
static enum gcl_status
set(struct capture *c, struct http *h, struct variable *slot,
	const struct variable *v)
{
	size_t off = (size_t)(v->value.ptr - h->all.text.ptr);
	enum gcl_status st;
	struct piece value;

	gcl_decoder_begin(&c->decoder);
	gcl_http_vars_put(c, h, off, off + v->value.len);
	st = gcl_decoder_take(&c->decoder, off + v->value.len, &c->input,
	    &value);
	slot->name = v->name;
	slot->value = value.text;
	return st;
}

enum gcl_status
gcl_http_vars_set(struct capture *c, struct http *h, struct span line)
{
	struct variable v;

	if (!read_definition(line, &v))
		return GCL_OK;
	return set(c, h, slot(h->vars, v.name), &v);
}

static size_t
count(struct span text)
{
	struct span line;
	size_t pos, n = 0;

	for (pos = 0; pos < text.len; n += gcl_http_variable(line))
		pos = gcl_http_line(text, pos, &line);
	return n;
}

enum gcl_status
gcl_http_vars_read(struct capture *c, struct http *h)
{
	struct http_vars *vars = gcl_arena_calloc(&c->input, 1, sizeof(*vars));
	enum gcl_status st = GCL_OK;
	size_t pos, n = count(h->all.text);
	struct variable v;
	struct span line;

	if (!vars)
		return GCL_ENOMEM;
	for (vars->mask = 1; vars->mask <= 2 * n; )
		vars->mask = 2 * vars->mask + 1;
	vars->slots = gcl_arena_calloc(&c->input, vars->mask + 1,
	    sizeof(*vars->slots));
	if (!vars->slots)
		return GCL_ENOMEM;
	vars->seed = gcl_hash_seed();
	vars->left = LIMIT_VARIABLE_BYTES;
	h->vars = vars;
	for (pos = 0; pos < h->all.text.len && st == GCL_OK; ) {
		pos = gcl_http_line(h->all.text, pos, &line);
		if (read_definition(line, &v) && !slot(vars, v.name)->name.ptr)
			st = set(c, h, slot(vars, v.name), &v);
	}
	return st;
}

bool
gcl_http_vars_spent(struct http *h)
{
	bool say = h->vars->spent && !h->vars->said;

	h->vars->said |= say;
	return say;
}
