# What the stories in shell share: a real daemon on a clock that stands still, in a folder of its own. Sourced with $name,
# the story's; it makes $place, removed at the end with the daemon and all processes in $others.
bin=$RIDEALONG_BUILD/bin
place=$(mktemp -d "/tmp/ridealong-$name-XXXXXX")
data=$place/data
server=ipc://$place/socket
daemon=
others=
cleanup() {
	[ -z "$daemon" ] || kill -9 "$daemon" 2>/dev/null || true
	for process in $others; do
		kill "$process" 2>/dev/null || true
	done
	rm -rf "$place"
}
trap cleanup EXIT INT TERM

fail() {
	echo "FAILED: $*"
	for log in "$place"/*log; do
		tail -20 "$log" || true
	done
	exit 1
}
start() {
	"$bin/ridealongd" --config "$place/conf" --clock manual:2026-03-02T09:00:00+01:00 >>"$place/log" 2>&1 &
	daemon=$!
	for _ in $(seq 200); do
		"$bin/ridealong" --server "$server" status >/dev/null 2>&1 && return
		sleep 0.05
	done
	fail "the daemon does not come up"
}
admin() { "$bin/ridealong" --server "$server" --no-input "$@" || fail "$*"; }
as() {
	person=$1
	shift
	"$bin/ridealong" --server "$server" --no-input --as "$person" "$@" || fail "as $person: $*"
}
# of the first resource of that collection in JSON on standard input
id_of() { sed -n 's/.*"name": *"\('"$1"'\/[^"]*\)".*/\1/p' | head -1; }
# after all work is done
settled() { admin clock advance 1s >/dev/null; }
