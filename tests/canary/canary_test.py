"""A person with a marker in every column of every table and in every other place is erased; then no byte of theirs is
left in the data folder or the log but what the certificate lists, and a second person is as they were."""

import json

import erasure
import places
import report
from program import Program
from scanner import scan

PROGRAM = Program()
# Files of imports go whole, whoever else is in them; a letter on its way changes by itself.
FLEETING = ("import", "message")


def scan_all(person):
    return scan(PROGRAM.data, [PROGRAM.log], list(person.markers))


def erase_and_look(planter, ada, grace):
    before, concerned = erasure.rows_of(PROGRAM, grace), erasure.concerned_by(PROGRAM, ada)
    PROGRAM.start()
    preview = report.attempt("a dry run tells what will happen", lambda: erasure.dry_run(PROGRAM, ada))
    certificate = report.attempt("the person is erased and the erasure certified", lambda: erasure.erase(PROGRAM, ada))
    PROGRAM.stop()
    if preview is None or certificate is None:
        return
    left = erasure.unexpected(scan_all(ada), ada, planter, preview, concerned)
    report.check("no byte of the person is left but what is kept by name", not left, "\n".join(left))
    text = json.dumps(certificate)
    # Whoever received something is named; that is nothing about the person.
    about_nobody = lambda where: erasure.category(planter, where[0], where[2]) in ("none", "system")
    named = [f"{where}: {marker}" for marker, where in ada.markers.items() if isinstance(marker, str) and marker in text and not about_nobody(where)]
    report.check("the certificate names nobody", not named, "\n".join(named) + text)
    after = erasure.rows_of(PROGRAM, grace)
    changed = [f"{key}: {before[key]} -> {after[key]}" for key in before if before[key] != after[key]]
    report.check("the second person is as they were", not changed, "\n".join(changed))
    still = scan_all(grace)
    gone = [f"{where}" for marker, where in grace.markers.items() if marker not in still and where[0] not in FLEETING]
    report.check("everything of the second person is still there", not gone, "\n".join(map(str, gone)))


def main():
    PROGRAM.make_workspace()
    planted = report.attempt("everything is planted", lambda: places.plant_two(PROGRAM))
    if planted is None:
        return
    planter, (ada, grace) = planted
    before = scan_all(ada)
    missing = [f"{where}: {marker}" for marker, where in ada.markers.items() if marker not in before]
    report.check(f"each of {len(ada.markers)} markers is found before", not missing, "\n".join(missing))
    uncovered = [name for name in planter.entities if name not in ada.records and any(planter.links_to(name, ada))]
    report.check("every entity that leads to people has a record of theirs", not uncovered, uncovered)
    erase_and_look(planter, ada, grace)


try:
    main()
finally:
    PROGRAM.stop()
    PROGRAM.remove()
report.end()
