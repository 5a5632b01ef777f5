#!/bin/sh
# tests — an answer that comes in by a real mail server: OpenSMTPD, with the lines that ridealong-answers(7) gives, as they
# stand there. It takes the mail, hands it over as a user of its own, and the answer is acknowledged; a bounce comes in the
# same way, who is none of Ridealong's is turned away, and what finds no daemon waits. In a namespace of its own it has its
# queue, its socket and its users, whoever else has one there. 77 where that cannot be had.
set -eu
lacks() {
	echo "$*"
	exit 77
}
PATH=$PATH:/usr/sbin
command -v smtpd >/dev/null || lacks "OpenSMTPD is not installed here: apt-get install opensmtpd"
command -v python3 >/dev/null || lacks "python3 is needed here: apt-get install python3"
[ "$(id -u)" = 0 ] || lacks "OpenSMTPD starts as root alone"
unshare -m true 2>/dev/null || lacks "OpenSMTPD needs a namespace of its own, and there is none to be had here"
name=opensmtpd
. "${0%/*}/daemon.sh"
manual=$RIDEALONG_SOURCE/packaging/man/ridealong-answers.7
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

cat >"$place/conf" <<-END
	[daemon]
	data = $data
	listen = $server
	same_user = admin
	plugins = reminders
	[plugin reminders]
	maildir = $place/mail
	from = Ridealong <ridealong@example.com>
	domain = example.com
END
start_for_group() {
	start
	chgrp 64998 "$place/socket"
	chmod 660 "$place/socket"
}
# smtp FROM TO [CODE]: hands standard input to OpenSMTPD, which answers the receiver with 250, or that code
smtp() {
	python3 -c '
import smtplib, sys
with smtplib.SMTP("127.0.0.1", int(sys.argv[1]), timeout=30) as server:
    server.ehlo()
    server.mail(sys.argv[2])
    code, words = server.rcpt(sys.argv[3])
    if code != int(sys.argv[4]):
        sys.exit(f"OpenSMTPD says {code} {words}")
    if code == 250 and server.data(sys.stdin.buffer.read())[0] != 250:
        sys.exit("OpenSMTPD does not take the mail")
' "$port" "$1" "$2" "${3:-250}" || fail "a mail from <$1> to $2"
}
# comes WHAT COMMAND…: waits until the command succeeds
comes() {
	what=$1
	shift
	for _ in $(seq 600); do
		settled
		! "$@" || return 0
		sleep 0.05
	done
	fail "$what"
}
mails() { find "$place/mail/$1/new" -type f 2>/dev/null | wc -l; }
said() { grep -rqsF -- "$2" "$place/mail/$1/new"; }
inside() { nsenter -t "$smtpd" -m "$@"; }

chmod 755 "$place"
start_for_group
for who in noor ruud; do
	admin person add $who@example.com --display-name "$who" --time-zone Europe/Amsterdam --language nl --template account-manager >/dev/null
done
admin coaching add ruud@example.com noor@example.com >/dev/null
meeting=$(admin --output json meeting add "Bakkerij" --owner noor@example.com --customer Bakkerij --start 2026-03-05T10:00 | id_of meetings)
as ruud@example.com session plan "$meeting" >/dev/null
settled
[ "$(mails noor@example.com)" = 1 ] || fail "Noor was not asked to prepare: $(ls -R "$place/mail")"
question=$(find "$place/mail/noor@example.com/new" -type f)
address=$(sed -n 's/^Reply-To: *<\{0,1\}\([^>]*\)>\{0,1\}/\1/p' "$question")

