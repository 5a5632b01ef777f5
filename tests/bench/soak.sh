#!/bin/sh
# tests/bench/ — ten minutes of everything at once: soak.sh [SECONDS], with a daemon that was built with sanitizers
# (RIDEALONG_BUILD=build-asan or build-tsan). Reads and writes of many callers, command lines, watchers, plugins that are
# killed, sections that are read anew, backups, callers who say nothing sensible. At the end no sanitizer may have spoken,
# nothing may have failed, memory must have come to rest, and the daemon must stop in order.
set -eu
seconds=${1:-600}
name=soak
. "$RIDEALONG_SOURCE/tests/story/daemon.sh"
mkdir -p "$place/mail" "$place/inbox/new" "$place/inbox/cur" "$place/inbox/tmp"
cat >"$place/conf" <<-END
	[daemon]
	data = $data
	listen = $server
	same_user = admin
	plugins = reminders skip_unprepared calendar
	[plugin reminders]
	maildir = $place/mail
	inbox = $place/inbox
	from = Ridealong <ridealong@example.com>
	domain = example.com
	[plugin skip_unprepared]
	[plugin calendar]
END
"$bin/ridealongd" --config "$place/conf" >"$place/log" 2>&1 &
daemon=$!
for _ in $(seq 600); do
	"$bin/ridealong" --server "$server" status >/dev/null 2>&1 && break
	sleep 0.1
done
people=20
for i in $(seq $people); do
	admin person add "person$i@example.com" --display-name "Person $i" >/dev/null
done
for i in $(seq 2 $people); do
	admin coaching add person1@example.com "person$i@example.com" >/dev/null
	meeting=$(as "person$i@example.com" --output json meeting add "Talk $i" --start "+$((i + 1))d 10:00" --end "+$((i + 1))d 11:00" |
		id_of meetings)
	as person1@example.com session plan "$meeting" >/dev/null
done
resident() { awk '/^VmRSS/ { print $2 }' "/proc/$daemon/status"; }
until=$(($(date +%s) + seconds))
goes_on() { [ "$(date +%s)" -lt "$until" ]; }

# Each of these goes on until the time is up, and leaves a file when something went wrong.
calls() {
	"$RIDEALONG_BUILD/tests/bench_load" --server "$server" --callers 24 --seconds "$seconds" \
		--mix session=20,next=10,last=5,sessions=15,meetings=10,events=10,actions=10,reminders=5,items=5,report=1,write=15 \
		>"$place/calls" 2>&1 || touch "$place/failed-calls"
}
people_at_work() {
	while goes_on; do
		i=$(($(date +%s) % people + 1))
		for words in "status" "session list" "meeting list" "reminder list" "checklist" "agenda list" "event list"; do
			# shellcheck disable=SC2086
			"$bin/ridealong" --server "$server" --no-input --as "person$i@example.com" $words >"$place/said" 2>&1 ||
				cp "$place/said" "$place/failed-command"
		done
	done
}
watchers() {
	while goes_on; do
		timeout 3 "$bin/ridealong" --server "$server" --as person2@example.com event watch >/dev/null 2>&1 || true
	done
}
trouble() {
	while goes_on; do
		sleep 7
		pkill -9 -P "$daemon" ridealong-plug 2>/dev/null || true # the plugins' hosts
		kill -HUP "$daemon"
		"$bin/ridealong" --server "$server" backup "$place/backup-$(date +%s).db" >/dev/null 2>&1 || true
		head -c 300 /dev/urandom | timeout 1 socat - "UNIX-CONNECT:$place/socket" >/dev/null 2>&1 || true
		rm -f "$place"/backup-*
		for plugin in reminders skip_unprepared calendar; do # after five crashes it is off
			"$bin/ridealong" --server "$server" plugin enable $plugin >/dev/null 2>&1 || true
		done
	done
}
calls &
others="$others $!"
people_at_work &
others="$others $!"
watchers &
others="$others $!"
trouble &
others="$others $!"

warm=0
while goes_on; do
	sleep 5
	kill -0 "$daemon" 2>/dev/null || fail "the daemon is gone"
	now=$(resident)
	left=$((until - $(date +%s)))
	[ $warm -ne 0 ] || [ $left -gt $((seconds * 2 / 3)) ] || warm=$now # a third of the time to come to rest
	printf '\r%4d s to go, %d MiB ' "$left" $((now / 1024)) >&2
done
echo >&2
for process in $others; do
	wait "$process" || true
done
others=
end=$(resident)
admin status >/dev/null
kill "$daemon"
wait "$daemon" || fail "the daemon ended with $?"
daemon=
cat "$place/calls"
[ ! -e "$place/failed-calls" ] || fail "calls failed"
[ ! -e "$place/failed-command" ] || fail "a command failed: $(cat "$place/failed-command")"
! grep -E "Sanitizer|runtime error|info: .*assert" "$place/log" || fail "a sanitizer spoke"
echo "- $seconds s; memory after a third of the time $((warm / 1024)) MiB, at the end $((end / 1024)) MiB"
[ "$end" -lt $((warm + warm / 5)) ] || fail "memory grows"
