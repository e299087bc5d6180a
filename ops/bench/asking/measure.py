"""The measurements of a desk over one running node: each question alone, then beside many clients, then beside the worst."""
import contextlib
import itertools
import json
import random
import time

from . import load, questions, sqlite
from .ask import Asker, Probe, Times, repeat
from .child import Child, sessions
from .node import say

# Callers of their own: probes, and those who ask the slowest; what wrk asks comes from 127.0.0.1.
PROBE, POSTER, CHILD, SLOW = 1, 2, 3, 10


class Desk:
    """A node over a copy of the city's store, and who asks it."""

    def __init__(self, node, city, folder, binary, seconds):
        self.node, self.city, self.folder, self.seconds = node, city, folder, seconds
        self.probe, self.poster = Asker(node.port, PROBE), Asker(node.port, POSTER, token=node.token)
        self.draw = random.Random(11)
        now = int(time.time() * 1000)
        self.bodies = itertools.cycle(list(load.hazards(city.units, city.texts, now)))
        self.child = Child(binary, folder, city.townships[len(city.townships) // 2])
        own = [unit for unit in city.units if unit["area"][:9] == self.child.area[:9]]
        self.below = itertools.cycle(list(load.hazards(own, city.texts, now)))
        self.known, self.missing = questions.there(questions.every(), self.probe, city)

    # One of each.

    def healthz(self):
        return self.probe.ask("/healthz")[:2]

    def post(self):
        return self.poster.ask("/records/hazard", "POST", json.dumps(next(self.bodies)))[:2]

    # Alone.

    def question(self, question, count=200):
        """A question asked again and again: times, processor seconds of the node for each, rows and bytes of an answer in the
        mean, and the ids on each page."""
        pages, counts, sizes = [], [], []

        def once():
            status, taken, body = self.probe.ask(question.path(self.city, self.draw))
            if status == 200:
                question.told(body)
                counts.append(rows(json.loads(body), pages))
                sizes.append(len(body))
            return status, taken

        once()
        for noted in (pages, counts, sizes):
            noted.clear()
        before = self.node.processor
        times = repeat(once, count, self.seconds)
        asked = len(times.seconds) + sum(times.others.values())
        return times, (self.node.processor - before) / asked, mean(counts), mean(sizes), pages

    def beside_sqlite(self, name, pages, processor):
        """What a page costs the node, against SQLite alone for the same rows; nothing where there are few."""
        if mean([len(page) for page in pages]) < 25:
            return None
        reader = sqlite.Rows(self.node.store)
        try:
            passed, own = reader.cost(pages[:200])
        finally:
            reader.close()
        return {"name": name, "node": processor * 1000, "sqlite": own * 1000, "passed": passed * 1000, "ratio": processor / own,
                "rows": mean([len(page) for page in pages])}

    def alone(self):
        """The times of everything when nobody else asks."""
        found, costs = [], []
        for question in self.known:
            times, processor, count, size, pages = self.question(question)
            found.append((question.name, times, processor, count, size))
            if question.group == "list" and (cost := self.beside_sqlite(question.name, pages, processor)):
                costs.append(cost)
            say(f"{question.name}: p50 {times.words()[0]} ms, {times.refusals()}")
        return found, costs

    def others_alone(self):
        """Health, a hazard entered and a child's sessions when nobody else asks."""
        health = repeat(self.healthz, 1_000, self.seconds)
        posts = repeat(self.post, 1_000, self.seconds)
        firsts, later = sessions(self.child, self.node, Asker(self.node.port, CHILD, token=self.node.token), self.below, 12, 60)
        return {"healthz": health, "post": posts, "besides": posts, "first": firsts, "session": later}

    # Beside others.

    def beside(self, clients, slow=()):
        """The same while so many clients ask a mix of everything, and others the slowest questions there are; health and entering
        by themselves first, then with a child's sessions."""
        requests = load.mixed(self.known, self.city)
        # It goes on for as long as the sessions take, which end soon after their time.
        with load.Load(self.node, self.folder, "mix", requests, clients, 800) as asking:
            slowest = [self.asking(question, number) for number, question in enumerate(slow)]
            for probe in slowest:
                probe.start()
            try:
                with self.people() as alone:
                    time.sleep(self.seconds)
                with self.people() as both:
                    asker = Asker(self.node.port, CHILD, token=self.node.token)
                    firsts, later = sessions(self.child, self.node, asker, self.below, 12, max(20, self.seconds * 3))
                figures = asking.figures(now=True)
            finally:
                answers = Times()
                for probe in slowest:
                    times = probe.stop()
                    answers.seconds += times.seconds
                    for status, count in times.others.items():
                        answers.others[status] = answers.others.get(status, 0) + count
        (health, posts), (_, others) = alone, both
        return {"healthz": health, "post": posts, "besides": others, "first": firsts, "session": later, "mix": figures, "slow": answers}

    @contextlib.contextmanager
    def people(self):
        """Asks for health and enters hazards while the block runs: a list that holds the times of both when it has."""
        probes, times = [Probe(self.healthz, 0.02), Probe(self.post, 0.02)], []
        for probe in probes:
            probe.start()
        try:
            yield times
        finally:
            times += [probe.stop() for probe in probes]

    def asking(self, question, number):
        asker = Asker(self.node.port, SLOW + number)
        return Probe(lambda: asker.ask(question.form(self.city, self.draw))[:2])

    def slowest(self, found, count=10):
        """The slowest that may be asked: the heaviest the node knows, then those that took longest of all."""
        known, _ = questions.there(questions.heavy(), Asker(self.node.port, SLOW), self.city)
        measured = []
        for question in known:
            times, *_ = self.question(question, count=3)
            measured.append((max(times.seconds + ([10.0] if times.others else [])), question))
        by_name = {question.name: question for question in self.known}
        measured += [(times.at(0.5) / 1000 if times.seconds else 10.0, by_name[name]) for name, times, *_ in found]
        return [question for _, question in sorted(measured, key=lambda pair: -pair[0])[:count]]


def mean(values):
    return sum(values) / len(values) if values else 0


def rows(answer, pages):
    """How many rows an answer has; the ids of a page of records are noted."""
    for name in ("records", "deadlines", "proposals", "changes", "totals", "indicators", "counts", "rows", "routes"):
        if isinstance(answer.get(name), (list, dict)):
            if name == "records":
                pages.append([row["id"] for row in answer[name] if "id" in row])
            return len(answer[name])
    return 0
