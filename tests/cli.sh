#!/bin/sh
#
# Run the program as its users do, and print TAP: options, messages, exit
# statuses, where reports go.  GCLINT is the program, by default gclint in the
# current folder.

# shellcheck disable=SC2154 # cli-lib.sh sets them
# shellcheck disable=SC2317 # the tests are called by name
set -u

# shellcheck source=tests/cli-lib.sh
. "${srcdir-$(dirname "$0")/..}/tests/cli-lib.sh"

# ---- the command line ----

nothing_given()
{
	run "$@"
	exits 2 && says "$out" &&
		says "$err" "gclint: no file given: use - to read standard input" \
			"$usage" "$hint"
}

ok "no file at all" nothing_given
ok "options and no file" nothing_given --quiet --format=json
ok "--list-files and no file" nothing_given --list-files

while IFS='|' read -r args message; do
	# shellcheck disable=SC2086 # one argument a word
	ok "refused: $args" refused "$message" "$hint" -- $args
done <<'END'
--sevrity=x bad.json|unknown option '--sevrity': did you mean '--severity'?
--fromat json|unknown option '--fromat': did you mean '--format'?
--completely-unknown|unknown option '--completely-unknown'
--xif bad.json|unknown option '--xif'
bad.json --verbos=1 --verbsoe|--verbose takes no value
-x|unknown option '-x'
-qx|unknown option '-x'
--list|option '--list' is ambiguous: --list-files, --list-packs, --list-rules, --list-kinds
--no=x|option '--no' is ambiguous: --no-ignore, --no-config
--f|option '--f' is ambiguous: --files-from, --force-exclude, --fix, --fix-rule, --from, --fail-level, …
--quiet=yes|--quiet takes no value
--send=x good.json|--send takes no value
--format|--format needs a value: --format=NAME[:FILE]
bad.json --explain|--explain needs a value: --explain=RULE
--files-from|--files-from needs a value: --files-from=FILE|-
END

while IFS='|' read -r args message; do
	# shellcheck disable=SC2086 # one argument a word
	ok "refused: $args" refused "$message" -- $args
