#!/bin/sh
# The preparation check over a few weeks, at a real daemon with the real command line: what it found is kept and explained
# in both languages, an appeal and its answer are told, and what other settings would have come to is tried on what is past.
set -eu
name=gate
. "${0%/*}/daemon.sh"

says() {
	printf '%s' "$2" | grep -qF -- "$1" || fail "it does not say \"$1\" but: $2"
}
silent() {
	if printf '%s' "$2" | grep -qF -- "$1"; then fail "it says \"$1\": $2"; fi
}
may_not() {
	person=$1
	shift
	if "$bin/ridealong" --server "$server" --no-input --as "$person" "$@" >"$place/out" 2>&1; then
		fail "$person may: $*"
	fi
	cat "$place/out"
}
# visit DAY HOUR: a meeting of the coachee on that day of March, and its session, planned
visit() {
	cat >"$place/$1.ics" <<-END
		BEGIN:VCALENDAR
		VERSION:2.0
		PRODID:-//test//test//EN
		BEGIN:VEVENT
		UID:visit-$1
		DTSTAMP:20260301T080000Z
		DTSTART:202603$1T090000Z
		DTEND:202603$1T100000Z
		SUMMARY:Visit of $1
		ATTENDEE;CN=Buyer:mailto:buyer@customer.example
		END:VEVENT
		END:VCALENDAR
	END
	admin calendar import "$place/$1.ics" --owner noor@example.com >/dev/null
	meeting=$(as noor@example.com --output json meeting list --from "2026-03-$1" --until "2026-03-$1T23:00" | id_of meetings)
	session=$(as ruud@example.com --output json session plan "$meeting" ${2:+"$2"} | id_of sessions)
	[ -n "$session" ] || fail "no session on $1"
}
state() { as ruud@example.com --output json session show "$1" | sed -n 's/.*"state": "SESSION_STATE_\([A-Z_]*\)".*/\1/p' | head -1; }
prepare() {
	as noor@example.com prep write "$1" "1 a decision about the trial and a date for it" \
		"2 businesslike, and I stay calm and ask on" "3 price: over three years; delivery: four weeks after yes" \
		"4 if purchasing joins I begin with the figures, else with the idea" "6 a comparison with their own downtime last year" >/dev/null
	as noor@example.com prep submit "$1" >/dev/null
}

cat >"$place/conf" <<-END
	[daemon]
	data = $data
	listen = $server
	same_user = admin
	plugins = calendar reminders skip_unprepared
	[plugin calendar]
	[plugin reminders]
	maildir = $place/mail
	inbox = $place/inbox
	domain = example.com
	[plugin skip_unprepared]
	[team els@example.com]
	gate = ask
END
mkdir -p "$place/inbox/new" "$place/inbox/cur" "$place/inbox/tmp" "$place/mail"
start
admin person add noor@example.com --display-name "Noor" --language nl --time-zone Europe/Amsterdam --template account-manager >/dev/null
admin person add ruud@example.com --display-name "Ruud" --time-zone Europe/Amsterdam >/dev/null
admin coaching add ruud@example.com noor@example.com >/dev/null

# ---- nothing comes in: before, at and after the check
visit 05 --customer-knows
first=$session
first_meeting=$meeting
says "no preparation has come in yet; the check looks on Wednesday 4 March 15:00" "$(as ruud@example.com gate explain "$first")"
admin clock advance --to 2026-03-04T15:01:00+01:00 >/dev/null
[ "$(state "$first")" = SKIPPED ] || fail "the coach was not withdrawn"
told=$(as ruud@example.com gate explain "$first")
says "the coach does not come along" "$told"
says "no preparation had come in by 15:00" "$told"
says "Looked: Wed, 4 Mar 2026, 15:00" "$told"
says "a preparation before Wednesday 4 March 17:00 brings the coach back by itself" "$told"
says "Rule: skip_unprepared/2 (on; 4 words; taken over from 0.85 on, 4 answers of one of the last 5)" "$told"
silent "not prepared" "$told"
told=$(as noor@example.com --locale nl gate explain "$first")
says "de coach gaat niet mee" "$told"
says "om 15:00 was er nog geen voorbereiding binnen" "$told"
says "Sindsdien:" "$told"
silent "niet voorbereid" "$told"
# the meeting itself stands; a skip is a subject for the next one-on-one of the two
says "MEETING_STATE_SCHEDULED" "$(as noor@example.com --output json meeting show "$first_meeting")"
says "$first" "$(as ruud@example.com --output json agenda list)"
# the freed time goes to the coach alone; the coachee is asked to tell the customer, who was told of two
coach_mail=$(cat "$place"/mail/ruud@example.com/*/* 2>/dev/null || true)
coachee_mail=$(cat "$place"/mail/noor@example.com/*/* 2>/dev/null || true)
says "going along with Noor" "$coach_mail"
says "alleen" "$coachee_mail"
silent "vrij" "$coachee_mail"

