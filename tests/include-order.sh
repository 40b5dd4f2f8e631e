#!/bin/sh
#
# Hold the source to the plan of its folders, and print TAP.

# shellcheck disable=SC2317 # the rules are called by name
set -u
LC_ALL=C
export LC_ALL
unset CDPATH

srcdir=${srcdir-$(dirname "$0")/..}
builddir=${builddir-$PWD}
: "${NM=nm}"

# Each folder and those it may include from, itself and the public header
# (gclint) apart.  api.c and api_*.[ch] count as a folder.
edges='
api	base text json input config carrier rule lint emit fix merge
base
carrier	base text json
cli	base
config	base text json rule
emit	base text json input config rule lint
fix	base text json input config carrier rule lint
input	base
json	base text
lint	base text json input config carrier rule
merge	base text json input config carrier rule lint
rule	base text json
send	base text json
text	base
'

# Each outside library and the one file that may include it.
libraries='
curl/	send/http.c
jsmn.h	json/tokens.h
openssl/	send/jwt.c
pcre2.h	rule/pattern.c
'

# What only the program does, and the files that are the program.
program='cli/.*|send/main\.c'
calls='f?printf|puts|fputs|putchar|perror|_?exit|_Exit|abort|(secure_)?getenv'

tmp=$(mktemp -d "${TMPDIR:-/tmp}/gclint-include.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 99' HUP INT TERM

n=0
status=0

# A rule and the command that prints what breaks it, a line each.
rule()
{
	n=$((n + 1))
	title=$1
	shift
	"$@" <"$tmp/includes" >"$tmp/faults"
	if [ -s "$tmp/faults" ]; then
		echo "not ok $n - $title"
		sed 's/^/# /' "$tmp/faults"
		status=1
	else
		echo "ok $n - $title"
	fi
}

# FILE LINE <name> or "name", for every include line.
includes()
{
	awk '/^#[ \t]*include[ \t]/ { print FILENAME, FNR, $2 }' "$@"
}

one_way()
{
	awk -v edges="$edges" '
	BEGIN {
		n = split(edges, line, "\n")
		for (i = 1; i <= n; i++) {
			k = split(line[i], word, " ")
			known[word[1]] = k > 0
			for (j = 1; j <= k; j++)
				may[word[1], word[j]] = 1
		}
	}
	{ from = $1; sub(/\.[ch]$/, "", from); sub(/\/.*/, "", from) }
	{ sub(/^api_.*/, "api", from) }
	!known[from] {
		if (!told[from]++)
			print "src/" from " is not in the table of folders"
		next
	}
	$3 ~ /^".*\// {
		to = $3; gsub(/^"|\/.*/, "", to)
		if (to != "gclint" && !((from, to) in may))
			print "src/" $1 ":" $2 ": " from " includes " $3
	}'
}

one_file()
{
	awk -v libraries="$libraries" '
	BEGIN {
		n = split(libraries, line, "\n")
		for (i = 1; i <= n; i++)
			if (split(line[i], word, " ") == 2)
				owner[word[1]] = word[2]
	}
	{
		name = substr($3, 2, length($3) - 2)
		for (lib in owner)
			if (index(name, lib) == 1 && $1 != owner[lib])
				print "src/" $1 ":" $2 ": " $3 " belongs in " \
					"src/" owner[lib]
	}'
}

# config.h comes first, for it decides what the system headers declare; then
# at most one header in quotes, the file's own, proves that it stands alone.
config_first()
{
	awk '
	$1 !~ /\.c$/ { next }
	!seen[$1]++ {
		if ($3 != "\"config.h\"")
			print "src/" $1 ":" $2 ": config.h must come first"
		quoted = 0
		next
	}
	$3 ~ /^"/ && ++quoted > 1 { late = $1; next }
	$3 ~ /^</ && late == $1 && $3 !~ /jsmn|pcre2/ {
		print "src/" $1 ":" $2 ": " $3 " comes before the other headers"
	}'
}

# Code without comments, strings and character constants.
bare()
{
	awk -v file="$1" '
	{
		out = quote = ""
		for (i = 1; i <= length($0); i++) {
			c = substr($0, i, 1)
			two = substr($0, i, 2)
			if (comment) {
				if (two == "*/") { comment = 0; i++ }
			} else if (quote != "") {
				if (c == "\\") i++
				else if (c == quote) quote = ""
			} else if (two == "/*") { comment = 1; i++ }
			else if (c == "\"" || c == "\047") quote = c
			else out = out c
		}
		print "src/" file ":" FNR ": " out
	}' "$1"
}

only_program()
{
	grep -Ev "^($program)\$" "$tmp/sources" | while IFS= read -r file; do
		bare "$file"
	done | grep -E "[^A-Za-z0-9_]($calls) *\(|[^A-Za-z0-9_]environ[^A-Za-z0-9_]"
}

# Names that begin with two underscores are the compiler's.
external_names()
{
	for name in util core send; do
		archive=$builddir/.libs/lib$name.a
		if ! [ -f "$archive" ]; then
			# gclint-send is built on request.
			[ "$name" = send ] || echo "$archive is missing"
			continue
		fi
		"$NM" -g -P "$archive" 2>/dev/null | awk '
		NF > 2 && $2 !~ /^[Uvw]$/ && $1 !~ /^_?(gcl_|__)/ { print $1 }'
	done
}

# A shared library offers what the public header declares, and no more.
exported_names()
{
	"$NM" -D -P "$1" | awk 'NF > 2 && $2 ~ /^[A-TV-Z]$/ { print $1 }' |
	while IFS= read -r name; do
		grep -q "[^A-Za-z0-9_]$name(" "$header" || echo "$name"
	done
}

header=$(cd "$srcdir/include/gclint" && pwd)/gclint.h || exit 99
cd "$srcdir/src" || exit 99
find . -name '*.[ch]' | sed 's|^\./||' | sort >"$tmp/sources"
# shellcheck disable=SC2046 # names without spaces
includes $(cat "$tmp/sources") >"$tmp/includes"

rule "folders include one way" one_way
rule "each outside library is in one file" one_file
rule "config.h and the own header come first" config_first
rule "only the program prints, exits, reads the environment" only_program
rule "external names start with gcl_" external_names
shared=$builddir/.libs/libgclint.so
[ ! -f "$shared" ] ||
	rule "the shared library offers the public header" exported_names "$shared"
echo "1..$n"
exit $status
