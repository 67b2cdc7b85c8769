-- rule_lock_add: proposed by one officer
INSERT INTO rule_lock (region, id, what, unit, land, certificate, state, reason, proposed_by,
        proposed_ms, confirmed_by, confirmed_ms, release_reason, release_by, release_ms,
        released_by, released_ms, version)
VALUES ($1, $2, $3, $4, $5, $6, 'proposed', $7, $8, $9, '', 0, '', '', 0, '', 0, 1);
-- rule_lock_get: one
SELECT id, what, unit, land, certificate, state, reason, proposed_by, proposed_ms, confirmed_by,
       confirmed_ms, release_reason, release_by, release_ms, released_by, released_ms
  FROM rule_lock WHERE region = $1 AND id = $2;
-- rule_locks_of_unit: those that were ever asked for it, newest first
SELECT id, what, unit, land, certificate, state, reason, proposed_by, proposed_ms, confirmed_by,
       confirmed_ms, release_reason, release_by, release_ms, released_by, released_ms
  FROM rule_lock
 WHERE region = $1 AND unit = $2 AND id < $3
   AND ($4 = '' OR state = $4 OR ($4 = 'standing' AND state <> 'released'))
 ORDER BY id DESC LIMIT $5;
-- rule_locks: of the region, newest first
SELECT id, what, unit, land, certificate, state, reason, proposed_by, proposed_ms, confirmed_by,
       confirmed_ms, release_reason, release_by, release_ms, released_by, released_ms
  FROM rule_lock
 WHERE region = $1 AND id < $2
   AND ($3 = '' OR state = $3 OR ($3 = 'standing' AND state <> 'released'))
 ORDER BY id DESC LIMIT $4;
-- rule_locks_in_force: those that touch a parcel or any unit of it
SELECT what, unit, reason FROM rule_lock
 WHERE region = $1 AND land = $2 AND state <> 'released' AND state IN ('live', 'releasing')
 ORDER BY id;
-- rule_lock_confirm: in force, once
UPDATE rule_lock SET state = 'live', confirmed_by = $3, confirmed_ms = $4, version = version + 1
 WHERE region = $1 AND id = $2 AND state = 'proposed';
-- rule_lock_ask_release: one officer asks, the lock stays in force
UPDATE rule_lock SET state = 'releasing', release_reason = $3, release_by = $4, release_ms = $5,
       version = version + 1
 WHERE region = $1 AND id = $2 AND state = 'live';
-- rule_lock_release: a second one confirms
UPDATE rule_lock SET state = 'released', released_by = $3, released_ms = $4, version = version + 1
 WHERE region = $1 AND id = $2 AND state = 'releasing';
-- rule_hit_add: the log
INSERT INTO rule_hit (region, id, filing, seq, rule, moment, outcome, field, detail, officer, code,
        reason, made_ms, sample, examined_by, examined_ms, remark)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', 0, '');
-- rule_hits_of: all of a filing, in order
SELECT id, filing, rule, moment, outcome, field, detail, officer, code, reason, made_ms, sample,
       examined_by, examined_ms, remark
  FROM rule_hit WHERE region = $1 AND filing = $2 ORDER BY made_ms, seq, id;
-- rule_counts: how often each rule spoke between two ids, what came of it, and who passed it, why
SELECT rule, outcome, code, CASE WHEN outcome = 'passed' THEN officer ELSE '' END AS who,
       count(*) AS hits, count(DISTINCT filing) AS filings
  FROM rule_hit WHERE region = $1 AND id >= $2 AND id < $3
 GROUP BY rule, outcome, code, CASE WHEN outcome = 'passed' THEN officer ELSE '' END
 ORDER BY rule, outcome, code, who;
-- rule_hit_get: one
SELECT id, filing, rule, moment, outcome, field, detail, officer, code, reason, made_ms, sample,
       examined_by, examined_ms, remark
  FROM rule_hit WHERE region = $1 AND id = $2;
-- rule_samples: the pool in one state, oldest first
SELECT id, filing, rule, moment, outcome, field, detail, officer, code, reason, made_ms, sample,
       examined_by, examined_ms, remark
  FROM rule_hit WHERE region = $1 AND sample = $2 AND sample <> '' AND id > $3
 ORDER BY id LIMIT $4;
-- rule_sample_mark: examined, once
UPDATE rule_hit SET sample = $3, examined_by = $4, examined_ms = $5, remark = $6
 WHERE region = $1 AND id = $2 AND sample = 'open';
