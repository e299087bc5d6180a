"""A township's node below the city: what its sessions take, alone and beside those who ask."""
import json
import pathlib
import re
import shutil
import time

from .ask import Times
from .node import command

# As many new hazards as a session brings down to the child.
BROUGHT = 20


class Child:
    """The node of a township, not running: each session is `gridward sync`, as of a notebook that goes online."""

    def __init__(self, binary, folder, area):
        self.binary, self.folder, self.area, self.made = binary, pathlib.Path(folder), area, 0
        self.store = None

    def fresh(self):
        """A new node at the township, with nothing in it."""
        self.made += 1
        place = self.folder / f"child-{self.made}"
        command(self.binary, "init", "--store", place / "node.db", "--area", self.area)
        self.remove()
        self.store = place / "node.db"

    def remove(self):
        if self.store:
            shutil.rmtree(self.store.parent, ignore_errors=True)

    def sync(self, node):
        """One session until both ends are proved equal: as `Asker.ask`, a status and the seconds, without the program's start."""
        text, taken = command(self.binary, "sync", "--store", self.store, "--parent", node.url, expect=None)
        said = re.search(r"([0-9]+) ms$", text, re.MULTILINE)
        return (200 if text.startswith("Proved equal") else 0), int(said[1]) / 1000 if said else taken

    def session(self, node, asker, bodies):
        """A session that brings down what has been entered at the city since the one before."""
        for body in bodies:
            status, _, said = asker.ask("/records/hazard", "POST", json.dumps(body))
            if status != 201:
                raise RuntimeError(f"a hazard was answered with {status}: {said[:300]!r}")
        return self.sync(node)


def sessions(child, node, asker, bodies, count, seconds):
    """First sessions of a new node, and sessions of one that lacks a little: the times of both."""
    firsts, later, end = Times(), Times(), time.perf_counter() + seconds
    for turn in range(count):
        if turn % 4 == 0:
            child.fresh()
            firsts.note(*child.sync(node))
        later.note(*child.session(node, asker, [next(bodies) for _ in range(BROUGHT)]))
        if turn >= 2 and time.perf_counter() > end:
            break
    return firsts, later
