# What the stories in people's inboxes share: the house with its mails, and what is done in it. Sourced with $name, in place
# of daemon.sh; 77 without python3.
command -v python3 >/dev/null || {
	echo "python3 is needed here: apt-get install python3"
	exit 77
}
. "${0%/*}/daemon.sh"
mail=$place/mail
inbox="python3 ${0%/*}/inbox.py"
coach=sanne@example.com
ann=ann@example.com
bo=bo@example.com

cat >"$place/conf" <<-END
	[daemon]
	data = $data
	listen = $server
	same_user = admin
	plugins = reminders skip_unprepared
	[plugin reminders]
	maildir = $mail
	inbox = $place/inbox
	from = Ridealong <ridealong@example.com>
	domain = example.com
	[plugin skip_unprepared]
END
mkdir -p "$place/inbox/new" "$place/inbox/cur" "$place/inbox/tmp"

to() { admin clock advance --to "$1" >/dev/null; }
# meeting OWNER TITLE START END FLAGS…: a meeting by hand; its name
meeting() {
	owner=$1 title=$2 from=$3 until=$4
	shift 4
	as "$owner" --output json meeting add "$title" --start "$from" --end "$until" "$@" | id_of meetings
}
plan() {
	which=$1
	shift
	as "$coach" --output json session plan "$which" "$@" | id_of sessions
}
# reply WHO KIND: to their newest mail of that kind, with the lines on standard input
reply() {
	$inbox answer "$mail" "$1" "$(as "$1" --output json reminder list)" "$2" "$place/inbox" ||
		fail "$1 cannot answer a mail of kind $2"
	admin clock advance 1m >/dev/null
}
