"""A person with a marker in every column of every table and in every other place is erased; then no byte of theirs is
left in the data folder or the log but what the certificate lists, and a second person is as they were."""

import json
import uuid
import zipfile

import erasure
import places
import report
from program import WORKSPACE

# Files of imports go whole, whoever else is in them; a letter on its way changes by itself.
FLEETING = ("import", "message")
GO = ("self", "remove")


def copy_of(program, person):
    """What a person is given who asks for a copy, as programs read it."""
    file = program.place / "copy.zip"
    program.command("subject", "export", "--workspace", WORKSPACE, f"{person.entity}/{person.id}", "--output", str(file))
    with zipfile.ZipFile(file) as archive:
        given = json.loads(archive.read("data.json"))
    file.unlink()
    return given


def still_there(program, entities):
    """The ids of every record of those entities."""
    with program.opened() as database:
        return {str(uuid.UUID(bytes=row[0])) for entity in entities for row in database.execute(f'SELECT _id FROM "{entity}"')}


def is_secret(program, record):
    """That an authority asked may have to stay unknown to whom it asked about: it is in no copy."""
    return record["entity"] == "disclosure"


def look_at_copy(program, given, preview):
    """Who asks for a copy is given what an erasure reaches: what it takes, and what it leaves."""
    told = {(each["entity"], each["id"]) for each in given["records"]}
    reached = {(each["entity"], each["id"]) for each in preview["records"]}
    missing = [each for each in preview["records"] if (each["entity"], each["id"]) not in told and not is_secret(program, each)]
    report.check("what is erased or kept is in the copy", not missing, missing)
    report.check("what is in the copy is erased or kept", told <= reached, told - reached)
    looks = [each for each in given["looks"] if each["what"] == "Contact" and each["times"] >= 1]  # the planter opened it
    report.check("the copy tells that somebody looked, and not who", looks and "owner@example.org" not in json.dumps(given["looks"]), given["looks"])
    going = {each["id"] for each in preview["records"] if each["effect"] in GO}
    there = still_there(program, {entity for entity, _ in reached})
    ids = {record for _, record in reached}
    report.check("the erasure took what it said it would take", ids - there == going, ids - there ^ going)


def not_emptied(program, planter, preview):
    """Personal columns of what was about the person alone and stays that hold something still; dates and choices, which
    no marker fits into, among them."""
    with program.opened() as database:
        for each in preview["records"]:
            if each["effect"] != "mask" or each["concerns_others"]:
                continue
            row = database.execute(f'SELECT * FROM "{each["entity"]}" WHERE _id = ?', (uuid.UUID(each["id"]).bytes,))
            values = dict(zip([column[0] for column in row.description], row.fetchone()))
            for field in planter.entities[each["entity"]]["fields"]:
                personal = field["category"] != "none" and not field["category"].startswith("system.")
                if personal and values.get(field["name"]) not in (None, "[erased]"):
                    yield f"{each['entity']}.{field['name']}: {values[field['name']]}"


def erase_and_look(program, planter, ada, grace):
    before, concerned = erasure.rows_of(program, grace), erasure.concerned_by(program, ada)
    program.start()
    preview = report.attempt("a dry run tells what will happen", lambda: erasure.dry_run(program, ada))
    given = report.attempt("a copy is given", lambda: copy_of(program, ada))
    certificate = report.attempt("the person is erased and the erasure certified", lambda: erasure.erase(program, ada))
    if program.encrypt == "off":
        program.kill()  # what the certificate says is so by then, not when the server is stopped
    program.stop()
    if preview is None or certificate is None or given is None:
        return
    left = erasure.unexpected(program.scan(ada.markers, logs=True), ada, planter, preview, concerned)
    look_at_copy(program, given, preview)
    report.check("no byte of the person is left but what is kept by name", not left, "\n".join(left))
    held = list(not_emptied(program, planter, preview))
    report.check("what stays says nothing of the person", not held, "\n".join(held))
    text = json.dumps(certificate)
    # Whoever received something is named; that is nothing about the person.
    about_nobody = lambda where: erasure.category(planter, where[0], where[2]) in ("none", "system")
    named = [f"{where}: {marker}" for marker, where in ada.markers.items() if isinstance(marker, str) and marker in text and not about_nobody(where)]
    report.check("the certificate names nobody", not named, "\n".join(named) + text)
    after = erasure.rows_of(program, grace)
    changed = [f"{key}: {before[key]} -> {after[key]}" for key in before if before[key] != after[key]]
    report.check("the second person is as they were", not changed, "\n".join(changed))
    still = program.scan(grace.markers, logs=True)
    gone = [f"{where}" for marker, where in grace.markers.items() if marker not in still and where[0] not in FLEETING]
    report.check("everything of the second person is still there", not gone, "\n".join(map(str, gone)))


def look(program):
    """From an empty folder to the end; gives the planter and the first person."""
    program.make_workspace()
    planted = report.attempt("everything is planted", lambda: places.plant_two(program))
    if planted is None:
        return None, None
    planter, (ada, grace) = planted
    before = program.scan(ada.markers, logs=True)
    missing = [f"{where}: {marker}" for marker, where in ada.markers.items() if marker not in before]
    report.check(f"each of {len(ada.markers)} markers is found before", not missing, "\n".join(missing))
    uncovered = [name for name in planter.entities if name not in ada.records and any(planter.links_to(name, ada))]
    report.check("every entity that leads to people has a record of theirs", not uncovered, uncovered)
    untold = planter.untold_tables()
    report.check("the model tells of every table of records", not untold, untold)
    bare = list(planter.bare_columns(ada))
    report.check("every column of theirs has a marker", not bare, "\n".join(bare))
    erase_and_look(program, planter, ada, grace)
    return planter, ada


def run(program, then=lambda program, planter, person: None):
    try:
        planter, person = look(program)
        if planter is not None:
            then(program, planter, person)
    finally:
        program.stop()
        program.remove()
    report.end()
