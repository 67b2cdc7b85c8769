-- archive_counter_next: the next number of a year
INSERT INTO archive_counter (region, year, last) VALUES ($1, $2, 1)
ON CONFLICT (region, year) DO UPDATE SET last = archive_counter.last + 1 RETURNING last;
-- archive_add: written once
INSERT INTO archive_query (region, id, year, number, kind, unit, outcome, capacity,
        document_number, asked, result, ground, words, code, as_of_entry, officer, office,
        made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);
-- archive_get: one
SELECT id, kind, unit, outcome, capacity, document_number, asked, result, ground, words, code,
       officer, office, year, number, as_of_entry, made_ms
  FROM archive_query WHERE region = $1 AND id = $2;
-- archive_by_code: the proof that carries it
SELECT id, kind, unit, outcome, capacity, document_number, asked, result, ground, words, code,
       officer, office, year, number, as_of_entry, made_ms
  FROM archive_query WHERE region = $1 AND code = $2 AND code <> '';
-- archive_list: newest first
SELECT id, kind, unit, outcome, capacity, document_number, asked, result, ground, words, code,
       officer, office, year, number, as_of_entry, made_ms
  FROM archive_query WHERE region = $1 AND id < $2 AND ($3 = '' OR document_number = $3)
 ORDER BY id DESC LIMIT $4;
-- archive_check_rows: I20: queries in order with their seals
SELECT q.id, q.kind, q.unit, q.outcome, q.capacity, q.document_number, q.asked, q.result,
       q.ground, q.words, q.code, q.officer, q.office, q.year, q.number, q.as_of_entry, q.made_ms,
       s.mac
  FROM archive_query q LEFT JOIN audit_seal s ON s.region = q.region AND s.book = 'query'
       AND s.subject = q.id AND s.number = 0
 WHERE q.region = $1 AND q.id > $2 ORDER BY q.id LIMIT $3;
-- archive_check_gone: I20: a seal whose query is gone
SELECT s.subject FROM audit_seal s LEFT JOIN archive_query q ON q.region = s.region
       AND q.id = s.subject AND s.number = 0
 WHERE s.region = $1 AND s.book = 'query' AND q.id IS NULL;
-- archive_check_numbers: I20: a year whose queries are not as many as were numbered
SELECT CAST(c.year AS TEXT) FROM archive_counter c
 WHERE c.region = $1 AND (c.last <> (SELECT count(*) FROM archive_query q
           WHERE q.region = c.region AND q.year = c.year)
    OR c.last <> (SELECT max(q.number) FROM archive_query q
           WHERE q.region = c.region AND q.year = c.year)
    OR NOT EXISTS (SELECT 1 FROM archive_query q WHERE q.region = c.region AND q.year = c.year));
-- archive_check_uncounted: I20: a query of a year that nobody counted
SELECT q.id FROM archive_query q LEFT JOIN archive_counter c ON c.region = q.region
       AND c.year = q.year
 WHERE q.region = $1 AND c.year IS NULL;
-- archive_check_unread: I20: a proof that nobody is written down to have read
SELECT q.id FROM archive_query q WHERE q.region = $1 AND q.outcome = 'granted' AND NOT EXISTS
       (SELECT 1 FROM access_row a WHERE a.region = q.region AND a.reader = q.officer
           AND a.purpose = 'query' AND a.reference = q.id AND a.route = 'POST /queries');
-- archive_check_lost: I20: a read for a query that is not there
SELECT a.reference FROM access_row a LEFT JOIN archive_query q ON q.region = a.region
       AND q.id = a.reference
 WHERE a.region = $1 AND a.purpose = 'query' AND a.route = 'POST /queries' AND q.id IS NULL;
