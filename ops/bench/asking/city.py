"""A city's store, made once and kept; each run works on a copy of it."""
import contextlib
import datetime
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import time

from .node import Node, command, say

HERE = pathlib.Path(__file__).resolve().parent.parent
AREA = "370200000000"
UNITS = 40_000
TEXTS = 50_000
CHINA = datetime.timezone(datetime.timedelta(hours=8))


class City:
    """The kept store and what is in it, as far as questions need to know."""

    def __init__(self, folder, hazards, still_open):
        self.folder = pathlib.Path(folder) / f"city-{hazards}-{still_open}"
        self.hazards, self.open = hazards, still_open
        self.store = self.folder / "node.db"

    def make(self, binary, driver):
        """Makes the store unless it is there; some minutes for a million."""
        if (self.folder / "made.json").exists():
            return self.load()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        say(f"making a city's store of {self.hazards:,} hazards in {self.folder}")
        self.words()
        command(binary, "init", "--store", self.store, "--area", AREA, "--name", "青岛市")
        made = subprocess.run(
            [driver, "desk", "--records", self.folder / "records.jsonl", "--units", self.folder / "units.jsonl", "--store",
             self.store, "--count", str(self.hazards), "--open", str(self.open)], stdout=subprocess.PIPE, text=True, check=True)
        figures = json.loads(made.stdout)
        figures["statuses"] = self.statuses()
        still_open = figures["hazards"] - figures["statuses"].get("closed", 0)
        if still_open != self.open:
            raise RuntimeError(f"{still_open} hazards are open, not {self.open}: {figures['statuses']}")
        self.note(figures)
        return self.load()

    def statuses(self):
        """How many hazards stand where: what the engine has folded, not what was meant."""
        with contextlib.closing(sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)) as db:
            return dict(db.execute("SELECT status, count(*) FROM hazard GROUP BY status"))

    def await_packed_days(self, node, patience=90):
        """Waits until the node has packed the days of totals, which it leaves alone for a minute after its start."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            with contextlib.closing(sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)) as db:
                if db.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'tally_packed'").fetchone()[0]:
                    return node.rest()
            time.sleep(1)

    def words(self):
        """The enterprises and the texts that hazards are made of: from files that are written where they are not there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for more, name, count in (([], "records", TEXTS), (["--units"], "units", UNITS)):
            path, count = self.folder / f"{name}.jsonl", min(count, max(2_000, self.hazards // 20))
            if not path.exists():
                # Under its own name only once it is whole.
                part = path.with_suffix(".part")
                subprocess.run([sys.executable, HERE / "records.py", *more, "--count", str(count), "--out", part], check=True)
                part.rename(path)
        with open(self.folder / "units.jsonl", encoding="utf-8") as file:
            self.units = [json.loads(line) for line in file]
        with open(self.folder / "records.jsonl", encoding="utf-8") as file:
            self.texts = [json.loads(line)["record"] for _, line in zip(range(2_000), file)]
        return self

    def note(self, figures):
        """Says that the store is whole: it is not made again."""
        (self.folder / "made.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")

    def load(self):
        self.figures = json.loads((self.folder / "made.json").read_text(encoding="utf-8"))
        self.words()
        areas = [unit["area"] for unit in self.units]
        self.communities = sorted({area[:12] for area in areas})
        self.townships = sorted({area[:9] + "000" for area in areas})
        self.districts = sorted({area[:6] + "000000" for area in areas})
        age = (time.time() * 1000 - self.figures["to"]) / 86_400_000
        if age > 14:
            say(f"the store ends {age:.0f} days ago, so that more is overdue than was meant; remove {self.folder} to make it anew")
        return self

    def day(self, share=1.0):
        """A day of its half-year, by how far into it."""
        moment = self.figures["from"] + share * (self.figures["to"] - self.figures["from"])
        return datetime.datetime.fromtimestamp(moment / 1000, CHINA).date()

    def moment(self, share):
        return int(self.figures["from"] + share * (self.figures["to"] - self.figures["from"]))

    def copy(self, binary, folder, texts):
        """A copy to work on, its views folded by this version's rules; the kept store is opened for that, and not written to
        otherwise."""
        # Without this each run would fold a million rows anew that another version has folded.
        with Node(binary, self.store, texts) as node:
            node.rest()
            self.await_packed_days(node)
        size = os.path.getsize(self.store)
        say(f"the store has {size / self.figures['hazards']:,.0f} bytes a hazard, texts {'indexed' if texts else 'not indexed'}")
        log = f"{self.store}-wal"
        if os.path.exists(log) and os.path.getsize(log):
            raise RuntimeError(f"{self.store} was not closed: its log holds something")
        path = pathlib.Path(folder) / "node.db"
        # With their modes: a key that others may read is no key.
        shutil.copy(self.store, path)
        shutil.copy(self.folder / "node.key", path.with_name("node.key"))
        return path
