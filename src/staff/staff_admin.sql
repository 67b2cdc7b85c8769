-- staff_card_get: an officer as the administrator sees one
SELECT id, login, name, roles, roles_asked, asked_by, office, document_number, disabled, one_time,
       locked_until_ms, version, factor
  FROM staff WHERE id = $1;
-- staff_cards: the next page of officers
SELECT id, login, name, roles, roles_asked, asked_by, office, document_number, disabled, one_time,
       locked_until_ms, version, factor
  FROM staff WHERE login > $1 ORDER BY login LIMIT $2;
-- staff_card_add: a new officer; the login is unique
INSERT INTO staff (id, login, name, roles, roles_asked, asked_by, office, document_number, password_hash,
        one_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- staff_card_save: what the system administrator changes; only the version that was read
UPDATE staff SET name = $3, roles_asked = $4, asked_by = $5, office = $6, version = version + 1
 WHERE id = $1 AND version = $2;
-- staff_roles_set: what the security administrator decides; only the version that was read
UPDATE staff SET roles = $3, roles_asked = $3, version = version + 1 WHERE id = $1 AND version = $2;
-- staff_disabled_set: by the security administrator
UPDATE staff SET disabled = $2, version = version + 1 WHERE id = $1;
-- staff_card_unlock: as if nothing wrong had been typed
UPDATE staff SET failures = 0, locked_until_ms = 0, version = version + 1 WHERE id = $1;
-- staff_password_set: a new password unlocks
UPDATE staff SET password_hash = $2, one_time = $3, failures = 0, locked_until_ms = 0,
       version = version + 1
 WHERE id = $1;
-- staff_factor_clear: a lost second factor; the officer enrols anew
UPDATE staff SET factor = '', factor_begun = '', factor_step = 0, version = version + 1 WHERE id = $1;
-- staff_roles_wait: nobody has a role by a password that another made
UPDATE staff SET roles = '' WHERE id = $1 AND one_time = 1 AND factor = '';
-- staff_person_roles: roles of the same person's other accounts
SELECT roles, roles_asked FROM staff WHERE document_number = $1 AND id <> $2 AND disabled = 0;
-- staff_sessions_end: all of an officer's in a region but one
DELETE FROM staff_session WHERE region = $1 AND staff = $2 AND token_hash <> $3;
-- staff_change_add: written once, never changed
INSERT INTO staff_change (region, id, actor, actor_name, kind, subject, subject_name, before, after,
        made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- staff_changes: newest first
SELECT region, id, actor, actor_name, kind, subject, subject_name, before, after, made_ms
  FROM staff_change WHERE region = $1 AND id < $2 AND ($3 = '' OR subject = $3)
 ORDER BY id DESC LIMIT $4;
-- staff_check_unsealed: I19: changes without a seal
SELECT c.region, c.id, c.actor, c.actor_name, c.kind, c.subject, c.subject_name, c.before, c.after,
       c.made_ms, s.mac
  FROM staff_change c LEFT JOIN audit_seal s ON s.region = c.region AND s.book = 'staff'
       AND s.subject = c.id AND s.number = 0
 WHERE s.mac IS NULL ORDER BY c.id LIMIT $1;
-- staff_check_changes: I19: changes in order with their seals
SELECT c.region, c.id, c.actor, c.actor_name, c.kind, c.subject, c.subject_name, c.before, c.after,
       c.made_ms, s.mac
  FROM staff_change c LEFT JOIN audit_seal s ON s.region = c.region AND s.book = 'staff'
       AND s.subject = c.id AND s.number = 0
 WHERE c.id > $1 ORDER BY c.id LIMIT $2;
-- staff_check_record: I19: what the changes of officers left, in order
SELECT id, actor, kind, subject, after FROM staff_change WHERE id > $1 ORDER BY id LIMIT $2;
-- staff_check_gone: I19: a seal whose change is gone
SELECT s.subject FROM audit_seal s LEFT JOIN staff_change c
       ON c.region = s.region AND c.id = s.subject AND s.number = 0
 WHERE (s.book = $1 AND c.id IS NULL)
    OR s.book NOT IN ('journal', 'staff', 'kin', 'standing', 'hall', 'rating', 'query');
