# Building, and a daemon of one's own in a temporary folder. Sourced by quickstart.sh.

build() {
	jobs=$(nproc)
	[ -f "$here/build/build.ninja" ] || (cd "$here" && cmake --preset release >/dev/null)
	printf 'Building …\n'
	cmake --build "$here/build" -- -j "$jobs" | tail -n 1
}

write_config() {
	cat >"$folder/ridealong.conf" <<-CONFIG
		[daemon]
		data = $folder/data
		listen = ipc://$folder/ridealong.sock
		same_user = admin
		log_level = warning
		plugins = calendar reminders skip_unprepared

		[plugin calendar]

		[plugin reminders]
		maildir = $folder/mail
		inbox = $folder/inbox
		from = Ridealong <ridealong@example.com>
		domain = example.com

		[plugin skip_unprepared]
	CONFIG
	mkdir -p "$folder/data" "$folder/mail" "$folder/inbox/new" "$folder/inbox/cur" "$folder/inbox/tmp"
}

# start_daemon [MOMENT]: on the simulated clock of that moment, or on the real one.
start_daemon() {
	write_config
	export RIDEALONG_SERVER="ipc://$folder/ridealong.sock"
	if [ -n "${1:-}" ]; then
		ridealongd --config "$folder/ridealong.conf" --clock "manual:$1" 2>>"$folder/log" &
	else
		ridealongd --config "$folder/ridealong.conf" 2>>"$folder/log" &
	fi
	daemon=$!
	for _ in $(seq 100); do
		[ "$(ridealong status --output json 2>/dev/null | jq '.pluginsRunning == 3')" = true ] && return 0
		kill -0 "$daemon" 2>/dev/null || break
		sleep 0.1
	done
	printf 'quickstart: the daemon did not start with its three plugins. Its log:\n' >&2
	cat "$folder/log" >&2
	ridealong plugin list >&2 || true
	exit 1
}

stop_daemon() {
	[ -n "${daemon:-}" ] || return 0
	kill "$daemon" 2>/dev/null || true
	wait "$daemon" 2>/dev/null || true
	daemon=
}

serve_daemon() {
	write_config
	printf '\nThe daemon runs in the foreground; Ctrl-C ends it. In a second terminal:\n'
	printf '  export PATH=%s/build/bin:$PATH RIDEALONG_SERVER=ipc://%s/ridealong.sock\n' "$here" "$folder"
	printf '  ridealong status\n  ridealong help\n\n'
	ridealongd --config "$folder/ridealong.conf" --clock "manual:$1" || [ $? -eq 130 ]
}

tidy_up() {
	code=$?
	stop_daemon
	if [ "$code" -ne 0 ] && [ -s "$folder/log" ]; then
		printf '\nThe daemon said:\n' >&2
		tail -n 20 "$folder/log" >&2
	fi
	rm -rf "$folder"
}
