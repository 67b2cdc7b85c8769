-- access_count: one more read of that reader
INSERT INTO access_tally (region, reader, reads, hour, hour_reads, mac) VALUES ($1, $2, 1, $3, 1, $4)
ON CONFLICT (region, reader) DO UPDATE SET reads = access_tally.reads + 1, hour = excluded.hour,
       hour_reads = CASE WHEN access_tally.hour = excluded.hour
                         THEN access_tally.hour_reads + 1 ELSE 1 END
RETURNING reads, hour_reads;
-- access_count_seal: what it says now
UPDATE access_tally SET mac = $3 WHERE region = $1 AND reader = $2;
-- access_add: written once, never changed
INSERT INTO access_row (region, reader, number, office, route, record, subject, purpose, reference,
        request, made_ms, mac)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
-- access_alert_add: once an hour
INSERT INTO access_alert (region, reader, hour, most, made_ms, mac) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (region, hour, reader) DO NOTHING;
-- access_list: newest first
SELECT a.made_ms, a.reader, a.office, a.route, a.record, a.subject, a.purpose, a.reference,
       a.request
  FROM access_row a
 WHERE a.region = $1 AND a.request < $2 AND a.request >= $3 ORDER BY a.request DESC LIMIT $4;
-- access_list_reader: newest first, of one reader
SELECT a.made_ms, a.reader, a.office, a.route, a.record, a.subject, a.purpose, a.reference,
       a.request
  FROM access_row a
 WHERE a.region = $1 AND a.reader = $5 AND a.request < $2 AND a.request >= $3
 ORDER BY a.number DESC LIMIT $4;
-- access_list_subject: newest first, of one record
SELECT a.made_ms, a.reader, a.office, a.route, a.record, a.subject, a.purpose, a.reference,
       a.request
  FROM access_row a
 WHERE a.region = $1 AND a.subject = $5 AND a.request < $2 AND a.request >= $3
       AND ($6 = '' OR a.reader = $6)
 ORDER BY a.request DESC LIMIT $4;
-- access_alerts: newest first
SELECT a.made_ms, a.reader, a.most
  FROM access_alert a
 WHERE a.region = $1 AND a.hour >= $2 AND a.hour < $3 AND ($4 = '' OR a.reader = $4)
 ORDER BY a.hour DESC, a.reader LIMIT $5;
-- access_reads: how many there are in all, by the tallies
SELECT CAST(COALESCE(sum(reads), 0) AS BIGINT) FROM access_tally
 WHERE region = $1 AND ($2 = '' OR reader = $2);
-- access_reads_between: how many there are of a day
SELECT count(*) FROM access_row
 WHERE region = $1 AND request >= $2 AND request < $3 AND ($4 = '' OR reader = $4);
-- access_check_rows: I20: rows in order, with what their tally says
SELECT reader, number, office, route, record, subject, purpose, reference, request, made_ms,
       mac
  FROM access_row
 WHERE region = $1 AND (reader, number) > ($2, $3)
 ORDER BY reader, number LIMIT $4;
-- access_check_tallies: I20: each with the rows that there are
SELECT t.reader, t.reads, t.hour, t.hour_reads, t.mac,
       (SELECT count(*) FROM access_row a WHERE a.region = t.region AND a.reader = t.reader),
       (SELECT max(a.number) FROM access_row a WHERE a.region = t.region AND a.reader = t.reader)
  FROM access_tally t WHERE t.region = $1 AND t.reader > $2
 ORDER BY t.reader LIMIT $3;
-- access_check_untold: I20: a row of a reader who has no tally
SELECT DISTINCT a.reader FROM access_row a LEFT JOIN access_tally t
       ON t.region = a.region AND t.reader = a.reader
 WHERE a.region = $1 AND t.reads IS NULL;
-- access_check_alerts: I20: alerts with their seals
SELECT reader, hour, most, mac FROM access_alert WHERE region = $1 ORDER BY hour, reader;
-- access_check_reader: I20: a row whose reader is no officer, department or party
SELECT DISTINCT a.reader FROM access_row a LEFT JOIN staff s ON s.id = a.reader
       LEFT JOIN exchange_department d ON d.name = a.reader
 WHERE a.region = $1 AND s.id IS NULL AND d.name IS NULL AND a.purpose <> 'party';
-- access_check_filing: I20: a row whose purpose names a filing that is not there
SELECT DISTINCT a.reference FROM access_row a LEFT JOIN filing f
       ON f.region = substr(a.reference, 1, 6) AND f.id = a.reference
 WHERE a.region = $1 AND a.purpose IN ('filing', 'party') AND f.id IS NULL;
-- access_check_unit: I20: a row that names a unit which is not in the registry
SELECT DISTINCT a.subject FROM access_row a LEFT JOIN registry_unit u
       ON u.region = a.region AND u.code = a.subject
 WHERE a.region = $1 AND a.record = 'unit' AND u.code IS NULL;
