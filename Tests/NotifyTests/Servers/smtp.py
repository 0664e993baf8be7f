"""A mail server for tests: aiosmtpd on loopback, on a port of the kernel's choice.

Prints its port as the first line. Appends each mail as one line of JSON to a file before it answers,
taken apart by Python's own email package. Ends when its standard input does.
"""

import argparse
import asyncio
import base64
import email
import email.header
import email.policy
import email.utils
import json
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    def __init__(self, path, delay):
        self.path = path
        self.delay = delay

    async def handle_DATA(self, server, session, envelope):
        raw = envelope.original_content
        message = email.message_from_bytes(raw, policy=email.policy.default)
        parts = {}
        for part in message.walk():
            if not part.is_multipart():
                body = part.get_payload(decode=True).decode(part.get_content_charset() or "ascii")
                parts.setdefault(part.get_content_type(), body)
        to = [[a.display_name, a.addr_spec] for a in message["to"].addresses]
        # The modern parser of some versions of Python puts spaces between the words of a long name.
        old = email.utils.parseaddr(email.message_from_bytes(raw)["to"].replace("\r\n", ""))[0]
        name = str(email.header.make_header(email.header.decode_header(old)))
        line = {
            "name": name,
            "from": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "fields": [[name, str(value)] for name, value in message.items()],
            "subject": message["subject"],
            "to": to,
            "parts": parts,
            "structure": [part.get_content_type() for part in message.walk()],
            "file": [p.get_filename() for p in message.walk() if p.get_filename()],
            "defects": [str(d) for part in message.walk() for d in part.defects]
            + [str(d) for value in message.values() for d in value.defects],
            "raw": base64.b64encode(raw).decode(),
            "connection": "%s:%s" % tuple(session.peer[:2]),
            "tls": server.transport.get_extra_info("ssl_object") is not None,
            "login": session.auth_data.decode() if session.auth_data else None,
            "hello": session.host_name,
        }
        with open(self.path, "a") as file:
            file.write(json.dumps(line) + "\n")
        await asyncio.sleep(self.delay / 1000)
        return "250 2.0.0 Ok: queued as %s" % abs(hash(raw))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("path")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--delay", type=int, default=0)
    options.add_argument("--security", default="none")
    options.add_argument("--certificate")
    options.add_argument("--key")
    options.add_argument("--user")
    options.add_argument("--password")
    options = options.parse_args()

    context = None
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)

    def authenticator(server, session, envelope, mechanism, data):
        good = data.login.decode() == options.user and data.password.decode() == options.password
        if good:
            return AuthResult(success=True, auth_data=data.login)
        # Not handled, else aiosmtpd says nothing at all.
        return AuthResult(success=False, handled=False)

    def protocol():
        return SMTP(
            Handler(options.path, options.delay),
            hostname="localhost",
            loop=loop,
            data_size_limit=64 * 1024 * 1024,
            tls_context=context if options.security == "starttls" else None,
            require_starttls=options.security == "starttls",
            authenticator=authenticator if options.user else None,
            auth_required=options.user is not None,
            # aiosmtpd does not know that an implicit TLS is one.
            auth_require_tls=options.security == "starttls",
        )

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(
            protocol, "127.0.0.1", options.port, ssl=context if options.security == "tls" else None
        )
    )
    print(server.sockets[0].getsockname()[1], flush=True)

    def wait():
        sys.stdin.read()
        loop.call_soon_threadsafe(loop.stop)

    threading.Thread(target=wait, daemon=True).start()
    loop.run_forever()


main()
