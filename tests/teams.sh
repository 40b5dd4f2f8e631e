#!/bin/sh
#
# Run the program as teams do, and print TAP: configurations, suppressions,
# baselines, default options, --fix and --diff.

# shellcheck disable=SC2154 # cli-lib.sh sets them
# shellcheck disable=SC2317 # the tests are called by name
set -u

# shellcheck source=tests/cli-lib.sh
. "${srcdir-$(dirname "$0")/..}/tests/cli-lib.sh"

git init -q repo 2>/dev/null || mkdir -p repo/.git
mkdir repo/payloads repo/other
cp bad.json warn.json good.json repo/payloads
cp bad.json repo/other/b.json
cd repo || exit 99

config()
{
	printf '%s\n' "$1" >.gclint.json
}

# finds LINE...: the lines of the gcc format, in their order.
finds()
{
	grep -o '^[^:]*:[0-9]*:[0-9]*: .*\[.*\]$' "$out" |
		sed 's/: [^[]* \[/ [/' >"$tmp/found"
	says "$tmp/found" "$@"
}

# ---- configurations ----

config '{"rules": {"address-scheme": "warning"}}'
from_below()
{
	run --format=gcc payloads/bad.json
	exits 0 && has "$out" ': warning: address has no URI scheme' || return
	cd payloads && run bad.json && cd ..
	exits 0 && has "$out" '^bad.json:4:16: warning'
}
ok "a configuration holds for the directories below" from_below

command_line_wins()
{
	run --severity=address-scheme=error payloads/bad.json
	exits 1
}
ok "the command line is stronger" command_line_wins

without()
{
	run "$@" payloads/bad.json
	exits 1
}
ok "--no-config" without --no-config
ok "--config takes the place of what is there" without --config=/dev/null.json \
	--no-config

echo '{"failLevel": "none"}' >other.json
forced()
{
	run --config=other.json payloads/bad.json
	exits 0 && has "$out" ': error: address has no URI scheme'
}
ok "--config" forced

missing_config()
{
	run --config=none.json payloads/bad.json
	exits 2 && says "$out" && has "$err" "none.json"
}
ok "--config names a file that is not there" missing_config

nearest()
{
	echo '{"rules": {"address-scheme": "off"}}' >payloads/.gclint.json
	run payloads/bad.json other/b.json
	rm payloads/.gclint.json
	exits 0 && says "$err" || return
	finds 'other/b.json:4:16 [address-scheme]'
}
ok "the nearest configuration alone counts" nearest

stops_at_repository()
{
	mkdir -p payloads/sub/.git
	cp payloads/bad.json payloads/sub
	run payloads/sub/bad.json
	rm -r payloads/sub
	exits 1
}
ok "a repository inside has its own" stops_at_repository

without_repository()
{
	mkdir -p ../plain/a/b
	echo '{"rules": {"address-scheme": "off"}}' >../plain/.gclint.json
	cp payloads/bad.json ../plain/a/b
	run ../plain/a/b/bad.json
	exits 0 && says "$err" || return
	ln -s ../../plain/a/b payloads/link
	run payloads/link/bad.json
	rm -r payloads/link ../plain
	has "$out" '^payloads/link/bad.json:4:16: warning:'
}
ok "without a repository, and through a link" without_repository

standard_input()
{
	"$GCLINT" --stdin-filename=payloads/x.json - <payloads/bad.json \
		>"$out" 2>"$err"
	status=$?
	exits 0 || return
	(cd .. && "$GCLINT" - <repo/payloads/bad.json) >"$out" 2>"$err"
	status=$?
	exits 1
}
ok "standard input has the configuration of its name" standard_input

# faulty MESSAGE TEXT
faulty()
{
	config "$2"
	run payloads/bad.json
	exits 2 && says "$out" && says "$err" "gclint: .gclint.json:$1"
}
ok "a rule that is not there" faulty \
	"1:12: no rule 'adress-scheme': did you mean 'address-scheme'?" \
	'{"rules": {"adress-scheme": "off"}}'
