"""The program is killed at every place that it names in the middle of an erasure. After the next
start the work is finished by itself, nothing is half done, and no byte is left."""

import shutil
import uuid

import erasure
import report
from folder import Beginning, fault_points
from planter import Planter
from program import Program, Refused, WORKSPACE

PROGRAM = Program()
NOTES = 30
CONCERNED = set()


def plant():
    """Somebody with a note or thirty and a file, and somebody else; stays as the folder that every case begins with."""
    planter = Planter(PROGRAM)
    people = []
    for _ in range(2):
        person = planter.plant_person()
        for _ in range(NOTES):
            planter.create("note", person, {"contacts": [person.id]})
        planter.create("document", person, {"contacts": [person.id]})
        people.append(person)
    return planter, people


def half_done(person):
    """Rows in the search index, match keys or links that lead to records that are gone."""
    with PROGRAM.opened() as database:
        key = uuid.UUID(person.id).bytes
        lines = [f"{table}: {count}" for table, column in (("match_key", "record"), ("edge", "to_record"), ("concerns", "person"), ("search_doc", "record"))
                 for count in database.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" = ?', (key,)).fetchone() if count]
    return lines


def erasure_survives(point, planter, ada, grace):
    untouched = erasure.rows_of(PROGRAM, grace)
    PROGRAM.start(PROBITY_TEST_FAULT=point)
    preview = erasure.dry_run(PROGRAM, ada)
    try:
        erasure.begin(PROGRAM, ada)
    except (Refused, OSError):
        pass  # the connection went with the program
    report.check(f"{point}: the program is killed there", PROGRAM.wait_until_killed() == -9)
    PROGRAM.start()
    under_way = erasure.erasures(PROGRAM)
    report.check(f"{point}: the intent survived", len(under_way) == 1, under_way)
    if len(under_way) == 1:
        certificate = report.attempt(f"{point}: it is finished and certified", lambda: erasure.certificate_of(PROGRAM, under_way[0]["id"]))
        report.check(f"{point}: the certificate says that nothing is left", certificate is not None and clean(certificate), certificate)
    PROGRAM.stop()
    report.check(f"{point}: nothing is half done", not half_done(ada), half_done(ada))
    left = erasure.unexpected(PROGRAM.scan(ada.markers), ada, planter, preview, CONCERNED)
    report.check(f"{point}: no byte is left", not left, "\n".join(left))
    report.check(f"{point}: the second person is as they were", erasure.rows_of(PROGRAM, grace) == untouched)


def clean(certificate):
    return certificate.get("rescan", {}).get("left") == 0


def restored(planter, ada, beginning):
    """An old copy of the database is put back; the ledger outside remembers what was erased."""
    PROGRAM.start()
    preview = erasure.dry_run(PROGRAM, ada)
    erasure.erase(PROGRAM, ada)
    PROGRAM.stop()
    for file in PROGRAM.data.glob(f"workspaces/{WORKSPACE}.db*"):
        file.unlink()
    shutil.copy(beginning.kept / "workspaces" / f"{WORKSPACE}.db", PROGRAM.database())
    PROGRAM.start()
    status, _, _ = PROGRAM.request("GET", f"/api/v1/contacts/{ada.id}")
    report.check("a restored copy does not bring them back", status == 404, status)
    seen = PROGRAM.api("GET", "contacts?bin=true&limit=200")
    report.check("nor the bin of it", ada.id not in [each["id"] for each in seen["items"]], seen)
    for each in erasure.erasures(PROGRAM):
        erasure.certificate_of(PROGRAM, each["id"])
    PROGRAM.stop()
    left = erasure.unexpected(PROGRAM.scan(ada.markers), ada, planter, preview, CONCERNED)
    report.check("and no byte of the copy stays", not left, "\n".join(left))


def main():
    PROGRAM.make_workspace()
    planter, (ada, grace) = plant()
    PROGRAM.stop()
    CONCERNED.update(erasure.concerned_by(PROGRAM, ada))
    points = fault_points(PROGRAM, "erasure")
    report.check("the program names its fault points", len(points) >= 5, points)
    beginning = Beginning(PROGRAM)
    for point in points:
        report.attempt(f"{point}: is seen through", lambda point=point: erasure_survives(point, planter, ada, grace))
        PROGRAM.stop()
        beginning.put_back()
    report.attempt("a restored copy is cleaned", lambda: restored(planter, ada, beginning))


try:
    main()
finally:
    PROGRAM.stop()
    PROGRAM.remove()
report.end()
