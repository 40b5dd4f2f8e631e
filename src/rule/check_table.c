/*
 * The check kinds: one line each.
 */
#include "config.h"

#include "rule/check.h"

extern const struct check_kind gcl_check_choose;
extern const struct check_kind gcl_check_contains;
extern const struct check_kind gcl_check_country;
extern const struct check_kind gcl_check_enum;
extern const struct check_kind gcl_check_match;
extern const struct check_kind gcl_check_max;
extern const struct check_kind gcl_check_min;
extern const struct check_kind gcl_check_needs;
extern const struct check_kind gcl_check_no;
extern const struct check_kind gcl_check_pass;
extern const struct check_kind gcl_check_region;
extern const struct check_kind gcl_check_same;
extern const struct check_kind gcl_check_unique;
extern const struct check_kind gcl_check_where;

const struct check_kind *const gcl_check_kinds[] = {
	&gcl_check_choose,
	&gcl_check_contains,
	&gcl_check_country,
	&gcl_check_enum,
	&gcl_check_match,
	&gcl_check_max,
	&gcl_check_min,
	&gcl_check_needs,
	&gcl_check_no,
	&gcl_check_pass,
	&gcl_check_region,
	&gcl_check_same,
	&gcl_check_unique,
	&gcl_check_where,
	NULL
};

const struct check_kind *
gcl_check_find(struct span name)
{
	size_t i;

	for (i = 0; gcl_check_kinds[i]; i++)
		if (gcl_span_is(name, gcl_check_kinds[i]->name))
			return gcl_check_kinds[i];
	return NULL;
}
