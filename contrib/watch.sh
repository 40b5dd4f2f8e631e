#!/bin/sh
#
# Lint payloads again each time one of them is saved:
#
#	contrib/watch.sh [PATH...]
#
# The screen is cleared before; q ends it.  Needs entr(1), which ends with 2
# when a file has come to a folder or gone, and is then told the new names.

[ $# -gt 0 ] || set -- .

while :; do
	gclint --list-files -- "$@" | entr -cd gclint -- "$@"
	status=$?
	[ "$status" -eq 2 ] || exit "$status"
done
