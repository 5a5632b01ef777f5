/* store/ — who is shown an action point `a` of a relation `c`; for the files of this storey alone. */
#ifndef RIDEALONG_STORE_ACTION_POINT_SQL_H
#define RIDEALONG_STORE_ACTION_POINT_SQL_H

/* What the coach wrote in a session before the coachee spoke there is the coach's until then; those who run the place
 * and carry the messages (`hidden`) see it too, but never as its coachee. */
#define SHOWN_POINT(hidden, person)                                                                                    \
	"(a.show_time > 0 OR c.coach = " person " OR (" hidden " = 1 AND c.coachee <> " person "))"

#endif
