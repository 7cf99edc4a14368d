"""Puts a marker of its own into every column of every table that can concern one person, and everywhere else where
bytes of theirs may lie. What there is to fill is read from the live model and the live schema, never from a list."""

import io
import json
import os
import random
import time
import uuid
import zipfile

from program import Refused

TEXTS = ("text", "long_text")
RELATIONS = ("link", "links", "user", "users", "file")
WITHOUT_MARKER = ("choice", "multi_choice", "boolean", "rating", "duration", "date")  # too few values to tell a person by


def new_marker(length=20):
    return ("zq7k" + os.urandom(16).hex())[:max(8, length)]


def new_id():
    """A UUID of version 7."""
    bits = (int(time.time() * 1000) << 80) | (7 << 76) | (random.getrandbits(12) << 64) | (2 << 62) | random.getrandbits(62)
    return uuid.UUID(int=bits)


class Person:
    """Somebody with everything that concerns them: records by entity, and their markers with where each was put."""

    def __init__(self, entity="contact"):
        self.entity = entity
        self.id = None
        self.records = {}      # entity -> [id]
        self.markers = {}      # marker -> (entity or place, id or None, field or None)
        self.planted = set()   # (entity or place, field): two columns may hold the same number
        self.through = {}      # (entity, link) -> the record that leads to them by that link
        self.email = None
        self.keys = {}         # record -> the marker in the key of the request that made it
        self.key_of_another = None  # a record of nobody's, made by a request whose key names them
        self.exported = None   # a file with them in it, as an export wrote it

    def plant(self, entity, record, field, marker):
        self.markers[marker] = (entity, record, field)
        self.planted.add((entity, field))


def live_model(program):
    """Every entity with every field that any purpose is shown; what is hidden from one may be shown to another."""
    entities = {}
    for purpose in ("service", "legal_obligation"):
        for entity in program.api("GET", "meta", purpose=purpose)["entities"]:
            known = entities.setdefault(entity["name"], entity)
            names = {field["name"] for field in known["fields"]}
            known["fields"] += [field for field in entity["fields"] if field["name"] not in names]
    return entities


