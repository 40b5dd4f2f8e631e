#!/bin/sh
#
# Run the golden cases and print TAP.
#
#	run-golden.sh [AREA[/CASE]...]
#
# A case is a folder tests/golden/AREA/CASE.  gclint runs in a copy of it, with
# what belongs to the test itself taken out:
#
#	args		the command line, one argument a line, taken as it is;
#			without it the operands are the files input.*
#	stdin		standard input; without it there is none
#	expected.NAME	standard output; NAME says what it is (text, json,
#			sarif ...).  Without it nothing may be printed
#	expected.err	standard error; without it nothing may be printed
#	expected.exit	the exit status; without it 0
#	expected.files/	files that must exist afterwards, with this content
#
# GCLINT is the program, by default gclint in the current folder, and
# GCLINT_UNDER the words before it, as in "valgrind -q", but not for official-*.
# UPDATE_GOLDEN=1 writes what was seen into the case instead of comparing; read
# the diff before you commit it.

set -u
LC_ALL=C
export LC_ALL
unset CDPATH CLICOLOR CLICOLOR_FORCE COLUMNS FORCE_COLOR GCLINT_OPTS NO_COLOR

srcdir=${srcdir-$(dirname "$0")/..}
golden=$(cd "$srcdir/tests/golden" && pwd) || exit 99
: "${GCLINT=$PWD/gclint}"
: "${GCLINT_UNDER=}" "${UPDATE_GOLDEN=}"

tmp=$(mktemp -d "${TMPDIR:-/tmp}/gclint-golden.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 99' HUP INT TERM

# The names of the cases, AREA/CASE, of the areas and cases asked for.
list()
{
	[ $# -ne 0 ] || set -- .
	(cd "$golden" && find "$@" -type f | sed -n '
		s|^\./||
		s|^\([^/]*/[^/]*\)/.*|\1|p' | sort -u)
}

# $work is a copy of the case without its expectations, and can be written.
stage()
{
	rm -rf "$work" && cp -RP "$case" "$work" && chmod -R u+w "$work" &&
		rm -rf "$work/args" "$work/stdin" "$work"/expected.*
}

# Leave $tmp/out, $tmp/err and $tmp/exit behind.
run()
{
	set --
	if [ -f "$case/args" ]; then
		while IFS= read -r arg || [ -n "$arg" ]; do
			set -- "$@" "$arg"
		done <"$case/args"
	else
		for arg in "$work"/input.*; do
			set -- "$@" "${arg##*/}"
		done
	fi
	stdin=/dev/null
	[ ! -f "$case/stdin" ] || stdin=$case/stdin
	# The platform's own packs differ in their data, not in what runs.
	case $case in
	*/official-*) under= ;;
	*) under=$GCLINT_UNDER ;;
	esac
	(
		cd "$work" || exit 99
		# shellcheck disable=SC2086 # several words, or none
		exec $under "$GCLINT" "$@"
	) <"$stdin" >"$tmp/out" 2>"$tmp/err"
	echo $? >"$tmp/exit"
}

# The file that holds what standard output should be, whether it exists or not.
stdout_file()
{
	for file in "$case"/expected.*; do
		case $file in
		*.err | *.exit | *.files) ;;
		*'*') ;;
		*) echo "$file"; return ;;
		esac
	done
	echo "$case/expected.out"
}

# Compare what was seen with a file of the case, or with the default where the
# case has none.  Differences go to $tmp/diff.
expect()
{
	want=$2
	if [ -n "$UPDATE_GOLDEN" ]; then
		if cmp -s "$3" "$4"; then rm -f "$want"; else cp "$4" "$want"; fi
		return
	fi
	[ -f "$want" ] || want=$3
	cmp -s "$want" "$4" && return
	{
		echo "$1: - expected, + seen"
		diff -u "$want" "$4" | sed 1,2d
	} >>"$tmp/diff"
}

expect_files()
{
	[ -d "$case/expected.files" ] || return 0
	(cd "$case/expected.files" && find . -type f) >"$tmp/files"
	while IFS= read -r file; do
		[ -f "$work/$file" ] || echo "no such file" >"$work/$file"
		expect "$file" "$case/expected.files/$file" /dev/null \
			"$work/$file"
	done <"$tmp/files"
}

compare()
{
	expect "exit status" "$case/expected.exit" "$tmp/zero" "$tmp/exit" &&
		expect "output" "$(stdout_file)" /dev/null "$tmp/out" &&
		expect "standard error" "$case/expected.err" /dev/null \
			"$tmp/err" &&
		expect_files
}

# Anything but tabs that would move the cursor becomes a question mark.
diagnose()
{
	head -n 60 "$tmp/diff" | tr '\001-\010\013-\037\177' '[?*]' |
		sed 's/^/# /'
}

echo 0 >"$tmp/zero"
work=$tmp/work
list "$@" >"$tmp/cases"
total=$(wc -l <"$tmp/cases")
if [ "$total" -eq 0 ]; then
	echo "Bail out! no cases in $golden"
	exit 99
fi

echo "1..$((total))"
n=0
status=0
while IFS= read -r name <&3; do
	n=$((n + 1))
	case=$golden/$name
	: >"$tmp/diff"
	if stage && run && compare && [ ! -s "$tmp/diff" ]; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		diagnose
		status=1
	fi
done 3<"$tmp/cases"
exit $status