done <<'END'
--color=blue bad.json|--color takes auto, always or never, not 'blue'
--explain=adress-scheme|no rule 'adress-scheme': did you mean 'address-scheme'?
--fail-level=bad bad.json|'bad' is no value for 'fail-level': write error, warning, note or none
--fail-level=warn bad.json|'warn' is no value for 'fail-level': did you mean 'warning'?
--fail-level=Note bad.json|'Note' is no value for 'fail-level': did you mean 'note'?
--fail-level=off bad.json|'off' is no value for 'fail-level': did you mean 'none'?
--config= bad.json|'' is no value for 'config': write the name of a file
--max-findings=0 bad.json|'0' is no value for 'max-findings': write a number of at least 1
--files-from=- -|standard input cannot be both a list of files and a file
--format=jsno bad.json|no format 'jsno': did you mean 'json'?
--format=json --format=gcc bad.json|two reports would go to standard output: give one a file, --format=NAME:FILE
--format=json --format=gcc:- bad.json|two reports would go to standard output: give one a file, --format=NAME:FILE
--format=json: bad.json|--format=json: names no file behind the colon
--format=json:x --format=gcc:x bad.json|two reports would go to 'x'
--input=jsno bad.json|no input kind 'jsno': did you mean 'json'?
--list-kinds bad.json|--list-kinds takes no files
--list-rules --list-packs|--list-rules and --list-packs cannot be had at once
--input-split=5 bad.json|'5' is no value for 'input-split': write OFFSET:LENGTH in bytes, as in 0:1048576
--input-split=x:5 bad.json|'x' is no value for 'input-split': write a number from 0 to 9223372036854775807
--input-split=0:-1 bad.json|'-1' is no value for 'input-split': write a number from 0 to 9223372036854775807
--input-split=0:9 bad.json good.json|'input-split' is for one file
--input-split=0:9 tree|'tree/a.json' was met in a folder, and --input-split is for one file that is named
--input-split=0:9 --input=har bad.json|'input-split' is for ndjson, not for 'har'
--input-split=0:9 --fix bad.json|'input-split' and 'fix' cannot be had at once
--input-split=0:9 --diff bad.json|'input-split' and 'diff' cannot be had at once
--input-split=0:9 --quiet bad.json|'input-split' and 'quiet' cannot be had at once
--input-split=0:9 --force-exclude bad.json|'input-split' and 'force-exclude' cannot be had at once
--input-split=0:9 --write-baseline=x bad.json|'input-split' and 'write-baseline' cannot be had at once
--max-depth=x bad.json|'x' is no value for 'max-depth': write a number from 1 to 10000
--max-depth=0 bad.json|'0' is no value for 'max-depth': write a number from 1 to 10000
--stdin-filename= bad.json|'' is no value for 'stdin-filename': write a name
--max-size=1T bad.json|--max-size takes a number of bytes, or one with K, M or G, not '1T'
--max-size=1KB bad.json|--max-size takes a number of bytes, or one with K, M or G, not '1KB'
--max-size= bad.json|--max-size takes a number of bytes, or one with K, M or G, not ''
--max-size=2G bad.json|'2147483648' is no value for 'max-size': write a number from 0 to 2147483647
--max-warnings=-1 bad.json|--max-warnings takes a number, not '-1'
--max-warnings= bad.json|--max-warnings takes a number, not ''
--pack=no-such-pack bad.json|no pack 'no-such-pack': --list-packs shows them
--pack=./no.json bad.json|cannot read the pack './no.json': No such file or directory
--yes good.json|--yes is for --send
--region=mypurecloud.de good.json|--region is for --send
--document=0 good.json|--document is for --send
--to=+15551234567 good.json|--to is for --compose
--send|--send is for one file
--send good.json bad.json|--send is for one file
--send --files-from=list|--send is for one file
--send tree|'tree' is a directory: one payload is sent at a time
--send --fix good.json|--send takes the payload as it is: mend it first, in a run of its own
--send --compose|--send and --compose cannot be had at once
--send --write-baseline=x good.json|--send and --write-baseline cannot be had at once
--send --wait=0 good.json|--wait takes a number of seconds from 1 to 86400, not '0'
--send --wait=x good.json|--wait takes a number of seconds from 1 to 86400, not 'x'
--send --document=18446744073709551616 good.json|--document takes a number, not '18446744073709551616'
--send --exit-zero good.json|--exit-zero would hide that nothing was sent: leave it out
--send --path=https://api.mypurecloud.com/ good.json|--path begins with a /: the host is that of --region or GENESYS_ENV_URL
--send --force-exclude --exclude=good.json good.json|'good.json' is not looked at: it is excluded
--send --document=-1 good.json|--document takes a number, not '-1'
--send --yes --document=1 good.json|'good.json' has one document, and that is 0
--send --yes --path=/api good.json|--path '/api' is no request of 'call-conversation', which is for POST /api/v2/conversations/calls
--explain-response=- -|standard input cannot be both an answer and a payload
--explain-response=x --fix good.json|--explain-response takes the payload as it is: mend it first, in a run of its own
--severity=address-scheme bad.json|'address-scheme' is no value for 'severity': write RULE=error, RULE=warning, RULE=note or RULE=off
--severity=address-scheme=info bad.json|'address-scheme=info' is no value for 'severity': did you mean 'address-scheme=note'?
--severity=address-scheme=none bad.json|'address-scheme=none' is no value for 'severity': did you mean 'address-scheme=off'?
--severity=adress-scheme=off bad.json|no rule 'adress-scheme': did you mean 'address-scheme'?
END


ok "a refused command line leaves no files" only . bad.json empty good.json \
	tree tree/a.json tree/sub tree/sub/b.json warn.json

# accepted STATUS ARG...: no message but notes.
accepted()
{
	want=$1
	shift
	run "$@"
	exits "$want" || return
	# What was done is no complaint.
	grep -v -e '^gclint: note: ' -e '^gclint: would mend ' \
		-e 'built without sending' "$err"
	[ $? -eq 1 ]
}

