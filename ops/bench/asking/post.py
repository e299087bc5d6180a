"""Hazards entered at speed: two builds in turns, and one client against raw SQLite's durable single inserts."""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from . import load
from .city import AREA
from .node import Node, command, say

HERE = pathlib.Path(__file__).resolve().parent.parent


def turn(binary, folder, requests, clients, seconds):
    """A new store, and so many clients that enter hazards into it: records a second, the processor time of each, and p99."""
    with tempfile.TemporaryDirectory(prefix="post-", dir=folder) as place:
        store = pathlib.Path(place) / "node.db"
        command(binary, "init", "--store", store, "--area", AREA)
        with Node(binary, store) as node:
            with load.Load(node, place, "warm", requests, clients, 1) as warming:
                warming.figures()
            before = node.processor
            with load.Load(node, place, "post", requests, clients, seconds) as posting:
                found = posting.figures()
            if found["refused"] or found["broken"]:
                raise RuntimeError(f"{found['refused']} hazards were refused, {found['broken']} not answered")
            return {"perSecond": found["perSecond"], "generator": found["generator"], "processor": (node.processor - before) / found["requests"] * 1e6, "p99": found["p99"] / 1000}


def raw(records, folder):
    """Durable single inserts a second of raw SQLite, by the benchmark's own program in C; None where there is no compiler."""
    peers = [sys.executable, HERE / "peers" / "run", "--records", records, "--edits", records, "--only", "raw-sqlite"]
    done = subprocess.run(peers, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True, env={**os.environ, "TMPDIR": str(folder)})
    return next((peer.get("local_single_per_s") for peer in json.loads(done.stdout)), None)


def run(builds, city, folder, turns, seconds):
    """Takes the builds in turns: by name, their turns at sixteen clients and at one; and raw SQLite's in each turn."""
    requests = load.posts(load.hazards(city.units, city.texts, int(time.time() * 1000)))
    records = pathlib.Path(folder) / "raw.jsonl"
    with open(city.folder / "records.jsonl", encoding="utf-8") as file, open(records, "w", encoding="utf-8") as few:
        few.writelines(line for _, line in zip(range(2_000), file))
    seen = {name: {16: [], 1: []} for name in builds}
    singles = []
    for number in range(turns):
        order = list(builds) if number % 2 == 0 else list(builds)[::-1]
        for name in order:
            for clients in (16, 1):
                seen[name][clients].append(turn(builds[name], folder, requests, clients, seconds))
        singles.append(raw(records, folder))
        say(f"turn {number + 1} of {turns}: " + ", ".join(
            f"{name} {seen[name][16][-1]['perSecond']:,.0f}/s and {seen[name][1][-1]['perSecond']:,.0f}/s" for name in order))
    return seen, singles


def middle(turns, what):
    return statistics.median(turn[what] for turn in turns)


def report(seen, singles):
    """Prints the middle of each build, their ratio, and the middle of the ratios of each turn."""
    names = list(seen)
    print(f"{'':<52}" + "".join(f"{name:>12}" for name in names) + (f"{'ratio':>8}{'of turns':>10}" if len(names) == 2 else ""))
    for clients, what, title in (
            (16, "perSecond", "hazards a second, 16 clients"), (16, "processor", "processor time of each, µs, 16 clients"),
            (16, "p99", "p99, ms, 16 clients"), (16, "generator", "share of a processor that wrk takes, 16 clients"), (1, "perSecond", "hazards a second, one client"),
            (1, "processor", "processor time of each, µs, one client")):
        middles = [middle(seen[name][clients], what) for name in names]
        line = f"{title:<52}" + "".join(f"{value:>12,.2f}" for value in middles)
        if len(names) == 2:
            before, now = ([turn[what] for turn in seen[name][clients]] for name in names)
            line += f"{middles[1] / middles[0]:>8.2f}{statistics.median(b / a for a, b in zip(before, now)):>10.2f}"
        print(line)
    single = statistics.median(value for value in singles if value) if any(singles) else None
    if single:
        now = middle(seen[names[-1]][1], "perSecond")
        print(f"{'raw SQLite, durable single inserts a second':<52}{single:>12,.1f}")
        print(f"{'one client against it':<52}{now / single:>12.2f}  (>= 0.45: {'reached' if now >= 0.45 * single else 'MISSED'})")
    if len(names) == 2:
        before, now = (middle(seen[name][16], "perSecond") for name in names)
        print(f"{'16 clients against the version before':<52}{now / before:>12.2f}  (>= 2.5: {'reached' if now >= 2.5 * before else 'MISSED'})")
