#!/bin/sh
# tests/bench/ — instructions a call, as valgrind counts them: instructions.sh [CALL…], the calls of bench_load's --mix. They
# do not hang on how busy the machine is. Two runs of different length each: what only starting costs drops out.
set -eu
[ $# -gt 0 ] || set -- status session next last sessions meetings events actions reminders items write
house=$("$RIDEALONG_BUILD/tests/bench_history" 1 5 10 2>/dev/null | sed -n 's/.*--config \(.*\)\/ridealong.conf.*/\1/p')
trap 'rm -rf "$house"' EXIT
sed -i 's/^plugins = .*/plugins =/; /^\[plugin/,$d' "$house/ridealong.conf"
server=ipc://$house/ridealong.sock
# calls CALL SECONDS: how many were answered
calls() {
	"$RIDEALONG_BUILD/tests/bench_load" --server "$server" --callers 1 --seconds "$2" --mix "$1" \
		--as coachee-00000000@example.com | awk '$1 == "all" { print $2 }'
}
# The instructions of the part that was dumped last.
part() { awk '/^totals:/ { print $2 }' "$(find "$house" -name 'counts.*' | sort -t. -k3 -n | tail -1)"; }
dump() {
	callgrind_control -d "$daemon" >/dev/null 2>&1
	part
}
valgrind --tool=callgrind --callgrind-out-file="$house/counts" "$RIDEALONG_BUILD/bin/ridealongd" \
	--config "$house/ridealong.conf" --clock manual:2026-03-16T10:00:00+01:00 >"$house/log" 2>&1 &
daemon=$!
for _ in $(seq 200); do
	"$RIDEALONG_BUILD/bin/ridealong" --server "$server" status >/dev/null 2>&1 && break
	sleep 0.2
done
printf '%-10s %s\n' call instructions
for call in "$@"; do
	calls "$call" 0.5 >/dev/null # warm
	dump >/dev/null
	few=$(calls "$call" 0.5)
	few_cost=$(dump)
	many=$(calls "$call" 2)
	many_cost=$(dump)
	printf '%-10s %d\n' "$call" $(((many_cost - few_cost) / (many - few)))
done
kill "$daemon"
wait "$daemon" || true
