-- How often a coach goes along with somebody who has just begun, what was put off on purpose, and what is not to be
-- suggested.

ALTER TABLE coaching ADD COLUMN starter_until TEXT NOT NULL DEFAULT ''; -- the last day; '' for none
ALTER TABLE coaching ADD COLUMN postponed_until TEXT NOT NULL DEFAULT '';

CREATE TABLE suggestion_dismissal (
	coach        TEXT NOT NULL REFERENCES person (name),
	meeting      TEXT NOT NULL REFERENCES meeting (name),
	dismiss_time INTEGER NOT NULL,
	PRIMARY KEY (coach, meeting)
) STRICT;
CREATE INDEX suggestion_dismissal_by_meeting ON suggestion_dismissal (meeting);

ALTER TABLE reminder ADD COLUMN coaching TEXT NOT NULL DEFAULT '';
ALTER TABLE reminder ADD COLUMN options BLOB; -- none in what was there before

-- Relations that were there before get their timers at the first occasion.
INSERT INTO timer (owner, key, due, generation, payload, create_time)
SELECT 'service', 'rhythm/' || c.name, 1, 1, substr(p.working_days, 1, 0), c.create_time
FROM coaching c JOIN person p ON p.name = c.coach WHERE true
ON CONFLICT (owner, key) DO NOTHING;
