-- staff_add: an officer that is there already stays
INSERT INTO staff (id, login, name, roles, roles_asked, office, document_number, password_hash)
VALUES ($1, $2, $3, $4, $4, $5, $6, $7) ON CONFLICT (login) DO NOTHING;
-- staff_get: by id
SELECT id, login, name, roles, office, document_number, password_hash, disabled, failures,
       locked_until_ms, factor, factor_begun, factor_step, one_time FROM staff WHERE id = $1;
-- staff_by_login: by login name
SELECT id, login, name, roles, office, document_number, password_hash, disabled, failures,
       locked_until_ms, factor, factor_begun, factor_step, one_time FROM staff WHERE login = $1;
-- staff_failed: one more wrong password or code; so many in a row lock the account
UPDATE staff SET failures = CASE WHEN failures + 1 >= $2 THEN 0 ELSE failures + 1 END,
       locked_until_ms = CASE WHEN failures + 1 >= $2 THEN $3 ELSE locked_until_ms END
 WHERE id = $1;
-- staff_entered: the right ones, and not locked by others that were tried meanwhile
UPDATE staff SET failures = 0 WHERE id = $1 AND locked_until_ms <= $2;
-- staff_factor_use: a code is good once
UPDATE staff SET factor_step = $2 WHERE id = $1 AND factor_step < $2;
-- staff_factor_begin: a secret that is not in force yet
UPDATE staff SET factor_begun = $2 WHERE id = $1;
-- staff_factor_confirm: the secret that was shown comes into force, once
UPDATE staff SET factor = factor_begun, factor_begun = '', factor_step = $3
 WHERE id = $1 AND factor_begun = $2 AND factor_begun <> '';
-- staff_session_add: a new session
INSERT INTO staff_session (region, token_hash, staff, csrf, made_ms, until_ms)
VALUES ($1, $2, $3, $4, $5, $6);
-- staff_session_find: the officer behind a token
SELECT s.id, s.name, s.roles, s.office, s.factor, t.csrf, s.one_time
  FROM staff_session t JOIN staff s ON s.id = t.staff
 WHERE t.region = $1 AND t.token_hash = $2 AND t.until_ms > $3 AND s.disabled = 0;
-- staff_session_end: signed out
DELETE FROM staff_session WHERE region = $1 AND token_hash = $2;
-- staff_session_sweep: sessions that are over
DELETE FROM staff_session WHERE region = $1 AND until_ms <= $2;
