"""A branch of three tiers, one of which runs another binary until it is upgraded."""
import copy
import os
import subprocess

from day import proof
from day.city import City

CITY, TOWNSHIP, COMMUNITY = "370200000000", "370202017000", "370202017001"


class Branch(City):
    """A city, a township and a community, of which one runs another binary."""

    def __init__(self, binary, older, folder, older_tier):
        self.binary, self.folder = binary, folder
        self.root = os.path.join(folder, "root")
        self.nodes = {}
        self.city = self._add(CITY, "青岛市", "city", None)
        self.township = self._add(TOWNSHIP, "珠海路街道", "township", self.city)
        self.community = self._add(COMMUNITY, "云霄路社区", "community", self.township)
        self.older = self.at(older_tier)[0]
        self.older.binary = older

    @property
    def everybody(self):
        return list(self.nodes.values())

    def upgrade(self):
        """Another program over the same store."""
        self.older.stop()
        self.older.binary = self.binary
        self.older.start()


def is_older(binary):
    """Whether a binary has no devices: it then tells of itself as a whole."""
    told = subprocess.run([binary, "device", "--help"], capture_output=True, text=True, check=False)
    return "gridward device" not in told.stdout


def desk(node, area):
    """A node of now as somebody with a post at an area below uses it."""
    found = copy.copy(node)
    found.area = area
    return found


def is_quiet(branch):
    """Whether everything has come everywhere, and the nodes say so; an older one says it in its own words."""
    links = [link for node in branch if node.parent for link in node.status()["links"] if link["role"] == "parent"]
    return all(not link["backlog"] for link in links) and all(
        proof.is_equal(node.parent, node) for node in branch if node.parent)
