#!/bin/sh
# tests — of somebody who was erased, no byte of what was theirs or about them is left in the data folder: every text of a
# whole story has a mark of its own, and all files are searched for all marks, also in base64 and quoted-printable. The
# daemon is killed (-9) while it waits, and again while it erases; it goes on. erasure_test.sh [coachee|coach]
set -eu
who=${1:-coachee}
name=erasure
. "${0%/*}/daemon.sh"

die() {
	kill -9 "$daemon"
	wait "$daemon" 2>/dev/null || true
	daemon=
}

mkdir -p "$data/calendars"
cat >"$place/conf" <<-END
	[daemon]
	data = $data
	listen = $server
	same_user = admin
	[plugin calendar noor]
	folder = $data/calendars
	owner = noorqx01@example.com
	[plugin reminders]
	maildir = $data/mail
	inbox = $data/inbox
	domain = example.com
END
cat >"$data/calendars/noorqx02.ics" <<-END
	BEGIN:VCALENDAR
	VERSION:2.0
	PRODID:-//test//test//EN
	BEGIN:VEVENT
	UID:noorqx03
	DTSTAMP:20260301T080000Z
	DTSTART:20260304T090000Z
	DTEND:20260304T100000Z
	SUMMARY:title noorqx04
	LOCATION:place noorqx05
	ATTENDEE;CN=Customer noorqx06:mailto:buyer.noorqx07@customer.example
	END:VEVENT
	END:VCALENDAR
END
start
admin person add noorqx01@example.com --display-name "Noor Noorqx08" --alias noorqx09@example.org --language nl --time-zone Europe/Amsterdam >/dev/null
admin person add ruudqx01@example.com --display-name "Ruud Ruudqx02" --alias ruudqx03@example.org --time-zone Europe/Amsterdam >/dev/null
admin person add sam@example.com --display-name "Sam" --time-zone Europe/Amsterdam >/dev/null
admin coaching add ruudqx01@example.com noorqx01@example.com >/dev/null
touch "$data/calendars/noorqx02.ics"
admin clock advance 1m >/dev/null
# somebody else's meeting names both
cat >"$place/sam.ics" <<-END
	BEGIN:VCALENDAR
	VERSION:2.0
	PRODID:-//test//test//EN
	BEGIN:VEVENT
	UID:sam-1
	DTSTAMP:20260301T080000Z
	DTSTART:20260305T090000Z
	DTEND:20260305T100000Z
	SUMMARY:With Noor Noorqx08 and Ruud Ruudqx02
	ATTENDEE;CN=Noor Noorqx08:mailto:noorqx01@example.com
	ATTENDEE;CN=Ruud Ruudqx02:mailto:RUUDQX01@example.com
	END:VEVENT
	END:VCALENDAR
END
admin calendar import "$place/sam.ics" --owner sam@example.com >/dev/null
meeting=$(as noorqx01@example.com --output json meeting list | id_of meetings)
session=$(as ruudqx01@example.com --output json session plan "$meeting" --focus "focus ruudqx10" | id_of sessions)
[ -n "$session" ] || fail "no session was planned"
as ruudqx01@example.com session set "$session" --introduction "as ruudqx11" >/dev/null
admin clock advance 1h >/dev/null
as noorqx01@example.com prep write "$meeting" "1 the goal is noorqx10 and a signature" "2 calm and noorqx11 all along" \
	"3 they ask for noorqx12 and I say" "4 if noorqx13 then I ask on" "5 my coach noorqx14 is said" "6 more of noorqx15 for them" >/dev/null
as ruudqx01@example.com session decide "$session" go >/dev/null
# letters: one that nobody asked for, in base64
mkdir -p "$data/inbox/new" "$data/inbox/cur" "$data/inbox/tmp"
printf 'From: Noor Noorqx08 <noorqx01@example.com>\r\nTo: ridealong+nothing@example.com\r\nSubject: noorqx16\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n' \
	"$(printf 'hello noorqx17 of noorqx01@example.com' | base64)" >"$data/inbox/new/letter-1"
