-- staff_kin_add: written once
INSERT INTO staff_kin (id, staff, relation, name, document_kind, document_number, made_by, made_ms,
        ended_by, ended_ms, ended_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, '');
-- staff_kin_get: one of an officer's
SELECT id, staff, relation, name, document_kind, document_number, made_by, made_ms, ended_by,
       ended_ms, ended_reason FROM staff_kin WHERE id = $2 AND staff = $1;
-- staff_kin_of: all of an officer's, newest first
SELECT id, staff, relation, name, document_kind, document_number, made_by, made_ms, ended_by,
       ended_ms, ended_reason FROM staff_kin WHERE staff = $1 ORDER BY id DESC;
-- staff_kin_numbers: who is kin now
SELECT document_number FROM staff_kin WHERE staff = $1 AND ended_ms = 0;
-- staff_kin_end: once
UPDATE staff_kin SET ended_by = $2, ended_ms = $3, ended_reason = $4 WHERE id = $1 AND ended_ms = 0;
-- staff_check_kin: I19: declarations in order with the seals of both their turns
SELECT k.id, k.staff, k.relation, k.name, k.document_kind, k.document_number, k.made_by, k.made_ms,
       k.ended_by, k.ended_ms, k.ended_reason, s.mac, e.mac
  FROM staff_kin k LEFT JOIN audit_seal s ON s.region = '' AND s.book = 'kin' AND s.subject = k.id
       AND s.number = 0
  LEFT JOIN audit_seal e ON e.region = '' AND e.book = 'kin' AND e.subject = k.id AND e.number = 1
 WHERE k.id > $1 ORDER BY k.id LIMIT $2;
-- staff_check_kin_gone: I19: a seal whose declaration is gone
SELECT s.subject FROM audit_seal s LEFT JOIN staff_kin k ON k.id = s.subject AND s.region = ''
 WHERE s.book = $1 AND (k.id IS NULL OR s.number NOT IN (0, 1));
