-- setup_code_put: a new code takes the place of the one before
INSERT INTO setup_code (region, hash, tries, wait_until_ms, made_ms) VALUES ('', $1, 0, 0, $2)
ON CONFLICT (region) DO UPDATE SET hash = $1, tries = 0, wait_until_ms = 0, made_ms = $2;
-- setup_code_get: the code that is good now
SELECT hash, tries, wait_until_ms FROM setup_code WHERE region = '';
-- setup_code_wrong: counted, and slowed
UPDATE setup_code SET tries = $1, wait_until_ms = $2 WHERE region = '';
-- setup_code_use: whoever deletes it makes the city; nobody else can
DELETE FROM setup_code WHERE region = '' AND hash = $1;
