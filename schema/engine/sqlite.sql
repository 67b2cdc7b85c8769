-- What only SQLite says this way: entries, the journal, the changes of staff and who
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
CREATE TRIGGER IF NOT EXISTS access_row_no_update BEFORE UPDATE ON access_row
BEGIN SELECT RAISE(ABORT, 'access_row is immutable'); END;
CREATE TRIGGER IF NOT EXISTS access_row_no_delete BEFORE DELETE ON access_row
BEGIN SELECT RAISE(ABORT, 'access_row is immutable'); END;
CREATE TRIGGER IF NOT EXISTS access_alert_no_update BEFORE UPDATE ON access_alert
BEGIN SELECT RAISE(ABORT, 'access_alert is immutable'); END;
CREATE TRIGGER IF NOT EXISTS access_alert_no_delete BEFORE DELETE ON access_alert
BEGIN SELECT RAISE(ABORT, 'access_alert is immutable'); END;
