"""What the tests over HTTP share: a town (service, departments, store), officers on connections of
their own, made-up sales, and TAP. For permission.py and races.py."""

import argparse
import base64
import calendar
import hashlib
import http.client
import itertools
import json
import os
import random
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools"))
sys.path.insert(0, os.path.join(ROOT, "test"))
from flowlib.town import Failed, Seed, Town  # noqa: E402
import sandbox_kit  # noqa: E402

PASSWORD = "yichuang-demo"
CALL_SECONDS = 60
WAIT_SECONDS = 30
REGION = "640104"
PICTURE = os.path.join(ROOT, "test", "flow", "files", "form.png")


class Tap:
    """Counts and prints points; the plan comes last."""

    def __init__(self):
        self.count, self.failed = 0, 0

    def point(self, good, name, *why):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}", flush=True)
        for row in [] if good else why:
            print("# " + str(row).replace("\n", "\n# "), flush=True)

    def end(self):
        print(f"1..{self.count}", flush=True)
        return 1 if self.failed or not self.count else 0


def options(about, **more):
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--build", default="build/debug", help="where the programs are")
    parser.add_argument("--store", default="sqlite",
                        help="sqlite, or the address of a PostgreSQL to make databases in")
    parser.add_argument("--keep", action="store_true", help="keep the town's directory")
    for name, (value, words) in more.items():
        parser.add_argument("--" + name, type=type(value), default=value, help=words)
    chosen = parser.parse_args()
    chosen.build = os.path.join(ROOT, chosen.build)
    return chosen


class City:
    """A town for the whole test, on SQLite or in a PostgreSQL."""

    def __init__(self, chosen):
        pg = None if chosen.store == "sqlite" else chosen.store
        self.keep, self.build = chosen.keep, chosen.build
        self.seed = Seed(chosen.build, pg)
        self.town = None
        try:
            self.town = Town(self.seed)
            self.town.start()
        except Exception:
            self.close()
            raise
        self.dir, self.port = self.town.dir, self.town.port
        self.is_sqlite = pg is None

    def client(self, login=None):
        client = Client(self.port)
        return client.login(login) if login else client

    def sandbox(self, method, path, body=None):
        door = Client(self.town.sandbox_port)
        try:
            status, _, content = door.send(method, path, json.dumps(body) if body else None,
                                           {"Content-Type": "application/json"})
        finally:
            door.close()
        if status >= 300:
            raise Failed(f"sandbox {method} {path}: {status} {content!r}")
        return json.loads(content or b"null")

    def facts(self, *rows):
        names = ("department", "share", "key", "answer")
        self.sandbox("PUT", "/facts", {"facts": [dict(zip(names, row)) for row in rows]})

    def pay(self, order):
        self.sandbox("POST", f"/orders/{order}/pay")

    def key(self, path):
        """A private key of this town: Ed25519 in PKCS #8, whose last 32 bytes it is."""
        with open(f"{self.dir}/{path}", encoding="ascii") as at:
            rows = [row for row in at.read().split("\n") if row and not row.startswith("-")]
        digest = hashlib.sha512(base64.b64decode("".join(rows))[-32:]).digest()
        key = sandbox_kit.Key.__new__(sandbox_kit.Key)
        key.a = (int.from_bytes(digest[:32], "little") & (1 << 254) - 8) | 1 << 254
        key.prefix = digest[32:]
        key.public = sandbox_kit.point_pack(sandbox_kit.point_times(key.a, sandbox_kit.BASE))
        return key

    def statement(self):
        """The gateway's statement of all that it has booked, asked for as the service asks."""
        with open(self.town.values["departments"], encoding="utf-8") as at:
            url = next(d["url"] for d in json.load(at)["departments"] if d["name"] == "payment")
        url += "/statement"
        body = json.dumps({"message_id": uuid.uuid4().hex, "region": REGION, "sent_ms": 1,
                           "from_ms": 0, "to_ms": 2**53}).encode()
        parts = urllib.parse.urlsplit(url)
        door = Client(parts.port)
        try:
            status, _, content = door.send("POST", parts.path, body, sandbox_kit.sign_request(
                self.key("service.key"), "yichuang", "POST", url, body))
        finally:
            door.close()
        if status != 200:
            raise Failed(f"the gateway's statement: {status} {content!r}")
        return json.loads(content)["lines"]

    def verify(self):
        """(exit status, what `yichuang verify` says); the service must be idle."""
        words = self.town.fill(["verify", "--store", "{store}", "--dir", "{dir}", "--json"])
        done = subprocess.run([self.town.build + "/yichuang"] + words, capture_output=True,
                              text=True, errors="replace", check=False, timeout=300)
        return done.returncode, (done.stdout + done.stderr).strip()

    def close(self):
        """What did not end well."""
        faults = []
        try:
            if self.town:
                faults = self.town.close(self.keep)
                if self.keep or faults:
                    print(f"# kept: {self.town.dir}")
        finally:
            self.seed.close()
        return faults


