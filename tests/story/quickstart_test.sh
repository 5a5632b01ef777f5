#!/bin/sh
# The story of packaging/quickstart.sh is told to its end, and each plugin is needed for it.
#   quickstart_test.sh whole | without PLUGIN
set -u
command -v jq >/dev/null && command -v mshow >/dev/null || {
	echo "jq and mblaze are not installed: skipped"
	exit 77
}
told=$(mktemp)
trap 'rm -f "$told"' EXIT
fail() {
	tail -n 40 "$told"
	echo "$*"
	exit 1
}
case $1 in
whole)
	sh "$RIDEALONG_SOURCE/packaging/quickstart.sh" >"$told" 2>&1 || fail "the story broke off"
	grep -q 'That was the story' "$told" || fail "the story has no end"
	;;
without)
	QUICKSTART_STOP=$2 sh "$RIDEALONG_SOURCE/packaging/quickstart.sh" >"$told" 2>&1 && fail "the story does not need $2"
	grep -q "quickstart:\|plugin\|UNAVAILABLE" "$told" || fail "it does not say what is wrong"
	;;
esac
