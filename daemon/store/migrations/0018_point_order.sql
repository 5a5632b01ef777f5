-- Action points agreed in one breath are listed in the order in which they came in: names of one instant have none.

ALTER TABLE action_point ADD COLUMN place INTEGER NOT NULL DEFAULT 0; -- in its coaching relation
UPDATE action_point SET place = (SELECT count(*) FROM action_point p WHERE p.coaching = action_point.coaching
	AND (p.agree_time, p.name) <= (action_point.agree_time, action_point.name));
DROP INDEX action_point_by_coaching;
CREATE INDEX action_point_by_coaching ON action_point (coaching, state, due_date, place, name);
DROP INDEX action_point_by_owner;
CREATE INDEX action_point_by_owner ON action_point (owner, due_date, place, name, state);
DROP INDEX action_point_by_due;
CREATE INDEX action_point_by_due ON action_point (due_date, place, name, state);
DROP INDEX action_point_by_session;
CREATE INDEX action_point_by_session ON action_point (session, agree_time, place, name);
