-- exchange_department_put: a department's address and key
INSERT INTO exchange_department (name, url, public_key) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET url = excluded.url, public_key = excluded.public_key;
-- exchange_departments: all of them
SELECT name, url, public_key FROM exchange_department ORDER BY name;
