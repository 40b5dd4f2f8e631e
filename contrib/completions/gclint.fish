# Completion of gclint(1) for fish.
#
# Options, packs and rules are those that the gclint on the path lists; without
# one there are file names.

function __gclint_packs
    gclint --list-packs 2>/dev/null |
        string replace -rf '^([^ :]+): ' '$1\t'
end

# Of the pack on the command line, or of all.
function __gclint_rules
    set -l packs (commandline -o | string replace -rf '^--pack=' '')
    set -q packs[1]; or set packs (__gclint_packs | string replace -r '\t.*' '')
    for pack in $packs
        gclint --list-rules --pack=$pack 2>/dev/null
    end | string replace -rf '^(\S+) +[a-z]+ +(?:\d+ )?' '$1\t' | sort -u
end

# RULE= and, behind it, RULE=LEVEL.
function __gclint_severities
    set -l word (commandline -ct | string replace -r '^--severity=' '')
    set -l parts (string split -m 1 = -- $word)
    if set -q parts[2]
        printf '%s\n' $parts[1]={error,warning,note,off}
    else
        __gclint_rules | string replace \t =\t
    end
end

# NAME and, behind a colon, NAME:FILE.
function __gclint_formats
    set -l word (commandline -ct | string replace -r '^--format=' '')
    set -l parts (string split -m 1 : -- $word)
    if set -q parts[2]
        for path in $parts[2]*
            test -d $path; and set path $path/
            echo $parts[1]:$path
        end
    else
        printf '%s\n' text gcc json jsonl sarif github gitlab junit \
            checkstyle tap rdjson html
    end
end

function __gclint_values -a option
    switch $option
        case color
            echo auto always never
        case explain fix-rule
            echo '(__gclint_rules)'
        case fail-level
            echo error warning note none
        case format
            echo '(__gclint_formats)'
        case input
            echo auto json ndjson http har curl postman log
        case pack
            echo '(__gclint_packs)'
        case severity
            echo '(__gclint_severities)'
    end
end

# An option of --help: "=" is in front of what it must have behind it, "[=" of
# what it can have.  Of the words on it, what is up to the first pause.
function __gclint_add -a short long arg about
    set -l spec -l $long -d (string replace -r ' *[:;(].*' '' -- $about)
    test -n "$short"; and set -a spec -s $short
    set -l values (__gclint_values $long)
    set -q values[1]; and set -a spec -a "$values"
    switch $arg
        case '=FILE*' '=*|FILE' '=GLOB'
            set -a spec -r
        case '=*'
            set -a spec -x
        case '[=*'
            set -a spec -f
    end
    complete -c gclint $spec
end

command -q gclint; or exit
set -l help (gclint --help 2>/dev/null | string collect)
string replace -ra '\n {20,}' ' ' -- $help |
    string replace -rf '^  (?:-(.),|   ) --([a-z-]+)(\S*) *' '$1\t$2\t$3\t' |
    while read -d \t -l short long arg about
        __gclint_add "$short" $long "$arg" $about
    end