GENESYS_ACCESS_TOKEN=not-a-token
export GENESYS_ACCESS_TOKEN
: >cacert
echo >blank.ndjson
run --input-split=0:9 --format=jsonl:split blank.ndjson
echo '{"message":"no","status":400}' >answer
printf 'good.json\n' >list
printf 'good.json\0' >list0
echo '{"rules":{"address-scheme":"off"}}' >config.json
echo '{"version":1,"tool":"gclint","findings":[]}' >base.json
cat >"$tmp/cases" <<'END'
0 --color=never good.json
0 --exclude=a.json tree
1 --baseline=base.json bad.json
0 --compose --to=+15551234567 --from=+15551234568 --set=/type=call
0 --config=config.json bad.json
0 --country=44 good.json
1 --diff bad.json
0 --exit-zero bad.json
0 --explain=address-scheme
1 --explain-response=answer good.json
0 --fail-level=none bad.json
0 --files-from=list
0 --fix good.json
0 --fix-rule=address-scheme good.json
0 --force-exclude good.json
1 --format=gcc bad.json
0 --help
1 --input=ndjson good.json
0 --input-split=0:99 blank.ndjson
0 --list-files tree
0 --list-kinds
0 --list-packs
0 --list-rules
0 --max-depth=10 good.json
1 --max-findings=1 bad.json
0 --max-size=1k good.json
0 --max-warnings=1 warn.json
0 --merge split
1 --no-config bad.json
1 --no-ignore tree
0 --null --files-from=list0
0 --pack=call-conversation good.json
1 --quiet bad.json
0 --print-config bad.json
1 --redact bad.json
0 --severity=address-scheme=off bad.json
1 --stdin-filename=x.json bad.json
0 --unsafe-fixes good.json
0 --version
0 --write-baseline=new.json bad.json
0 --jobs=2 good.json
0 -0 --files-from=list0
0 -h
1 -q bad.json
1 bad.json --color
0 good.json --fail-lev=note
1 tree
END
if grep -q 'define WITH_SEND 1' "$builddir/config.h"; then
	dry=0
else
	dry=2
fi
cat >>"$tmp/cases" <<END
$dry --send --dry-run --yes --document=0 --path=/api/v2/conversations/calls --auth=token --region=mypurecloud.de --token-url=https://login.mypurecloud.de/oauth/token --audience=x --scope=x --cacert=cacert --insecure-key-file --wait good.json
END
while read -r want args; do
	# shellcheck disable=SC2086 # one argument a word
	ok "accepted: $args" accepted "$want" $args
done <"$tmp/cases"

rm -f new.json base.json config.json answer cacert

# --verbose and --stats speak on standard error, so they are not in the list
# above.
every_option_once()
{
	run --help
	grep -o -e '  --[a-z-]*' -e ', --[a-z-]*' "$out" | sed 's/.*--/--/' |
		while read -r option; do
			grep -q -e "${option}[= ]" -e "$option\$" "$tmp/cases" ||
				[ "$option" = --verbose ] || [ "$option" = --stats ] ||
				echo "$option"
		done >"$tmp/unused"
	cat "$tmp/unused"
	[ ! -s "$tmp/unused" ]
}
ok "every option of --help is accepted" every_option_once

help_fits()
{
	run --help
	exits 0 && has "$out" '^usage: gclint ' && has "$out" 'text, gcc, json,$' || return
	awk 'length > 79 { print; bad = 1 } END { exit bad }' "$out"
}
ok "--help fits a terminal of 80 columns" help_fits

help_ends_reading()
{
	run --help --no-such-option --list-rules
	exits 0 && has "$out" '^usage: gclint ' && says "$err"
}
ok "--help ends the reading of options" help_ends_reading

version()
{
	run --version
	exits 0 && says "$err" && has "$out" '^gclint [0-9][0-9.]*[a-z0-9.-]*$'
}
ok "--version" version

names_after_dashes()
{
	cp bad.json ./--help
	run -- --help
	exits 1 && has "$out" '^--help:4:'
}
ok "-- ends the options" names_after_dashes
rm ./--help

options_last()
{
	run bad.json --format=gcc -q
	exits 1 && says "$out" "bad.json:4:16: error: address has no URI scheme [address-scheme]"
}
ok "options may follow files" options_last

verbose()
{
	run -v good.json
	exits 0 && says "$out" && has "$err" '^gclint: good.json: pack call-conversation'
}
ok "-v says which pack and why" verbose

quiet()
{
	run --quiet bad.json warn.json
	exits 1 && says "$err" && says "$out" \
		"bad.json:4:16: error: address has no URI scheme [address-scheme]"
}
ok "--quiet: a line for each failing finding" quiet

explain()
{
	run --explain=address-scheme
	exits 0 && says "$err" && has "$out" '^address-scheme: ' &&
		has "$out" '"tel:+15551234567"'
}
ok "--explain tells of a rule" explain

lists_files()
{
	run --list-files tree bad.json
	exits 0 && says "$err" &&
		says "$out" tree/a.json tree/sub/b.json bad.json
}
ok "--list-files" lists_files

