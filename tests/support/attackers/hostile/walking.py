"""Out of the box by Python's own doors: what is found there is this instance, and nothing else."""

import json

from reach import attempt, call, modules, put

HOSTS = ("core", "wallet", "majlis_devkit", "wasmtime", "sanic", "sqlalchemy", "google", "grpc")


def classes():
    found, waiting = set(), [object]
    while waiting:
        for kind in type.__subclasses__(waiting.pop()):
            if kind not in found and kind is not type:
                found.add(kind)
                waiting.append(kind)
    return found


@attempt
def walk_the_subclasses():
    """FileIO is reached as in every write-up; it opens nothing."""
    opened = []
    for kind in classes():
        if kind.__name__ in ("FileIO", "FileLoader", "Popen", "socket", "CDLL"):
            try:
                opened.append(repr(kind("/etc/passwd")))
            except BaseException as refused:
                opened += [] if isinstance(refused, (OSError, TypeError, ImportError)) else [repr(refused)]
    return opened


@attempt
def walk_the_frames():
    """By a traceback, and by a generator, up to the first frame there is."""

    def up():
        yield running.gi_frame.f_back

    running = up()
    starts = [next(running)]
    try:
        raise ValueError
    except ValueError as error:
        starts.append(error.__traceback__.tb_frame)
    names = set()
    for frame in starts:
        while frame is not None:
            names.add(str(frame.f_globals.get("__name__")).partition(".")[0])
            frame = frame.f_back
    return sorted(names.intersection(HOSTS))


@attempt
def list_the_modules():
    return sorted({name.partition(".")[0] for name in modules}.intersection(HOSTS))


@attempt
def search_the_heap():
    kinds = {str(type(one).__module__).partition(".")[0] for one in __import__("gc").get_objects()}
    return sorted(kinds.intersection({*HOSTS, "socket", "_socket", "subprocess"}))


@attempt
def a_codec_of_its_own():
    """And the error handler that every text passes."""
    codecs = __import__("codecs")
    codecs.register(lambda name: codecs.lookup("utf-8") if name == "evil" else None)
    codecs.register_error("strict", lambda error: ("\ud800", error.end))
    return "\xff".encode("evil") == "\xff".encode()


class Finder:
    """Answers every import with this module."""

    def find_spec(self, name, path=None, target=None):
        modules[name] = modules[__name__]


@attempt
def import_games():
    modules["sys"].meta_path.insert(0, Finder())
    modules["sys"].path.insert(0, "/")
    found = []
    for name in ("core.main", "wasmtime", "posixpath.os.system"):
        try:
            __import__(name)
            found += [] if modules.get(name) in (None, modules[__name__]) else [name]
        except ImportError:
            pass
    return found


@attempt
def change_the_sdk():
    """For good, in every way there is; `look_for_changes` is the next event."""
    modules["miniapp.appdata"].shared.__class__.put = lambda *_: None
    modules["miniapp._host"].forged = True
    modules["miniapp._host"]._imports["appdata"].__globals__["forged"] = True
    modules["builtins"].forged = True
    modules["json"].dumps = None
    modules["forged"] = modules["json"]
    ATTACKED.append("forged")
    return "changed"


ATTACKED = []


@attempt
def look_for_changes():
    seen = [name for name in ("miniapp._host", "builtins") if hasattr(modules[name], "forged")]
    return seen + ATTACKED + (["modules"] if "forged" in modules else []) + ([] if json.dumps else ["json"])


@attempt
def act_after_the_end():
    """Whatever runs late in Python: none of it runs, for the instance is gone."""
    late, generator = Late(), waiting()
    next(generator)
    finalizer = __import__("weakref").finalize(late, put, "evidence/after-finalize", "1")
    modules["walking"].kept = [late, generator, finalizer]
    __import__("atexit").register(put, "evidence/after-exit", "1")
    return "waiting"


class Late:
    def __del__(self):
        put("evidence/after-del", "1")


def waiting():
    try:
        yield
    finally:
        put("evidence/after-generator", "1")


@attempt
def enter_itself_as_somebody_else():
    """The component's own door, with an event that names another person and the owner: still this one's event."""
    event = {"v": 1, "kind": "open", "lang": "ar", "now_ms": 1, "user": "sub_omar", "owner": True, "path": "/",
             "query": {}, "state": None}  # fmt: skip
    inner = json.loads(modules["miniapp._guest"].handle(json.dumps(event)))
    got = json.loads(put("evidence/as-omar", "1", space="DOCUMENT_SPACE_USER"))
    return [sorted(inner), sorted(got)]


WIDER = {
    "caller": "usr_x", "user_id": "usr_00000000000000000000000000", "app_id": "org.majlis.polls", "subject": "sub_x",
    "scopes": ["wallet.order"], "roles": ["operator"], "owner": True, "session_id": "ses_x", "event_id": "x",
    "on_behalf_of": "usr_x", "@type": "type.googleapis.com/x", "metadata": {"authorization": "x"}, "ticket": "x",
}  # fmt: skip


@attempt
def arguments_that_widen():
    """Each alone, on reads and writes: every one is unknown."""
    asked = {"space": "DOCUMENT_SPACE_APP", "key": "evidence/wide"}
    methods = {"GetDocument": asked, "PutDocument": asked | {"value_json": "1"}, "PublishTopic": {"topic": "x"}}
    answers = [
        json.loads(call(method, request | {name: value}))
        for method, request in methods.items() for name, value in WIDER.items()
    ]  # fmt: skip
    return sorted({str(answer.get("error", {}).get("reason")) for answer in answers})


@attempt
def scopes_it_never_declared():
    """Every door the runner has, by a method that is really there."""
    doors = {
        "messages-send": ("SendCard", {"card_key": "x", "title": "x"}), "profile-name": ("GetName", {}),
        "places-position": ("SharePosition", {"topic": "x", "for_s": 60}),
        "wallet-order": ("GetOrder", {"order_id": "ord_00000000000000000000000000"}),
        "wallet-mandate": ("GetMandate", {"mandate_id": "man_00000000000000000000000000"}),
        "wallet-payee": ("IsPayee", {}),
    }  # fmt: skip
    got = set()
    for interface, (method, request) in doors.items():
        try:
            got.add(json.loads(call(method, request, interface)).get("error", {}).get("reason"))
        except KeyError:
            got.add("no such import")  # A snapshot has none.
    return sorted(map(str, got))


@attempt
def methods_that_are_none():
    names = ("", "x" * 50_000, "../GetDocument", "GetDocument\0", "majlis.appdata.v1.AppdataService/GetDocument",
             "getdocument", "__class__", "\u202eGetDocument", "Get\nDocument", "*")  # fmt: skip
    return sorted({json.loads(call(name, "{}"))["error"]["reason"] for name in names})
