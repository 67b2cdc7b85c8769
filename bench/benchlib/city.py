"""A city under load: the demo city in a store of its own, the service, the departments' sandbox, and
replays of made-up sales against them."""

import json
import os
import select
import subprocess
import time

from benchlib import machine

START_SECONDS = 60
PLACES = ("金凤区", "西夏区", "兴庆区")


def write_sales(path, first, count):
    """Sales like those of the published lists; every number makes another one."""
    with open(path, "w", encoding="utf-8") as at:
        at.write("unique_id,total_price,area,trade_date,district,floor,structure,five_years\n")
        for i in range(first, first + count):
            at.write(f"bench-{i},{80 + i % 600},{45 + i % 110},2025-03-02,{PLACES[i % 3]},"
                     f"{i % 30 + 1},钢混,{i % 2}\n")


class City:
    def __init__(self, build, folder, store, log="warn"):
        self.build, self.folder, self.store, self.log = build, folder, store, log
        self.processes = []
        self.sales = 0
        os.makedirs(folder + "/sandbox", mode=0o700)

    def start(self):
        machine.output([self.build + "/yichuang", "init", "--demo", "--store", self.store,
                        "--dir", self.folder])
        self.sandbox_pid, ready = self.spawn("yichuang-sandbox", [
            "--dir", self.folder + "/sandbox", "--service-key", self.folder + "/service.pub",
            "--port", "0", "--json"])
        self.sandbox = f"http://127.0.0.1:{ready['port']}"
        self.service_pid, ready = self.spawn("yichuang", [
            "serve", "--store", self.store, "--dir", self.folder, "--listen", "127.0.0.1:0",
            "--departments", ready["departments_file"],
            "--second-factor", "optional", "--log", self.log])
        self.url = ready["url"]

    def spawn(self, name, words):
        with open(f"{self.folder}/{name}.log", "wb") as log:
            process = subprocess.Popen([f"{self.build}/{name}"] + words, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=log)
        self.processes.append(process)
        ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
        row = process.stdout.readline() if ready else b""
        if not row:
            raise RuntimeError(f"{name} did not start; see {self.folder}/{name}.log")
        return process.pid, json.loads(row)

    def replay(self, count, clients):
        """Puts `count` new sales through; returns replay's summary and the processor time by part."""
        path = f"{self.folder}/sales.csv"
        summary = f"{self.folder}/summary.json"
        write_sales(path, self.sales, count)
        self.sales += count
        before = self.cpu()
        children = machine.children_seconds()
        busy, began = machine.busy_seconds(), time.monotonic()
        machine.output([self.build + "/yichuang", "replay", path, "--url", self.url, "--sandbox",
                        self.sandbox, "--dir", self.folder, "--clients", str(clients),
                        "--log", "warn", "--json", summary])
        with open(summary, encoding="utf-8") as at:
            result = json.load(at)
        used = {name: seconds - before[name] for name, seconds in self.cpu().items()}
        used["client"] = machine.children_seconds() - children
        result["cpu"] = used
        result["others_cpu"] = machine.busy_seconds() - busy - sum(used.values())
        result["wall"] = time.monotonic() - began
        result["rate"] = float(result["filings_per_second"])
        if result["recorded"] != count:
            raise RuntimeError(f"only {result['recorded']} of {count} were recorded; see {summary}")
        return result

    def cpu(self):
        return {"service": machine.cpu_seconds(self.service_pid),
                "sandbox": machine.cpu_seconds(self.sandbox_pid)}

    def store_bytes(self):
        path = self.store.removeprefix("sqlite:")
        return sum(os.path.getsize(path + end) for end in ("", "-wal") if os.path.exists(path + end))

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            process.wait(60)
            process.stdout.close()
        self.processes = []


class PostgresCity(City):
    """The same on a database of a PostgreSQL server, whose processor time counts as well."""

    def __init__(self, build, folder, server, name):
        super().__init__(build, folder, server.database(name))
        self.server, self.name = server, name

    def cpu(self):
        return {**super().cpu(), "postgres": machine.tree_cpu_seconds(self.server.pid)}

    def store_bytes(self):
        return int(self.server.ask(self.name, f"SELECT pg_database_size('{self.name}')"))

    def commits(self):
        return int(self.server.ask(self.name, "SELECT xact_commit FROM pg_stat_database"
                                              f" WHERE datname = '{self.name}'"))


class Server:
    """A throw-away PostgreSQL 15 by tools/pg."""

    def __init__(self, root, folder):
        self.tool, self.folder = root + "/tools/pg", folder
        self.url = machine.output([self.tool, "start", folder]).strip()
        with open(f"{folder}/data/postmaster.pid", encoding="ascii") as at:
            self.pid = int(at.readline())

    def address(self, name):
        return self.url.rsplit("/", 1)[0] + "/" + name

    def database(self, name):
        self.ask("yichuang", f"CREATE DATABASE {name} TEMPLATE template0")
        return self.address(name)

    def ask(self, name, sql):
        return machine.output(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", self.address(name),
                               "-c", sql]).strip()

    def close(self):
        machine.output([self.tool, "stop", self.folder])
