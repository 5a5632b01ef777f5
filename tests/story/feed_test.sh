#!/bin/sh
# tests — the way back into people's calendars, with a real daemon: a feed has what its owner may see and nothing of what
# is not announced; it follows what happens; its address is secret, can be changed and taken away; khal and Radicale read
# it. 77 without khal and radicale (Debian has them).
set -eu
command -v khal >/dev/null && command -v radicale >/dev/null && command -v python3 >/dev/null || {
	echo "khal, radicale and python3 are needed here: apt-get install khal radicale python3"
	exit 77
}
name=feed
. "${0%/*}/daemon.sh"
feeds=$place/feeds

file_of() { as "$1" --output json calendar feed | sed -n 's/.*"address": *"\([^"]*\)".*/\1/p'; }
has() { grep -q -- "$2" "$1" || fail "there is no $2 in $(cat "$1")"; }
lacks() { ! grep -q -- "$2" "$1" || fail "there is $2 in $(cat "$1")"; }

cat >"$place/conf" <<-END
	[daemon]
	data = $data
	listen = $server
	same_user = admin
	plugins = calendar skip_unprepared
	[plugin calendar]
	feeds = $feeds
END
start
for who in noor sam; do
	admin person add $who@example.com --display-name "$who" --language nl --time-zone Europe/Amsterdam >/dev/null
done
admin person add ruud@example.com --display-name "Ruud" --time-zone Europe/Amsterdam >/dev/null
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
	LOCATION:Café de Zón\, Dam 1
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

echo "- a feed is made once, for oneself"
noor=$(file_of noor@example.com)
ruud=$(file_of ruud@example.com)
[ -f "$noor" ] && [ -f "$ruud" ] || fail "there is no feed at $noor or $ruud"
[ "$(file_of noor@example.com)" = "$noor" ] || fail "a second call answers another address"
[ "$(stat -c %a "$feeds") $(stat -c %a "$noor")" = "750 640" ] || fail "rights: $(stat -c %a "$feeds" "$noor")"
basename "$noor" | grep -qx '[0-9a-f]\{64\}\.ics' || fail "$noor is no secret"
refused() { "$bin/ridealong" --server "$server" --no-input "$@" >"$place/out" 2>&1 && fail "$* is not refused" || true; }
refused --as ruud@example.com calendar feed --person noor@example.com
has "$place/out" 'only the person whose it is'
refused --as sam@example.com calendar feed --person noor@example.com
has "$place/out" 'er is geen\|bestaat niet\|there is no'
refused calendar feed
has "$place/out" 'say whose calendars are meant'
admin calendar feed --person noor@example.com --output json | grep -q "$noor" || fail "an administrator cannot give Noor the address"

echo "- what is planned stands in both, what is not announced in the coach's alone"
first=$(as noor@example.com --output json meeting list | id_of meetings)
session=$(as ruud@example.com --output json session plan "$first" --focus "wat jij vraagt" | id_of sessions)
settled
has "$noor" "SUMMARY:Ruud gaat mee: Kwartaalgesprek"
has "$noor" 'LOCATION:Café de Zón\\, Dam 1'
has "$noor" "SUMMARY:Nabespreken: Kwartaalgesprek"
has "$ruud" "SUMMARY:Along with noor: Kwartaalgesprek"
has "$ruud" "SUMMARY:On the way: Kwartaalgesprek"
cp -p "$noor" "$place/before"
as ruud@example.com team set --told 2026-03-01 >/dev/null
second=$(as noor@example.com --output json meeting list | sed -n 's/.*"name": *"\(meetings\/[^"]*\)".*/\1/p' | tail -1)
hidden=$(as ruud@example.com --output json session plan "$second" --unannounced | id_of sessions)
[ -n "$hidden" ] || fail "no hidden session was planned"
settled
has "$ruud" "Not announced yet"
has "$ruud" "CLASS:PRIVATE"
cmp -s "$noor" "$place/before" || fail "a hidden session shows in $(diff "$noor" "$place/before")"
[ "$(stat -c '%i %Y' "$noor")" = "$(stat -c '%i' "$noor") $(stat -c '%Y' "$place/before")" ] || fail "the file was written anew"

echo "- a feed follows what happens"
as ruud@example.com session set "$session" --together both >/dev/null
settled
has "$noor" "SUMMARY:Samen onderweg: Kwartaalgesprek"
has "$noor" "SUMMARY:Samen terug: Kwartaalgesprek"
sed -i 's/20260305T09/20260306T13/; s/20260305T10/20260306T14/' "$place/noor.ics"
sed -i '0,/SUMMARY:Kwartaalgesprek/s//SUMMARY:Jaargesprek/' "$place/noor.ics"
admin calendar import "$place/noor.ics" --owner noor@example.com --calendar work >/dev/null
settled
has "$noor" "DTSTART:20260306T130000Z"
has "$noor" "SUMMARY:Ruud gaat mee: Jaargesprek"
admin person set ruud@example.com --display-name "Ruud Jansen" >/dev/null
settled
has "$noor" "SUMMARY:Ruud Jansen gaat mee: Jaargesprek"

echo "- action points are days without words"
as ruud@example.com action add "bel de tandarts" --with noor@example.com --due 2026-03-20 >/dev/null
as noor@example.com action add "vraag naar het budget" --with ruud@example.com --due 2026-03-21 >/dev/null
settled
has "$noor" "DTSTART;VALUE=DATE:20260321"
has "$noor" "SUMMARY:Actiepunt"
lacks "$noor" "budget"
lacks "$noor" "tandarts"
has "$ruud" "DTSTART;VALUE=DATE:20260320"

