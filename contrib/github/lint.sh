#!/bin/sh
#
# What the action does (action.yml): find or build gclint, lint, and let the
# problem matchers make annotations of the text.
#
# Text can hold anything that a payload holds, and the runner looks for its
# commands anywhere in a line.  So it takes none while gclint writes.

set -u

here=$GITHUB_ACTION_PATH
program=$INPUT_PROGRAM

if [ -z "$program" ] && ! program=$(command -v gclint); then
	echo "::group::build gclint"
	"$here/bootstrap" lint --version || exit
	echo "::endgroup::"
	program=$here/build/gclint
fi

set -- --format=text --color=always
while read -r line; do
	[ -z "$line" ] || set -- "$@" "$line"
done <<END
$INPUT_ARGS
--
$INPUT_PATHS
END

token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::add-matcher::$here/contrib/github/gclint-matcher.json"
echo "::stop-commands::$token"
"$program" "$@" 2>&1
status=$?
echo "::$token::"
echo "::remove-matcher owner=gclint::"
echo "::remove-matcher owner=gclint-note::"
exit "$status"
