-- cert_counter_next: the next number of a year and kind
INSERT INTO cert_counter (region, year, kind, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (region, year, kind) DO UPDATE SET last = cert_counter.last + 1 RETURNING last;
-- cert_add: minted
INSERT INTO cert (region, id, number, kind, filing, right_id, holder_seq, unit, entry, licence,
        print_number, state, void_reason, void_entry, made_ms, issued_ms, pdf, token)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'valid', '', 0, $12, 0, '', '');
-- cert_void: those of a right that has ended
UPDATE cert SET state = 'void', void_reason = $3, void_entry = $4
 WHERE region = $1 AND right_id = $2 AND state = 'valid';
-- cert_get: by id
SELECT id, number, kind, filing, right_id, holder_seq, unit, entry, licence, print_number, state,
       void_reason, void_entry, made_ms, issued_ms, pdf, token FROM cert WHERE region = $1 AND id = $2;
-- cert_by_number: by number
SELECT id, number, kind, filing, right_id, holder_seq, unit, entry, licence, print_number, state,
       void_reason, void_entry, made_ms, issued_ms, pdf, token FROM cert
 WHERE region = $1 AND number = $2;
-- cert_of_right: those of one right
SELECT id, number, kind, state FROM cert WHERE region = $1 AND right_id = $2 ORDER BY holder_seq, id;
-- cert_all_of_right: those of one right in full, whatever became of them
SELECT id, number, kind, filing, right_id, holder_seq, unit, entry, licence, print_number, state,
       void_reason, void_entry, made_ms, issued_ms, pdf, token FROM cert
 WHERE region = $1 AND right_id = $2 ORDER BY holder_seq, id;
-- cert_of_filing: all that a filing led to
SELECT id, number, kind, filing, right_id, holder_seq, unit, entry, licence, print_number, state,
       void_reason, void_entry, made_ms, issued_ms, pdf, token FROM cert
 WHERE region = $1 AND filing = $2 ORDER BY entry, holder_seq, id;
-- cert_issued: handed out
UPDATE cert SET issued_ms = $3 WHERE region = $1 AND filing = $2 AND issued_ms = 0;
-- cert_printed: the sealed file, once
UPDATE cert SET pdf = $3, token = $4 WHERE region = $1 AND id = $2 AND pdf = '';
-- cert_check_right: I13: a valid certificate of a right that is not live, or none for a live one
SELECT c.id FROM cert c JOIN registry_right r ON r.region = c.region AND r.id = c.right_id
 WHERE c.region = $1 AND (c.state = 'valid') <> (r.state = 'live');
-- cert_check_entry: I3, I13: a certificate older than its entry, or without it
SELECT c.id FROM cert c LEFT JOIN registry_entry e ON e.region = c.region AND e.number = c.entry
 WHERE c.region = $1 AND (e.number IS NULL OR c.made_ms < e.made_ms);
-- cert_check_names: I13: a certificate that names another unit or entry than its right
SELECT c.id FROM cert c LEFT JOIN registry_right r ON r.region = c.region AND r.id = c.right_id
 WHERE c.region = $1 AND (r.id IS NULL OR r.unit <> c.unit OR r.entry_made <> c.entry);
-- cert_check_twice: I13: more valid certificates of one right than its holders, or two for one holder
SELECT c.right_id FROM cert c WHERE c.region = $1 AND c.state = 'valid'
 GROUP BY c.right_id, c.holder_seq HAVING count(*) > 1;
-- cert_check_missing: I13: an entry of a filing that made a right but no certificate
SELECT f.id FROM filing f JOIN registry_right r ON r.region = f.region JOIN registry_entry e
       ON e.region = r.region AND e.number = r.entry_made AND e.filing = f.id
 WHERE f.region = $1 AND f.state IN ('recorded', 'closed') AND r.kind <> 'seizure' AND NOT EXISTS
       (SELECT 1 FROM cert c WHERE c.region = f.region AND c.right_id = r.id);
