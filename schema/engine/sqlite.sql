-- What only SQLite says this way: entries, journals, ratings, capacities, the changes of staff and who
-- read what are insert-only.
CREATE TRIGGER IF NOT EXISTS registry_entry_no_update BEFORE UPDATE ON registry_entry
BEGIN SELECT RAISE(ABORT, 'registry_entry is immutable'); END;
CREATE TRIGGER IF NOT EXISTS registry_entry_no_delete BEFORE DELETE ON registry_entry
BEGIN SELECT RAISE(ABORT, 'registry_entry is immutable'); END;
CREATE TRIGGER IF NOT EXISTS registry_node_no_update BEFORE UPDATE ON registry_node
BEGIN SELECT RAISE(ABORT, 'registry_node is immutable'); END;
CREATE TRIGGER IF NOT EXISTS registry_node_no_delete BEFORE DELETE ON registry_node
BEGIN SELECT RAISE(ABORT, 'registry_node is immutable'); END;
CREATE TRIGGER IF NOT EXISTS filing_event_no_update BEFORE UPDATE ON filing_event
BEGIN SELECT RAISE(ABORT, 'filing_event is immutable'); END;
CREATE TRIGGER IF NOT EXISTS filing_event_no_delete BEFORE DELETE ON filing_event
BEGIN SELECT RAISE(ABORT, 'filing_event is immutable'); END;
CREATE TRIGGER IF NOT EXISTS staff_change_no_update BEFORE UPDATE ON staff_change
BEGIN SELECT RAISE(ABORT, 'staff_change is immutable'); END;
CREATE TRIGGER IF NOT EXISTS staff_change_no_delete BEFORE DELETE ON staff_change
BEGIN SELECT RAISE(ABORT, 'staff_change is immutable'); END;
-- Tables of later schemas.
CREATE TRIGGER IF NOT EXISTS credit_event_no_update BEFORE UPDATE ON credit_event
BEGIN SELECT RAISE(ABORT, 'credit_event is immutable'); END;
CREATE TRIGGER IF NOT EXISTS credit_event_no_delete BEFORE DELETE ON credit_event
BEGIN SELECT RAISE(ABORT, 'credit_event is immutable'); END;
CREATE TRIGGER IF NOT EXISTS hall_event_no_update BEFORE UPDATE ON hall_event
BEGIN SELECT RAISE(ABORT, 'hall_event is immutable'); END;
CREATE TRIGGER IF NOT EXISTS hall_event_no_delete BEFORE DELETE ON hall_event
BEGIN SELECT RAISE(ABORT, 'hall_event is immutable'); END;
CREATE TRIGGER IF NOT EXISTS hall_capacity_no_update BEFORE UPDATE ON hall_capacity
BEGIN SELECT RAISE(ABORT, 'hall_capacity is immutable'); END;
CREATE TRIGGER IF NOT EXISTS hall_capacity_no_delete BEFORE DELETE ON hall_capacity
BEGIN SELECT RAISE(ABORT, 'hall_capacity is immutable'); END;
CREATE TRIGGER IF NOT EXISTS rating_no_update BEFORE UPDATE ON rating
BEGIN SELECT RAISE(ABORT, 'rating is immutable'); END;
CREATE TRIGGER IF NOT EXISTS rating_no_delete BEFORE DELETE ON rating
BEGIN SELECT RAISE(ABORT, 'rating is immutable'); END;
CREATE TRIGGER IF NOT EXISTS rating_event_no_update BEFORE UPDATE ON rating_event
BEGIN SELECT RAISE(ABORT, 'rating_event is immutable'); END;
CREATE TRIGGER IF NOT EXISTS rating_event_no_delete BEFORE DELETE ON rating_event
BEGIN SELECT RAISE(ABORT, 'rating_event is immutable'); END;
CREATE TRIGGER IF NOT EXISTS access_row_no_update BEFORE UPDATE ON access_row
BEGIN SELECT RAISE(ABORT, 'access_row is immutable'); END;
CREATE TRIGGER IF NOT EXISTS access_row_no_delete BEFORE DELETE ON access_row
BEGIN SELECT RAISE(ABORT, 'access_row is immutable'); END;
CREATE TRIGGER IF NOT EXISTS access_alert_no_update BEFORE UPDATE ON access_alert
BEGIN SELECT RAISE(ABORT, 'access_alert is immutable'); END;
CREATE TRIGGER IF NOT EXISTS access_alert_no_delete BEFORE DELETE ON access_alert
BEGIN SELECT RAISE(ABORT, 'access_alert is immutable'); END;
CREATE TRIGGER IF NOT EXISTS archive_query_no_update BEFORE UPDATE ON archive_query
BEGIN SELECT RAISE(ABORT, 'archive_query is immutable'); END;
CREATE TRIGGER IF NOT EXISTS archive_query_no_delete BEFORE DELETE ON archive_query
BEGIN SELECT RAISE(ABORT, 'archive_query is immutable'); END;
