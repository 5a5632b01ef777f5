"""A mail server in many moods, a port each: smtp_server.py FOLDER MOOD... Says the ports. FOLDER/MOOD/log gets what clients
say, one connection after the other ("connect" begins one), FOLDER/MOOD/mail.N what they hand over. FOLDER/cert.pem and
key.pem are its certificate's."""
import base64
import os
import socket
import ssl
import sys
import threading
import time

root = sys.argv[1]
lock = threading.Lock()
seen = set()


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(root + "/cert.pem", root + "/key.pem")
    return made


class Gone(Exception):
    pass


class Talk:
    def __init__(self, mood, connection):
        self.mood = mood
        self.folder = root + "/" + mood
        self.connection = connection
        self.secure = False
        self.known = False
        self.given = 0
        self.buffer = b""

    def log(self, line):
        with lock, open(self.folder + "/log", "a") as file:
            file.write(line + "\n")

    def keep(self, lines):
        with lock:
            number = 1
            while os.path.exists("%s/mail.%d" % (self.folder, number)):
                number += 1
            with open("%s/mail.%d" % (self.folder, number), "wb") as file:
                file.write(b"".join(line + b"\r\n" for line in lines))

    def say(self, *lines):
        self.connection.sendall("".join(line + "\r\n" for line in lines).encode())

    def hear(self):
        while b"\n" not in self.buffer:
            more = self.connection.recv(65536)
            if not more:
                raise Gone
            self.buffer += more
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r")

    def ehlo(self):
        lines = ["rude.example", "8BITMIME", "SIZE 1000000"]
        if self.mood != "ascii":
            lines.append("SMTPUTF8")
        if self.mood in ("starttls", "badauth", "notls454") and not self.secure:
            lines.append("STARTTLS")
        if self.secure:
            lines.append("AUTH PLAIN LOGIN")
        self.say(*["250-" + line for line in lines[:-1]], "250 " + lines[-1])

    def starttls(self):
        if self.mood == "notls454":
            self.say("454 4.7.0 TLS is away")
            return
        self.say("220 go on")
        self.connection = context().wrap_socket(self.connection, server_side=True)
        self.secure = True
        self.buffer = b""

    def auth(self, line):
        words = line.split()
        if len(words) < 3:
            self.say("334 ")
            given = self.hear()
        else:
            given = words[2]
        self.known = base64.b64decode(given) == b"\0anna\0secret" and self.mood != "badauth"
        self.say("235 2.7.0 fine" if self.known else "535 5.7.8 that is not the password")

    def receiver(self, line):
        answers = {"rcpt550": "550 5.1.1 <daan@example.com> is nobody here", "rcpt451": "451 4.3.0 not now",
                   "relay": "554 5.7.1 relay access denied", "hangquit": "550 5.1.1 nobody here",
                   "auth530": "530 5.7.0 log in first"}
        if self.mood == "greylist" and line not in seen:
            seen.add(line)
            self.say("451 4.7.1 greylisted, come again")
        else:
            self.say(answers.get(self.mood, "250 2.1.5 fine"))

    def data(self):
        self.say("354 go on")
        lines = []
        while True:
            line = self.hear()
            if self.mood == "drop" and len(lines) > 2:
                raise Gone
            if line == b".":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.mood == "nofinal":
            time.sleep(30)
        if self.mood == "data554":
            self.say("554 5.6.0 that is no mail for us")
            return
        if self.mood == "data452":
            self.say("452 4.3.1 the disk is full")
            return
        self.keep(lines)
        self.given += 1
        self.say("250 2.0.0 taken")
        if self.mood == "once":
            raise Gone

    def answer(self, line):
        verb = line.split(b" ")[0].split(b":")[0].upper()
        self.log(line.decode("utf-8", "replace") if verb != b"AUTH" else "AUTH" + (" secure" if self.secure else ""))
        if verb == b"EHLO":
            self.ehlo()
        elif verb == b"STARTTLS":
            self.starttls()
        elif verb == b"AUTH":
            self.auth(line)
        elif verb == b"MAIL" and self.mood == "mail550":
            self.say("550 5.7.1 not with this sender")
        elif verb == b"MAIL" and self.mood == "tired" and self.given > 0:
            self.say("421 4.4.2 idle for too long")
            raise Gone
        elif verb == b"RCPT":
            self.receiver(line)
        elif verb == b"DATA":
            self.data()
        elif verb == b"QUIT" and self.mood in ("hangquit", "quietquit"):
            time.sleep(30)
        elif verb == b"QUIT":
            self.say("221 bye")
            raise Gone
        else:
            self.say("250 2.0.0 fine")

    def run(self):
        if self.mood == "silent":
            time.sleep(30)
        greetings = {"greet554": "554 5.7.1 nobody from there", "greet421": "421 4.3.2 too busy", "web": "HTTP/1.0 400 What?"}
        self.say(greetings.get(self.mood, "220 rude.example ESMTP"))
        if self.mood.startswith("greet"):
            raise Gone
        while True:
            self.answer(self.hear())


def serve(mood, connection):
    talk = Talk(mood, connection)
    talk.log("connect")
    try:
        if mood == "smtps":
            talk.connection = context().wrap_socket(connection, server_side=True)
            talk.secure = True
        talk.run()
    except (Gone, OSError):
        pass
    talk.connection.close()


def listen(mood):
    os.makedirs(root + "/" + mood)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)

    def accept():
        while True:
            threading.Thread(target=serve, args=(mood, listener.accept()[0]), daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


for name in sys.argv[2:]:
    print(listen(name), flush=True)
threading.Event().wait()
