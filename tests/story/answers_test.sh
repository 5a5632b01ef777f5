#!/bin/sh
# tests — every kind of answer by mail is acknowledged with what was understood, what was not and what is next:
# answers_test.sh en|nl, the language of all. With a real daemon on a clock that stands still. Prints each answer with its
# acknowledgement; inbox.py says what holds for all of them. 77 without python3.
set -eu
name=answers
. "${0%/*}/inbox.sh"
language=$1
cas=cas@example.com
hanna=hanna@example.com # of HR, so confidential
covered=
# says WHO KIND ENGLISH DUTCH [ENGLISH DUTCH]…: answers their newest mail of that kind with the first pair (\n between
# lines), and expects the others in what comes back. "!" before one: it must not be there.
says() {
	who=$1 kind=$2 lines=$3
	[ "$language" = en ] || lines=$4
	shift 4
	covered="$covered $kind"
	printf '%b\n' "$lines" | reply "$who" "$kind"
	printf '\n%s answers %s:\n' "${who%@*}" "$kind"
	printf '%b\n' "$lines" | sed 's/^/    > /'
	$inbox acknowledged "$mail" "$who" "$language" >"$place/said" && good=yes || good=no
	sed 's/^/    | /; s/ *$//' "$place/said"
	[ $good = yes ] || fail "it is not well acknowledged"
	while [ $# -gt 1 ]; do
		expected=$1
		[ "$language" = en ] || expected=$2
		case $expected in
		!*) ! grep -qF -- "${expected#!}" "$place/said" || fail "it says: ${expected#!}" ;;
		*) grep -qF -- "$expected" "$place/said" || fail "it does not say: $expected" ;;
		esac
		shift 2
	done
}

start
for who in ann bo cas hanna sanne; do
	template=account-manager
	[ $who != hanna ] || template=hr
	admin person add $who@example.com --display-name "$(printf %s $who | cut -c1 | tr a-z A-Z)$(printf %s $who | cut -c2-)" \
		--language "$language" --time-zone Europe/Amsterdam --template $template >/dev/null
done
for who in ann bo hanna cas; do
	coaching=$(admin --output json coaching add $coach $who@example.com --cadence 28 | id_of coachings)
done
as $coach team set --told 2026-02-16 >/dev/null

echo "- Ann prepares, in three mails"
one=$(meeting $ann "Quarterly talk" 2026-03-05T10:00 2026-03-05T11:00 --customer "Harbour Logistics")
plan "$one" --travel 45m >/dev/null
to 2026-03-02T10:00:00+01:00
says $ann PREPARE 'Thanks, I will look tomorrow' 'Dank je, ik kijk morgen' \
	'not handed in' 'niet ingeleverd' 'number of the question' 'nummer van de vraag' 'Thanks, I will look tomorrow' 'Dank je, ik kijk morgen'
says $ann PREPARE \
	'*1 a date for the trial\n*2 calm and short\ngoal: and I know who signs\nthe price\nif they want a discount, then I ask what they give' \
	'*1 een datum voor de proef\n*2 rustig en kort\ndoel: en ik weet wie tekent\nde prijs\nals ze korting willen, dan vraag ik wat ze geven' \
	'Harbour Logistics, Thursday 5 March 10:00' 'Harbour Logistics, donderdag 5 maart 10:00' \
	'Sanne can read it' 'Sanne kan die lezen' 'Still open, and that is fine: 6.' 'Nog open, en dat mag: 6.' \
	'(answer to 1: goal, intention)' '(antwoord op 1: doel, voornemen)' '(answer to 3: questions)' '(antwoord op 3: vragen)' \
	'(answer to 4: scenarios)' '(antwoord op 4: wendingen)' \
	'(answer to 2: behaviour; this question gives no intention; the answer is kept)' \
	'(antwoord op 2: houding; bij deze vraag hoort geen voornemen; het antwoord is bewaard)'
