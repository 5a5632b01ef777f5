#!/bin/sh
# tests — a calendar on a real CalDAV server comes in by itself, through a section of the configuration: what is made,
# moved, changed and removed there, a series with exceptions, a lost token, a server that is away, a password that is
# wrong. server_test.sh radicale|xandikos; 77 without it.
set -eu
program=$1
command -v "$program" >/dev/null && command -v python3 >/dev/null || {
	echo "$program and python3 are needed here: apt-get install $program python3"
	exit 77
}
name=server
. "${0%/*}/daemon.sh"
login=$place/login
. "${0%/*}/dav.sh"
calendar=${home}work/

# put NAME LINES…: an event of that UID
put() {
	{
		printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\n'
		uid=$1
		shift
		for event; do
			printf 'BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260301T080000Z\r\n' "$uid"
			printf '%s' "$event" | tr ' ' '\n' | tr '_' ' ' | sed 's/$/\r/'
			printf '\r\nEND:VEVENT\r\n'
		done
		printf 'END:VCALENDAR\r\n'
	} >"$place/object"
	ok PUT "$calendar$uid.ics" "$place/object"
}
# its time comes
time_comes() { admin clock advance "${1:-20m}" >/dev/null; }
# "TITLE START STATE" of all of Noor's meetings, cancelled ones, too
meetings() {
	as noor@example.com --output jsonl meeting list --cancelled --from 2026-03-01 >"$place/meetings"
	python3 - "$place/meetings" <<-'END'
		import json, sys
		for line in open(sys.argv[1]):
		    m = json.loads(line)
		    print(m["title"], m["startTime"], m["state"].removeprefix("MEETING_STATE_").lower())
	END
}
expect() {
	meetings | sort >"$place/got"
	sort >"$place/wanted"
	diff "$place/wanted" "$place/got" >"$place/out" || fail "$1: $(cat "$place/out")"
}
id_of_meeting() { sed -n 's/.*"name":"\(meetings\/[^"]*\)".*"title":"'"$1"'".*/\1/p' "$place/meetings" | head -1; }
refused() { "$bin/ridealong" --server "$server" --no-input "$@" >"$place/out" 2>&1 && fail "$* is not refused" || true; }
says() { grep -q -- "$1" "$place/out" || fail "there is no $1 in $(cat "$place/out")"; }
events() { admin --output jsonl event list | wc -l; }

cat >"$place/conf" <<-END
	[daemon]
	data = $data
	listen = $server
	same_user = admin
	plugins = calendar skip_unprepared
	[plugin calendar work]
	caldav = http://127.0.0.1:$port$calendar
	owner = noor@example.com
	allow_private = yes
END
if [ "$program" = radicale ]; then
	echo ruud:geheim >"$login"
	mkdir "$place/credentials"
	echo geheim >"$place/credentials/radicale"
	export CREDENTIALS_DIRECTORY="$place/credentials"
	printf 'user = ruud\ncredential = radicale\n' >>"$place/conf"
fi

echo "- a server that is not there yet is told of unasked, and tried again"
start
admin person add noor@example.com --display-name "Noor" --language nl --time-zone Europe/Amsterdam >/dev/null
admin person add ruud@example.com --display-name "Ruud" --language nl --time-zone Europe/Amsterdam >/dev/null
admin coaching add ruud@example.com noor@example.com >/dev/null
settled
admin status >"$place/out"
says "work (Noor): 127.0.0.1:$port does not answer"
says "ridealong calendar sync work --person noor@example.com"
refused --as noor@example.com --locale nl doctor
says "work (Noor): 127.0.0.1:$port antwoordt niet"
refused --as noor@example.com calendar sync work
says "does not answer"
serve
make_calendar "$calendar"
put visit "DTSTART:20260305T090000Z DTEND:20260305T100000Z SUMMARY:Visit"
put lunch "DTSTART:20260306T110000Z DTEND:20260306T120000Z SUMMARY:Lunch"
put weekly "DTSTART;TZID=Europe/Amsterdam:20260303T130000 DURATION:PT1H SUMMARY:Weekly RRULE:FREQ=WEEKLY;COUNT=4" \
	"RECURRENCE-ID;TZID=Europe/Amsterdam:20260310T130000 DTSTART;TZID=Europe/Amsterdam:20260310T150000 DURATION:PT1H SUMMARY:Weekly_later"
time_comes 2h
expect "what is there" <<-END
	Visit 2026-03-05T09:00:00Z scheduled
	Lunch 2026-03-06T11:00:00Z scheduled
	Weekly 2026-03-03T12:00:00Z scheduled
	Weekly later 2026-03-10T14:00:00Z scheduled
	Weekly 2026-03-17T12:00:00Z scheduled
	Weekly 2026-03-24T12:00:00Z scheduled
END
admin calendar list --person noor@example.com >"$place/out"
says "work *Noor *server *6"
! grep -q "To look at" "$place/out" || fail "$(cat "$place/out")"

