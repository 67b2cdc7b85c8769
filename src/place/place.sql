-- place_regions: all regions served
SELECT region, name_zh, name_en, province_short, certificate_name, authority_zh, authority_code
  FROM place_region ORDER BY region;
-- place_offices: all offices
SELECT id, region, kind, name_zh, name_en, windows, version FROM place_office ORDER BY id;
-- place_office_get: as the store has it now
SELECT id, region, kind, name_zh, name_en, windows, version FROM place_office WHERE id = $1;
-- place_office_save: only the version that was read
UPDATE place_office SET kind = $3, name_zh = $4, name_en = $5, windows = $6, version = version + 1
 WHERE id = $1 AND version = $2;
-- place_region_add: a region that is there already stays as it is
INSERT INTO place_region (region, name_zh, name_en, province_short, certificate_name,
        authority_zh, authority_code)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (region) DO NOTHING;
-- place_office_add: likewise
INSERT INTO place_office (id, region, kind, name_zh, name_en, windows)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING;
