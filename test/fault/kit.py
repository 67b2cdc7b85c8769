"""What the fault tests share: a city of their own (service, sandbox of departments, store),
officers who call it, made-up persons and sales, and TAP.
"""
import argparse
import http.client
import itertools
import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))
from flowlib.town import DEPARTMENTS, Database, Failed, free_ports  # noqa: E402

PASSWORD = "yichuang-demo"
START_SECONDS = 60
CALL_SECONDS = 30
PROMISE_PAUSE_SECONDS = 0.05
REGIONS = ("640104", "640105", "640106")
# The smallest picture that is one: the scan of a paper.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8ffff3f0005fe02fea79aa0a0"
    "0000000049454e44ae426082")


# ---- TAP ----


class Tap:
    """Counts and prints points; the plan comes last."""

    def __init__(self):
        self.count, self.failed = 0, 0

    def ok(self, good, name, *why):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}", flush=True)
        for row in why if not good else ():
            for line in str(row).split("\n"):
                print(f"# {line}", flush=True)
        return good

    def skip(self, name, reason):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {reason}", flush=True)

    def note(self, text):
        print(f"# {text}", flush=True)

    def end(self):
        print(f"1..{self.count}", flush=True)
        return 1 if self.failed or not self.count else 0


def options(about, **more):
    """The options that all fault tests know; `more` are further ones with their defaults. A test
    that is told to end cleans up first."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--build", default="build/release", help="where the programs are")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    for name, value in more.items():
        if isinstance(value, bool):
            parser.add_argument("--" + name, action="store_true")
        else:
            parser.add_argument("--" + name, type=type(value), default=value)
    chosen = parser.parse_args()
    words = [f"--{k}" if v is True else f"--{k} {v}" for k, v in vars(chosen).items()
             if v is not False and v != ""]
    print(f"# again: {os.path.relpath(sys.argv[0], ROOT)} {' '.join(words)}", flush=True)
    chosen.build = os.path.join(ROOT, chosen.build)
    return chosen


# ---- made-up persons and units ----


def check_digit(first17):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * w for c, w in zip(first17, weights)) % 11]


def person(number):
    """A person born 1900 to 1909, so that it is nobody; of an area from which `replay` draws no
    person, so that no number ever belongs to two names."""
    first17 = f"640181190{number // 800000 % 10}{number // 66666 % 12 + 1:02}" \
              f"{number // 2380 % 28 + 1:02}{number % 1000:03}"
    return {"name": "示范" + "甲乙丙丁戊己庚辛壬癸"[number % 10],
            "document_number": first17 + check_digit(first17)}


def party(role, who):
    return {"role": role, "kind": "person", "document_kind": "id", "phone": "10000000000", **who}


def unit_code(number, region="640104"):
    return f"{region}900001GB{number // 10**8 % 10**5:05}F{number % 10**8:08}"


def unit_body(unit, holder):
    return {"unit": unit, "location": f"示范路 {unit[20:]} 号", "usage": "11", "floor": "3",
            "area_cm2": 880000, "land_kind": "102", "holding": "sole",
            "holders": [party("holder", holder)]}


# ---- calling ----


class Away(Exception):
    """No answer. `cut`: the request had been sent; else nobody was there to take it."""

    def __init__(self, fault):
        super().__init__(f"{type(fault).__name__}: {fault}")
        self.cut = not isinstance(fault, ConnectionRefusedError)


class Client:
    """One connection, kept open."""

    def __init__(self, port):
        self.port, self.connection = port, None
        self.cookie = self.csrf = ""

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def send(self, method, path, body=None, headers=None, seconds=CALL_SECONDS):
        """(status, headers, bytes); Away when there is no whole answer."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                             timeout=seconds)
            self.connection.request(method, path, body, headers or {})
            reply = self.connection.getresponse()
            content = reply.read()
            return reply.status, reply.headers, content
        except (OSError, http.client.HTTPException) as fault:
            self.close()
            raise Away(fault) from None

    def call(self, method, path, body=None, key=None, seconds=CALL_SECONDS):
        """(status, JSON). A POST without a key gets one."""
        headers = {"Accept-Language": "en", "Cookie": self.cookie, "X-CSRF-Token": self.csrf,
                   "X-Purpose": "supervision"}
        content = None
        if isinstance(body, bytes):
            content, headers["Content-Type"] = body, "image/png"
        elif body is not None:
            content = json.dumps(body, ensure_ascii=False).encode()
            headers["Content-Type"] = "application/json"
        if method == "POST":
            headers["Idempotency-Key"] = key or f"{random.SystemRandom().randrange(10**15)}"
        try:
            status, _, content = self.send(method, path, content, headers, seconds)
        except Away:
            if method != "GET":
                raise
            status, _, content = self.send(method, path, content, headers, seconds)
        try:
            return status, json.loads(content) if content else {}
        except ValueError as fault:
            raise Away(fault) from None

    def must(self, method, path, body=None, key=None):
        status, reply = self.call(method, path, body, key)
        if status >= 300:
            raise Failed(f"{method} {path}: {status} {json.dumps(reply, ensure_ascii=False)}")
        return reply

    def patiently(self, path):
        """A page, or what stands in its place when the service stays busy or away."""
        for _ in range(100):
            try:
                status, reply = self.call("GET", path)
            except Away as fault:
                status, reply = 503, {"fault": str(fault)}
            if status != 503:
                break
            time.sleep(0.1)
        return status, reply

    def login(self, name):
        headers = {"Content-Type": "application/json"}
        body = json.dumps({"login": name, "password": PASSWORD}).encode()
        status, headers, content = self.send("POST", "/sessions", body, headers)
        if status != 201:
            raise Failed(f"sign-in as {name}: {status} {content!r}")
        self.cookie = headers["Set-Cookie"].split(";")[0]
        self.csrf = json.loads(content)["csrf"]
        return self

    def again(self):
        """The same officer on a connection of its own."""
        twin = Client(self.port)
        twin.cookie, twin.csrf = self.cookie, self.csrf
        return twin


