"""Entities and fields that nobody thought of when the canary was written: drawn anew at each run, from the types and the
categories that the product's own model uses. They are written as JSON, which is YAML too."""

import json
import random
import re
import shutil

from program import PROJECT

LINKS = ("contact", "deal", "lead", "*")
MANY = ("email", "phone")
SUBJECT = "user.content"


def personal_categories():
    text = "".join(file.read_text() for file in (PROJECT / "model").glob("*.yaml"))
    found = set(re.findall(r"category: (user[\w.]*)", text))
    # Values of these are taken by the program alone.
    return sorted(category for category in found if not category.startswith("user.authorization"))


def types():
    schema = json.loads((PROJECT / "model" / "schema.json").read_text())
    return [kind for kind in schema["$defs"]["field"]["properties"]["type"]["enum"] if kind not in ("link", "links", "user", "users")]


def any_field(kind=None):
    field = {"type": kind or random.choice(types()), "category": random.choice(personal_categories()), "purposes": ["service"]}
    if field["type"] in ("choice", "multi_choice"):
        field["choices"] = ["one", "two", "three"]
    if field["type"] in MANY and random.random() < 0.5:
        field["many"] = True
    if field["type"] in ("text", "long_text"):
        field["search"] = random.random() < 0.5
    return field


def any_link(to=None):
    return {"type": random.choice(("link", "links")), "to": to or random.choice(LINKS), "on_erase": random.choice(("delete", "mask")),
            "category": "user.unique_id", "purposes": ["service"]}


def any_entity(name, to=None, prefix=""):
    """With a field of every type, and one to three links by which it leads to people, one of them straight."""
    fields = {f"{prefix}title": any_field("text")}
    for kind in types():
        fields[f"{prefix}{kind}_{random.randrange(100)}"] = any_field(kind)
    links = {f"{prefix}of_{number}": any_link(to or ("contact" if number == 0 else None)) for number in range(1 if to else random.randrange(1, 4))}
    return {"entity": name, "plural": name + "s", "label": {"one": name, "many": name + "s"}, "icon": "box", "subject": {"via": list(links)}, "title": [f"{prefix}title"],
            "fields": numbered({**fields, **links})}


def numbered(fields, first=1):
    names = list(fields)
    random.shuffle(names)
    return {name: {"id": first + number, **fields[name]} for number, name in enumerate(names)}


def grown_model(folder):
    """A copy of the product's model with two more entities, of which one leads to people over the other, and columns of
    any type in entities that are there."""
    shutil.copytree(PROJECT / "model", folder)
    for entity in (any_entity("keepsake"), any_entity("keepsake_part", to="keepsake")):
        (folder / f"{entity['entity']}.yaml").write_text(json.dumps(entity))
    for existing in ("contact", random.choice(("note", "deal", "location", "task"))):
        file = folder / f"{existing}.yaml"
        columns = numbered({f"grown_{number}": any_field() for number in range(3)}, first=9000)
        lines = "".join(f"  {name}: {json.dumps(field)}\n" for name, field in columns.items())
        file.write_text(file.read_text().replace("\nfields:\n", "\nfields:\n" + lines, 1))
    return folder


def as_added(fields):
    """As administrators declare them: without numbers, which the program gives."""
    return {name: {key: value for key, value in field.items() if key != "id"} for name, field in fields.items()}
