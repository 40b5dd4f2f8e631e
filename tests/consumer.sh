#!/bin/sh
#
# A program that has only what "make install" puts in place can use libgclint:
# TAP.

set -u
: "${srcdir=.}" "${builddir=.}" "${CC=cc}" "${SANITIZE=}"

tmp=$(mktemp -d "${TMPDIR:-/tmp}/gclint-consumer.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 99' HUP INT TERM

n=0
result()
{
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		sed 's/^/# /' "$tmp/log"
		echo "not ok $n - $2"
	fi
}

echo 1..4

${MAKE-make} -s -C "$builddir" prefix="$tmp/usr" exec_prefix="$tmp/usr" \
	install-libLTLIBRARIES install-gclintincludeHEADERS \
	install-nodist_pkgconfigDATA >"$tmp/log" 2>&1
result $? "the library, its header and its pkg-config file are installed"

# The prefix in the .pc file is the configured one, so it is given here.
flags=$(PKG_CONFIG_PATH="$tmp/usr/lib/pkgconfig:$tmp/usr/lib64/pkgconfig" \
	pkg-config --define-variable=prefix="$tmp/usr" --cflags --libs \
	libgclint 2>"$tmp/log")
# shellcheck disable=SC2086
$CC $SANITIZE -Wall -Werror -o "$tmp/consumer" "$srcdir/tests/api/consumer.c" \
	$flags >>"$tmp/log" 2>&1
result $? "a program compiles with what pkg-config says"

LD_LIBRARY_PATH="$tmp/usr/lib:$tmp/usr/lib64"
export LD_LIBRARY_PATH
cat >"$tmp/want" <<'WANT'
call.json:2:13: address-scheme 400 at '/participants/0/address': address has no URI scheme
  "tel:+15551234567"
1 findings, 1 errors
WANT
"$tmp/consumer" call.json '{"type":"call","participants":[{
 "address": "+15551234567","addressType":"phone","state":"initial",
 "mediaTypes":["call"]}]}' >"$tmp/got" 2>"$tmp/log"
diff "$tmp/want" "$tmp/got" >>"$tmp/log"
result $? "it gets the finding, its place and its words"

"$tmp/consumer" call.json '{"type":"call","participants":[{
 "address":"tel:+15551234567","addressType":"phone","state":"initial",
 "mediaTypes":["call"]}]}' >"$tmp/got" 2>"$tmp/log"
echo "0 findings, 0 errors" | diff - "$tmp/got" >>"$tmp/log"
result $? "it gets nothing for a payload that is right"