ok "a pack that is not there" faulty \
	"1:10: no pack 'call-conversatio': did you mean 'call-conversation'?" \
	'{"pack": "call-conversatio"}'
unknown_key()
{
	config '{"rule": {}}'
	run payloads/bad.json
	exits 2 && has "$err" '^gclint: .gclint.json:1:2: ' &&
		has "$err" "did you mean .*rules"
}
ok "a key that is not there" unknown_key

overrides()
{
	config '{"overrides": [
		{"files": "payloads/", "rules": {"address-scheme": "off"}},
		{"files": ["*.json"], "rules": {"state-initial": "error"}},
		{"files": "other/*", "pack": "create-call-request"}]}'
	run --format=gcc .
	exits 1 || return
	finds 'other/b.json:2:3 [field-misplaced]' \
		'other/b.json:5:5 [field-misplaced]' \
		'other/b.json:5:29 [field-misplaced]' \
		'other/b.json:5:49 [field-misplaced]' \
		'payloads/warn.json:5:38 [state-initial]'
}
ok "overrides, in their order" overrides

excluded()
{
	config '{"exclude": ["other", "*d.json"]}'
	run --list-files .
	exits 0 && says "$out" 'other.json' 'payloads/warn.json' || return
	run --no-ignore --list-files .
	exits 0 && has "$out" 'other/b.json'
}
ok "exclude" excluded

fail_level()
{
	config '{"failLevel": "warning"}'
	run payloads/warn.json
	exits 1 || return
	run --fail-level=error payloads/warn.json
	exits 0
}
ok "failLevel, and --fail-level over it" fail_level

printed()
{
	config '{"rules": {"address-scheme": "off"}, "failLevel": "note"}'
	run --print-config payloads/bad.json
	exits 0 && has "$out" '"failLevel": "note"' &&
		has "$out" '"address-scheme": "off"' || return
	run --print-config a b
	exits 2 || return
	run --print-config
	exits 0 && says "$err" || return
	cd payloads && run -v --print-config >/dev/null && cd ..
	exits 0 && has "$err" '/.gclint.json: the configuration that holds$'
}
ok "--print-config" printed

pack_of_files()
{
	config '{"pack": "create-call-request"}'
	echo '{"name": "x", "version": "1"}' >package.json
	echo '{"phoneNumber": 5}' >ours.json
	run --format=gcc .
	rm package.json ours.json
	exits 1 && has "$out" '^ours.json' || return
	! has "$out" package.json >/dev/null
}
ok "a pack for all leaves what it does not recognise" pack_of_files

# ---- suppressions ----

suppressed()
{
	config '{"suppress": [{"file": "payloads/*.json",
		"pointer": "/participants/*/address", "rule": "address-scheme",
		"reason": "a test of the caller"}]}'
	run --format=text --format=json:r.json .
	exits 1 && finds 'other/b.json:4:16 [address-scheme]' \
		'payloads/warn.json:5:38 [state-initial]' || return
	has r.json '"suppressed":1'
}
ok "a suppression" suppressed
rm -f r.json

unused()
{
	config '{"suppress": [
		{"file": "payloads/good.json", "reason": "r"},
		{"file": "payloads/*", "rule": "media-types", "reason": "r"}]}'
	run --format=gcc payloads/bad.json
	finds 'payloads/bad.json:4:16 [address-scheme]' || return
	run --format=gcc payloads/good.json
	finds '.gclint.json:2:3 [suppression-unused]' || return
	run --format=gcc other .
	finds 'other/b.json:4:16 [address-scheme]' \
		'payloads/bad.json:4:16 [address-scheme]' \
		'payloads/warn.json:5:38 [state-initial]' \
		'.gclint.json:2:3 [suppression-unused]' \
		'.gclint.json:3:3 [suppression-unused]'
}
ok "suppressions are unused once all was linted that they are for" unused

