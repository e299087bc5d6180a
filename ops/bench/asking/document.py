"""The table of docs/questions.md with what each route and command costs, measured: the document says how each is asked."""
import itertools
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

from . import load
from .ask import Asker, repeat
from .node import ENVIRONMENT
from .questions import STATUSES, WORDS

DOCUMENT = pathlib.Path(__file__).resolve().parents[3] / "docs" / "questions.md"
COMMAND_SECONDS = 1_800


def rows():
    """The rows of the document's tables, each as its cells; a heading of its own for what is no row of this kind."""
    for text in DOCUMENT.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in text.strip().strip("|").split("|")] if text.startswith("|") else []
        if len(cells) >= 3 and cells[0].startswith("`"):
            yield cells


def filled(text, city, draw, known):
    """The example of a row with its words in capitals replaced by what is in the store."""
    unit = draw.choice(city.units)["area"]
    words = {
        "COMMUNITY": draw.choice(city.communities), "TOWNSHIP": draw.choice(city.townships), "DISTRICT": draw.choice(city.districts),
        "UNIT": unit[13:], "STATUS": draw.choice(STATUSES), "WORD": draw.choice(WORDS), "MOMENT": city.moment(draw.random()),
        "MONTH": city.day(draw.random() * 0.8).strftime("%Y-%m"), "DAY": city.day(0.9), "HALFYEAR": f"{city.day(0)}..{city.day(1)}", **known}
    return re.sub(r"\b[A-Z]{2,}\b", lambda found: str(words.get(found[0], found[0])), text)


def unquoted(cell):
    found = re.search(r"`([^`]*)`", cell)
    return found[1] if found else None


def of_route(asker, city, cells):
    """How long a route takes, asked as its row says: sixty times, or for ten seconds."""
    path = unquoted(cells[0]).split(" ", 1)[1].replace("{type}", "hazard")
    query, draw, size = unquoted(cells[1]) or "", random.Random(5), [0]
    listed = asker.json("/records/hazard?limit=200")["records"]

    def once():
        record = draw.choice(listed)
        target = filled(path.replace("{id}", "ID") + query, city, draw, {"ID": record["id"]})
        status, taken, body = asker.ask(urllib.parse.quote(target, safe="/?&=.,-%{}"))
        size[0] = len(body)
        return status, taken

    once()
    times = repeat(once, 60, 10, least=2)
    return costs(times, f", {size[0]:,} bytes")


def of_writing(asker, city, method):
    """How long entering a hazard takes, or changing the place of one."""
    draw, listed = random.Random(6), asker.json("/records/hazard?limit=200")["records"]
    bodies = itertools.cycle(load.hazards(city.units, city.texts, int(time.time() * 1000), 100))

    def once():
        if method == "POST":
            return asker.ask("/records/hazard", "POST", json.dumps(next(bodies)))[:2]
        record, body = draw.choice(listed), {"user": "网格员0002", "fields": {"place": f"{draw.randrange(1_000)}号位"}}
        return asker.ask(f"/records/hazard/{record['id']}", "PATCH", json.dumps(body), {"If-Match": "*"})[:2]

    return costs(repeat(once, 60, 10, least=2))


def costs(times, more=""):
    if not times.seconds:
        return f"answers {times.refusals()}"
    return f"{times.at(0.5):,.1f} / {times.at(0.95):,.1f} ms{more}" + (f"; {times.refusals()}" if times.others else "")


def of_command(binary, folder, known, city, cells):
    """How long a command takes, its start among it: of three, the middle one; of one that takes long, the first."""
    example = unquoted(cells[1])
    taken = []
    for _ in range(3):
        with tempfile.TemporaryDirectory(dir=folder) as place:
            line = filled(example, city, random.Random(5), {**known, "OUT": place})
            arguments = unquoted(cells[0]).split()[1:] + line.split()
            begun = time.perf_counter()
            done = subprocess.run(
                [str(binary), *arguments], capture_output=True, text=True, env=ENVIRONMENT, timeout=COMMAND_SECONDS, check=False)
            taken.append(time.perf_counter() - begun)
        if done.returncode != 0:
            return f"ends with {done.returncode}: {done.stderr.strip().splitlines()[-1:] or ''}"
        if taken[0] > 5:
            break
    middle = sorted(taken)[len(taken) // 2]
    return f"{middle:,.1f} s" if middle >= 1 else f"{middle * 1000:,.0f} ms"


def cells_of(node, city, binary, folder):
    """The rows with what they cost; commands over the store's file come when the node has ended."""
    asker, found = Asker(node.port, 1, token=node.token), []
    listed = {f"{route['method']} {route['path']}" for route in asker.json("/api")["routes"]}
    for cells in rows():
        example, name = unquoted(cells[1]), unquoted(cells[0])
        if name in ("POST /records/{type}", "PATCH /records/{type}/{id}"):
            found.append((cells, of_writing(asker, city, name.split()[0])))
        elif name.startswith("GET ") and name in listed:
            found.append((cells, of_route(asker, city, cells)))
        elif cells[0].startswith("`gridward ") and example and "STORE" not in example:
            found.append((cells, of_command(binary, folder, {"URL": node.url}, city, cells)))
        elif cells[0].startswith("`gridward ") and example:
            found.append((cells, None))
        else:
            # Those on the listener for links, and those that write without being asked here.
            found.append((cells, "–"))
        print(f"  {cells[0]} {cells[1]}: {found[-1][1]}", file=sys.stderr, flush=True)
    for name in sorted(listed - {unquoted(cells[0]) for cells, _ in found}):
        print(f"desk: {name} stands in no row of {DOCUMENT.name}", file=sys.stderr)
    node.stop()
    return [(cells, of_command(binary, folder, {"STORE": node.store}, city, cells) if cost is None else cost) for cells, cost in found]


def table(found, city):
    """Prints both tables in Markdown, as they stand in the document."""
    for title, kind in (("route", lambda name: not name.startswith("`gridward ")), ("command", lambda name: name.startswith("`gridward "))):
        print(f"\n| {title} | asked as | what it reads | at {city.hazards:,} hazards |\n|---|---|---|---|")
        for cells, cost in found:
            if kind(cells[0]):
                print(f"| {cells[0]} | {cells[1]} | {cells[2]} | {cost} |")