class Client:
    """An officer on one kept connection."""

    def __init__(self, port):
        self.port, self.connection = port, None
        self.cookie = self.csrf = self.roles = ""

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def send(self, method, path, body=None, headers=None):
        """(status, headers, content); a kept connection that has gone is opened again once."""
        for attempt in (1, 2):
            fresh = self.connection is None
            if fresh:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                             timeout=CALL_SECONDS)
            try:
                self.connection.request(method, path, body, headers or {})
                reply = self.connection.getresponse()
                if "event-stream" in reply.headers.get("Content-Type", ""):
                    self.close()
                    return reply.status, reply.headers, b""
                return reply.status, reply.headers, reply.read()
            except (OSError, http.client.HTTPException):
                self.close()
                if fresh or attempt == 2:
                    raise
        raise AssertionError

    def headers(self, key=None):
        return {"Cookie": self.cookie, "X-CSRF-Token": self.csrf, "X-Purpose": "supervision",
                "Idempotency-Key": key or uuid.uuid4().hex, "Content-Type": "application/json"}

    def call(self, method, path, body=None, key=None):
        """(status, JSON)"""
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        if body is None and method == "POST":
            content = b"{}"
        status, headers, content = self.send(method, path, content, self.headers(key))
        return status, json.loads(content) if "json" in headers.get("Content-Type", "") else content

    def must(self, method, path, body=None, key=None):
        status, reply = self.call(method, path, body, key)
        if status >= 300:
            raise Failed(f"{method} {path}: {status} {json.dumps(reply, ensure_ascii=False)}")
        return reply

    def wait(self, path, good, seconds=WAIT_SECONDS):
        """Asks until good(reply) is true, and returns that; Failed after a while."""
        until, pause, reply = time.monotonic() + seconds, 0.01, None
        while time.monotonic() < until:
            status, reply = self.call("GET", path)
            found = good(reply) if status == 200 else None
            if found:
                return found
            time.sleep(pause)
            pause = min(pause * 1.5, 0.2)
        raise Failed(f"GET {path}: not so after {seconds} s:"
                     f" {json.dumps(reply, ensure_ascii=False)}")

    def login(self, name, password=PASSWORD):
        body = json.dumps({"login": name, "password": password}).encode()
        status, headers, content = self.send("POST", "/sessions", body,
                                             {"Content-Type": "application/json"})
        if status != 201:
            raise Failed(f"sign-in as {name}: {status} {content!r}")
        reply = json.loads(content)
        self.cookie = headers["Set-Cookie"].split(";")[0]
        self.csrf, self.roles = reply["csrf"], reply["roles"]
        return self

    def twin(self):
        """The same officer on another connection."""
        other = Client(self.port)
        other.cookie, other.csrf, other.roles = self.cookie, self.csrf, self.roles
        return other


