"""A receiver of webhooks in many moods, a port each: webhook_server.py FOLDER MOOD... Says the ports. FOLDER/MOOD/head.N and
body.N are what came. A mood is a status, or a word; "tls" is 200 over HTTPS with FOLDER/cert.pem."""
import http.server
import os
import ssl
import sys
import threading
import time

root = sys.argv[1]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:  # nobody wants all of it
            self.close_connection = True

    def do_POST(self):
        mood, folder = self.server.mood, root + "/" + self.server.mood
        count = 1
        while os.path.exists("%s/head.%d" % (folder, count)):
            count += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open("%s/body.%d" % (folder, count), "wb") as file:
            file.write(body)
        with open("%s/head.%d" % (folder, count), "w") as file:
            file.write(self.command + " " + self.path + "\n")
            file.writelines("%s: %s\n" % (name.lower(), value) for name, value in self.headers.items())
        if mood == "silent":
            time.sleep(30)
        elif mood == "drop":
            self.close_connection = True
        elif mood == "redirect":
            self.answer(307, [("Location", "/elsewhere")])
        elif mood == "wait":
            self.answer(429, [("Retry-After", "120")])
        elif mood == "long":
            self.answer(503, [("Retry-After", "4000000")])
        elif mood == "talk":
            self.answer(200, body=b"x" * 1000000)
        else:
            self.answer(200 if mood == "tls" else int(mood))


def listen(mood):
    os.makedirs(root + "/" + mood)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.mood = mood
    if mood == "tls":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(root + "/cert.pem", root + "/key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


for name in sys.argv[2:]:
    print(listen(name), flush=True)
threading.Event().wait()
