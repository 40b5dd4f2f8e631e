# The tree of a lean text: what reading it as JSON comes to, so that a program
# that starts need not.  Prints C: bytes that go behind those of the text, the
# meanings of strings with escapes (RFC 8259 section 7), and then the table
# tree_ID, a struct embedded_value (rule/pack.h) for each value in order of
# where it begins.
#
# The text is one line without white space, as lean.awk writes it.

BEGIN {
	for (i = 1; i < 256; i++)
		code[sprintf("%c", i)] = i
	for (i = 0; i < 16; i++)
		digit[substr("0123456789abcdef", i + 1, 1)] = i
	code_of["b"] = 8
	code_of["t"] = 9
	code_of["n"] = 10
	code_of["f"] = 12
	code_of["r"] = 13
	split("null true false { [ \"", starts)
	split("NULL BOOLEAN BOOLEAN OBJECT ARRAY STRING", types)
	for (i in starts)
		type_of[substr(starts[i], 1, 1)] = types[i]
}

function byte(n)
{
	meanings = meanings n ","
	end++
}

function utf8(n)
{
	if (n < 128) {
		byte(n)
		return
	}
	if (n < 2048) {
		byte(192 + int(n / 64))
	} else {
		if (n < 65536) {
			byte(224 + int(n / 4096))
		} else {
			byte(240 + int(n / 262144))
			byte(128 + int(n / 4096) % 64)
		}
		byte(128 + int(n / 64) % 64)
	}
	byte(128 + n % 64)
}

function hex(s, i, n)
{
	for (i = n = 0; i++ < 4;)
		n = n * 16 + digit[tolower(substr(s, i, 1))]
	return n
}

# Takes an escape off s and gives what is left.
function escape(s, c, n)
{
	c = substr(s, 2, 1)
	if (c != "u") {
		byte(c in code_of ? code_of[c] : code[c])
		return substr(s, 3)
	}
	n = hex(substr(s, 3))
	s = substr(s, 7)
	if (n >= 55296 && n < 56320) {
		n = 65536 + (n - 55296) * 1024 + hex(substr(s, 3)) - 56320
		s = substr(s, 7)
	}
	utf8(n)
	return s
}

function mean(id, s)
{
	text[id] = end
	while (s != "") {
		if (s ~ /^\\/) {
			s = escape(s)
		} else {
			byte(code[substr(s, 1, 1)])
			s = substr(s, 2)
		}
	}
	text_len[id] = end - text[id]
}

function add(token, first, id)
{
	id = n++
	off[id] = pos
	len[id] = length(token)
	key_off[id] = key_at
	key_len[id] = key_length
	key_at = key_length = 0
	first = substr(token, 1, 1)
	type[id] = first in type_of ? type_of[first] : "NUMBER"
	if (depth in last)
		next_one[last[depth]] = id - last[depth]
	last[depth] = id
	members[within[depth]]++
	if (token ~ /^[[{]/) {
		within[++depth] = id
		delete last[depth]
	} else if (token ~ /\\/) {
		mean(id, substr(token, 2, len[id] - 2))
	} else {
		text[id] = pos + (first == "\"")
		text_len[id] = len[id] - 2 * (first == "\"")
	}
}

function take(token, rest, id)
{
	if (token ~ /^[]}]/) {
		id = within[depth--]
		len[id] = pos + 1 - off[id]
	} else if (token ~ /^"/ && rest ~ /^:/) {
		key_at = pos
		key_length = length(token)
	} else if (token !~ /^[,:]/) {
		add(token)
	}
}

# Offsets are of 16 bits, and names are slices of the text.
function fits()
{
	for (i = 0; i < n; i++)
		if (substr(line, key_off[i] + 1, key_len[i]) ~ /\\/)
			return 0
	return end < 65536
}

{
	line = $0
	end = length($0)
	within[0] = "none"
	while (match($0, /^("([^"\\]|\\.)*"|[^]["{},:]+|[]["{},:])/)) {
		token = substr($0, 1, RLENGTH)
		$0 = substr($0, RLENGTH + 1)
		take(token, substr($0, 1, 1))
		pos += length(token)
	}
}

END {
	if (!fits()) {
		print "tree.awk: " id ": no table for this" >"/dev/stderr"
		exit 1
	}
	print meanings
	print "};"
	print "static const struct embedded_value tree_" id "[] = {"
	for (i = 0; i < n; i++)
		printf "{ JSON_%s, %d, %d, %d, %d, %d, %d, %d, %d },\n",
			type[i], off[i], len[i], key_off[i], key_len[i],
			text[i], text_len[i], members[i], next_one[i]
	print "};"
}
