#!/bin/sh
#
# Run the fuzz targets over the golden inputs, the packs and the seeds, those
# that are small also cut at every byte, and print TAP.

set -u
LC_ALL=C
export LC_ALL
unset CDPATH

srcdir=${srcdir-$(dirname "$0")/..}
builddir=${builddir-$PWD}
lint=$builddir/tests/fuzz/replay_lint
pack=$builddir/tests/fuzz/replay_pack

# Options of fuzz_lint.c: plain ones, and three sets that have every bit
# between them.
others=42,90,177
json=0,$others
ndjson=1,$others

tmp=$(mktemp -d "${TMPDIR:-/tmp}/gclint-fuzz.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 99' HUP INT TERM

cd "$srcdir" || exit 99

# The golden inputs that find(1) takes with these arguments.
inputs()
{
	find tests/golden -type f -name 'input*' "$@" | sort
}

# Add the tests of a replay, under this title, to those before.
replay()
{
	title=$1
	shift
	"$@" >"$tmp/tap" || status=1
	grep -q '^1\.\.[1-9]' "$tmp/tap" || status=99
	sed "/^1\\.\\./d; s|^\\(.*ok\\) [0-9]* - |\\1 - $title: |" "$tmp/tap"
	n=$((n + $(grep -c '^[a-z ]*ok ' "$tmp/tap")))
}

n=0
status=0
# shellcheck disable=SC2046 # the names of the cases have no blanks
{
	replay "input" "$lint" --cut --picks=$json \
		$(inputs -size -2048c ! -name '*l') \
		--picks=$ndjson $(inputs -size -2048c -name '*l') \
		--whole --picks=$json $(inputs -size +2047c)
	for kind in 3=http 4=har 5=curl 6=postman 7=log; do
		replay "${kind#*=}" "$lint" --cut --picks="${kind%=*}" \
			$(find "tests/golden/${kind#*=}" -name 'input*' \
			-size -8k | sort)
	done
	replay "pack" "$pack" rules/*.json tests/fuzz/corpus/pack \
		$(find tests/golden -name pack.json | sort)
	replay "cut pack" "$pack" --cut tests/fuzz/corpus/pack
}
echo "1..$n"
exit $status
