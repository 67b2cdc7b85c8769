-- message_add: one effect owed
INSERT INTO message (region, id, department, path, filing, step, body, state, tries, next_ms,
        made_ms, done_ms, fault)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'due', 0, $8, $8, 0, '');
-- message_due: oldest first
SELECT id, department, path, filing, step, body, state, tries, next_ms, made_ms, fault
  FROM message WHERE region = $1 AND state IN ('due', 'promised') AND next_ms <= $2
 ORDER BY next_ms, id LIMIT $3;
-- message_lease: the oldest that are due; only one worker gets them
UPDATE message SET next_ms = $4
 WHERE region = $1 AND state IN ('due', 'promised') AND next_ms <= $2 AND id IN
       (SELECT id FROM message WHERE region = $1 AND state IN ('due', 'promised')
           AND next_ms <= $2 ORDER BY next_ms, id LIMIT $3)
RETURNING id, department, path, filing, step, body, state, tries, next_ms, made_ms, fault;
-- message_release: nobody holds them any more: the process that took them has ended
UPDATE message SET next_ms = $2
 WHERE region = $1 AND state IN ('due', 'promised') AND state = 'due' AND next_ms > $2;
-- message_done: answered and applied
UPDATE message SET state = 'done', done_ms = $3, fault = '' WHERE region = $1 AND id = $2;
-- message_promised: the department answers later
UPDATE message SET state = 'promised', tries = tries + 1, next_ms = $3
 WHERE region = $1 AND id = $2 AND state IN ('due', 'promised');
-- message_failed: tried, to be tried again
UPDATE message SET tries = tries + 1, next_ms = $3, fault = $4
 WHERE region = $1 AND id = $2 AND state IN ('due', 'promised');
-- message_get: one message
SELECT id, department, path, filing, step, body, state, tries, next_ms, made_ms, fault
  FROM message WHERE region = $1 AND id = $2;
-- message_backlog: what waits, per department
SELECT department, CAST(count(*) AS BIGINT), min(made_ms), max(fault)
  FROM message WHERE region = $1 AND state IN ('due', 'promised') AND next_ms > 0
 GROUP BY department ORDER BY department;
-- message_waiting: what is still to be sent, newest first; the partial index has these alone
SELECT id, department, path, filing, step, body, state, tries, next_ms, made_ms, fault, done_ms
  FROM message
 WHERE region = $1 AND state IN ('due', 'promised') AND next_ms > 0 AND id < $2
   AND ($3 = '' OR department = $3) AND ($4 = '' OR state = $4)
 ORDER BY id DESC LIMIT $5;
-- message_sent: what was sent, newest first
SELECT id, department, path, filing, step, body, state, tries, next_ms, made_ms, fault, done_ms
  FROM message
 WHERE region = $1 AND id < $2 AND ($3 = '' OR department = $3) AND state = 'done'
 ORDER BY id DESC LIMIT $4;
-- message_hurry: due now; nothing when it has been sent already
UPDATE message SET next_ms = $3
 WHERE region = $1 AND id = $2 AND state IN ('due', 'promised');
-- message_hurry_all: what a department is owed is due now
UPDATE message SET next_ms = $3
 WHERE region = $1 AND state IN ('due', 'promised') AND next_ms > $3 AND department = $2;
-- message_inbox_add: nothing when it came before
INSERT INTO message_inbox (region, source, id, made_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (region, source, id) DO NOTHING;
