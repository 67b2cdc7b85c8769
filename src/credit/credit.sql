-- credit_standing_add: proposed
INSERT INTO credit_standing (id, list, kind, name, document_kind, document_number, phone, ground,
        reason, evidence, months, state, proposed_by, proposed_ms, heard_until_ms, statement,
        decided_by, decided_ms, begins_ms, ends_ms, appeal_until_ms, appealed, asked_by, asked_ms,
        left_cause, left_ms, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $23, $24, $25, $26, $27);
-- credit_standing_save: as a change left it; only of the version that was read
UPDATE credit_standing SET list = $2, kind = $3, name = $4, document_kind = $5,
       document_number = $6, phone = $7, ground = $8, reason = $9, evidence = $10, months = $11,
       state = $12, proposed_by = $13, proposed_ms = $14, heard_until_ms = $15, statement = $16,
       decided_by = $17, decided_ms = $18, begins_ms = $19, ends_ms = $20, appeal_until_ms = $21,
       appealed = $22, asked_by = $23, asked_ms = $24, left_cause = $25, left_ms = $26,
       version = $27
 WHERE id = $1 AND version + 1 = $27;
-- credit_standing_get: one
SELECT id, list, kind, name, document_kind, document_number, phone, ground, reason, evidence,
       months, state, proposed_by, proposed_ms, heard_until_ms, statement, decided_by, decided_ms,
       begins_ms, ends_ms, appeal_until_ms, appealed, asked_by, asked_ms, left_cause, left_ms,
       version
  FROM credit_standing WHERE id = $1;
-- credit_standings: newest first
SELECT id, list, kind, name, document_kind, document_number, phone, ground, reason, evidence,
       months, state, proposed_by, proposed_ms, heard_until_ms, statement, decided_by, decided_ms,
       begins_ms, ends_ms, appeal_until_ms, appealed, asked_by, asked_ms, left_cause, left_ms,
       version
  FROM credit_standing
 WHERE id < $1 AND ($2 = '' OR list = $2) AND ($3 = '' OR state = $3)
   AND ($4 = '' OR document_number = $4)
 ORDER BY id DESC LIMIT $5;
-- credit_standings_public: organisations on a list that nobody appeals against
SELECT id, list, kind, name, document_kind, document_number, phone, ground, reason, evidence,
       months, state, proposed_by, proposed_ms, heard_until_ms, statement, decided_by, decided_ms,
       begins_ms, ends_ms, appeal_until_ms, appealed, asked_by, asked_ms, left_cause, left_ms,
       version
  FROM credit_standing
 WHERE state IN ('listed', 'repairing') AND list = $1 AND kind = 'organisation'
   AND begins_ms <= $2 AND ends_ms > $2
 ORDER BY id DESC LIMIT $3;
-- credit_standing_live: what a party has on a list, or is proposed for
SELECT id FROM credit_standing
 WHERE document_number = $1 AND document_kind = $2 AND list = $3
   AND state IN ('proposed', 'listed', 'appealed', 'repairing');
-- credit_in_force: the standings of a document at a moment
SELECT list, ground FROM credit_standing
 WHERE document_number = $1 AND state IN ('listed', 'appealed', 'repairing')
   AND begins_ms <= $2 AND ends_ms > $2
 ORDER BY list;
-- credit_due: whose term is over
SELECT id FROM credit_standing
 WHERE ends_ms <= $1 AND state IN ('listed', 'appealed', 'repairing')
 ORDER BY ends_ms LIMIT $2;
-- credit_event_add: written once
INSERT INTO credit_event (standing, number, action, actor, reason, evidence, notice, message, region,
        after, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- credit_events: of a standing in order
SELECT number, action, actor, reason, evidence, notice, message, region, after, made_ms
  FROM credit_event WHERE standing = $1 ORDER BY number;
-- credit_check_events: I23: the same with their seals
SELECT e.number, e.action, e.actor, e.reason, e.evidence, e.notice, e.message, e.region, e.after,
       e.made_ms, s.mac
  FROM credit_event e LEFT JOIN audit_seal s ON s.region = e.region AND s.book = 'standing'
       AND s.subject = e.standing AND s.number = e.number
 WHERE e.standing = $1 ORDER BY e.number;
-- credit_check_standings: I23: all of them in order
SELECT id, list, kind, name, document_kind, document_number, phone, ground, reason, evidence,
       months, state, proposed_by, proposed_ms, heard_until_ms, statement, decided_by, decided_ms,
       begins_ms, ends_ms, appeal_until_ms, appealed, asked_by, asked_ms, left_cause, left_ms,
       version
  FROM credit_standing WHERE id > $1 ORDER BY id LIMIT $2;
-- credit_check_gone: I23: a seal whose event is gone
SELECT s.subject FROM audit_seal s LEFT JOIN credit_event e ON e.standing = s.subject
       AND e.number = s.number AND e.region = s.region
 WHERE s.book = 'standing' AND e.standing IS NULL;
-- credit_check_orphan: I23: an event whose standing is gone
SELECT e.standing FROM credit_event e LEFT JOIN credit_standing s ON s.id = e.standing
 WHERE s.id IS NULL;
-- credit_check_untold: I23: a party that was not told
SELECT e.standing FROM credit_event e LEFT JOIN message m ON m.region = e.region
       AND m.id = e.message
 WHERE e.message <> '' AND m.id IS NULL;
