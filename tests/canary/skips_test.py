"""Every step of an erasure and every link that it follows is left out in turn, and each time the canary sees it. Which
steps there are says the program, which links the live model: a new one is tried with no change here."""

import sys

import erasure
import places
import report
from folder import Beginning, steps
from planter import Planter, new_id
from program import Program, Refused, WORKSPACE

PROGRAM = Program()
ONLY = sys.argv[1:]  # steps to try, for whoever looks into one; none: all
TAKING = ("remove", "mask")


def links_that_take(planter, ada, preview):
    """Those by which a record of theirs was planted that an erasure takes or empties, and leads to them by no other."""
    effects = {each["id"]: each["effect"] for each in preview["records"]}
    for (entity, field), record in ada.through.items():
        to_person = [each["name"] for each in planter.entities[entity]["fields"] if each["type"] == "link" and each.get("to") == "*" and each["required"]]
        if effects.get(record) in TAKING and to_person in ([], [field]):
            yield f"link.{entity}.{field}"


def begin_and_be_cut_off(ada):
    PROGRAM.start(PROBITY_TEST_FAULT="erasure.intended")
    try:
        erasure.begin(PROGRAM, ada)
    except (Refused, OSError):
        pass  # the connection went with the program
    PROGRAM.wait_until_killed()
    # What the disk may hold then still of an export that is told to go in the same moment.
    folder = PROGRAM.data / "exports" / WORKSPACE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / str(new_id())).write_bytes(ada.exported)


def left_without(step, planter, ada, preview, concerned, cut_off):
    """What is left of them where a step is left out, in words; that it comes to no end is left, too. What is done at the
    beginning besides may hide that a step is missing: then it is cut off right after."""
    if cut_off:
        begin_and_be_cut_off(ada)
    PROGRAM.start(PROBITY_TEST_SKIP=step)
    try:
        begun = erasure.erasures(PROGRAM)[0]["id"] if cut_off else erasure.begin(PROGRAM, ada)
        certificate = erasure.certificate_of(PROGRAM, begun, seconds=10)
    except AssertionError as unfinished:
        return [str(unfinished)]
    finally:
        PROGRAM.kill()
    told = certificate["rescan"]["left"]
    by_bytes = erasure.unexpected(PROGRAM.scan(ada.markers, logs=True), ada, planter, preview, concerned)
    return by_bytes + ([f"the program's own rescan finds it in {told} places"] if told else [])


def try_without(step, beginning, planter, ada, eve):
    """The much that concerns the one hides some of what a step does, as does all that happens when an erasure begins: then
    it is tried with one whom little concerns, cut off after the beginning."""
    for who, cut_off in ((ada, False), (eve, True)):
        beginning.put_back()
        left = left_without(step, planter, *who, cut_off=cut_off)
        if left:
            return left
    return []


def main():
    PROGRAM.make_workspace()
    eve = Planter(PROGRAM).plant_person()
    planter, (ada, _) = places.plant_two(PROGRAM, before_the_end=lambda: places.export_lying_about(Planter(PROGRAM), eve))
    everything = lambda person: (person, erasure.dry_run(PROGRAM, person), erasure.concerned_by(PROGRAM, person))
    preview = erasure.dry_run(PROGRAM, ada)
    PROGRAM.start()  # what came past the program is made out at a start
    PROGRAM.stop()
    beginning = Beginning(PROGRAM)
    what = (beginning, planter, everything(ada), everything(eve))
    left = try_without("", *what)
    report.check("with every step, nothing is left", not left, "\n".join(left))
    named = [step for step in steps(PROGRAM) if not step.startswith("retention.")]
    report.check("the program names its steps", len(named) >= 10, named)
    links = list(links_that_take(planter, ada, preview))
    report.check("the model has links that take records along", len(links) >= 10, links)
    for step in ONLY or named + links:
        left = report.attempt(f"without {step}: is seen through", lambda step=step: try_without(step, *what))
        report.check(f"without {step} the canary fails", left, f"{step} is noticed by nothing")


try:
    main()
finally:
    PROGRAM.stop()
    PROGRAM.remove()
report.end()
