"""What lies about a person outside the rows that say so: files of exports and imports, queued work, saved views,
what was undone, merged, unlinked or put in the bin, letters on their way, and histories of other records."""

import json
import random
import time

from planter import Planter, add_custom, new_marker
from program import Refused, WORKSPACE


def plant_two(program, before_the_end=lambda: None):
    """Two people with everything that there is; the server is stopped after."""
    add_custom(program)
    planter = Planter(program)
    people, left = [], []
    for _ in range(2):
        person = planter.plant_person()
        left.append(planter.plant_linked(person))
        plant_everywhere(planter, person)
        people.append(person)
    before_the_end()
    program.stop()
    for person, what in zip(people, left):
        planter.plant_by_database(person, what)
    return planter, people


def plant_everywhere(planter, person):
    for plant in (changed_field, merged_duplicate, unlinked_note, note_in_bin, value_in_another_record, saved_view, imported_file,
                  export_lying_about, copy_lying_about, consents, restrictions, hand_over, undone_change, said_before, said_elsewhere):
        plant(planter, person)


def told(planter, person, entity, field, extra):
    """A record of theirs with a marker in one field; its id."""
    marker = new_marker()
    record = planter.program.api("POST", planter.entities[entity]["plural"], {field: marker, **extra})["id"]
    person.records.setdefault(entity, []).append(record)
    person.plant(entity, record, field, marker)
    return record


def changed_field(planter, person):
    for _ in range(2):
        marker = new_marker()
        planter.program.api("PATCH", f"contacts/{person.id}", {"department": marker})
        person.plant("contact", person.id, "department", marker)


def said_before(planter, person):
    """An address and a number they had once stand in what others wrote, and in letters."""
    lead = planter.program.api("GET", f"contacts/{person.id}")
    address, number = f"{new_marker()}@canary.example", f"+4930{random.randrange(10**7, 10**8)}"
    planter.program.api("PATCH", f"contacts/{person.id}", {"email": [{"value": address}], "phone": [{"value": number}]})
    planter.program.api("PATCH", f"contacts/{person.id}", {"email": lead["email"], "phone": lead["phone"]})
    person.plant("contact", person.id, "email", address.split("@")[0])
    person.plant("contact", person.id, "phone", number[1:])
    home = number[3:]
    for way in (f"0{home}", f"+49 (0){home[:2]} {home[2:6]} {home[6:]}", f"0049-{home[:2]}-{home[2:]}", f"0{home[:2]}/{home[2:5]} {home[5:]}"):
        planter.program.api("POST", "notes", {"text": f"The office wrote to {address} or calls {way} again"})
        person.plant("note", None, "a number as people write it", way)


def said_elsewhere(planter, person):
    note = planter.program.api("POST", "notes", {"text": "A note of nobody"}, headers={"Idempotency-Key": new_marker()})
    person.key_of_another = note["id"]


def undone_change(planter, person):
    marker = new_marker()
    planter.program.api("PATCH", f"contacts/{person.id}", {"job_title": marker})
    person.plant("contact", person.id, "job_title (undone)", marker)
    planter.program.api("POST", f"contacts/{person.id}/undo", {})


def merged_duplicate(planter, person):
    loser = planter.create("contact", person, {})
    planter.program.api("POST", "contacts/merge", {"winner": person.id, "losers": [loser]})


def unlinked_note(planter, person):
    note = told(planter, person, "note", "text", {"contacts": [person.id]})
    planter.program.api("PATCH", f"notes/{note}", {"contacts": []})


def note_in_bin(planter, person):
    note = told(planter, person, "note", "text", {"contacts": [person.id]})
    planter.program.api("DELETE", f"notes/{note}")


def value_in_another_record(planter, person):
    """A company once had the person's address in its description; it is nobody's record."""
    company = planter.program.api("POST", "companies?allow_duplicate=true", {"name": "Harbour " + new_marker(), "description": f"ask {person.email}"})["id"]
    planter.program.api("PATCH", f"companies/{company}", {"description": "ask the office"})
    product = planter.program.api("POST", "products", {"name": "Rope " + new_marker()})["id"]
    planter.program.api("PATCH", f"products/{product}", {"description": f"made for {person.email}"})
    planter.program.api("PATCH", f"products/{product}", {"description": "made to measure"})


def saved_view(planter, person):
    state = {"filter": {"field": "email", "op": "eq", "value": person.email}}
    try:
        planter.program.api("POST", "views", {"name": "Only them", "entity": "contact", "state": state})
    except Refused:
        planter.program.api("POST", "views", {"name": "Only them", "entity": "contact", "state": json.dumps(state)})


def imported_file(planter, person):
    marker, wrong = new_marker(), new_marker()
    text = f"Email,First name,Department\n{person.email},{marker},Sales\nno address {wrong},Nobody,{person.email}\n"
    upload = planter.program.upload("people.csv", text.encode())
    made = planter.program.api("POST", "imports", {"entity": "contacts", "upload": upload})
    planter.program.api("PATCH", f"imports/{made['id']}", {"key": "email", "mode": "upsert"})
    planter.program.api("POST", f"imports/{made['id']}/start")
    planter.program.finish(f"imports/{made['id']}")
    person.plant("import", None, "original", marker)


def export_lying_about(planter, person):
    made = planter.program.api("POST", "exports", {"entity": "contacts", "format": "csv", "filter": {"field": "email", "op": "eq", "value": person.email}})
    planter.program.finish(f"exports/{made['id']}")
    person.exported = (planter.program.data / "exports" / WORKSPACE / made["id"]).read_bytes()


def copy_lying_about(planter, person):
    """Made for them and not fetched yet. It is behind a password, so that its name alone can be found."""
    made = planter.program.api("POST", "access_copies", {"entity": "contact", "id": person.id}, purpose="legal_obligation")
    file = planter.program.data / "copies" / WORKSPACE / f"{made['id']}.zip"
    for _ in range(600):
        if file.exists():
            break
        time.sleep(0.05)
    person.plant("access_copy", None, "the name of its file", made["id"])


def consents(planter, person):
    for state, channel in (("given", "email"), ("given", "post"), ("withdrawn", "email")):
        wording, evidence = new_marker(), new_marker()
        planter.program.api("POST", f"contacts/{person.id}/consents", {
            "purpose": "marketing", "channel": channel, "state": state, "method": "phone", "source": "a call", "wording": wording, "evidence": evidence})
        person.plant("consent", None, "evidence", evidence)
    time.sleep(0.2)


def restrictions(planter, person):
    reason = new_marker()
    planter.program.api("POST", f"contacts/{person.id}/restrictions", {"kind": "objection", "purpose": "analytics", "reason": reason}, purpose="legal_obligation")
    person.plant("restriction", None, "reason", reason)


def hand_over(planter, person):
    why = new_marker()
    try:
        planter.program.api("POST", "disclosures", {
            "kind": "legal", "recipient": "Court of Appeal", "purpose": "legal_obligation", "people": [{"entity": "contact", "id": person.id}],
            "categories": ["user.name"], "why": why, "country": "DE", "ground": "duty", "reference": "12/3"}, purpose="legal_obligation")
        person.plant("disclosure", None, "why", why)
    except Refused as refused:
        raise AssertionError(f"the hand-over was not written: {refused}") from refused
