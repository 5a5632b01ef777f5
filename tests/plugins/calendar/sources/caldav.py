"""A calendar server of many kinds, for tests: /dav/KIND/ is the home, /dav/KIND/work/ the calendar; PUT and DELETE change
it. The KIND says what the server knows and what is wrong with it; a calendar of one kind has nothing to do with others."""

import hashlib
import re
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" ' \
    'xmlns:s="http://calendarserver.org/ns/">'
GOOD = "<d:status>HTTP/1.1 200 OK</d:status>"
SYNCS = ("sync", "cut", "lost", "stuck", "untold", "broken", "partial", "down")
GETS = SYNCS + ("ctag", "etags", "portions", "many", "unwilling")


class Calendar:
    all = {}

    def __init__(self):
        self.objects = {}  # name: (etag, data)
        self.log = []  # every name that changed, in order
        self.asked = []  # of this calendar, since the last look

    def fill(self, count):
        for number in range(count):
            self.change("%d.ics" % number, "BEGIN:VCALENDAR\nEND:VCALENDAR\n")

    def change(self, name, data):
        if data is None:
            del self.objects[name]
        else:
            self.objects[name] = ('"%s"' % hashlib.sha1(data.encode()).hexdigest()[:8], data)
        self.log.append(name)


def response(href, props):
    return "<d:response><d:href>%s</d:href><d:propstat><d:prop>%s</d:prop>%s</d:propstat></d:response>" % (
        escape(href), props, GOOD)


def status(href, code):
    return "<d:response><d:href>%s</d:href><d:status>HTTP/1.1 %d so</d:status></d:response>" % (escape(href), code)


def what(kind, calendar, home):
    props = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>Work</d:displayname>"
    if kind != "etags":
        props += "<s:getctag>c%d</s:getctag>" % len(calendar.log)
    reports = (["d:sync-collection"] if kind in SYNCS else []) + (["c:calendar-multiget"] if kind in GETS else [])
    if kind in SYNCS:
        props += "<d:sync-token>%s</d:sync-token>" % token(calendar, len(calendar.log))
    return response(home + "work/", props + "<d:supported-report-set>%s</d:supported-report-set>" % "".join(
        "<d:supported-report><d:report><%s/></d:report></d:supported-report>" % report for report in reports))


def token(calendar, at):
    return "http://example.com/?t=a&amp;n=%d" % at


def changes(kind, calendar, home, asked):
    match = re.search(r"<sync-token>http://example.com/\?t=a&amp;n=(\d+)</sync-token>", asked)
    begin = int(match.group(1)) if match else 0
    if kind == "lost" and match:
        return 403, '<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>'
    end = min(begin + 2, len(calendar.log)) if kind == "cut" else begin if kind == "stuck" else len(calendar.log)
    out = HEAD
    for name in sorted(set(calendar.log[begin:end])):
        if name in calendar.objects:
            out += response(home + "work/" + name, "<d:getetag>%s</d:getetag>" % calendar.objects[name][0])
        elif match or kind == "cut":
            out += status(home + "work/" + name, 404)
    if end < len(calendar.log):
        out += status(home + "work/", 507)
    if kind != "untold":
        out += "<d:sync-token>%s</d:sync-token>" % token(calendar, end)
    return 207, out + "</d:multistatus>"


def objects(kind, calendar, home, names):
    out = HEAD
    for name in names:
        if name not in calendar.objects:
            out += status(home + "work/" + name, 404)
        elif kind == "partial" and name == "2.ics":
            out += status(home + "work/" + name, 500)
        else:
            etag, data = calendar.objects[name]
            out += response(home + "work/" + name, "<d:getetag>%s</d:getetag><c:calendar-data>%s</c:calendar-data>" % (
                etag, escape(data)))
    return 207, out + "</d:multistatus>"


def on_dav(handler):
    parts = handler.path.split("/")  # "", "dav", KIND, …
    kind, rest = parts[2], "/".join(parts[3:])
    home = "/dav/%s/" % kind
    calendar = Calendar.all.setdefault(kind, Calendar())
    if kind == "many" and not calendar.objects:
        calendar.fill(10001)
    name = rest[len("work/"):] if rest.startswith("work/") else ""
    if handler.command in ("PUT", "DELETE"):
        calendar.change(name, handler.body.decode() if handler.command == "PUT" else None)
        return handler.answer(204)
    if handler.command == "GET":  # what has been asked since the last look
        asked, calendar.asked = " ".join(calendar.asked), []
        return handler.answer(200, asked.encode())
    code, out = answer(kind, calendar, home, rest, handler.command, handler.headers.get("Depth"), handler.body.decode())
    handler.answer(code, out.encode(), Content_Type="application/xml")


def answer(kind, calendar, home, rest, command, depth, body):
    if kind == "doctype":
        return 207, '<!DOCTYPE m [<!ENTITY a "a">]>' + HEAD + "</d:multistatus>"
    if kind == "page":
        return 200, "<html><body>Log in</body></html>"
    if kind == "down":
        calendar.asked.append("down")
        return 503, ""
    if command == "PROPFIND" and rest == "":
        if kind == "elsewhere":
            return 207, HEAD + response(home, "<d:current-user-principal><d:href>https://calendars.example.net/me/</d:href>"
                                        "</d:current-user-principal>") + "</d:multistatus>"
        return 207, HEAD + response(home, "<d:resourcetype><d:collection/></d:resourcetype>") + (
            what(kind, calendar, home) if depth == "1" else "") + "</d:multistatus>"
    if command == "PROPFIND" and depth == "0":
        calendar.asked.append("what")
        return 207, HEAD + what(kind, calendar, home) + "</d:multistatus>"
    if command == "PROPFIND":
        calendar.asked.append("etags")
        if kind == "query":
            return 403, ""
        listed = "".join(response(home + "work/" + name, "<d:getetag>%s</d:getetag>" % etag)
                         for name, (etag, data) in calendar.objects.items())
        return 207, HEAD + what(kind, calendar, home) + listed + "</d:multistatus>"
    if "<sync-collection" in body:
        calendar.asked.append("changes")
        return changes(kind, calendar, home, body) if kind in SYNCS else (501, "")
    if "<C:calendar-multiget" in body:
        names = [href.rsplit("/", 1)[1] for href in re.findall(r"<href>(.*?)</href>", body)]
        calendar.asked.append("get-%d" % len(names))
        if kind == "broken" and "99.ics" in names:
            return 503, ""
        if kind == "unwilling":
            return 501, ""
        return objects(kind, calendar, home, names)
    if "<C:calendar-query" in body:
        calendar.asked.append("window")
        return objects(kind, calendar, home, calendar.objects)
    return 501, ""
