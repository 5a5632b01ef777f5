-- What becomes of action points: every change, and what was seen of them in later sessions. Rows are only added.

ALTER TABLE action_point ADD COLUMN passed_to TEXT NOT NULL DEFAULT ''; -- the same one in the next coaching relation
ALTER TABLE action_point ADD COLUMN praise TEXT NOT NULL DEFAULT '';
ALTER TABLE action_point ADD COLUMN praise_time INTEGER NOT NULL DEFAULT 0;

CREATE TABLE action_point_change (
	name         TEXT PRIMARY KEY,
	action_point TEXT NOT NULL REFERENCES action_point (name),
	kind         INTEGER NOT NULL,
	change_time  INTEGER NOT NULL,
	author       TEXT NOT NULL, -- '' when the service or a program did
	session      TEXT NOT NULL, -- '' when outside of one
	field        TEXT NOT NULL,
	from_value   TEXT NOT NULL,
	to_value     TEXT NOT NULL
) STRICT;
CREATE INDEX action_point_change_by_point ON action_point_change (action_point, change_time, name);

CREATE TABLE action_point_sighting (
	name         TEXT PRIMARY KEY,
	action_point TEXT NOT NULL REFERENCES action_point (name),
	session      TEXT NOT NULL REFERENCES session (name),
	outcome      INTEGER NOT NULL,
	note         TEXT NOT NULL,
	author       TEXT NOT NULL REFERENCES person (name),
	create_time  INTEGER NOT NULL
) STRICT;
CREATE INDEX action_point_sighting_by_point ON action_point_sighting (action_point, create_time, name);
CREATE INDEX action_point_sighting_by_session ON action_point_sighting (session, create_time, name);

-- What is known of those that were there before: that they were agreed, and how they ended.
INSERT INTO action_point_change (name, action_point, kind, change_time, author, session, field, from_value, to_value)
SELECT name || '/changes/agreed', name, 1, agree_time, '', session, 'due_date', '', due_date FROM action_point;
INSERT INTO action_point_change (name, action_point, kind, change_time, author, session, field, from_value, to_value)
SELECT name || '/changes/ended', name, state + 2, end_time, owner, '', '', '', drop_reason FROM action_point
WHERE state IN (2, 3) AND end_time <> 0;
