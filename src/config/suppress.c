/*
 * What a suppression hides, and until when.  Pointers are those of RFC 6901,
 * days those of the Gregorian calendar.
 */
#include "config.h"	/* not the one in this folder */

#include "config/config_p.h"

#include <time.h>

#define SECONDS_A_DAY 86400

static int64_t
number(const char *digits, size_t n)
{
	int64_t x = 0;

	while (n-- > 0)
		x = 10 * x + (*digits++ - '0');
	return x;
}

/*
 * Years begin with March here, so that the leap day is the last one and the
 * months before it have the same pattern in each: 153 days in any five.
 */
int64_t
gcl_config_day(struct span text)
{
	int64_t y = number(text.ptr, 4), m = number(text.ptr + 5, 2) - 3;
	int64_t d = number(text.ptr + 8, 2) - 1;

	if (m < 0) {
		m += 12;
		y--;
	}
	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d -
	    719468;
}

int64_t
gcl_config_today(void)
{
	return (int64_t)time(NULL) / SECONDS_A_DAY;
}

/* The next step of a pointer, with its slash. */
static struct span
take_step(struct span *pointer)
{
	const char *next = memchr(pointer->ptr + 1, '/', pointer->len - 1);
	size_t len = next ? (size_t)(next - pointer->ptr) : pointer->len;
	struct span step = gcl_span(pointer->ptr, len);

	*pointer = gcl_span(pointer->ptr + len, pointer->len - len);
	return step;
}

/* ~0 and ~1 have no other spelling, so that bytes can be compared. */
static bool
is_place(struct span want, struct span pointer)
{
	struct span a, b;

	while (want.len > 0 && pointer.len > 0) {
		a = take_step(&want);
		b = take_step(&pointer);
		if (!gcl_span_is(a, "/*") && !gcl_span_eq(a, b))
			return false;
	}
	return want.len == pointer.len;
}

bool
gcl_suppression_takes(const struct suppression *s, struct span rule,
	const char *pointer, size_t pointer_len, int64_t today)
{
	if (today > s->expires)
		return false;
	if (s->rule.ptr && !gcl_span_eq(s->rule, rule))
		return false;
	if (!s->pointer.ptr)
		return true;
	return pointer && is_place(s->pointer, gcl_span(pointer, pointer_len));
}

struct span
gcl_config_relative(const char *folder, const char *full)
{
	struct span path = gcl_span_str(full);
	size_t len = strcmp(folder, "/") ? strlen(folder) : 0;

	if (path.len > len && !memcmp(full, folder, len) && full[len] == '/')
		len++;
	else if (strcmp(full, folder))
		len = *full == '/';
	return gcl_span(full + len, path.len - len);
}