expired()
{
	config '{"suppress": [{"rule": "address-scheme", "expires": "2001-02-03",
		"reason": "r"}, {"rule": "address-scheme", "pointer": "/x",
		"expires": "2999-12-31", "reason": "r"}]}'
	run .
	exits 1 && has "$out" 'this suppression has expired' &&
		has "$out" 'this suppression hides nothing' &&
		has "$out" '^payloads/bad.json:4:16: error'
}
ok "a suppression that has expired" expired
rm .gclint.json

# ---- baselines ----

baseline_written()
{
	run --write-baseline=base.json payloads
	exits 0 && says "$out" || return
	says "$err" "gclint: note: 2 findings in the baseline 'base.json'" ||
		return
	run --baseline=base.json payloads
	exits 0 && silent || return
	cd payloads && run --baseline=../base.json . && cd ..
	exits 0 && silent
}
ok "a baseline knows what it was written of" baseline_written

baseline_new()
{
	run --baseline=base.json .
	exits 1 && finds 'other/b.json:4:16 [address-scheme]'
}
ok "another file is new" baseline_new

baseline_moves()
{
	cp payloads/bad.json ../keep.json
	{
		echo
		tr -d ' ' <../keep.json | sed 's/5551234567/4441234568/'
	} >payloads/bad.json
	run --baseline=base.json payloads
	cp ../keep.json payloads/bad.json
	exits 0 && silent
}
ok "other lines, another form, other digits" baseline_moves

baseline_swap()
{
	sed 's/"+1/"tel:001/' ../keep.json >payloads/bad.json
	run --format=gcc --baseline=base.json payloads
	cp ../keep.json payloads/bad.json
	exits 1 && finds 'payloads/bad.json:4:16 [address-e164]'
}
ok "another fault in its place is new" baseline_swap

baseline_pruned()
{
	sed 's/"+1/"tel:+1/' ../keep.json >payloads/bad.json
	run --baseline=base.json payloads
	exits 0 && says "$out" && has "$err" '1 finding of the baseline is gone' ||
		return
	run --baseline=base.json --write-baseline=base.json . --quiet
	exits 1 && says "$err" || return
	cp ../keep.json payloads/bad.json
	run --format=gcc --baseline=base.json payloads
	exits 1 && finds 'payloads/bad.json:4:16 [address-scheme]'
}
ok "what is gone is told and can be taken out" baseline_pruned

baseline_of_others()
{
	run --write-baseline=base.json payloads
	run --write-baseline=base.json other
	run --baseline=base.json .
	exits 0 && silent
}
ok "a baseline keeps what it knows of files not linted now" baseline_of_others

baseline_without_files()
{
	cp ../keep.json payloads/passing.json
	run --write-baseline=base.json payloads
	rm payloads/passing.json
	run --baseline=base.json --write-baseline=base.json payloads
	exits 0 && has base.json '"payloads/bad.json"' &&
		! grep -q passing base.json
}
ok "what is known of a file that is gone can be taken out" \
	baseline_without_files

no_baseline()
{
	run --baseline=none.json payloads
	exits 2 && says "$out" || return
	run --write-baseline=payloads/bad.json payloads
	exits 2 && says "$out" && has "$err" 'bad.json' &&
		has "$err" 'is no baseline and is not overwritten' &&
		cmp ../keep.json payloads/bad.json || return
	echo '{"version":1,"tool":"gclint","findings":[]}' >empty.json
	run --baseline=empty.json --write-baseline=payloads/bad.json payloads
	exits 2 && has "$err" 'is not overwritten' &&
		cmp ../keep.json payloads/bad.json || return
	run --write-baseline=- payloads
	exits 2 && says "$out" && test ! -e ./- || return
	: >empty.json
	run --write-baseline=empty.json payloads
	exits 0
	rm -f empty.json
}
ok "no baseline, and a payload that is none" no_baseline
rm -f ../keep.json base.json

# ---- default options ----