class Planter:
    def __init__(self, program):
        self.program = program
        self.entities = live_model(program)

    # Values as the API takes them.

    def value(self, field):
        """A value for a field, and the markers in it; None where the field takes no marker."""
        kind, marker = field["type"], new_marker(min(field.get("max") or 20, 20))
        if kind in TEXTS:
            return marker, [marker]
        if kind == "email":
            address = f"{marker}@canary.example"
            return ([{"value": address}] if field["many"] else address), [marker]
        if kind == "phone":
            number = f"+4930{random.randrange(10**7, 10**8)}"
            return ([{"value": number}] if field["many"] else number), [number[1:]]
        if kind == "url":
            return f"https://canary.example/{marker}", [marker]
        if kind == "tags":
            return [marker], [marker]
        if kind == "address":
            return {part: marker for part in ("street", "street2", "city", "region")} | {"country": "DE"}, [marker]
        if kind == "date":
            return "1952-03-04", []
        if kind == "date_time":  # kept as a number, which is read back from the database
            return f"2019-03-{random.randrange(1, 29):02d}T{random.randrange(24):02d}:{random.randrange(60):02d}:{random.randrange(60):02d}.{random.randrange(10**6):06d}Z", []
        if kind == "file":
            return {"upload": self.program.upload(f"{marker}.zip", archive_with(marker))}, [marker]
        return None, []

    def body(self, entity, person, links):
        """The fields of a new record, and its markers by field."""
        body, markers = dict(links), {}
        for field in self.entities[entity]["fields"]:
            name = field["name"]
            if field["read_only"] or name in body:
                continue
            if field["type"] in RELATIONS and field["type"] != "file":
                needed = person.id if field.get("to") == "*" else self.some(field.get("to"), person)
                if field["required"] and field["type"] == "link" and needed:
                    body[name] = needed
                continue
            if field["type"] in WITHOUT_MARKER:
                if field.get("choices") and field["required"]:
                    body[name] = field["choices"][-1]["value"]
                continue
            value, found = self.value(field)
            if value is not None:
                body[name] = value
                markers[name] = found
        return body, markers

    def some(self, entity, person):
        if entity == person.entity:
            return person.id
        return (person.records.get(entity) or [None])[0]

    # Records.

    def create(self, entity, person, links):
        """By the API, with a marker in every field that takes one; fields that are refused are left to the database."""
        body, markers = self.body(entity, person, links)
        for _ in range(len(body) + 1):
            try:
                record = self.program.api("POST", self.entities[entity]["plural"] + "?allow_duplicate=true", body, headers={"Idempotency-Key": new_marker()})
                person.keys[record["id"]] = new_marker()
                break
            except Refused as refused:
                wrong = set(refused_fields(refused))
                wrong = [name for name in wrong if name in body and name not in links]
                if not wrong:
                    raise
                for name in wrong:
                    body.pop(name), markers.pop(name, None)
        if self.entities[entity]["subject"] == "self" and links:
            return record["id"]  # somebody else, who only knows them
        person.records.setdefault(entity, []).append(record["id"])
        for name, found in markers.items():
            for marker in found:
                person.plant(entity, record["id"], name, marker)
        return record["id"]

    def links_to(self, entity, person):
        """For an entity that leads to people: each field through which a record of it can, with what it then holds."""
        for field in self.entities[entity]["fields"]:
            if field["type"] not in ("link", "links"):
                continue
            if field.get("to") in ("*", person.entity):
                target = person.id
            elif self.entities[entity]["subject"] == "via" and field.get("to") in person.records and self.leads_to_people(field["to"]):
                target = person.records[field["to"]][0]
            else:
                continue
            yield field, ([target] if field["type"] == "links" else target)

    def leads_to_people(self, entity):
        return self.entities[entity]["subject"] != "none"

    def plant_person(self, entity="contact"):
        person = Person(entity)
        person.id = self.create(entity, person, {})
        seen = self.program.api("GET", f"{self.entities[entity]['plural']}/{person.id}")
        person.email = seen["email"][0]["value"]
        return person

    def plant_linked(self, person):
        """For every link of every entity that can lead to the person: one record through it. What only the program writes
        is left for plant_by_database(). Gives the (entity, field) that are left."""
        left, done = [], set()
        for _ in range(3):  # records that lead to the person over others need those first
            for name in self.entities:
                for field, value in list(self.links_to(name, person)):
                    if (name, field["name"]) in done:
                        continue
                    done.add((name, field["name"]))
                    try:
                        if field["read_only"]:
                            raise Refused(403, "written by the program")
                        person.through[name, field["name"]] = self.create(name, person, {field["name"]: value})
                    except Refused:
                        left.append((name, field["name"]))
        return left

    def bare_columns(self, person):
        """Columns of what concerns them in which no marker stands, though one could."""
        for entity in person.records:
            for field in self.entities[entity]["fields"]:
                if field["type"] not in RELATIONS + WITHOUT_MARKER and (entity, field["name"]) not in person.planted:
                    yield f"{entity}.{field['name']} ({field['type']})"

    def untold_tables(self):
        """Tables of records of which no purpose is told."""
        with self.program.opened() as database:
            tables = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")]
            with_records = [table for table in tables if "_id" in [column[1] for column in database.execute(f'PRAGMA table_info("{table}")')]]
            # Shares are shown to nobody as rows, and hold ids and a level alone.
            return [table for table in with_records if table not in self.entities and table != "share"]

    # What the program alone writes, straight into the database.

    def plant_by_database(self, person, left):
        """While the server is stopped: rows that only the program writes, and every column that is still empty."""
        with self.program.opened(write=True) as database:
            for entity, field in left:
                self.insert(database, entity, field, person)
            for entity, records in person.records.items():
                for record in records:
                    self.fill_columns(database, entity, record, person)
            # Keys are kept as hashes; an older database has them as they came.
            for record, marker in person.keys.items():
                database.execute("UPDATE idempotency SET key = ? WHERE record = ?", (marker, uuid.UUID(record).bytes))
                person.plant("idempotency", None, "key", marker)
            if person.key_of_another:
                database.execute("UPDATE idempotency SET key = ? WHERE record = ?", (f"for {person.email}", uuid.UUID(person.key_of_another).bytes))
            setting = new_marker()
            database.execute("INSERT INTO setting VALUES (?, ?)", (f"canary.{setting[:8]}", json.dumps({"last": person.email})))

    def insert(self, database, entity, link, person):
        record, at = new_id(), int(time.time() * 1e6)
        field = self.field(entity, link)
        if self.entities[entity]["subject"] == "self" and field["to"] not in ("*", person.entity):
            return  # somebody else, who only knows something of theirs
        target = uuid.UUID(self.some(field["to"], person) or person.id) if field["to"] != "*" else uuid.UUID(person.id)
        held = json.dumps([str(target)]) if field["type"] == "links" else target.bytes
        columns = {"_id": record.bytes, "_version": 1, "_created_at": at, "_updated_at": at, "_subject_state": 0, "_policy_version": 1, "_origin": "api", link: held}
        for other in self.entities[entity]["fields"]:
            if other.get("choices"):
                columns.setdefault(other["name"], other["choices"][-1]["value"])
            if other["type"] == "link" and other["required"]:
                columns.setdefault(other["name"], uuid.UUID(person.id if other["to"] == "*" else self.some(other["to"], person) or person.id).bytes)
        names = ", ".join(f'"{name}"' for name in columns)
        database.execute(f'INSERT INTO "{entity}" ({names}) VALUES ({", ".join("?" * len(columns))})', list(columns.values()))
        to_entity = person.entity if str(target) == person.id else field["to"]
        database.execute("INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?)", (target.bytes, at, record.bytes, field["id"], entity, to_entity))
        database.execute("INSERT OR IGNORE INTO concerns VALUES (?, ?, ?)", (uuid.UUID(person.id).bytes, entity, record.bytes))
        person.records.setdefault(entity, []).append(str(record))
        person.through[entity, link] = str(record)

    def field(self, entity, name):
        return next(field for field in self.entities[entity]["fields"] if field["name"] == name)

    def fill_columns(self, database, entity, record, person):
        """Every column of the row that holds nothing gets a marker in the form its field has."""
        key = uuid.UUID(record).bytes
        row = database.execute(f'SELECT * FROM "{entity}" WHERE _id = ?', (key,))
        names = [column[0] for column in row.description]
        values = dict(zip(names, row.fetchone()))
        kinds = {name: kind for _, name, kind, *_ in database.execute(f'PRAGMA table_info("{entity}")')}
        for field in self.entities[entity]["fields"]:
            name = field["name"]
            by_default = field["type"] == "number" and values.get(name) is not None  # 1 or 0 tells nobody
            if (values.get(name) is not None and not by_default) or field["type"] in RELATIONS or field["type"] in WITHOUT_MARKER or name not in values:
                continue
            stored, marker = stored_form(field, kinds[name])
            if stored is None:
                continue
            database.execute(f'UPDATE "{entity}" SET "{name}" = ? WHERE _id = ?', (stored, key))
            person.plant(entity, record, name, marker)
        told = {field["name"] for field in self.entities[entity]["fields"]}
        for name, kind in kinds.items():
            if name in told or name.startswith("_") or "__" in name or kind == "INTEGER":
                continue  # a link, a part of a field that is told, or the number of the row
            person.plant(entity, record, name, marker := new_marker())
            database.execute(f'UPDATE "{entity}" SET "{name}" = ? WHERE _id = ?', (marker if kind == "TEXT" else marker.encode(), key))
        for name, value in values.items():
            if isinstance(value, int) and value > 1 << 33 and not name.startswith("_"):
                person.plant(entity, record, name, value)


