"""A build step in a stranger's hands, native code and all: it finds no host, starts nothing, and leaves only a file."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

from majlis_devkit import jail, landlock, walls
from majlis_devkit.world import load_contract, runner_world
from tests.support.artifacts import ROOT

PROBES = {
    "a process": "os.fork()",
    "a process by vfork": "checked(libc.syscall(58))",
    "a program": "subprocess.run(['/bin/true'])",
    "a socket": "socket.socket()",
    "an abstract socket": "socket.socket(socket.AF_UNIX)",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "io_uring": "checked(libc.syscall(425, 1, None))",
    "its parent's life": "os.kill(os.getppid(), 9)",
    "a life after its parent's": "checked(libc.prctl(1, 0))",
    "a namespace": "checked(libc.unshare(0x10000000))",
    "a mount": "checked(libc.mount(b'none', b'/tmp', b'tmpfs', 0, None))",
    "a keyring": "checked(libc.syscall(250, 0, 0))",
    "shared memory": "checked(libc.syscall(29, 0, 4096, 0o1600))",
    "the machine's users": "open('/etc/passwd')",
    "its secrets": "open('/etc/shadow')",
    "the host's home": f"os.listdir({str(Path.home())!r})",
    "the project": f"open({str(ROOT / 'pyproject.toml')!r})",
    "other processes": "open('/proc/1/environ')",
    "its parent": "open(f'/proc/{os.getppid()}/maps')",
    "the disk": "os.listdir('/dev')",
    "a file elsewhere": "open('/tmp/majlis-was-here', 'w')",
    "a link elsewhere": "os.link('/usr/bin/env', 'env')",
    "a link": "os.link('step.py', 'another')",
    "a symbolic link": "os.symlink('../', 'up')",
    "root": "os.setuid(0)",
    "more processor time": "resource.setrlimit(resource.RLIMIT_DATA, (-1, -1))",
}
STEP = """
import ctypes, json, os, resource, socket, subprocess, sys
libc = ctypes.CDLL(None, use_errno=True)
REFUSED = (1, 13, 18, 22)  # not permitted, no access; another device (a link), an id nobody has
def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "libc")
told = {}
for name, probe in json.load(open("probes")).items():
    try:
        eval(probe)
        told[name] = "allowed"
    except (OSError, ValueError) as error:
        told[name] = "refused" if isinstance(error, ValueError) or error.errno in REFUSED else repr(error)
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
told["uid"], told["capabilities"] = status["Uid"].split(), int(status["CapEff"], 16) | int(status["CapPrm"], 16)
open("told", "w").write(json.dumps(told))
"""


RUN = ["-n1", "-r1", "exec(open('step.py').read(), {})"]  # of timeit, a script of Python's own


def jailed(workdir: Path, code: str) -> str:
    """Run this Python as a build step."""
    (workdir / "step.py").write_text(code)
    return jail.run_step("timeit", RUN, workdir=workdir)


def test_a_step_finds_nothing_of_the_host(tmp_path: Path) -> None:
    """As an attacker with native code in it: a way out of WebAssembly, in the build, gets this far and no farther."""
    (tmp_path / "probes").write_text(json.dumps(PROBES))
    jailed(tmp_path, STEP)
    told = json.loads((tmp_path / "told").read_text())
    uid, capabilities = told.pop("uid"), told.pop("capabilities")
    if (
        os.geteuid() == 0 and not jail.has_own_user()
    ):  # a Python below /root: root in name alone, and the operator reads it
        assert told.pop("root") == "allowed"
    else:
        assert "0" not in uid
    assert {name: came for name, came in told.items() if came != "refused"} == {}
    assert capabilities == 0


@pytest.mark.skipif(
    not jail.has_own_user(), reason="only root may become somebody else, and only if they can run Python"
)
def test_a_step_is_as_strictly_kept_where_the_host_is_not_root() -> None:
    """No user of its own then; Landlock and the filter stand."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are root's alone
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "step.py").write_text(STEP)
        (folder / "probes").write_text(json.dumps(PROBES))
        program = f"""
        import os, sys
        os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
        from pathlib import Path
        from majlis_devkit import jail
        jail.run_step("timeit", {RUN!r}, workdir=Path({str(folder)!r}))
        """
        subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True, cwd=folder)
        told = json.loads((folder / "told").read_text())
        assert told.pop("uid") == ["65534"] * 4
        assert told.pop("capabilities") == 0
        assert {name: came for name, came in told.items() if came != "refused"} == {}


