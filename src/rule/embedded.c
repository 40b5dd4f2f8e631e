/*
 * The packs in the program: the bytes of the files under rules/, read by the
 * same loader as a pack that is given by name of file, and the trees that
 * reading them comes to.
 */
#include "config.h"

#include "rule/pack.h"

#include "rule/packs.inc"

const struct embedded *
gcl_embedded_find(struct span name)
{
	const struct embedded *e;

	for (e = gcl_embedded; e->name; e++)
		if (gcl_span_is(name, e->name))
			return e;
	return NULL;
}

/* What is in a container stands behind it. */
struct value *
gcl_embedded_tree(const struct embedded *e, struct arena *arena)
{
	struct value *list = gcl_arena_alloc(arena,
		e->n_values * sizeof(*list));
	const char *text = (const char *)e->lean;
	const struct embedded_value *from = e->tree;
	struct value *v;

	if (!list)
		return NULL;
	for (v = list; v < list + e->n_values; v++, from++) {
		*v = (struct value){ .type = (enum json_type)from->type,
			.off = from->off, .len = from->len,
			.key_off = from->key_off, .key_len = from->key_len,
			.n = from->n };
		if (from->key_len > 0)
			v->key = gcl_span(text + from->key_off + 1,
				from->key_len - 2u);
		if (from->text > 0)
			v->text = gcl_span(text + from->text, from->text_len);
		v->child = from->n > 0 ? v + 1 : NULL;
		v->next = from->next > 0 ? v + from->next : NULL;
	}
	return list;
}
