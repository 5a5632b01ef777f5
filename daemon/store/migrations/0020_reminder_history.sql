-- What was tried to deliver a message, and when it is tried next.

ALTER TABLE reminder ADD COLUMN history BLOB; -- packed; none in what was there before
ALTER TABLE reminder ADD COLUMN next_time INTEGER NOT NULL DEFAULT 0;
