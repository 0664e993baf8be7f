#!/usr/bin/python3
"""Web servers that answer as the path says, and write down what they were asked.

Each line of the standard input is a JSON object: {"log": PATH} starts a server on a port of 127.0.0.1
that the kernel chooses, with TLS where it has "certificate" and "key" too, and prints the port;
{"close": PORT} ends it. All end with the standard input. Each request is one line of JSON in the log,
written before the answer; LOG.gone is there when a client has hung up in the middle.
"""
import collections, hashlib, hmac, json, os, socketserver, ssl, sys, threading, time
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def gone(self):
        """The other side has hung up: this is written down too."""
        open(self.server.log.name + ".gone", "w").close()

    def answer(self, status, body=b"", headers=()):
        head = [f"HTTP/1.1 {status} Words"] + [f"{name}: {value}" for name, value in headers]
        head.append(f"Content-Length: {len(body)}")
        self.wfile.write("\r\n".join(head + ["", ""]).encode() + body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        sign = hmac.new(b"rahasia", digestmod=hashlib.sha256)
        for part in (self.headers.get("Sinergi-Signature") or "").split(","):
            if part.startswith("t="):
                sign.update(part[2:].encode() + b"." + body)
        with self.server.lock:
            self.server.log.write(json.dumps({
                "method": self.command, "path": self.path,
                "headers": [[n, v.encode("latin-1").decode("utf-8", "replace")]
                            for n, v in self.headers.items()],
                "body": body.decode("utf-8", "replace"), "hmac": sign.hexdigest()}) + "\n")
            key = self.headers.get("Idempotency-Key")
            self.server.seen[key] += 1
            times = self.server.seen[key]
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        name, _, rest = url.path[1:].partition("/")
        self.close_connection = True
        if name == "status":
            headers = [(n.replace("_", "-"), v) for n, v in query.items() if n != "body"]
            self.answer(int(rest.split("/")[0]), query.get("body", "kata server").encode(), headers)
        elif name == "redirect":
            self.answer(int(rest), b"", [("Location", query["to"])])
        elif name == "flaky":
            self.answer(503 if times <= int(rest) else 200, b"ok")
        elif name == "hang":
            self.rfile.read(1)
            self.gone()
        elif name == "close":
            pass
        elif name == "half":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")
        elif name == "cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nterima")
        elif name == "garbage":
            self.wfile.write(b"220 mail.example ESMTP\r\n" * 3)
        elif name in ("slow", "slowhead"):
            if name == "slow":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            else:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            try:
                while True:
                    self.wfile.write(b"x")
                    time.sleep(0.02)
            except OSError:
                self.gone()
        elif name == "big":
            try:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n")
                for _ in range(160):
                    self.wfile.write(b"b" * 65536)
            except OSError:
                self.gone()
        else:
            self.answer(200, b"ok")

    do_PUT = do_POST
    do_GET = do_POST


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, wish):
        super().__init__(("127.0.0.1", 0), Handler)
        self.log = open(wish["log"], "a", buffering=1)
        self.lock = threading.Lock()
        self.seen = collections.Counter()
        if "certificate" in wish:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(wish["certificate"], wish["key"])
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request, address):
        pass


servers = {}
for line in sys.stdin:
    wish = json.loads(line)
    if "close" in wish:
        servers.pop(wish["close"]).socket.close()
    else:
        server = Server(wish)
        port = server.server_address[1]
        servers[port] = server
        print(port, flush=True)
os._exit(0)
