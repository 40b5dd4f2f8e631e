#!/bin/sh
#
# Hold the manuals and the README to the program, and print TAP.
#
# A comment in front of a block says what the block is; in a manual it reads
# .\" WORD: ..., in the README <!-- WORD: ... -->:
#
#	file: NAME	the block is this file
#	run: COMMAND	the block is what the command prints, errors included
#	try: STATUS	the block is a command that ends with this status
#	walk: SUBJECT	the block is commands, each behind "$ ", and what they
#			print, errors included
#
# The blocks of a page are used one after the other in one folder.  A manual
# has the files of examples/ in it, and as payloads/; the README, examples/
# itself.  GCLINT is the program, by default gclint in the current folder, and
# GCLINT_UNDER the words before it.  UPDATE_GOLDEN=1 writes what the commands
# print into the pages; read the diff before you commit it.

# shellcheck disable=SC2317 # the tests are called by name
set -u
LC_ALL=C
export LC_ALL
unset CDPATH CLICOLOR CLICOLOR_FORCE COLUMNS FORCE_COLOR GCLINT_OPTS NO_COLOR

: "${srcdir=$(dirname "$0")/..}" "${builddir=$PWD}" "${CC=cc}" "${SANITIZE=}"
: "${GCLINT=$PWD/gclint}" "${GCLINT_UNDER=}" "${UPDATE_GOLDEN=}"
srcdir=$(cd "$srcdir" && pwd) || exit 99
man1=$srcdir/man/gclint.1
man3=$srcdir/man/gclint.3
man5=$srcdir/man/gclint-rules.5
manconfig=$srcdir/man/gclint-config.5
mansend=$srcdir/man/gclint-send.8
readme=$srcdir/README.md
header=$srcdir/include/gclint/gclint.h

tmp=$(mktemp -d "${TMPDIR:-/tmp}/gclint-docs.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 99' HUP INT TERM

sends=true
grep -q 'define WITH_SEND 1' "$builddir/config.h" || sends=false

n=0
failed=0

# ok TITLE COMMAND...: one test; what the command prints tells why it failed.
ok()
{
	n=$((n + 1))
	title=$1
	shift
	if "$@" >"$tmp/why" 2>&1; then
		echo "ok $n - $title"
	else
		echo "not ok $n - $title"
		sed 's/^/# /' "$tmp/why"
		failed=1
	fi
}

# The files are the same, and not empty: nothing found is nothing compared.
same()
{
	diff -u "$1" "$2" | sed 1,2d >"$tmp/diff"
	cat "$tmp/diff"
	[ -s "$1" ] && [ ! -s "$tmp/diff" ]
}

# What the commands in the documentation find on their path.
mkdir "$tmp/bin"
cat >"$tmp/bin/gclint" <<END
#!/bin/sh
exec $GCLINT_UNDER "$GCLINT" "\$@"
END
cat >"$tmp/bin/pbpaste" <<END
#!/bin/sh
exec cat "$srcdir/examples/common-mistake.json"
END
cat >"$tmp/bin/app" <<END
#!/bin/sh
exec cat "$srcdir/examples/captures/app.log"
END
cat >"$tmp/bin/git" <<END
#!/bin/sh
printf 'payloads/no-scheme.json\\0'
END
chmod +x "$tmp"/bin/*
PATH=$tmp/bin:$PATH

# ---- how the pages are written ----

# section PAGE NAME: the lines of a section.
section()
{
	awk -v name="$2" '
	/^\.Sh / { inside = substr($0, 5) == name; next }
	inside' "$1"
}

# list PAGE COMMENT: the lines of the list behind .\" COMMENT.
list()
{
	awk -v mark=".\\\\\" $2" '
	$0 == mark { inside = 1; next }
	inside && /^\.El/ { exit }
	inside' "$1"
}

# The words behind .It Cm in such lines, one a line.
items()
{
	sed -n 's/^\.It Cm //p' | sed 's/ Pq .*//' |
		awk '{ gsub(/ , /, "\n"); print }'
}

# Tagged items as "NAME VALUE WORDS", from .It XX NAME Pq VALUE and the line
# behind it.
tagged()
{
	awk '
	/^\.It / {
		tag = $3
		sub(/^\.It .. [^ ]+ Pq /, "")
		gsub(/ , /, ",")
		tag = tag " " $0
		next
	}
	tag != "" { print tag " " $0; tag = "" }' | sed 's/\\e/\\/g'
}

# ---- the manuals against the program ----

clean()
{
	mandoc -T lint -W warning "$1"
}

