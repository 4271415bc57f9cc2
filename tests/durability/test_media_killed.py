"""An upload whose host is killed (SIGKILL) right after any of its answers goes on where the answer said it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from core.databases import MIGRATIONS
from core.kit.db import connect
from core.kit.migrate import upgrade
from core.messaging.media.tables import blobs, media
from tests.support.media_killed import CONTENT

ROOT = Path(__file__).parents[2]


def run(url: str, data_dir: Path, *, killed_after: int) -> list[str]:
    """What it had answered when it was killed after so many answers; 0: it is let end."""
    command = [sys.executable, "-m", "tests.support.media_killed", url, str(data_dir)]
    said: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if not line.startswith(("at ", "finished ")):
                continue  # The log.
            said.append(line.strip())
            if len(said) == killed_after:
                child.kill()
                break
    return said


def test_what_was_answered_is_there_after_a_kill(tmp_path: Path, empty_database: Callable[[], str]) -> None:
    """Killed after the start, in the middle and after the finish: no answered piece is lost, no file is there twice."""
    url = empty_database()
    upgrade(url, MIGRATIONS)
    reached, finished = "at 0", set()
    for killed_after in (1, 3, 5, 0):
        said = run(url, tmp_path, killed_after=killed_after)
        first = said[0].split()
        assert int(first[1]) >= int(reached.split()[1]), (reached, said)
        reached = [line for line in said if line.startswith("at ")][-1]
        finished |= {line for line in said if line.startswith("finished")}
    assert reached == f"at {len(CONTENT)}"
    assert len(finished) == 1
    database = connect(url)
    with database.engine.begin() as tx:
        stored = [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
        assert [path.read_bytes() for path in stored] == [CONTENT]
        assert [
            tmp_path / "media" / key for key in tx.execute(blobs.select().with_only_columns(blobs.c.key)).scalars()
        ] == stored
        assert len(tx.execute(media.select()).all()) == 1
    database.close()
