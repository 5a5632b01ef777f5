-- Outcomes belong to the session in which they were seen; help, amendments and the coach's own notes have a place.

ALTER TABLE observation ADD COLUMN intention INTEGER NOT NULL DEFAULT 0; -- its number; 0 for none

CREATE TABLE intention_outcome (
	session         TEXT NOT NULL REFERENCES session (name),
	number          INTEGER NOT NULL,
	outcome         INTEGER NOT NULL, -- as the coach saw it; 0 not said
	coachee_outcome INTEGER NOT NULL, -- in the coachee's own eyes; 0 not said
	contest_text    TEXT NOT NULL,
	PRIMARY KEY (session, number)
) STRICT;
INSERT INTO intention_outcome (session, number, outcome, coachee_outcome, contest_text)
	SELECT s.name, i.number, i.outcome, 0, '' FROM intention i JOIN session s ON s.meeting = i.meeting
	WHERE i.outcome <> 0 AND s.state IN (4, 5, 6);
ALTER TABLE intention DROP COLUMN outcome;

ALTER TABLE debrief ADD COLUMN help_confirmation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE debrief ADD COLUMN help_confirm_time INTEGER NOT NULL DEFAULT 0;

CREATE TABLE amendment (
	name         TEXT PRIMARY KEY,
	session      TEXT NOT NULL REFERENCES session (name),
	author       TEXT NOT NULL,
	text         TEXT NOT NULL,
	create_time  INTEGER NOT NULL,
	observe_time INTEGER NOT NULL -- of late notes: when they were written
) STRICT;
CREATE INDEX amendment_by_session ON amendment (session, create_time, name);

CREATE TABLE working_note (
	name        TEXT PRIMARY KEY,
	session     TEXT NOT NULL REFERENCES session (name),
	text        TEXT NOT NULL,
	create_time INTEGER NOT NULL
) STRICT;
CREATE INDEX working_note_by_session ON working_note (session, create_time, name);

-- Whether a session helped. Five answers together make a block, which keeps nothing but their level.
CREATE TABLE helped (
	session     TEXT PRIMARY KEY REFERENCES session (name),
	coach       TEXT NOT NULL REFERENCES person (name),
	answer      INTEGER NOT NULL,
	answer_time INTEGER NOT NULL,
	block       INTEGER NOT NULL -- 0 until it counts
) STRICT;
CREATE INDEX helped_by_coach ON helped (coach, block, answer_time, session);

CREATE TABLE helped_block (
	coach  TEXT NOT NULL REFERENCES person (name),
	number INTEGER NOT NULL,
	level  INTEGER NOT NULL,
	PRIMARY KEY (coach, number)
) STRICT;

ALTER TABLE session ADD COLUMN debrief_start_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN debrief_end_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN debrief_after_travel INTEGER NOT NULL DEFAULT 0;
UPDATE session SET debrief_start_time = end_time, debrief_end_time = end_time + 1200000000;