lists_missing_files()
{
	run --list-files missing.json bad.json
	exits 3 && says "$out" bad.json && says "$err" \
		"gclint: cannot read 'missing.json': No such file or directory"
}
ok "--list-files and a missing file" lists_missing_files

max_size()
{
	run --max-size=100 good.json
	exits 3 && says "$out" && has "$err" "^gclint: cannot read 'good.json': "
}
ok "--max-size is met" max_size

# ---- the exit status ----

# ends STATUS ARG...: nothing is said on standard error.
ends()
{
	want=$1
	shift
	run "$@"
	exits "$want" && says "$err"
}

while read -r want args; do
	# shellcheck disable=SC2086 # one argument a word
	ok "exit $want: $args" ends "$want" $args
done <<'END'
0 good.json
0 warn.json
1 bad.json
1 bad.json good.json
1 --fail-level=warning warn.json
0 --fail-level=none bad.json
1 --severity=state-initial=error warn.json
0 --severity=address-scheme=warning bad.json
0 --max-warnings=1 warn.json
0 --max-warnings=99999999999999999999999 warn.json
0 --max-warnings=0 --exit-zero warn.json
0 --exit-zero bad.json
1 --max-warnings=0 bad.json
END

too_many_warnings()
{
	run "$@" --max-warnings=0 warn.json
	exits 1 && says "$err" \
		"gclint: too many warnings: 1, --max-warnings=0"
}
ok "exit 1: more than --max-warnings" too_many_warnings
ok "exit 1: the same under --fail-level=none" too_many_warnings \
	--fail-level=none

missing_file()
{
	run "$@" missing.json bad.json
	exits 3 && has "$out" '^bad.json:4:16: error: ' && says "$err" \
		"gclint: cannot read 'missing.json': No such file or directory"
}
ok "exit 3: a missing file, the others are linted" missing_file
ok "exit 3: --exit-zero does not hide it" missing_file --exit-zero

nothing_in_folder()
{
	run "$@" empty
	exits 0 && says "$out" &&
		says "$err" "gclint: note: nothing to lint in 'empty'"
}
ok "exit 0: a folder without payloads, with a note" nothing_in_folder

ok "exit 0: no note under --quiet" ends 0 --quiet empty

closed_stdin()
{
	"$GCLINT" - >"$out" 2>"$err" <&-
	status=$?
	exits 3 && says "$out" &&
		says "$err" "gclint: cannot read '<stdin>': Bad file descriptor"
}
ok "exit 3: standard input is closed" closed_stdin

# ---- standard input and lists ----

reads_stdin()
{
	"$GCLINT" --format=gcc "$@" - >"$out" 2>"$err" <bad.json
	status=$?
	exits 1 && says "$err"
}
reads_nameless_stdin()
{
	reads_stdin && has "$out" '^<stdin>:4:16: '
}
reads_named_stdin()
{
	reads_stdin --stdin-filename=in/call.json &&
		has "$out" '^in/call.json:4:16: '
}
ok "- is standard input" reads_nameless_stdin
ok "--stdin-filename names it" reads_named_stdin

# lists EXPECTED-NAMES... -- ARG...: with $tmp/list on standard input.
lists()
{
	: >"$tmp/expected"
	while [ "$1" != -- ]; do
		printf '%s\n' "$1" >>"$tmp/expected"
		shift
	done
	shift
	"$GCLINT" --list-files "$@" >"$out" 2>"$err" <"$tmp/list"
	status=$?
	exits 0 && says "$err" && diff -u "$tmp/expected" "$out"
}

odd='two
lines.json'
cp good.json "$odd"
cp good.json ./-
cp good.json 'with blank.json'

printf 'good.json\n\nwith blank.json\nbad.json' >"$tmp/list"
ok "--files-from: a name a line, empty lines, no last line end" \
	lists good.json 'with blank.json' bad.json -- --files-from="$tmp/list"
ok "--files-from=- reads standard input" \
	lists good.json 'with blank.json' bad.json -- --files-from=-
ok "operands come before lists" \
	lists warn.json good.json 'with blank.json' bad.json -- \
	--files-from=- warn.json

printf '%s\0bad.json\0' "$odd" >"$tmp/list"
ok "-0: names that hold line ends" lists "$odd" bad.json -- -0 --files-from=-
ok "--null wherever it stands" lists "$odd" bad.json -- --files-from=- --null

printf '%s\n' - >"$tmp/list"
ok "- in a list is a file of that name" lists ./- -- --files-from=-