echo "- what does not happen is not there"
as ruud@example.com session cancel "$session" --reason "ziek" >/dev/null
settled
lacks "$noor" "session-"
as ruud@example.com session reopen "$session" >/dev/null
settled
has "$noor" "SUMMARY:Ruud Jansen gaat mee: Jaargesprek"

echo "- the same again is the same bytes, after a restart, too"
cp -p "$noor" "$place/before"
cp -p "$ruud" "$place/before-ruud"
kill "$daemon"
wait "$daemon" || true
: >"$feeds/$(printf '%064d' 0).ics"
rm "$ruud"
start
settled
cmp "$noor" "$place/before" || fail "Noor's changed"
cmp "$ruud" "$place/before-ruud" || fail "Ruud's changed"
[ "$(stat -c %Y "$noor")" = "$(stat -c %Y "$place/before")" ] || fail "Noor's was written anew"
[ "$(ls "$feeds" | wc -l)" = 2 ] || fail "a feed of nobody stays: $(ls "$feeds")"

echo "- khal reads it"
export HOME="$place" XDG_CONFIG_HOME="$place" XDG_DATA_HOME="$place" XDG_CACHE_HOME="$place"
mkdir -p "$place/vdir" "$place/khal"
cat >"$place/khal/config" <<-END
	[calendars]
	[[feed]]
	path = $place/vdir
	[locale]
	timeformat = %H:%M
	dateformat = %Y-%m-%d
	longdateformat = %Y-%m-%d
	datetimeformat = %Y-%m-%d %H:%M
	longdatetimeformat = %Y-%m-%d %H:%M
	local_timezone = Europe/Amsterdam
	default_timezone = Europe/Amsterdam
END
khal import --batch "$noor" >"$place/out" 2>&1 || fail "khal refuses it: $(cat "$place/out")"
! grep -qi 'warn\|error\|invalid' "$place/out" || fail "khal complains: $(cat "$place/out")"
khal list 2026-03-06 1d --format '{start-time} {title}' >"$place/out" 2>&1
has "$place/out" "14:00 Ruud Jansen gaat mee: Jaargesprek"
has "$place/out" "15:00 Nabespreken: Jaargesprek"
khal list 2026-03-21 1d --format '{title}' | grep -q Actiepunt || fail "khal has no action point"

echo "- Radicale takes each of its events"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
radicale --config "" --server-hosts "127.0.0.1:$port" --auth-type none --storage-filesystem-folder "$place/radicale" >"$place/radicale.log" 2>&1 &
others=$!
python3 - "$port" "$noor" "$ruud" <<-'END' || fail "Radicale: $(cat "$place/radicale.log")"
	import sys, time, http.client, re
	port, files = int(sys.argv[1]), sys.argv[2:]
	def ask(method, path, body=None, headers={}):
	    for _ in range(100):
	        try:
	            c = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
	            c.request(method, path, body, headers)
	            r = c.getresponse()
	            return r.status, r.read().decode()
	        except ConnectionRefusedError:
	            time.sleep(0.1)
	    sys.exit("Radicale does not come up")
	calendar = '<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop><resourcetype><collection/><C:calendar/></resourcetype></prop></set></mkcol>'
	ask("MKCOL", "/someone/")
	for n, name in enumerate(files):
	    path = f"/someone/feed{n}/"
	    status, text = ask("MKCOL", path, calendar)
	    assert status == 201, (status, text)
	    feed = open(name, newline="").read()
	    events = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", feed, re.S)
	    assert len(events) > 2, feed
	    for event in events:
	        uid = re.search(r"UID:(.*)\r\n", event).group(1)
	        body = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ridealong//Ridealong//EN\r\n" + event + "END:VCALENDAR\r\n"
	        status, text = ask("PUT", path + uid + ".ics", body.encode(), {"Content-Type": "text/calendar"})
	        assert status in (201, 204), (status, text, body)
	    status, text = ask("GET", path)
	    assert text.count("BEGIN:VEVENT") == len(events), text
END

echo "- the address can be changed and taken away"
as noor@example.com calendar feed --new >/dev/null
[ ! -e "$noor" ] || fail "the former address still works"
fresh=$(file_of noor@example.com)
[ "$fresh" != "$noor" ] && cmp -s "$fresh" "$place/before" || fail "the new one is not the same feed"
as noor@example.com calendar feed --revoke >/dev/null
[ ! -e "$fresh" ] || fail "the feed is still there"
refused --as noor@example.com calendar feed --revoke
has "$place/out" 'er is nog geen feed\|there is no feed yet'
has "$place/out" ': ridealong calendar feed$'

echo "- the window moves by itself"
has "$ruud" "DTSTART;VALUE=DATE:20260320"
admin clock advance 100d >/dev/null
lacks "$ruud" "DTSTART;VALUE=DATE:20260320"

echo "- nothing of it is in the log, in events or in what an administrator lists"
secret=$(basename "$ruud" .ics)
admin --output json event list >"$place/events"
! grep -q "$secret" "$place/log" "$place/events" || fail "the secret is told"

echo "- of somebody who is erased the feed goes first"
admin erase ruud@example.com --yes >"$place/out" 2>&1 || fail "$(cat "$place/out")"
admin clock advance 40d >/dev/null
[ ! -e "$ruud" ] || fail "the feed of somebody erased is still there"
! grep -q "$secret" -r "$data" || fail "the address of somebody erased is still known"
