"""Checks that print one line each (TAP)."""

import sys
import traceback

failed = 0


def check(name, fact, details=""):
    global failed
    if fact:
        print(f"ok {name}", flush=True)
        return True
    failed += 1
    print(f"not ok {name}", flush=True)
    for line in str(details).splitlines()[:40]:
        print("# " + line[:400], flush=True)
    return False


def attempt(name, action):
    """Runs an action; what it raises fails the check of that name. Gives what the action gave."""
    try:
        return action()
    except Exception:  # whatever it was, the other checks go on
        check(name, False, traceback.format_exc())
        return None


def end():
    sys.exit(1 if failed else 0)
