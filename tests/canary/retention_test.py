"""What is over its time goes as completely as what somebody asked to have erased: by the rules of the policy, with no
byte left, and through a kill at every place that the program names."""

import json
import time
import uuid

import erasure
import places
import report
from folder import Beginning, fault_points
from program import Program, Refused, WORKSPACE

PROGRAM = Program()
YEAR = 366 * 24 * 3600 * 10**6
RULES = {"retention": {
    "old-people": {"entity": "contact", "starts": "created", "keep": "P1Y", "reason": "They are done with.", "purpose": "service", "section": "retention"},
}}


def apply_rules():
    overrides = PROGRAM.place / "overrides.json"
    overrides.write_text(json.dumps(RULES))
    PROGRAM.command("policy", "apply", "--workspace", WORKSPACE, "--profile", "default", "--overrides", str(overrides), "--yes")


def make_old(record, entity):
    with PROGRAM.opened(write=True) as database:
        database.execute(f'UPDATE "{entity}" SET _created_at = _created_at - ? WHERE _id = ?', (YEAR, uuid.UUID(record).bytes))


def due():
    rules = PROGRAM.command("retention", "preview", "--workspace", WORKSPACE)["rules"]
    return {(rule["rule"], rule["entity"]): rule["count"] for rule in rules if rule["count"]}


def wait_for_end(seconds=90):
    """Until nothing is due and every erasure is certified."""
    for _ in range(seconds * 5):
        if not due() and all(certified(each["id"]) for each in erasure.erasures(PROGRAM)):
            return
        time.sleep(0.2)
    raise AssertionError(f"still due: {due()}")


def certified(each):
    try:
        PROGRAM.api("GET", f"erasures/{each}/certificate", purpose="legal_obligation")
        return True
    except Refused:
        return False


def look(name, planter, ada, grace, preview, concerned, untouched):
    left = erasure.unexpected(PROGRAM.scan(ada.markers), ada, planter, preview, concerned)
    report.check(f"{name}: no byte is left of whoever is over their time", not left, "\n".join(left))
    after = erasure.rows_of(PROGRAM, grace)
    changed = [str(key) for key in untouched if untouched[key] != after[key]]
    report.check(f"{name}: whoever is not stays as they were", not changed, "\n".join(changed))


def runs(planter, ada, grace, concerned, untouched):
    """By command, while no server runs: one that runs does it by itself once a day."""
    preview = erasure.dry_run(PROGRAM, ada)
    report.check("the preview counts one person", due() == {("old-people", "contact"): 1}, due())
    first = PROGRAM.command("retention", "run", "--workspace", WORKSPACE)
    counts = {rule["rule"]: rule["count"] for rule in first["rules"] if rule["count"]}
    report.check("the run takes what the preview showed", counts == {"old-people": 1}, first)
    again = PROGRAM.command("retention", "run", "--workspace", WORKSPACE)
    report.check("a second run takes nothing", not [rule for rule in again["rules"] if rule["count"]], again)
    PROGRAM.start()
    wait_for_end()
    text = json.dumps(PROGRAM.api("GET", "retention_runs", purpose="legal_obligation"))
    report.check("the summary names nobody", ada.id not in text and not [m for m in ada.markers if isinstance(m, str) and m in text], text)
    PROGRAM.stop()
    look("a run", planter, ada, grace, preview, concerned, untouched)
    return preview


def killed(point, planter, ada, grace, preview, concerned, untouched):
    PROGRAM.launch(PROBITY_TEST_FAULT=point)  # its daily run begins by itself
    report.check(f"{point}: the program is killed there", PROGRAM.wait_until_killed() == -9)
    PROGRAM.start()
    report.attempt(f"{point}: it is finished after the next start", wait_for_end)
    PROGRAM.stop()
    look(point, planter, ada, grace, preview, concerned, untouched)


def main():
    PROGRAM.make_workspace()
    planted = report.attempt("everything is planted", lambda: places.plant_two(PROGRAM, before_the_end=apply_rules))
    if planted is None:
        return
    planter, (ada, grace) = planted
    make_old(ada.id, "contact")
    concerned, untouched = erasure.concerned_by(PROGRAM, ada), erasure.rows_of(PROGRAM, grace)
    before = PROGRAM.scan(ada.markers)
    report.check("each marker is found before", not [each for marker, each in ada.markers.items() if marker not in before])
    beginning = Beginning(PROGRAM)
    preview = report.attempt("a run is seen through", lambda: runs(planter, ada, grace, concerned, untouched))
    points = fault_points(PROGRAM, "retention")
    report.check("the program names its fault points", len(points) >= 3, points)
    for point in points if preview else []:
        beginning.put_back()
        report.attempt(f"{point}: is seen through", lambda point=point: killed(point, planter, ada, grace, preview, concerned, untouched))


try:
    main()
finally:
    PROGRAM.stop()
    PROGRAM.remove()
report.end()
