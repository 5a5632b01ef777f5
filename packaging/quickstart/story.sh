# The story: one coach, one account manager, three sessions. Sourced by quickstart.sh.

coach=sanne@example.com
coachee=daan@example.com

title() { printf '\n\033[1m%s\033[0m\n' "$*"; }
say() { printf '%s\n' "$*"; }

# as WHO COMMAND…: prints the command as it would be typed, and its outcome.
as() {
	who=$1
	shift
	printf '\n$ ridealong'
	[ "$who" = admin ] || printf ' --as %s' "$who"
	for word; do
		case $word in
		*[!A-Za-z0-9@/:.,_+=-]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
	if [ "$who" = admin ]; then ridealong "$@"; else ridealong --as "$who" "$@"; fi
}

# get WHO FILTER COMMAND…: one value of the command's JSON.
get() {
	who=$1 filter=$2
	shift 2
	if [ "$who" = admin ]; then
		ridealong --output json "$@" | jq -r "$filter"
	else
		ridealong --output json --as "$who" "$@" | jq -r "$filter"
	fi
}

expect() { # WHAT ACTUAL WANTED
	[ "$2" = "$3" ] || {
		printf 'quickstart: %s is %s, and should be %s\n' "$1" "$2" "$3" >&2
		exit 1
	}
}

state_of() { get admin .state session show "$1"; }

# advance_to EPOCH: never backwards.
advance_to() {
	now=$(date -d "$(get admin .clockTime clock show)" +%s)
	[ "$1" -gt "$now" ] || return 0
	as admin clock advance --to "$(date -d "@$1" +%FT%T%:z)"
}

# mails_of ADDRESS: shows what came in since the last time.
mails_of() {
	mkdir -p "$folder/read"
	for file in "$folder/mail/$1"/new/*; do
		[ -e "$file" ] || continue
		printf '\n  ┌ a mail to %s\n' "$1"
		mshow -h subject "$file" 2>/dev/null | sed 's/^/  │ /'
		cp "$file" "$folder/read/$1.${file##*/}"
		mv "$file" "$folder/mail/$1/cur/${file##*/}:2,S"
	done
}

# mail_with ADDRESS WORDS: shows what came in; $mail is the newest mail whose subject or text has the words.
mail_with() {
	mails_of "$1"
	mail=
	for file in "$folder/read/$1."*; do
		if mshow -h subject "$file" 2>/dev/null | grep -qF -- "$2"; then mail=$file; fi
	done
	[ -n "$mail" ] || {
		printf 'quickstart: there is no mail to %s with "%s"\n' "$1" "$2" >&2
		exit 1
	}
}

# answer WHO: answers $mail with the lines on standard input, as a mail program would, and lets it be read.
answer() {
	reply=$folder/inbox/tmp/$$.$(date +%s%N)
	{
		printf 'From: %s\nTo: %s\nMessage-ID: <%s@mailer.example>\n' "$1" "$(mhdr -h reply-to "$mail")" "${reply##*/}"
		printf 'In-Reply-To: %s\nSubject: Re: %s\n' "$(mhdr -h message-id "$mail")" "$(mhdr -dh subject "$mail" | head -n 1)"
		printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n'
		tee "$folder/answer"
		printf '\nOn Tuesday Ridealong wrote:\n'
		mshow -N "$mail" 2>/dev/null | sed 's/^/> /'
	} >"$reply"
	printf '\n  ┌ %s answers by mail\n' "$1"
	sed 's/^/  │ /' "$folder/answer"
	mv "$reply" "$folder/inbox/new/${reply##*/}"
	as admin clock advance 1m
}

people_and_calendar() {
	title '1. People and a calendar'
	as admin status
	as admin person add "$coach" --display-name Sanne --language en --time-zone "$TZ"
	as admin person add "$coachee" --display-name Daan --language nl --time-zone "$TZ" --template account-manager
	as admin coaching add "$coach" "$coachee" --cadence 14
	as "$coach" team set --told "$(date -d "${first_moment%%T*} - 14 days" +%F)"
	while read -r file; do
		as admin calendar import "$file" --owner "$coachee"
	done <"$calendars"
	as "$coachee" meeting list
}