echo "- what is moved there keeps its session"
session=$(as ruud@example.com --output json session plan "$(id_of_meeting Visit)" | id_of sessions)
put visit "DTSTART:20260306T130000Z DTEND:20260306T140000Z SUMMARY:Visit SEQUENCE:1"
time_comes
as ruud@example.com --output json session show "$session" | grep -q '"startTime": "2026-03-06T13:00:00Z"' || fail "the session did not move"

echo "- a new one, an exception and one left out of a series; one that is removed there goes, with its session"
put weekly "DTSTART;TZID=Europe/Amsterdam:20260303T130000 DURATION:PT1H SUMMARY:Weekly RRULE:FREQ=WEEKLY;COUNT=4 EXDATE;TZID=Europe/Amsterdam:20260317T130000" \
	"RECURRENCE-ID;TZID=Europe/Amsterdam:20260310T130000 DTSTART;TZID=Europe/Amsterdam:20260311T090000 DURATION:PT1H SUMMARY:Weekly_later"
put fair "DTSTART:20260309T080000Z DTEND:20260309T090000Z SUMMARY:Fair"
ok DELETE "${calendar}visit.ics"
time_comes
cat >"$place/all" <<-END
	Visit 2026-03-06T13:00:00Z cancelled
	Lunch 2026-03-06T11:00:00Z scheduled
	Fair 2026-03-09T08:00:00Z scheduled
	Weekly 2026-03-03T12:00:00Z scheduled
	Weekly later 2026-03-11T08:00:00Z scheduled
	Weekly 2026-03-17T12:00:00Z cancelled
	Weekly 2026-03-24T12:00:00Z scheduled
END
expect "after the changes" <"$place/all"
as ruud@example.com --output json session show "$session" | grep -q SESSION_STATE_CANCELLED || fail "the session stands"

echo "- a token that the server knows no more is a whole read that changes nothing"
before=$(events)
kill "$daemon"
wait "$daemon" || true
python3 - "$data" <<-'END'
	import glob, sqlite3, sys
	changed = 0
	for path in glob.glob(sys.argv[1] + "/**/*.db", recursive=True) + glob.glob(sys.argv[1] + "/**/*.sqlite*", recursive=True):
	    try:
	        db = sqlite3.connect(path)
	        changed += db.execute("UPDATE state SET value = 'http://radicale.org/ns/sync/' || substr(hex(zeroblob(32)), 1, 64)"
	                              " WHERE key IN ('sync_token', 'ctag')").rowcount
	        db.commit()
	    except sqlite3.Error:
	        pass
	assert changed > 0, "there is no token"
END
start
time_comes
expect "after the token was lost" <"$place/all"
[ "$(events)" = "$before" ] || fail "something happened: $(admin event list | tail -3)"
put fair "DTSTART:20260309T090000Z DTEND:20260309T100000Z SUMMARY:Fair"
time_comes
sed -i 's/Fair 2026-03-09T08/Fair 2026-03-09T09/' "$place/all"
expect "after the next change" <"$place/all"

echo "- a server that is away changes nothing, and is read again when it is back"
serve_no_more
time_comes
expect "while the server is away" <"$place/all"
refused doctor
says "work (Noor): 127.0.0.1:$port does not answer"
serve
put fair "DTSTART:20260309T100000Z DTEND:20260309T110000Z SUMMARY:Fair"
time_comes 2h
sed -i 's/Fair 2026-03-09T09/Fair 2026-03-09T10/' "$place/all"
expect "when the server is back" <"$place/all"
admin doctor >"$place/out" || fail "$(cat "$place/out")"
says "calendars: all 1 are well"

echo "- a calendar that comes back empty is held until somebody lets it through"
for uid in lunch fair weekly; do
	ok DELETE "$calendar$uid.ics"
done
time_comes
expect "while it is held" <"$place/all"
admin status >"$place/out"
says "are in it no more: nothing is changed"
says "ridealong calendar sync work --person noor@example.com --accept-cancellations"
refused --as noor@example.com calendar sync work
says "the same again with --accept-cancellations"
as noor@example.com calendar sync work --accept-cancellations >"$place/out"
says "cancelled: 5"
admin doctor >/dev/null

if [ "$program" = radicale ]; then
	echo "- a password that is wrong is told of; once it is right, nothing need be started anew"
	echo falsch >"$place/credentials/radicale"
	put fair "DTSTART:20260310T100000Z DTEND:20260310T110000Z SUMMARY:Fair"
	time_comes
	admin status >"$place/out"
	says "does not take the user and the password; mend user, password_file or credential"
	echo geheim >"$place/credentials/radicale"
	as noor@example.com calendar sync work >"$place/out"
	says "events: 1; new: 0, changed: 0, moved: 1"
	! grep -q "geheim\|falsch" "$place/log" || fail "the password is told"
fi
