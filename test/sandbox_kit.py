"""Starts a yichuang-sandbox and talks to it as the service does, with its own implementation of
Ed25519 (RFC 8032) and of HTTP message signatures (RFC 9421), so that both sides are checked against
the standards and not against each other. For sandbox_test.py and sandbox_fault_test.py.
"""
import atexit
import base64
import hashlib
import http.client
import http.server
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAM = None
NAMES = ("housing police civil tax planning finance court payment sms post water power"
         " heating report").split()
UNIT = "640104001001GB00001F00010001"

# ---- Ed25519, RFC 8032 section 6, extended coordinates ----

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def point_add(a, b):
    x, y = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = y - x, d - c, d + c, y + x
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        n >>= 1
    return result


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def point_pack(p):
    z = pow(p[2], P - 2, P)
    x, y = p[0] * z % P, p[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def point_unpack(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


class Key:
    def __init__(self):
        digest = hashlib.sha512(secrets.token_bytes(32)).digest()
        self.a = (int.from_bytes(digest[:32], "little") & (1 << 254) - 8) | 1 << 254
        self.prefix = digest[32:]
        self.public = point_pack(point_times(self.a, BASE))

    def sign(self, message):
        r = number(self.prefix, message) % L
        big_r = point_pack(point_times(r, BASE))
        s = (r + number(big_r, self.public, message) % L * self.a) % L
        return big_r + s.to_bytes(32, "little")

    def pem(self):
        der = bytes.fromhex("302a300506032b6570032100") + self.public
        body = base64.b64encode(der).decode()
        return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n"


def verify(public, message, signature):
    a, r = point_unpack(public), point_unpack(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    h = number(signature[:32], public, message) % L
    left, right = point_times(s, BASE), point_add(r, point_times(h, a))
    return point_pack(left) == point_pack(right)


# ---- RFC 9421 and RFC 9530, the profile of docs/exchange.md ----


def digest_of(body):
    return "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"


def sign_request(key, key_id, method, url, body, created=None):
    headers = {"Content-Type": "application/json", "Content-Digest": digest_of(body)}
    params = ('("@method" "@target-uri" "content-type" "content-digest")'
              f';created={int(created or time.time())};nonce="{secrets.token_hex(16)}"'
              f';keyid="{key_id}";tag="yichuang"')
    text = (f'"@method": {method}\n"@target-uri": {url}\n"content-type": application/json\n'
            f'"content-digest": {headers["Content-Digest"]}\n"@signature-params": {params}')
    headers["Signature-Input"] = "sig1=" + params
    headers["Signature"] = "sig1=:" + base64.b64encode(key.sign(text.encode())).decode() + ":"
    return headers


def check(public, headers, body, values):
    """None when the signature over `values` (component text -> value) is good, else why not."""
    lower = {k.lower(): v for k, v in headers.items()}
    if "signature" not in lower or "signature-input" not in lower:
        return "unsigned"
    params = lower["signature-input"].split("=", 1)[1]
    covered = re.findall(r'"[^"]+"(?:;req)?(?:;key="[^"]+")?', params.split(")", 1)[0])
    if lower.get("content-digest") != digest_of(body):
        return "digest"
    created = int(re.search(r"created=(\d+)", params).group(1))
    if abs(created - time.time()) > 300:
        return "created"
    lines = []
    for part in covered:
        value = values.get(part, lower.get(part.strip('"')))
        if value is None:
            return f"covers {part}"
        lines.append(f"{part}: {value}")
    if not set(values) <= set(covered) or '"content-digest"' not in covered:
        return f"covers too little: {covered}"
    text = "\n".join(lines) + f'\n"@signature-params": {params}'
    signature = base64.b64decode(lower["signature"].split(":")[1])
    return None if verify(public, text.encode(), signature) else "signature"


# ---- the service's callback address ----


class Receiver(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.got, self.statuses = [], []  # statuses to answer with, then 200
        self.keys = {}
        self.changed = threading.Condition()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/exchange/answers"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass  # a sandbox that is killed resets its connections

    def wait(self, count, seconds=8.0):
        with self.changed:
            self.changed.wait_for(lambda: len(self.got) >= count, seconds)
            return list(self.got)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        key_id = re.search(r'keyid="(\w+)"', self.headers["Signature-Input"]).group(1)
        bad = check(server.keys[key_id], dict(self.headers), body, {
            '"@method"': "POST",
            '"@target-uri"': f"http://127.0.0.1:{server.server_address[1]}{self.path}",
            '"content-type"': "application/json"})
        with server.changed:
            status = server.statuses.pop(0) if server.statuses else 200
            if bad:
                status = 401
            server.got.append({"bad": bad, "body": json.loads(body), "status": status,
                               "at": time.monotonic(), "key_id": key_id,
                               "signature": self.headers["Signature"]})
            server.changed.notify_all()
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


# ---- the sandbox under test ----


class Sandbox:
    def __init__(self, directory, service, *options, port=0, with_key=True):
        self.dir, self.key = directory, service
        self.key_file = os.path.join(directory, "service.pem")
        if with_key:
            self.give_key()
        self.log = open(os.path.join(directory, "log"), "ab")
        self.process = subprocess.Popen(
            [PROGRAM, "--dir", directory, "--service-key", self.key_file, "--port", str(port),
             "--json", *options], stdout=subprocess.PIPE, stderr=self.log)
        atexit.register(self.process.kill)  # a failed test must not leave it running
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(20)
            self.process.stdout.close()
            self.log.close()
            raise RuntimeError(f"the sandbox did not start; see {directory}/log")
        ready = json.loads(line)
        self.port = ready["port"]
        with open(ready["departments_file"]) as f:
            rows = json.load(f)["departments"]
        self.names = [row["name"] for row in rows]
        self.urls = {row["name"]: row["url"] for row in rows}
        self.publics = {row["name"]: base64.b64decode(row["public_key"]) for row in rows}

    def give_key(self):
        with open(self.key_file + ".new", "w") as f:
            f.write(self.key.pem())
        os.rename(self.key_file + ".new", self.key_file)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(20)
        self.process.stdout.close()
        self.log.close()
        return code

    def door(self, method, path, body=None, status=200):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        c.request(method, path, None if body is None else json.dumps(body))
        r = c.getresponse()
        text = r.read()
        c.close()
        assert r.status == status, (method, path, r.status, text)
        return json.loads(text)

    def facts(self, *rows):
        self.door("PUT", "/facts", {"facts": [
            dict(zip(("department", "share", "key", "answer"), row)) for row in rows]})

    def fault(self, department, mode, times=1):
        return self.door("PUT", "/faults",
                         {"department": department, "mode": mode, "times": times})

    def counts(self, department, mode):
        for row in self.door("GET", "/faults")["faults"]:
            if (row["department"], row["mode"]) == (department, mode):
                return row["asked"], row["fired"], row["left"]
        return 0, 0, 0

    def fired(self, department, mode, count, seconds=5.0):
        """Waits until the fault has fired so often; returns (asked, fired)."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.counts(department, mode)[1] < count:
            time.sleep(0.05)
        return self.counts(department, mode)[:2]

    def effects(self, department):
        rows = self.door("GET", "/effects")["departments"]
        return next(row for row in rows if row["department"] == department)

    def post(self, department, path, body, timeout=5.0, **wrong):
        """Sends a signed message; returns (status, headers, body, why the reply is bad)."""
        url = self.urls[department] + path
        data = json.dumps(body).encode()
        key = wrong.get("key", self.key)
        headers = wrong.get("headers") or sign_request(
            key, "service", "POST", wrong.get("signed_url", url), data, wrong.get("created"))
        host = url.split("/")[2]
        c = http.client.HTTPConnection(host, timeout=timeout)
        try:
            c.request("POST", path, wrong.get("sent", data), headers)
            r = c.getresponse()
            got = r.read()
        finally:
            c.close()
        bad = check(self.publics[department], dict(r.getheaders()), got, {
            '"@status"': str(r.status), '"content-type"': r.getheader("Content-Type"),
            # RFC 9421 section 2.1.3: the member alone, without its name.
            '"signature";req;key="sig1"': headers["Signature"].partition("=")[2]})
        return r.status, r.headers, got, bad

    def send(self, department, path, body, **wrong):
        """As post, for a message that has to succeed: returns the answer."""
        status, headers, got, bad = self.post(department, path, body, **wrong)
        assert status == 200 and bad is None, (status, got, bad)
        assert headers["Content-Type"] == "application/json"
        return json.loads(got)

    def ask(self, department, share, params, **more):
        body = {"message_id": new_id(), "filing": "640104F1", "region": "640104",
                "share": share, "purpose": "resale-transfer",
                "asked_ms": int(time.time() * 1000), "params": params}
        body.update(more)
        return self.send(department, "/query/" + share, body)


def new_id():
    return "0" + secrets.token_hex(8).upper()


def effect(**more):
    return {"message_id": new_id(), "region": "640104", "sent_ms": 1, **more}


class Case(unittest.TestCase):
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.service = Key()
        cls.dir = tempfile.mkdtemp(prefix="yichuang-sandbox-test-")
        cls.receiver = Receiver()
        cls.box = Sandbox(cls.dir, cls.service, *cls.options)
        cls.receiver.keys = cls.box.publics

    @classmethod
    def tearDownClass(cls):
        cls.receiver.shutdown()
        cls.receiver.server_close()
        code = cls.box.stop()
        with open(os.path.join(cls.dir, "log"), errors="replace") as f:
            log = f.read()
        assert code == 0, f"ended with {code}; see {cls.dir}/log\n{log[-3000:]}"
        assert "Sanitizer" not in log, log[-3000:]
        subprocess.run(["rm", "-r", cls.dir], check=True)

    def setUp(self):
        with self.receiver.changed:
            self.receiver.got.clear()
            self.receiver.statuses.clear()
        self.box.fault("all", "none", 0)

    def order(self, amount_fen=8000):
        order = "O" + new_id()
        answer = self.box.send("payment", "/orders", effect(
            order=order, bill="B1", amount_fen=amount_fen, subject="登记费 <80>",
            callback_url=self.receiver.url))
        return order, answer


def main(doc):
    """The first word of the command line is the program; the rest is for unittest."""
    global PROGRAM
    if len(sys.argv) < 2:
        sys.exit(doc)
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main("__main__")
