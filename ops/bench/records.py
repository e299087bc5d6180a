#!/usr/bin/env python3
"""Writes seeded hazard records as JSON lines: what every side of the benchmark stores and synchronises.

One line is {"author":int,"commit":int,"record":{14 fields}}: a commit holds one to five records of one author in one area,
and 50 authors have 100 areas each. The same seed gives the same bytes everywhere, and a longer run begins with a shorter one.
With --edits it writes one record in a hundred again, each as a commit of its own that changes description and measure.
With --units it writes as many enterprises over all communities instead: what a city's store is made of (`desk`).
"""
import argparse
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
TREE = HERE.parent / "data" / "qingdao_tree.tsv"

AUTHORS = 50
AREAS_PER_AUTHOR = 100
COMMIT_RECORDS_MAX = 5
EDIT_EVERY = 100

START_MS = 1_704_067_200_000  # 2024-01-01T08:00:00+08:00
DAY_MS = 86_400_000
WORKDAY_MS = 36_000_000  # 08:00 to 18:00
COMMIT_GAP_MS = 200_000  # twice the mean, so about a thousand records in a day

# A point near the middle of each district, in degrees: longitude, latitude.
CENTRES = {
    "370202": (120.41, 36.07), "370203": (120.37, 36.10), "370211": (120.05, 35.91), "370212": (120.52, 36.15),
    "370213": (120.43, 36.17), "370214": (120.36, 36.30), "370215": (120.48, 36.41), "370281": (120.00, 36.26),
    "370283": (119.96, 36.79), "370285": (120.52, 36.87),
}
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Generator:
    """SplitMix64: the same integers from the same seed in any language."""

    MASK = (1 << 64) - 1

    def __init__(self, seed, stream=0):
        self.state = (seed * 0x9E3779B97F4A7C15 + stream * 0xD1B54A32D192ED03) & self.MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & self.MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & self.MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & self.MASK
        return z ^ (z >> 31)

    def below(self, bound):
        return (self.next() * bound) >> 64

    def pick(self, items):
        return items[(self.next() * len(items)) >> 64]

    def chance(self, percent):
        return self.below(100) < percent