admin clock advance 2d >/dev/null
as ruudqx01@example.com note "$session" '+ worked noorqx18' '- moment noorqx19 > step noorqx20' '" heard noorqx21' >/dev/null
admin clock advance 2h >/dev/null
as noorqx01@example.com debrief write "$session" "went noorqx22 I think" >/dev/null
as ruudqx01@example.com debrief write "$session" "saw ruudqx12 myself" "+ praised noorqx23" "! do noorqx24 @fri" "? I call ruudqx13 @fri" >/dev/null
as noorqx01@example.com debrief sign "$session" --remark "remark noorqx25" >/dev/null
as ruudqx01@example.com debrief sign "$session" >/dev/null
as ruudqx01@example.com agenda add "subject noorqx26" --with noorqx01@example.com >/dev/null 2>&1 ||
	as ruudqx01@example.com agenda add "subject noorqx26" >/dev/null
admin token create "token noorqx27" --person noorqx01@example.com --scopes meetings.read >/dev/null
admin clock advance 3d >/dev/null
admin backup >/dev/null
admin export noorqx01@example.com --output json >"$place/export"
grep -q noorqx22 "$place/export" || fail "the export does not tell what was said"
grep -qa noorqx10 "$data/ridealong.db"* || fail "the store has no marks to begin with"
grep -rqai noorqx08 "$data/mail/ruudqx01@example.com" || fail "no mail to the coach tells of the coachee to begin with"
[ -n "$(ls "$data/mail/noorqx01@example.com/new")" ] || fail "the coachee got no mail to begin with"
grep -rqa noorqx16 "$data/inbox" || fail "the letter is not there to begin with"

if [ "$who" = coachee ]; then
	victim=noorqx01@example.com
	marks="$(seq -f 'noorqx%02g' 1 27)"
else
	victim=ruudqx01@example.com
	marks="$(seq -f 'ruudqx%02g' 1 13)"
fi
admin erase "$victim" --dry-run >"$place/plan"
grep -q "$victim" "$place/plan" || fail "the plan names nobody"
! grep -q "^  You:" "$place/plan" || fail "the plan takes who erases for who is erased"

# It waits for a plugin that is off; killed, it waits again; then it goes on.
admin plugin disable reminders >/dev/null
admin erase "$victim" --yes >"$place/begun"
grep -q reminders "$place/begun" || fail "it does not say what it waits for: $(cat "$place/begun")"
die
start
admin plugin enable reminders >/dev/null
sleep 0.2
die
start
for _ in $(seq 200); do
	"$bin/ridealong" --server "$server" --output json erase >"$place/erasures"
	grep -q ERASURE_STATE_DONE "$place/erasures" && break
	sleep 0.1
done
grep -q ERASURE_STATE_DONE "$place/erasures" || fail "it does not end: $(cat "$place/erasures")"

# Every byte: as it is, without the soft breaks of quoted-printable, and at each of base64's three offsets.
search() {
	left=$(find "$data" -type f ! -name key ! -name lock -exec grep -lai -- "$1" {} + 2>/dev/null || true)
	[ -z "$left" ] || fail "\"$1\" is still in $left"
	if find "$data" -name "*$1*" | grep -q .; then fail "a file is still named $1"; fi
}
for mark in $marks; do
	search "$mark"
	for pad in "" "x" "xx"; do
		search "$(printf '%s%s' "$pad" "$mark" | base64 | cut -c3-10)"
	done
done
find "$data" -type f -path '*mail*' -exec sed -e :a -e '/=$/N' -e 's/=\n//' -e ta {} + >"$place/unfolded" 2>/dev/null || true
for mark in $marks; do
	if grep -qai -- "$mark" "$place/unfolded"; then fail "\"$mark\" is still in a mail"; fi
done
[ "$(find "$data/backups" -name 'ridealong-*.db' | wc -l)" = 1 ] || fail "there is not one copy in place of those before"
if "$bin/ridealong" --server "$server" --no-input erase "$victim" --yes >/dev/null 2>&1; then
	fail "somebody is still known by that address"
fi
echo "nothing is left of the $who"
