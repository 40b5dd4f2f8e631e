/*
 * Exclusion patterns, read once into atoms and matched without recursion.
 *
 * Follows gitignore(5) and, where that is silent, what git's wildmatch does.
 * Classes are those of POSIX.1-2017 §9.3.5 in the C locale.
 */
#include "config.h"

#include "base/glob.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum atom_kind {
	ATOM_BYTE,	/* lo */
	ATOM_ANY,
	ATOM_ONE_OF,	/* the ranges that follow */
	ATOM_NONE_OF,
	ATOM_RANGE,	/* lo to hi, both included */
	ATOM_STAR,
	ATOM_NEVER,
	ATOM_DEEP,	/* any number of names, none too; a part of its own */
	ATOM_SLASH,	/* ends every other part, the last one too */
	ATOM_END,
};

struct atom {
	unsigned char kind, lo, hi;
};

struct glob {
	char *text;		/* as given, behind the atoms */
	bool folders_only;
	bool last_name_only;
	struct atom atoms[];
};

struct reader {
	const char *p, *end;
	struct atom *out;	/* the next atom to write */
	bool part_begins;
};

/* Pairs of first and last byte; a path holds no NUL. */
static const struct {
	const char *name, *ranges;
} classes[] = {
	{ "alnum", "09AZaz" },
	{ "alpha", "AZaz" },
	{ "blank", "\t\t  " },
	{ "cntrl", "\x01\x1f\x7f\x7f" },
	{ "digit", "09" },
	{ "graph", "!~" },
	{ "lower", "az" },
	{ "print", " ~" },
	{ "punct", "!/:@[`{~" },
	{ "space", "\t\r  " },
	{ "upper", "AZ" },
	{ "xdigit", "09AFaf" },
};

static char
peek(const struct reader *r, size_t ahead)
{
	return ahead < (size_t)(r->end - r->p) ? r->p[ahead] : '\0';
}

static void
add(struct reader *r, enum atom_kind kind, char lo, char hi)
{
	*r->out++ = (struct atom){
		.kind = (unsigned char)kind,
		.lo = (unsigned char)lo,
		.hi = (unsigned char)hi,
	};
	r->part_begins = kind == ATOM_SLASH || kind == ATOM_DEEP;
}

static bool
read_set_byte(struct reader *r, char *c)
{
	if (peek(r, 0) == '\\')
		r->p++;
	*c = peek(r, 0);
	if (!*c)
		return false;
	r->p++;
	return true;
}

/* A range that runs backwards holds its first byte, as in git. */
static bool
read_range(struct reader *r)
{
	char lo, hi;

	if (!read_set_byte(r, &lo))
		return false;
	hi = lo;
	if (peek(r, 0) == '-' && peek(r, 1) != ']') {
		r->p++;
		if (!read_set_byte(r, &hi))
			return false;
	}
	if ((unsigned char)hi < (unsigned char)lo)
		hi = lo;
	add(r, ATOM_RANGE, lo, hi);
	return true;
}

/* No class has more ranges than its name has bytes: the atoms suffice. */
static bool
add_class(struct reader *r, struct span name)
{
	const char *range;
	size_t i;

	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (!gcl_span_is(name, classes[i].name))
			continue;
		for (range = classes[i].ranges; *range; range += 2)
			add(r, ATOM_RANGE, range[0], range[1]);
		return true;
	}
	return false;
}

/* "[:" without ":]" begins no class: its [ is a byte like others. */
static bool
read_class(struct reader *r)
{
	const char *name = r->p + 2;
	const char *close = memchr(name, ']', (size_t)(r->end - name));

	if (!close)
		return false;
	if (close == name || close[-1] != ':')
		return read_range(r);
	r->p = close + 1;
	return add_class(r, gcl_span(name, (size_t)(close - 1 - name)));
}

