-- What a viewer's predicate asks of a session stands in the index: a hidden row is passed over without being read, so that
-- the time of an answer does not tell of it.

DROP INDEX session_by_meeting;
CREATE INDEX session_by_meeting ON session (meeting, state, hidden, coach, coachee);
DROP INDEX session_by_coachee;
CREATE INDEX session_by_coachee ON session (coachee, start_time, name, state, hidden, coach, end_time);
