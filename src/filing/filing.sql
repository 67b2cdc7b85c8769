-- filing_add: a draft
INSERT INTO filing (region, id, scene, scene_version, unit, state, channel, office, clerk, recorder,
        follow_code, target, priority, opened_ms, accepted_ms, due_ms, paused_ms, ended_ms,
        ended_reason, version)
VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, '', $9, $10, 0, $11, 0, 0, 0, 0, '', 1);
-- filing_lock: the row, held until the commit
UPDATE filing SET version = version + 1 WHERE region = $1 AND id = $2
RETURNING id, scene, scene_version, unit, state, channel, office, clerk, recorder, follow_code,
          target, priority, opened_ms, accepted_ms, due_ms, paused_ms, ended_ms, ended_reason, version;
-- filing_known: whether there is one
SELECT id FROM filing WHERE region = $1 AND id = $2;
-- filing_get: as it is
SELECT id, scene, scene_version, unit, state, channel, office, clerk, recorder, follow_code,
       target, priority, opened_ms, accepted_ms, due_ms, paused_ms, ended_ms, ended_reason, version
  FROM filing WHERE region = $1 AND id = $2;
-- filing_save: what a transaction changed
UPDATE filing SET state = $3, clerk = $4, recorder = $5, priority = $6, accepted_ms = $7,
       due_ms = $8, paused_ms = $9, ended_ms = $10, ended_reason = $11
 WHERE region = $1 AND id = $2;
-- filing_parties: in order
SELECT role, kind, name, document_kind, document_number, phone, share_num, share_den, agent_name,
       agent_document FROM filing_party WHERE region = $1 AND filing = $2 ORDER BY seq;
-- filing_party_add: one party
INSERT INTO filing_party (region, filing, seq, role, kind, name, document_kind, document_number,
        phone, share_num, share_den, agent_name, agent_document)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);
-- filing_party_clear: before an amended list is written
DELETE FROM filing_party WHERE region = $1 AND filing = $2;
-- filing_answers: all answers
SELECT ask, value FROM filing_answer WHERE region = $1 AND filing = $2 ORDER BY ask;
-- filing_answer_add: one answer
INSERT INTO filing_answer (region, filing, ask, value) VALUES ($1, $2, $3, $4);
-- filing_answer_clear: before amended ones are written
DELETE FROM filing_answer WHERE region = $1 AND filing = $2;
-- filing_steps: the state of each step that has begun
SELECT step, state, outcome, started_ms, done_ms FROM filing_step
 WHERE region = $1 AND filing = $2 ORDER BY step;
