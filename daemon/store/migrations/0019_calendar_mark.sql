-- By what an importer knows a calendar that is wholly in line, so that one that has not changed need not be compared. It
-- lies with the meetings, so that a backup that is restored has the mark that fits them.

CREATE TABLE calendar_mark (
	owner TEXT NOT NULL,
	calendar TEXT NOT NULL,
	mark TEXT NOT NULL,
	PRIMARY KEY (owner, calendar)
) STRICT;