says $ann PREPARE '5 ok\n*6 a figure\n7 my silences' '5 klopt\n*6 een cijfer\n7 mijn stiltes' \
	'(what stands there stays)' '(wat er staat blijft staan)' '(answer to 6: exceed, intention)' '(antwoord op 6: verrassing, voornemen)' \
	'(answer to 7: focus)' '(antwoord op 7: aandacht)' '!Still open' '!Nog open' '!Not clear' '!Niet duidelijk'
says $ann PREPARE '1 another goal' '1 een ander doel' \
	'answered already' 'al beantwoord' 'bring along' 'neem mee'

echo "- Sanne decides"
says $coach DECIDE perhaps misschien \
	'put go, talk or no' 'zet ga, doorspreken of niet' 'Answer the same mail once more' 'Antwoord nog eens op dezelfde mail' \
	'You wrote:' 'Je schreef:' perhaps misschien
says $coach DECIDE 'talk, about the discount' 'doorspreken, over de korting' \
	'coming along, talk first: "about the discount". Ann is told.' 'gaat mee, eerst nog doorspreken: "over de korting". Ann krijgt bericht.'
two=$(meeting $bo "Renewal" 2026-03-06T10:00 2026-03-06T11:00 --customer "Corner Bakery")
plan "$two" >/dev/null
to 2026-03-03T09:30:00+01:00
says $bo PREPARE \
	'a longer contract with a better price\nin a hurry but kind, and I stay calm\nwhether it can be cheaper and how soon\nif they say no then I ask why' \
	'een langer contract met een betere prijs\nhaastig maar aardig, en ik blijf rustig\nof het goedkoper kan en hoe snel\nals ze nee zeggen dan vraag ik waarom' \
	'(answer to 1: goal)' '(antwoord op 1: doel)' '(answer to 4: scenarios)' '(antwoord op 4: wendingen)' 'fine: 6' 'mag: 6'
says $coach DECIDE 'no, I have to be in court' 'niet, ik moet naar de rechtbank' \
	'not coming along: "I have to be in court". Bo is told.' 'gaat niet mee: "ik moet naar de rechtbank". Bo krijgt bericht.'
three=$(meeting $hanna "Talk" 2026-03-09T10:00 2026-03-09T11:00 --customer "Somebody Else")
plan "$three" >/dev/null
to 2026-03-04T10:00:00+01:00
says $hanna PREPARE \
	'1 rest and a next step\n2 nervous; I am quiet\n3 what happens now; I promise a date\n4 if tears come, then I wait\n5 yes\n6 I sum up' \
	'1 rust en een volgende stap\n2 zenuwachtig; ik ben stil\n3 wat er nu gebeurt; ik zeg een datum toe\n4 als er tranen komen, dan wacht ik\n5 ja\n6 ik vat samen' \
	'your conversation, Monday 9 March' 'je gesprek, maandag 9 maart' '!Somebody' '!Somebody'
says $coach DECIDE alone alleen \
	'leave the two of them to it. Hanna is told' 'aan hen tweeën. Hanna krijgt bericht' '!Somebody' '!Somebody'

echo "- on the road, and after"
to 2026-03-05T08:30:00+01:00
says $coach CARD 'asking before telling\n3 the plant in Breda' 'vragen voor vertellen\n3 de fabriek in Breda' \
	'Your lines are on the card' 'Je regels staan op het kaartje' '(answer to 1: focus)' '(antwoord op 1: aandacht)' \
	'(answer to 3: bridge)' '(antwoord op 3: bruggetje)'
