-- Templates that people made, each version whole and never changed; and of built-in ones the versions that were asked
-- with, for after an upgrade that changes them.
CREATE TABLE template (
	name        TEXT PRIMARY KEY, -- 'templates/KEY'
	coach       TEXT NOT NULL,    -- for whose team; '' for everybody
	version     INTEGER NOT NULL, -- the latest
	create_time INTEGER NOT NULL,
	delete_time INTEGER NOT NULL
) STRICT;

CREATE TABLE template_version (
	template            TEXT NOT NULL,
	version             INTEGER NOT NULL,
	texts               BLOB NOT NULL,
	questions           BLOB NOT NULL,
	confidential        INTEGER NOT NULL,
	unannounced_allowed INTEGER NOT NULL,
	author              TEXT NOT NULL,
	update_time         INTEGER NOT NULL,
	PRIMARY KEY (template, version)
) STRICT;

-- What a session asks stays what it was when it was planned.
ALTER TABLE session ADD COLUMN template TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN template_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN cancel_cause INTEGER NOT NULL DEFAULT 0;
UPDATE session SET template_version = 1, template = 'templates/' || coalesce(
	(SELECT CASE WHEN p.template = '' THEN 'account-manager' ELSE p.template END
	 FROM person p WHERE p.name = session.coachee), 'account-manager');
