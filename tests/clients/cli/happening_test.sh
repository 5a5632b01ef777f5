#!/bin/sh
# Whatever the list of who read and changed what can show has words: happening_test.sh SOURCE
#
# An event's type is a constant "noun.happened" of the daemon. One that has no words and is no field of the contract, no
# scope and no header fails; so does a method that leaves a trace of a read (daemon/rpc/audit.c) and has none.
set -eu
cd "$1"
words=clients/cli/happening.c
wrong=0

has_words() { grep -qF "{ \"$1\"," "$words"; }

nouns='action_point|coaching|debrief|meeting|observation|one_on_one_item|organisation_report|person|plugin|preparation'
nouns="$nouns|reminder|session|suggestion|team|template|token|working_note"
for type in $(grep -hoE "\"($nouns)\.[a-z_]+\"" daemon/domain/*.c daemon/service/*.c daemon/loop/*.c daemon/rpc/*.c |
	tr -d '"' | sort -u); do
	case $type in
	*.h | *.read | *.write) continue ;;
	esac
	has_words "$type" || grep -qE " ${type#*.} = [0-9]+;" proto/ridealong/v1/*.proto && continue
	echo "no words for the event $type"
	wrong=1
done

for service in $(sed -n '/services\[\] = {/,/};/p' daemon/rpc/audit.c | grep -oE '"[A-Za-z]+"' | tr -d '"'); do
	for method in $(sed -n "/^service $service {/,/^}/s/^  rpc \(\(Get\|List\|Report\|Export\)[A-Za-z]*\)(.*/\1/p" \
		proto/ridealong/v1/*.proto); do
		has_words "$service/$method" && continue
		echo "no words for what $service/$method reads"
		wrong=1
	done
done

for method in $(sed -n '/served\[\] = {/,/};/p' daemon/rpc/audit.c | grep -oE '"[A-Za-z]+/[A-Za-z]+"' | tr -d '"'); do
	has_words "$method" && continue
	echo "no words for what $method reads"
	wrong=1
done

LC_ALL=C sort -c <<END || wrong=1
$(sed -n 's/^\t{ "\([^"]*\)",.*/\1/p' "$words")
END
exit $wrong