# Three meetings that do not touch, from the fourth day on: to be prepared, left empty, and unannounced.
choose_meetings() {
	day=$(($(date -d "$first_moment" +%s) + 4 * 86400))
	get "$coachee" '.meetings[] | [.startTime, .endTime, .name, .allDay // false] | @json' meeting list --page-size 500 |
		jq -rs --argjson day "$day" "$times"'
			map(select(.[3] == false) | {from: (.[0] | at), until: (.[1] | at), name: .[2]})
			| map(select(.from >= $day and in_office(.from; .until))) | sort_by(.from)
			| reduce .[] as $m ([]; if length == 0 or $m.from >= .[-1].until + 7200 then . + [$m] else . end)
			| .[:4][] | "\(.from) \(.until) \(.name)"' >"$folder/chosen"
	[ "$(wc -l <"$folder/chosen")" -ge 3 ] || {
		printf 'quickstart: fewer than three meetings fit the story\n' >&2
		exit 1
	}
	read -r from1 until1 meeting1 <<-ROW
		$(sed -n 1p "$folder/chosen")
	ROW
	read -r from2 until2 meeting2 <<-ROW
		$(sed -n 2p "$folder/chosen")
	ROW
	read -r from3 until3 meeting3 <<-ROW
		$(sed -n 3p "$folder/chosen")
	ROW
}

plan() {
	title '2. The coach looks for meetings worth joining, and plans three sessions'
	as "$coach" session suggest
	as "$coach" session plan "$meeting1" --focus 'asking before telling'
	as "$coach" session plan "$meeting2"
	as "$coach" session plan "$meeting3" --unannounced
	session1=$(get "$coach" '.sessions[0].name' session list --meeting "$meeting1")
	session2=$(get "$coach" '.sessions[0].name' session list --meeting "$meeting2")
	session3=$(get "$coach" '.sessions[0].name' session list --meeting "$meeting3")
	cutoff2=$(date -d "$(get "$coach" .cutoffTime session show "$session2")" +%s)
	departure1=$(date -d "$(get "$coach" .departureTime session show "$session1")" +%s)
	departure3=$(date -d "$(get "$coach" .departureTime session show "$session3")" +%s)
	as "$coach" session list
	say 'The account manager sees two of them; the third is for later:'
	as "$coachee" session list
	expect 'the number of sessions the account manager sees' "$(get "$coachee" '.sessions | length' session list)" 2
}

prepare() {
	title '3. The account manager is asked to prepare, and answers the mail'
	as admin clock advance 1m
	mail_with "$coachee" 'Sanne gaat mee'
	mail=$(grep -l "$(printf %s "$session1" | tail -c 12)" "$folder/read/$coachee."* 2>/dev/null | head -n 1) || true
	[ -n "$mail" ] || mail=$(ls "$folder/read/$coachee."* | head -n 1)
	answer "$coachee" <<-LINES
		* 1 De klant kiest een startdatum; ik wil het budget horen voordat ik vertel
		2 Wat gehaast, maar vriendelijk. Ik stel eerst drie vragen en laat stiltes vallen
		3 Wat kost het per maand, en waarom nu? Ik leg de besparing naast de storingen van vorig jaar
		* 4 Als de prijs te hoog is, dan vraag ik waarmee ze vergelijken. Als de inkoper weg is, dan plan ik een tweede afspraak
		* 6 Ik neem een vergelijking mee met drie bedrijven in de buurt
	LINES
	mails_of "$coachee"
	as "$coach" prep show "$meeting1"
	expect 'the session' "$(state_of "$session1")" SESSION_STATE_PREPARED
}

decide() {
	title '4a. The coach reads the preparation, and decides'
	mails_of "$coach"
	as "$coach" session decide "$session1" go --reason 'Good questions. Leave a silence after the price.'
	expect 'the session' "$(state_of "$session1")" SESSION_STATE_CONFIRMED
}

gate() {
	title '4b. Nothing came in for the other one: the coach does not travel'
	advance_to $((cutoff2 + 60))
	as "$coach" session show "$session2"
	expect 'the session' "$(state_of "$session2")" SESSION_STATE_SKIPPED
	as "$coach" gate explain "$session2"
	mails_of "$coachee"
	mails_of "$coach"
	as "$coachee" agenda list
	say 'The customer meeting itself stands:'
	as "$coachee" meeting show "$meeting2"
	expect 'the meeting' "$(get "$coachee" .state meeting show "$meeting2")" MEETING_STATE_SCHEDULED
}

card() {
	title '5. An hour before departure: the card for the road'
	advance_to $((departure1 - 3540))
	mails_of "$coach"
	as "$coach" session card "$session1"
}

notes() {
	title '6. At the meeting: notes in seconds, and the first one starts the session'
	advance_to $((from1 + 600))
	as "$coach" note "$session1" '" "what does downtime cost you?"'
	printf '%s\n' '+ silence after the price, the customer did the sums' '^n' '=1 yes =2 partly =3 yes' |
		as "$coach" note @now
	expect 'the session' "$(state_of "$session1")" SESSION_STATE_IN_PROGRESS
	advance_to "$until1"
	as "$coach" session finish "$session1"
}

