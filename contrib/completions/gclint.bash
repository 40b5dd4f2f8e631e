# Completion of gclint(1) for bash, 3.2 or later.
#
# shellcheck shell=bash disable=SC2207 # the names have no blanks
#
# Options, packs and rules are those that the gclint on the path lists; without
# one there are file names.

# Options as they are typed: --quiet, --pack=, both --color and --color=.
_gclint_options()
{
	gclint --help 2>/dev/null | sed -n '
		s/^  \(-.\), \(--[a-z-]*\).*/\1 \2/p
		s/^      \(--[a-z-]*\)\[=.*/\1 \1=/p
		s/^      \(--[a-z-]*=\).*/\1/p
		s/^      \(--[a-z-]*\)\( .*\)\{0,1\}$/\1/p'
}

# What an option must have behind it: FILE, N, nothing.
_gclint_metavar()
{
	gclint --help 2>/dev/null |
		sed -n "s/^  .*  *$1=\([^ ]*\).*/\1/p" 2>/dev/null
}

_gclint_packs()
{
	gclint --list-packs 2>/dev/null | sed -n 's/^\([A-Za-z0-9_.-]*\): .*/\1/p'
}

# Of the pack on the command line, or of all.
_gclint_rules()
{
	local pack=${COMP_LINE#*--pack[= ]}

	if [ "$pack" != "$COMP_LINE" ]; then
		gclint --list-rules --pack="${pack%%[[:blank:]]*}"
	else
		for pack in $(_gclint_packs); do
			gclint --list-rules --pack="$pack"
		done
	fi 2>/dev/null | sed -n 's/^\([A-Za-z0-9_.-]*\) .*/\1/p' | sort -u
}

# The words that a value of option $1 can be, as far as $2 of it is there.  They
# go to compgen -W, which expands them: nothing of the command line is in them.
_gclint_words()
{
	local levels='error warning note'

	case $1,$2 in
	--color,*) echo auto always never ;;
	--explain,* | --fix-rule,*) _gclint_rules ;;
	--fail-level,*) echo "$levels none" ;;
	--format,*)
		echo text gcc json jsonl sarif github gitlab junit checkstyle \
			tap rdjson html ;;
	--input,*) echo auto json ndjson http har curl postman log ;;
	--pack,*) _gclint_packs ;;
	--severity,*=*) echo "$levels off" ;;
	--severity,*) _gclint_rules | sed 's/$/=/' ;;
	esac
}

# File names behind a = or : that readline does not take for the end of a word;
# behind others it completes them by itself.
_gclint_files()
{
	local file=$2 IFS=$'\n'

	[ "$1" != --format ] || file=${file#*:}
	[ "$file" = "$4" ] ||
		COMPREPLY=($(compgen -P "${3%"$file"}" -f -- "$file"))
}

# Complete word $3: value $2 of option $1.
_gclint_value()
{
	local words value=$2

	words=$(_gclint_words "$1" "$2")
	[ "$1" != --severity ] || value=${2#*=}
	COMPREPLY=($(compgen -P "${3%"$value"}" -W "$words" -- "$value"))
	[ ${#COMPREPLY[@]} -eq 0 ] || return
	case $(_gclint_metavar "$1") in
	*FILE* | GLOB) _gclint_files "$@" ;;
	*) compopt +o default 2>/dev/null ;;
	esac
}

# The whole word is completed, but readline replaces only $2, which is what is
# behind the last = or : in it.
_gclint()
{
	local line=${COMP_LINE:0:COMP_POINT} word last skip i

	word=${line##*[[:blank:]]}
	skip=${word%"$2"}
	last=${line%"$word"}
	last=${last%"${last##*[![:blank:]]}"}
	last=${last##*[[:blank:]]}
	COMPREPLY=()
	case $word,$last in
	--*=*) _gclint_value "${word%%=*}" "${word#*=}" "$word" "$2" ;;
	-*) COMPREPLY=($(compgen -W "$(_gclint_options)" -- "$word")) ;;
	*,--*)
		[ -z "$(_gclint_metavar "$last")" ] ||
			_gclint_value "$last" "$word" "$word" "$2" ;;
	esac
	for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
		COMPREPLY[i]=${COMPREPLY[i]#"$skip"}
	done
	case ${COMPREPLY[0]-} in
	*=) compopt -o nospace 2>/dev/null ;;
	esac
}

complete -o default -F _gclint gclint