/* A ] that comes first is a byte of the set. */
static bool
read_set(struct reader *r)
{
	bool none;

	r->p++;
	none = peek(r, 0) == '!' || peek(r, 0) == '^';
	if (none)
		r->p++;
	add(r, none ? ATOM_NONE_OF : ATOM_ONE_OF, 0, 0);
	do {
		if (peek(r, 0) == '[' && peek(r, 1) == ':') {
			if (!read_class(r))
				return false;
		} else if (!read_range(r)) {
			return false;
		}
	} while (peek(r, 0) != ']');
	r->p++;
	return true;
}

static void
give_up(struct reader *r, struct atom *at)
{
	r->out = at;
	r->p = r->end;
	add(r, ATOM_NEVER, 0, 0);
}

static void
read_byte(struct reader *r)
{
	char c = *r->p++;

	add(r, c == '/' ? ATOM_SLASH : ATOM_BYTE, c, c);
}

/*
 * "**" as a whole part.  At the end it stands for what is below, so that
 * at least one name has to follow.
 */
static bool
read_deep(struct reader *r)
{
	size_t len = 0;

	while (peek(r, len) == '*')
		len++;
	if (len < 2 || (peek(r, len) && peek(r, len) != '/'))
		return false;
	add(r, ATOM_DEEP, 0, 0);
	r->p += len;
	if (r->p < r->end)
		r->p++;
	else
		add(r, ATOM_STAR, 0, 0);
	return true;
}

static void
read_atom(struct reader *r)
{
	struct atom *at = r->out;

	switch (*r->p) {
	case '*':
		while (peek(r, 0) == '*')
			r->p++;
		add(r, ATOM_STAR, 0, 0);
		break;
	case '?':
		r->p++;
		add(r, ATOM_ANY, 0, 0);
		break;
	case '[':
		if (!read_set(r))
			give_up(r, at);
		break;
	case '\\':
		if (++r->p == r->end)
			give_up(r, at);
		else
			read_byte(r);
		break;
	default:
		read_byte(r);
	}
}

static void
read_atoms(struct glob *g, const char *p, const char *end)
{
	struct reader r = { p, end, g->atoms, true };

	while (r.p < r.end) {
		if (!r.part_begins || !read_deep(&r))
			read_atom(&r);
	}
	add(&r, ATOM_SLASH, 0, 0);
	add(&r, ATOM_END, 0, 0);
}

/* Every atom but the last two takes a byte of the pattern or more. */
static struct glob *
new_glob(const char *pattern)
{
	const char *p = pattern, *end = p + strlen(p);
	size_t atoms = (size_t)(end - p) + 2;
	struct glob *g;

	g = calloc(1, sizeof(*g) + atoms * sizeof(*g->atoms) + atoms);
	if (!g)
		return NULL;
	g->text = strcpy((char *)(g->atoms + atoms), pattern);
	p += *p == '!';
	g->folders_only = end[-1] == '/';
	end -= g->folders_only;
	g->last_name_only = !memchr(p, '/', (size_t)(end - p));
	if (*p == '/')
		p++;
	read_atoms(g, p, end);
	return g;
}

enum gcl_status
gcl_glob_list_add(struct glob_list *l, const char *pattern,
	struct gcl_error *err)
{
	const char *p = pattern + (*pattern == '!');
	struct glob *g;

	if (p[strspn(p, "/")] == '\0')
		return gcl_error_set(err, GCL_EUSAGE,
			"exclusion '%s' is empty", pattern);
	if (gcl_grow(&l->globs, &l->cap, l->n + 1, sizeof(struct glob *)))
		return gcl_error_nomem(err);
	g = new_glob(pattern);
	if (!g)
		return gcl_error_nomem(err);
	l->globs[l->n++] = g;
	return GCL_OK;
}

void
gcl_glob_list_release(struct glob_list *l)
{
	while (l->n > 0)
		free(l->globs[--l->n]);
	free(l->globs);
	*l = (struct glob_list){ 0 };
}

