#!/bin/sh
#
# What the tests of the command line share; they read this file.  GCLINT is the
# program, by default gclint in the current folder.  Tests run in a folder of
# their own with a few payloads in it, and print TAP.

# shellcheck disable=SC2034 # the tests read them
# shellcheck disable=SC2317 # the tests are called by name
set -u
LC_ALL=C
export LC_ALL
unset CDPATH CLICOLOR CLICOLOR_FORCE COLUMNS FORCE_COLOR GCLINT_OPTS NO_COLOR
unset POSIXLY_CORRECT
umask 022

: "${GCLINT=$PWD/gclint}"

tmp=$(mktemp -d "${TMPDIR:-/tmp}/gclint-cli.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 99' HUP INT TERM
out=$tmp/out err=$tmp/err
mkdir "$tmp/work" && cd "$tmp/work" || exit 99

payload()
{
	cat <<END
{
  "type": "call",
  "participants": [ {
    "address": "$1",
    "addressType": "phone", "state": "$2", "mediaTypes": ["call"]
  } ]
}
END
}

payload tel:+15551234567 initial >good.json
payload tel:+15551234567 connected >warn.json
payload +15551234567 initial >bad.json
mkdir empty tree tree/sub
cp bad.json tree/a.json
cp good.json tree/sub/b.json

n=0
failed=0

# ok TITLE COMMAND...: one test; what the command prints tells why it failed.
ok()
{
	n=$((n + 1))
	title=$1
	shift
	if "$@" >"$tmp/why"; then
		echo "ok $n - $title"
	else
		echo "not ok $n - $title"
		sed 's/^/# /' "$tmp/why"
		failed=1
	fi
}

# Leaves $out, $err and $status behind.
run()
{
	"$GCLINT" "$@" >"$out" 2>"$err" </dev/null
	status=$?
}

exits()
{
	[ "$status" -eq "$1" ] && return
	echo "exit status: expected $1, seen $status"
	sed 's/^/err: /' "$err"
	return 1
}

# says FILE LINE...: these are the lines of the file, and all of them.
says()
{
	file=$1
	shift
	[ $# -eq 0 ] || printf '%s\n' "$@" >"$tmp/want"
	[ $# -ne 0 ] || : >"$tmp/want"
	cmp -s "$tmp/want" "$file" || {
		diff -u "$tmp/want" "$file" | sed 1,2d
		return 1
	}
}

silent()
{
	says "$out" && says "$err"
}

has()
{
	grep -qe "$2" "$1" && return
	echo "no line with $2:"
	cat "$1"
	return 1
}

# No name but those given, in the current folder, hidden ones included.
only()
{
	dir=$1
	shift
	printf '%s\n' "$@" >"$tmp/want-names"
	find "$dir" ! -path "$dir" | sed "s|^$dir/||" | sort >"$tmp/names"
	cmp -s "$tmp/want-names" "$tmp/names" && return
	diff -u "$tmp/want-names" "$tmp/names" | sed 1,2d
	return 1
}

hint='gclint: --help lists the options'
usage='usage: gclint [OPTION]... FILE|DIRECTORY|-...'

# refused MESSAGE [HINT] -- ARG...
refused()
{
	message="gclint: $1"
	shift
	extra=
	[ "$1" = -- ] || { extra=$1; shift; }
	shift
	run "$@"
	exits 2 && says "$out" && says "$err" "$message" ${extra:+"$extra"}
}

finish()
{
	echo "1..$n"
	exit "$failed"
}
