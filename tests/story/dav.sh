# What the stories beside a real CalDAV server share: Radicale or Xandikos, in $place. Sourced after daemon.sh with
# $program, the server's, and in $login what Radicale wants of who asks: "" or a file with NAME:PASSWORD lines.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
[ "$program" = radicale ] && home=/ruud/ || home=/user/calendars/

# ask METHOD PATH [FILE]: the status on the first line, then the body
ask() { python3 "$place/ask.py" "$port" "$@"; }
# ok METHOD PATH [FILE]: it goes well
ok() { ask "$@" | sed -n 1p | grep -q '^20' || fail "$program: $*"; }
cat >"$place/ask.py" <<-'END'
	import base64, http.client, sys
	c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=10)
	body = open(sys.argv[4], "rb").read() if len(sys.argv) > 4 else None
	kind = "text/calendar" if sys.argv[2] == "PUT" else "application/xml; charset=utf-8"
	who = "Basic " + base64.b64encode(b"ruud:geheim").decode()
	c.request(sys.argv[2], sys.argv[3], body, {"Depth": "1", "Content-Type": kind, "Authorization": who})
	r = c.getresponse()
	print(r.status)
	print(r.read().decode())
END
cat >"$place/make" <<-'END'
	<?xml version="1.0" encoding="utf-8"?>
	<C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop><displayname>Sessions</displayname></prop></set></C:mkcalendar>
END
serve() {
	if [ "$program" = radicale ]; then
		if [ -n "${login:-}" ]; then
			set -- --auth-type htpasswd --auth-htpasswd-filename "$login" --auth-htpasswd-encryption plain
		else
			set -- --auth-type none
		fi
		radicale --config "" --server-hosts "127.0.0.1:$port" "$@" --storage-filesystem-folder "$place/dav" >>"$place/dav.log" 2>&1 &
	else
		xandikos -l 127.0.0.1 -p "$port" -d "$place/dav" --defaults --current-user-principal /user/ >>"$place/dav.log" 2>&1 &
	fi
	others=$!
	for _ in $(seq 200); do
		ask OPTIONS / >/dev/null 2>&1 && return
		sleep 0.05
	done
	fail "$program does not come up"
}
serve_no_more() {
	kill "$others"
	wait "$others" || true
	others=
}
make_calendar() {
	[ "$program" = xandikos ] || ask MKCOL "$home" >/dev/null
	ok MKCALENDAR "$1" "$place/make"
}