static bool
in_ranges(const struct atom *a, unsigned char c)
{
	for (; a->kind == ATOM_RANGE; a++) {
		if (a->lo <= c && c <= a->hi)
			return true;
	}
	return false;
}

static bool
takes(const struct atom *a, unsigned char c)
{
	switch (a->kind) {
	case ATOM_BYTE:
		return a->lo == c;
	case ATOM_ANY:
		return true;
	case ATOM_ONE_OF:
		return in_ranges(a + 1, c);
	case ATOM_NONE_OF:
		return !in_ranges(a + 1, c);
	default:
		return false;
	}
}

static const struct atom *
after(const struct atom *a)
{
	do
		a++;
	while (a->kind == ATOM_RANGE);
	return a;
}

/*
 * One name and one part.  Only the last star is ever gone back to: what the
 * earlier ones have taken is the least they can, and more would not help.
 */
static bool
match_name(const struct atom *a, struct span name)
{
	const struct atom *star = NULL;
	size_t i = 0, starred = 0;

	for (;;) {
		if (a->kind == ATOM_STAR) {
			star = ++a;
			starred = i;
		} else if (i == name.len) {
			return a->kind == ATOM_SLASH;
		} else if (takes(a, (unsigned char)name.ptr[i])) {
			a = after(a);
			i++;
		} else if (star) {
			a = star;
			i = ++starred;
		} else {
			return false;
		}
	}
}

static struct span
take_name(struct span *path)
{
	const char *slash = memchr(path->ptr, '/', path->len);
	size_t len = slash ? (size_t)(slash - path->ptr) : path->len;
	struct span name = gcl_span(path->ptr, len);

	len += slash != NULL;
	*path = gcl_span(path->ptr + len, path->len - len);
	return name;
}

static struct span
last_name(struct span path)
{
	size_t i = path.len;

	while (i > 0 && path.ptr[i - 1] != '/')
		i--;
	return gcl_span(path.ptr + i, path.len - i);
}

static const struct atom *
next_part(const struct atom *a)
{
	while (a->kind != ATOM_SLASH)
		a++;
	return a + 1;
}

/* As match_name() does it, with names for bytes and "**" for stars. */
static bool
match_names(const struct atom *part, struct span path)
{
	const struct atom *deep = NULL;
	struct span skipped = path;

	for (;;) {
		if (part->kind == ATOM_DEEP) {
			deep = ++part;
			skipped = path;
		} else if (path.len == 0) {
			return part->kind == ATOM_END;
		} else if (match_name(part, take_name(&path))) {
			part = next_part(part);
		} else if (deep) {
			part = deep;
			take_name(&skipped);
			path = skipped;
		} else {
			return false;
		}
	}
}

static bool
match(const struct glob *g, struct span path, struct span last, bool folder)
{
	if (g->folders_only && !folder)
		return false;
	return match_names(g->atoms, g->last_name_only ? last : path);
}

const char *
gcl_glob_list_last(const struct glob_list *l, struct span path, bool folder)
{
	struct span last = last_name(path);
	size_t i;

	if (gcl_span_is(last, ".."))
		return NULL;
	for (i = l->n; i > 0; i--) {
		if (match(l->globs[i - 1], path, last, folder))
			return l->globs[i - 1]->text;
	}
	return NULL;
}

const char *
gcl_glob_list_find(const struct glob_list *l, struct span path, bool folder)
{
	const char *why = gcl_glob_list_last(l, path, folder);

	return why && *why != '!' ? why : NULL;
}

const char *
gcl_glob_list_find_above(const struct glob_list *l, struct span path,
	bool folder)
{
	const char *why;
	size_t i;

	for (i = 0; i < path.len; i++) {
		if (path.ptr[i] != '/')
			continue;
		why = gcl_glob_list_find(l, gcl_span(path.ptr, i), true);
		if (why)
			return why;
	}
	return gcl_glob_list_find(l, path, folder);
}
