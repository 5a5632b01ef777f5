-- How far an erasure came within a table whose packed values are looked through row by row.
ALTER TABLE erasure ADD COLUMN place TEXT NOT NULL DEFAULT '';