# ---- stores ----


class Cluster:
    """PostgreSQL of one's own, by tools/pg."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="yichuang-pg-")
        os.chmod(self.dir, 0o755)
        self.url = self.tool("start")

    def tool(self, verb):
        done = subprocess.run([os.path.join(ROOT, "tools/pg"), verb, self.dir], check=False,
                              capture_output=True, text=True, timeout=180)
        if done.returncode != 0:
            raise Failed(f"tools/pg {verb}: {done.stderr}")
        return done.stdout.strip().split("\n")[-1]

    def postmaster(self):
        with open(self.dir + "/data/postmaster.pid", encoding="ascii") as at:
            return int(at.readline())

    def backends(self):
        """Process ids of the connections that the service holds."""
        sql = ("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
               " AND pid <> pg_backend_pid() AND datname LIKE 'flow_%'")
        done = subprocess.run(["psql", "-AtqX", "-d", self.url, "-c", sql], check=True,
                              capture_output=True, text=True, timeout=60)
        return [int(row) for row in done.stdout.split()]

    def answers(self):
        done = subprocess.run(["psql", "-AtqX", "-d", self.url, "-c", "SELECT 1"], check=False,
                              capture_output=True, timeout=60)
        return done.returncode == 0

    def kill_backend(self, dice):
        """kill -9 of one that serves: the postmaster ends them all and recovers. True when one was
        killed."""
        victims = self.backends()
        if not victims:
            return False
        victim = dice.choice(victims)
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda: not os.path.exists(f"/proc/{victim}"), 10)
        time.sleep(0.5)
        return bool(wait_for(self.answers, 60, 0.1))

    def crash(self):
        """`pg_ctl stop -m immediate`: SIGQUIT to the postmaster; then it starts again on the same
        port and recovers."""
        port = open(self.dir + "/port", encoding="ascii").read().strip()
        pid = self.postmaster()
        os.kill(pid, signal.SIGQUIT)
        wait_for(lambda: not os.path.exists(f"/proc/{pid}"), 30)
        owner = os.stat(self.dir + "/data")
        words = ["/usr/lib/postgresql/15/bin/pg_ctl", "-D", self.dir + "/data", "-w", "-t", "60",
                 "-l", self.dir + "/data/server.log", "-o", f"-p {port} -k ''", "start"]
        if os.getuid() == 0:
            words = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}",
                     "--clear-groups"] + words
        subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=90,
                       env={**os.environ, "HOME": "/tmp", "LC_ALL": "C"})

    def close(self):
        try:
            self.tool("stop")
        finally:
            shutil.rmtree(self.dir, ignore_errors=True)


def wait_for(what, seconds, pause=0.02):
    """Until it is true, or the time is over; returns what it was last."""
    until = time.monotonic() + seconds
    result = what()
    while not result and time.monotonic() < until:
        time.sleep(pause)
        result = what()
    return result


# ---- a city ----


class City:
    """A service with its sandbox and a fresh store with the demo city in it. `data` holds store,
    keys and papers (a test may put it on a disk of its own); `work` the logs and the sandbox."""

    def __init__(self, build, pg=None, data=None, environment=None):
        self.build = build
        self.work = tempfile.mkdtemp(prefix="yichuang-fault-")
        self.data = data or self.work + "/data"
        self.database = Database(pg) if pg else None
        self.store = self.database.url if pg else f"sqlite:{self.data}/store.db"
        self.environment = {**os.environ, **(environment or {})}
        self.service = self.sandbox = None
        self.ready_seconds = []
        first = free_ports(DEPARTMENTS + 2)
        self.port, self.sandbox_port = first, first + 1

    def run(self, *words, seconds=120):
        """One command of the program on this store: (status, stdout, stderr)."""
        done = subprocess.run([f"{self.build}/yichuang", *words, "--store", self.store, "--dir",
                               self.data], capture_output=True, text=True, errors="replace",
                              check=False, timeout=seconds, env=self.environment)
        return done.returncode, done.stdout, done.stderr

    def start(self):
        status, _, said = self.run("init", "--demo")
        if status != 0:
            raise Failed(f"init: {said}")
        self.start_sandbox()
        self.start_service()
        return self

    def spawn(self, name, *words):
        with open(f"{self.work}/{name}.log", "ab") as log:
            return subprocess.Popen([f"{self.build}/{name}", *words], stdin=subprocess.DEVNULL,
                                    stdout=subprocess.PIPE, stderr=log, env=self.environment)

    def start_sandbox(self):
        os.makedirs(self.work + "/sandbox", mode=0o700, exist_ok=True)
        self.sandbox = self.spawn("yichuang-sandbox", "--dir", self.work + "/sandbox",
                                  "--service-key", self.data + "/service.pub", "--port",
                                  str(self.sandbox_port), "--json")
        self.first_row(self.sandbox, "the sandbox")

    def start_service(self):
        """Starts it on its port; notes the seconds until it answers."""
        began = time.monotonic()
        self.service = self.spawn("yichuang", "serve", "--store", self.store, "--dir", self.data,
                                  "--listen", f"127.0.0.1:{self.port}", "--departments",
                                  self.work + "/sandbox/departments.json",
                                  "--second-factor", "optional", "--reads-per-hour", "0",
                                  "--log", "warn")
        self.first_row(self.service, "the service")
        if not wait_for(self.is_healthy, START_SECONDS, 0.005):
            raise Failed("the service does not answer /health")
        self.ready_seconds.append(time.monotonic() - began)

    def first_row(self, process, name):
        ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
        row = process.stdout.readline() if ready else b""
        if not row:
            raise Failed(f"{name} did not start: {self.tail()}")
        return json.loads(row)

    def health(self):
        client = Client(self.port)
        try:
            return client.call("GET", "/health", seconds=5)
        finally:
            client.close()

    def is_healthy(self):
        try:
            return self.health()[0] == 200
        except Away:
            return False

    def kill(self):
        self.service.kill()
        self.end(self.service)

    def end(self, process, seconds=30):
        """Its exit status; it is made to end if it does not."""
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        return process.returncode

    def stop_service(self):
        self.service.terminate()
        return self.end(self.service)

    def verify(self):
        """(True when every invariant holds, what it said)."""
        status, out, said = self.run("verify", "--json")
        try:
            return status == 0, json.loads(out)
        except ValueError:
            return False, {"said": said}

    def ask(self, method, path, body=None):
        """The sandbox's own doors."""
        client = Client(self.sandbox_port)
        try:
            return client.must(method, path, body)
        finally:
            client.close()

    def officer(self, name):
        return Client(self.port).login(name)

    def tail(self, rows=12):
        result = []
        for name in ("yichuang", "yichuang-sandbox"):
            path = f"{self.work}/{name}.log"
            if os.path.exists(path):
                with open(path, encoding="utf-8", errors="replace") as at:
                    result += [f"{name}: {row}" for row in at.read().split("\n")[-rows - 1:] if row]
        return "\n".join(result)

    def reports(self):
        """What the sanitizers of a test build had to say."""
        found = []
        for name in ("yichuang", "yichuang-sandbox"):
            path = f"{self.work}/{name}.log"
            if os.path.exists(path):
                with open(path, encoding="utf-8", errors="replace") as at:
                    found += re.findall(r"^.*(?:ERROR: \w+Sanitizer|runtime error:).*$", at.read(),
                                        re.M)
        return found

    def close(self, tap, keep=False):
        """Ends everything; a sanitizer's report is a failure."""
        for process in (self.service, self.sandbox):
            if process and process.poll() is None:
                process.terminate()
                self.end(process)
        if self.database:
            self.database.drop()
        reports = self.reports()
        if reports:
            tap.ok(False, "no report of a sanitizer", *reports, self.tail(60))
        if keep or reports:
            print(f"# kept: {self.work}", flush=True)
        else:
            shutil.rmtree(self.work, ignore_errors=True)