def credit_code(generator, district):
    """A unified social credit code of GB 32100-2015 with both its check characters."""
    organisation = "MA" + "".join(CREDIT_ALPHABET[generator.below(31)] for _ in range(6))
    total = sum(w * ORGANISATION_ALPHABET.index(c) for w, c in zip(ORGANISATION_WEIGHTS, organisation))
    check = 11 - total % 11
    organisation += "0" if check == 11 else "X" if check == 10 else str(check)
    body = "9" + "1123"[generator.below(4)] + district + organisation
    total = sum(CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + CREDIT_ALPHABET[(31 - total % 31) % 31]


class Vocabulary:
    """The phrases of vocabulary.txt: groups (category, clauses, objects, defects, measures) and common lists."""

    def __init__(self, path):
        self.groups, self.common = [], {}
        title, clauses, objects, defects = "", [], [], []
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                title, _, rest = line[1:].partition("]")
                clauses = rest.split()
            elif title.startswith("="):
                self.common[title[1:]] = line.split("|")
            elif line[0] == "O":
                objects = line[2:].split("|")
            elif line[0] == "D":
                defects = line[2:].split("|")
            else:
                self.groups.append((title, clauses, objects, defects, line[2:].split("|")))


class Area:
    """One enterprise in one community, as one author sees it."""

    def __init__(self, generator, words, community, name):
        district = community[:6]
        self.key = community + "/" + credit_code(generator, district)
        town = "青岛" if generator.chance(70) else "青岛" + name[:2]
        trade = generator.pick(words["trade"])
        self.enterprise = town + generator.pick(words["name_first"]) + generator.pick(words["name_second"]) + trade
        self.enterprise += generator.pick(words["name_last"])
        longitude, latitude = CENTRES[district]
        self.longitude = int(longitude * 1_000_000) + generator.below(120_000) - 60_000
        self.latitude = int(latitude * 1_000_000) + generator.below(120_000) - 60_000
        # An enterprise has a few kinds of trouble of its own, and now and then another.
        self.groups = [generator.next() for _ in range(6)]


def read_communities(path):
    """Level 4 of the tree, by township: [(township, [(code, name)])]."""
    townships = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        code, level, parent, name, _ = line.split("\t")
        if level == "4":
            townships.setdefault(parent, []).append((code, name))
    return sorted((parent, sorted(rows)) for parent, rows in townships.items() if len(rows) >= 4)


def make_areas(seed, words, townships):
    """For each author 100 areas in four communities of one township; two authors share a township."""
    generator = Generator(seed, 1)
    areas = []
    for author in range(AUTHORS):
        if author % 2 == 0:
            communities = generator.pick(townships)[1]
        own = [generator.pick(communities) for _ in range(4)]
        areas.append([Area(generator, words, *own[i % 4]) for i in range(AREAS_PER_AUTHOR)])
    return areas


class Writer:
    """Composes one record after another."""

    def __init__(self, seed, tree):
        self.vocabulary = Vocabulary(HERE / "vocabulary.txt")
        self.words = self.vocabulary.common
        townships = read_communities(tree)
        self.neighbours = [name for _, communities in townships for _, name in communities]
        self.areas = make_areas(seed, self.words, townships)
        self.generator = Generator(seed, 2)
        self.editor = Generator(seed, 3)

    def filled(self, g, phrase):
        """The phrase with its numbers put in."""
        if "{" not in phrase:
            return phrase
        return phrase.format(n=1 + g.below(1 << (2 + g.below(6))), k=2 + g.below(8), m=1 + g.below(12), d=1 + g.below(28))

    def description(self, g, group, place):
        _, _, objects, defects, _ = group
        words = self.words
        thing, defect = g.pick(objects), g.pick(defects)
        if g.chance(55):
            thing += self.plate(g)
        shape = g.below(8)
        if shape < 2:
            text = g.pick(words["opening"]) + thing + defect
        elif shape < 3:
            text = thing + defect + "(" + g.pick(words["opening"]) + ")"
        elif shape < 5:
            text = place + "的" + thing + defect
        else:
            text = thing + defect
        if g.chance(60):
            text += "," + self.filled(g, g.pick(words["amount"]))
        if g.chance(12):
            text += ";另有" + g.pick(objects) + g.pick(defects)
        tail = []
        if g.chance(15):
            tail.append(g.pick(words["consequence"]))
        if g.chance(12):
            tail.append(g.pick(words["remark"]))
        for _ in range((1, 2, 2, 3)[g.below(4)]):
            tail.append(self.circumstance(g))
        if len(tail) > 1 and g.chance(50):
            tail.reverse()
        return text + "".join((",", "。", ";")[g.below(3)] + part for part in tail) + "。"

    def circumstance(self, g):
        """A clause put together word by word, as people write down what they were told."""
        words, shape = self.words, g.below(8)
        text = g.pick(words["when"]) if shape & 1 else ""
        text += g.pick(words["who"]) + g.pick(words["did"]) + g.pick(words["what"])
        if shape & 2:
            text += "(" + self.plate(g) + ")"
        if shape > 2:
            text = g.pick(self.neighbours) + text
        return text + g.pick(words["result"]) if g.chance(45) else text

    def plate(self, g):
        """The number on a machine's plate."""
        return f"{g.pick(LETTERS)}{g.pick(LETTERS)}-{g.below(1_000_000):06d}"

    def measure(self, g, group):
        parts = [g.pick(group[4])]
        if g.chance(35):
            parts.append(g.pick(group[4]))
        if g.chance(30):
            parts.append("更换" + g.pick(self.words["what"]) + "并告知" + g.pick(self.words["who"]))
        if g.chance(85):
            parts.append(self.filled(g, g.pick(self.words["order"])))
        if g.chance(18):
            parts.append(g.pick(self.words["duty"]))
        return ",".join(dict.fromkeys(parts))

    def record(self, g, author, area, created):
        groups = self.vocabulary.groups
        chosen = g.below(8)
        group = groups[(area.groups[chosen] if chosen < 6 else g.next()) % len(groups)]
        spot = g.pick(self.words["building"]) + g.pick(self.words["zone"])
        place = spot + str(1 + g.below(90)) + "号位" if g.chance(60) else spot
        random = g.next()
        found = created - 1000 * g.below(1200)
        days = (0, 1, 3, 3, 7, 7, 15, 30)[g.below(8)]
        deadline = (found - START_MS) // DAY_MS * DAY_MS + START_MS + days * DAY_MS + WORKDAY_MS
        value = (created << 80) | (7 << 76) | ((random >> 52) << 64) | (2 << 62) | (g.next() >> 2)
        digits = f"{value:032x}"
        return {
            "id": f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}",
            "area": area.key,
            "enterprise": area.enterprise,
            "category": group[0],
            "description": self.description(g, group, place),
            "place": place,
            "severity": 1 if g.chance(6) else 0,
            "found_at": found,
            "deadline": deadline,
            "found_by": f"patroller-{1 + author * 37:04d}",
            "measure": self.measure(g, group),
            "longitude": area.longitude + g.below(4000) - 2000,
            "latitude": area.latitude + g.below(4000) - 2000,
            "code": f"{g.pick(group[1])} {1 + g.below(12)}.{1 + g.below(9)}.{1 + g.below(20)}",
        }, group

    def commits(self, count):
        """Yields (author, commit number, [(record, group)]) until `count` records are out."""
        g, now, number, written = self.generator, START_MS, 0, 0
        while written < count:
            number += 1
            author = g.below(AUTHORS)
            area = g.pick(self.areas[author])
            records = []
            for _ in range(1 + g.below(COMMIT_RECORDS_MAX)):
                now += 1 + g.below(60_000)
                records.append(self.record(g, author, area, now))
            now += g.below(COMMIT_GAP_MS - 180_000 + 1)
            if (now - START_MS) % DAY_MS > WORKDAY_MS:
                now = (now - START_MS) // DAY_MS * DAY_MS + DAY_MS + START_MS
            records = records[: count - written]
            written += len(records)
            yield author, number, records

    def edited(self, record, group):
        """The record after an inspector set its measure and deadline anew."""
        g = self.editor
        deadline = record["deadline"] + (1 + g.below(30)) * DAY_MS
        return record | {"measure": self.measure(g, group), "deadline": deadline}


