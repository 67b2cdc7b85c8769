"""Reads over HTTP: our tracking and verification beside nginx serving a file of the same size."""

import http.client
import os
import re
import socket
import subprocess
import time
import urllib.parse

from benchlib import machine

CONNECTIONS = 64
THREADS = 2
ROUNDS = 3

NGINX = """worker_processes 2;
pid {dir}/nginx.pid;
error_log {dir}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 100000000;
    open_file_cache max=16;
    types {{ application/json json; }}
    client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3;
    uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
    server {{ listen 127.0.0.1:{port}; root {dir}/www; }}
}}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Nginx:
    def __init__(self, folder):
        os.makedirs(folder + "/www")
        self.port, self.folder = free_port(), folder
        with open(folder + "/nginx.conf", "w", encoding="ascii") as at:
            user = "user root;\n" if os.geteuid() == 0 else ""
            at.write(user + self.configure())
        self.process = subprocess.Popen(["nginx", "-c", folder + "/nginx.conf", "-p", folder,
                                         "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        self.await_port()

    def configure(self):
        return NGINX.format(dir=self.folder, port=self.port)

    def await_port(self):
        for _ in range(100):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"nginx did not start; see {self.folder}/error.log")

    def serve(self, name, size):
        with open(f"{self.folder}/www/{name}", "wb") as at:
            at.write(b"x" * size)
        return f"http://127.0.0.1:{self.port}/{name}"

    def close(self):
        self.process.terminate()
        self.process.wait(30)


def body_size(url):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request("GET", parts.path + ("?" + parts.query if parts.query else ""))
    reply = connection.getresponse()
    size = len(reply.read())
    connection.close()
    if reply.status != 200:
        raise RuntimeError(f"{url} answered {reply.status}")
    return size


def rate(url, seconds):
    """Requests per second, and the 99th percentile in ms."""
    said = machine.output(["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency",
                           url])
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{url}: {said}")
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    late = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1)), late


def compare(nginx, url, seconds):
    """Ours and nginx's turn by turn, the median of each; processor time is shared by both sides."""
    size = body_size(url)
    plain = nginx.serve(f"{size}.json", size)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(rate(url, seconds))
        theirs.append(rate(plain, seconds))
    ours.sort()
    theirs.sort()
    return {"bytes": size, "ours": ours[ROUNDS // 2][0], "ours_p99_ms": ours[ROUNDS // 2][1],
            "nginx": theirs[ROUNDS // 2][0], "nginx_p99_ms": theirs[ROUNDS // 2][1]}
