-- What a person asks for most costs the same after years: the sessions that are not over, and the last one that took
-- place.

CREATE INDEX session_open_by_coach ON session (coach, start_time, name) WHERE state IN (1, 2, 3, 4, 5);
CREATE INDEX session_open_by_coachee ON session (coachee, hidden, start_time, name) WHERE state IN (1, 2, 3, 4, 5);

CREATE INDEX session_begun_by_coach ON session
	(coach, (CASE WHEN actual_start_time > 0 THEN actual_start_time ELSE start_time END) DESC, start_time DESC, name);
CREATE INDEX session_begun_by_coachee ON session
	(coachee, hidden, (CASE WHEN actual_start_time > 0 THEN actual_start_time ELSE start_time END) DESC, start_time DESC,
	name);
