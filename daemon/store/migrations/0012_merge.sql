-- One appointment that was known twice: where a meeting went on, and what is needed to take that back within a day.

ALTER TABLE meeting ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';

CREATE TABLE meeting_merge (
	duplicate     TEXT PRIMARY KEY REFERENCES meeting (name),
	keep          TEXT NOT NULL REFERENCES meeting (name),
	merge_time    INTEGER NOT NULL,
	state         INTEGER NOT NULL, -- of the duplicate, as whoever it comes from has it
	prepared_time INTEGER NOT NULL, -- update_time of the preparation that the merge wrote; 0: none
	preparation   BLOB              -- of the kept meeting as it was before, packed; NULL: it had none
) STRICT;
CREATE INDEX meeting_merge_by_keep ON meeting_merge (keep);

-- The sessions that stood at the two, as they were before.
CREATE TABLE meeting_merge_session (
	duplicate TEXT NOT NULL REFERENCES meeting_merge (duplicate),
	session   TEXT NOT NULL REFERENCES session (name),
	moved     INTEGER NOT NULL, -- it was the duplicate's
	state     INTEGER NOT NULL,
	PRIMARY KEY (duplicate, session)
) STRICT;
CREATE INDEX meeting_merge_session_by_session ON meeting_merge_session (session);
