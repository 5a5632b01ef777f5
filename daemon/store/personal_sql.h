/* store/ — predicates in which a person is $1, now is $2 (µs), and $3 says from whom something is kept
 * (store_personal_view); for the files of this storey alone. Those that say OVER take the moment before which something
 * ended as $1. */
#ifndef RIDEALONG_STORE_PERSONAL_SQL_H
#define RIDEALONG_STORE_PERSONAL_SQL_H

/* What the coachee wrote first, or that the session is over: from then on they see what the coach wrote. */
#define SPOKEN(session)                                                                                                \
	"(EXISTS (SELECT 1 FROM debrief sd WHERE sd.session = " session " AND sd.coachee_experience <> '')"            \
	" OR EXISTS (SELECT 1 FROM session ss WHERE ss.name = " session " AND ss.state IN (6, 7, 8, 9)))"
/* Its meeting and its own time are over. */
#define PASSED(s)                                                                                                      \
	"(" s ".end_time <= $2 AND EXISTS (SELECT 1 FROM meeting sm WHERE sm.name = " s                                \
	".meeting AND sm.end_time <= $2))"
/* Its coachee does not know of it, and the reader is a program, or that coachee. */
#define KEPT_SECRET(s)    "(" s ".hidden = 1 AND ($3 = '*' OR " s ".coachee = $3) AND NOT " PASSED(s) ")"
#define NO_SECRET(column) "NOT EXISTS (SELECT 1 FROM session ks WHERE ks.name = t." column " AND " KEPT_SECRET("ks") ")"
/* The same of what the coach wrote before the coachee spoke. */
#define KEPT_UNSPOKEN(session)                                                                                         \
	"($3 <> '' AND NOT " SPOKEN(session) " AND ($3 = '*' OR EXISTS (SELECT 1 FROM session us"                      \
					     " WHERE us.name = " session " AND us.coachee = $3)))"
/* Apart, a coach who has not written yet has not read what the coachee wrote. */
#define WRITES_BLIND(session)                                                                                          \
	"EXISTS (SELECT 1 FROM session bs JOIN debrief bd ON bd.session = bs.name WHERE bs.name = " session            \
	" AND bs.coach = $1 AND bs.coachee <> $1 AND bs.state IN (4, 5) AND bd.mode = 2 AND bd.coach_experience = '')"
#define SHOWN_SESSION(s)                                                                                               \
	"((" s ".coach = $1 AND NOT " KEPT_SECRET(s) ") OR (" s ".coachee = $1 AND (" s                                \
						     ".hidden = 0 OR " PASSED(s) ")))"
#define OF_SESSION(column) "EXISTS (SELECT 1 FROM session s WHERE s.name = t." column " AND " SHOWN_SESSION("s") ")"
/* Of a session at which the person is the coachee, or the coach; shown or not. */
#define WITH_COACHEE(column) "EXISTS (SELECT 1 FROM session s WHERE s.name = t." column " AND s.coachee = $1)"
#define WITH_COACH(column)   "EXISTS (SELECT 1 FROM session s WHERE s.name = t." column " AND s.coach = $1)"
/* Of a relation in which the person is coached. */
#define COACHED "EXISTS (SELECT 1 FROM coaching c WHERE c.name = t.coaching AND c.coachee = $1)"
/* Of a meeting, or a session's meeting, that ended before the moment. */
#define MEETING_OVER(column) "EXISTS (SELECT 1 FROM meeting m WHERE m.name = t." column " AND m.end_time < $1)"
#define SESSION_OVER(column)                                                                                           \
	"EXISTS (SELECT 1 FROM session s WHERE s.name = t." column " AND s.state IN (6, 7, 8, 9) AND s.end_time < $1)"
#define SKIP_OVER(column)                                                                                              \
	"EXISTS (SELECT 1 FROM session s WHERE s.name = t." column " AND s.state = 7 AND s.end_time < $1)"
/* Of an action point of the person's, or of theirs and somebody's; as far as it was shown to them; and of one that has
 * ended before the moment. */
#define OF_POINT                                                                                                       \
	"EXISTS (SELECT 1 FROM action_point a JOIN coaching c ON c.name = a.coaching WHERE a.name = t.action_point"    \
	" AND ((c.coach = $1 AND (a.show_time > 0 OR ($3 <> '*' AND c.coachee <> $3))) OR (a.show_time > 0 AND "       \
	"(a.owner = $1 OR c.coachee = $1))))"
#define POINT_OVER                                                                                                     \
	"EXISTS (SELECT 1 FROM action_point a WHERE a.name = t.action_point AND a.state <> 1 AND a.end_time < $1)"
/* Somebody went along to the meeting, or meant to, and its owner knows. */
#define JOINED(column) "EXISTS (SELECT 1 FROM session s WHERE s.meeting = t." column " AND s.hidden = 0)"
/* Of a session: nothing refers to it any more. A table whose rows do is named here. */
#define UNUSED_SESSION                                                                                                 \
	"NOT EXISTS (SELECT 1 FROM observation o WHERE o.session = t.name)"                                            \
	" AND NOT EXISTS (SELECT 1 FROM note_batch n WHERE n.session = t.name)"                                        \
	" AND NOT EXISTS (SELECT 1 FROM signature g WHERE g.session = t.name)"                                         \
	" AND NOT EXISTS (SELECT 1 FROM intention_outcome u WHERE u.session = t.name)"                                 \
	" AND NOT EXISTS (SELECT 1 FROM amendment e WHERE e.session = t.name)"                                         \
	" AND NOT EXISTS (SELECT 1 FROM working_note w WHERE w.session = t.name)"                                      \
	" AND NOT EXISTS (SELECT 1 FROM meeting_merge_session x WHERE x.session = t.name)"                             \
	" AND NOT EXISTS (SELECT 1 FROM helped h WHERE h.session = t.name)"                                            \
	" AND NOT EXISTS (SELECT 1 FROM action_point_sighting z WHERE z.session = t.name)"                             \
	" AND NOT EXISTS (SELECT 1 FROM debrief d WHERE d.session = t.name)"
/* A column of bytes, emptied; none of none would be NULL in SQLite. */
#define NO_BYTES(column) column " = coalesce(substr(" column ", 1, 0), " column ")"

#endif
