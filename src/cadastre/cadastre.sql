-- cadastre_parcel_get: a parcel
SELECT code, source, import, location, usage, land_kind, state, area_cm2, version
  FROM cadastre_parcel WHERE region = $1 AND code = $2;
-- cadastre_parcel_of_source: what a feature of this name became
SELECT code FROM cadastre_parcel WHERE region = $1 AND source = $2 AND source <> ''
 ORDER BY code LIMIT 1;
-- cadastre_parcel_last: the highest code of a sub-zone, also of closed ones
SELECT code FROM cadastre_parcel WHERE region = $1 AND code >= $2 AND code < $3
 ORDER BY code DESC LIMIT 1;
-- cadastre_parcel_put: new, or as the file has it now
INSERT INTO cadastre_parcel (region, code, source, import, location, usage, land_kind, area_cm2,
        state, made_ms, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'live', $9, 1)
ON CONFLICT (region, code) DO UPDATE SET source = $3, import = $4, location = $5, usage = $6,
        land_kind = $7, area_cm2 = $8, version = cadastre_parcel.version + 1;
-- cadastre_building_get: a building
SELECT code, parcel, source, import, name, location, structure, finished_on, state, floors_above,
       floors_below, area_cm2, version
  FROM cadastre_building WHERE region = $1 AND code = $2;
-- cadastre_building_of_source: what a feature of this name became
SELECT code FROM cadastre_building WHERE region = $1 AND source = $2 AND source <> ''
 ORDER BY code LIMIT 1;
-- cadastre_building_last: the highest number in a parcel
SELECT code FROM cadastre_building WHERE region = $1 AND code >= $2 AND code < $3
 ORDER BY code DESC LIMIT 1;
-- cadastre_building_put: new, or as the file has it now
INSERT INTO cadastre_building (region, code, parcel, source, import, name, location, structure,
        floors_above, floors_below, finished_on, area_cm2, state, made_ms, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'live', $13, 1)
ON CONFLICT (region, code) DO UPDATE SET source = $4, import = $5, name = $6, location = $7,
        structure = $8, floors_above = $9, floors_below = $10, finished_on = $11, area_cm2 = $12,
        version = cadastre_building.version + 1;
-- cadastre_buildings_of_parcel: in order
SELECT code, parcel, source, import, name, location, structure, finished_on, state, floors_above,
       floors_below, area_cm2, version
  FROM cadastre_building WHERE region = $1 AND parcel = $2 ORDER BY code LIMIT $3;
-- cadastre_shape_get: the shape of a parcel or building
SELECT rings, measured_cm2 FROM cadastre_shape WHERE region = $1 AND layer = $2 AND code = $3;
-- cadastre_shape_put: new, or as the file has it now
INSERT INTO cadastre_shape (region, layer, code, state, rings, west, south, east, north,
        measured_cm2, level, cell_row, cell_column)
