"""Erasing by the API, and what may then still be found."""

import re
import time
import uuid

from program import Refused, WORKSPACE

def dry_run(program, person):
    return program.command("subject", "erase", "--dry-run", "--workspace", WORKSPACE, f"{person.entity}/{person.id}")


def begin(program, person):
    return program.api("POST", "erasures", {"entity": person.entity, "id": person.id, "ground": "request"}, purpose="legal_obligation")["id"]


def erase(program, person):
    """Begins and waits; the certificate."""
    return certificate_of(program, begin(program, person))


def certificate_of(program, erasure, seconds=90):
    for _ in range(seconds * 10):
        try:
            return program.api("GET", f"erasures/{erasure}/certificate", purpose="legal_obligation")
        except Refused as refused:
            if refused.status != 409:
                raise
        time.sleep(0.1)
    seen = program.api("GET", f"erasures/{erasure}", purpose="legal_obligation")
    raise AssertionError(f"not certified: {seen}")


def erasures(program):
    return program.api("GET", "erasures?limit=200", purpose="legal_obligation")["items"]


def concerned_by(program, person):
    """Records that the database says concern them, resolved when they were written."""
    with program.opened() as database:
        return {str(uuid.UUID(bytes=row[0])) for row in database.execute("SELECT record FROM concerns WHERE person = ?", (uuid.UUID(person.id).bytes,))}


def unexpected(found, person, planter, preview, concerned):
    """Markers that are still somewhere, but for what the dry run said is kept, and for what says nothing of anybody (category
    none or system.*) in records that are only masked or unlinked. In words."""
    effects = {each["id"]: each for each in preview["records"]}
    lines = []
    for marker, places in found.items():
        entity, record, name = person.markers[marker]
        effect = effects.get(record, {}).get("effect")
        if record is not None and effect is None and record not in concerned:
            continue  # hangs on something of theirs, and is nothing about them
        if effect == "keep":
            continue
        if effect in ("mask", "unlink") and category(planter, entity, name) in ("none", "system"):
            continue
        lines.append(f"{entity}.{name} of {record} ({effect}): in {sorted(places)[:4]}")
    return lines


def category(planter, entity, name):
    for field in planter.entities.get(entity, {"fields": []})["fields"]:
        if field["name"] == name:
            return field["category"].split(".")[0]
    # Told to no purpose: then the model's own file says it, in one line.
    file = planter.program.model_folder() / f"{entity}.yaml"
    told = re.search(rf"^  {name}: .*category: (\w+)", file.read_text(), re.MULTILINE) if name and file.exists() else None
    return told[1] if told else "unknown"


def rows_of(program, person):
    """Every row of every record of a person, as the database holds it."""
    rows = {}
    with program.opened() as database:
        for entity, records in person.records.items():
            for record in records if entity != "message" else []:  # letters go on their way by themselves
                key = uuid.UUID(record).bytes
                row = database.execute(f'SELECT * FROM "{entity}" WHERE _id = ?', (key,))
                names = [column[0] for column in row.description]
                # What stands against a person is worked out anew for rows that came past the program.
                rows[record] = {name: value for name, value in zip(names, row.fetchone() or ()) if name != "_subject_state"}
                rows[record, "history"] = database.execute("SELECT * FROM history WHERE record = ? ORDER BY id", (key,)).fetchall()
                rows[record, "concerns"] = database.execute("SELECT * FROM concerns WHERE record = ? ORDER BY person", (key,)).fetchall()
    return rows