defaults()
{
	GCLINT_OPTS=$1
	export GCLINT_OPTS
	shift
	run "$@"
	unset GCLINT_OPTS
}

default_format()
{
	defaults --format=gcc payloads/bad.json
	exits 1 && finds 'payloads/bad.json:4:16 [address-scheme]' &&
		says "$err" && [ "$(wc -l <"$out")" -eq 1 ] || return
	defaults '--format=gcc' --format=json payloads/bad.json
	exits 1 && has "$out" '^{"version":1'
}
ok "GCLINT_OPTS, and the command line over it" default_format

default_words()
{
	defaults "--stdin-filename='a b' \"--severity=address-scheme=off\" \
		--exclude=x\\ y" payloads/bad.json
	exits 0 && silent
}
ok "GCLINT_OPTS is quoted as in a shell" default_words

# default_refused MESSAGE OPTS
default_refused()
{
	defaults "$2" payloads/bad.json
	exits 2 && says "$out" && has "$err" "$1"
}
ok "GCLINT_OPTS with a wrong option" default_refused \
	"in GCLINT_OPTS: unknown option '--formt': did you mean '--format'" \
	--formt=x
ok "GCLINT_OPTS with a file" default_refused \
	"GCLINT_OPTS is for options, and 'x.json' is none" 'x.json'
ok "GCLINT_OPTS with an open quote" default_refused \
	'a quote in GCLINT_OPTS is not closed' '"--quiet'

# ---- fixes ----

fixed()
{
	chmod 640 payloads/bad.json
	run --fix payloads/bad.json
	exits 0 && says "$out" && says "$err" 'gclint: mended 1 file' || return
	has payloads/bad.json '"tel:+15551234567"' &&
		[ -n "$(find payloads/bad.json -perm 640)" ] &&
		cmp payloads/bad.json payloads/good.json || return
	run --fix payloads/bad.json
	exits 0 && silent && only payloads bad.json good.json warn.json
}
ok "--fix" fixed

fixed_pipe()
{
	"$GCLINT" --fix - <other/b.json >"$out" 2>"$err"
	status=$?
	exits 0 && says "$err" 'gclint: mended 1 file' &&
		cmp "$out" payloads/good.json || return
	sed 's/+1555/Alice/' other/b.json >../keep.json
	"$GCLINT" --fix - <../keep.json >"$out" 2>"$err"
	status=$?
	exits 1 && cmp "$out" ../keep.json &&
		has "$err" '^<stdin>:4:16: error'
}
ok "--fix of standard input" fixed_pipe

# What cannot be written is told of, and the rest is mended.
unwritten()
{
	cp other/b.json ../linked.json
	ln ../linked.json ../name.json
	cp other/b.json ../mended.json
	# shellcheck disable=SC2002 # a file at standard input could be mended
	cat other/b.json |
		"$GCLINT" --fix --format=gcc /dev/stdin ../linked.json \
			../mended.json >"$out" 2>"$err"
	status=$?
	exits 3 && cmp ../linked.json other/b.json &&
		cmp ../mended.json payloads/good.json &&
		has "$out" '^/dev/stdin:4:16: error' &&
		has "$out" '^../linked.json:4:16: error' &&
		has "$err" "^gclint: cannot write '/dev/stdin': it is not a" &&
		has "$err" "^gclint: cannot write '../linked.json': it has" &&
		has "$err" '^gclint: mended 1 file$' || return
	run --fix --format=tap ../linked.json
	exits 3 && has "$out" 'rule: "file-error"' && ! grep unread "$out"
}
ok "--fix of what cannot be written" unwritten
rm -f ../linked.json ../name.json ../mended.json

differs()
{
	cp other/b.json ../keep.json
	run --diff other
	exits 1 && cmp other/b.json ../keep.json && has "$out" '^--- a/other/b.json' &&
		has "$out" '^-    "address": "+15551234567",' &&
		has "$out" '^+    "address": "tel:+15551234567",' || return
	git apply --check "$out" || return
	run --diff payloads/good.json
	exits 0 && says "$out"
}
ok "--diff" differs
rm -f ../keep.json

