#!/usr/bin/env python3
"""bench/cadastre.py BUILD [--parcels N]: reading parcels in with every check, beside a plain load of
the same features into SQLite; and windows of the map, whatever the number of parcels around them."""

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REGION, AT_ONCE, SIDE = "640104", 250, 0.0004
WINDOWS = 400
# What GET /shapes asks on each level of the index.
NEAR = """SELECT s.code, s.rings FROM cadastre_shape s WHERE s.region = ? AND s.layer = 'parcel'
 AND s.state = 'live' AND s.level = ? AND s.cell_row BETWEEN ? AND ? AND s.cell_column BETWEEN ? AND ?
 AND s.west <= ? AND s.east >= ? AND s.south <= ? AND s.north >= ? ORDER BY s.code LIMIT 1501"""


def features(count):
    """A town of neighbours that share their boundaries, twelve corners each."""
    width = int(count ** 0.5) + 1
    for n in range(count):
        x, y = 106 + (n % width) * SIDE, 38 + (n // width) * SIDE
        ring = [[x + SIDE * i / 3, y] for i in range(3)] + \
            [[x + SIDE, y + SIDE * i / 3] for i in range(3)] + \
            [[x + SIDE * i / 3, y + SIDE] for i in range(3, 0, -1)] + \
            [[x, y + SIDE * i / 3] for i in range(3, 0, -1)]
        ring = [[round(a, 9), round(b, 9)] for a, b in ring]
        yield {"type": "Feature", "properties": {"id": str(n)},
               "geometry": {"type": "Polygon", "coordinates": [ring + ring[:1]]}}


def plain_load(path, folder):
    """Parsed and inserted in transactions of the same size, nothing checked."""
    store = sqlite3.connect(f"{folder}/plain.db")
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = FULL")
    store.execute("CREATE TABLE parcel (id TEXT PRIMARY KEY, shape TEXT NOT NULL)")
    began = time.monotonic()
    with open(path, encoding="utf-8") as at:
        rows = [(f["properties"]["id"], json.dumps(f["geometry"]))
                for f in json.load(at)["features"]]
    for n in range(0, len(rows), AT_ONCE):
        store.executemany("INSERT INTO parcel VALUES (?, ?)", rows[n:n + AT_ONCE])
        store.commit()
    return time.monotonic() - began


def import_all(build, path, folder):
    yichuang, store = f"{build}/yichuang", ["--store", f"sqlite:{folder}/y.db", "--dir", folder]
    subprocess.run([yichuang, "init", "--demo", *store], check=True, stderr=subprocess.DEVNULL)
    with open(f"{folder}/m.json", "w", encoding="utf-8") as at:
        json.dump({"assign": "001001GB", "source": "id"}, at)
    began = time.monotonic()
    done = subprocess.run([yichuang, "cadastre", "import", path, "--region", REGION, "--mapping",
                           f"{folder}/m.json", *store], check=True, capture_output=True, text=True)
    took = time.monotonic() - began
    print("  " + done.stdout.strip())
    return took


def windows(folder, count):
    store, width, times = sqlite3.connect(f"{folder}/y.db"), int(count ** 0.5) + 1, []
    for _ in range(WINDOWS):
        west = int((106 + random.random() * (width - 6) * SIDE) * 1e9)
        south = int((38 + random.random() * (width - 6) * SIDE) * 1e9)
        east, north = west + int(5 * SIDE * 1e9), south + int(5 * SIDE * 1e9)
        began = time.monotonic()
        for level in range(12):
            shift = 16 + 2 * level

            def cell(value, by=shift):
                return (value + 180 * 10 ** 9) >> by
            store.execute(NEAR, (REGION, level, cell(south) - 1, cell(north), cell(west) - 1,
                                 cell(east), east, west, north, south)).fetchall()
        times.append((time.monotonic() - began) * 1e3)
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("--parcels", type=int, default=50000)
    chosen = parser.parse_args()
    for count in (chosen.parcels // 10, chosen.parcels):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/parcels.geojson"
            with open(path, "w", encoding="utf-8") as at:
                json.dump({"type": "FeatureCollection", "features": list(features(count))}, at)
            plain = plain_load(path, folder)
            ours = import_all(os.path.join(ROOT, chosen.build), path, folder)
            print(f"{count} parcels: with every check {ours:.2f} s ({count / ours:.0f} a second), "
                  f"plain load {plain:.2f} s, ratio {ours / plain:.1f}; a window of 25 to 36 "
                  f"parcels {windows(folder, count):.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
