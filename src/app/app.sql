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
-- app_check_strays: rows of a region that this city does not have
SELECT t.region FROM (SELECT region FROM registry_book UNION SELECT region FROM registry_unit
 UNION SELECT region FROM registry_right UNION SELECT region FROM registry_holder
 UNION SELECT region FROM registry_entry UNION SELECT region FROM registry_node
 UNION SELECT region FROM filing_event UNION SELECT region FROM hall_capacity
 UNION SELECT region FROM hall_slot UNION SELECT region FROM hall_booking
 UNION SELECT region FROM hall_ticket UNION SELECT region FROM hall_event
 UNION SELECT region FROM audit_seal WHERE book IN ('journal', 'hall', 'rating', 'query')
 UNION SELECT region FROM rating UNION SELECT region FROM rating_rectification
 UNION SELECT region FROM rating_event
 UNION SELECT region FROM archive_query UNION SELECT region FROM archive_counter
 UNION SELECT region FROM access_row UNION SELECT region FROM access_tally) t
 WHERE t.region NOT IN (SELECT region FROM place_region) ORDER BY t.region;
