#!/usr/bin/python3
"""A mail server for tests, and a reader of what it took.

mail_server.py serve FOLDER [--certificate FILE --key FILE] [--over-tls] [--answer 250|451|550|hang]
    Listens on a free port of this machine (written to FOLDER/port), asks for STARTTLS where it has a certificate,
    and then for the user "crm" with the password "s3cret". Every message becomes FOLDER/N.eml, its envelope
    FOLDER/N.envelope. "hang" takes the message and never answers.
mail_server.py read FILE
    The message as a mail program shows it: decoded headers, an empty line, the plain text; and what is wrong with it.
"""
import argparse
import asyncio
import email
import email.policy
import itertools
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

ANSWERS = {"250": "250 taken", "451": "451 greylisted, come again", "550": "550 no such user"}


class Keeper:
    def __init__(self, folder, answer):
        self.folder = folder
        self.answer = answer
        self.numbers = itertools.count(1)

    async def handle_DATA(self, server, session, envelope):
        name = self.folder / str(next(self.numbers))
        name.with_suffix(".envelope").write_text(f"from {envelope.mail_from}\nto {' '.join(envelope.rcpt_tos)}\n")
        # Last, because a test waits for it.
        name.with_suffix(".part").write_bytes(envelope.original_content)
        name.with_suffix(".part").rename(name.with_suffix(".eml"))
        if self.answer == "hang":
            await asyncio.sleep(3600)
        return ANSWERS[self.answer]


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"crm" and data.password == b"s3cret", handled=False)


async def serve(options):
    tls = None
    if options.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(options.certificate, options.key)
    keeper = Keeper(options.folder, options.answer)
    starttls = None if options.over_tls else tls
    # Over TLS from the first byte it cannot see that it may ask for a password.
    how = {"tls_context": starttls, "require_starttls": starttls is not None, "hostname": "localhost"}
    if tls:
        how.update(authenticator=authenticate, auth_required=True, auth_require_tls=starttls is not None)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(keeper, **how), "127.0.0.1", 0, ssl=tls if options.over_tls else None)
    (options.folder / "port.part").write_text(str(server.sockets[0].getsockname()[1]))
    (options.folder / "port.part").rename(options.folder / "port")
    await server.serve_forever()


def read(file):
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    for part in message.walk():
        for defect in part.defects:
            print("defect:", type(defect).__name__)
    for name, value in message.items():
        print(f"{name}: {value}")
    print("parts:", " ".join(part.get_content_type() for part in message.walk()))
    print()
    print(message.get_body(("plain",)).get_content())


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    serving = commands.add_parser("serve")
    serving.add_argument("folder", type=pathlib.Path)
    serving.add_argument("--certificate")
    serving.add_argument("--key")
    serving.add_argument("--over-tls", action="store_true")
    serving.add_argument("--answer", default="250", choices=[*ANSWERS, "hang"])
    serving.set_defaults(run=lambda options: asyncio.run(serve(options)))
    reading = commands.add_parser("read")
    reading.add_argument("file", type=pathlib.Path)
    reading.set_defaults(run=lambda options: read(options.file))
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    sys.exit(main())