smallest_debrief() {
	title '7a. Right after, on the car park: the smallest complete debrief'
	advance_to $((until1 + 300))
	as "$coachee" debrief write "$session1" 'Beter dan ik dacht, het budget kwam vanzelf op tafel'
	printf '%s\n' 'I liked sitting back; you held the silence' '+ you asked before you told' \
		'- three arguments in a row > one question first' | as "$coach" debrief write "$session1"
	as "$coachee" debrief write "$session1" '! openingsvraag oefenen met een collega'
	as "$coachee" debrief sign "$session1" --correct
	as "$coach" debrief sign "$session1" --correct
	expect 'the session' "$(state_of "$session1")" SESSION_STATE_CLOSED
}

hidden() {
	title '5b. The unannounced one: an hour and a minute before departure it cannot be seen'
	advance_to $((departure3 - 3660))
	say 'The account manager asks for it by its name:'
	if as "$coachee" session show "$session3"; then
		printf 'quickstart: the unannounced session could be seen\n' >&2
		exit 1
	fi
	title '5c. And now it is revealed'
	advance_to $((departure3 - 3540))
	as "$coachee" session show "$session3"
	mails_of "$coachee"
	mails_of "$coach"
}

full_debrief() {
	title '7b. The other session is led through in full, as a guided conversation'
	advance_to $((from3 + 300))
	as "$coach" session start "$session3"
	advance_to "$until3"
	as "$coach" session finish "$session3"
	advance_to $((until3 + 300))
	guide_debrief
	as "$coachee" debrief sign "$session3" --correct
	[ "$(state_of "$session3")" = SESSION_STATE_CLOSED ] || as "$coach" debrief sign "$session3" --correct
	as "$coach" debrief show "$session3"
	expect 'the session' "$(state_of "$session3")" SESSION_STATE_CLOSED
}

# The coach types at a terminal of its own.
guide_debrief() {
	cat >"$folder/typed" <<-LINES
		Spannend, maar ik kon mijn verhaal kwijt
		I saw a customer who wanted to be heard
		the customer said "finally somebody who asks"
		
		you summed up in the customer's words
		
		the offer came early
		ask what happens without it
		
		samenvatten voor elk voorstel
		
		
		I will call purchasing for you

	LINES
	printf '\n$ ridealong --as %s debrief guide %s\n' "$coach" "$session3"
	script -qec "ridealong --as $coach debrief guide $session3" /dev/null <"$folder/typed" | tr -d '\r'
}

follow_up() {
	title '8. Time moves on: the action point is due, and is answered "done"'
	action=$(get "$coachee" '[.actionPoints[] | select(.session == "'"$session1"'")][0].name' action list)
	due=$(get "$coachee" .dueDate action show "$action")
	advance_to $(($(date -d "$due 10:00" +%s) - 86400))
	mail_with "$coachee" 'wat je je voornam'
	printf 'klaar\n' | answer "$coachee"
	mails_of "$coachee"
	mails_of "$coach"
	expect 'the action point' "$(get "$coachee" .state action show "$action")" ACTION_POINT_STATE_DONE
	say 'In the next preparation it is there to look back at:'
	next=$(sed -n 4p "$folder/chosen" | cut -d' ' -f3)
	as "$coachee" prep show "${next:-$meeting2}"
}

report() {
	title '9. What it amounts to'
	as "$coach" report
}

# Each scene has its moment; calendars differ in which comes first.
# QUICKSTART_STOP names a plugin that is stopped before: its scene must fail.
play() {
	[ -z "${QUICKSTART_STOP:-}" ] || as admin plugin disable "$QUICKSTART_STOP"
	people_and_calendar
	choose_meetings
	plan
	prepare
	decide
	{
		printf '%s gate\n' $((cutoff2 + 60))
		printf '%s card\n' $((departure1 - 3540))
		printf '%s notes\n' $((from1 + 600))
		printf '%s smallest_debrief\n' $((until1 + 300))
		printf '%s hidden\n' $((departure3 - 3660))
		printf '%s full_debrief\n' $((from3 + 300))
	} | sort -sn | cut -d' ' -f2 >"$folder/scenes"
	for scene in $(cat "$folder/scenes"); do
		$scene
	done
	follow_up
	report
}

farewell() {
	title 'That was the story. To use it for real:'
	cat <<-LINES
		  cd build && cpack && sudo apt install ./ridealong_*.deb
		  sudo ridealong person add YOU@example.com --display-name YOU
		  sudo ridealong calendar import YOUR.ics --owner YOU@example.com
		  ridealong help
		or look around in a simulation of your own:
		  sh packaging/quickstart.sh --serve
	LINES
}
