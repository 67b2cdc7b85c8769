-- place_regions: all regions served
SELECT region, name_zh, name_en, province_short, certificate_name, authority_zh, authority_code
  FROM place_region ORDER BY region;
-- place_offices: all offices
SELECT id, region, kind, name_zh, name_en, windows FROM place_office ORDER BY id;
-- place_region_add: a region that is there already stays as it is
INSERT INTO place_region (region, name_zh, name_en, province_short, certificate_name,
        authority_zh, authority_code)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (region) DO NOTHING;
-- place_office_add: likewise
INSERT INTO place_office (id, region, kind, name_zh, name_en, windows)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING;
