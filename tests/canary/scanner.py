"""Finds markers in raw bytes, however they are written, also inside archives and databases.

A marker is a short text of ASCII letters and digits, or an integer as SQLite stores it (big endian).
"""

import base64
import contextlib
import gzip
import io
import pathlib
import re
import sqlite3
import zipfile
import zlib

ALIKE = 4  # characters with which every text marker begins


def forms(marker):
    """Every way in which a text may be written."""
    text = marker.encode()
    found = {text, marker.encode("utf-16-le"), marker.encode("utf-16-be"), text.hex().encode(), text.hex().upper().encode()}
    # In base64 the characters depend on what stands before; those at the edges depend on what stands beside, too.
    for shift in range(3):
        written = base64.b64encode(b"\0" * shift + text)
        start = [0, 2, 3][shift]
        found.add(written[start:len(text) * 4 // 3 - 1])
        found.add(written[start:len(text) * 4 // 3 - 1].replace(b"+", b"-").replace(b"/", b"_"))
    found.add("".join(f"%{byte:02X}" for byte in text).encode())
    found.add("".join(f"%{byte:02x}" for byte in text).encode())
    found.add("".join(f"\\u{byte:04x}" for byte in text).encode())
    found.add("".join(f"={byte:02X}" for byte in text).encode())
    return found


class Scanner:
    """Looks for many markers at once: texts begin alike (see planter.new_marker), so the beginnings are looked for first."""

    def __init__(self, markers):
        self.by_start = {}   # beginning -> {length: {form: marker}}
        self.numbers = {marker for marker in markers if isinstance(marker, int)}
        for marker in markers:
            if isinstance(marker, int):
                # What a file stores: big endian, in as few of 1, 2, 3, 4, 6 and 8 bytes as hold it.
                self._add(marker.to_bytes(6 if marker < 1 << 47 else 8, "big"), marker, 6)
            else:
                for form in forms(marker):
                    self._add(form, marker, len(form) * ALIKE // len(marker))
        starts = sorted(self.by_start, key=len, reverse=True)
        self.pattern = re.compile(b"|".join(re.escape(start) for start in starts)) if starts else None

    def _add(self, form, marker, start):
        self.by_start.setdefault(form[:start], {}).setdefault(len(form), {}).setdefault(form, marker)

    def in_bytes(self, content, where, found, depth=0):
        if self.pattern is None:
            return
        at = 0
        while match := self.pattern.search(content, at):
            at = match.start() + 1
            for length, known in self.by_start[match.group()].items():
                marker = known.get(content[match.start():match.start() + length])
                if marker is not None:
                    found.setdefault(marker, set()).add(where)
        if depth < 3:
            self._inside(content, where, found, depth)

    def _inside(self, content, where, found, depth):
        if content[:4] == b"PK\x03\x04":
            try:
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    for name in archive.namelist():
                        self.in_bytes(name.encode(), f"{where}!name", found, depth + 1)
                        try:
                            self.in_bytes(archive.read(name), f"{where}!{name}", found, depth + 1)
                        except (RuntimeError, NotImplementedError):
                            pass  # a member behind a password: nobody reads it without
            except zipfile.BadZipFile:
                pass
        elif content[:2] == b"\x1f\x8b":
            try:
                self.in_bytes(gzip.decompress(content), f"{where}!gzip", found, depth + 1)
            except (OSError, EOFError, zlib.error):
                pass

    def in_folder(self, folder, found):
        for file in sorted(pathlib.Path(folder).rglob("*")):
            self.in_bytes(str(file.relative_to(folder)).encode(), f"{file.name} (its name)", found, 3)
            if file.is_file() and not file.is_symlink():
                self.in_bytes(file.read_bytes(), str(file.relative_to(folder)), found)
                if file.suffix == ".db" and file.read_bytes()[:6] == b"SQLite":
                    self.in_database(file, found)

    def in_database(self, file, found):
        """Every value of every table, so that a find has a name."""
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            database.text_factory = bytes
            tables = [row[0].decode() for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")]
            for table in tables:
                rows = database.execute(f'SELECT * FROM "{table}"')
                columns = [column[0] for column in rows.description]
                for row in rows:
                    for column, value in zip(columns, row):
                        where = f"{file.name}: {table}.{column}"
                        if isinstance(value, bytes):
                            self.in_bytes(value, where, found, 2)
                        elif isinstance(value, int) and value in self.numbers:
                            found.setdefault(value, set()).add(where)


def scan(folder, logs, markers):
    """marker -> places, of everything in the folder and the logs."""
    found = {}
    scanner = Scanner(markers)
    scanner.in_folder(folder, found)
    for log in logs:
        scanner.in_bytes(pathlib.Path(log).read_bytes(), f"log {pathlib.Path(log).name}", found)
    return found
