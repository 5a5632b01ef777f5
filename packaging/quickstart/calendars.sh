# Which calendars the story is played on. Sourced by quickstart.sh.
#
# Usable is a meeting that is timed, 15 minutes to 8 hours, not cancelled, on a working day between 08 and 18, in the
# zone of its calendar. The story is played in the zone of the first calendar with one.

# What the filters share. jq 1.6 reads a summer time as an hour later wherever TZ has one; its way back is right.
times='
def at: sub("\\.[0-9]+Z$"; "Z") as $text | ($text | fromdateiso8601) | if todate == $text then . else . - 3600 end;
def in_office($from; $until): ($from | localtime) as $f | ($until | localtime) as $u
	| $until - $from >= 900 and $until - $from <= 28800
	and $f[6] >= 1 and $f[6] <= 5 and $f[3] >= 8 and ($u[3] < 18 or ($u[3] == 18 and $u[4] == 0));'

usable="$times"'
select(.start != null and (.start | test("^[0-9-]{10}T[0-9:]{8}Z$")) and (.end | test("^[0-9-]{10}T[0-9:]{8}Z$")))
| select((.status // "" | ascii_upcase) != "CANCELLED")
| {start: (.start | at), end: (.end | at), summary, uid}
| select(in_office(.start; .end))'

# The first day on which an event of a calendar begins, as 2026-05-12; nothing when there is none.
first_day() {
	tr '\r' '\n' <"$1" | awk '
		/^BEGIN:VEVENT/ { event = 1 }
		/^END:VEVENT/ { event = 0 }
		event && /^DTSTART/ { sub(/^.*:/, ""); print substr($0, 1, 4) "-" substr($0, 5, 2) "-" substr($0, 7, 2) }' |
		grep -E '^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$' | sort | head -n 1
}

# The zone a calendar is written in, if the machine knows it by that name; else ours.
zone_of() {
	zone=$(tr '\r' '\n' <"$1" | sed -n -e 's/^X-WR-TIMEZONE:\([A-Za-z]*\/[A-Za-z_/]*\)$/\1/p' \
		-e 's/^DTSTART;TZID="\{0,1\}\([A-Za-z]*\/[A-Za-z_/]*\)"\{0,1\}:.*/\1/p' | head -n 1)
	if [ -n "$zone" ] && [ -f "/usr/share/zoneinfo/$zone" ]; then
		printf '%s\n' "$zone"
	else
		printf '%s\n' "$TZ"
	fi
}

# look FILE: its usable meetings of two years, as JSON lines, by start.
look() {
	from=$(first_day "$1")
	[ -n "$from" ] || return 0
	until=$(date -d "$from + 2 years" +%F)
	ridealong calendar check "$1" --from "$from" --until "$until" --output jsonl >"$folder/check.jsonl" || return 0
	jq -c 'select(.refused != null)' "$folder/check.jsonl" >>"$folder/refused.jsonl"
	jq -c "$usable" "$folder/check.jsonl" 2>/dev/null | jq -cs 'sort_by(.start) | .[]'
}

# bundled DAY: a calendar of our own whose first meeting is on that day, a Tuesday or later working day.
bundled() {
	day() { date -d "$1 + $2 days" +%Y%m%d; }
	meeting() { # UID DAY FROM UNTIL SUMMARY PLACE
		printf 'BEGIN:VEVENT\r\nUID:%s@ridealong.example\r\nDTSTAMP:20260101T000000Z\r\n' "$1"
		printf 'DTSTART;TZID=Europe/Amsterdam:%sT%s00\r\nDTEND;TZID=Europe/Amsterdam:%sT%s00\r\n' "$2" "$3" "$2" "$4"
		printf 'SUMMARY:%s\r\nLOCATION:%s\r\n' "$5" "$6"
		printf 'ORGANIZER:mailto:daan@example.com\r\nATTENDEE;CN=Inkoop:mailto:inkoop@%s.example\r\n' "${1%%-*}"
		printf 'END:VEVENT\r\n'
	}
	printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ridealong//Quickstart//EN\r\n'
	meeting bakkerij-1 "$(day "$1" 0)" 1000 1100 'Bakkerij Van Loon: jaarcontract' 'Dorpsstraat 1, Houten'
	meeting drukker-1 "$(day "$1" 1)" 1330 1430 'Drukkerij De Pers: storing en prijs' 'Havenweg 12, Zwolle'
	meeting zuivel-1 "$(day "$1" 2)" 0900 1000 'Zuivel Noord: kennismaking' 'Melkweg 3, Leeuwarden'
	meeting bouw-1 "$(day "$1" 7)" 1100 1200 'Bouwgroep West: offerte' 'Kade 40, Rotterdam'
	meeting bakkerij-2 "$(day "$1" 14)" 1000 1100 'Bakkerij Van Loon: vervolg' 'Dorpsstraat 1, Houten'
	meeting drukker-2 "$(day "$1" 21)" 1330 1430 'Drukkerij De Pers: evaluatie' 'Havenweg 12, Zwolle'
	printf 'END:VCALENDAR\r\n'
}

# choose_calendars [FILE…]: sets $calendars (a file with a name a line) and $first_moment.
choose_calendars() {
	calendars=$folder/calendars
	: >"$calendars"
	: >"$folder/refused.jsonl"
	first_moment=
	count=0
	if [ $# -gt 0 ]; then
		printf '\nLooking at the calendars first.\n'
		start_daemon
		ours=$TZ
		for file; do
			[ -n "$first_moment" ] || TZ=$(TZ=$ours zone_of "$file")
			look "$file" >"$folder/usable.jsonl"
			here_count=$(wc -l <"$folder/usable.jsonl")
			if [ -z "$first_moment" ] && [ "$here_count" -gt 0 ]; then
				first=$(head -n 1 "$folder/usable.jsonl" | jq .start)
				first_moment=$(date -d "@$((first - 7 * 86400))" +%FT09:00:00%:z)
			fi
			if [ -n "$first_moment" ]; then
				soon=$(jq -cs --argjson t "$(date -d "$first_moment" +%s)" \
					'map(select(.start > $t and .start < $t + 60 * 86400)) | length' "$folder/usable.jsonl")
			else
				soon=0
			fi
			printf '  %s: %s usable meetings, %s of them in the window of the story\n' "${file##*/}" "$here_count" "$soon"
			if [ "$soon" -gt 0 ]; then
				count=$((count + soon))
			else
				printf '    outside of the window, or nothing usable in it\n'
			fi
			printf '%s\n' "$file" >>"$calendars"
		done
		[ -n "$first_moment" ] || TZ=$ours
		stop_daemon
		rm -rf "$folder/data"
		[ ! -s "$folder/refused.jsonl" ] || {
			printf '  not taken, with the reason:\n'
			jq -r '"    \(.uid // .file): \(.refused)"' "$folder/refused.jsonl" | head -n 10
		}
	fi
	if [ "$count" -lt 3 ]; then
		if [ -n "$first_moment" ]; then
			printf '  Fewer than three usable meetings: the bundled calendar joins in, dated from the clock.\n'
		else
			first_moment=2026-05-05T09:00:00+02:00
			[ $# -eq 0 ] || printf '  No usable meeting: the story is played on the bundled calendar.\n'
		fi
		bundled "$(next_tuesday "$first_moment")" >"$folder/bundled.ics"
		printf '%s\n' "$folder/bundled.ics" >>"$calendars"
	fi
}

# The first Tuesday at least a week after a moment.
next_tuesday() {
	for after in 7 8 9 10 11 12 13; do
		day=$(date -d "${1%%T*} + $after days" +%F)
		[ "$(date -d "$day" +%u)" -ne 2 ] || {
			printf '%s\n' "$day"
			return 0
		}
	done
}
