"""Plays one story against a town and says where it differs."""

import base64
import datetime
import hmac
import http.client
import json
import os
import re
import socket
import threading
import time
import urllib.parse
import uuid
from . import pattern, story, town as towns

PASSWORD = "yichuang-demo"
TIMEOUT_SECONDS = 60
WAIT_SECONDS = 10
PURPOSE = "supervision"  # why a story reads a person's record, unless it says otherwise
CHINA = datetime.timezone(datetime.timedelta(hours=8))
UNITS_MS = {"s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
TYPES = {"pdf": "application/pdf", "json": "application/json", "png": "image/png",
         "jpg": "image/jpeg", "txt": "text/plain", "csv": "text/csv"}


def one_time_code(secret, now_ms):
    """RFC 6238, with what every authenticator has: SHA-1, six digits, thirty seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, (now_ms // 30_000).to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at:at + 4], 'big') & 0x7fffffff) % 1_000_000:06d}"


class Reply:
    def __init__(self, status, headers, raw):
        self.status, self.headers, self.raw = status, headers, raw
        self.text = raw.decode("utf-8", "replace")
        self.json = None
        if "json" in headers.get("content-type", "") and raw:
            try:
                self.json = json.loads(self.text)
            except ValueError:
                raise pattern.Fault(f"the reply is not JSON: {self.text[:200]!r}") from None

    def brief(self):
        return self.text if len(self.text) < 1500 else self.text[:1500] + "..."


class Door:
    """A kept connection to one server."""

    def __init__(self, port):
        self.port = port
        self.connection = None

    def ask(self, method, path, body, headers):
        for attempt in (1, 2):
            fresh = self.connection is None
            if fresh:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                             timeout=TIMEOUT_SECONDS)
            try:
                self.connection.request(method, path, body, headers)
                answer = self.connection.getresponse()
                raw = answer.read()
                break
            except (OSError, http.client.HTTPException) as fault:
                self.close()
                if fresh or attempt == 2:
                    raise pattern.Fault(f"{method} {path}: {type(fault).__name__} {fault}") \
                        from None
        pairs = {}
        for name, value in answer.getheaders():
            name = name.lower()
            pairs[name] = f"{pairs[name]}\n{value}" if name in pairs else value
        if answer.will_close:
            self.close()
        return Reply(answer.status, pairs, raw)

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None


class Stream:
    """A stream of server-sent events, read on a thread of its own."""

    def __init__(self, port, path, headers):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
        self.connection.request("GET", path, headers={"Accept": "text/event-stream", **headers})
        self.socket = self.connection.sock
        self.answer = self.connection.getresponse()
        kind = self.answer.getheader("Content-Type", "")
        if self.answer.status != 200 or not kind.startswith("text/event-stream"):
            self.connection.close()
            raise pattern.Fault(f"GET {path}: {self.answer.status} {kind}, not a stream")
        self.come, self.events = threading.Condition(), []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        rows = []
        try:
            for row in self.answer:
                row = row.decode().rstrip("\r\n")
                if row.startswith("data:"):
                    rows.append(row[5:].lstrip(" "))
                elif not row and rows:
                    with self.come:
                        self.events.append(json.loads("\n".join(rows)))
                        self.come.notify_all()
                    rows = []
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            return

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)  # wakes the thread that reads
        except OSError:
            pass
        self.connection.close()


class Officer:
    def __init__(self):
        self.cookies, self.csrf = {}, ""

    def take_cookies(self, reply):
        for row in reply.headers.get("set-cookie", "").split("\n"):
            m = re.match(r"\s*([^=;\s]+)=([^;]*)", row)
            if m and m.group(2) and "max-age=0" not in row.lower().replace(" ", ""):
                self.cookies[m.group(1)] = m.group(2)
            elif m:
                self.cookies.pop(m.group(1), None)


class Player:
    def __init__(self, town, folder, document=None):
        self.town, self.folder, self.document = town, folder, document
        self.service, self.sandbox = Door(town.port), Door(town.sandbox_port)
        self.officers = {"nobody": Officer()}
        self.officer = self.officers["nobody"]
        self.names = {"service": f"http://127.0.0.1:{town.port}"}
        self.passwords, self.secrets, self.name = {}, {}, "nobody"
        self.next_headers = {}
        self.last, self.asked, self.now_ms, self.stream = None, ("", ""), None, None
        self.set_at = 0.0  # monotonic moment at which the service's clock was set to now_ms
        self.replies = 0

    def play(self, lines, told=lambda line, seconds: None):
        """Plays all lines; `told` hears of each one that went well."""
        try:
            for line in lines:
                try:
                    start = time.monotonic()
                    getattr(self, "do_" + line.kind)(line)
                    told(line, time.monotonic() - start)
                except pattern.Fault as fault:
                    raise pattern.Fault(f"{line.number}: {fault}") from None
        finally:
            self.service.close()
            self.sandbox.close()
            if self.stream:
                self.stream.close()

    def play_lines(self, lines):
        for line in lines:
            try:
                getattr(self, "do_" + line.kind)(line)
            except pattern.Fault as fault:
                raise pattern.Fault(f"{line.number}: {fault}") from None

    def do_tell(self, line):
        path = os.path.join(self.folder, "parts", line.words[1] + ".flow")
        if not os.path.isfile(path):
            raise pattern.Fault(f"there is no part {path}")
        with open(path, encoding="utf-8") as at:
            lines = story.parse(at.read())
        given = dict(word.split("=", 1) for word in line.words[2:])
        given = {k: pattern.WORDS[v] if v in ("true", "false") else
                 pattern.fill_text(v, self.names) for k, v in given.items()}
        for name in story.bound_by(lines):
            self.names.pop(name, None)
        self.names.update(given)
        try:
            self.play_lines(lines)
        except pattern.Fault as fault:
            raise pattern.Fault(f"parts/{line.words[1]}.flow:{fault}") from None

    # Requests

    def request(self, method, path, body=None, kind="application/json"):
        headers = {"Accept": "application/json", "X-Purpose": PURPOSE, **self.next_headers}
        self.next_headers = {}
        officer = self.officer
        if body is not None:
            headers.setdefault("Content-Type", kind)
        if officer.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in officer.cookies.items())
        if method not in ("GET", "HEAD", "OPTIONS") and officer.csrf:
            headers.setdefault("X-CSRF-Token", officer.csrf)
        if method == "POST":
            headers.setdefault("Idempotency-Key", uuid.uuid4().hex)
        path = urllib.parse.quote(path, safe="!#$%&'()*+,/:;=?@[]~")
        reply = self.service.ask(method, path, body, headers)
        officer.take_cookies(reply)
        self.replies += 1
        return reply

    def do_ask(self, line):
        method, path = line.words[0], pattern.fill_text(line.words[1], self.names)
        body, kind = self.body_of(line)
        self.asked = (method, path)
        self.last = self.request(method, path, body, kind)

    def body_of(self, line):
        if line.body is not None:
            filled = pattern.fill(line.body, self.names)
            return json.dumps(filled, ensure_ascii=False).encode(), "application/json"
        if len(line.words) < 3:
            return None, ""
        name = line.words[2][1:]
        kind = line.words[3] if len(line.words) > 3 else TYPES.get(
            name.rsplit(".", 1)[-1], "application/octet-stream")
        for folder in (self.town.dir, self.folder, os.path.join(self.folder, "files")):
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, "rb") as at:
                    return at.read(), kind
        raise pattern.Fault(f"there is no file {name}")

    def do_expect(self, line):
        self.check(self.last, int(line.words[0]), line.body, line.text)
        if self.document and self.asked[0]:
            path = self.asked[1].split("?")[0]
            faults = self.document.faults(self.asked[0], path, self.last.status, self.last.json,
                                          self.last.headers.get("content-type", ""))
            if faults:
                raise pattern.Fault(f"{' '.join(self.asked)} {self.last.status} does not fit"
                                    f" /openapi.json: {'; '.join(faults[:5])}"
                                    f"\nreply: {self.last.brief()}")

    def check(self, reply, status, body, text):
        asked = " ".join(self.asked)
        if reply.status != status:
            raise pattern.Fault(f"{asked}: status {reply.status}, not {status}"
                                f"\nreply: {reply.brief()}")
        try:
            if body is not None:
                pattern.match(body, reply.json, self.names)
            if text is not None and not re.search(text[1:-1], reply.text):
                raise pattern.Fault(f"the body does not fit {text}")
        except pattern.Fault as fault:
            raise pattern.Fault(f"{asked}: {fault}\nreply: {reply.brief()}") from None

    def do_reply(self, line):
        name, value = line.words[1].lower(), pattern.fill_text(line.text, self.names, False)
        got = self.last.headers.get(name)
        if got is None:
            raise pattern.Fault(f"the reply has no {line.words[1]}")
        if value[0] == "/" and value[-1] == "/" and len(value) > 1:
            if not re.search(value[1:-1], got):
                raise pattern.Fault(f"{line.words[1]} is {got!r}, which {value} does not fit")
        elif got != value:
            raise pattern.Fault(f"{line.words[1]} is {got!r}, not {value!r}")

    def do_keep(self, line):
        with open(os.path.join(self.town.dir, os.path.basename(line.words[1])), "wb") as at:
            at.write(self.last.raw)

    def do_alter(self, line):
        name, new = (os.path.join(self.town.dir, os.path.basename(w)) for w in line.words[1:3])
        with open(name, "rb") as at:
            content = bytearray(at.read())
        content[len(content) // 2] ^= 1
        with open(new, "wb") as at:
            at.write(content)

    def do_take(self, line):
        found = re.search(line.text[1:-1], self.last.text)
        if not found or not found.groups():
            raise pattern.Fault(f"nothing is found by {line.text} in {self.last.brief()}")
        self.names[line.words[1]] = found.group(1)

    def do_offline(self, line):
        name = os.path.join(self.town.dir, os.path.basename(line.words[1]))
        status, said = self.town.run(towns.OFFLINE, file=name)
        if status != 0:
            raise pattern.Fault(f"verify-certificate ended with {status}: {said}")
        pattern.match(line.body, json.loads(said), self.names)

    def do_witness(self, line):
        if line.words[1] == "joins":
            with open(f"{self.town.dir}/witness/witness.vkey", encoding="ascii") as at:
                vkey = at.read()
            with open(f"{self.town.dir}/witnesses", "w", encoding="ascii") as at:
                at.write("# the court\n" + vkey)
            return
        region = line.words[2] if len(line.words) > 2 else "640104"
        status, said = self.town.run(towns.WITNESS, region=region)
        if str(status) != line.words[1]:
            raise pattern.Fault(f"the witness ended with {status}, not {line.words[1]}: {said}")

    def do_key(self, line):
        self.next_headers["Idempotency-Key"] = pattern.fill_text(line.words[1], self.names)

    def do_send(self, line):
        self.next_headers[line.words[1]] = pattern.fill_text(line.text, self.names)

    # Who

    def do_as(self, line):
        name = line.words[1]
        if len(line.words) > 3:
            kept = self.secrets if line.words[2] == "secret" else self.passwords
            kept[name] = pattern.fill_text(line.words[3], self.names)
            self.officers.pop(name, None)
        self.sign_in(name)

    def sign_in(self, name):
        self.name = name
        if name not in self.officers:
            self.officer = Officer()
            tree = {"login": name, "password": self.passwords.get(name, PASSWORD)}
            if name in self.secrets:
                tree["code"] = one_time_code(self.secrets[name], self.present_ms())
            self.asked = ("POST", "/sessions")
            reply = self.request("POST", "/sessions", json.dumps(tree).encode())
            self.check(reply, 201, {"csrf": "/./"}, None)
            self.officer.csrf = reply.json["csrf"]
            self.officers[name] = self.officer
        self.officer = self.officers[name]

    def do_code(self, line):
        secret = pattern.fill_text(line.words[2], self.names)
        later = re.fullmatch(r"\+(\d+)([smhd])", line.words[3] if len(line.words) > 3 else "+0s")
        if not later:
            raise pattern.Fault(f"{line.words[3]!r} is no time")
        moment = self.present_ms() + int(later.group(1)) * UNITS_MS[later.group(2)]
        self.names[line.words[1]] = one_time_code(secret, moment)

    # The world

    def present_ms(self):
        """What the service's clock says now."""
        if self.now_ms is None:
            return int(time.time() * 1000)
        return self.now_ms + int((time.monotonic() - self.set_at) * 1000)

    def do_clock(self, line):
        words = line.words[1:]
        same_sessions = words[-1] == "same-sessions"
        if same_sessions:
            words.pop()
        self.now_ms = self.read_moment(words)
        self.set_clock()
        if not same_sessions:  # a day later everybody has signed in anew
            self.officers = {"nobody": Officer()}
            self.sign_in(self.name)

    def read_moment(self, words):
        moved = re.fullmatch(r"\+(\d+)([smhd])", words[0])
        if moved:
            base = self.now_ms if self.now_ms is not None else int(time.time() * 1000)
            return base + int(moved.group(1)) * UNITS_MS[moved.group(2)]
        text = " ".join(words) if len(words) > 1 else words[0] + " 09:00"
        try:
            moment = datetime.datetime.strptime(text, "%Y-%m-%d %H:%M")
        except ValueError:
            raise pattern.Fault(f"{text!r} is no time") from None
        return int(moment.replace(tzinfo=CHINA).timestamp() * 1000)

    def set_clock(self):
        tree = {"now_ms": self.now_ms}
        self.set_at = time.monotonic()
        self.asked = ("POST", "/test/clock")
        reply = self.request("POST", "/test/clock", json.dumps(tree).encode())
        if reply.status not in (200, 201, 204):
            raise pattern.Fault(f"the clock was not set: {reply.status} {reply.brief()}")
        self.tell_sandbox("PUT", "/clock", tree)  # signatures hold only between equal clocks

    def ask_sandbox(self, method, path, tree=None):
        body = None if tree is None else json.dumps(tree, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"} if body else {}
        return self.sandbox.ask(method, path, body, headers)

    def tell_sandbox(self, method, path, tree=None):
        reply = self.ask_sandbox(method, path, tree)
        if reply.status not in (200, 201, 202, 204):
            raise pattern.Fault(f"sandbox {method} {path}: {reply.status} {reply.brief()}")

    def do_sandbox(self, line):
        path = pattern.fill_text(line.words[2], self.names)
        tree = None if line.body is None else pattern.fill(line.body, self.names)
        self.asked = ("", f"sandbox {line.words[1]} {path}")
        self.last = self.ask_sandbox(line.words[1], path, tree)

    def do_fault(self, line):
        times = int(line.words[3]) if len(line.words) > 3 else -1
        self.tell_sandbox("PUT", "/faults", {"department": line.words[1], "mode": line.words[2],
                                             "times": times})

    def do_fact(self, line):
        department, share, key = (pattern.fill_text(w, self.names) for w in line.words[1:4])
        answer = pattern.fill(line.body, self.names)
        self.tell_sandbox("PUT", "/facts", {"facts": [
            {"department": department, "share": share, "key": key, "answer": answer}]})

    def do_pay(self, line):
        order = pattern.fill_text(line.words[1], self.names)
        self.tell_sandbox("POST", f"/orders/{order}/pay")

    def do_wait(self, line):
        words, seconds = list(line.words), WAIT_SECONDS
        if "within" in words:
            at = words.index("within")
            seconds = int(words[at + 1])
        method, path = words[1], pattern.fill_text(words[2], self.names)
        until = time.monotonic() + seconds
        pause = 0.01
        while True:
            self.asked = (method, path)
            self.last = self.request(method, path)
            tried = dict(self.names)
            try:
                if self.last.status != 200:
                    raise pattern.Fault(f"status {self.last.status}")
                if line.body is not None:
                    pattern.match(line.body, self.last.json, tried)
                self.names.update(tried)
                return
            except pattern.Fault as fault:
                if time.monotonic() > until:
                    raise pattern.Fault(f"{method} {path}: still not so after {seconds} s: {fault}"
                                        f"\nreply: {self.last.brief()}") from None
            time.sleep(pause)
            pause = min(pause * 1.5, 0.25)

    def do_listen(self, line):
        if self.stream:
            self.stream.close()
        path = pattern.fill_text(line.words[1], self.names)
        cookies = "; ".join(f"{k}={v}" for k, v in self.officer.cookies.items())
        self.stream = Stream(self.town.port, path, {"Cookie": cookies} if cookies else {})

    def do_heard(self, line):
        if self.stream is None:
            raise pattern.Fault("nobody listens; write listen /path first")
        seconds = int(line.words[2]) if len(line.words) > 2 else WAIT_SECONDS
        until, seen = time.monotonic() + seconds, 0
        with self.stream.come:
            while True:
                for event in self.stream.events[seen:]:
                    tried = dict(self.names)
                    try:
                        pattern.match(line.body, event, tried)
                    except pattern.Fault:
                        continue
                    self.names.update(tried)
                    return
                seen = len(self.stream.events)
                if not self.stream.come.wait(until - time.monotonic()):
                    raise pattern.Fault(f"no such event within {seconds} s; heard were"
                                        f" {pattern.show(self.stream.events)}")

    def do_empty(self, _line):
        self.service.close()
        self.officers = {"nobody": Officer()}
        self.sign_in("nobody")
        self.names["setup_code"] = self.town.empty()
        if self.now_ms is not None:
            self.set_clock()

    def do_appoint(self, line):
        self.service.close()
        status, said = self.town.appoint(line.words[2])
        if str(status) != line.words[1]:
            raise pattern.Fault(f"staff appoint ended with {status}, not {line.words[1]}: {said}")
        if self.now_ms is not None:
            self.set_clock()

    def do_verify(self, _line):
        self.service.close()
        self.town.verify()
        self.town.start_service()
        if self.now_ms is not None:
            self.set_clock()

    def do_restart(self, line):
        if len(line.words) > 2:
            self.town.settings[line.words[1]] = line.words[2]
        self.begin_again(politely=True)

    def do_kill(self, _line):
        self.begin_again(politely=False)

    def begin_again(self, politely):
        self.service.close()
        self.town.restart(politely)
        self.names["setup_code"] = self.town.setup_code()
        if self.now_ms is not None:
            self.set_clock()