to 2026-03-05T11:20:00+01:00
says $coach DEBRIEF \
	'calm and well prepared\n" what does downtime cost you\n+ silence after the price =2\n- three arguments in a row > ask one question first\n! rehearse the opening question @2026-03-12 #training\n? I will call purchasing for you @2026-03-10\n=1 yes =2 partly =9 yes\n^n ^x\n! send it @someday\n! a third one' \
	'rustig en goed voorbereid\n" wat kost stilstand u\n+ stilte na de prijs =2\n- drie argumenten op rij > eerst een vraag\n! openingsvraag oefenen @2026-03-12 #training\n? ik bel inkoop voor je @2026-03-10\n=1 ja =2 deels =9 ja\n^z ^x\n! opsturen @ooit\n! een derde' \
	'Ann reads them after saying how it went' 'Ann leest ze na zelf verteld te hebben hoe het ging' \
	'(experience)' '(ervaring)' '(seen or heard)' '(gezien of gehoord)' '(worked, intention 2)' '(werkte, voornemen 2)' \
	'(tip, with a first step)' '(tip, met een eerste stap)' \
	'(action point, by Thursday 12 March; by training)' '(actiepunt, uiterlijk donderdag 12 maart; door training)' \
	'(promise, by Tuesday 10 March)' '(toezegging, uiterlijk dinsdag 10 maart)' \
	'(intention 1: happened; intention 2: partly; there is no intention 9; kept as text)' \
	'(voornemen 1: gebeurd; voornemen 2: deels; er is geen voornemen 9; bewaard als tekst)' \
	'(help given: nudged; note; help is ^a added' '(hulp gegeven: zetje gegeven; notitie; hulp is ^a aangevuld' \
	'(action point, before the next session; the day after @ was not understood' \
	'(actiepunt, voor de volgende sessie; de dag achter @ is niet begrepen' \
	'(two for Ann from one conversation are enough: choose two; kept as text)' \
	'(twee voor Ann uit één gesprek is genoeg: kies er twee; bewaard als tekst)'
says $ann DEBRIEF 'better than I expected\n=2 yes' 'ging beter dan ik dacht\n=2 ja' \
	'All is there' 'Alles staat er' 'a mail to do so follows' 'daarvoor komt een mail' \
	'(intention 2, as you see it: happened)' '(voornemen 2, zoals jij het ziet: gebeurd)'
to 2026-03-05T12:00:00+01:00
says $ann SIGN 'thanks!' 'dank je!' 'answer "correct" to sign' 'antwoord "klopt" om te tekenen' 'You wrote:' 'Je schreef:'
says $ann SIGN '+ the coffee\nI said Wednesday' '+ de koffie\nik zei woensdag' \
	'nothing is signed yet' 'nog niet getekend' '(worked)' '(werkte)' \
	'not kept yet, so send it in answer to that one: "I said Wednesday"' 'nog niet bewaard, stuur die dus als antwoord daarop: "ik zei woensdag"'
says $coach SIGN correct klopt 'nothing is signed yet' 'nog niet getekend' 'as it is now follows' 'zoals die nu is'
to 2026-03-05T12:30:00+01:00
says $ann SIGN 'I said Wednesday' 'ik zei woensdag' \
	'seen, with this remark: "I said Wednesday"' 'gezien, met deze opmerking: "ik zei woensdag"' 'Sanne reads it and signs' 'Sanne leest het en tekent'
says $coach SIGN correct klopt 'You signed: correct.' 'Je tekende: klopt.'

echo "- Cas invites, and does not write much"
four=$(meeting $cas "Start" 2026-03-09T14:00 2026-03-09T15:00 --customer "South School")
five=$(meeting $cas "Contract" 2026-03-11T14:00 2026-03-11T15:00 --customer "Print House")
six=$(meeting $cas "Yearly talk" 2026-03-13T14:00 2026-03-13T15:00 --customer "North Garage")
for which in $six $five $four; do
	as $cas session invite "$which" >/dev/null
	admin clock advance 1m >/dev/null
done
says $coach INVITATION maybe 'wie weet' 'put go, talk or no' 'zet ga, doorspreken of niet'
says $coach INVITATION 'go, asking before telling' 'ga, vragen voor vertellen' \
	'You are coming along, to watch for: "asking before telling". Cas is asked to prepare.' \
	'Je gaat mee, om te letten op: "vragen voor vertellen". Cas krijgt de vraag om zich voor te bereiden.'
