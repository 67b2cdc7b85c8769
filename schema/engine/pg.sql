-- What only PostgreSQL says this way: entries, journals, ratings, capacities and the changes of staff are
-- insert-only.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is immutable', TG_TABLE_NAME; END $$;
CREATE OR REPLACE FUNCTION make_immutable(tables TEXT[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name TEXT;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = name || '_immutable') THEN
            EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                name || '_immutable', name);
        END IF;
    END LOOP;
END $$;
DO $$ BEGIN
    PERFORM make_immutable(ARRAY['registry_entry', 'registry_node', 'filing_event', 'staff_change']);
END $$;
-- Of schema 0009 on.
DO $$ BEGIN
    PERFORM make_immutable(ARRAY['credit_event', 'hall_event', 'hall_capacity', 'rating',
        'rating_event']);
END $$;