printf 'bad.json\n' >"$tmp/list"
printf 'warn.json\n' >"$tmp/list2"
ok "several lists" lists bad.json warn.json -- --files-from="$tmp/list" \
	--files-from="$tmp/list2"

lints_listed()
{
	run --format=gcc --files-from="$tmp/list"
	exits 1 && says "$err" && has "$out" '^bad.json:4:16: '
}
ok "what a list names is linted" lints_listed

empty_list()
{
	run --files-from=/dev/null --format=json
	exits 0 && has "$out" '"findings":\[\]' &&
		says "$err" "gclint: note: nothing to lint"
}
ok "an empty list is nothing to lint" empty_list

# unlisted STATUS MESSAGE LIST
unlisted()
{
	run --files-from="$3"
	exits "$1" && says "$out" && says "$err" "gclint: $2"
}
ok "a list that is missing" unlisted 3 \
	"cannot read list 'missing': No such file or directory" missing
ok "a list that is a folder" unlisted 3 \
	"cannot read list 'tree': Is a directory" tree
ok "NUL in a list of lines" unlisted 2 \
	"list 'list0' has NUL bytes: --null reads such a list" list0
rm -f ./- "$odd" 'with blank.json'

# ---- reports ----

same_in_file()
{
	run --format=json bad.json
	cp "$out" "$tmp/stdout"
	run --format=json:report.json bad.json
	exits 1 && silent && cmp "$tmp/stdout" report.json
}
ok "a report in a file is that of standard output" same_in_file

empty_report()
{
	run --format=json:report.json --format=gcc:report.txt good.json
	exits 0 && silent && has report.json '"findings":\[\]' &&
		says report.txt
}
ok "a file is written without findings too" empty_report

several_reports()
{
	run --format=gcc --format=json:report.json bad.json
	exits 1 && says "$err" && has "$out" '^bad.json:4:16: ' &&
		has report.json '"rule":"address-scheme"'
}
ok "several reports of one run" several_reports

stdout_by_name()
{
	run --format=gcc:- bad.json
	exits 1 && says "$err" && has "$out" '^bad.json:4:16: '
}
ok "--format=NAME:- is standard output" stdout_by_name

# mode FILE OCTAL
mode()
{
	[ -n "$(find "$1" -perm "$2")" ] && return
	ls -l "$1"
	return 1
}

new_mode()
{
	rm -f report.json
	(umask 027 && "$GCLINT" --format=json:report.json good.json) &&
		mode report.json 640
}
ok "a new file has the mode that the umask gives" new_mode

old_mode()
{
	chmod 604 report.json
	run --format=json:report.json good.json
	mode report.json 604
}
ok "an old file keeps its mode" old_mode

through_link()
{
	mkdir real
	echo old >real/report.json
	ln -s real/report.json link
	run --format=json:link good.json
	exits 0 && [ -h link ] && has real/report.json '"findings":\[\]' &&
		only real report.json
}
ok "a link to a file stays one" through_link
rm -r real link

longest_name()
{
	mkdir long
	name=$(awk 'BEGIN { while (i++ < 255) printf "x" }')
	run --format="gcc:long/$name" bad.json
	exits 1 && only long "$name"
}
ok "a name may be as long as the system lets it be" longest_name
rm -r long

# The descriptor keeps the FIFO open, so that nobody waits for the other end.
# A FIFO stands for devices too: no report of these tests is given the name of
# one, since a broken program that is run by root would replace it.
into_fifo()
{
	mkfifo fifo
	exec 3<>fifo
	run --format=gcc:fifo bad.json
	echo end >&3
	sed /end/q <&3 >got
	exec 3>&-
	exits 1 && [ -p fifo ] && has got '^bad.json:4:16: '
}
ok "a FIFO is written to and not replaced" into_fifo
rm -f fifo got

# unwritten FILE REASON
unwritten()
{
	run --format="json:$1" bad.json
	exits 3 && says "$out" && says "$err" "gclint: cannot write '$1': $2"
}
ok "a file in a folder that is missing" unwritten missing/report.json \
	"No such file or directory"
ok "a file that is a folder" unwritten empty "Is a directory"

# A limit of one block stops the program in the middle of a report.
half_written()
{
	mkdir kept
	echo old >kept/report.json
	set --
	for copy in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		cp bad.json "bad$copy.json"
		set -- "$@" "bad$copy.json"
	done
	(
		ulimit -f 1
		trap '' XFSZ
		run --format=json:kept/report.json --format=gcc:kept/new "$@"
		exits 3 && says "$out" && says "$err" \
			"gclint: cannot write 'kept/report.json': File too large
gclint: cannot write 'kept/new': File too large"
	) && says kept/report.json old && only kept report.json
}
ok "a run that fails leaves the old report and no new one" half_written
rm -r kept bad?.json

