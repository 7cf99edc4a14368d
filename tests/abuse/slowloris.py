"""Holds 5,000 connections open with requests that never end, and asks like anybody else meanwhile.

  slowloris.py URL TOKEN
"""

import resource
import selectors
import socket
import sys
import time
import urllib.parse
import urllib.request

CONNECTIONS = 5_000
PATIENCE = 60  # seconds until the last slow one must be gone; the server gives a head ten

url, token = sys.argv[1:3]
place = urllib.parse.urlsplit(url)
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)


def report(name, well):
    print(f"{'ok' if well else 'not ok'} {name}", flush=True)


def connect(number):
    connection = socket.create_connection((place.hostname, place.port), timeout=20)
    # Heads that stop half way, and bodies that are announced and do not come.
    head = b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: " if number % 2 else b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Len"
    connection.sendall(head)
    connection.setblocking(False)
    return connection


def ask():
    """Whether an ordinary request is answered."""
    request = urllib.request.Request(url + "/api/v1/contacts?limit=1", headers={"Authorization": "Bearer " + token})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status == 200


def drip(slow):
    """A byte each; those that the server let go are closed."""
    for connection in list(slow):
        try:
            connection.send(b"a")
        except BlockingIOError:
            pass
        except OSError:
            slow.discard(connection)
            connection.close()


def close_ended(slow):
    chosen = selectors.DefaultSelector()
    for connection in slow:
        chosen.register(connection, selectors.EVENT_READ)
    for key, _ in chosen.select(timeout=0):
        try:
            if key.fileobj.recv(4096):
                continue
        except OSError:
            pass
        slow.discard(key.fileobj)
        key.fileobj.close()
    chosen.close()


slow = {connect(number) for number in range(CONNECTIONS)}
report(f"{CONNECTIONS} slow connections are open", len(slow) == CONNECTIONS)
report("others are served meanwhile", all(ask() for _ in range(50)))
until = time.monotonic() + PATIENCE
served = True
while slow and time.monotonic() < until:
    drip(slow)
    close_ended(slow)
    served = ask() and served
    time.sleep(0.5)
report("and while the slow ones drip on", served)
report("who drips is let go all the same", not slow)
report("then all is as before", all(ask() for _ in range(20)))