# As the manual says: a user of the mail server's own, whose group may use the socket, and a token for it alone.
grep -v '^mailin:' /etc/passwd >"$place/passwd"
echo 'mailin:x:64999:64998::/nonexistent:/usr/sbin/nologin' >>"$place/passwd"
grep -v '^ridealong:' /etc/group >"$place/group"
echo 'ridealong:x:64998:' >>"$place/group"
admin token create mailserver --scopes reminders.receive --output json | sed -n 's/.*"\(ra_[^"]*\)".*/\1/p' >"$place/token"
chown 64999 "$place/token"
chmod 400 "$place/token"
cp "$bin/ridealong" "$place/ridealong"
{
	echo "listen on 127.0.0.1 port $port hostname mx.example.com"
	sed -n '/^.B OpenSMTPD:/,/^\.fi/p' "$manual" | sed '/^\./d; s/\\-/-/g; s/\\e/\\/g' |
		sed "s#/usr/bin/ridealong#$place/ridealong --server $server#; s#/etc/ridealong/mailserver.token#$place/token#"
} >"$place/smtpd.conf"
unshare -m sh -c "mount --bind '$place/passwd' /etc/passwd && mount --bind '$place/group' /etc/group &&
	mount -t tmpfs -o mode=755 tmpfs /var/spool && mkdir -m 711 /var/spool/smtpd && mount -t tmpfs -o mode=755 tmpfs /run &&
	exec smtpd -d -f '$place/smtpd.conf'" >"$place/smtpd.log" 2>&1 &
smtpd=$!
others=$smtpd
for _ in $(seq 600); do
	! python3 -c 'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1])))' "$port" 2>/dev/null || break
	kill -0 "$smtpd" 2>/dev/null || fail "OpenSMTPD does not start: $(cat "$place/smtpd.conf")"
	sleep 0.05
done

echo "- an answer that OpenSMTPD takes is acknowledged"
smtp noor@example.com "$address" <<-END
	From: Noor <noor@example.com>
	To: <$address>
	Message-ID: <een@mailer.example>
	Content-Type: text/plain; charset=utf-8

	*1 een startdatum
END
comes "Noor was not answered" said noor@example.com "In-Reply-To: <een@mailer.example>"
as noor@example.com prep show "$meeting" | grep -q "een startdatum" || fail "the answer is not in the preparation"

echo "- it is turned away where it is for nobody of Ridealong's"
smtp noor@example.com somebody@example.com 550 </dev/null
smtp noor@example.com ridealong@elsewhere.example 550 </dev/null

echo "- a bounce comes in the same way, from nobody"
lost=$(sed -n 's/^Message-I[Dd]: *<\(.*\)>.*/\1/p' "$question")
[ -n "$lost" ] || fail "the mail has no Message-ID"
smtp '' ridealong-bounces@example.com <<-END
	From: Mail Delivery System <mailer-daemon@mx.example.org>
	To: <ridealong-bounces@example.com>
	Message-ID: <terug@mx.example.org>
	Auto-Submitted: auto-replied
	MIME-Version: 1.0
	Content-Type: multipart/report; report-type=delivery-status; boundary=m

	--m
	Content-Type: text/plain

	It could not be delivered.

	--m
	Content-Type: message/delivery-status

	Reporting-MTA: dns; mx.example.org

	Final-Recipient: rfc822; noor@example.com
	Action: failed
	Status: 5.1.1
	Diagnostic-Code: smtp; 550 5.1.1 no such user

	--m
	Content-Type: message/rfc822

	Message-ID: <$lost>
	Subject: Bakkerij

	--m--
END
failed() { as noor@example.com --output json reminder list --state failed | grep -qF "5.1.1"; }
comes "what came back is not known" failed

echo "- what finds no daemon waits, and is not sent back"
kill -9 "$daemon"
smtp noor@example.com "$address" <<-END
	From: Noor <noor@example.com>
	To: <$address>
	Message-ID: <twee@mailer.example>
	Content-Type: text/plain; charset=utf-8

	2 rustig en kort
END
for _ in $(seq 600); do
	! grep -q 'delivery.*result=.\{0,1\}TempFail' "$place/smtpd.log" || break
	sleep 0.05
done
grep -q 'result=.\{0,1\}TempFail' "$place/smtpd.log" || fail "OpenSMTPD does not keep it"
start_for_group
inside smtpctl schedule all >/dev/null || fail "smtpctl schedule all"
comes "Noor was not answered after the daemon came back" said noor@example.com "In-Reply-To: <twee@mailer.example>"
as noor@example.com prep show "$meeting" | grep -q "rustig en kort" || fail "the second answer is not in the preparation"
echo "All held."
