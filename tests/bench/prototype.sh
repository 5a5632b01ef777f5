#!/bin/sh
# tests/bench/ — one session from plan to closed, with all that it leaves: prototype.sh SERVER, a daemon on a clock that
# stands still, with its reminders and its check. history.c multiplies it.
set -eu
server=$1
coach=coach-00000000@example.com
coachee=coachee-00000000@example.com
run() { "$RIDEALONG_BUILD/bin/ridealong" --server "$server" --no-input "$@"; }
name_of() { sed -n 's/.*"name": *"\('"$1"'\/[^"]*\)".*/\1/p' | head -1; }
to() { run clock advance --to "$1" >/dev/null; }

run person add $coach --display-name "Coach 00000000" --language en --time-zone Europe/Amsterdam >/dev/null
run person add $coachee --display-name "Coachee 00000000" --language nl --time-zone Europe/Amsterdam --template account-manager >/dev/null
run coaching add $coach $coachee --cadence 28 >/dev/null
run --as $coach team set --told 2026-02-16 >/dev/null
meeting=$(run --as $coachee --output json meeting add "Quarterly talk" --start 2026-03-05T10:00 --end 2026-03-05T11:00 \
	--customer "Harbour Logistics" --place "Quay 3" | name_of meetings)
session=$(run --as $coach --output json session plan "$meeting" --focus "asking before telling" --travel 45m | name_of sessions)
to 2026-03-03T10:00:00+01:00
run --as $coachee prep write "$meeting" - >/dev/null <<END
*1 they choose a date for the trial, and I know who signs
2 in a hurry; I will be calm and ask short questions
3 what does it cost, and why not wait; I ask what a day of standing still costs
4 if they want a discount, then I ask what they give for it
5 $coach sits in and listens
*6 I let them do the sums themselves
END
run --as $coachee prep submit "$meeting" >/dev/null
run --as $coach session decide "$session" go >/dev/null
to 2026-03-05T10:02:00+01:00
run --as $coach session start "$session" >/dev/null
run --as $coach note "$session" '" what does downtime cost you' >/dev/null
run --as $coach note "$session" '+ silence after the price, the customer did the sums' >/dev/null
run --as $coach note "$session" '- three arguments in a row > ask one question first' >/dev/null
run --as $coach note "$session" '=1 yes =2 partly' >/dev/null
run --as $coach note "$session" '^n' >/dev/null
to 2026-03-05T11:06:00+01:00
run --as $coachee debrief write "$session" "better than I expected" >/dev/null
run --as $coach debrief write "$session" "calm and well prepared" >/dev/null
run --as $coach debrief write "$session" "! rehearse the opening question @2026-03-12" >/dev/null
to 2026-03-05T11:20:00+01:00
run --as $coachee debrief sign "$session" >/dev/null
run --as $coach debrief sign "$session" >/dev/null
to 2026-03-13T10:00:00+01:00
run --as $coachee action done "$(run --as $coachee --output json action list | name_of actionPoints)" >/dev/null
to 2026-03-16T10:00:00+01:00
run --as $coach --output json session show "$session" | grep -q SESSION_STATE_CLOSED