# ---- prepared after all, after the grace: the coach decides, and that is told
admin clock advance --to 2026-03-04T18:00:00+01:00 >/dev/null
prepare "$first_meeting"
told=$(as ruud@example.com gate explain "$first")
says "the preparation came in on Wednesday 4 March 18:00" "$told"
says "a second look was asked for" "$told"
says "the coach has been asked, and can answer until Thursday 5 March 09:30" "$told"
as ruud@example.com session decide "$first" go >/dev/null
told=$(as ruud@example.com gate explain "$first")
says "the coach decided on Wednesday 4 March 18:00: coming along" "$told"
says "no preparation had come in by 15:00" "$told"
[ "$(state "$first")" = CONFIRMED ] || fail "the coach's yes did not win"

# ---- in time, the same again: copied; and one with an answer that says little
admin clock advance 1h >/dev/null
visit 10
second=$session
prepare "$meeting"
admin clock advance --to 2026-03-09T15:01:00+01:00 >/dev/null
[ "$(state "$second")" = PREPARED ] || fail "a copy withdrew the coach"
says "answers are the same as in an earlier preparation" "$(as ruud@example.com gate explain "$second")"
visit 17
third=$session
as noor@example.com prep write "$meeting" "1 hear about the budget for spring" "2 friendly, in a hurry" "3 rivals: why ours is quieter" \
	"4 two turns: they postpone, or they sign; I have a form for both" "6 photos of our newest site" >/dev/null
as noor@example.com prep submit "$meeting" >/dev/null
admin clock advance --to 2026-03-16T15:01:00+01:00 >/dev/null
says "nothing stands in the way" "$(as ruud@example.com gate explain "$third")"

# ---- tried with other settings, over what is past
admin clock advance --to 2026-03-18T09:00 >/dev/null
told=$(as ruud@example.com gate simulate)
says "the coach would not come along" "$told"
says "Otherwise: 0" "$told"
before=$(as ruud@example.com --output json session list)
told=$(as ruud@example.com gate simulate --thin-words 6 --alike 0.99 --alike-answers 7)
says "no preparation had come in by 15:00" "$told"
says "is short so far" "$told"
says "Otherwise: 2" "$told"
says "Otherwise: 1" "$(as ruud@example.com gate simulate --gate ask)"
says "this team works without the check" "$(as ruud@example.com gate simulate --gate off)"
told=$(as ruud@example.com --locale nl gate simulate --thin-words 6 --differing)
says "Met deze instellingen" "$told"
says "is nog kort" "$told"
silent "om 15:00 was er nog geen voorbereiding binnen" "$told"
says '"differing": 1' "$(as ruud@example.com --output json gate simulate --gate ask)"
[ "$(as ruud@example.com --output json session list)" = "$before" ] || fail "a simulation changed something"

# ---- for the two only: the coachee coaches nobody, and administrators get sums of a quarter, of enough people
says "No session that began in that time had a preparation check." "$(as noor@example.com --locale en gate simulate)"
if "$bin/ridealong" --server "$server" gate simulate >"$place/out" 2>&1; then fail "an administrator reads sessions"; fi
says "administrators get sums over everybody in one quarter" "$(cat "$place/out")"
admin clock advance --to 2026-04-02T09:00 >/dev/null
if "$bin/ridealong" --server "$server" gate simulate --quarter 2026-Q1 >"$place/out" 2>&1; then fail "sums of one person"; fi
says "at least five people under at least three coaches" "$(cat "$place/out")"
says "--alike is between 0 and 1" "$(may_not ruud@example.com gate simulate --alike 85)"
may_not ruud@example.com gate simulate --gate perhaps >/dev/null

# ---- a team whose check asks only: the coach hears that nothing came in, and nobody is withdrawn
admin person add sam@example.com --display-name "Sam" --time-zone Europe/Amsterdam >/dev/null
admin person add els@example.com --display-name "Els" --time-zone Europe/Amsterdam >/dev/null
admin coaching add els@example.com sam@example.com >/dev/null
meeting=$(as sam@example.com --output json meeting add "Talk" --start 2026-04-09T10:00 --customer "Bakery" | id_of meetings)
asked=$(as els@example.com --output json session plan "$meeting" | id_of sessions)
admin clock advance --to 2026-04-08T15:01:00+02:00 >/dev/null
says '"state": "SESSION_STATE_PLANNED"' "$(as els@example.com --output json session show "$asked")"
coach_mail=$(cat "$place"/mail/els@example.com/*/* 2>/dev/null || true)
says "would you take a look" "$coach_mail"
says "preparation had come in by 15:00" "$coach_mail"
says "Reply-To: ridealong+" "$coach_mail"

# ---- who else looked is known
as ruud@example.com gate explain "$third" >/dev/null
says "what the preparation check thinks" "$(as noor@example.com --locale en person access)"
echo "told"
