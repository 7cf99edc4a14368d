"""The scanner finds a marker however it is written, and nothing where there is none."""

import base64
import gzip
import io
import json
import quopri
import sqlite3
import tempfile
import pathlib
import urllib.parse
import zipfile

import report
from planter import new_marker
from scanner import Scanner, scan

marker = new_marker()
number = 0x3ABCDEF01234


def zipped(text, method):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        archive.writestr("inner.txt", text)
    return content.getvalue()


def finds(content, looked_for=marker):
    found = {}
    Scanner([looked_for, new_marker()]).in_bytes(b"before " + content + b" after" if content[:2] not in (b"PK", b"\x1f\x8b") else content, "here", found)
    return set(found) == {looked_for}


text = marker.encode()
ways = {
    "plain": text, "UTF-16 little endian": marker.encode("utf-16-le"), "UTF-16 big endian": marker.encode("utf-16-be"),
    "hexadecimal": text.hex().encode(), "hexadecimal capitals": text.hex().upper().encode(),
    "URL": "".join(f"%{byte:02X}" for byte in text).encode(), "JSON escapes": "".join(f"\\u{byte:04x}" for byte in text).encode(),
    "JSON": json.dumps({"a": marker}).encode(), "quoted-printable": "".join(f"={byte:02X}" for byte in text).encode(),
    "quoted-printable as mail writes it": quopri.encodestring(text), "a query": urllib.parse.quote(f"a={marker}&b").encode(),
    "ZIP, packed": zipped(marker * 3, zipfile.ZIP_DEFLATED), "ZIP, stored": zipped(marker, zipfile.ZIP_STORED),
    "gzip": gzip.compress(text), "gzip in ZIP": zipped(gzip.compress(text), zipfile.ZIP_DEFLATED),
}
for shift in range(3):
    for alphabet, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
        ways[f"{alphabet}, shifted by {shift}"] = encode(b"x" * shift + text + b"y" * (2 - shift))
for name, content in ways.items():
    report.check(f"found: {name}", finds(content), content[:60])
report.check("found: a number of a database", finds(b"\0" + number.to_bytes(6, "big") + b"\1", number))
found = {}
Scanner([marker]).in_bytes(new_marker().encode() * 50, "here", found)
report.check("another marker is not taken for it", not found, found)

with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "x.db"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE place (a TEXT, b INTEGER)")
        database.execute("INSERT INTO place VALUES (?, ?)", (f"in {marker}", number))
    database.close()
    places = scan(folder, [], [marker, number])
    report.check("found by table and column", "x.db: place.a" in places[marker] and "x.db: place.b" in places[number], places)
report.end()
