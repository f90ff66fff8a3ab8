"""Reads what linkc wrote for people with the parsers of others, and says what is not as it should be.

Called with a task on standard input, a JSON object with the key `do`; every line that is printed is a fault.
"""

import csv
import email
import email.policy
import html.parser
import json
import pathlib
import sys
from datetime import datetime, timedelta, timezone


def fault(where, what):
    print(f"{where}: {what}")


class Page(html.parser.HTMLParser):
    """The elements of a page, its addresses, and what its heading says."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.elements, self.links, self.heading, self.inside, self.events = [], [], "", False, []

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.inside = self.inside or tag == "h1"
        self.links += [value for name, value in attrs if tag == "a" and name == "href"]
        self.events += [name for name, _ in attrs if name.startswith("on") or name == "src"]

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "h1"

    def handle_data(self, data):
        if self.inside:
            self.heading += data


def read_mail(task):
    """Every message has no defect, its subject, the two texts beside it, and one link in both."""
    import html5lib

    for mail in task["mails"]:
        path = pathlib.Path(mail["path"])
        raw = path.read_bytes()
        where = path.name
        for line in raw.split(b"\r\n"):
            if b"\n" in line or b"\r" in line:
                fault(where, "a bare line end")
            if len(line) > 78:
                fault(where, f"a line of {len(line)} bytes")
        message = email.message_from_bytes(raw, policy=email.policy.default)
        parts = list(message.walk())
        for part in parts:
            for defect in part.defects:
                fault(where, f"{part.get_content_type()}: {defect!r}")
        if [part.get_content_type() for part in parts] != ["multipart/alternative", "text/plain", "text/html"]:
            fault(where, "its parts are others")
            continue
        known = {"Subject", "X-Unsent", "X-Generator", "MIME-Version", "Content-Type", *mail.get("headers", {})}
        if set(message.keys()) != known or len(message.keys()) != len(known):
            fault(where, f"its headers are {message.keys()}")
        for name, value in {"Subject": mail["title"], **mail.get("headers", {})}.items():
            # Blanks around a subject are nothing to anybody.
            if message[name].strip() != value.strip():
                fault(where, f"{name} is {message[name]!r}, not {value!r}")
        text, page = (part.get_content().replace("\r\n", "\n") for part in parts[1:])
        stem = str(path)[: -len(".eml")]
        for content, extension in [(text, ".email.txt"), (page, ".email.html")]:
            beside = pathlib.Path(stem + extension).read_bytes().decode("utf-8")
            if content.splitlines() != beside.splitlines():
                fault(where, f"the part is not the text in {extension}")
        if f"<{mail['link']}>" not in text.splitlines():
            fault(where, "the link is not on a line of the plain text")
        reader = Page()
        reader.feed(page)
        if mail["link"] not in reader.links:
            fault(where, "the link is not in the page")
        if reader.events or set(reader.elements) & {"script", "img", "iframe", "object", "form"}:
            fault(where, f"the page has {reader.events or reader.elements}")
        if any(not link.startswith("https://") for link in reader.links):
            fault(where, f"links that mail programs drop: {reader.links}")
        # A browser's idea of white space, and of what cannot stand in HTML.
        if " ".join(reader.heading.split()) != " ".join(mail["title"].split()) and not mail.get("has_noncharacter"):
            fault(where, f"the heading is {reader.heading!r}, not {mail['title']!r}")
        if "elements" in task and len(reader.elements) != task["elements"]:
            fault(where, f"{len(reader.elements)} elements, not {task['elements']}")
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(page)
        for _, code, data in parser.errors:
            fault(where, f"HTML: {code} {data}")


def read_calendar(task):
    """Every entry takes place when the zone's own clocks, as Python knows them, say that it should."""
    import zoneinfo

    import icalendar
    from dateutil import rrule

    for entry in task["entries"]:
        path = pathlib.Path(entry["path"])
        where = f"{path.name} ({entry['zone']})"
        raw = path.read_bytes()
        for line in raw.split(b"\r\n"):
            if b"\n" in line or b"\r" in line:
                fault(where, "a bare line end")
            if len(line) > 75:
                fault(where, f"a line of {len(line)} bytes")
            line.decode("utf-8")
        calendar = icalendar.Calendar.from_ical(raw)
        for component in calendar.walk():
            for error in component.errors:
                fault(where, f"{component.name}: {error}")
        (event,) = calendar.events
        for name in ["UID", "DTSTAMP", "DTSTART", "SUMMARY"]:
            if name not in event:
                fault(where, f"no {name}")
        if event["DTSTAMP"].dt != datetime.fromisoformat(entry["stamp"]):
            fault(where, f"DTSTAMP is {event['DTSTAMP'].dt}")
        link = entry["link"]
        for name in ["URL", "LOCATION", "CONFERENCE"]:
            if str(event[name]) != link:
                fault(where, f"{name} is {event[name]}")
        if str(event["DESCRIPTION"]).splitlines()[0] != link:
            fault(where, "the description does not begin with the link")
        if str(event["SUMMARY"]) != entry["title"]:
            fault(where, f"SUMMARY is {event['SUMMARY']!r}, not {entry['title']!r}")

        # What the entry says: its own zone, not the one that the program knows by that name.
        zones = [component.to_tz(lookup_tzid=False) for component in calendar.walk("VTIMEZONE")]
        zone = zones[0] if zones else timezone.utc
        known = zoneinfo.ZoneInfo(entry["zone"])
        start = event["DTSTART"].dt.replace(tzinfo=None)
        length = event["DURATION"].dt if "DURATION" in event else event["DTEND"].dt - event["DTSTART"].dt
        if length != timedelta(minutes=entry["minutes"]):
            fault(where, f"it takes {length}")
        starts = [start]
        if "RRULE" in event:
            rule = event["RRULE"].to_ical().decode()
            until = event["RRULE"].get("UNTIL")
            if until:
                local = until[0].astimezone(known).strftime("%Y%m%dT%H%M%S")
                rule = ";".join(f"UNTIL={local}" if part.startswith("UNTIL") else part for part in rule.split(";"))
            starts = [at for at, _ in zip(rrule.rrulestr(rule, dtstart=start), range(400))]
        said = [at.replace(tzinfo=zone).astimezone(timezone.utc) for at in starts]
        meant = [at.replace(tzinfo=known).astimezone(timezone.utc) for at in starts]
        if said[0] != datetime.fromisoformat(entry["start"]).replace(tzinfo=known).astimezone(timezone.utc):
            fault(where, f"it begins at {said[0]}")
        for one, other in zip(said, meant):
            if one != other:
                fault(where, f"{one} is not {other}")
                break
        if len(starts) < entry["times"]:
            fault(where, f"it takes place {len(starts)} times")
        offsets = {at.replace(tzinfo=known).utcoffset() for at in starts}
        if len(offsets) != entry["offsets"]:
            fault(where, f"{len(offsets)} distances from UTC, not {entry['offsets']}")


