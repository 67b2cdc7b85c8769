-- rating_add: once for a matter and a person
INSERT INTO rating (region, id, filing, rater, level, reasons, words, channel, scene, office, officer,
        handlers, month, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (region, filing, rater) DO NOTHING;
-- rating_of: what this person said of this matter
SELECT id, filing, rater, level, reasons, words, channel, scene, office, officer, handlers, month,
       made_ms
  FROM rating WHERE region = $1 AND filing = $2 AND rater = $3;
-- rating_get: one
SELECT id, filing, rater, level, reasons, words, channel, scene, office, officer, handlers, month,
       made_ms
  FROM rating WHERE region = $1 AND id = $2;
-- rating_rectification_add: with the bad rating
INSERT INTO rating_rectification (region, rating, state, contact, taken_by, outcome, doubted_by,
        reviewed_by, answer, published, published_month, rounds, assign_due_ms, contact_due_ms,
        rectify_due_ms, made_ms, version)
VALUES ($1, $2, 'open', $3, '', '', '', '', '', '', '', 0, $4, 0, $5, $6, 1);
-- rating_rectification_get: of a rating
SELECT rating, state, contact, taken_by, outcome, doubted_by, reviewed_by, answer, published,
       published_month, rounds, assign_due_ms, contact_due_ms, rectify_due_ms, made_ms, version
  FROM rating_rectification WHERE region = $1 AND rating = $2;
-- rating_rectifications: newest first
SELECT rating, state, contact, taken_by, outcome, doubted_by, reviewed_by, answer, published,
       published_month, rounds, assign_due_ms, contact_due_ms, rectify_due_ms, made_ms, version
  FROM rating_rectification
 WHERE region = $1 AND rating < $2 AND ($3 = '' OR state = $3) ORDER BY rating DESC LIMIT $4;
-- rating_rectification_save: only the version that was read
UPDATE rating_rectification SET state = $4, contact = $5, taken_by = $6, outcome = $7,
       doubted_by = $8, reviewed_by = $9, answer = $10, published = $11, published_month = $12,
       rounds = $13, contact_due_ms = $14, rectify_due_ms = $15, version = version + 1
 WHERE region = $1 AND rating = $2 AND version = $3;
-- rating_event_add: the next line of a rectification's journal; written once, never changed
INSERT INTO rating_event (region, rating, number, kind, actor, state, detail, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- rating_event_last: the number of the last line
SELECT number FROM rating_event WHERE region = $1 AND rating = $2 ORDER BY number DESC LIMIT 1;
-- rating_cells: a month's ratings, counted as finely as anybody may ask
SELECT office, officer, scene, channel, level, CAST(count(*) AS BIGINT)
  FROM rating WHERE region = $1 AND month = $2
 GROUP BY office, officer, scene, channel, level
 ORDER BY office, officer, scene, channel, level;
-- rating_progress: what became of a month's bad ratings
SELECT r.state, CAST(count(*) AS BIGINT)
  FROM rating g JOIN rating_rectification r ON r.region = g.region AND r.rating = g.id
 WHERE g.region = $1 AND g.month = $2 GROUP BY r.state;
-- rating_published: in the order of the words, which says nothing of time
SELECT published FROM rating_rectification
 WHERE region = $1 AND published_month = $2 ORDER BY published;
-- rating_check_ratings: I21: ratings in order with their seals and who dealt with them
SELECT g.id, g.filing, g.rater, g.level, g.reasons, g.words, g.channel, g.scene, g.office, g.officer,
       g.handlers, g.month, g.made_ms, s.mac, r.taken_by, r.doubted_by, r.reviewed_by
  FROM rating g LEFT JOIN audit_seal s ON s.region = g.region AND s.book = 'rating'
       AND s.subject = g.id AND s.number = 0
  LEFT JOIN rating_rectification r ON r.region = g.region AND r.rating = g.id
 WHERE g.region = $1 AND g.id > $2 ORDER BY g.id LIMIT $3;
-- rating_check_parties: I21: who could have rated
SELECT document_kind, document_number FROM filing_party WHERE region = $1 AND filing = $2;
-- rating_check_events: I21: lines in order with their seals
SELECT e.rating, e.number, e.kind, e.actor, e.state, e.detail, e.made_ms, s.mac
  FROM rating_event e LEFT JOIN audit_seal s ON s.region = e.region AND s.book = 'rating'
       AND s.subject = e.rating AND s.number = e.number
 WHERE e.region = $1 AND (e.rating > $2 OR (e.rating = $2 AND e.number > $3))
 ORDER BY e.rating, e.number LIMIT $4;
-- rating_check_gone: I21: a seal whose rating or line is gone
SELECT s.subject FROM audit_seal s
  LEFT JOIN rating g ON g.region = s.region AND g.id = s.subject AND s.number = 0
  LEFT JOIN rating_event e ON e.region = s.region AND e.rating = s.subject AND e.number = s.number
 WHERE s.region = $1 AND s.book = 'rating' AND g.id IS NULL AND e.rating IS NULL;
-- rating_check_twice: I21: two ratings of one person in one matter
SELECT min(id) FROM rating WHERE region = $1 GROUP BY filing, rater HAVING count(*) > 1;
-- rating_check_ended: I21: rated before it ended, or no matter at all
SELECT g.id FROM rating g LEFT JOIN filing f ON f.region = g.region AND f.id = g.filing
 WHERE g.region = $1 AND (f.id IS NULL OR f.ended_ms = 0 OR f.ended_ms > g.made_ms);
-- rating_check_bad: I21: a bad rating that nobody has to rectify
SELECT g.id FROM rating g LEFT JOIN rating_rectification r
       ON r.region = g.region AND r.rating = g.id
 WHERE g.region = $1 AND (g.level <= 2) <> (r.rating IS NOT NULL);
-- rating_check_lost: I21: a rectification of nothing
SELECT r.rating FROM rating_rectification r LEFT JOIN rating g
       ON g.region = r.region AND g.id = r.rating
 WHERE r.region = $1 AND g.id IS NULL;
-- rating_check_state: I21: a rectification is in another state than its last line says
SELECT r.rating FROM rating_rectification r
 WHERE r.region = $1 AND r.state <> COALESCE((SELECT e.state FROM rating_event e
       WHERE e.region = r.region AND e.rating = r.rating ORDER BY e.number DESC LIMIT 1), '');
-- rating_check_gap: I21: the journal of a rectification has a gap
SELECT e.rating FROM rating_event e WHERE e.region = $1
 GROUP BY e.rating HAVING max(e.number) <> count(*) OR min(e.number) <> 1;
-- rating_check_said: I21: an answer that the journal does not have
SELECT r.rating FROM rating_rectification r
 WHERE r.region = $1 AND r.published_month <> ''
   AND (NOT EXISTS (SELECT 1 FROM rating_event e WHERE e.region = r.region AND e.rating = r.rating
       AND e.kind = 'answered' AND e.detail = r.answer)
    OR NOT EXISTS (SELECT 1 FROM rating_event e WHERE e.region = r.region AND e.rating = r.rating
       AND e.kind = 'published' AND e.detail = r.published));
