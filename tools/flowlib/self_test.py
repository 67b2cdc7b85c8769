"""The player against a stand-in service: good stories pass, and each kind of wrong reply fails."""

import http.server
import json
import shutil
import tempfile
import threading
from . import pattern, story
from .player import Player
from .schema import Document

DOCUMENT = {
    "paths": {"/things/{thing}": {"get": {"responses": {"200": {"content": {"application/json": {
        "schema": {"$ref": "#/components/schemas/thing"}}}}}}}},
    "components": {"schemas": {"thing": {
        "type": "object", "required": ["id"], "additionalProperties": False,
        "properties": {"id": {"type": "integer"}, "name": {"type": "string", "maxLength": 3},
                       "parts": {"type": "array", "items": {"type": "string"}}}}}},
}


class Stub(http.server.BaseHTTPRequestHandler):
    """Signs in, keeps things, and remembers keys; enough to tell a good story from a bad one."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        return

    def answer(self, status, tree, headers=(), kind="application/json"):
        raw = json.dumps(tree).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def body(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            return json.loads(raw) if raw else None
        except ValueError:
            return {"bytes": len(raw)}

    def do_POST(self):
        state, body = self.server.state, self.body()
        if self.path == "/sessions":
            if body["password"] != "yichuang-demo":
                return self.answer(401, {"title": "no"})
            state["sessions"] += 1
            cookie = f"yichuang={body['login']}.{state['sessions']}; Path=/; HttpOnly"
            return self.answer(201, {"csrf": "c-" + body["login"]}, [("Set-Cookie", cookie)])
        if self.path == "/test/clock":
            state["now_ms"] = body["now_ms"]
            return self.answer(200, {})
        who = (self.headers.get("Cookie") or "=.").split("=")[1].split(".")[0]
        if not who:
            return self.answer(401, {"title": "sign in"})
        if self.headers.get("X-CSRF-Token") != "c-" + who:
            return self.answer(403, {"title": "csrf"})
        key = self.headers["Idempotency-Key"]
        if key not in state["keys"]:
            state["keys"][key] = len(state["keys"]) + 1
        return self.answer(201, {"id": state["keys"][key], "who": who, "got": body,
                                 "now_ms": state["now_ms"]})

    def do_PUT(self):
        told = (self.path, self.body())
        if self.path != "/clock":
            self.server.state["told"].append(told)
        self.answer(200, {})

    def do_GET(self):
        state = self.server.state
        state["gets"] += 1
        if self.path == "/slow":
            return self.answer(200, {"ready": state["gets"] >= 5})
        if self.path == "/events":
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b': hello\n\nid: 1\nevent: filing\ndata: {"filing":"a"}\n\n'
                             b'data: {"filing":"b",\ndata: "n":2}\n\n')
            self.close_connection = True
            return None
        if self.path == "/told":
            return self.answer(200, {"told": [list(t) for t in state["told"]]})
        if self.path == "/things/8":
            return self.answer(200, {"id": 8, "name": "long name"})
        if self.path == "/things/9":
            return self.answer(200, {"id": 9}, kind="text/json; charset=utf-8")
        return self.answer(200, {"id": 7, "name": "abc", "parts": ["x", "y", "z"]},
                           [("ETag", '"7"')])


GOOD = """
# a story
clock 2026-03-02 09:00
as clerk-1
POST /things {"name":"a", "list":[1,
    {"b":2}]}
