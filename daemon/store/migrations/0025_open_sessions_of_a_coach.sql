-- The sessions of a coach that are not over, by their state: as an index by start alone it promised no more than the one
-- of all their sessions, and was passed over for that.

DROP INDEX session_open_by_coach;
CREATE INDEX session_open_by_coach ON session (coach, state, start_time, name) WHERE state IN (1, 2, 3, 4, 5);