# ---- what a client was promised ----


class Promises(threading.Thread):
    """Registers units without end and writes down what was acknowledged. A request without an
    answer is sent again with its key until it is answered."""

    def __init__(self, officer, first):
        super().__init__(daemon=True)
        self.client = officer
        self.numbers = itertools.count(first)
        self.kept, self.refused, self.cut = {}, [], 0
        self.ending = threading.Event()
        self.held = False  # sends nothing for a while

    def run(self):
        for number in self.numbers:
            if self.ending.is_set():
                return
            self.register(number)
            self.ending.wait(PROMISE_PAUSE_SECONDS)
            while self.held and not self.ending.wait(PROMISE_PAUSE_SECONDS):
                continue

    def register(self, number):
        holder = person(number)
        unit = unit_code(number, REGIONS[number % len(REGIONS)])
        while True:
            try:
                status, reply = self.client.call("POST", "/registry/units",
                                                 unit_body(unit, holder), key=f"fault-{number}")
            except Away as fault:
                self.cut += fault.cut
                status = 503
            if status == 201:
                self.kept[unit] = (number, reply)
                return
            if status not in (503, 507):
                self.refused.append((unit, status, reply))
                return
            if self.ending.wait(0.02):
                return

    def repeated(self, officer):
        """Sends the last acknowledged request again: None when the same answer came, and another
        body under its key was refused."""
        officer.close()  # its connection may be of the service's earlier life
        unit = list(self.kept)[-1]
        number, first = self.kept[unit]
        body, key = unit_body(unit, person(number)), f"fault-{number}"
        status, reply = officer.call("POST", "/registry/units", body, key=key)
        if status != 201 or reply != first:
            return f"{unit}: {status} {reply}, first {first}"
        status, reply = officer.call("POST", "/registry/units", {**body, "floor": "4"}, key=key)
        return None if status == 422 else f"{unit}: another body: {status} {reply}"

    def end(self):
        self.ending.set()
        self.join(CALL_SECONDS)

    def lost(self, officer, units=None):
        """Those of the acknowledged units that are not in the registry as they were promised."""
        result = []
        for unit in list(self.kept) if units is None else units:
            number, _ = self.kept[unit]
            status, shown = officer.patiently("/registry/units/" + unit)
            if status != 200 or person(number)["name"] not in json.dumps(shown,
                                                                         ensure_ascii=False):
                result.append((unit, status))
        return result


def sales_file(path, rows, seed, bad=0):
    """Sales as a file of the Beijing kind; `bad` further rows cannot be a filing."""
    dice = random.Random(seed)
    with open(path, "w", encoding="utf-8") as at:
        at.write("url,trade_date,total_price_wan,area_m2,floor,structure,five_years,district\n")
        for i in range(rows):
            at.write(f"sale-{seed}-{i},2016-0{dice.randrange(1, 10)}-1{dice.randrange(10)},"
                     f"{dice.randrange(80, 900)},{dice.randrange(40, 180)}.5,中 6,6,"
                     f"{dice.randrange(2)},{dice.randrange(1, 14)}\n")
        for i in range(bad):
            at.write(f"bad-{seed}-{i},2016-01-01,none,50,中 6,6,0,1\n")