201 {"id":$id, "who":"clerk-1", "got":{"list":[1,{"b":2}]}, "now_ms":1772413200000}
key again
POST /things {}
201 {"id":$other}
key again
POST /things {}
201 {"id":$other, "missing":absent}
GET /things/$id
200 {"id":7, "name":"/^a.c$/", "parts":["x",_,"z"]}
reply ETag: /7/
GET /things/7
200 {"parts":[..., "y"], "id":>6}
GET /things/7
200 /"abc"/
keep thing.json
POST /things @thing.json
201 {"got":{"id":7}}
as nobody
POST /things {}
401
as reviewer-registry
send X-CSRF-Token: wrong
POST /things {}
403
POST /things {"text":"no $id and $$id"}
201 {"who":"reviewer-registry", "got":{"text":"no ${id} and $$id"}}
clock +2d
POST /things {}
201 {"now_ms":1772586000000}
wait GET /slow {"ready":true} within 3
listen /events
heard {"filing":"b", "n":$n}
heard {"filing":"a"} within 2
fault police read_hang 2
fact police identity 640101199001010017 {"name":"n"}
sandbox GET /told
200 {"told":[["/faults",{"department":"police","mode":"read_hang","times":2}],
             ["/facts",{"facts":[{"share":"identity","answer":{"name":"n"}}]}]]}
"""
# A story that must fail, and a part of what must be said of it.
BAD = [
    ("GET /things/7\n201", "status 200, not 201"),
    ('GET /things/7\n200 {"id":8}', "$.id is 7, not 8"),
    ('GET /things/7\n200 {"id":"7"}', '$.id is 7, not "7"'),
    ('GET /things/7\n200 {"ID":7}', "$.ID is missing"),
    ('GET /things/7\n200 {"id":absent}', "$.id is there"),
    ('GET /things/7\n200 {"id":<7}', "not <7"),
    ('GET /things/7\n200 {"parts":["x"]}', "3 items, not 1"),
    ('GET /things/7\n200 {"parts":[...,"z","x"]}', "holds nothing like"),
    ('GET /things/7\n200 {"name":"/^b/"}', "/^b/ does not fit"),
    ('GET /things/7\n200 {"id":$x,"name":$x}', "but $x is 7"),
    ("GET /things/7\n200 /xyz/", "does not fit /xyz/"),
    ("GET /things/7\n200\nreply ETag: 8", "not '8'"),
    ("GET /things/7\n200\nreply Nothing: 8", "has no Nothing"),
    ("GET /things/8\n200", "has 9 characters"),
    ("GET /things/9\n200", "knows no text/json for 200"),
    ("GET /things/$unknown\n200", "$unknown has no value"),
    ("as clerk-1 password wrong", "status 401, not 201"),
    ('wait GET /slow {"ready":3} within 0', "still not so after 0 s"),
    ('listen /events\nheard {"filing":"c"} within 1', "no such event within 1 s"),
    ("listen /things/7", "not a stream"),
    ("POST /things @nowhere.pdf\n201", "there is no file nowhere.pdf"),
    ("clock tomorrow", "is no time"),
    ("GET /things/7", "no status is expected"),
    ("200", "nothing was asked"),
    ("GTE /things/7\n200", "'GTE' is no kind of line"),
    ('POST /things {"a":1\n201', "never close"),
    ('POST /things {"a":1,"a":2}\n201', "stands twice"),
    ("POST /things {a:1}\n201", "not understood"),
    ("fault police", "fault takes 2 to 3 words"),
]


class Stand:
    """In the place of a Town."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="yichuang-flow-")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub)
        self.server.daemon_threads = True
        self.server.state = {"sessions": 0, "keys": {}, "told": [], "gets": 0, "now_ms": 0}
        self.port = self.sandbox_port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        shutil.rmtree(self.dir, ignore_errors=True)


def play(text):
    stand = Stand()
    try:
        Player(stand, stand.dir, Document(DOCUMENT)).play(story.parse(text))
        return ""
    except pattern.Fault as fault:
        return str(fault)
    finally:
        stand.close()


def run():
    failed = 0
    print(f"1..{len(BAD) + 1}")
    for number, (text, wanted) in enumerate([(GOOD, "")] + BAD, 1):
        said = play(text)
        good = wanted in said and bool(wanted) == bool(said)
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {wanted or 'a good story passes'}")
        if not good:
            print("# " + (said or "nothing was said").replace("\n", "\n# "))
    return 1 if failed else 0
