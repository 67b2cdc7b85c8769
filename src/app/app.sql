-- request_key_add: the key of a request, once
INSERT INTO request_key (region, actor, route, request_key, fingerprint, status, reply, made_ms)
VALUES ($1, $2, $3, $4, $5, 0, '', $6)
ON CONFLICT (region, actor, route, request_key) DO NOTHING;
-- request_key_get: what was answered
SELECT fingerprint, status, reply FROM request_key
 WHERE region = $1 AND actor = $2 AND route = $3 AND request_key = $4;
-- request_key_reply: what is answered
UPDATE request_key SET status = $5, reply = $6
 WHERE region = $1 AND actor = $2 AND route = $3 AND request_key = $4;