# Each .Sx names a section of the page, each .Xr of ours a page.
references()
{
	for page in "$man1" "$man3" "$man5" "$manconfig" "$mansend"; do
		sed -n 's/^\.S[hs] //p' "$page" | sort -u >"$tmp/sections"
		sed -n 's/^\.Sx \(.*[^ .,;]\)[ .,;]*$/\1/p' "$page" | sort -u |
			comm -13 "$tmp/sections" - | sed "s|^|${page##*/}: |"
		sed -n 's/^\.Xr \(gclint[a-z-]*\) \([0-9]\).*/\1.\2/p' "$page" |
			while IFS= read -r name; do
				[ -f "$srcdir/man/$name" ] || echo "no $name"
			done
	done >"$tmp/lost"
	cat "$tmp/lost"
	! [ -s "$tmp/lost" ]
}

# Labels as in --help, with the titles of their groups.
options_of_manual()
{
	section "$man1" OPTIONS | sed -n '
		s/^\.Ss \(.*\)/\1:/p
		/^\.It Fl/ {
			s/^\.It //
			s/Op \([^ ]*\) Ns Ar \([A-Z]*\)$/[\1\2]/
			s/Fl Fl /--/g
			s/Fl /-/g
			s/ , /, /g
			s/ Ns / /g
			s/Ar //g
			s/ \([|=[]\)/\1/g
			s/\([|=]\) /\1/g
			p
		}'
}

options_of_help()
{
	gclint --help | sed -n '
		/^Exit status: /d
		/^[A-Z].*:$/p
		/^ \{2,6\}-.*--[a-z]/bfound
		/^ \{2,6\}--[a-z]/bfound
		b
		:found
		{
			s/^ *//
			s/  .*//
			p
		}'
}

options()
{
	options_of_help >"$tmp/want"
	options_of_manual >"$tmp/seen"
	same "$tmp/want" "$tmp/seen"
}

usage()
{
	gclint --help | sed -n '1s/^usage: //p' >"$tmp/want"
	section "$man1" SYNOPSIS | sed 's/^\.Nm //
		s/^\.Op Ar OPTION \.\.\./[OPTION].../
		s/^\.Ar //
		s/ | /|/g
		s/ \.\.\.$/.../' | paste -s -d ' ' - >"$tmp/seen"
	same "$tmp/want" "$tmp/seen"
}

statuses()
{
	sed -n 's/^	EXIT_[A-Z]* = \([0-9]*\),$/\1/p' \
		"$srcdir/src/cli/program.h" >"$tmp/want"
	list "$man1" exit | sed -n 's/^\.It //p' >"$tmp/seen"
	sed -n 's/^| \([0-9][0-9]*\) | .*/\1/p' "$readme" >"$tmp/readme"
	gclint --help | sed -n '/^Exit status: /,$p' | tr ':;' '[\n*]' |
		sed -n 's/^ *\([0-9]\) .*/\1/p' >"$tmp/help"
	same "$tmp/want" "$tmp/seen" && same "$tmp/want" "$tmp/readme" &&
		same "$tmp/want" "$tmp/help"
}

# ends STATUS ARG...
ends()
{
	want=$1
	shift
	"$@" >/dev/null 2>&1 </dev/null
	status=$?
	[ "$status" -eq "$want" ] && return
	echo "exit status of $*: expected $want, seen $status"
	return 1
}

each_status()
{
	cd "$srcdir/examples" && ends 0 gclint good.json &&
		ends 1 gclint no-scheme.json && ends 2 gclint --no-such &&
		ends 3 gclint no-such.json
}

# The names of the packs that are for requests and what is around them.
names()
{
	gclint --list-packs | sed -n 's/^\([a-z0-9-]*\): .*/\1/p' |
		grep -v -x -e config -e pack -e json
}

rules()
{
	for pack in call-conversation request token-request $(names); do
		gclint --list-rules --pack="$pack"
	done | awk '!seen[$1]++' | sed 's/  */ /g
		s/^\([^ ]* [a-z]*\) \([0-9][0-9][0-9]\) /\1,\2 /' >"$tmp/want"
	section "$man5" RULES | tagged >"$tmp/seen"
	same "$tmp/want" "$tmp/seen"
}

# A pack with its title and state, and below it its requests.
packs()
{
	gclint --list-packs | sed '
		s/ \[[A-Za-z]*\]//
		s/ (current)$//
		s|/api/v2/|/|
		s/{conversationId}/C/
		s/{participantId}/P/
		s/{userId}/U/' >"$tmp/want"
	list "$man5" packs | awk '
	/^\.It / { name = $3; state = $5 == "" ? "" : " (" $5 ")"; next }
	/^\./ { next }
	name == "" { print "  " $0; next }
	{ print name ": " $0 state; name = "" }' >"$tmp/seen"
	same "$tmp/want" "$tmp/seen"
}

kinds()
{
	gclint --list-kinds | sed 's/  */ /g' >"$tmp/want"
	list "$man5" kinds | tagged >"$tmp/seen"
	same "$tmp/want" "$tmp/seen"
}

# A subsection each, in the order of --help.
formats()
{
	gclint --help | tr '\n' ' ' | sed 's/.*NAME is one of: //
		s/  *--.*//' | tr -s ', ' '[\n*]' |
		grep . >"$tmp/want"
	section "$man1" OUTPUT | sed -n 's/^\.Ss \([a-z]*\)$/\1/p' >"$tmp/seen"
	same "$tmp/want" "$tmp/seen"
}

members_of_report()
{
	gclint --format=json "$srcdir/examples/no-scheme.json" |
		jq -r '(.findings[0] | keys_unsorted[]), (.summary | keys_unsorted[])' \
		>"$tmp/want"
	for name in findings summary; do
		list "$man1" "json: $name" | items
	done | sort >"$tmp/seen"
	sort -o "$tmp/want" "$tmp/want"
	same "$tmp/want" "$tmp/seen"
}

# ---- gclint(3) against the header ----

# The header without comments and preprocessor, a declaration a line.
declarations()
{
	awk '
	/^#/ || /^extern "C"/ || /^}$/ { next }
	{ text = text " " $0 }
	END {
		while (i = index(text, "/*")) {
			rest = substr(text, i + 2)
			text = substr(text, 1, i - 1) \
				substr(rest, index(rest, "*/") + 2)
		}
		gsub(/[ \t]+/, " ", text)
		for (i = 1; i <= length(text); i++) {
			c = substr(text, i, 1)
			depth += (c == "{") - (c == "}")
			line = line c
			if (c != ";" || depth)
				continue
			print substr(line, 2)
			line = ""
		}
	}' "$header"
}

prototypes()
{
	declarations | sed -n 's/^GCL_API //p' | sort >"$tmp/want"
	awk '
	/^\.Ft / { type = substr($0, 5); sep = type ~ /\*$/ ? "" : " " }
	/^\.Fo / { line = type sep $2 "("; comma = "" }
	/^\.Fa / && line != "" {
		arg = substr($0, 5)
		gsub(/"/, "", arg)
		line = line comma arg
		comma = ", "
	}
	/^\.Fc/ { print line ");"; line = "" }' "$man3" | sort >"$tmp/seen"
	same "$tmp/want" "$tmp/seen"
}

# Structures, enumerations and types stand in the page as in the header.
types()
{
	declarations | grep -v -e '^GCL_API' -e '^struct [a-z_]*;$' |
		sort >"$tmp/want"
	awk '
	/^\.Bd / { inside = 1; next }
	/^\.Ed/ { inside = 0; line = "" }
	inside {
		line = line (line == "" ? "" : " ") $0
		if ($0 ~ /^[^ ].*;$/ || ($0 ~ /;$/ && line ~ /^typedef/)) {
			gsub(/ +/, " ", line)
			print line
			line = ""
		}
	}' "$man3" | sed 's/^ //' | grep -e '^enum' -e '^struct' -e '^typedef' |
		sort >"$tmp/seen"
	same "$tmp/want" "$tmp/seen"
}

settings()
{
	sed -n 's/^	{ "\([a-z-]*\)", set_[a-z_]* },$/\1/p' \
		"$srcdir"/src/api*.c | sort >"$tmp/want"
	list "$man3" settings | items | sort >"$tmp/seen"
	same "$tmp/want" "$tmp/seen"
}

compiles()
{
	# shellcheck disable=SC2046,SC2086 # several words, or none
	$CC $SANITIZE -Wall -Wextra -Werror -I"$srcdir/include" \
		-o "$tmp/bin/example" example.c -L"$builddir/.libs" -lgclint \
		$(pkg-config --libs libpcre2-8)
}
LD_LIBRARY_PATH=$builddir/.libs
export LD_LIBRARY_PATH

# ---- the blocks ----

# Blocks of a page become $tmp/blocks/NUMBER.WORD, with what stood behind the
# word in the first line.
split()
{
	rm -rf "$tmp/blocks" && mkdir "$tmp/blocks" && awk -v dir="$tmp/blocks" '
	function text(s) {
		gsub(/\\e/, "\\", s)
		gsub(/\\\(dq/, "\"", s)
		return s
	}
	/^(\.\\"|<!--) (file|run|try|walk): / {
		word = $2
		sub(/:/, "", word)
		sub(/^[^:]*: /, "")
		sub(/ -->$/, "")
		name = sprintf("%s/%03d.%s", dir, ++n, word)
		print >name
		next
	}
	name != "" && !inside && /^\.Dl / {
		print text(substr($0, 5)) >name
		close(name)
		name = ""
	}
	name != "" && !inside && (/^\.Bd / || /^```/) { inside = 1; next }
	inside && (/^\.Ed/ || /^```/) {
		inside = 0
		close(name)
		name = ""
	}
	inside { print (FILENAME ~ /md$/ ? $0 : text($0)) >name }' "$1"
}

run_block()
{
	sed 1d "$1" >"$tmp/want"
	sh -c "$2" >"$tmp/seen" 2>&1 </dev/null
	[ -z "$UPDATE_GOLDEN" ] || cp "$tmp/seen" "$1.new"
	same "$tmp/want" "$tmp/seen"
}

# A build with --disable-send only says that it cannot send.
try_block()
{
	want=$2
	says=$tmp/seen
	sed 1d "$1" >"$tmp/command"
	if ! "$sends" && grep -q -e '--send' "$tmp/command"; then
		want=2
		says=$tmp/log
	fi
	sh "$tmp/command" >"$tmp/seen" 2>"$tmp/log" </dev/null
	status=$?
	[ "$status" -eq "$want" ] && [ -s "$says" ] && return
	cat "$tmp/command" "$tmp/seen" "$tmp/log"
	echo "exit status: expected $want, seen $status"
	return 1
}

# The commands run in one shell and find the exit status of the one before.
walk_block()
{
	sed 1d "$1" >"$tmp/want"
	awk '/^\$ / {
		print "status=$?; cat <<\\END\n" $0 "\nEND\n(exit $status)"
		print substr($0, 3)
	}' "$tmp/want" >"$tmp/commands"
	sh "$tmp/commands" >"$tmp/seen" 2>&1 </dev/null
	[ -z "$UPDATE_GOLDEN" ] || cp "$tmp/seen" "$1.new"
	same "$tmp/want" "$tmp/seen"
}

# Every block of a page in the current folder.
blocks()
{
	page=$1
	split "$page" || exit 99
	for block in "$tmp"/blocks/*; do
		what=$(sed 1q "$block")
		case $block in
		*.file)
			mkdir -p "$(dirname "$what")"
			sed 1d "$block" >"$what"
			[ "$what" != example.c ] ||
				ok "${page##*/}: the example compiles" compiles ;;
		*.run)
			ok "${page##*/}: $what" run_block "$block" "$what" ;;
		*.try)
			ok "${page##*/}: $(sed 1d "$block" | head -n 1)" \
				try_block "$block" "$what" ;;
		*.walk)
			ok "${page##*/}: $what" walk_block "$block" ;;
		esac
	done
	[ -z "$UPDATE_GOLDEN" ] || update "$page"
}

