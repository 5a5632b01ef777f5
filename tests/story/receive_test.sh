#!/bin/sh
# tests — mails that a mail server hands over, with a real daemon and without an inbox of the operator's: one is on the
# disk when the server may forget it, it is one answer however often it comes, the exit codes are those that mail servers
# go by, and the token of a mail server opens nothing else.
set -eu
name=receive
. "${0%/*}/daemon.sh"

cat >"$place/conf" <<-END
	[daemon]
	data = $data
	listen = $server
	same_user = admin
	plugins = calendar reminders skip_unprepared
	[plugin reminders]
	maildir = $place/mail
	from = Ridealong <ridealong@example.com>
	domain = example.com
END
# receive CODE ARGUMENT…: hands standard input over as the mail server, and expects that exit code
receive() {
	wanted=$1
	shift
	"$bin/ridealong" --server "$server" --token-file "$place/token" reminder receive "$@" >"$place/out" 2>&1 && code=0 || code=$?
	[ "$code" = "$wanted" ] || fail "reminder receive $* ends with $code, not $wanted: $(cat "$place/out")"
}
mails() { find "$place/mail/$1/new" -type f 2>/dev/null | wc -l; }
# of the newest mail to somebody
reply_to() { find "$place/mail/$1/new" -type f -print0 | xargs -0 ls -tr | tail -1 | xargs sed -n 's/^Reply-To: *<\{0,1\}\([^>]*\)>\{0,1\}/\1/p'; }
said() { cat "$place/mail/$1/new"/* | grep -q -- "$2" || fail "$1 was not told: $2"; }

start
for who in noor ruud; do
	admin person add $who@example.com --display-name "$who" --time-zone Europe/Amsterdam --language nl --template account-manager >/dev/null
done
admin coaching add ruud@example.com noor@example.com >/dev/null
meeting=$(admin --output json meeting add "Bakkerij" --owner noor@example.com --customer Bakkerij --start 2026-03-05T10:00 | id_of meetings)
as ruud@example.com session plan "$meeting" >/dev/null
settled
[ "$(mails noor@example.com)" = 1 ] || fail "Noor was not asked to prepare: $(ls -R "$place/mail")"
address=$(reply_to noor@example.com)
admin token create mailserver --scopes reminders.receive --output json | sed -n 's/.*"\(ra_[^"]*\)".*/\1/p' >"$place/token"
grep -q '^ra_' "$place/token" || fail "there is no token"

echo "- a mail is on the disk when the server may forget it"
cat >"$place/answer" <<-END
	From ridealong@example.com  Mon Mar  2 09:10:00 2026
	From: Noor <noor@example.com>
	To: <$address>
	Message-ID: <een@mailer.example>
	Content-Type: text/plain; charset=utf-8

	1 een startdatum
END
receive 0 --to "$address" --from noor@example.com <"$place/answer"
kill -9 "$daemon"
start
settled
[ "$(mails noor@example.com)" = 2 ] || fail "Noor was not answered"
said noor@example.com "In-Reply-To: <een@mailer.example>"
as noor@example.com prep show "$meeting" | grep -q "een startdatum" || fail "the answer is not in the preparation"
[ -z "$(find "$data" -path '*inbox*' -type f)" ] || fail "the mail stayed: $(find "$data" -path '*inbox*' -type f)"

echo "- however often it comes, it is one answer"
receive 0 --to "$address" <"$place/answer"
receive 0 <"$place/answer"
settled
[ "$(mails noor@example.com)" = 2 ] || fail "Noor was answered twice"

echo "- the rest of a large mail is not wanted, and not in the way"
{
	printf 'From: Noor <noor@example.com>\nTo: <%s>\nMessage-ID: <twee@mailer.example>\nMIME-Version: 1.0\n' "$address"
	printf 'Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain\n\n2 rustig\n--m\n'
	printf 'Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n'
	head -c 18000000 /dev/zero | base64
	printf '%s\n' '--m--'
} >"$place/large"
receive 0 <"$place/large"
settled
as noor@example.com prep show "$meeting" | grep -q "rustig" || fail "the words of a large mail were not read"

echo "- what will never be taken is said to be so"
receive 65 </dev/null
echo "no header at all" | receive 65
receive 67 --to somebody@example.com <"$place/answer"
receive 67 --to "ridealong+x@elsewhere.example" <"$place/answer"
receive 65 --to "a b" <"$place/answer"

echo "- the token of a mail server opens nothing else"
for call in "reminder list" "person list" "session list" "event list" "token list" "checklist"; do
	# shellcheck disable=SC2086
	"$bin/ridealong" --server "$server" --token-file "$place/token" $call >"$place/out" 2>&1 &&
		[ -n "$(cat "$place/out")" ] && fail "it may call $call: $(cat "$place/out")"
	grep -q noor "$place/out" && fail "it learns of Noor by $call"
done
admin token create reader --scopes reminders.write --output json | sed -n 's/.*"\(ra_[^"]*\)".*/\1/p' >"$place/token"
receive 75 <"$place/answer"

echo "- what may be different later is tried again"
rm "$place/token"
receive 75 <"$place/answer"
echo ra_wrong >"$place/token"
receive 75 <"$place/answer"
kill -9 "$daemon"
receive 75 <"$place/answer"
start
admin plugin disable reminders >/dev/null
"$bin/ridealong" --server "$server" reminder receive <"$place/answer" 2>"$place/out" && fail "without its plugin it was taken"
grep -q "reminders" "$place/out" || fail "it does not say what is missing: $(cat "$place/out")"
echo "All held."