ESCAPING_ENTRY = """
import posix
try:
    posix.symlink("../", "/0/up")
    told = posix.listdir("/0/up/")
except OSError as error:
    told = f"kept: {error.strerror}"
raise ImportError(f"it saw {told}")
"""


def test_a_link_leads_no_app_out_of_its_sources() -> None:
    """GHSA-vqjp-4c8c-hfgg: where a kernel has no openat2, the WASI that componentize-py 0.25.1 brings follows `up/`.

    Landlock would stand behind it, but such a kernel may have none either.
    """
    program = """
    import errno, sys
    from pathlib import Path
    from seccompy import Action, Filter
    from majlis_devkit import jail
    older_kernel = Filter(default=Action.ALLOW)
    older_kernel.errno("openat2", errno.ENOSYS)
    older_kernel.load()
    jail.run_step("majlis_devkit.bake", ["componentize", "runner"], workdir=Path(sys.argv[1]))
    """
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are root's alone
        folder = Path(name)
        (folder / "sources").mkdir()
        (folder / "sources" / "app_entry.py").write_text(ESCAPING_ENTRY)
        (folder / "world.wit").write_text(runner_world(load_contract()))
        command = [sys.executable, "-c", textwrap.dedent(program), name]
        ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert "it saw kept: Operation not permitted" in ended.stderr


@pytest.mark.parametrize("left", ["link", "hard link", "pipe", "folder", "nothing", "giant"])
def test_what_a_step_leaves_is_taken_only_as_a_plain_file(tmp_path: Path, left: str) -> None:
    """A link would put the host's key into an artifact; a pipe would be waited at for ever."""
    secret, path = tmp_path / "artifact.key", tmp_path / "app.wasm"
    secret.write_bytes(b"key")
    if left == "link":
        path.symlink_to(secret)
    elif left == "hard link":
        path.hardlink_to(secret)
    elif left == "pipe":
        os.mkfifo(path)
    elif left == "folder":
        path.mkdir()
    elif left == "giant":
        path.touch()
        os.truncate(path, jail.FILE_BYTES_MAX + 1)
    with pytest.raises(jail.StepFailed, match=r"app\.wasm"):
        jail.output(path)


def test_a_plain_file_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "app.wasm"
    path.write_bytes(b"\0asm")
    assert jail.output(path) == b"\0asm"


MANY_FILES = "[open(f'f{n}', 'w').close() for n in range(10**6)]"
MUCH = "[open(f'f{n}', 'wb').write(b'x' * 10**6) for n in range(10**6)]"


@pytest.mark.parametrize("filling", [MANY_FILES, MUCH], ids=["many files", "much in them"])
def test_a_step_that_fills_the_disk_is_ended(tmp_path: Path, filling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """RLIMIT_FSIZE bounds one file; a build could write a million."""
    monkeypatch.setattr(jail, "DIRECTORY_BYTES_MAX", 20_000_000)
    monkeypatch.setattr(jail, "DIRECTORY_FILES_MAX", 500)
    monkeypatch.setattr(jail, "WATCH_S", 0.05)
    with pytest.raises(jail.StepFailed, match="too many files, or too much"):
        jailed(tmp_path, filling)


def test_a_step_ends_with_its_host(tmp_path: Path) -> None:
    """Nothing of a host that was killed goes on computing."""
    program = """
    import sys
    from pathlib import Path
    from majlis_devkit import jail
    code = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(600)"
    jail.run_step("timeit", ["-n1", "-r1", code], workdir=Path(sys.argv[1]))
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(program), str(tmp_path)], cwd=ROOT) as host:
        told = tmp_path / "pid"
        while not (told.exists() and told.read_text()):
            assert host.poll() is None
        end = os.pidfd_open(int(told.read_text()))
        host.kill()
    assert select.select([end], [], [], 30)[0], "still running"
    os.close(end)


def test_the_operator_reads_which_walls_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel without Landlock, or a Python below /root, is not silently less safe."""
    assert walls.standing().keys() == {"landlock", "own_user_workers", "own_user_builds"}
    monkeypatch.setattr(landlock, "version", lambda: 0)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(jail, "_everybody_reads", lambda _path: False)
    assert [words.split()[0] for words in walls.missing()] == ["no", "Python"]