def lines(seed, count, edits=False, tree=TREE):
    """The objects of the file, in its order."""
    writer = Writer(seed, tree)
    index, changed = 0, []
    for author, number, records in writer.commits(count):
        for record, group in records:
            if not edits:
                yield {"author": author, "commit": number, "record": record}
            elif index % EDIT_EVERY == EDIT_EVERY // 2:
                changed.append((author, record, group))
            index += 1
    for offset, (author, record, group) in enumerate(changed):
        yield {"author": author, "commit": number + 1 + offset, "record": writer.edited(record, group)}


def units(seed, count, tree=TREE):
    """Enterprises over the communities of the whole tree, each in a community and with a credit code of its own."""
    words = Vocabulary(HERE / "vocabulary.txt").common
    communities = [community for _, rows in read_communities(tree) for community in rows]
    generator, seen = Generator(seed, 4), set()
    while len(seen) < count:
        unit = Area(generator, words, *generator.pick(communities))
        if unit.key not in seen:
            seen.add(unit.key)
            yield {"area": unit.key, "name": unit.enterprise, "longitude": unit.longitude, "latitude": unit.latitude}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--out", required=True, help="file to write, - for standard output")
    parser.add_argument("--edits", action="store_true", help="write the edits of the same seed and count instead")
    parser.add_argument("--units", action="store_true", help="write so many enterprises instead of records")
    parser.add_argument("--tree", type=pathlib.Path, default=TREE, help="divisions: code12, level, parent12, name, source")
    options = parser.parse_args()
    if not options.tree.exists():
        sys.exit(f"records: no table of divisions at {options.tree}; name one with --tree")
    out = sys.stdout if options.out == "-" else open(options.out, "w", encoding="utf-8", newline="\n")
    with out:
        made = units(options.seed, options.count, options.tree) if options.units else lines(
            options.seed, options.count, options.edits, options.tree)
        for line in made:
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
