-- What only PostgreSQL says this way: entries, journals, ratings, capacities, the changes of staff and who
-- read what are insert-only.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is immutable', TG_TABLE_NAME; END $$;
DO $$
DECLARE name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['registry_entry', 'registry_node', 'filing_event', 'staff_change',
        'credit_event', 'hall_event', 'hall_capacity', 'rating', 'rating_event',
        'access_row', 'access_alert', 'archive_query'] LOOP
        IF to_regclass(name) IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = name || '_immutable') THEN
            EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                name || '_immutable', name);
        END IF;
    END LOOP;
END $$;