VALUES ($1, $2, $3, 'live', $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (region, layer, code) DO UPDATE SET rings = $4, west = $5, south = $6, east = $7,
        north = $8, measured_cm2 = $9, level = $10, cell_row = $11, cell_column = $12;
-- cadastre_shape_near: shapes of one level whose boxes meet a box, with what they are called
SELECT s.code, s.rings, s.measured_cm2, COALESCE(b.name, p.location, '')
  FROM cadastre_shape s
  LEFT JOIN cadastre_parcel p
         ON p.region = s.region AND p.code = s.code AND s.layer = 'parcel'
  LEFT JOIN cadastre_building b
         ON b.region = s.region AND b.code = s.code AND s.layer = 'building'
 WHERE s.region = $1 AND s.layer = $2 AND s.state = 'live' AND s.level = $3
   AND s.cell_row BETWEEN $4 AND $5 AND s.cell_column BETWEEN $6 AND $7
   AND s.west <= $8 AND s.east >= $9 AND s.south <= $10 AND s.north >= $11
 ORDER BY s.code LIMIT $12;
-- cadastre_shape_first: any shape of a region, for a first look
SELECT west, south, east, north FROM cadastre_shape
 WHERE region = $1 AND layer = 'parcel' ORDER BY code LIMIT 1;
-- cadastre_floor_put: a floor and its name
INSERT INTO cadastre_floor (region, building, floor, name) VALUES ($1, $2, $3, $4)
ON CONFLICT (region, building, floor) DO UPDATE SET name = $4;
-- cadastre_floors: from the top
SELECT floor, name FROM cadastre_floor WHERE region = $1 AND building = $2 ORDER BY floor DESC;
-- cadastre_unit_get: a unit
SELECT code, floor, seq, room, usage, layout, permit, area_cm2, inside_cm2, shared_cm2, state
  FROM cadastre_unit WHERE region = $1 AND code = $2;
-- cadastre_unit_put: new, or as it was surveyed now
INSERT INTO cadastre_unit (region, code, building, floor, seq, room, usage, layout, permit, area_cm2,
        inside_cm2, shared_cm2, state, made_ms, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'live', $13, 1)
ON CONFLICT (region, code) DO UPDATE SET floor = $4, seq = $5, room = $6, usage = $7, layout = $8,
        permit = $9, area_cm2 = $10, inside_cm2 = $11, shared_cm2 = $12,
        version = cadastre_unit.version + 1;
-- cadastre_units: of a building, from the top floor, each floor from the left
SELECT code, floor, seq, room, usage, layout, permit, area_cm2, inside_cm2, shared_cm2, state
  FROM cadastre_unit WHERE region = $1 AND building = $2 ORDER BY floor DESC, seq, code;
-- cadastre_import_put: what a batch has come to
INSERT INTO cadastre_import (region, id, layer, name, staff, count_read, count_added, count_changed,
        count_same, count_refused, count_reported, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (region, id) DO UPDATE SET count_read = $6, count_added = $7, count_changed = $8,
        count_same = $9, count_refused = $10, count_reported = $11;
-- cadastre_import_get: one batch
SELECT id, layer, name, staff, count_read, count_added, count_changed, count_same, count_refused,
       count_reported, made_ms FROM cadastre_import WHERE region = $1 AND id = $2;
-- cadastre_imports: the latest first
SELECT id, layer, name, staff, count_read, count_added, count_changed, count_same, count_refused,
       count_reported, made_ms FROM cadastre_import WHERE region = $1 AND id > $2
 ORDER BY id DESC LIMIT $3;
-- cadastre_finding_add: what a check found
INSERT INTO cadastre_finding (region, import, position, seq, layer, code, source, rule, field, detail,
        taken, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
-- cadastre_finding_list: of a batch, from a feature on
SELECT position, layer, code, source, rule, field, detail, taken FROM cadastre_finding
 WHERE region = $1 AND import = $2 AND position > $3 ORDER BY position, seq LIMIT $4;
-- cadastre_finding_of_rule: the same of one rule
SELECT position, layer, code, source, rule, field, detail, taken FROM cadastre_finding
 WHERE region = $1 AND import = $2 AND rule = $3 AND position > $4 ORDER BY position, seq LIMIT $5;
-- cadastre_finding_counts: how often each rule spoke
SELECT rule, count(*) FROM cadastre_finding WHERE region = $1 AND import = $2
 GROUP BY rule ORDER BY rule;
-- cadastre_finding_of_code: what the file that spoke last of a parcel or building left on the list
SELECT position, layer, code, source, rule, field, detail, taken FROM cadastre_finding
 WHERE region = $1 AND layer = $2 AND code = $3 AND import = $4 AND taken = 1
 ORDER BY position, seq LIMIT 50;
-- cadastre_unit_close: split or merged away
UPDATE cadastre_unit SET state = 'closed', version = version + 1 WHERE region = $1 AND code = $2;
-- cadastre_parcel_close: split or merged away
UPDATE cadastre_parcel SET state = 'closed', version = version + 1 WHERE region = $1 AND code = $2;
-- cadastre_shape_close: the shape stays, and is no longer found on the map
UPDATE cadastre_shape SET state = 'closed' WHERE region = $1 AND layer = 'parcel' AND code = $2;
-- cadastre_lineage_add: a child of a parent
INSERT INTO cadastre_lineage (region, child, parent, kind, entry, made_ms)
VALUES ($1, $2, $3, $4, $5, $6);
-- cadastre_lineage_up: what a unit came out of
SELECT parent, child, kind, entry, made_ms FROM cadastre_lineage
 WHERE region = $1 AND child = $2 ORDER BY parent;
-- cadastre_lineage_down: what came out of a unit
SELECT parent, child, kind, entry, made_ms FROM cadastre_lineage
 WHERE region = $1 AND parent = $2 ORDER BY child;
-- cadastre_check_closed: I1: a parent that is still open, or whose closing entry is missing
SELECT l.parent FROM cadastre_lineage l WHERE l.region = $1 AND NOT EXISTS
       (SELECT 1 FROM registry_unit u JOIN registry_entry e
                ON e.region = u.region AND e.unit = u.code AND e.number = l.entry
         WHERE u.region = l.region AND u.code = l.parent AND u.state = 'closed');
-- cadastre_check_opened: I1: a child that the registry does not have
SELECT l.child FROM cadastre_lineage l WHERE l.region = $1 AND NOT EXISTS
       (SELECT 1 FROM registry_unit u WHERE u.region = l.region AND u.code = l.child);
-- cadastre_check_order: I1: a child that was opened before its parent was closed
SELECT l.child FROM cadastre_lineage l JOIN registry_unit u
       ON u.region = l.region AND u.code = l.child
 WHERE l.region = $1 AND u.entry_made <= l.entry;
