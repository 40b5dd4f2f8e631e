# The lean text of a pack: what linting needs of it, and nothing that is only
# for people to read.  It goes without white space, the words and examples of
# its rules, and comments.
#
# A JSON string never spans lines (RFC 8259 section 7), so lines are read one
# by one.

BEGIN {
	split("comment source", names)
	for (i in names)
		of_pack[names[i]] = 1
	split("bad basis examples good source summary why with", names)
	for (i in names)
		of_rule[names[i]] = 1
}

function unwanted()
{
	if (depth == 1)
		return member[1] in of_pack
	return depth == 3 && member[1] == "rules" && member[3] in of_rule
}

# A comma is written only when something follows it.
function put(token)
{
	if (!dropped) {
		printf "%s%s", comma, token
		comma = ""
	}
}

function name(token)
{
	if (!dropped) {
		member[depth] = substr(token, 2, length(token) - 2)
		if (unwanted())
			dropped = depth
	}
	put(token)
}

function leave()
{
	if (dropped == depth--)
		dropped = 0
	if (!dropped)
		comma = ""
}

# The comma behind what is dropped goes with it.
function go_on()
{
	if (!dropped)
		comma = ","
	else if (dropped == depth)
		dropped = 0
}

function take(token, rest)
{
	if (token == ",") {
		go_on()
	} else if (token ~ /^"/ && rest ~ /^[ \t]*:/) {
		name(token)
	} else if (token ~ /^[]}]/) {
		leave()
		put(token)
	} else {
		put(token)
		depth += token ~ /^[[{]/
	}
}

{
	while (match($0, /"([^"\\]|\\.)*"|[^]["{},: \t\r]+|[]["{},:]/)) {
		token = substr($0, RSTART, RLENGTH)
		$0 = substr($0, RSTART + RLENGTH)
		take(token, $0)
	}
}
