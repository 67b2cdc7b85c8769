#!/usr/bin/env python3
"""The log as outsiders see it: checked by an implementation that shares nothing with the service
(test/proof/*.go: Go's sumdb/tlog and sumdb/note, and SM2 and SM3 written for it), and watched by a
witness that must raise an alarm when the store is put back, forked, or signed with another key.

    test/proof.py [--build DIR] [--store sqlite | URL]

Prints TAP. Without Go and its libraries the points that want it are skipped."""

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kit  # noqa: E402
from flowlib.town import Database  # noqa: E402

REGION = kit.REGION
LIBRARY = "/usr/share/gocode"
ENTRIES = 262  # a full tile and a partial one
GOOD, FAILED, FOUND = 0, 1, 3


def build_check(folder):
    """The path of the compiled check; None and why not. Nothing is downloaded."""
    if not shutil.which("go"):
        return None, "there is no go"
    if not os.path.isdir(f"{LIBRARY}/src/golang.org/x/mod/sumdb/tlog"):
        return None, "golang-golang-x-mod-dev is not installed"
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": LIBRARY, "GOFLAGS": "",
                   "GOPROXY": "off", "GOCACHE": f"{folder}/cache"}
    sources = sorted(glob.glob(os.path.join(kit.ROOT, "test", "proof", "*.go")))
    done = subprocess.run(["go", "build", "-o", f"{folder}/check"] + sources, env=environment,
                          capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        raise kit.Failed(f"go build: {done.stderr}")
    return f"{folder}/check", ""


class Outsider:
    """Who knows the service's address, and keeps what it has seen."""

    def __init__(self, city):
        self.city, self.folder = city, tempfile.mkdtemp(prefix="yichuang-outside-")
        self.dir, self.kept = f"{self.folder}/witness", []

    def url(self):
        return f"http://127.0.0.1:{self.city.port}"

    def get(self, path):
        client = kit.Client(self.city.port)
        try:
            status, _, content = client.send("GET", f"/log/{REGION}/{path}")
        finally:
            client.close()
        if status != 200:
            raise kit.Failed(f"{path}: {status}")
        return content

    def keys(self):
        return json.loads(self.get("key"))

    def keep_checkpoint(self):
        path = f"{self.folder}/checkpoint-{len(self.kept)}"
        with open(path, "wb") as to:
            to.write(self.get("checkpoint"))
        self.kept.append(path)

    def witness(self, *more):
        """(exit status, what it said) of one look."""
        done = subprocess.run(
            [self.city.town.build + "/yichuang", "witness", "--url", self.url(), "--region",
             REGION, "--dir", self.dir, "--name", "court.example", "--once", *more],
            capture_output=True, text=True, check=False, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def vkey(self):
        with open(f"{self.dir}/witness.vkey", encoding="ascii") as at:
            return at.read().strip()

    def join(self):
        with open(f"{self.city.dir}/witnesses", "w", encoding="ascii") as to:
            to.write(self.vkey() + "\n")

    def evidence(self):
        found = sorted(glob.glob(f"{self.dir}/{REGION}/evidence-*.txt"))
        if not found:
            return ""
        with open(found[-1], encoding="utf-8") as at:
            return at.read()

    def copies(self):
        """What differs between the copy and what is served, and how many files were compared."""
        wrong, count, top = [], 0, f"{self.dir}/{REGION}/"
        for folder, _, names in os.walk(top + "tile"):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as at:
                    if at.read() != self.get(path[len(top):]):
                        wrong.append(path)
                count += 1
        return wrong, count

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Stores:
    """Copies of the whole store, as somebody with its files or its database takes them."""

    def __init__(self, city):
        self.city, self.count = city, 0

    def copy(self):
        """The service is stopped and started around it; the copy is a name for put_back."""
        town = self.city.town
        town.stop("yichuang")
        self.count += 1
        if self.city.is_sqlite:
            name = f"{self.city.dir}/old-{self.count}"
            os.mkdir(name)
            for path in glob.glob(f"{self.city.dir}/store.db*"):
                shutil.copy(path, name)
        else:
            name = Database(town.database.admin, town.database.name)
        town.start_service()
        return name

    def put_back(self, name):
        town = self.city.town
        town.stop("yichuang")
        if self.city.is_sqlite:
            for path in glob.glob(f"{self.city.dir}/store.db*"):
                os.unlink(path)
            for path in glob.glob(f"{name}/*"):
                shutil.copy(path, self.city.dir)
        else:
            old, admin = town.database, town.database.admin
            old.drop()
            town.database = Database(admin, name.name)
            town.values["store"] = town.database.url
        town.start_service()

    def drop(self, name):
        if not self.city.is_sqlite:
            name.drop()

    def holds(self):
        """True when `yichuang verify` finds nothing wrong."""
        self.city.town.stop("yichuang")
        status, said = self.city.verify()
        self.city.town.start_service()
        return status == 0, said


class Book:
    """Records homes, one entry each; `mark` makes two books with other content."""

    def __init__(self, city):
        self.admin, self.number = city.client("admin"), 0

    def grow(self, count, mark="示范路"):
        for _ in range(count):
            self.number += 1
            self.admin.must("POST", "/registry/units", {
                "unit": f"{REGION}001001GB00001F{self.number:08}",
                "location": f"{mark}{self.number}号", "usage": "11", "area_cm2": 890000,
                "land_kind": "102", "holding": "sole",
                "holders": [kit.party("holder", kit.person("张示范", self.number))]})


def checked(tap, check, why, outsider, name):
    if check is None:
        tap.count += 1
        print(f"ok {tap.count} - {name} # SKIP {why}", flush=True)
        return
    keys = outsider.keys()
    done = subprocess.run([check, outsider.url(), REGION, keys["vkey"], "-witness",
                           outsider.vkey(), "-sm2", keys["sm2_vkey"], *outsider.kept],
                          capture_output=True, text=True, check=False, timeout=300)
    tap.point(done.returncode == 0, name, done.stdout, done.stderr)
    for row in done.stdout.splitlines() if done.returncode == 0 else ():
        print(f"# {row}")


def alarm(tap, outsider, name, *words):
    status, said = outsider.witness()
    evidence = outsider.evidence()
    lacking = [w for w in words if not re.search(w, said) or not re.search(w, evidence)]
    tap.point(status == FOUND and not lacking and evidence.count("\n\n— ") == 2, name,
              f"status {status}, lacking {lacking}", said, evidence)


def grow_and_watch(tap, city, outsider, book, check, why):
    """Looks at several sizes; the copy is the log, and the other implementation agrees."""
    outsider.keep_checkpoint()
    for count in (1, 2, 37, ENTRIES - 40):
        book.grow(count)
        outsider.keep_checkpoint()
        status, said = outsider.witness()
        if book.number == 1:
            outsider.join()
            status, said = outsider.witness()
        tap.point(status == GOOD and "cosigned" in said and "did not take" not in said,
                  f"the witness cosigns {book.number} entries", said)
    wrong, count = outsider.copies()
    tap.point(not wrong and count == 5, "the witness's copy is the log, file by file",
              f"{count} files", *wrong)
    checked(tap, check, why, outsider, "Go's sumdb reads the log and finds it whole")
    if check is None:
        return
    done = subprocess.run([check, outsider.url(), "640105", outsider.keys()["vkey"]],
                          capture_output=True, text=True, check=False, timeout=60)
    tap.point(done.returncode == 1, "and would not believe another log", done.stdout)


def put_back_and_fork(tap, outsider, stores, book):
    old = stores.copy()
    size = book.number
    book.grow(3)
    status, said = outsider.witness()
    tap.point(status == GOOD, "the witness goes on", said)
    stores.put_back(old)
    good, said = stores.holds()
    tap.point(good, "an old copy holds by itself: nothing in it is wrong", said)
    alarm(tap, outsider, "the witness finds the old copy", "put back to an older state",
          f"size {size + 3} root [0-9a-f]{{64}}; now: size {size} root [0-9a-f]{{64}}")
    book.number = size
    book.grow(3, mark="另一条路")
    alarm(tap, outsider, "and the same number of other entries", "written anew",
          f"size {size + 3} root .*now: size {size + 3} root")
    book.grow(2, mark="另一条路")
    alarm(tap, outsider, "and more entries than it had seen", "shows other entries|written anew",
          f"size {size + 3} root .*now: size {size + 5} root")
    good, said = stores.holds()
    tap.point(good, "while the fork holds by itself", said)
    stores.drop(old)


def other_keys_and_damage(tap, city, outsider):
    status, said = outsider.witness("--key", "log.example+00000000+AAAA")
    tap.point(status == FAILED and "is not the one given" in said, "a key that is not held", said)
    fresh = Outsider(city)
    try:
        status, said = fresh.witness("--key", "nonsense")
        tap.point(status == FAILED and "no key of a log" in said, "a key that is none", said)
        status, said = fresh.witness("--key", outsider.keys()["vkey"])
        tap.point(status == GOOD and "first look" not in said, "a key that was given", said)
        tile = glob.glob(f"{fresh.dir}/{REGION}/tile/0/001.p/*")[0]
        with open(tile, "r+b") as at:
            at.write(b"\0")
        status, said = fresh.witness()
        tap.point(status == FAILED and "own copy is damaged" in said, "a damaged copy", said)
        shutil.rmtree(fresh.dir)
        status, said = fresh.witness()
        tap.point(status == GOOD and "first look" in said, "a key that is seen first", said)
        city.town.stop("yichuang")
        status, said = fresh.witness()
        tap.point(status == FAILED and "this look failed" in said, "a service that is away", said)
        for name in ("log.key", "log.pub"):
            os.unlink(f"{city.dir}/{name}")
        city.town.start_service()
        status, said = fresh.witness()
        tap.point(status == FOUND and "has not signed" in said, "a log with another key", said)
    finally:
        fresh.close()


def run(city, tap, folder):
    outsider, stores, book = Outsider(city), Stores(city), Book(city)
    check, why = build_check(folder)
    try:
        grow_and_watch(tap, city, outsider, book, check, why)
        put_back_and_fork(tap, outsider, stores, book)
        other_keys_and_damage(tap, city, outsider)
    finally:
        outsider.close()


def main():
    chosen = kit.options(__doc__)
    tap, city = kit.Tap(), kit.City(chosen)
    folder = tempfile.mkdtemp(prefix="yichuang-go-")
    try:
        run(city, tap, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        city.keep = city.keep or bool(tap.failed)
        faults = city.close()
    tap.point(not faults, "service and departments end well", *faults)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
