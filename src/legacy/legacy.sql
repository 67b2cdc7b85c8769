-- legacy_import_add: an import begins; one that has begun stays as it is
INSERT INTO legacy_import (region, id, mapping, files, state, lines, records, lines_done, complete,
        gaps, refused, units, entries, recorder, began_ms, ended_ms, version)
VALUES ($1, $2, $3, $4, 'running', $5, 0, 0, 0, 0, 0, 0, 0, $6, $7, 0, 1)
ON CONFLICT (region, id) DO NOTHING;
-- legacy_import_get: how far it is
SELECT state, lines, records, lines_done, complete, gaps, refused, units, entries, version
  FROM legacy_import WHERE region = $1 AND id = $2;
-- legacy_import_save: after a batch; only the version that was read
UPDATE legacy_import SET state = $3, records = $4, lines_done = $5, complete = $6, gaps = $7,
       refused = $8, units = $9, entries = $10, ended_ms = $11, version = version + 1
 WHERE region = $1 AND id = $2 AND version = $12;
-- legacy_record_add: what became of a record
INSERT INTO legacy_record (region, import, number, file, line, lines, unit, grade, reasons, entry,
        entries)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- legacy_record_page: in order
SELECT number, file, line, lines, unit, grade, reasons, entry, entries FROM legacy_record
 WHERE region = $1 AND import = $2 AND number > $3 ORDER BY number LIMIT $4;
-- legacy_record_sums: what the records come to
SELECT grade, count(*), CAST(sum(lines) AS BIGINT), CAST(sum(entries) AS BIGINT)
  FROM legacy_record WHERE region = $1 AND import = $2 GROUP BY grade ORDER BY grade;