says $coach INVITATION 'no, I am away' 'nee, ik ben weg' \
	'You are not coming along: "I am away". Cas is told.' 'Je gaat niet mee: "ik ben weg". Cas krijgt bericht.'
says $coach INVITATION 'talk: the price' 'doorspreken: de prijs' \
	'coming along, talk first: "the price". Cas is told.' 'gaat mee, eerst nog doorspreken: "de prijs". Cas krijgt bericht.'
to 2026-03-05T14:00:00+01:00
says $cas PREPARE \
	'1 a date to begin with, and a person to call\n2 curious and friendly\n3 whether it can wait until summer, and what it costs\n4 if they hesitate, then we start with one class\n5 ok\n6 a plan' \
	'1 een datum om te beginnen, en iemand om te bellen\n2 nieuwsgierig en aardig\n3 of het kan wachten tot de zomer, en wat het kost\n4 als ze twijfelen, dan beginnen we met een klas\n5 klopt\n6 een plan' \
	'Sanne can read it' 'Sanne kan die lezen'
says $coach DECIDE 'go\nSanne' 'ga\nSanne' 'Your decision: coming along. Cas can see it.' 'Je besluit: gaat mee. Cas kan het zien.'
to 2026-03-09T09:10:00+01:00
says $coach ACTION_POINT drop vervalt 'say why it can go' 'zeg waarom het weg kan'
says $coach ACTION_POINT 'drop they called themselves' 'vervalt ze belden zelf' \
	'"I will call purchasing for you" is dropped, with your reason: "they called themselves". Ann can see it.' \
	'"ik bel inkoop voor je" is vervallen, met je reden: "ze belden zelf". Ann kan het zien.'
to 2026-03-09T15:20:00+01:00
says $cas DEBRIEF 'fine, I think\n+ they laughed' 'wel goed, denk ik\n+ ze lachten' "Now it is Sanne's turn" 'Nu is Sanne aan de beurt'
says $coach DEBRIEF 'pleasant\n! call on Monday @2026-03-17' 'prettig\n! maandag bellen @2026-03-17' 'All is there' 'Alles staat er'
to 2026-03-09T16:00:00+01:00
says $cas SIGN 'correct\nCas' 'klopt\nCas' 'You signed: correct. Next: Sanne reads it and signs.' 'Je tekende: klopt. Nu nog: Sanne leest het en tekent.'
says $coach SIGN correct klopt 'You signed: correct.' 'Je tekende: klopt.'
says $cas HELPED hm tja 'yes, little or no' 'ja, beetje of nee' 'You wrote:' 'Je schreef:'
says $cas HELPED 'a little' 'een beetje' 'Your answer: a little. Nobody sees it' 'Je antwoord: een beetje. Niemand ziet het'

admin coaching set "$coaching" --cadence 5 >/dev/null # slips after a week

echo "- nothing comes in, and nobody travels; or still"
seven=$(meeting $ann "Trial" 2026-03-12T10:00 2026-03-12T11:00 --customer "Harbour Logistics")
eight=$(meeting $bo "Contract" 2026-03-12T14:00 2026-03-12T15:00 --customer "Corner Bakery")
nine=$(meeting $bo "Contract again" 2026-03-13T10:00 2026-03-13T11:00 --customer "Corner Bakery")
meeting $cas "Call" 2026-03-13T10:00 2026-03-13T11:00 --customer "Print House" >/dev/null
for which in $seven $eight $nine; do
	plan "$which" >/dev/null
done
to 2026-03-11T09:10:00+01:00
says $ann ACTION_POINT '@2026-03-01' '@2026-03-01' 'that day has passed' 'die dag is voorbij'
says $ann ACTION_POINT hm tja 'say done, a date' 'zeg klaar, een datum'
says $ann ACTION_POINT '@2026-03-20' '@2026-03-20' \
	'"rehearse the opening question" is now for Friday 20 March. Sanne can see it.' \
	'"openingsvraag oefenen" staat nu voor vrijdag 20 maart. Sanne kan het zien.'
