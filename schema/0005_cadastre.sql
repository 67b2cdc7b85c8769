-- 地籍: parcels, buildings, floors, units as surveyed, their shapes, and what checks found.

-- 宗地 (KTT_ZDJBXX).
CREATE TABLE cadastre_parcel (
    region TEXT NOT NULL,
    code TEXT NOT NULL,             -- 19 characters (GB/T 37346)
    source TEXT NOT NULL,           -- its name in the file that it came from; empty when none
    import TEXT NOT NULL,           -- the file that spoke of it last
    location TEXT NOT NULL,
    usage TEXT NOT NULL,
    land_kind TEXT NOT NULL,        -- 权利性质
    area_cm2 BIGINT NOT NULL CHECK (area_cm2 >= 0), -- as stated; 0 when it was not
    state TEXT NOT NULL CHECK (state IN ('live', 'closed')),
    made_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (region, code)
);
CREATE INDEX cadastre_parcel_source ON cadastre_parcel (region, source, code);

-- 自然幢 (KTT_FW_ZRZ).
CREATE TABLE cadastre_building (
    region TEXT NOT NULL,
    code TEXT NOT NULL,             -- 24 characters: parcel, F, four digits
    parcel TEXT NOT NULL,
    source TEXT NOT NULL,
    import TEXT NOT NULL,
    name TEXT NOT NULL,
    location TEXT NOT NULL,
    structure TEXT NOT NULL,        -- FWJG
    floors_above BIGINT NOT NULL,
    floors_below BIGINT NOT NULL,
    finished_on TEXT NOT NULL,      -- YYYY-MM-DD or empty
    area_cm2 BIGINT NOT NULL CHECK (area_cm2 >= 0), -- stated ground area; 0 when it was not
    state TEXT NOT NULL CHECK (state IN ('live', 'closed')),
    made_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (region, code),
    FOREIGN KEY (region, parcel) REFERENCES cadastre_parcel (region, code)
);
CREATE INDEX cadastre_building_parcel ON cadastre_building (region, parcel, code);
CREATE INDEX cadastre_building_source ON cadastre_building (region, source, code);

-- 层: 0 does not exist; below ground is negative.
CREATE TABLE cadastre_floor (
    region TEXT NOT NULL,
    building TEXT NOT NULL,
    floor BIGINT NOT NULL CHECK (floor <> 0),
    name TEXT NOT NULL,
    PRIMARY KEY (region, building, floor),
    FOREIGN KEY (region, building) REFERENCES cadastre_building (region, code)
);

-- 户 (KTT_FW_H): the unit as surveyed; whether anything is registered in it the registry knows.
CREATE TABLE cadastre_unit (
    region TEXT NOT NULL,
    code TEXT NOT NULL,             -- 28 characters
    building TEXT NOT NULL,
    floor BIGINT NOT NULL,
    seq BIGINT NOT NULL,            -- place on its floor, from the left
    room TEXT NOT NULL,             -- 室号部位
    usage TEXT NOT NULL,
    layout TEXT NOT NULL,           -- 户型
    permit TEXT NOT NULL,           -- 预售许可证号; empty when it is not offered
    area_cm2 BIGINT NOT NULL CHECK (area_cm2 >= 0),
    inside_cm2 BIGINT NOT NULL CHECK (inside_cm2 >= 0), -- 套内
    shared_cm2 BIGINT NOT NULL CHECK (shared_cm2 >= 0), -- 分摊
    state TEXT NOT NULL CHECK (state IN ('live', 'closed')),
    made_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (region, code),
    FOREIGN KEY (region, building, floor) REFERENCES cadastre_floor (region, building, floor)
);
CREATE INDEX cadastre_unit_place ON cadastre_unit (region, building, floor, seq);

-- Shapes of parcels and buildings. Coordinates are whole 1e-9 degrees. A shape stands in one cell:
-- that of its south-west corner, on the level whose cells are as large as it is; so what touches a
-- window stands in the window's cells or in those just west and south of them.
CREATE TABLE cadastre_shape (
    region TEXT NOT NULL,
    layer TEXT NOT NULL CHECK (layer IN ('parcel', 'building')),
    code TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'closed')),
    rings TEXT NOT NULL,
    west BIGINT NOT NULL,
    south BIGINT NOT NULL,
    east BIGINT NOT NULL,
    north BIGINT NOT NULL,
    measured_cm2 BIGINT NOT NULL,   -- on the ellipsoid; -1 when the shape encloses no area
    level BIGINT NOT NULL,
    cell_row BIGINT NOT NULL,
    cell_column BIGINT NOT NULL,
    PRIMARY KEY (region, layer, code)
);
CREATE INDEX cadastre_shape_cell
    ON cadastre_shape (region, layer, state, level, cell_row, cell_column);

-- A file that was read in.
CREATE TABLE cadastre_import (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    layer TEXT NOT NULL,
    name TEXT NOT NULL,
    staff TEXT NOT NULL,
    count_read BIGINT NOT NULL,
    count_added BIGINT NOT NULL,
    count_changed BIGINT NOT NULL,
    count_same BIGINT NOT NULL,
    count_refused BIGINT NOT NULL,
    count_reported BIGINT NOT NULL, -- taken, with findings
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);

-- What a check found about a feature of a file. The record itself was taken unless `taken` is 0.
CREATE TABLE cadastre_finding (
    region TEXT NOT NULL,
    import TEXT NOT NULL,
    position BIGINT NOT NULL,       -- of the feature in its file, from 1
    seq BIGINT NOT NULL,
    layer TEXT NOT NULL,
    code TEXT NOT NULL,             -- empty when the feature got none
    source TEXT NOT NULL,
    rule TEXT NOT NULL,
    field TEXT NOT NULL,
    detail TEXT NOT NULL,
    taken BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, import, position, seq)
);
CREATE INDEX cadastre_finding_code ON cadastre_finding (region, layer, code);
CREATE INDEX cadastre_finding_rule ON cadastre_finding (region, import, rule, position, seq);

-- 沿革: which units came out of which, in one entry-making transaction (I1: the old code is closed and
-- never used again).
CREATE TABLE cadastre_lineage (
    region TEXT NOT NULL,
    child TEXT NOT NULL,
    parent TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('split', 'merge')),
    entry BIGINT NOT NULL,          -- that closed the parent
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, child, parent)
);
CREATE INDEX cadastre_lineage_parent ON cadastre_lineage (region, parent, child);
