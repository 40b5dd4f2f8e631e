/*
 * Names in diffs as git-diff(1) quotes them (core.quotePath).
 */
#include "config.h"

#include "fix/diff_name.h"

/* Without a root, "." and what is empty between slashes: git refuses them. */
void
gcl_diff_tidy(struct buf *b, const char *name)
{
	size_t n;

	for (; *name; name += n) {
		n = strcspn(name, "/");
		if (n == 0) {
			n = 1;
		} else if (n > 1 || *name != '.') {
			if (b->len > 0)
				gcl_buf_addc(b, '/');
			gcl_buf_add(b, name, n);
		}
	}
}

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void
add_quoted(struct buf *out, const char *prefix, const char *name)
{
	static const char letters[] = "\aa\bb\tt\nn\vv\ff\rr\"\"\\\\";
	const char *p, *letter;

	gcl_buf_addf(out, "\"%s", prefix);
	for (p = name; *p; p++) {
		letter = letters;
		while (*letter && *letter != *p)
			letter += 2;
		if (is_plain((unsigned char)*p))
			gcl_buf_addc(out, *p);
		else if (*letter)
			gcl_buf_addf(out, "\\%c", letter[1]);
		else
			gcl_buf_addf(out, "\\%03o", (unsigned char)*p);
	}
	gcl_buf_addc(out, '"');
}

/* patch(1) loses a blank at the end. */
static bool
needs_quotes(const char *name)
{
	size_t i;

	for (i = 0; name[i]; i++)
		if (!is_plain((unsigned char)name[i]))
			return true;
	return i > 0 && name[i - 1] == ' ';
}

void
gcl_diff_name(struct buf *out, const char *prefix, const char *name)
{
	if (needs_quotes(name))
		add_quoted(out, prefix, name);
	else
		gcl_buf_addf(out, "%s%s", prefix, name);
	if (strchr(name, ' '))
		gcl_buf_addc(out, '\t');
}
