"""The demo's part of 青岛市: which divisions and enterprises have a node, and starting and ending them."""
import csv
import os
import signal

from . import proof
from .node import Node
from .promise import until

CITY = "370200000000"
# Four townships in two districts; of each, its first two communities.
TOWNSHIPS = ["370202017000", "370202021000", "370212001000", "370212003000"]
ENTERPRISES = [
    ("370202017001", "MA3CDEMO1", "云霄路海鲜酒楼"),
    ("370212001001", "MA3CDEMO2", "东韩汽车修理厂"),
]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(district, organisation):
    """A unified social credit code with a valid check character (GB 32100-2015); the demo's codes are invented."""
    body = "92" + district[:6] + organisation.replace("O", "0").replace("I", "1").replace("S", "5").replace("Z", "2")
    total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def divisions(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {row["code12"]: row for row in csv.DictReader(file, delimiter="\t")}


class City:
    def __init__(self, binary, folder, tree):
        rows = divisions(tree)
        self.binary, self.folder, self.tree = binary, folder, tree
        self.root = os.path.join(folder, "root")
        self.nodes = {}
        self.city = self._add(CITY, rows[CITY]["name"], "city", None)
        for township in TOWNSHIPS:
            district = rows[township]["parent12"]
            if district not in self.nodes:
                self._add(district, rows[district]["name"], "district", self.city)
            self._add(township, rows[township]["name"], "township", self.nodes[district])
            below = [row for row in rows.values() if row["parent12"] == township]
            for row in below[:2]:
                community = self._add(row["code12"], row["name"], "community", self.nodes[township])
                self._add_enterprises(community)

    def _add(self, area, name, tier, parent):
        folder = os.path.join(self.folder, area.replace("/", "-"))
        self.nodes[area] = Node(self.binary, folder, area, name, tier, parent)
        return self.nodes[area]

    def _add_enterprises(self, community):
        for place, organisation, name in ENTERPRISES:
            if place == community.area:
                self._add(f"{place}/{credit_code(place, organisation)}", name, "terminal", community)

    def __iter__(self):
        return iter(self.nodes.values())

    def at(self, tier):
        return [node for node in self if node.tier == tier]

    def inside(self, area):
        return [node for node in self if proof.contains(area, node.area)]

    def start(self):
        """Parents before children: a node joins with a token of its running parent."""
        for node in self:
            if node.parent:
                node.join()
            else:
                node.found(self.root)
            node.start()

    def end(self):
        """Ends every process that this started, children first, by its own id."""
        for node in reversed(list(self)):
            if node.process:
                node.process.send_signal(signal.SIGTERM)
        for node in reversed(list(self)):
            node.stop()

    def is_settled(self):
        """Whether every running child says that it is in step with its parent and owes it nothing."""
        for node in self:
            if not node.parent:
                continue
            status = node.status()
            links = [link for link in status["links"] if link["role"] == "parent"]
            if status["uplink"]["state"] != "in-step" or not links or links[0]["backlog"]:
                return False
        return all(proof.is_equal(node.parent, node) for node in self if node.parent)

    def settle(self, deadline=30):
        return until(self.is_settled, deadline)
