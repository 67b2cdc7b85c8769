#!/usr/bin/env python3
"""Who may do what, from the served API document: every operation is tried by every role, without a
session, with a cookie that is none, with another's CSRF token, and unsigned where a department must
sign. Whoever may not come in is told 401 or 403, and nothing has changed in the store. TAP, one
point an operation.

    test/permission.py [--build DIR] [--store sqlite|postgres://...]"""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kit  # noqa: E402

OFFICERS = ("clerk-1", "reviewer-housing", "reviewer-tax", "reviewer-registry", "manager-1",
            "admin", "security", "auditor")
TRIES = ("no session", "a cookie that is none", "a cookie cut short", "another's token",
         "no token")
UNSAFE = ("POST", "PUT", "DELETE", "PATCH")
# What a try sends besides what the schema asks for, so that it would do something if it came in.
VALUES = {"decision": "approve", "scene": "resale-transfer", "state": "paid",
          "login": "clerk-1", "password": "wrong", "token": "YC1", "hash": "0" * 64,
          "holding": "sole", "ends_on": "2028-03-02", "region": kit.REGION, "number": "1",
          "court_code": kit.COURT["court_code"], "from": "1", "to": "1"}


class Store:
    """A digest of every row, to see that nothing changed."""

    def __init__(self, city):
        self.city = city

    def digest(self):
        return self.of_sqlite() if self.city.is_sqlite else self.of_postgres()

    def of_sqlite(self):
        base = sqlite3.connect(f"file:{self.city.dir}/store.db?mode=ro", uri=True, timeout=30)
        try:
            tables = [row[0] for row in base.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            return {table: hashlib.sha256(repr(sorted(
                map(repr, base.execute(f"SELECT * FROM {table}")))).encode()).hexdigest()
                for table in tables}
        finally:
            base.close()

    def of_postgres(self):
        def ask(sql):
            done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-d",
                                   self.city.town.database.url, "-c", sql], check=True,
                                  capture_output=True, text=True, timeout=60)
            return done.stdout.split("\n")[:-1]
        tables = ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        row = ("SELECT '{0}', md5(COALESCE(string_agg(t::text, '|' ORDER BY t::text), ''))"
               " FROM {0} t")
        return dict(line.split("|") for line in ask(" UNION ALL ".join(map(row.format, tables))))


class Operation:
    def __init__(self, method, path, tree, document):
        self.method, self.path = method.upper(), path
        self.access = tree["x-access"]
        self.parameters = [self.follow(p, document) for p in tree.get("parameters", [])]
        content = tree.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        self.schema = self.follow(schema, document)
        self.document = document
        self.is_file = bool(content) and "application/json" not in content

    @staticmethod
    def follow(schema, document):
        while "$ref" in schema:
            tree = document
            for part in schema["$ref"].lstrip("#/").split("/"):
                tree = tree[part]
            schema = tree
        return schema

    def may(self, roles):
        """True when an officer of these roles comes in."""
        if self.access == "public":
            return True
        if self.access == "citizen":  # public, but no officer may act for a citizen
            return False
        if self.access.startswith("department"):
            return False
        return self.access in ("self", "staff") or bool(set(self.access.split()) & set(roles.split()))

    def target(self, known):
        path = self.path
        query = []
        for p in self.parameters:
            value = str(known.get(p["name"], VALUES.get(p["name"], "1")))
            if p["in"] == "path":
                path = path.replace("{" + p["name"] + "}", value)
            elif p["required"]:
                query.append(f"{p['name']}={value}")
        return path + ("?" + "&".join(query) if query else "")

    def sample(self, schema, known, name=""):
        schema = self.follow(schema, self.document)
        kind = schema.get("type", "object")
        if kind == "object":
            wanted = schema.get("required", [])
            return {k: self.sample(v, known, k) for k, v in schema.get("properties", {}).items()
                    if k in wanted}
        if kind == "array":
            return [self.sample(schema.get("items", {}), known, name)] * schema.get("minItems", 0)
        if kind in ("integer", "number"):
            return max(1, schema.get("minimum", 1))
        if kind == "boolean":
            return True
        return str(known.get(name, VALUES.get(name, "x" * max(1, schema.get("minLength", 1)))))

    def body(self, known):
        if self.is_file:
            with open(kit.PICTURE, "rb") as at:
                return at.read(), "image/png"
        if self.method not in ("POST", "PUT"):
            return None, ""
        tree = self.sample(self.schema, known)
        return json.dumps(tree, ensure_ascii=False).encode(), "application/json"


