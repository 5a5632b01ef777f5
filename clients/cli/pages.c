/* clients/cli — what a line of help is too short for; printed below a command's own help. */
#include "cli.h"

#include <string.h>

static const struct {
	const char *command, *text;
} pages[] = {
	{ "calendar delete",
		N_("NAME is as calendar list has it. Its meetings that have not begun are cancelled, and with them the "
		   "sessions\n"
		   "planned for them; what is past stays. To import the same file again under the same name brings "
		   "them "
		   "back.\n"
		   "\n"
		   "What comes by itself goes by itself: take its section out of the configuration first, or the file "
		   "out of "
		   "the\n"
		   "folder.") },
	{ "calendar import",
		N_("The same file again changes nothing, a newer one only what is different in it; so call it the same "
		   "each "
		   "time.\n"
		   "When most of what is coming would be cancelled because it is there no more, nothing is changed, "
		   "unless "
		   "you say\n"
		   "--accept-cancellations.\n"
		   "\n"
		   "To have a calendar read by itself, the configuration gets a section:\n"
		   "\n"
		   "  - [plugin calendar NAME], owner = EMAIL, and where it is:\n"
		   "  - folder = DIR, of .ics files; or\n"
		   "  - feed = URL, an .ics file on the web; or\n"
		   "  - caldav = URL, a calendar on a server, with user and password_file.\n"
		   "\n"
		   "Examples stand in /etc/ridealong/ridealong.conf; man ridealong-calendars has every key.") },
	{ "calendar list",
		N_("A folder is one calendar, and each of its files is another, FOLDER/FILE. As of: when the "
		   "meetings\n"
		   "were last as the calendar says. Held: how many coming meetings would be cancelled because they are "
		   "there "
		   "no\n"
		   "more; nothing is changed until somebody says that this is right. Below the list stands what is "
		   "wrong, and "
		   "what\n"
		   "to do about it.\n"
		   "\n"
		   "You see your own; administrators see everybody's with --all.") },
	{ "calendar sync", N_("NAME is as calendar list has it; the name of a folder stands for all of its files. What "
			      "keeps it from "
			      "being\n"
			      "read is said, and the exit code is not 0.") },
	{ "erase",
		N_("Without PERSON: which erasures there are, and how far they are.\n"
		   "\n"
		   "From the moment you say yes the person has no access, gets no mail, and sessions to come are\n"
		   "cancelled. Then plugins wipe what they keep, rows go or lose their words, and the store is "
		   "rebuilt, so\n"
		   "that no byte of it is left in the data folder. It goes on after a restart, and asking again is "
		   "fine.\n"
		   "It waits for a plugin that is switched off: switch it on, or take it out of the configuration. A\n"
		   "session that is under way has to be finished first.\n"
		   "\n"
		   "Of a coachee nothing written stays, neither by them nor about them. Of a coach, the coachees keep\n"
		   "what they said themselves, and what the coach heard, praised and advised; the coach's own "
		   "experience,\n"
		   "promises, reasons and working notes go. Where a coach or coachee needs a record to have happened, "
		   "its\n"
		   "state and times stay, of an \"erased person\". In words of others the full name and every address "
		   "of\n"
		   "the person are undone; a first name alone is not.\n"
		   "\n"
		   "Administrators come from the configuration, so erasing one locks nobody out.\n"
		   "\n"
		   "For the operator to do, because it lies elsewhere:\n"
		   "  - Copies of the data folder on other disks. After you restore an older one, erase again.\n"
		   "    Those in its own backups/ go with the erasure; if there were any, one new one is written.\n"
		   "  - Mail that left this machine, or that somebody moved out of the Maildirs we deliver into.\n"
		   "  - Calendars from which meetings come: what is imported again is kept again.\n"
		   "  - The configuration file, where it names the person, and the machine's own logs and "
		   "snapshots.") },
	{ "export",
		N_("On the terminal as text; --output json for programs; --to report.html to hand over.\n"
		   "\n"
		   "It holds everything that is kept of the person, also what others wrote about them, working notes\n"
		   "included: those may fall under a right of access, and we do not promise otherwise. What a coach "
		   "writes\n"
		   "is shown once the coachee has spoken or the session is over; an unannounced session that was not\n"
		   "revealed, or was cancelled before, once its meeting is over. Never shown: secrets of tokens, and\n"
		   "addresses at which a mail can be answered.\n"
		   "\n"
		   "You export yourself; an administrator exports for somebody who asks, which leaves a trace that "
		   "the\n"
		   "person sees: ridealong person access.") },
	{ "gate explain",
		N_("Before its moment: what the check would find now. After it: what it found, by which rule and with "
		   "which\n"
		   "settings, and what came of it since. Only what has not come in withdraws the coach; a short "
		   "answer, "
		   "or one\n"
		   "from before, has the coach asked. Coach and coachee read the same.") },
	{ "gate simulate",
		N_("Your own sessions as a coach, as the check found them: what had been handed in by then. Settings "
		   "that you do\n"
		   "not give stay as they are; in a number 0 switches off what it is for. Nothing is changed: settings "
		   "are your\n"
		   "team's section in the configuration.\n"
		   "\n"
		   "Days off are as they are now. What is not kept any more, or was written on after the check, is "
		   "said "
		   "to be\n"
		   "unknown, and not made up.\n"
		   "\n"
		   "Administrators get sums over everybody with --quarter, rounded, and no session.") },
	{ "metrics",
		N_("Counts are since the daemon's start; no words and no names of people are among them. Times are "
		   "known by "
		   "powers\n"
		   "of two of a microsecond: p50 ≤ 1.1 ms says that half of them took 1.1 ms or less, and not how much "
		   "less;\n"
		   "p99 says it of 99 in 100.\n"
		   "\n"
		   "  - Lane read: it runs where it arrives. Again: so many were too much for that and ran again in "
		   "the "
		   "slow lane.\n"
		   "  - Lane write and slow: it waits for its turn. Waited: for how long, on average.\n"
		   "  - Lane loop: it waits for something to happen, or for a plugin; its time is no work.\n"
		   "\n"
		   "For the textfile collector of Prometheus' node_exporter, every minute:\n"
		   "\n"
		   "  - ridealong metrics --prometheus >DIR/ridealong.new && mv DIR/ridealong.new DIR/ridealong.prom\n"
		   "\n"
		   "A token with the scope admin.read is enough for it. man ridealong-metrics has every number.") },
	{ "person import-groups",
		N_("FILE is CSV as a spreadsheet writes it; - is standard input. A first line without an address is "
		   "its "
		   "head.\n"
		   "\n"
		   "  - daan@example.com,sales/north\n"
		   "  - noor@example.com,\n"
		   "\n"
		   "An empty group takes somebody out of theirs. Each line is done by itself: those that are refused "
		   "are\n"
		   "listed with their number and why, and the exit code is 2. The people have to be there already.") },
	{ "person access",
		N_("Reads by others than coach and coachee (administrators, programs, whoever acts for somebody) and\n"
		   "changes by others than the person. What coach and coachee read of what they share leaves no "
		   "trace:\n"
		   "it is theirs. An administrator's look at this list is in it the next time.") },
	{ "reminder list",
		N_("You see what is written to you; administrators what is written to everybody, or --to a person.\n"
		   "\n"
		   "What is to come (--coming) stands at its moment. By then it is looked at anew: the last column "
		   "says "
		   "why it would\n"
		   "not be sent, were it now. What comes of a session that is not announced is shown to its coach "
		   "alone.") },
};

const char *cli_page(const char *command)
{
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (strcmp(pages[i].command, command) == 0)
			return _(pages[i].text);
	return NULL;
}
