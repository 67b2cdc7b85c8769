"""One service with its sandbox of departments and a fresh store, for one story. The demo city is
made once a run (Seed) and copied for each story."""

import fcntl
import http.client
import json
import os
import random
import re
import select
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

START_SECONDS = 60
STOP_SECONDS = 30
DEPARTMENTS = 14
SERVICE_KEY = "service.pub"  # in --dir: the service writes it, the departments read it

# The commands, in one place. PREPARE makes the city that every story begins with.
SANDBOX = ["--dir", "{dir}/sandbox", "--service-key", "{dir}/" + SERVICE_KEY,
           "--port", "{sandbox}", "--json"]
PREPARE = ["init", "--demo", "--store", "{store}", "--dir", "{dir}"]
EMPTY = ["init", "--store", "{store}", "--dir", "{dir}"]
VERIFY = ["verify", "--store", "{store}", "--dir", "{dir}"]
OFFLINE = ["verify-certificate", "{file}", "--dir", "{dir}", "--json"]
APPOINT = ["staff", "appoint", "{login}", "--store", "{store}", "--dir", "{dir}"]
WITNESS = ["witness", "--url", "http://127.0.0.1:{port}", "--region", "{region}",
           "--dir", "{dir}/witness", "--once"]
SERVE = ["serve", "--store", "{store}", "--listen", "127.0.0.1:{port}",
         "--departments", "{departments}", "--dir", "{dir}", "--reads-per-hour", "0"]


class Failed(Exception):
    """The town could not be built, or did not end well."""


class Ports:
    """Ports for this process alone, below those that the system gives away: a block that no other
    process of the suite has, gone through in turn, so that two towns never meet."""

    SIZE = 500
    lock = threading.Lock()
    block = None
    at = 0

    @classmethod
    def take_block(cls):
        blocks = list(range(20000, 32000, cls.SIZE))
        random.shuffle(blocks)
        for first in blocks:
            held = open(os.path.join(tempfile.gettempdir(), f"yichuang-ports-{first}"), "w",
                        encoding="ascii")
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                held.close()
                continue
            cls.block = (first, held)
            return
        raise Failed("no free ports")

    @classmethod
    def take(cls, count):
        with cls.lock:
            if cls.block is None:
                cls.take_block()
            if cls.at + count > cls.SIZE:
                cls.at = 0
            cls.at += count
            return cls.block[0] + cls.at - count