def read_operations(client):
    document = client.must("GET", "/openapi.json")
    return [Operation(method, path, tree, document)
            for path, methods in document["paths"].items() for method, tree in methods.items()]


def ask(client, operation, known, headers):
    body, kind = operation.body(known)
    headers = dict(headers)
    if kind:
        headers["Content-Type"] = kind
    return client.send(operation.method, operation.target(known), body, headers)[0]


def wrong_headers(officer, other):
    """What each of TRIES sends."""
    key = {"Idempotency-Key": "permission"}
    return dict(zip(TRIES, (
        key,
        {**key, "Cookie": "yichuang=" + kit.REGION + "0" * 64, "X-CSRF-Token": officer.csrf},
        {**key, "Cookie": officer.cookie[:-1], "X-CSRF-Token": officer.csrf},
        {**key, "Cookie": officer.cookie, "X-CSRF-Token": other.csrf},
        {**key, "Cookie": officer.cookie})))


def refusals(operation, officers):
    """(who, headers, the status that must come) of all who must be turned away."""
    if operation.access == "public":
        return
    if operation.access == "citizen":
        for officer in officers:
            yield officer.name, officer.headers(), 403
            yield officer.name + " without a token", {"Cookie": officer.cookie}, 403
        return
    department = operation.access.startswith("department")
    fitting = next((o for o in officers if operation.may(o.roles)), officers[0])
    other = next(o for o in officers if o is not fitting)
    for name, headers in wrong_headers(fitting, other).items():
        if name.endswith("token"):
            if not department and operation.method in UNSAFE:
                yield name, headers, 403
        else:
            yield name, headers, 401
    for officer in officers:
        if department:
            yield officer.name, officer.headers(), 401
        elif not operation.may(officer.roles):
            yield officer.name, officer.headers(), 403
    if department:
        made_up = 'sig1=("@method");created=1;keyid="payment"'
        yield "a made-up signature", {"Signature-Input": made_up, "Signature": "sig1=:AAAA:"}, 401


def check_refusals(operation, officers, known, client):
    wrong, count = [], 0
    for who, headers, wanted in refusals(operation, officers):
        count += 1
        status = ask(client, operation, known, headers)
        if status != wanted:
            wrong.append(f"{who}: {status}, not {wanted}")
    return wrong, count


def check_entry(operation, city, known):
    """All who may come in are not told 401 or 403. Each signs in anew, because one may sign out."""
    wrong, count = [], 0
    empty = {k: "640104" + "0" * 16 for k in known if k != "unit"}  # nothing is to be changed
    empty["unit"] = known["unit"]
    for name in OFFICERS:
        officer = city.officers[name]
        if not operation.may(officer.roles):
            continue
        if operation.path == "/sessions/current" and operation.method == "DELETE":
            officer = city.client(name)
        elif operation.path == "/sessions":
            continue  # wrong words are told 401 there, and that is tried in the stories
        status = ask(officer, operation, empty, officer.headers())
        count += 1
        if status in (401, 403, 404, 405) and not (status == 404 and "{" in operation.path) \
                or status >= 500:
            wrong.append(f"{name}: {status}, though it may come in")
    return wrong, count


