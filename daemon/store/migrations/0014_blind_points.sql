-- What a coach agrees on in a session before the coachee has spoken is not shown to the coachee yet.

ALTER TABLE action_point ADD COLUMN show_time INTEGER NOT NULL DEFAULT 0; -- 0: not shown yet
UPDATE action_point SET show_time = agree_time;
CREATE INDEX action_point_by_show_time ON action_point (session, show_time);
