#!/bin/sh
# tests — a month of a coach and two coachees, as their inboxes show it: month_test.sh en|nl, the coach's language; one of
# the coachees reads the other. With a real daemon on a clock that stands still, over the change to summer time. Prints the
# inbox of the month, and with BODIES=1 what is in it; inbox.py says what holds for all of it. 77 without python3.
set -eu
name=month
. "${0%/*}/inbox.sh"
language=$1
case $language in en) other=nl ;; *) other=en ;; esac # Ann reads the coach's, Bo the other one, an hour to the west
state_is() {
	state=$(as "$coach" --output json session show "$1" | sed -n 's/^ *"state": *"\([A-Z_]*\)".*/\1/p' | head -1)
	[ "$state" = "$2" ] || fail "$1 is $state, and should be $2"
}

start
admin person add $coach --display-name Sanne --language "$language" --time-zone Europe/Amsterdam >/dev/null
admin person add $ann --display-name Ann --language "$language" --time-zone Europe/Amsterdam --template account-manager >/dev/null
admin person add $bo --display-name Bo --language $other --time-zone Europe/London --template account-manager >/dev/null
admin coaching add $coach $ann --cadence 14 >/dev/null
admin coaching add $coach $bo --cadence 14 >/dev/null
as $coach team set --told 2026-02-16 >/dev/null

echo "- the first week: Ann is gone along with, prepares by mail, and both talk it through by mail"
harbour=$(meeting $ann "Quarterly talk" 2026-03-05T10:00 2026-03-05T11:00 --customer "Harbour Logistics" --place "Quay 3")
first=$(plan "$harbour" --focus "asking before telling" --travel 45m)
to 2026-03-03T10:00:00+01:00
printf '*1 they choose a date for the trial, and I know who signs\n2 in a hurry; I will be calm and ask short questions\n3 what does it cost, and why not wait; I ask what a day of standing still costs\n4 if they want a discount, then I ask what they give for it\n5 ok\n*6 I let them do the sums themselves\n' |
	reply $ann PREPARE
state_is "$first" SESSION_STATE_PREPARED
echo go | reply $coach DECIDE
state_is "$first" SESSION_STATE_CONFIRMED
to 2026-03-05T11:20:00+01:00
printf 'better than I expected\n' | reply $ann DEBRIEF
printf 'calm and well prepared\n" what does downtime cost you\n+ silence after the price, the customer did the sums\n- three arguments in a row > ask one question first\n! rehearse the opening question @2026-03-12\n? I will call purchasing for you @2026-03-10\n=1 yes\n' |
	reply $coach DEBRIEF
to 2026-03-05T12:00:00+01:00
printf 'correct\n' | reply $ann SIGN
printf 'correct\n' | reply $coach SIGN
state_is "$first" SESSION_STATE_CLOSED

echo "- the second week: nothing comes in from Bo, and the coach does not travel; a promise and an action point are due"
bakery=$(meeting $bo "Renewal" 2026-03-10T13:00 2026-03-10T14:00 --customer "Corner Bakery")
second=$(plan "$bakery" --customer-knows)
to 2026-03-09T17:30:00+01:00
state_is "$second" SESSION_STATE_SKIPPED
to 2026-03-10T09:05:00+01:00
printf 'done\n' | reply $coach ACTION_POINT
to 2026-03-11T09:30:00+01:00
printf 'done\n' | reply $ann ACTION_POINT

echo "- the third week: Bo's meeting moves by a day; the preparation is thin, the coach wants to talk first, and goes"
printer=$(meeting $bo "Contract" 2026-03-18T10:00 2026-03-18T11:00 --customer "Print House" --online)
third=$(plan "$printer")
to 2026-03-16T10:00:00+01:00
as $bo meeting move "$printer" 2026-03-19T10:00 >/dev/null
to 2026-03-16T16:00:00+01:00
printf '1 renewal\n2 fine\n3 price\n4 discount\n5 ok\n6 cake\n' | reply $bo PREPARE
to 2026-03-18T17:00:00+01:00
printf 'talk, what you do when they ask for a discount\n' | reply $coach DECIDE
state_is "$third" SESSION_STATE_CONFIRMED
to 2026-03-19T12:30:00+01:00
printf 'hard, they wanted it cheaper\n' | reply $bo DEBRIEF
printf 'you stayed calm\n+ naming the price without an excuse\n! write down three questions @2026-03-27\n' | reply $coach DEBRIEF
to 2026-03-19T14:00:00+01:00
printf 'correct\n' | reply $bo SIGN
printf 'correct\n' | reply $coach SIGN
state_is "$third" SESSION_STATE_CLOSED

echo "- the fourth week: unannounced with Ann, as the team was told; and Bo lets an action point go by"
garage=$(meeting $ann "Yearly talk" 2026-03-24T14:00 2026-03-24T15:00 --customer "North Garage")
fourth=$(plan "$garage" --unannounced --travel 30m)
to 2026-03-24T12:29:00+01:00
$inbox silent "$mail" $ann "North Garage" || fail "Ann knows of what was not announced"
to 2026-03-24T12:40:00+01:00
printf 'yes yes no\nlet them finish\n' | reply $coach CHECK
to 2026-03-24T15:30:00+01:00
printf 'yes\n' | reply $ann CONFIRM
printf 'a surprise, and fine\n' | reply $ann DEBRIEF
printf 'you led\n+ the summary at the end\n! send the summary the same day @2026-04-02\n' | reply $coach DEBRIEF

echo "- over the change to summer time: Ann prepares on the last morning; after that nobody writes anything down"
school=$(meeting $ann "Start of the trial" 2026-03-31T09:30 2026-03-31T10:30 --customer "South School")
fifth=$(plan "$school")
to 2026-03-30T09:10:00+02:00
printf '1 we begin on Monday, and I know who decides about the rooms\n2 curious; I will let the head of the school talk first\n3 whether it can wait until summer; then I tell what other schools did\n*4 if they hesitate, then we start with one class\n5 ok\n6 a plan on one page\n' |
	reply $ann PREPARE
printf 'go\n' | reply $coach DECIDE
state_is "$fifth" SESSION_STATE_CONFIRMED
to 2026-04-10T18:00:00+02:00

$inbox print "$mail" ${BODIES:+bodies}
echo "- each message of the month came once, in its reader's language, at an hour of theirs, and few they were"
$inbox check "$mail" $coach=$language=Europe/Amsterdam $ann=$language=Europe/Amsterdam $bo=$other=Europe/London ||
	fail "the inbox is not as promised"
