-- A coachee's own sessions and those of a meeting are found without passing what is hidden: not even the time of an answer
-- tells of it.

DROP INDEX session_by_coachee;
CREATE INDEX session_by_coachee ON session (coachee, hidden, start_time, name, state, end_time);
DROP INDEX session_by_meeting;
CREATE INDEX session_by_meeting ON session (meeting, hidden, state);
CREATE INDEX session_by_meeting_and_coach ON session (meeting, coach);
DROP INDEX session_by_coaching;
CREATE INDEX session_by_coaching ON session (coaching, hidden, start_time);