ok "--diff with --redact" refused "a diff that is redacted could not be \
applied: leave out --redact or --diff" -- --diff --redact other
ok "--diff with a report on standard output" refused "the diff goes to \
standard output: give the report a file, --format=json:FILE" -- --diff \
	--format=json other

one_rule()
{
	run --fix-rule=state-initial other
	exits 1 && says "$err" && has "$out" 'address has no URI scheme'
}
ok "--fix-rule" one_rule

unchanged()
{
	sed 's/+1555/Alice/' other/b.json >../keep.json
	cp ../keep.json payloads/warn.json
	run --fix payloads/warn.json
	exits 1 && says "$err" && cmp ../keep.json payloads/warn.json
}
ok "--fix leaves what it cannot mend" unchanged
rm -f ../keep.json

# ---- what is said beside the findings ----

stats()
{
	run --stats --format=json .
	exits 1 && has "$out" '^{"version":1' &&
		has "$err" '^address-scheme  *2  *0  *0$' &&
		has "$err" '^files 5, documents 5, bytes '
}
ok "--stats" stats

no_progress()
{
	i=0
	while [ "$i" -lt 300000 ]; do
		echo '{"type":"call","participants":[]}'
		i=$((i + 1))
	done >many.ndjson
	run --quiet --exit-zero --format=gcc many.ndjson
	exits 0 && says "$err"
}
ok "no line about progress where there is no terminal" no_progress
rm -f many.ndjson

redacted()
{
	run --redact other
	exits 1 && has "$out" 'other/b.json:4:16: error' &&
		! grep -q 5551234567 "$out"
}
ok "--redact" redacted

at_most()
{
	run --max-findings=1 .
	exits 1 && finds 'other/b.json:4:16 [address-scheme]' || return
	run --max-findings=0 .
	exits 2
}
ok "--max-findings" at_most

at_most_of_gcc()
{
	run --format=gcc --max-findings=1 .
	exits 1 && [ "$(wc -l <"$out")" -eq 1 ] &&
		has "$err" '[0-9] more findings* not shown: --max-findings'
}
ok "--max-findings without a summary" at_most_of_gcc

report_over_input()
{
	cp other/b.json ../keep.json
	run --format=json:other/b.json other/b.json
	exits 2 && cmp ../keep.json other/b.json &&
		has "$err" "would take the place of 'other/b.json'"
}
ok "a report does not take the place of its input" report_over_input

# two_names A B: both are one file, and nothing is written.
two_names()
{
	run --format=json:"$1" --format=sarif:"$2" other/b.json
	exits 2 && says "$out" &&
		has "$err" "'$2' is the same file as '$1': give each report" &&
		[ ! -s ../two.out ] && [ -z "$(find .. -name '.gclint-*')" ]
}

one_file()
{
	two_names ../two.out ./../two.out || return
	two_names "$PWD/../two.out" ../two.out || return
	ln -s .. up && two_names up/two.out ../two.out && rm up || return
	: >../two.out && ln -s two.out ../link.out &&
		ln ../two.out ../hard.out || return
	two_names ../link.out ../two.out && two_names ../two.out ../hard.out
}
ok "two reports do not share a file by two names" one_file

report_and_baseline()
{
	rm -f ../*.out
	run --format=json:two.out --write-baseline=./two.out other/b.json
	exits 2 && [ ! -e two.out ] || return
	run --format=json:/dev/null --format=sarif:/./dev/null other/b.json
	exits 1
}
ok "nor a report and a baseline, unless nothing is kept" report_and_baseline

not_asked()
{
	config '{"suppress": [{"file": "other/b.json",
		"rule": "address-scheme", "reason": "r"}]}'
	run --severity=address-scheme=off other/b.json
	rm .gclint.json
	exits 0 && silent
}
ok "a suppression is not judged while its rule is off" not_asked

finish
