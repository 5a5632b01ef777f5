-- Groups of the organisation, who was in which one when, and what each quarter amounted to: counted once, when it is
-- over, so that nothing that happens later can be subtracted from it.

ALTER TABLE person ADD COLUMN group_path TEXT NOT NULL DEFAULT ''; -- "sales/north"; '' for none

CREATE TABLE membership (
	person     TEXT NOT NULL REFERENCES person (name),
	from_time  INTEGER NOT NULL,
	group_path TEXT NOT NULL, -- '' for none from then on
	PRIMARY KEY (person, from_time)
) STRICT;

CREATE TABLE organisation_quarter (
	quarter    TEXT PRIMARY KEY, -- "2026-Q1"
	count_time INTEGER NOT NULL
) STRICT;

-- What may be shown of each group, rounded; of one that is withheld nothing but that it is.
CREATE TABLE organisation_group (
	quarter            TEXT NOT NULL REFERENCES organisation_quarter (quarter),
	group_path         TEXT NOT NULL, -- '' for everybody
	withheld           INTEGER NOT NULL,
	people             INTEGER NOT NULL,
	coaches            INTEGER NOT NULL,
	coached            INTEGER NOT NULL,
	sessions           INTEGER NOT NULL,
	prepared           INTEGER NOT NULL,
	compliments        INTEGER NOT NULL,
	tips               INTEGER NOT NULL,
	help_given         INTEGER NOT NULL,
	action_points      INTEGER NOT NULL,
	action_points_done INTEGER NOT NULL,
	PRIMARY KEY (quarter, group_path)
) STRICT;
