/* plugins/reminders/rules/ — the moments of the rules: when a message is due, in the days of who has to act or who
 * receives it. Pure. µs since 1970 UTC; DIARY_NEVER: not at all. The facts hold a session, or for the last two an
 * action point.
 */
#ifndef RIDEALONG_REMINDERS_WHEN_H
#define RIDEALONG_REMINDERS_WHEN_H

#include "plugins/reminders/rules/rule.h"

int64_t when_start_of(const struct rule_facts *facts);
/** The start where no way there is known. */
int64_t when_departure_of(const struct rule_facts *facts);

/** When somebody who is on the road now arrives, by their sessions; 0: they are not. The coach travels to what is on
 *  site, the coachee where they said to travel together; both travel back where they said so. Nothing is sent to a
 *  driver. */
int64_t when_arrived(const char *person, Session *const *sessions, size_t count, int64_t now);

/** 09:00 two working days of the coachee before the meeting; all hours and spans of this page are the team's, which has
 *  these unless it chose others. */
int64_t when_days_before(const struct rule_facts *facts);
/** The same morning, where an invitation waits for its answer. */
int64_t when_invited_again(const struct rule_facts *facts);
/** 09:00 on the day of the preparation check, and the check itself. */
int64_t when_cutoff_morning(const struct rule_facts *facts);
int64_t when_cutoff(const struct rule_facts *facts);
/** An hour before departure, or the evening before where that hour is not the receiver's to be disturbed. */
int64_t when_before_departure(const struct rule_facts *facts);
/** Now, but for people on the road or at the meeting when it is over. */
int64_t when_not_on_the_way(const struct rule_facts *facts);
/** Whether the meeting got its time so late that the card for it could not have gone out before. */
bool when_moved_late(const struct rule_facts *facts);
/** Until when the coach can take back how the session ended, if that was the last change to it. */
int64_t when_reopening_ends(const struct rule_facts *facts);
/** Five minutes after the end; 17:00 of that day, unless that is the same; 09:00 of the next working day. */
int64_t when_after_the_end(const struct rule_facts *facts);
/** Five minutes after the end, and after the last line, to the coach alone: the first line of a late debrief ends the
 *  meeting, and the two are at it. The coachee's mail must not move with what the coach wrote. */
int64_t when_not_at_it(const struct rule_facts *facts);
int64_t when_same_afternoon(const struct rule_facts *facts);
int64_t when_next_morning(const struct rule_facts *facts);
/** Five minutes after the last line of the debrief: who sits at one table signs before that. While it is not known what
 *  was written, five minutes from now. */
int64_t when_lines_rest(const struct rule_facts *facts);
/** 09:00 of the last working day before the date of an action point, and of the first one after it. */
int64_t when_day_before_due(const struct rule_facts *facts);
int64_t when_day_after_due(const struct rule_facts *facts);

#endif
