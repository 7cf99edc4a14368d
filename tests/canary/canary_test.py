"""The canary where nothing is encrypted: what lies on the disk is what is read."""

import canary
from program import Program

canary.run(Program())
