#!/bin/sh
#
# Commit payloads in a repository that has gclint as a hook, and print TAP.
# pre-commit reads .pre-commit-hooks.yaml from a clone, as it does for people,
# and finds a gclint on its path that keeps account of how it was called.
# GCLINT is the program, by default gclint in the current folder.

# shellcheck disable=SC2317 # the tests are called by name
set -u
LC_ALL=C
export LC_ALL
unset CDPATH CLICOLOR CLICOLOR_FORCE COLUMNS FORCE_COLOR GCLINT_OPTS NO_COLOR
unset PRE_COMMIT_COLOR SKIP

: "${srcdir=$(dirname "$0")/..}" "${GCLINT=$PWD/gclint}"
srcdir=$(cd "$srcdir" && pwd) || exit 99

for command in git pre-commit; do
	command -v $command >/dev/null && continue
	echo "Bail out! $command is missing (Debian: $command)"
	exit 99
done

# A hook of git's that runs this test has its own repository in these.
# shellcheck disable=SC2046 # a list of names
unset $(git rev-parse --local-env-vars)

tmp=$(mktemp -d "${TMPDIR:-/tmp}/gclint-hooks.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 99' HUP INT TERM
mkdir "$tmp/bin" "$tmp/home" "$tmp/calls" "$tmp/asked" || exit 99

HOME=$tmp/home PRE_COMMIT_HOME=$tmp/home/cache PATH=$tmp/bin:$PATH
GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@example.com
GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@example.com
export HOME PRE_COMMIT_HOME PATH GIT_CONFIG_NOSYSTEM GIT_AUTHOR_NAME \
	GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
unset XDG_CACHE_HOME XDG_CONFIG_HOME
git config --global init.defaultBranch main

# Each run leaves a file with its arguments, one a line.
cat >"$tmp/bin/gclint" <<END
#!/bin/sh
printf '%s\\n' "\$@" >"$tmp/calls/\$\$"
exec "$GCLINT" "\$@"
END

# What is asked of Docker; run runs the entry point where it is, which is where
# the image would have the repository.
cat >"$tmp/bin/docker" <<END
#!/bin/sh
echo "\$*" >>"$tmp/asked/\$1"
[ "\$1" = run ] || exit 0
while [ "\$1" != --entrypoint ]; do shift; done
entry=\$2
shift 3
exec "\$entry" "\$@"
END
chmod +x "$tmp"/bin/*

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

payload()
{
	printf '{"type": "call", "participants": [{"address": "%s",\n' "$1"
	printf ' "addressType": "phone", "state": "initial",\n'
	printf ' "mediaTypes": ["call"]}]}\n'
}

# ---- the repositories ----

mkdir "$tmp/hooks" && cd "$tmp/hooks" && git init -q &&
	cp "$srcdir/.pre-commit-hooks.yaml" "$srcdir/Dockerfile" . &&
	git add . && git commit -q -m hooks || exit 99
rev=$(git rev-parse HEAD)

# repository NAME [ID [SETTING...]]: a new one, the current folder from now on,
# with the configuration of the README and, instead of its hook, this one.
repository()
{
	mkdir "$tmp/$1" && cd "$tmp/$1" && git init -q || exit 99
	shift
	sed '1,/^<!-- hook -->$/d' "$srcdir/README.md" |
		sed '1d; /^```$/,$d' >"$tmp/readme.yaml"
	sed "s|repo: .*|repo: $tmp/hooks|; s|rev: .*|rev: $rev|
		${1+s|id: .*|id: $1|}" "$tmp/readme.yaml" \
		>.pre-commit-config.yaml
	[ $# -eq 0 ] || shift
	for setting; do
		echo "        $setting"
	done >>.pre-commit-config.yaml
	pre-commit install >"$tmp/log" 2>&1 || exit 99
	rm -f "$tmp"/calls/* "$tmp"/docker/*
	git add .pre-commit-config.yaml
}

# commit STATUS: commit what is here; what was said is in $tmp/log.
commit()
{
	rm -f "$tmp"/calls/*
	git add -A
	git commit -q -m "payloads" >"$tmp/log" 2>&1
	seen=$?
	[ "$1" -eq "$seen" ] && return
	echo "exit status: expected $1, seen $seen"
	cat "$tmp/log"
	return 1
}

# said WORDS...: the log has each of them.
said()
{
	for words; do
		grep -qF -- "$words" "$tmp/log" && continue
		echo "not said: $words"
		cat "$tmp/log"
		return 1
	done
}

# The lines of findings, in order.
findings()
{
	grep -E '^[^ ]+:[0-9]+:[0-9]+: ' "$tmp/log" | sort
}

# same: what is on standard input is what was seen.
same()
{
	diff - "$1"
}

# The files handed to all runs together.
handed()
{
	cat "$tmp"/calls/* | grep -v '^--' | sort
}

# ---- the tests ----

manifest()
{
	pre-commit validate-manifest "$srcdir/.pre-commit-hooks.yaml"
}

# Names that are long enough for two command lines even where one processor
# makes pre-commit split by length only.
deep=$(printf '%0120d' 0 | tr 0 d)
deep=$deep/$deep

many_files()
{
	repository many
	mkdir -p "$deep" .vscode
	i=0
	while [ "$i" -lt 500 ]; do
		payload "tel:+1555123$((4000 + i))" >"$deep/call-$i.json"
		i=$((i + 1))
	done
	for i in 0 250 499; do
		payload "+1555123$((4000 + i))" >"$deep/call-$i.json"
	done
	echo '{"name": "x", "version": "1.0.0"}' >package.json
	printf '{\n  // for the compiler\n  "compilerOptions": {},\n}\n' \
		>tsconfig.json
	echo '{"editor.tabSize": 2}' >.vscode/settings.json
	echo '[1, 2, 3]' >list.json
	commit 1 && findings >"$tmp/seen" && for i in 0 250 499; do
		echo "$deep/call-$i.json:1:47: error:" \
			"address has no URI scheme [address-scheme]"
	done | sort | same "$tmp/seen" &&
		! git rev-parse -q --verify HEAD
}

several_runs()
{
	set -- "$tmp"/calls/*
	[ $# -gt 1 ] || { echo "only $# run"; return 1; }
	git ls-files '*.json' | sort >"$tmp/want"
	handed | same "$tmp/want"
}

mended()
{
	for i in 0 250 499; do
		payload "tel:+1555123$((4000 + i))" >"$deep/call-$i.json"
	done
	commit 0 && git rev-parse -q --verify HEAD
}

# Only what is staged is handed over, and as it is staged.
staged_only()
{
	payload "tel:+1 555 123" >unstaged.json
	payload "tel:+15551234567" >staged.json
	git add staged.json
	payload "+15551234567" >staged.json
	rm -f "$tmp"/calls/*
	git commit -q -m staged >"$tmp/log" 2>&1 && handed >"$tmp/seen" &&
		echo staged.json | same "$tmp/seen"
	status=$?
	cat "$tmp/log"
	rm -f unstaged.json
	git checkout -q staged.json
	return "$status"
}

nothing_for_it()
{
	echo "text" >README
	commit 0
	set -- "$tmp"/calls/*
	[ ! -e "$1" ]
}

broken_json()
{
	payload "tel:+15551234567" | sed 's/]}]}/],}]}/' >broken.json
	commit 1 && said "broken.json:3:24: error:" "[json-trailing-comma]"
	status=$?
	rm -f broken.json
	return "$status"
}

arguments()
{
	repository arguments gclint "args: [--max-warnings=0]" \
		"types_or: [file]" 'files: \.(json|ndjson|har)$'
	payload "tel:+15551234567" | sed 's/initial/connected/' >call.ndjson
	tr -d '\n' <call.ndjson >calls.ndjson
	echo >>calls.ndjson
	rm call.ndjson
	commit 1 && said "calls.ndjson:1:" "warning:" "[state-initial]"
}

ignored()
{
	repository ignored gclint
	mkdir old
	payload "+15551234567" >old/call.json
	commit 1 && echo "old/" >.gclintignore && commit 0
}

configured()
{
	repository configured gclint
	payload "+15551234567" >call.json
	commit 1 &&
		echo '{"rules": {"address-scheme": "warning"}}' >.gclint.json &&
		commit 0 &&
		echo '{"ruels": {"address-scheme": "warning"}}' >.gclint.json &&
		commit 1 && said ".gclint.json:1:" 'rules'
}

excluded()
{
	repository excluded gclint
	mkdir old
	payload "+15551234567" >old/call.json
	echo '{"exclude": ["old/"]}' >.gclint.json
	commit 0
}

# What is mended is not what is staged: that is for people to look at.
fixing()
{
	repository fixing gclint "args: [--fix]"
	payload "+15551234567" >call.json
	echo '{"name": "x",  }' >package.json
	cp package.json "$tmp/package.json"
	commit 1 && said "files were modified by this hook" &&
		payload "tel:+15551234567" | same call.json &&
		same package.json <"$tmp/package.json" && commit 0
}

in_docker()
{
	repository docker gclint-docker
	payload "+15551234567" >call.json
	commit 1 && said "call.json:1:47: error:" &&
		grep -q '^build .* \.$' "$tmp/asked/build" &&
		grep -q -- '--workdir /src --entrypoint gclint' \
			"$tmp/asked/run" &&
		[ -f "$srcdir/Dockerfile" ]
}

ok "the hooks are valid" manifest
ok "of 500 payloads and other JSON, the faulty ones stop a commit" many_files
ok "gclint was run several times, each file in one run" several_runs
ok "the mended commit passes" mended
ok "what is not staged is not looked at" staged_only
ok "a commit without JSON does not run gclint" nothing_for_it
ok "a payload that is not JSON stops a commit" broken_json
ok "a configuration can give options and files" arguments
ok ".gclintignore holds for files that the hook names" ignored
ok ".gclint.json holds for the hook, and its faults stop a commit" configured
ok "so does what .gclint.json excludes" excluded
ok "a hook may mend payloads, which stops that commit" fixing
ok "the hook for Docker builds the image and runs gclint in it" in_docker
echo "1..$n"
exit $failed
