"""A mail server that misbehaves: raw sockets on loopback, on a port of the kernel's choice.

Prints its port as the first line, and ends when its standard input does. The client chooses by the
name that it gives to EHLO what goes wrong, words with hyphens between them:

  ehlo-CODE auth-CODE starttls-CODE mail-CODE rcpt-CODE data-CODE dot-CODE
                     that answer at that stage
  ok                 nothing
  hang-STAGE         no answer at that stage (also quit: a refused recipient, and no goodbye)
  close-STAGE        the connection is closed in place of that answer
  middle             the connection is reset while the mail is sent
  stall              the mail is asked for and never read
  slow               every byte of an answer takes a while
  second-STAGE       the second mail of a connection finds it closed at that stage
  second-421         the second mail of a connection is told to come again
  chatty             answers of very many lines that are very long
  none               an answer to the mail that is none

A first argument is what the greeting is: a whole line, `hang` or `close`.
Connections, mails and ends of connections are counted in the file that is the second argument: `c`, `m`,
`e`.
"""

import os
import signal
import socket
import struct
import sys
import threading
import time

greeting = sys.argv[1] if len(sys.argv) > 1 else "220 localhost"
counts = sys.argv[2] if len(sys.argv) > 2 else "/dev/null"


def count(letter):
    descriptor = os.open(counts, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, letter.encode())
    os.close(descriptor)


class Closed(Exception):
    pass


class Session:
    def __init__(self, connection):
        self.connection = connection
        self.file = connection.makefile("rb")
        self.way = "ok"
        self.mails = 0

    def say(self, text):
        data = (text + "\r\n").encode()
        if self.way == "slow":
            for byte in data:
                time.sleep(0.3)
                self.connection.sendall(bytes([byte]))
        else:
            self.connection.sendall(data)

    def hang(self):
        time.sleep(600)

    def reset(self):
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        raise Closed()

    def answer(self, stage, usual):
        way = self.way
        if way == "hang-" + stage:
            self.hang()
        if way == "close-" + stage:
            raise Closed()
        if way == "second-" + stage and self.mails == 1:
            self.reset()
        if way == "second-421" and self.mails == 1 and stage == "mail":
            self.say("421 4.3.2 going down")
            raise Closed()
        if way.startswith(stage + "-"):
            code = way.split("-")[1]
            self.say("%s-%s.1.1 <budi.santoso@example.org>: no" % (code, code[0]))
            self.say("%s %s.1.1 so says budi.santoso" % (code, code[0]))
            return False
        if way == "chatty":
            for _ in range(2000):
                self.say(usual[:3] + "-" + "x" * 400)
        if way == "none" and stage == "dot":
            usual = "354 what?"
        self.say(usual)
        return True

    def run(self):
        if greeting == "hang":
            self.hang()
        if greeting == "close":
            raise Closed()
        self.say(greeting)
        while True:
            line = self.file.readline()
            if not line:
                return
            words = line.decode("latin-1").split()
            verb = words[0].upper() if words else ""
            if verb in ("EHLO", "HELO"):
                self.way = words[1] if len(words) > 1 else "ok"
                for stage, offer in (("auth", "AUTH PLAIN LOGIN"), ("starttls", "STARTTLS")):
                    if self.way.split("-")[-1] == stage or self.way.startswith(stage + "-"):
                        self.say("250-" + offer)
                self.answer("ehlo", "250 localhost")
            elif verb in ("AUTH", "STARTTLS"):
                self.answer(verb.lower(), "235 2.7.0 Ok")
            elif verb == "MAIL":
                self.answer("mail", "250 2.1.0 Ok")
            elif verb == "RCPT":
                if self.way == "hang-quit":
                    self.say("550 5.1.1 no")
                else:
                    self.answer("rcpt", "250 2.1.5 Ok")
            elif verb == "DATA":
                if self.answer("data", "354 go on"):
                    self.mail()
            elif verb == "QUIT":
                if self.way == "hang-quit":
                    self.hang()
                self.say("221 2.0.0 Bye")
                return
            elif verb in ("RSET", "NOOP"):
                self.say("250 2.0.0 Ok")
            else:
                self.say("502 5.5.1 not here")

    def mail(self):
        if self.way == "stall":
            self.hang()
        if self.way == "middle":
            # What is sent meanwhile finds no room: the window is small.
            time.sleep(0.3)
            self.reset()
        while True:
            line = self.file.readline()
            if not line:
                return
            if line == b".\r\n":
                break
        count("m")
        self.answer("dot", "250 2.0.0 Ok: queued as 4XYZ for <budi.santoso@example.org>")
        self.mails += 1


def serve(connection):
    session = Session(connection)
    try:
        session.run()
    except (Closed, OSError):
        pass
    finally:
        session.file.close()
        connection.close()
        count("e")


def accept(listener):
    while True:
        connection, _ = listener.accept()
        count("c")
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


signal.signal(signal.SIGPIPE, signal.SIG_IGN)
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
listener.bind(("127.0.0.1", 0))
listener.listen(128)
print(listener.getsockname()[1], flush=True)
threading.Thread(target=accept, args=(listener,), daemon=True).start()
sys.stdin.read()
