"""Writes src/miniapp/_zone_table.py from the tz database: `python sdk/miniapp/make_zones.py`, when its rules changed.

The tz database (https://www.iana.org/time-zones) is in the public domain; Linux systems have it in one text file.
`zic`, its own compiler, makes what the table holds: each zone's rules since 1970, and the rule that goes on after them.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

SOURCE = Path("/usr/share/zoneinfo/tzdata.zi")
TARGET = Path(__file__).parent / "src/miniapp/_zone_table.py"
SINCE = 0  # Unix seconds. What was before costs as much again, and no app of ours asks for it.
LINE_CHARS = 112
# Where Arabs live, their neighbours, and the large ones elsewhere.
ZONES = {
    "Africa": "Accra Addis_Ababa Algiers Asmara Bamako Cairo Casablanca Dakar Djibouti El_Aaiun Johannesburg Juba "
    "Khartoum Lagos Mogadishu Nairobi Ndjamena Niamey Nouakchott Tripoli Tunis",
    "America": "Argentina/Buenos_Aires Bogota Caracas Chicago Denver Halifax Lima Los_Angeles Mexico_City New_York "
    "Phoenix Santiago Sao_Paulo Toronto Vancouver",
    "Asia": "Aden Almaty Amman Baghdad Bahrain Baku Bangkok Beirut Colombo Damascus Dhaka Dubai Gaza Hebron "
    "Ho_Chi_Minh Hong_Kong Jakarta Jerusalem Kabul Karachi Kathmandu Kolkata Kuala_Lumpur Kuwait Manila Muscat Nicosia "
    "Qatar Riyadh Seoul Shanghai Singapore Taipei Tashkent Tbilisi Tehran Tokyo Yerevan",
    "Atlantic": "Reykjavik",
    "Australia": "Adelaide Brisbane Melbourne Perth Sydney",
    "Europe": "Amsterdam Athens Berlin Brussels Bucharest Budapest Copenhagen Dublin Helsinki Istanbul Kyiv Lisbon "
    "London Madrid Malta Moscow Oslo Paris Prague Rome Sofia Stockholm Vienna Warsaw Zurich",
    "Indian": "Comoro Maldives",
    "Pacific": "Auckland Honolulu",
    "": "UTC",
}

HEAD = '''"""Rules of time zones, of the tz database {version} (public domain). Made by make_zones.py; not to be edited.

`RULES` gives each zone's TZif bytes (RFC 8536) as a slice of `TABLE`; equal zones share one.
"""

import base64
import zlib

VERSION = "{version}"
'''


def names() -> list[str]:
    return sorted(f"{area}/{name}" if area else name for area, listed in ZONES.items() for name in listed.split())


def compiled(source: Path) -> dict[str, bytes]:
    """TZif of each zone, as zic makes it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["zic", "-b", "slim", "-r", f"@{SINCE}", "-d", folder, str(source)], check=True)
        return {name: (Path(folder) / name).read_bytes() for name in names()}


def module(version: str, rules: dict[str, bytes]) -> str:
    """The text of the table's module."""
    starts: dict[bytes, int] = {}
    table = b""
    for blob in rules.values():
        if blob not in starts:
            starts[blob] = len(table)
            table += blob
    text = base64.b64encode(zlib.compress(table, 9)).decode()
    lines = [f'    "{name}": ({starts[blob]}, {starts[blob] + len(blob)}),' for name, blob in rules.items()]
    chunks = [f'    "{text[at : at + LINE_CHARS]}"' for at in range(0, len(text), LINE_CHARS)]
    return "\n".join([
        HEAD.format(version=version) + "RULES = {", *lines, "}",
        "TABLE = zlib.decompress(base64.b64decode(", *chunks, "))", "",
    ])  # fmt: skip


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE
    version = source.read_text("utf-8").splitlines()[0].removeprefix("# version ")
    TARGET.write_text(module(version, compiled(source)), "utf-8")


if __name__ == "__main__":
    main()