def at_once(works):
    """Runs all works, each on a thread, started by one barrier; returns what each returned, or the
    exception that it raised."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            barrier.wait(60)
            results[number] = work()
        except Exception as fault:
            results[number] = fault
    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# Made-up persons and homes


def check_digit(first17):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * w for c, w in zip(first17, weights)) % 11]


def person(name, number):
    """Born 1900 to 1909, so that it is nobody."""
    first17 = f"{REGION}190{number // 84000 % 10}{number // 7000 % 12 + 1:02}" \
              f"{number // 1000 % 7 + 1:02}{number % 1000:03}"
    return {"name": name, "document_number": first17 + check_digit(first17)}


def morning_ms(day):
    """Midnight in China of a day like 2026-03-02."""
    return calendar.timegm(time.strptime(day, "%Y-%m-%d")) * 1000 - 8 * 3600000


def today():
    """The day in China."""
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))


def party(role, who, **more):
    return {"role": role, "kind": "person", "document_kind": "id", **who, **more}


BANK = {"role": "mortgagee", "kind": "organisation", "name": "示范银行", "document_kind": "uscc",
        "document_number": "91640100MA00000155"}
COURT = {"court": "兴庆区人民法院", "court_code": "11640100000000019N", "ends_on": "2028-03-02"}


class Registry:
    """The officers of one hall, and what they do with a home."""

    def __init__(self, city):
        self.city = city
        self.numbers, self.in_morning = itertools.count(1), False
        self.sign_in()
        with open(PICTURE, "rb") as at:
            headers = {**self.clerk_1.headers(), "Content-Type": "image/png"}
            _, _, content = self.clerk_1.send("POST", f"/papers?region={REGION}", at.read(),
                                              headers)
        self.form = json.loads(content)["hash"]
        city.facts(("finance", "licence", BANK["document_number"],
                    {"credit_code": BANK["document_number"], "name": BANK["name"],
                     "licence_number": "B0001", "valid": True}))

    def sign_in(self):
        """Also after the clock was set, when nobody is signed in any more."""
        for name in ("admin", "clerk-1", "reviewer-housing", "reviewer-tax", "reviewer-registry",
                     "reviewer-registry-2", "manager-1", "auditor"):
            setattr(self, name.replace("-", "_"), self.city.client(name))

    def home(self, alone=False):
        """A registered home, its owner and its buyer, and what the departments know; alone in its
        building, where there is room for what it is split into."""
        number = next(self.numbers)
        last = f"{number:04}0001" if alone else f"{number:08}"
        home = {"unit": f"{REGION}001001GB00001F{last}", "contract": f"HT-{number}",
                "seller": person("张示范", 2 * number), "buyer": person("李示范", 2 * number + 1)}
        self.admin.must("POST", "/registry/units", {
            "unit": home["unit"], "location": f"示范路{number}号", "usage": "11",
            "area_cm2": 890000, "land_kind": "102", "holding": "sole",
            "holders": [party("holder", home["seller"])]})
        self.city.facts(
            ("housing", "contract", home["contract"], {
                "contract_number": home["contract"], "unit": home["unit"], "price_fen": 80000000,
                "area_cm2": 890000, "filed_on": "2026-02-27", "cancelled": False,
                "sellers": [home["seller"]], "buyers": [home["buyer"]]}),
            *(("police", "identity", p["document_number"], {**p, "state": "alive"})
              for p in (home["seller"], home["buyer"])),
            ("tax", "record", home["unit"], {
                "buyer_homes": 0, "seller_acquired_on": "2015-03-02", "seller_only_home": True,
                "original_price_fen": 50000000, "proven_costs_fen": 0, "assessed_price_fen": 0}))
        return home

    def papers(self, *names):
        return [{"paper": name, "hash": self.form} for name in names]

    def sale_body(self, home):
        return {"scene": "resale-transfer", "unit": home["unit"], "accept": True,
                "parties": [party("seller", home["seller"]), party("buyer", home["buyer"])],
                "answers": {"contract_number": home["contract"], "price_fen": 80000000,
                            "residential": True, "delivery": "window"},
                "papers": self.papers("request-form", "title-certificate")}

    def mortgage_body(self, home):
        return {"scene": "mortgage-create", "unit": home["unit"], "accept": True,
                "parties": [party("mortgagor", home["seller"]), BANK],
                "answers": {"contract_number": "DY-1", "debt_fen": 50000000, "residential": True,
                            "debt_begin": "2026-03-01", "debt_end": "2046-02-28",
                            "scope": "主债权", "maximum": False, "no_transfer": False,
                            "delivery": "window"},
                "papers": self.papers("request-form", "title-certificate", "debt-contract",
                                      "mortgage-contract")}

    def split_body(self, home, first):
        """Into the units `first` and the next of its building; the mortgagee agrees."""
        return {"scene": "ownership-split", "unit": home["unit"], "accept": True,
                "parties": [party("holder", home["seller"])],
                "answers": {"residential": True, "parts": [
                    {"unit": f"{home['unit'][:24]}{first + k:04}", "location": f"示范路{k}号",
                     "area_cm2": 445000} for k in (0, 1)]},
                "papers": self.papers("request-form", "title-certificate", "survey",
                                      "division-agreement", "planning-approval", "holder-consent")}

    def merge_body(self, home, others, into):
        return {"scene": "ownership-merge", "unit": home["unit"], "accept": True,
                "parties": [party("holder", home["seller"])],
                "answers": {"residential": True, "parents": others, "parts": [
                    {"unit": f"{home['unit'][:24]}{into:04}", "location": "示范路",
                     "area_cm2": 890000 * (1 + len(others))}]},
                "papers": self.papers("request-form", "title-certificate", "survey",
                                      "division-agreement", "planning-approval")}

    def easement_body(self, home, served):
        """What `home` bears for the other."""
        return {"scene": "easement-create", "unit": home["unit"], "accept": True,
                "parties": [party("servient", home["seller"]), party("dominant", served["seller"])],
                "answers": {"contract_number": "DY-1", "terms": "通行", "term_begin": "2026-03-02",
                            "residential": True, "dominant_unit": served["unit"]},
                "papers": self.papers("request-form", "title-certificate", "contract")}

    def along_body(self, home):
        """A sale with which the easements that serve the home go along."""
        return {"scene": "transfer-with-easement", "unit": home["unit"], "accept": True,
                "parties": [party("seller", home["seller"]), party("buyer", home["buyer"])],
                "answers": {"contract_number": "MM-1", "event-price_fen": 80000000,
                            "easement-contract_number": "DZ-1", "residential": True},
                "papers": self.papers("request-form", "title-certificate", "contract",
                                      "tax-receipt", "proof", "easement-contract")}

    def notice_body(self, home, buyer):
        """预告登记 of a sale to somebody else than the home's buyer."""
        return {"scene": "sale-advance", "unit": home["unit"], "accept": True,
                "parties": [party("seller", home["seller"]), party("buyer", buyer)],
                "answers": {"contract_number": "YG-1", "price_fen": 80000000, "residential": True},
                "papers": self.papers("request-form", "title-certificate", "contract", "agreement")}

    def beside(self, home, number):
        """Another unit of its building and owner."""
        unit = f"{home['unit'][:24]}{number:04}"
        self.admin.must("POST", "/registry/units", {
            "unit": unit, "location": f"示范路{number}号", "usage": "11", "area_cm2": 890000,
            "land_kind": "102", "holding": "sole", "holders": [party("holder", home["seller"])]})
        return unit

    def cancel_body(self, home, right, number):
        return {"scene": "mortgage-cancel", "unit": home["unit"], "accept": True, "target": right,
                "parties": [BANK], "answers": {"proof_number": number, "cause": "paid"},
                "papers": self.papers("request-form", "release")}

    def seizure_body(self, home, number):
        return {**COURT, "document": f"（2026）宁0104执{number}号",
                "debtor_number": home["seller"]["document_number"]}

    def open(self, body):
        return self.clerk_1.must("POST", "/filings", body)["filing"]

    def task(self, filing, step):
        def find(reply):
            for task in reply["tasks"]:
                if task["step"] == step and task["state"] in ("open", "claimed"):
                    return task["task"]
            return None
        return self.clerk_1.wait(f"/filings/{filing}", find)

    def approve(self, filing, *steps):
        for step in steps:
            officer = getattr(self, step.replace("review", "reviewer").replace("-", "_"))
            officer.must("POST", f"/tasks/{self.task(filing, step)}/decide",
                         {"decision": "approve"})

    def order(self, filing):
        def find(bill):
            for order in bill["orders"]:
                if order["state"] == "open" and order["pay_url"]:
                    return order["order"]
            return None
        return self.clerk_1.wait(f"/filings/{filing}/bill", find)

    def ready_sale(self, home):
        """A sale that lacks only the money: (filing, order)."""
        filing = self.open(self.sale_body(home))
        self.approve(filing, "review-housing", "review-tax", "review-registry")
        return filing, self.order(filing)

    def ready_mortgage(self, home):
        filing = self.open(self.mortgage_body(home))
        self.approve(filing, "review-registry")
        return filing, self.order(filing)

    def ready_division(self, body):
        """A split or merge that has been approved: what is left of it is its fee, if there is any."""
        filing = self.open(body)
        self.approve(filing, "review-registry")
        return filing

    def filing(self, filing):
        return self.clerk_1.must("GET", f"/filings/{filing}")

    def step(self, filing, step):
        return next(s["state"] for s in self.filing(filing)["steps"] if s["step"] == step)

    def settled(self, filing):
        """The filing's state once 登簿 has happened or cannot happen."""
        def good(reply):
            record = next(s["state"] for s in reply["steps"] if s["step"] == "record")
            return reply["state"] if reply["state"] != "accepted" else (
                "stuck" if record == "stuck" else None)
        return self.clerk_1.wait(f"/filings/{filing}", good)

    def rights(self, home, kind):
        page = self.clerk_1.must("GET", f"/registry/units/{home['unit']}")
        return [right for right in page["rights"] if right["kind"] == kind]

    def quiet(self):
        """Waits until no message is owed to anybody."""
        return self.auditor.wait("/departments", lambda reply: not reply["backlog"], 60)


def callback(city, key, order, amount_fen, message, paid_ms):
    """One signed callback of the payment gateway: (path, body, headers)."""
    body = json.dumps({"message_id": message, "order": order, "trade_number": "T" + order,
                       "amount_fen": amount_fen, "state": "paid", "paid_ms": paid_ms}).encode()
    url = f"http://127.0.0.1:{city.port}/exchange/payments"
    headers = sandbox_kit.sign_request(key, "payment", "POST", url, body)
    return urllib.parse.urlsplit(url).path, body, headers


def answer(city, department, message, share, content):
    """A department's own answer to a question, signed anew at each call: (path, body, headers)."""
    body = json.dumps({"message_id": message, "share": share, "region": REGION, "found": True,
                       "answer": content, "answered_ms": int(time.time() * 1000)}).encode()
    url = f"http://127.0.0.1:{city.port}/exchange/answers?region={REGION}"
    key = city.key(f"sandbox/{department}.key.pem")
    parts = urllib.parse.urlsplit(url)

    def sign():
        headers = sandbox_kit.sign_request(key, department, "POST", url, body)
        return f"{parts.path}?{parts.query}", body, headers
    return sign


def shuffled(works):
    works = list(works)
    random.shuffle(works)
    return works
