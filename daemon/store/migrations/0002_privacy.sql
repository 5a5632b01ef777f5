-- Who read and changed what, for those it is about; and erasing somebody.

-- Who acted for the actor; '' when nobody did.
ALTER TABLE event ADD COLUMN via TEXT NOT NULL DEFAULT '';

-- Reads by others get names: a page of them ends with one.
ALTER TABLE audit RENAME TO audit_before;
CREATE TABLE audit (
	name      TEXT PRIMARY KEY,
	read_time INTEGER NOT NULL,
	actor     TEXT NOT NULL,
	via       TEXT NOT NULL, -- who acted for them; '' when nobody did
	method    TEXT NOT NULL,
	resource  TEXT NOT NULL  -- '' for a list
) STRICT;
INSERT INTO audit (name, read_time, actor, via, method, resource)
	SELECT 'audit/' || seq, read_time, actor, via, method, resource FROM audit_before;
DROP TABLE audit_before;
CREATE INDEX audit_by_time ON audit (read_time, name);

-- Whom a read was about. Where it told of a session that they did not know of, the session: then they are shown the read
-- when they are shown the session.
CREATE TABLE audit_person (
	person  TEXT NOT NULL,
	audit   TEXT NOT NULL REFERENCES audit (name),
	session TEXT NOT NULL, -- '' when it told of none that was hidden
	PRIMARY KEY (person, audit, session)
) STRICT;
CREATE INDEX audit_person_by_audit ON audit_person (audit);

-- People who are being erased, or were.
CREATE TABLE erasure (
	name        TEXT PRIMARY KEY,
	person      TEXT NOT NULL UNIQUE REFERENCES person (name),
	state       INTEGER NOT NULL,
	step        INTEGER NOT NULL, -- tables that are done, counted from the last
	ask_time    INTEGER NOT NULL,
	finish_time INTEGER NOT NULL, -- 0 until then
	actor       TEXT NOT NULL,
	via         TEXT NOT NULL,
	event       INTEGER NOT NULL  -- number of the event that every plugin has to be done with first
) STRICT;
CREATE INDEX erasure_by_time ON erasure (ask_time, name);
