"""Every rule of a policy and every step of a retention run is left out in turn, and each time it is seen: something that
should be gone is found, or is due still. Which steps there are says the program."""

import json
import time
import uuid

import erasure
import report
from folder import Beginning, steps
from planter import Person, Planter
from program import Program, WORKSPACE

PROGRAM = Program()
YEARS = 2 * 366 * 24 * 3600 * 10**6
COMMON = {"starts": "created", "keep": "P1Y", "reason": "They are done with.", "purpose": "service", "section": "retention"}
PEOPLE = ("contact",)
# One for each thing that a rule may have done.
RULES = {
    "old-people": {"entity": "contact"},
    "old-places": {"entity": "location"},
    "old-papers": {"entity": "document"},  # with a file
    "old-calls": {"entity": "call", "action": "mask"},
    "old-texts": {"entity": "task", "action": "mask", "categories": ["user.content"]},
    "old-enquiries": {"entity": "lead", "action": "archive"},
}


def plant():
    planter, old = Planter(PROGRAM), Person()
    for rule in RULES.values():
        planter.create(rule["entity"], old, {})
    overrides = PROGRAM.place / "overrides.json"
    overrides.write_text(json.dumps({"retention": {name: {**COMMON, **rule} for name, rule in RULES.items()}}))
    PROGRAM.command("policy", "apply", "--workspace", WORKSPACE, "--profile", "default", "--overrides", str(overrides), "--yes")
    PROGRAM.stop()
    return planter, old


def make_old(old, entities):
    with PROGRAM.opened(write=True) as database:
        for entity in entities:
            for record in old.records[entity]:
                database.execute(f'UPDATE "{entity}" SET _created_at = _created_at - ? WHERE _id = ?', (YEARS, uuid.UUID(record).bytes))


def goes(planter, where):
    """Whether the rule of that entity takes the field; requests by which records were made are no record."""
    entity, _, name = where
    rule = next((rule for rule in RULES.values() if rule["entity"] == entity), {"action": "archive"})
    if rule.get("action") == "archive":
        return False
    field = next((field for field in planter.entities[entity]["fields"] if field["name"] == name), {"category": "unknown"})
    if "categories" in rule:
        return any(field["category"].startswith(category) for category in rule["categories"])
    return rule.get("action") != "mask" or erasure.category(planter, entity, name) not in ("none", "system")


def due():
    rules = PROGRAM.command("retention", "preview", "--workspace", WORKSPACE)["rules"]
    return {rule["rule"]: rule["count"] for rule in rules if rule["count"]}


def run_of_the_day(step):
    """The server begins one by itself; once it is summarized the power goes."""
    PROGRAM.start(PROBITY_TEST_SKIP=step)
    try:
        for _ in range(600):
            if PROGRAM.api("GET", "retention_runs", purpose="legal_obligation")["items"]:
                return
            time.sleep(0.05)
        raise AssertionError("the run came to no end")
    finally:
        PROGRAM.kill()


def left_without(step, planter, old, spared=()):
    run_of_the_day(step)
    found = PROGRAM.scan(old.markers, logs=True)
    has_to_go = lambda where: where[0] not in spared and goes(planter, where)
    left = [f"{old.markers[marker]}: in {sorted(places)[:4]}" for marker, places in found.items() if has_to_go(old.markers[marker])]
    return left + [f"{rule} is due still" for rule in due()]


def try_without(step, with_people, without_people, *what):
    """The erasure of people does much of what the other steps do, so that they are tried where nobody is over their time, too."""
    with_people.put_back()
    left = left_without(step, *what)
    if not left:
        without_people.put_back()
        left = left_without(step, *what, spared=PEOPLE)
    return left


def main():
    PROGRAM.make_workspace()
    planter, old = plant()
    make_old(old, set(old.records) - set(PEOPLE))
    without_people = Beginning(PROGRAM, "without people")
    make_old(old, PEOPLE)
    with_people = Beginning(PROGRAM, "with people")
    what = (with_people, without_people, planter, old)
    report.check("each rule has something that is due", set(due()) == set(RULES), due())
    before = PROGRAM.scan(old.markers)
    report.check("each marker is found before", all(marker in before for marker in old.markers))
    report.check("something has to go by each rule but the one that puts away",
                 {where[0] for where in old.markers.values() if goes(planter, where)} == {rule["entity"] for rule in RULES.values() if rule.get("action") != "archive"})
    left = try_without("", *what)
    report.check("with every rule and step, nothing is left", not left, "\n".join(left))
    named = [step for step in steps(PROGRAM) if step.startswith("retention.")]
    report.check("the program names its steps", len(named) >= 5, named)
    for step in named + [f"rule.{name}" for name in RULES]:
        left = report.attempt(f"without {step}: is seen through", lambda step=step: try_without(step, *what))
        report.check(f"without {step} the test of retention fails", left, f"{step} is noticed by nothing")


try:
    main()
finally:
    PROGRAM.stop()
    PROGRAM.remove()
report.end()
