-- When a relation begins, as a moment: its coach sees no meeting of before it.

ALTER TABLE coaching ADD COLUMN start_time INTEGER NOT NULL DEFAULT 0; -- µs, midnight of start_date at the coachee's

-- Of those that are there, in UTC: days since 1970 of a year that begins in March.
UPDATE coaching SET start_time =
	(SELECT (365 * c.y + c.y / 4 - c.y / 100 + c.y / 400 + (153 * c.m + 2) / 5 + c.d - 719469) * 86400000000
	FROM (SELECT p.year - CASE WHEN p.month <= 2 THEN 1 ELSE 0 END AS y, (p.month + 9) % 12 AS m, p.day AS d
		FROM (SELECT CAST(substr(coaching.start_date, 1, 4) AS INTEGER) AS year,
			CAST(substr(coaching.start_date, 6, 2) AS INTEGER) AS month,
			CAST(substr(coaching.start_date, 9, 2) AS INTEGER) AS day) AS p) AS c);
