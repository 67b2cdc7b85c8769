#!/usr/bin/env python3
"""test/cadastre.py: a whole commune's cadastre through `yichuang cadastre import`, checked by other
means. TAP.

    test/cadastre.py [--build DIR]

Needs a folder with parcelles.geojson.xz and batiments.geojson.xz (French open cadastre, Licence
Ouverte) in cadastre/fr-27412 of YICHUANG_DATA, or of ../shared/data beside the project; without it
this says so and skips."""

import argparse
import json
import lzma
import math
import os
import sqlite3
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REGION = "640104"
AXIS, FLATTENING = 6378137.0, 1 / 298.257222101
E2 = FLATTENING * (2 - FLATTENING)


def strip_area(lat):
    """Area between the equator and a latitude, a radian wide, by Simpson's rule on M N cos."""
    def element(phi):
        w = 1 - E2 * math.sin(phi) ** 2
        return AXIS ** 2 * (1 - E2) / w ** 2 * math.cos(phi)
    steps, phi = 400, math.radians(lat)
    h = phi / steps
    odd = sum(element((i + 0.5) * h) for i in range(steps))
    even = sum(element(i * h) for i in range(1, steps))
    return h / 6 * (element(0) + element(phi) + 4 * odd + 2 * even)


class Strips:
    """The same, from a table around one place."""

    def __init__(self, low, high):
        self.low, self.step = low, (high - low) / 2000
        self.table = [strip_area(low + i * self.step) for i in range(2001)]

    def at(self, lat):
        i = min(int((lat - self.low) / self.step), 1999)
        share = (lat - self.low) / self.step - i
        return self.table[i] * (1 - share) + self.table[i + 1] * share


def ring_area(ring, strips):
    return abs(sum(math.radians(b[0] - a[0]) * (strips.at(a[1]) + strips.at(b[1])) / 2
                   for a, b in zip(ring, ring[1:])))


def shape_area(geometry, strips):
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else \
        geometry["coordinates"]
    return sum(ring_area(p[0], strips) - sum(ring_area(h, strips) for h in p[1:])
               for p in polygons)


class Town:
    def __init__(self, build, folder):
        self.yichuang, self.dir = os.path.join(ROOT, build, "yichuang"), folder
        self.store = ["--store", f"sqlite:{folder}/y.db", "--dir", folder]
        subprocess.run([self.yichuang, "init", "--demo", *self.store], check=True,
                       stderr=subprocess.DEVNULL)

    def read_in(self, layer, path, mapping):
        with open(f"{self.dir}/mapping.json", "w", encoding="utf-8") as at:
            json.dump(mapping, at)
        done = subprocess.run(
            [self.yichuang, "cadastre", "import", path, "--region", REGION, "--layer", layer,
             "--mapping", f"{self.dir}/mapping.json", *self.store],
            capture_output=True, text=True, check=False)
        print("# " + (done.stdout + done.stderr).strip().replace("\n", "\n# "))
        return done.returncode

    def rows(self, sql, *values):
        store = sqlite3.connect(f"{self.dir}/y.db")
        try:
            return store.execute(sql, values).fetchall()
        finally:
            store.close()


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def point(self, good, name, *why):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}")
        for row in why if not good else ():
            print(f"# {row}")


def check_layer(tap, town, layer, path, mapping):
    with open(path, encoding="utf-8") as at:
        features = json.load(at)["features"]
    tap.point(town.read_in(layer, path, mapping) == 0, f"{layer}: the whole file is read in")
    counts = town.rows("SELECT count_read, count_added, count_refused, count_reported FROM"
                       " cadastre_import WHERE layer = ? ORDER BY id DESC LIMIT 1", layer)[0]
    refused = town.rows("SELECT count(DISTINCT position) FROM cadastre_finding"
                        " WHERE layer = ? AND taken = 0", layer)[0][0]
    reported = town.rows("SELECT count(DISTINCT position) FROM cadastre_finding"
                         " WHERE layer = ? AND taken = 1", layer)[0][0]
    tap.point(counts == (len(features), len(features) - refused, refused, reported),
              f"{layer}: every feature is taken or refused, and each finding is a row", counts)
    for rule, taken, count in town.rows(
            "SELECT rule, taken, count(*) FROM cadastre_finding WHERE layer = ?"
            " GROUP BY rule, taken", layer):
        print(f"# {layer} {rule}{'' if taken else ' (refused)'}: {count}")
    check_areas(tap, town, layer, features, mapping["source"])
    town.read_in(layer, path, mapping)
    again = town.rows("SELECT count_added, count_changed FROM cadastre_import WHERE layer = ?"
                      " ORDER BY id DESC LIMIT 1", layer)[0]
    tap.point(again == (0, 0), f"{layer}: the same file again changes nothing", again)


def check_areas(tap, town, layer, features, source):
    """Each area beside one that is summed up from strips of the ellipsoid."""
    lats = [y for f in features for y in latitudes(f["geometry"])]
    strips = Strips(min(lats) - 0.001, max(lats) + 0.001)
    measured = dict(town.rows(
        f"SELECT r.source, s.measured_cm2 FROM cadastre_{layer} r JOIN cadastre_shape s"
        " ON s.region = r.region AND s.code = r.code"))
    invalid = {row[0] for row in town.rows(
        "SELECT source FROM cadastre_finding WHERE rule = 'SHAPE_INVALID'")}
    wrong = []
    for f in features:
        name = f["properties"][source]
        if name not in measured or name in invalid:
            continue
        area = shape_area(f["geometry"], strips)
        if abs(measured[name] / 10000 - area) > max(0.02, area * 1e-5):
            wrong.append((name, measured[name] / 10000, area))
    tap.point(not wrong, f"{layer}: {len(measured)} areas agree with the ellipsoid's", *wrong[:5])


def latitudes(geometry):
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else \
        geometry["coordinates"]
    return [p[1] for polygon in polygons for ring in polygon for p in ring]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--build", default="build/release")
    chosen = parser.parse_args()
    data = os.environ.get("YICHUANG_DATA", os.path.join(ROOT, "../shared/data"))
    source = os.path.join(data, "cadastre/fr-27412")
    if not os.path.exists(os.path.join(source, "parcelles.geojson.xz")):
        print("1..1\nok 1 - the whole cadastre of a commune # SKIP its data is not here,"
              " and YICHUANG_DATA names no other place")
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        town = Town(chosen.build, folder)
        for layer, name, mapping in (
                ("parcel", "parcelles", {"assign": "001001GB", "source": "id"}),
                ("building", "batiments", {"source": "fid"})):
            path = os.path.join(folder, name + ".geojson")
            with lzma.open(os.path.join(source, name + ".geojson.xz")) as packed, \
                    open(path, "wb") as plain:
                plain.write(packed.read())
            check_layer(tap, town, layer, path, mapping)
    print(f"1..{tap.count}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
