"""The program under test: a data folder of its own, the server, its API and its commands."""

import base64
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import scanner

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("PROBITY_BINARY", str(PROJECT / "build" / "probity"))
# Opens databases through the keys of the installation; tests/canary/reader.cpp.
READER = os.environ.get("PROBITY_CANARY_READER", str(PROJECT / "build" / "test" / "canary_reader"))
WORKSPACE = "acme"
PLAIN = b"SQLite format 3\0"


class Refused(Exception):
    """An answer other than 2xx."""

    def __init__(self, status, text):
        super().__init__(f"{status}: {text[:300]}")
        self.status = status
        self.text = text


class Program:
    def __init__(self, encrypt="off", model=None):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="probity-canary-"))
        self.data = self.place / "data"
        self.log = self.place / "server.log"
        self.encrypt = encrypt
        self.model = model
        self.server = None
        self.url = None
        self.token = None

    def make_workspace(self):
        """An owner in a workspace, with the server running."""
        self.start()
        self.command("workspace", "create", "--name", "Acme")
        self.command("user", "add", "--workspace", WORKSPACE, "--email", "owner@example.org", "--role", "owner", given="correct horse battery staple")
        self.token = self.command("token", "create", "--workspace", WORKSPACE, "--email", "owner@example.org")["token"]

    def start(self, **environment):
        self.launch(**environment)
        for _ in range(600):
            found = re.findall(r"http://127\.0\.0\.1:\d+", self.log.read_text(errors="replace")[self._from:])
            if found:
                self.url = found[0]
                return
            if self.server.poll() is not None:
                raise RuntimeError("the server ended: " + self.log.read_text(errors="replace")[self._from:])
            time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def launch(self, **environment):
        self._from = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.server = subprocess.Popen([BINARY, *self._flags(), "serve", "--test", "--listen", "127.0.0.1:0"], stdout=log, stderr=log,
                                           env={**os.environ, **environment})

    def stop(self):
        if self.server is None:
            return
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(timeout=60)
        self.server = None

    def kill(self):
        """As a power cut would: nothing is tidied up on the way out."""
        self.server.kill()
        self.server.wait()
        self.server = None

    def wait_until_killed(self, seconds=60):
        """The exit code; negative for a signal."""
        code = self.server.wait(timeout=seconds)
        self.server = None
        return code

    def remove(self):
        if self.server is not None:
            self.server.kill()
            self.server.wait()
        shutil.rmtree(self.place, ignore_errors=True)

    def _flags(self):
        flags = ["--data", str(self.data), "--encrypt", self.encrypt]
        return flags + (["--model", str(self.model)] if self.model else [])

    def run(self, *words, given="", **environment):
        return subprocess.run([BINARY, *self._flags(), "--json", *words], input=given, capture_output=True, text=True, timeout=300,
                              env={**os.environ, **environment}, check=False)

    def command(self, *words, given=""):
        done = self.run(*words, given=given)
        if done.returncode != 0:
            raise Refused(done.returncode, done.stderr + done.stdout)
        return json.loads(done.stdout) if done.stdout.strip() else None

    def request(self, method, path, body=None, headers=None):
        """Status, headers and bytes of whatever the answer is."""
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        request = urllib.request.Request(self.url + path, data=data, method=method)
        if self.token and path.startswith("/api/"):
            request.add_header("Authorization", "Bearer " + self.token)
        if isinstance(body, (dict, list)):
            request.add_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def api(self, method, path, body=None, purpose=None, headers=None):
        """The JSON of an answer; Refused for another status than 2xx."""
        headers = dict(headers or {})
        if purpose:
            headers["Probity-Purpose"] = purpose
        status, _, text = self.request(method, "/api/v1/" + path, body, headers)
        if not 200 <= status < 300:
            raise Refused(status, text.decode(errors="replace"))
        return json.loads(text) if text else None

    def upload(self, name, content):
        meta = "filename " + base64.b64encode(name.encode()).decode()
        _, headers, _ = self.request("POST", "/api/v1/uploads", b"", {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Upload-Metadata": meta})
        place = headers["Location"]
        status, _, text = self.request("PATCH", place, content, {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"})
        if status != 204:
            raise Refused(status, text.decode(errors="replace"))
        return place.rsplit("/", 1)[1]

    def finish(self, path, done=("done",), seconds=60):
        """Looks again and again until the state is one of those."""
        for _ in range(seconds * 20):
            seen = self.api("GET", path)
            if seen.get("state") in done:
                return seen
            if seen.get("state") in ("failed", "cancelled"):
                raise Refused(0, json.dumps(seen))
            time.sleep(0.05)
        raise Refused(0, f"{path} did not come to {done}: {json.dumps(seen)}")

    def model_folder(self):
        return pathlib.Path(self.model or PROJECT / "model")

    # What lies in the folder, while no server runs.

    def database(self, name=WORKSPACE):
        return self.data / "workspaces" / f"{name}.db"

    @contextlib.contextmanager
    def opened(self, name=WORKSPACE, write=False):
        """A database for SQL, through the keys where it is encrypted; what is written goes back where `write` says so."""
        with tempfile.TemporaryDirectory(dir=self.place) as place:
            file = self.database(name)
            if self.encrypt != "off":
                file = self.in_plain(name, pathlib.Path(place))
            with contextlib.closing(sqlite3.connect(file)) as database, database:
                yield database
            if self.encrypt != "off" and write:
                self.read_through_keys("write", name, file)

    def in_plain(self, name, folder):
        file = folder / f"{name}.db"
        self.read_through_keys("read", name, file)
        return file

    def read_through_keys(self, task, name, file):
        done = subprocess.run([READER, task, str(self.data), name, str(file)], capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{name}.db cannot be opened through its key: {done.stderr}")

    def scan(self, markers, logs=False):
        """marker -> places: every byte of the folder, and every page of what is encrypted in it."""
        markers = list(markers)
        found = scanner.scan(self.data, [self.log] if logs else [], markers)
        if self.encrypt == "off":
            return found
        with tempfile.TemporaryDirectory(dir=self.place) as place:
            for file in self.encrypted_files():
                self.in_plain(file.stem, pathlib.Path(place))
            for marker, where in scanner.scan(place, [], markers).items():
                found.setdefault(marker, set()).update(f"{each} (through its key)" for each in where)
        return found

    def encrypted_files(self):
        """Every database of the folder. One that is not where the keys are known for, or whose log holds pages beside it,
        would not be looked through whole."""
        for file in sorted(self.data.rglob("*.db*")):
            if file.suffix == ".db" and file.parent == self.database().parent:
                if file.read_bytes()[:16] == PLAIN:
                    raise AssertionError(f"{file} is not encrypted")
                yield file
            elif not file.name.endswith(".db-shm") and file.stat().st_size:
                raise AssertionError(f"{file} is looked through by nobody")
