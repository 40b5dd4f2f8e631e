# Passed and failed tests by automake's records (.trs), one file for each
# program: prints "PASSED FAILED".  A skipped test proves nothing and counts as
# failed.  The error beside a program's failed tests is its exit status only.

function add_program()
{
	failed += bad ? bad : errors
	bad = errors = 0
}

FNR == 1		{ add_program() }
$1 != ":test-result:"	{ next }
$2 ~ /^(PASS|XFAIL)$/	{ passed++ }
$2 ~ /^(FAIL|XPASS|SKIP)$/	{ bad++ }
$2 == "ERROR"		{ errors++ }

END {
	add_program()
	print passed + 0, failed + 0
}
