"""The canary with encryption on: the folder as it lies there, and every page of every database through its key."""

import canary
from program import Program

canary.run(Program(encrypt="on"))
