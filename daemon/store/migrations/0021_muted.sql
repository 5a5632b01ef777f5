-- What somebody does without.

ALTER TABLE person ADD COLUMN muted BLOB NOT NULL DEFAULT x'';
