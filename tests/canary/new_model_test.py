"""The canary with entities and columns that were drawn just now: it covers them with no change."""

import os
import pathlib
import random
import shutil
import tempfile

import any_model
import canary
import report
from program import Program

SEED = os.environ.get("PROBITY_CANARY_SEED") or str(random.randrange(10**9))


def covers_the_new(program, planter, ada):
    grown = {name for name in planter.entities if name.startswith("keepsake")}
    report.check("what was drawn leads to the person", grown == {"keepsake", "keepsake_part"} and grown <= set(ada.records), grown)
    columns = {where for where in ada.planted if where[1] and where[1].startswith("grown_")}
    told = {(name, field["name"]) for name, entity in planter.entities.items() for field in entity["fields"] if field["name"].startswith("grown_")}
    report.check("columns were drawn for entities that were there", len(told) == 6 and columns <= told, told)


random.seed(SEED)
print(f"# PROBITY_CANARY_SEED={SEED} draws the same again")
place = pathlib.Path(tempfile.mkdtemp(prefix="probity-canary-model-"))
try:
    canary.run(Program(model=any_model.grown_model(place / "model")), covers_the_new)
finally:
    shutil.rmtree(place)
