-- What can wait comes once a day, for who likes that better.

ALTER TABLE person ADD COLUMN digest INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN digest_minute INTEGER NOT NULL DEFAULT 0;
