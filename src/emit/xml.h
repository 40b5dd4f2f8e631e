/*
 * Text in XML 1.0 and in HTML.
 *
 * Everything written stands for itself between tags and between double or
 * single quotes of an attribute.  It is valid UTF-8 and has only characters
 * that XML 1.0 allows (section 2.2), whatever goes in: the others, and what
 * gcl_display_add() escapes, are shown as \xNN and \u{NNNN}.
 */
#ifndef GCL_EMIT_XML_H
#define GCL_EMIT_XML_H

#include "base/buf.h"
#include "base/span.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

void gcl_xml_add(struct buf *b, struct span s);

/* On one line: the end of a line becomes a blank. */
void gcl_xml_str(struct buf *b, const char *s);

/* Between tags: line feeds and tabs stay as they are. */
void gcl_xml_lines(struct buf *b, struct span s);

/* A blank, the name and the value in quotes. */
void gcl_xml_attr(struct buf *b, const char *name, struct span value);
void gcl_xml_attr_uint(struct buf *b, const char *name, uint64_t value);

#endif