to 2026-03-11T15:10:00+01:00
says $ann SKIPPED '1 a date for the trial and who signs\n3 what it costs each day\n4 if they want less then I ask what for' \
	'1 een datum voor de proef en wie tekent\n3 wat het elke dag kost\n4 als ze minder willen dan vraag ik waarvoor' \
	'It came in in time: Sanne is coming along after all.' 'Het kwam op tijd binnen: Sanne gaat toch mee.' \
	'(answer to 3: questions)' '(antwoord op 3: vragen)'
says $coach SKIPPED hm tja 'one word on a line of its own' 'een woord alleen op een regel'
says $coach SKIPPED 'go, we talked' 'ga, we spraken elkaar' \
	'coming along: "we talked". Bo can see it.' 'gaat mee: "we spraken elkaar". Bo kan het zien.'
to 2026-03-12T15:10:00+01:00
says $coach SKIPPED 1 1 'You are going along with Cas: Print House, Friday 13 March' 'Je gaat mee met Cas: Print House, vrijdag 13 maart' \
	'Cas is asked to prepare' 'Cas krijgt de vraag om zich voor te bereiden'

echo "- what was done is praised, and what was not is dropped"
to 2026-03-16T09:10:00+01:00
week='1 week since you went along with Cas'
[ "$language" = en ] || week='1 week niet mee geweest met Cas'
grep -rqF "$week" "$mail/$coach/new" || fail "nobody says: $week"
admin coaching set "$coaching" --cadence 28 >/dev/null
says $cas ACTION_POINT stop stop 'no more messages of this kind' 'geen berichten van deze soort meer'
says $cas ACTION_POINT 'drop the customer left\nCas' 'vervalt de klant is weg\nCas' \
	'"call on Monday" is dropped, with your reason: "the customer left". Sanne' '"maandag bellen" is vervallen, met je reden: "de klant is weg". Sanne'
to 2026-03-19T09:10:00+01:00
says $ann ACTION_POINT done klaar \
	'"rehearse the opening question" is marked as done. Sanne can see it.' '"openingsvraag oefenen" staat op klaar. Sanne kan het zien.'
says $coach CELEBRATE 'That silence, Ann!\nWell done.' 'Die stilte, Ann!\nKnap.' \
	'Ann gets your words as they are: "That silence, Ann! Well done".' 'Ann krijgt je woorden zoals ze zijn: "Die stilte, Ann! Knap".'

echo "- what lapsed is opened again"
to 2026-03-20T17:10:00+01:00
says $coach ENDED thanks bedankt reopen heropen 'You wrote:' 'Je schreef:'
says $coach ENDED reopen heropen 'It is open again: planned. A line from each of you' 'Het staat weer open: gepland. Een regel van elk'
says $coach ENDED reopen heropen \
	'It is open again: going ahead. A line from each of you is enough, in answer to the mail after the meeting.' \
	'Het staat weer open: gaat door. Een regel van elk is genoeg, als antwoord op de mail na afloop.'
echo "- two at the same time"
ten=$(meeting $bo "Price" 2026-03-24T10:00 2026-03-24T11:00 --customer "Corner Bakery")
eleven=$(meeting $ann "Price" 2026-03-24T13:00 2026-03-24T14:00 --customer "Harbour Logistics")
other=$(plan "$ten")
plan "$eleven" >/dev/null
to 2026-03-23T09:10:00+01:00
as $ann meeting move "$eleven" 2026-03-24T10:00 >/dev/null
admin clock advance 10m >/dev/null
says $coach COLLIDED hm tja 'put no alone on a line' 'zet niet alleen op een regel'
says $coach COLLIDED 'no, I promised Bo' 'niet, ik had het Bo beloofd' 'You withdrew: "I promised Bo".' 'Je ziet ervan af: "ik had het Bo beloofd".'