-- filing_step_put: a step's state
INSERT INTO filing_step (region, filing, step, state, outcome, started_ms, done_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (region, filing, step) DO UPDATE SET state = excluded.state,
   outcome = excluded.outcome, started_ms = excluded.started_ms, done_ms = excluded.done_ms;
-- filing_event_add: the journal
INSERT INTO filing_event (region, filing, number, kind, step, actor, detail, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- filing_events: the journal in order
SELECT number, kind, step, actor, detail, made_ms FROM filing_event
 WHERE region = $1 AND filing = $2 ORDER BY number;
-- filing_on_unit: live filings on a unit in the order of their acceptance, with those that are over
-- several units and known by another
SELECT id, scene, scene_version, state, priority, accepted_ms, unit FROM filing
 WHERE region = $1 AND unit = $2 AND state IN ('accepted', 'correcting')
UNION ALL
SELECT f.id, f.scene, f.scene_version, f.state, u.priority, f.accepted_ms, f.unit
  FROM filing_part u JOIN filing f ON f.region = u.region AND f.id = u.filing
 WHERE u.region = $1 AND u.unit = $2 AND u.part = 'parent'
   AND f.state IN ('accepted', 'correcting')
 ORDER BY 5, 6, 1;
-- filing_part_put: another unit of the filing
INSERT INTO filing_part (region, unit, filing, part, priority) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (region, unit, filing) DO UPDATE SET priority = excluded.priority;
-- filing_part_clear: before they are written anew
DELETE FROM filing_part WHERE region = $1 AND filing = $2 AND part = $3;
-- filing_task_add: into the pool
INSERT INTO filing_task (region, id, filing, step, role, state, officer, opened_ms, due_ms, done_ms,
        decision, reason, version) VALUES ($1, $2, $3, $4, $5, 'open', '', $6, $7, 0, '', '', 1);
-- filing_task_get: one task
SELECT id, filing, step, role, state, officer, opened_ms, due_ms, done_ms, decision, reason, version
  FROM filing_task WHERE region = $1 AND id = $2;
-- filing_task_claim: only an open one
UPDATE filing_task SET state = 'claimed', officer = $3, version = version + 1
 WHERE region = $1 AND id = $2 AND state = 'open';
-- filing_task_release: back into the pool
UPDATE filing_task SET state = 'open', officer = '', version = version + 1
 WHERE region = $1 AND id = $2 AND state = 'claimed' AND officer = $3;
-- filing_task_take_over: a manager hands it to another
UPDATE filing_task SET state = 'claimed', officer = $3, version = version + 1
 WHERE region = $1 AND id = $2 AND state IN ('open', 'claimed');
-- filing_task_done: decided, once
UPDATE filing_task SET state = 'done', officer = $3, decision = $4, reason = $5, done_ms = $6,
       version = version + 1
 WHERE region = $1 AND id = $2 AND (state = 'open' OR (state = 'claimed' AND officer = $3));
-- filing_task_cancel: nobody is needed any more
UPDATE filing_task SET state = 'cancelled', done_ms = $3, version = version + 1
 WHERE region = $1 AND filing = $2 AND state IN ('open', 'claimed');
-- filing_task_pool: what waits for a role
SELECT t.id, t.filing, t.step, t.role, t.state, t.officer, t.opened_ms, t.due_ms, f.scene, f.unit,
       f.state, f.scene_version
  FROM filing_task t JOIN filing f ON f.region = t.region AND f.id = t.filing
 WHERE t.region = $1 AND t.role = $2 AND t.state IN ('open', 'claimed')
   AND ($4 = '' OR t.state = $4) AND ($5 = '' OR t.officer = $5)
 ORDER BY t.due_ms, t.id LIMIT $3;
-- filing_task_of: live tasks of a filing
SELECT id, filing, step, role, state, officer, opened_ms, due_ms, done_ms, decision, reason, version
  FROM filing_task WHERE region = $1 AND filing = $2 ORDER BY opened_ms, id;
-- filing_fact_ask: sent to a department; asked again after 补正
INSERT INTO filing_fact (region, filing, step, department, share, state, found, answer, message,
        asked_ms, answered_ms, officer, second_officer, reason, paper, later)
VALUES ($1, $2, $3, $4, $5, 'asked', 0, '', $6, $7, 0, '', '', '', '', '')
ON CONFLICT (region, filing, step) DO UPDATE SET state = 'asked', found = 0, answer = '',
   message = excluded.message, asked_ms = excluded.asked_ms, answered_ms = 0, officer = '',
   second_officer = '', reason = '', paper = '', later = '';
-- filing_fact_get: one fact
SELECT step, department, share, state, found, answer, message, asked_ms, answered_ms, officer,
       second_officer, reason, paper, later FROM filing_fact
 WHERE region = $1 AND filing = $2 AND step = $3;
-- filing_facts: all of a filing
SELECT step, department, share, state, found, answer, message, asked_ms, answered_ms, officer,
       second_officer, reason, paper, later FROM filing_fact
 WHERE region = $1 AND filing = $2 ORDER BY step;
-- filing_fact_answer: by the department
UPDATE filing_fact SET state = 'answered', found = $4, answer = $5, answered_ms = $6
 WHERE region = $1 AND filing = $2 AND step = $3;
-- filing_fact_propose: read from paper by one officer
UPDATE filing_fact SET state = 'proposed', found = $4, answer = $5, officer = $6, reason = $7,
       paper = $8 WHERE region = $1 AND filing = $2 AND step = $3 AND state IN ('asked', 'proposed');
-- filing_fact_confirm: by a second officer
UPDATE filing_fact SET state = 'manual', second_officer = $4, answered_ms = $5
 WHERE region = $1 AND filing = $2 AND step = $3 AND state = 'proposed';
-- filing_fact_later: the department's own answer, after the manual path
UPDATE filing_fact SET later = $4 WHERE region = $1 AND filing = $2 AND step = $3;
-- filing_paper_add: the same file again changes nothing
INSERT INTO filing_paper (region, filing, paper, hash, name, source, officer, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (region, filing, paper, hash) DO NOTHING;
-- filing_papers: in order
SELECT paper, hash, name, source, officer, made_ms FROM filing_paper
 WHERE region = $1 AND filing = $2 ORDER BY made_ms, paper, hash;
-- filing_override_put: why a finding was passed
INSERT INTO filing_override (region, filing, rule, officer, reason, made_ms)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (region, filing, rule) DO UPDATE SET officer = excluded.officer,
   reason = excluded.reason, made_ms = excluded.made_ms;
-- filing_overrides: which findings were passed
SELECT rule, officer, reason, made_ms FROM filing_override WHERE region = $1 AND filing = $2 ORDER BY rule;
-- filing_hold_add: nothing may be recorded
INSERT INTO filing_hold (region, filing, id, reason, detail, raised_ms, lifted_ms, lifted_by,
        lifted_reason) VALUES ($1, $2, $3, $4, $5, $6, 0, '', '');
-- filing_holds: all of a filing
SELECT id, reason, detail, raised_ms, lifted_ms, lifted_by, lifted_reason FROM filing_hold
 WHERE region = $1 AND filing = $2 ORDER BY raised_ms, id;
-- filing_hold_open: one that stands
SELECT id FROM filing_hold WHERE region = $1 AND filing = $2 AND lifted_ms = 0 LIMIT 1;
-- filing_hold_lift: once
UPDATE filing_hold SET lifted_ms = $4, lifted_by = $5, lifted_reason = $6
 WHERE region = $1 AND filing = $2 AND id = $3 AND lifted_ms = 0;
-- filing_notice_add: as handed out
INSERT INTO filing_notice (region, filing, id, kind, content, officer, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7);
-- filing_notice_get: one
SELECT kind, content, officer, made_ms FROM filing_notice
 WHERE region = $1 AND filing = $2 AND id = $3;
-- filing_notices: in order
SELECT id, kind, content, officer, made_ms FROM filing_notice
 WHERE region = $1 AND filing = $2 ORDER BY made_ms, id;
-- filing_list: a page of filings, newest first; a row for each party and for each step under way
WITH page AS (
SELECT region, id, scene, scene_version, unit, state, clerk, opened_ms, accepted_ms, due_ms, ended_ms
  FROM filing f
 WHERE region = $1 AND id < $2 AND id >= $3 AND ($4 = '' OR unit = $4 OR EXISTS
       (SELECT 1 FROM filing_part u WHERE u.region = f.region AND u.unit = $4 AND u.filing = f.id))
   AND ($5 = '' OR state = $5)
   AND ($6 = '' OR scene = $6) AND ($7 = '' OR clerk = $7 OR recorder = $7 OR EXISTS
       (SELECT 1 FROM filing_task t WHERE t.region = f.region AND t.filing = f.id AND t.officer = $7))
 ORDER BY id DESC LIMIT $8)
SELECT f.id, f.scene, f.scene_version, f.unit, f.state, f.opened_ms, f.accepted_ms, f.due_ms,
       f.ended_ms, f.clerk, 'party' AS what, p.role AS part, p.name AS detail, p.seq AS seq
  FROM page f JOIN filing_party p ON p.region = f.region AND p.filing = f.id
UNION ALL
SELECT f.id, f.scene, f.scene_version, f.unit, f.state, f.opened_ms, f.accepted_ms, f.due_ms,
       f.ended_ms, f.clerk, 'step' AS what, s.step AS part, s.state AS detail, s.started_ms AS seq
  FROM page f JOIN filing_step s ON s.region = f.region AND s.filing = f.id
 WHERE s.state IN ('running', 'stuck')
 ORDER BY 1 DESC, 11, 14;
-- filing_announcement_begin: 公告, anew after 补正
INSERT INTO filing_announcement (region, filing, step, state, begins_ms, ends_ms)
VALUES ($1, $2, $3, 'open', $4, $5)
ON CONFLICT (region, filing, step) DO UPDATE SET state = 'open', begins_ms = excluded.begins_ms,
   ends_ms = excluded.ends_ms;
-- filing_announcement_end: its days are over; once
UPDATE filing_announcement SET state = 'over'
 WHERE region = $1 AND filing = $2 AND step = $3 AND state = 'open' AND ends_ms <= $4;
-- filing_announcements_due: whose days are over
SELECT filing, step FROM filing_announcement
 WHERE region = $1 AND state = 'open' AND ends_ms <= $2 ORDER BY ends_ms LIMIT $3;
-- filing_announcements_open: what stands now; those of filings that have ended do not
SELECT a.filing, a.begins_ms, a.ends_ms FROM filing_announcement a CROSS JOIN filing f
 WHERE f.region = a.region AND f.id = a.filing AND f.state = 'accepted'
   AND a.region = $1 AND a.state = 'open' AND a.ends_ms > $2 ORDER BY a.ends_ms, a.filing LIMIT $3;
-- filing_announcement_of: that of a filing, while it stands
SELECT step FROM filing_announcement
 WHERE region = $1 AND filing = $2 AND state = 'open' AND ends_ms > $3;
-- filing_follow_code: what its parties follow it with
SELECT follow_code FROM filing WHERE region = $1 AND id = $2;
-- filing_try_lock: how many wrong tries in a row; old ones are forgotten; held until the commit
INSERT INTO filing_try (region, filing, failures, last_ms) VALUES ($1, $2, 0, $3)
ON CONFLICT (region, filing) DO UPDATE
   SET failures = CASE WHEN filing_try.last_ms <= $4 THEN 0 ELSE filing_try.failures END
RETURNING failures;
-- filing_tries: how many wrong tries in a row, and not long ago
SELECT failures FROM filing_try WHERE region = $1 AND filing = $2 AND last_ms > $3;
-- filing_try_failed: one more
UPDATE filing_try SET failures = failures + 1, last_ms = $3 WHERE region = $1 AND filing = $2;
-- filing_check_entry: I14: recorded without an entry, or an entry of a filing that was not recorded;
-- the empty text is named since the index by filing leaves it out
SELECT f.id FROM filing f
 WHERE f.region = $1 AND (f.state IN ('recorded', 'closed')) <> EXISTS
       (SELECT 1 FROM registry_entry e WHERE e.region = f.region AND e.filing = f.id AND e.filing <> '');
-- filing_check_officers: I19: who accepted it also recorded it
SELECT id FROM filing WHERE region = $1 AND clerk = recorder AND recorder <> '';
-- filing_check_own: I19: an officer accepted, decided or recorded a filing of one's own
SELECT DISTINCT f.id FROM filing f JOIN filing_party p ON p.region = f.region AND p.filing = f.id
  JOIN staff s ON s.document_number = p.document_number AND s.document_number <> ''
 WHERE f.region = $1 AND f.state IN ('accepted', 'correcting', 'recorded', 'closed', 'refused')
   AND (s.id = f.clerk OR s.id = f.recorder OR EXISTS (SELECT 1 FROM filing_task t
       WHERE t.region = f.region AND t.filing = f.id AND t.officer = s.id AND t.state = 'done'));
-- filing_check_kin: I19: an officer accepted, decided or recorded a filing of kin on file then; what
-- was declared or ended in the same minute as the act may have come after it
SELECT DISTINCT f.id FROM filing f JOIN filing_party p ON p.region = f.region AND p.filing = f.id
  JOIN staff_kin k ON k.document_number = p.document_number
 WHERE f.region = $1 AND f.state IN ('accepted', 'correcting', 'recorded', 'closed', 'refused')
   AND ((k.staff = f.clerk AND k.made_ms + 60000 <= f.accepted_ms
         AND (k.ended_ms = 0 OR k.ended_ms > f.accepted_ms + 60000))
     OR EXISTS (SELECT 1 FROM filing_task t WHERE t.region = f.region AND t.filing = f.id
         AND t.officer = k.staff AND t.state = 'done' AND k.made_ms + 60000 <= t.done_ms
         AND (k.ended_ms = 0 OR k.ended_ms > t.done_ms + 60000)));
-- filing_check_money: I16: recorded though a bill is not paid
SELECT f.id FROM filing f JOIN money_bill b ON b.region = f.region AND b.filing = f.id
 WHERE f.region = $1 AND f.state IN ('recorded', 'closed') AND b.state = 'open' AND b.total_fen > 0;
-- filing_check_task: a live task of a filing that has ended
SELECT t.id FROM filing_task t JOIN filing f ON f.region = t.region AND f.id = t.filing
 WHERE t.region = $1 AND t.state IN ('open', 'claimed')
   AND f.state IN ('closed', 'withdrawn', 'rejected', 'refused');
-- filing_check_outbox: I18: a recorded filing with an effect that is neither owed nor done
SELECT f.id FROM filing f JOIN filing_step s ON s.region = f.region AND s.filing = f.id
 WHERE f.region = $1 AND f.state IN ('recorded', 'closed') AND s.state = 'running'
   AND s.step <> 'issue' AND NOT EXISTS (SELECT 1 FROM message m WHERE m.region = f.region
       AND m.filing = f.id AND m.step = s.step);
-- filing_check_unsealed: I14: events without a seal
SELECT e.filing, e.number, e.kind, e.step, e.actor, e.detail, e.made_ms, s.mac
  FROM filing_event e LEFT JOIN audit_seal s ON s.region = e.region AND s.book = 'journal'
       AND s.subject = e.filing AND s.number = e.number
 WHERE e.region = $1 AND s.mac IS NULL ORDER BY e.filing, e.number LIMIT $2;
-- filing_check_journal: I14: events in order with their seals
SELECT e.filing, e.number, e.kind, e.step, e.actor, e.detail, e.made_ms, s.mac
  FROM filing_event e LEFT JOIN audit_seal s ON s.region = e.region AND s.book = 'journal'
       AND s.subject = e.filing AND s.number = e.number
 WHERE e.region = $1 AND (e.filing > $2 OR (e.filing = $2 AND e.number > $3))
 ORDER BY e.filing, e.number LIMIT $4;
-- filing_check_gone: I14: a seal whose event is gone
SELECT s.subject FROM audit_seal s LEFT JOIN filing_event e
       ON e.region = s.region AND e.filing = s.subject AND e.number = s.number
 WHERE s.region = $1 AND s.book = 'journal' AND e.filing IS NULL;
-- filing_ids: in order, for checking them all
SELECT id, state FROM filing WHERE region = $1 AND id > $2 ORDER BY id LIMIT $3;