no_file_on_usage()
{
	mkdir clean
	run --format=json:clean/a --format=nonsense:clean/b bad.json
	exits 2 && find clean ! -path clean >"$tmp/left" &&
		says "$tmp/left"
}
ok "a format that is unknown leaves no file" no_file_on_usage
rm -r clean

# full ARG...: standard output is a full disk.
full()
{
	"$GCLINT" "$@" >/dev/full 2>"$err"
	status=$?
	exits 3 && says "$err" \
		"gclint: cannot write standard output: No space left on device"
}
for args in bad.json --format=json\ good.json --help --version --list-rules \
	--explain=type-call --list-files\ tree; do
	# shellcheck disable=SC2086 # one argument a word
	ok "a full disk: $args" full $args
done

closed_stdout()
{
	"$GCLINT" --format=gcc --format=json:report.json bad.json >&- 2>"$err"
	status=$?
	exits 3 && says "$err" \
		"gclint: cannot write standard output: Bad file descriptor"
}
ok "standard output is closed, and no file takes its place" closed_stdout

# Far more than a pipe holds, so that the reader is gone before the end.
reader_gone()
{
	awk -v line="$(tr -d '\n' <bad.json)" \
		'BEGIN { for (i = 0; i < 20000; i++) print line }' >many.ndjson
	{
		"$GCLINT" many.ndjson 2>"$err"
		echo $? >"$tmp/status"
	} | head -n 1 >"$out"
	status=$(cat "$tmp/status")
	exits 3 && says "$err" && has "$out" '^many.ndjson:1:'
}
ok "a reader that goes away ends the run quietly" reader_gone

# A report that can be written is not lost with one that cannot.
other_report_kept()
{
	rm -f report.json
	"$GCLINT" --format=text --format=json:report.json many.ndjson bad.json \
		>/dev/full 2>"$err"
	status=$?
	exits 3 && says "$err" \
		"gclint: cannot write standard output: No space left on device" &&
		has report.json '"file":"bad.json"' &&
		has report.json '"summary":{"files":2'
}
ok "one report fails, the other is whole" other_report_kept
rm -f report.json
rm many.ndjson

# ---- colour ----

# painted yes|no ASSIGNMENT... -- ARG...
painted()
{
	want=$1
	shift
	assignments=
	while [ "$1" != -- ]; do
		assignments="$assignments $1"
		shift
	done
	shift
	# shellcheck disable=SC2086 # one assignment a word
	env $assignments "$GCLINT" "$@" bad.json >"$out" 2>"$err"
	seen=no
	[ "$(tr -dc '\033' <"$out" | wc -c)" -eq 0 ] || seen=yes
	echo "colour: expected $want, seen $seen"
	[ "$want" = "$seen" ]
}

while read -r want args; do
	# shellcheck disable=SC2086 # one argument a word
	ok "colour $want: $args" painted "$want" $args
done <<'END'
no TERM=xterm --
no TERM=xterm -- --color=auto
yes TERM=dumb -- --color=always
yes NO_COLOR=1 -- --color
yes NO_COLOR=1 CLICOLOR=0 -- --color=always
no FORCE_COLOR=1 -- --color=never
yes FORCE_COLOR=1 --
yes FORCE_COLOR=1 -- --color=auto
yes CLICOLOR_FORCE=1 --
no FORCE_COLOR=0 --
no CLICOLOR_FORCE=0 --
no FORCE_COLOR= --
yes FORCE_COLOR=0 CLICOLOR_FORCE=1 --
no NO_COLOR=1 FORCE_COLOR=1 CLICOLOR_FORCE=1 --
yes NO_COLOR= FORCE_COLOR=1 --
yes CLICOLOR=0 FORCE_COLOR=1 --
no CLICOLOR=1 --
no FORCE_COLOR=1 -- --format=json
no FORCE_COLOR=1 -- --format=gcc
END

plain_file()
{
	run --color=always --format=text:report.txt bad.json
	exits 1 && silent && has report.txt 'error: address has no URI' &&
		[ "$(tr -dc '\033' <report.txt | wc -c)" -eq 0 ]
}
ok "a file is never coloured" plain_file

finish
