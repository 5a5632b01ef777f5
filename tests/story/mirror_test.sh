#!/bin/sh
# tests — a coach's sessions are written to a calendar on a real CalDAV server, and follow what happens: planned, moved,
# cancelled, changed there by somebody, the calendar gone and back. mirror_test.sh radicale|xandikos; 77 without it.
set -eu
program=$1
command -v "$program" >/dev/null && command -v python3 >/dev/null || {
	echo "$program and python3 are needed here: apt-get install $program python3"
	exit 77
}
name=mirror
. "${0%/*}/daemon.sh"
login=$place/login
. "${0%/*}/dav.sh"

# all that is there, in one text
there() {
	ask REPORT "$calendar" "$place/query" | tr -d '\r' >"$place/there"
	head -1 "$place/there" | grep -q 207 || fail "$program answers $(cat "$place/there")"
}
has() { grep -q -- "$1" "$place/there" || fail "there is no $1 in $(cat "$place/there")"; }
lacks() { ! grep -q -- "$1" "$place/there" || fail "there is $1 in $(cat "$place/there")"; }

cat >"$place/query" <<-'END'
	<?xml version="1.0" encoding="utf-8"?>
	<C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/><C:calendar-data/></prop>
	<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter></C:calendar-query>
END
calendar=${home}sessions/
echo ruud:geheim >"$login"
serve
make_calendar "$calendar"

cat >"$place/conf" <<-END
	[daemon]
	data = $place/data
	listen = $server
	same_user = admin
	plugins = calendar skip_unprepared
	[plugin calendar sessions]
	sessions_to = http://127.0.0.1:$port$calendar
	owner = ruud@example.com
	allow_private = yes
END
if [ "$program" = radicale ]; then
	mkdir "$place/credentials"
	echo geheim >"$place/credentials/sessions"
	export CREDENTIALS_DIRECTORY="$place/credentials"
	printf 'user = ruud\ncredential = sessions\n' >>"$place/conf"
fi
start
admin person add noor@example.com --display-name "Noor" --language nl --time-zone Europe/Amsterdam >/dev/null
admin person add ruud@example.com --display-name "Ruud" --language nl --time-zone Europe/Amsterdam >/dev/null
admin coaching add ruud@example.com noor@example.com >/dev/null
cat >"$place/noor.ics" <<-END
	BEGIN:VCALENDAR
	VERSION:2.0
	PRODID:-//test//test//EN
	BEGIN:VEVENT
	UID:one
	DTSTAMP:20260301T080000Z
	DTSTART:20260305T090000Z
	DTEND:20260305T100000Z
	SUMMARY:Kwartaalgesprek
	END:VEVENT
	BEGIN:VEVENT
	UID:two
	DTSTAMP:20260301T080000Z
	DTSTART:20260312T090000Z
	DTEND:20260312T100000Z
	SUMMARY:Tweede gesprek
	END:VEVENT
	END:VCALENDAR
END
admin calendar import "$place/noor.ics" --owner noor@example.com --calendar work >/dev/null
cat >"$place/own.ics" <<-END
	BEGIN:VCALENDAR
	VERSION:2.0
	PRODID:-//test//test//EN
	BEGIN:VEVENT
	UID:own
	DTSTAMP:20260301T080000Z
	DTSTART:20260307T090000Z
	SUMMARY:Something of one's own
	END:VEVENT
	END:VCALENDAR
END
ok PUT "${calendar}own.ics" "$place/own.ics"

echo "- a session that is planned stands there, one that is not announced does not"
first=$(as noor@example.com --output json meeting list | id_of meetings)
second=$(as noor@example.com --output json meeting list | sed -n 's/.*"name": *"\(meetings\/[^"]*\)".*/\1/p' | tail -1)
session=$(as ruud@example.com --output json session plan "$first" | id_of sessions)
as ruud@example.com team set --told 2026-03-01 >/dev/null
as ruud@example.com session plan "$second" --unannounced >/dev/null
settled
there
has "SUMMARY:Mee met Noor: Kwartaalgesprek"
has "SUMMARY:Nabespreken: Kwartaalgesprek"
has "SUMMARY:Onderweg: Kwartaalgesprek"
lacks "Tweede gesprek"
has "UID:own"

echo "- it moves with its meeting, and nothing else is written"
sed -n 's/.*etag>\(.*\)<.*/\1/p' "$place/there" | sort >"$place/etags"
sed -i 's/20260305T09/20260306T13/; s/20260305T10/20260306T14/' "$place/noor.ics"
admin calendar import "$place/noor.ics" --owner noor@example.com --calendar work >/dev/null
settled
there
has "DTSTART:20260306T130000Z"
lacks "DTSTART:20260305T090000Z"
cp "$place/there" "$place/before"
kill "$daemon"
wait "$daemon" || true
start
settled
there
cmp -s "$place/there" "$place/before" || fail "a restart changes what is there: $(diff "$place/before" "$place/there")"

echo "- what somebody changes in it there is overwritten when it is written again"
object=${calendar}session-${session#sessions/}.ics
ask GET "$object" | sed 1d | sed 's/SUMMARY:.*/SUMMARY:Somebody was here\r/' >"$place/changed"
ok PUT "$object" "$place/changed"
as ruud@example.com session set "$session" --focus "stiltes" >/dev/null
settled
there
has "SUMMARY:Mee met Noor: Kwartaalgesprek"
has "stiltes"
lacks "Somebody was here"

echo "- so does one that somebody removed there"
ok DELETE "$object"
as ruud@example.com session set "$session" --focus "vragen" >/dev/null
settled
there
has "vragen"

echo "- without what is kept of it, nothing comes twice"
kill "$daemon"
wait "$daemon" || true
rm "$(find "$place/data" -name sessions-sessions)"
start
settled
there
[ "$(grep -c 'UID:session-' "$place/there")" = 1 ] || fail "it stands there twice"

echo "- a calendar that is gone is told once; back again, it is filled again"
ok DELETE "$calendar"
as ruud@example.com session set "$session" --focus "tempo" >/dev/null
settled
as ruud@example.com session set "$session" --focus "toon" >/dev/null
settled
[ "$(grep -c 'there is no calendar at its address' "$place/log")" = 1 ] || fail "told $(grep -c 'cannot be written' "$place/log") times"
ok MKCALENDAR "$calendar" "$place/make"
as ruud@example.com session set "$session" --focus "klank" >/dev/null
settled
there
has "klank"
has "SUMMARY:Nabespreken: Kwartaalgesprek"

echo "- what is cancelled goes, with all that belongs to it"
as ruud@example.com session cancel "$session" --reason "ziek" >/dev/null
settled
there
lacks "Kwartaalgesprek"