def are_free(first, count):
    """Whether servers could listen on all of them. What a town before left to time out (TIME_WAIT)
    does not keep a server from listening, so it must not count here: a fast machine goes through
    its block within the minute that those last."""
    held = []
    try:
        for port in range(first, first + count):
            held.append(socket.socket())
            held[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            held[-1].bind(("127.0.0.1", port))
        return True
    except OSError:
        return False
    finally:
        for s in held:
            s.close()


def free_ports(count):
    """The first of `count` free ports in a row."""
    for _ in range(200):
        first = Ports.take(count)
        if are_free(first, count):
            return first
    raise Failed("no free ports")


class Database:
    """A database of its own in a running PostgreSQL: empty, or a copy of another."""

    def __init__(self, url, template="template0"):
        self.admin = url
        self.name = f"flow_{os.getpid()}_{random.randrange(10**9)}"
        parts = urllib.parse.urlsplit(url)
        self.url = urllib.parse.urlunsplit(parts._replace(path="/" + self.name))
        self.run(f"CREATE DATABASE {self.name} TEMPLATE {template}")

    def run(self, sql):
        done = subprocess.run(["psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", self.admin,
                               "-c", sql], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f"psql: {done.stderr.strip()}")

    def drop(self):
        self.run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class Seed:
    """The demo city, made once: a directory, and a database when the engine is PostgreSQL."""

    def __init__(self, build, pg=None):
        self.build, self.pg = build, pg
        self.dir = tempfile.mkdtemp(prefix="yichuang-seed-")
        self.database = Database(pg) if pg else None
        store = self.database.url if pg else f"sqlite:{self.dir}/store.db"
        words = [w.format(store=store, dir=self.dir) for w in PREPARE]
        done = subprocess.run([build + "/yichuang"] + words, capture_output=True, text=True,
                              errors="replace", check=False, timeout=START_SECONDS)
        if done.returncode != 0:
            self.close()
            raise Failed(f"yichuang {' '.join(words)} ended with {done.returncode}: {done.stderr}")

    def close(self):
        shutil.rmtree(self.dir, ignore_errors=True)
        if self.database:
            self.database.drop()


class Town:
    def __init__(self, seed):
        self.build = seed.build
        self.dir = tempfile.mkdtemp(prefix="yichuang-flow-")
        shutil.copytree(seed.dir, self.dir, dirs_exist_ok=True)
        self.database = Database(seed.pg, seed.database.name) if seed.pg else None
        self.processes, self.logs = {}, {}
        self.settings = {"second-factor": "optional"}  # what else the service is told at its start
        self.values = {"dir": self.dir}

    def start(self):
        first = free_ports(DEPARTMENTS + 2)
        self.port, self.sandbox_port = first, first + 1
        store = self.database.url if self.database else f"sqlite:{self.dir}/store.db"
        self.values.update(port=self.port, sandbox=self.sandbox_port, store=store)
        os.mkdir(self.dir + "/sandbox", 0o700)
        sandbox = self.spawn("yichuang-sandbox", SANDBOX)
        self.values["departments"] = self.sandbox_ready(sandbox)
        self.start_service()

    def fill(self, words):
        return [w.format(**self.values) for w in words]

    def spawn(self, name, words):
        path = f"{self.dir}/{name}.log"
        self.logs[name] = path
        with open(path, "ab") as log:
            process = subprocess.Popen([f"{self.build}/{name}"] + self.fill(words), stderr=log,
                                       stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE if name.endswith("sandbox") else log)
        self.processes[name] = process
        return process

    def sandbox_ready(self, process):
        ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
        row = process.stdout.readline() if ready else b""
        try:
            return json.loads(row)["departments_file"]
        except (ValueError, KeyError):
            raise Failed(f"the sandbox did not start: {row!r}") from None

    def start_service(self):
        more = [w for name, value in self.settings.items() for w in ("--" + name, value)]
        process = self.spawn("yichuang", SERVE + more)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if process.poll() is not None:
                raise Failed(f"the service ended with {process.returncode} while starting")
            if self.is_healthy():
                return
            time.sleep(0.02)
        raise Failed(f"the service was not ready after {START_SECONDS} s")

    def is_healthy(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def restart(self, politely):
        if politely:
            self.stop("yichuang")
        else:
            process = self.processes.pop("yichuang")
            process.kill()
            process.wait()
        self.start_service()

    def empty(self):
        """A store without a city in the place of the demo city. Returns the setup code."""
        self.stop("yichuang")
        if self.database:
            admin = self.database.admin
            self.database.drop()
            self.database = Database(admin)
            self.values["store"] = self.database.url
        else:
            for name in os.listdir(self.dir):
                if name.startswith("store.db"):
                    os.remove(f"{self.dir}/{name}")
        status, said = self.run(EMPTY)
        if status != 0:
            raise Failed(f"yichuang init ended with {status}: {said}")
        self.start_service()
        return self.setup_code()

    def setup_code(self):
        """What the service printed last for the first run of a city; empty when nothing."""
        with open(self.logs["yichuang"], encoding="utf-8", errors="replace") as at:
            return (re.findall(r"setup code: (\S+)", at.read()) or [""])[-1]

    def stop(self, name):
        process = self.processes.pop(name, None)
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise Failed(f"{name} did not end within {STOP_SECONDS} s") from None
        if process.stdout:
            process.stdout.close()
        if process.returncode != 0:
            raise Failed(f"{name} ended with {process.returncode}")

    def run(self, words, **more):
        """(exit status, what it printed) of `yichuang` with these words."""
        words = [w.format(**self.values, **more) for w in words]
        done = subprocess.run([self.build + "/yichuang"] + words, capture_output=True, text=True,
                              errors="replace", check=False, timeout=START_SECONDS)
        return done.returncode, (done.stdout or done.stderr).strip()

    def appoint(self, login):
        """(exit status, what it printed) of `yichuang staff appoint`, without the service."""
        self.stop("yichuang")
        result = self.run(APPOINT, login=login)
        self.start_service()
        return result

    def verify(self):
        """The service is stopped, and the whole store checked."""
        self.stop("yichuang")
        status, said = self.run(VERIFY)
        if status != 0:
            raise Failed(f"yichuang verify ended with {status}:\n{said}")

    def close(self, keep):
        """Stops everything. Returns what did not end well."""
        faults = []
        for name in ("yichuang", "yichuang-sandbox"):
            try:
                self.stop(name)
            except Failed as fault:
                faults.append(str(fault))
        if not keep:
            faults += self.sanitizer_reports()
        if self.database:
            try:
                self.database.drop()
            except Failed as fault:
                faults.append(str(fault))
        if not keep and not faults:
            shutil.rmtree(self.dir, ignore_errors=True)
        return faults

    def sanitizer_reports(self):
        faults = []
        for name, path in self.logs.items():
            with open(path, encoding="utf-8", errors="replace") as at:
                found = re.search(r"^.*(?:ERROR: \w+Sanitizer|runtime error:).*$", at.read(), re.M)
            if found:
                faults.append(f"{name}: {found.group(0)}")
        return faults

    def tail(self, rows=12):
        """The last lines of each log, for a failure's report."""
        result = []
        for name, path in self.logs.items():
            with open(path, encoding="utf-8", errors="replace") as at:
                result += [f"{name}: {row}" for row in at.read().split("\n")[-rows - 1:] if row]
        return result
