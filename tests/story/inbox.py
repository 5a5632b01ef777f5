"""tests — people's inboxes: printed, answered, and held against what is promised.

inbox.py print FOLDER [bodies]
inbox.py answer FOLDER ADDRESS REMINDERS KIND INBOX     lines on standard input
inbox.py acknowledged FOLDER ADDRESS LANGUAGE           the newest mail that acknowledges an answer, held against the same
inbox.py silent FOLDER ADDRESS WORDS                    no mail to them has these words
inbox.py check FOLDER ADDRESS=LANGUAGE=ZONE …
"""
import collections
import datetime
import email
import email.policy
import json
import os
import re
import sys
import zoneinfo

SUMMER = zoneinfo.ZoneInfo("Europe/Amsterdam")

DUTCH = re.compile(r"\b(je|jij|het|een|niet|van|met|naar|en|op|nu|eerst|doel|klant|kaartje|voor|bel)\b", re.I)
ENGLISH = re.compile(r"\b(you|your|the|with|is|to|and|on|now|first|goal|customer|card|for|call)\b", re.I)


class Mail:
    def __init__(self, path, address):
        with open(path, "rb") as file:
            self.message = email.message_from_binary_file(file, policy=email.policy.default)
        self.address = address
        self.subject = str(self.message["Subject"])
        self.id = self.message["Message-ID"].strip("<>")
        self.thread = str(self.message.get("References", ""))
        self.at = self.message["Date"].datetime
        self.body = self.message.get_body(("plain",)).get_content()

    def acknowledges(self):
        return self.message["Auto-Submitted"] == "auto-replied"


def mails(folder, only=None):
    found = []
    for address in [only] if only else sorted(os.listdir(folder)):
        for box in ("new", "cur"):
            place = os.path.join(folder, address, box)
            found += [Mail(os.path.join(place, name), address) for name in sorted(os.listdir(place))]
    return sorted(found, key=lambda mail: (mail.at, mail.address, mail.subject))


def show(folder, bodies):
    for mail in mails(folder):
        local = mail.at.astimezone(SUMMER)
        print(f"{local:%a %d %b %H:%M}  {mail.address.split('@')[0]:6} {mail.subject}")
        if bodies:
            print("\n".join("    | " + line for line in mail.body.rstrip().splitlines()) + "\n")


def answer(folder, address, reminders, kind, inbox):
    kind = "REMINDER_KIND_" + kind
    of_kind = {r["messageId"]: "answerTime" in r for r in json.loads(reminders)["reminders"]
               if r["kind"] == kind and r.get("messageId")}
    mine = [mail for mail in mails(folder, address) if mail.id in of_kind]
    if not mine:
        print(f"there is no mail of {kind} to {address}", file=sys.stderr)
        return 1
    mine.sort(key=lambda mail: not of_kind[mail.id])  # one that was answered once may be answered again
    asked = mine[-1]
    reply = email.message.EmailMessage()
    reply["From"] = address
    reply["To"] = str(asked.message["Reply-To"])
    reply["Subject"] = "Re: " + asked.subject
    reply["In-Reply-To"] = "<" + asked.id + ">"
    reply["Message-ID"] = f"<{asked.id.split('@')[0]}.{len(os.listdir(os.path.join(inbox, 'cur')))}@mailer.example>"
    quoted = "".join("> " + line + "\n" for line in asked.body.splitlines())
    reply.set_content(sys.stdin.read() + "\nOn Tuesday Ridealong wrote:\n" + quoted)
    name = reply["Message-ID"].strip("<>").split("@")[0]
    with open(os.path.join(inbox, "tmp", name), "wb") as file:
        file.write(bytes(reply))
    os.rename(os.path.join(inbox, "tmp", name), os.path.join(inbox, "new", name))
    return 0


def acknowledged(folder, address, language):
    mine = [mail for mail in mails(folder, address) if mail.acknowledges()]
    if not mine:
        return 1
    print(mine[-1].subject + "\n\n" + mine[-1].body.rstrip())
    words = len(re.findall(r"\w\S*", re.sub(r'"[^"]*"', "", mine[-1].body.split("\n\n")[0])))
    found = list(wrong_words(mine[-1], language)) + ([f"has {words} words"] if words > 60 else [])
    for fault in found:
        print(f"It {fault}.")
    return int(bool(found))


def silent(folder, address, words):
    return int(any(words in mail.subject + mail.body for mail in mails(folder, address)))


def of_the_house(mail):
    """What is not a person's own words: those stand in quotes, or behind the colon of a card's line."""
    words = re.split(r"\n\n|\n-- ", mail.body)[0]
    return mail.subject + "\n" + re.sub(r'"[^"]*"', "", re.sub(r"(?m)^([A-Z][^:.]*:) .*", r"\1", words))


def wrong_words(mail, language):
    own, foreign = (DUTCH, ENGLISH) if language == "nl" else (ENGLISH, DUTCH)
    if len(own.findall(of_the_house(mail))) <= len(foreign.findall(of_the_house(mail))):
        yield f"is not in {language}"
    if re.search(r"\{[a-z_]+[:}]", mail.subject + mail.body):
        yield "has a gap that was not filled"


def faults(folder, people):
    seen = collections.Counter(mail.id for mail in mails(folder))
    yield from (f"{id} came {count} times" for id, count in seen.items() if count > 1)
    asked = collections.Counter()
    for mail in mails(folder):
        language, zone = people[mail.address]
        local = mail.at.astimezone(zoneinfo.ZoneInfo(zone))
        where = f"{mail.address}, {local:%a %d %b %H:%M}, {mail.subject}"
        yield from (f"{where}: {fault}" for fault in wrong_words(mail, language))
        if not mail.acknowledges() and (local.weekday() > 4 or not 7 <= local.hour < 19):
            yield f"{where}: comes in an hour of rest"
        if not mail.acknowledges() and ".session@" in mail.thread:
            asked[mail.address, mail.thread.split()[0]] += 1
    coach = next(iter(people))
    for (address, thread), count in asked.items():
        if address != coach and count > 6:
            yield f"{address} got {count} mails about one session"
    for address in people:
        if not any(mail.address == address for mail in mails(folder)):
            yield f"{address} got no mail at all"


def check(folder, people):
    found = list(faults(folder, {who: (language, zone) for who, language, zone in (p.split("=") for p in people)}))
    for fault in found:
        print(fault)
    return int(bool(found))


if __name__ == "__main__":
    what, folder, *rest = sys.argv[1:]
    if what == "print":
        sys.exit(show(folder, bool(rest)))
    if what == "check":
        sys.exit(check(folder, rest))
    sys.exit({"answer": answer, "acknowledged": acknowledged, "silent": silent}[what](folder, *rest))
