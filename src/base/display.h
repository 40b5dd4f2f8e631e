/*
 * Text from an input, made safe to show: it cannot move a cursor, change a
 * colour, reorder a line or start a new one.
 */
#ifndef GCL_BASE_DISPLAY_H
#define GCL_BASE_DISPLAY_H

#include "base/buf.h"
#include "base/span.h"

/*
 * Append s.  C0, DEL, C1 and bytes that are not UTF-8 become \xNN; bidi and
 * other format characters, line and paragraph separators become \u{NNNN}.
 */
void gcl_display_add(struct buf *b, struct span s);

/*
 * The same for at most max code points, followed by an ellipsis (U+2026)
 * when something was left out.
 */
void gcl_display_add_short(struct buf *b, struct span s, size_t max);

/* Does cp have to be escaped? */
bool gcl_display_unsafe(uint32_t cp);

#endif