# Put what the commands printed into the page.
update()
{
	awk -v dir="$tmp/blocks" '
	/^(\.\\"|<!--) (file|run|try|walk): / {
		word = $2
		sub(/:/, "", word)
		new = sprintf("%s/%03d.%s.new", dir, ++n, word)
		waits = word == "run" || word == "walk"
	}
	inside && (/^\.Ed/ || /^```/) { inside = 0 }
	inside { next }
	{ print }
	waits && (/^\.Bd / || /^```/) {
		waits = 0
		inside = 1
		while ((getline line <new) > 0) {
			if (FILENAME !~ /md$/)
				gsub(/\\/, "\\e", line)
			print line
		}
	}' "$1" >"$tmp/page" && cp "$tmp/page" "$1"
}

# A folder for a page, which becomes the current one.
stage()
{
	mkdir "$tmp/work.${1##*/}" && cd "$tmp/work.${1##*/}" || exit 99
	cp -R "$srcdir/examples" payloads || exit 99
	chmod -R u+w payloads
	cp payloads/*.* payloads/captures/* .
	cp calls.ndjson monday.calls
	printf '#!/bin/sh\ncat app.log\n' >place-call
	chmod +x place-call
}

for page in "$man1" "$man3" "$man5" "$manconfig" "$mansend"; do
	ok "${page##*/} is clean" clean "$page"
done
ok "references lead somewhere" references
ok "gclint.1 has the options of --help, in its order" options
ok "gclint.1 has the usage of --help" usage
ok "exit statuses are the same everywhere" statuses
ok "each exit status is seen" each_status
ok "gclint.1 has the formats" formats
ok "gclint.1 has the members of a report" members_of_report
ok "gclint-rules.5 has the rules" rules
ok "gclint-rules.5 has the packs" packs
ok "gclint-rules.5 has the kinds of checks" kinds
ok "gclint.3 has the functions of the header" prototypes
ok "gclint.3 has the types of the header" types
ok "gclint.3 has the settings" settings

for page in "$man1" "$man3" "$man5" "$manconfig"; do
	stage "$page"
	blocks "$page"
done
mkdir "$tmp/readme.d" && cd "$tmp/readme.d" && cp -R "$srcdir/examples" . &&
	chmod -R u+w . || exit 99
blocks "$readme"

echo "1..$n"
exit $failed
