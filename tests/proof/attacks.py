"""Attacks an audit log as whoever runs the machine could: by SQL, with every key of the installation in hand, then
holds it against the checkpoints with tools/verify-audit, which has to say what was done and where.

  attacks.py PLACE SEED    PLACE: log.db, installation.key, secret.sealed, key, checkpoints/, and a free folder work/

Prints "ok NAME" or "not ok NAME" for each kind of attack, each tried at many places drawn by chance.
"""
import base64
import contextlib
import ctypes
import hashlib
import hmac
import importlib.machinery
import importlib.util
import io
import json
import pathlib
import random
import shutil
import sqlite3
import struct
import sys

PLACE = pathlib.Path(sys.argv[1])
SEED = int(sys.argv[2])
TIMES = 12  # each kind, at each depth
PROJECT = pathlib.Path(__file__).resolve().parents[2]


def load(path):
    loader = importlib.machinery.SourceFileLoader("verify_audit", str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("verify_audit", loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


def unseal(key, sealed, context):
    """What whoever has the installation's key reads: XChaCha20-Poly1305, the nonce first."""
    sodium = ctypes.CDLL("libsodium.so.23")
    nonce, text = sealed[:24], sealed[24:]
    plain = ctypes.create_string_buffer(len(text) - 16)
    if sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(plain, None, None, text, ctypes.c_ulonglong(len(text)), context, ctypes.c_ulonglong(len(context)), nonce, key):
        raise ValueError("the secret of the installation does not open")
    return plain.raw


verifier = load(PROJECT / "tools/verify-audit")
HASHED = verifier.COLUMNS
COLUMNS = ["sequence", *HASHED, "hash"]
secret = unseal((PLACE / "installation.key").read_bytes(), (PLACE / "secret.sealed").read_bytes(), b"secret of the installation")


def derive(use):
    return hmac.new(secret, use.encode(), hashlib.sha256).digest()


# --- What the program would have written -------------------------------------------------------------------------


def leaf_hash(leaf):
    return hashlib.sha256(b"\x00" + verifier.entry([leaf[name] for name in HASHED])).digest()


def peaks_of(hashes):
    peaks = []
    for size, leaf in enumerate(hashes):
        while size & 1:
            leaf = hashlib.sha256(b"\x01" + peaks.pop() + leaf).digest()
            size >>= 1
        peaks.append(leaf)
    return peaks


def root_of(peaks):
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = hashlib.sha256(b"\x01" + peak + root).digest()
    return root


def sign_note(seed, origin, size, root):
    digest = hashlib.sha512(seed).digest()
    secret = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | (1 << 254)

    def packed(point):
        inverse = pow(point[2], verifier.P - 2, verifier.P)
        x, y = point[0] * inverse % verifier.P, point[1] * inverse % verifier.P
        return (y | (x & 1) << 255).to_bytes(32, "little")

    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()
    public = packed(verifier.times(secret, verifier.BASE))
    nonce = int.from_bytes(hashlib.sha512(digest[32:] + text).digest(), "little") % verifier.L
    r = packed(verifier.times(nonce, verifier.BASE))
    challenge = int.from_bytes(hashlib.sha512(r + public + text).digest(), "little") % verifier.L
    signature = r + ((nonce + challenge * secret) % verifier.L).to_bytes(32, "little")
    key_hash = hashlib.sha256(origin.encode() + b"\n\x01" + public).digest()[:4]
    return text + b"\n" + f"— {origin} {base64.b64encode(key_hash + signature).decode()}\n".encode()


# --- The log under attack ----------------------------------------------------------------------------------------


def read_log():
    database = sqlite3.connect(PLACE / "log.db")
    database.row_factory = sqlite3.Row
    leaves = [dict(row) for row in database.execute(f"SELECT {','.join(COLUMNS)} FROM leaf ORDER BY sequence")]
    database.close()
    return leaves


def cover_up(leaves):
    """Everything that the program would check is made to fit again."""
    for sequence, leaf in enumerate(leaves):
        leaf["sequence"], leaf["hash"] = sequence, leaf_hash(leaf)


def store(leaves, covered):
    """The database, and the export that would be made of it."""
    target = PLACE / "work/log.db"
    shutil.copy(PLACE / "log.db", target)
    database = sqlite3.connect(target)
    with database:
        database.execute("DELETE FROM leaf")
        database.executemany(f"INSERT INTO leaf({','.join(COLUMNS)}) VALUES({','.join('?' * len(COLUMNS))})", [[leaf[name] for name in COLUMNS] for leaf in leaves])
        if covered:
            peaks = peaks_of([leaf["hash"] for leaf in leaves])
            root, frontier = root_of(peaks), b"".join(peaks)
            sealed = b"probity audit head 1\n" + struct.pack(">Q", len(leaves)) + root + frontier
            seal = hmac.new(derive("audit seal"), sealed, hashlib.sha256).digest()
            database.execute("UPDATE audit_head SET size=?,root=?,frontier=?,seal=?", (len(leaves), root, frontier, seal))
    database.close()
    with open(PLACE / "work/log.jsonl", "w", encoding="utf-8") as file:
        print(json.dumps({"format": "probity audit leaves 1", "origin": "probity/acme", "size": len(leaves)}), file=file)
        for leaf in leaves:
            plain = {("group" if name == "group_id" else name): value.hex() if isinstance(value, bytes) else value for name, value in leaf.items()}
            print(json.dumps(plain), file=file)


def judge(log, checkpoints):
    """(exit code, what was said) of the verifier."""
    said = io.StringIO()
    sys.argv = ["verify-audit", str(log), "--key", str(PLACE / "key"), "--checkpoints", *map(str, checkpoints)]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = verifier.main()
    return code, said.getvalue()


# --- The kinds. Each changes the list, and gives the words that have to be said where the hashes of old are kept ---


def edit(leaves, draw):
    at = draw.randrange(len(leaves))
    column = draw.choice(["at", "entity", "record", "operation", "actor", "commitment"])
    old = leaves[at][column]
    other = {"at": lambda: old + draw.randrange(1, 10**9), "entity": lambda: old + "x", "operation": lambda: "create" if old != "create" else "update"}
    leaves[at][column] = other.get(column, lambda: draw.randbytes(16))()
    return at, at, f"Leaf {at} was edited or replaced."


def delete(leaves, draw):
    at = draw.randrange(len(leaves) - 1)
    del leaves[at]
    return at, at, f"Deleted: leaf {at}."


def insert(leaves, draw):
    at = draw.randrange(len(leaves))
    leaves.insert(at, dict(leaves[draw.randrange(len(leaves))], record=draw.randbytes(16), commitment=draw.randbytes(32)))
    return at, at, f"Inserted: 1 before what was leaf {at}."


def reorder(leaves, draw):
    first, second = sorted(draw.sample(range(len(leaves)), 2))
    leaves[first], leaves[second] = leaves[second], leaves[first]
    return first, second, f"at place {first} stands what was leaf {second}."


def truncate(leaves, draw):
    at = draw.randrange(1, len(leaves))
    del leaves[at:]
    return at, at, "The log was cut off"


def checkpoint_files(folder):
    return sorted(folder.glob("*.note"))


def covering(at):
    """The checkpoint that is the first to speak for that leaf."""
    return next(int(file.stem) for file in checkpoint_files(PLACE / "checkpoints") if int(file.stem) > at)


def attempt(kind, depth, draw):
    """Empty where the attack was found, and described as it was."""
    signed = read_log()[:int(checkpoint_files(PLACE / "checkpoints")[-1].stem)]
    first, _, words = kind(signed, draw)
    if depth == "plain" and kind is not edit:
        for sequence, leaf in enumerate(signed):
            if kind is insert or kind is reorder:
                leaf["sequence"] = sequence
            leaf["hash"] = leaf["hash"] if kind is not insert else leaf_hash(leaf)
    if depth == "covered":
        cover_up(signed)
    store(signed, depth == "covered")
    for log in ("log.db", "log.jsonl"):
        code, said = judge(PLACE / "work" / log, [PLACE / "checkpoints"])
        if code != 1 or words not in said:
            return f"{log}: wanted \"{words}\", exit code {code}: {said}"
        code, said = judge(PLACE / "work" / log, checkpoint_files(PLACE / "work/notes"))
        where = f"checkpoint of {covering(min(first, len(read_log()) - 1))} leaves"
        if code != 1 or (depth == "covered" and kind is not truncate and where not in said):
            return f"{log}, without the hashes: wanted \"{where}\", exit code {code}: {said}"
    return ""


def replaced_checkpoints(draw):
    """Each way to put another checkpoint in the place of one."""
    folder, own = PLACE / "work/replaced", PLACE / "checkpoints"

    def fresh():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(own, folder)
        return draw.choice(checkpoint_files(folder))

    log = PLACE / "log.db"
    target = fresh()
    lines = target.read_bytes().split(b"\n")
    lines[2] = base64.b64encode(draw.randbytes(32))
    target.write_bytes(b"\n".join(lines))
    yield "its root was edited", judge(log, [folder]), "does not bear the signature"
    target = fresh()
    size = int(target.stem)
    target.write_bytes(sign_note(draw.randbytes(32), "probity/acme", size, draw.randbytes(32)))
    yield "signed by another key", judge(log, [folder]), "does not bear the signature"
    fresh()
    one, other = draw.sample(checkpoint_files(folder), 2)
    one.write_bytes(other.read_bytes())
    yield "another checkpoint in its place", judge(log, [folder]), f"it is the one of {int(other.stem)} leaves"
    # Whoever has the key signs a rewritten log; what was kept elsewhere tells.
    forged = read_log()
    newest = int(checkpoint_files(own)[-1].stem)
    forged[draw.randrange(newest)]["record"] = draw.randbytes(16)
    cover_up(forged)
    store(forged, True)
    shutil.rmtree(folder)
    folder.mkdir()
    for file in checkpoint_files(own):
        size = int(file.stem)
        root = root_of(peaks_of([leaf["hash"] for leaf in forged[:size]]))
        (folder / file.name).write_bytes(sign_note(derive("audit checkpoints"), "probity/acme", size, root))
    code, _ = judge(PLACE / "work/log.db", [folder])
    assert code == 0, "the forgery is to be good enough that only a checkpoint from elsewhere finds it"
    yield "all signed anew over a rewritten log", judge(PLACE / "work/log.db", [folder, own]), "one of them was signed over a log that was rewritten"


def report(name, trouble):
    print(f"{'not ok' if trouble else 'ok'} {name}")
    for line in trouble.splitlines():
        print(f"# {line}")


def main():
    (PLACE / "work/notes").mkdir(parents=True)
    for file in checkpoint_files(PLACE / "checkpoints"):
        shutil.copy(file, PLACE / "work/notes")
    draw = random.Random(SEED)
    store(read_log(), False)
    for log in (PLACE / "log.db", PLACE / "work/log.db", PLACE / "work/log.jsonl"):
        code, said = judge(log, [PLACE / "checkpoints"])
        report(f"a log that nobody touched is whole ({log.name})", "" if code == 0 else said)
    for kind in (edit, delete, insert, reorder, truncate):
        for depth in ("plain", "covered"):
            trouble = ""
            for _ in range(TIMES):
                trouble = trouble or attempt(kind, depth, draw)
            report(f"found and described: {kind.__name__}, {'with hashes, head and seal recomputed' if depth == 'covered' else 'as it stands'}", trouble)
    for name, (code, said), words in replaced_checkpoints(draw):
        report(f"found: a checkpoint replaced, {name}", "" if code == 1 and words in said else f"exit code {code}: {said}")


main()