def stored_form(field, kind):
    """A marker as the column of that field stores it."""
    marker = new_marker()
    if kind == "INTEGER":
        number = random.randrange(1 << 42, 1 << 46)
        return (number, number) if field["type"] in ("date_time", "number", "money") else (None, None)
    if kind != "TEXT":
        return None, None
    if field["type"] == "json":
        return json.dumps({"said": marker}), marker
    if field["type"] == "email":
        return json.dumps([{"value": f"{marker}@canary.example", "label": None, "primary": True}], separators=(",", ":")), marker
    if field["type"] == "phone":
        digits = f"4930{random.randrange(10**7, 10**8)}"
        return json.dumps([{"value": "+" + digits, "typed": "+" + digits, "label": None, "primary": True, "valid": True}], separators=(",", ":")), digits
    if field["type"] == "tags":
        return json.dumps([marker]), marker
    if field["type"] == "address":
        return json.dumps({"street": marker, "street2": None, "city": marker, "region": None, "postal_code": None, "country": "DE"}, separators=(",", ":")), marker
    return marker, marker


def archive_with(marker):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("letter.txt", f"A letter to {marker}.\n" * 20)
    return content.getvalue()


def refused_fields(refused):
    """The names of the fields that an answer says are wrong."""
    try:
        problem = json.loads(refused.text)
    except ValueError:
        return []
    names = [each.get("field", "") for each in problem.get("errors", problem.get("fields", [])) if isinstance(each, dict)]
    names.append(problem.get("field") or "")
    return [name.split(".")[0].split("[")[0] for name in names if name]


def add_custom(program):
    """A field of their own and an entity of their own, as administrators add them at run time."""
    program.api("POST", "meta/entities/contact/fields", {"name": "x_nickname", "label": "Nickname", "type": "text", "category": "user.name", "purposes": ["service"]})
    program.api("POST", "meta/entities", {
        "entity": "x_visit", "plural": "x_visits", "label": {"one": "Visit", "many": "Visits"}, "subject": {"via": ["guest"]}, "title": ["occasion"],
        "fields": {
            "occasion": {"type": "text", "category": "user.content", "purposes": ["service"]},
            "guest": {"type": "link", "to": "contact", "on_erase": "delete", "category": "user.unique_id", "purposes": ["service"]},
            "diet": {"type": "long_text", "search": True, "category": "user.content.private", "purposes": ["service"]},
        },
    })