echo "- what is not announced"
twelve=$(meeting $bo "Ordering" 2026-03-26T10:00 2026-03-26T11:00 --customer "Corner Bakery")
thirteen=$(meeting $cas "Prices" 2026-03-27T10:00 2026-03-27T11:00 --customer "South School")
fourteen=$(meeting $ann "Prices" 2026-03-27T14:00 2026-03-27T15:00 --customer "Harbour Logistics")
for which in $twelve $thirteen $fourteen; do
	plan "$which" --unannounced --travel 30m >/dev/null
done
as $coach session cancel "$other" --reason "another time" >/dev/null # before it there is no other any more
admin clock advance 10m >/dev/null
says $coach UNANNOUNCED hm tja 'put go or no alone on a line' 'zet ga of niet alleen op een regel'
says $coach UNANNOUNCED no niet 'It is cancelled. Nobody else knew of it.' 'De sessie is afgezegd. Niemand anders wist ervan.'
to 2026-03-27T08:40:00+01:00
says $cas REVEAL hm tja 'say "not convenient" and why' 'zeg "komt niet uit" en waarom'
says $cas REVEAL 'not convenient, my child is ill' 'komt niet uit, mijn kind is ziek' \
	'not convenient: "not convenient, my child is ill". Sanne is told now and decides.' \
	'niet uitkomt: "komt niet uit, mijn kind is ziek". Sanne krijgt nu bericht en besluit.'
says $coach DECIDE 'no, another time' 'niet, een andere keer' \
	'You are not going along: "another time". Cas is told.' 'Je gaat niet mee: "een andere keer". Cas krijgt bericht.'
to 2026-03-27T12:40:00+01:00
says $ann REVEAL 'fine, see you there' 'prima, tot zo' 'Good. Until then.' 'Mooi. Tot straks.'
says $coach CHECK hm tja 'yes or no three times' 'drie keer ja of nee'
says $coach CHECK 'yes yes no\nlet them finish\nask what it costs' 'ja ja nee\nlaat ze uitpraten\nvraag wat het kost' \
	'Goal clear: yes. Hardest question ready: yes. Plan B: no.' 'Doel helder: ja. Lastigste vraag bedacht: ja. Plan B: nee.' \
	'Ann is asked to confirm' 'Ann krijgt de vraag de voornemens te bevestigen' 'ask what it costs' 'vraag wat het kost' '(intention)' '(voornemen)'
to 2026-03-27T15:10:00+01:00
says $ann CONFIRM hm tja 'say ok, or the number' 'zeg klopt, of het nummer'
says $ann CONFIRM '1 let them finish first\n2 -' '1 laat ze eerst uitpraten\n2 -' \
	'Your intentions are confirmed: 1 "let them finish first".' 'Je voornemens zijn bevestigd: 1 "laat ze eerst uitpraten".'

echo "- the rhythm slips"
meeting $bo "Ordering" 2026-04-16T10:00 2026-04-16T11:00 --customer "Corner Bakery" >/dev/null
to 2026-04-07T09:10:00+02:00
says $coach CADENCE soon 'gauw' 'say until when to postpone' 'zeg tot wanneer je het doorschuift' 'You wrote:' 'Je schreef:'
says $coach CADENCE '@+2w' '@+2w' \
	'Going along with Hanna is put off until Tuesday 21 April. Until then you are not asked.' \
	'Meegaan met Hanna schuift door tot dinsdag 21 april. Tot dan wordt er niet naar gevraagd.'
says $coach CADENCE 2 2 'say the number of one' 'zeg het nummer van een'
says $coach CADENCE 1 1 'You are going along with Bo: Corner Bakery, Thursday 16 April 10:00.' \
	'Je gaat mee met Bo: Corner Bakery, donderdag 16 april 10:00.' 'Bo is asked to prepare' 'Bo krijgt de vraag om zich voor te bereiden'

for kind in $(sed -n '/do_what_was_asked/,/^}/s/.*REMINDER_KIND_\([A-Z_]*\).*/\1/p' "$RIDEALONG_SOURCE/daemon/service/answer.c"); do
	case " $covered " in *" $kind "*) ;; *) fail "no answer of kind $kind was tried" ;; esac
done
echo "All held."
