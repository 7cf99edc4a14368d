"""A data folder as it was, and back to it: every case begins with the same one."""

import re
import shutil


class Beginning:
    def __init__(self, program, name="beginning"):
        self.program = program
        self.kept = program.place / name
        shutil.copytree(program.data, self.kept, ignore=shutil.ignore_patterns("probity.socket"))

    def put_back(self):
        self.program.stop()
        shutil.rmtree(self.program.data)
        shutil.copytree(self.kept, self.program.data)


def fault_points(program, topic):
    """Every place at which the program can be killed in that topic, as the program itself lists them."""
    refused = program.run("workspace", "list", PROBITY_TEST_FAULT="no such place")
    listed = re.findall(r"\b[a-z]+\.[a-z_]+\b", (refused.stderr + refused.stdout).split("There are:")[-1])
    return [point for point in listed if point.startswith(topic + ".")]


def steps(program):
    """Every step of an erasure or a retention run that can be left out, as the program itself lists them."""
    refused = program.run("workspace", "list", PROBITY_TEST_SKIP="no such step")
    return re.findall(r"\b[a-z_]+(?:\.[a-z_]+)?\b", (refused.stderr + refused.stdout).split("There are:")[-1].split(", and link.")[0])