def read_csv(task):
    with open(task["path"], encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    raw = pathlib.Path(task["path"]).read_bytes()
    if raw.replace(b"\r\n", b"").count(b"\n"):
        fault(task["path"], "a line that does not end with CR LF")
    if len(rows) != len(task["rows"]):
        fault(task["path"], f"{len(rows)} rows")
    for row, expected in zip(rows, task["rows"]):
        for name, value in expected.items():
            if row[name].lstrip("'") != value.lstrip("'").replace("\n", "\r\n"):
                fault(task["path"], f"{name} is {row[name]!r}, not {value!r}")
        for value in row.values():
            if value[:1] in tuple("=+-@\t\r\n"):
                fault(task["path"], f"a spreadsheet runs {value!r}")


def read_markdown(task):
    """The page has the links of its template and no other, and no HTML but its first line."""
    from markdown_it import MarkdownIt

    where = task["path"]
    text = pathlib.Path(where).read_text(encoding="utf-8")
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    flat = [inner for token in tokens for inner in [token, *(token.children or [])]]
    links = [token.attrs["href"] for token in flat if token.type == "link_open"]
    if links != task["links"]:
        fault(where, f"its links are {links}")
    if [token.type for token in flat].count("html_block") != 1 or any(token.type in ("html_inline", "image") for token in flat):
        fault(where, "HTML or a picture")
    headings = [after.content for token, after in zip(tokens, tokens[1:]) if token.type == "heading_open"]
    shown = ["".join(inner.content for inner in after.children) for token, after in zip(tokens, tokens[1:]) if token.type == "heading_open"]
    for heading, title in zip(shown[1:], task["titles"]):
        if heading != title:
            fault(where, f"the heading is {heading!r}, not {title!r}")
    if len(headings) != len(task["titles"]) + 1:
        fault(where, f"{len(headings)} headings")


task = json.load(sys.stdin)
{"mail": read_mail, "calendar": read_calendar, "csv": read_csv, "markdown": read_markdown}[task["do"]](task)