def is_path_of(template, path):
    """True when the path is one of the template's, whose {names} stand for any one part."""
    wanted, parts = template.split("/"), path.split("/")
    return len(wanted) == len(parts) and all(w[:1] == "{" or w == p for w, p in zip(wanted, parts))


def other_methods(operations, client):
    """A method that a path does not have is 405, before anything else."""
    wrong = []
    for path in {o.path for o in operations}:
        has = {o.method for o in operations if is_path_of(o.path, path)}
        target = next(o for o in operations if o.path == path)
        for method in {"GET", "POST", "PUT", "DELETE"} - has:
            status = client.send(method, target.target({"unit": "x"}), None, {})[0]
            if status != 405 and not (status == 404 and "{" in path):
                wrong.append(f"{method} {path}: {status}, not 405")
    return wrong


def make_hall(registry):
    """A booking, and a ticket if this is an hour at which they are given."""
    manager = registry.manager_1
    manager.must("POST", "/desk/capacity", {
        "matter": "registration", "begins": "09:00", "ends": "17:00", "capacity": 2,
        "valid_from": kit.today(), "reason": "号源"})
    days = manager.must("GET", f"/slots?region={kit.REGION}&office=hall&matter=registration")["days"]
    slot = next(s for d in days[1:] for s in d["slots"])
    booking = manager.must("POST", "/bookings", {
        "region": kit.REGION, "office": "hall", "matter": "registration",
        "begins_ms": slot["begins_ms"],
        "person": {**kit.person("李示范", 900), "phone": "13900000900"}})["booking"]
    status, ticket = registry.clerk_1.call("POST", "/desk/tickets", {
        "matter": "query", "person": kit.person("李示范", 901)})
    return {"booking": booking, "ticket": ticket["ticket"] if status == 201 else booking}


def make_known(city):
    """A filing under way, its task, its home: what the tries would change if they came in."""
    registry = kit.Registry(city)
    home = registry.home()
    filing = registry.open(registry.sale_body(home))
    registry.quiet()
    seizure = registry.reviewer_registry.must(
        "POST", f"/registry/units/{home['unit']}/seizures", registry.seizure_body(home, 1))
    return {**make_hall(registry), "filing": filing, "task": registry.task(filing, "review-registry"),
            "unit": home["unit"], "right": seizure["right"], "hash": registry.form,
            "code": registry.filing(filing)["follow_code"],
            "debtor_number": home["seller"]["document_number"], "step": "share-holds",
            "certificate": "640104" + "0" * 16, "hold": "1", "order": "640104" + "0" * 16}


def run(city, tap):
    known, client = make_known(city), city.client()
    operations = read_operations(client)
    city.officers = {}
    for name in OFFICERS:
        city.officers[name] = city.client(name)
        city.officers[name].name = name
    officers, store, total = list(city.officers.values()), Store(city), 0
    before = store.digest()
    city.officers["clerk-1"].must("POST", f"/filings/{known['filing']}/papers",
                                  {"paper": "sale-contract", "hash": known["hash"]})
    tap.point(before != store.digest(), "the digest of the store sees a change")
    for operation in operations:
        before = store.digest()
        wrong, count = check_refusals(operation, officers, known, client)
        after = store.digest()
        wrong += [f"{table} has changed" for table in before if before[table] != after[table]]
        more, entered = check_entry(operation, city, known)
        total += count + entered
        tap.point(not wrong + more, f"{operation.method} {operation.path} ({operation.access}):"
                  f" {count} turned away, {entered} let in", *wrong, *more)
    wrong = other_methods(operations, client)
    tap.point(not wrong, "a method that a path does not have", *wrong)
    print(f"# {len(operations)} operations, {total} tries")


def main():
    chosen = kit.options(__doc__)
    tap, city = kit.Tap(), kit.City(chosen)
    try:
        run(city, tap)
    finally:
        city.keep = city.keep or bool(tap.failed)
        faults = city.close()
    tap.point(not faults, "service and departments end well", *faults)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
