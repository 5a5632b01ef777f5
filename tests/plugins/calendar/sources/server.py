"""A web server for tests: what a path asks for is what it does. Usage: server.py FOLDER (with cert.pem and key.pem).
Says the ports of http://127.0.0.1, http://127.0.0.2 and https://localhost, in this order."""

import email.utils
import gzip
import http.server
import ssl
import sys
import threading
import time
import urllib.parse

import caldav


class Shelf:
    """Files that were PUT, with what they are answered with."""

    files = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            self.wfile.write(body)

    def route(self):
        address = urllib.parse.urlparse(self.path)
        self.query = dict(urllib.parse.parse_qsl(address.query, keep_blank_values=True))
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        what = getattr(self, "on_" + address.path.strip("/").split("/")[0], None)
        if what:
            what()
        else:
            self.answer(404, b"nothing here")

    do_GET = do_PUT = do_PROPFIND = do_REPORT = do_DELETE = do_OPTIONS = route

    def on_dav(self):
        caldav.on_dav(self)

    def on_echo(self):
        """What was asked, to be read by the test."""
        said = "%s %s\n%s%s" % (self.command, self.path, self.headers, self.body.decode())
        self.answer(200, said.encode(), X_One="a", x_one="b")

    def on_status(self):
        self.answer(int(self.query["code"]), b"so it is", **{k: v for k, v in self.query.items() if k != "code"})

    def on_busy(self):
        """Come back so many seconds later, said as a date (RFC 9110 10.2.3)."""
        then = email.utils.formatdate(time.time() + int(self.query["seconds"]), usegmt=True)
        self.answer(503, b"not now", Retry_After=then)

    def on_redirect(self):
        self.answer(int(self.query.get("code", "302")), b"not here", Location=self.query["to"])

    def on_chain(self):
        """As many redirects as it says, then an answer."""
        left = int(self.query["left"])
        if left == 0:
            self.answer(200, b"arrived")
        else:
            self.answer(301, b"", Location="/chain?left=%d" % (left - 1))

    def on_slow(self):
        """Half an answer, then nothing."""
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"half")
        self.wfile.flush()
        time.sleep(30)

    def on_half(self):
        """Half an answer, then the end."""
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def on_huge(self):
        """So many MiB, of no said length."""
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(int(self.query["mib"])):
                self.wfile.write(b"x" * (1 << 20))
        except OSError:
            pass

    def on_bomb(self):
        """A little that becomes very much."""
        self.answer(200, gzip.compress(b"x" * (64 << 20)), Content_Encoding="gzip")

    def on_page(self):
        """What a server has for whoever did not log in."""
        self.answer(200, b"<!DOCTYPE html><title>Log in</title>", Content_Type="text/html; charset=utf-8")

    def on_basic(self):
        if self.headers.get("Authorization") == "Basic YW5uYTpzZWNyZXQ=":  # anna:secret
            self.answer(200, b"welcome")
        else:
            self.answer(401, b"who?", WWW_Authenticate='Basic realm="calendars"')

    def on_calendar(self):
        """A calendar for those who know the password of on_basic()."""
        if self.headers.get("Authorization") == "Basic YW5uYTpzZWNyZXQ=":
            self.answer(200, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:mine\r\nDTSTART:20260310T090000Z\r\n"
                        b"DURATION:PT1H\r\nSUMMARY:Visit\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
        else:
            self.answer(401, b"who?", WWW_Authenticate='Basic realm="calendars"')

    def on_digest(self):
        if (self.headers.get("Authorization") or "").startswith('Digest username="anna"'):
            self.answer(200, b"welcome")
        else:
            self.answer(401, b"who?", WWW_Authenticate='Digest realm="calendars", nonce="n", algorithm=MD5, qop="auth"')

    def on_file(self):
        """PUT keeps a body, with the headers of the query to come with it; GET gives it, or 304."""
        path = urllib.parse.urlparse(self.path).path
        if self.command == "PUT":
            Shelf.files[path] = (self.body, self.query)
            return self.answer(201)
        if path not in Shelf.files:
            return self.answer(404, b"nothing here")
        body, headers = Shelf.files[path]
        tag, since = headers.get("ETag"), headers.get("Last-Modified")
        known = (tag and self.headers.get("If-None-Match") == tag) or (
            since and not tag and self.headers.get("If-Modified-Since") == since)
        self.answer(304 if known else 200, body, **headers)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args):
        """Whoever asks may hang up; that is the test's affair."""


def serve(host, tls=None):
    server = Server((host, 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(sys.argv[1] + "/cert.pem", sys.argv[1] + "/key.pem")
print(serve("127.0.0.1"), serve("127.0.0.2"), serve("127.0.0.1", tls), flush=True)
threading.Event().wait()
