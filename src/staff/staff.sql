-- staff_add: an officer that is there already stays
INSERT INTO staff (id, login, name, roles, office, document_number, password_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (login) DO NOTHING;
-- staff_get: by id
SELECT id, login, name, roles, office, document_number, password_hash, disabled, failures,
       locked_until_ms FROM staff WHERE id = $1;
-- staff_by_login: by login name
SELECT id, login, name, roles, office, document_number, password_hash, disabled, failures,
       locked_until_ms FROM staff WHERE login = $1;
-- staff_failed: one more wrong password
UPDATE staff SET failures = $2, locked_until_ms = $3 WHERE id = $1;
-- staff_session_add: a new session
INSERT INTO staff_session (region, token_hash, staff, csrf, made_ms, until_ms)
VALUES ($1, $2, $3, $4, $5, $6);
-- staff_session_find: the officer behind a token
SELECT s.id, s.name, s.roles, s.office, t.csrf FROM staff_session t JOIN staff s ON s.id = t.staff
 WHERE t.region = $1 AND t.token_hash = $2 AND t.until_ms > $3 AND s.disabled = 0;
-- staff_session_end: signed out
DELETE FROM staff_session WHERE region = $1 AND token_hash = $2;
-- staff_session_sweep: sessions that are over
DELETE FROM staff_session WHERE region = $1 AND until_ms <= $2;
