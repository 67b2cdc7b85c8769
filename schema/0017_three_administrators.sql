-- 三员分立 (GB/T 22239 8.1.5): the system administrator asks for an officer's roles, the security administrator
-- grants them. Roles that were given before stay in force, but those behind a password that the administrator
-- made and nobody has changed yet: they wait for a grant. A column of an existing table, copied to every node.
ALTER TABLE staff ADD COLUMN roles_asked TEXT NOT NULL DEFAULT '';  -- as the administrator wants them
ALTER TABLE staff ADD COLUMN asked_by TEXT NOT NULL DEFAULT '';     -- who asked last; empty: the first run
UPDATE staff SET roles_asked = roles;
UPDATE staff SET roles = '' WHERE one_time = 1 AND factor = '';
