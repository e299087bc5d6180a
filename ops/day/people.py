"""People with devices: each a folder that holds a key, certified by an office; what they do is signed."""
import json
import os
import re

from .node import Refused

UNMET = "a step it requires has not been taken in this round"
SAME = "the user took the step that this one must be independent of"


class Person:
    """Somebody with a post at a node's area; the office above it certifies the device."""

    def __init__(self, node, role, name, office=None):
        office = office or node
        self.node, self.role, self.name = node, role, name
        self.folder = os.path.join(node.folder, f"{name}.device")
        made = node.tool("device", "make", "--device", self.folder)
        self.device = re.search(r"device ([0-9a-f]{32})", made).group(1)
        self.account = re.search(r"account ([0-9a-f-]{36})", made).group(1)
        request, issued = f"{self.folder}.request", f"{self.folder}.pass"
        asked = node.tool("device", "request", request, "--device", self.folder)
        created = office.tool(
            "post", "create", "--area", node.area, "--role", role, "--name", name, "--account", self.account, "--server",
            office.url)
        self.post = re.search(r"post ([0-9a-f-]{36})", created).group(1)
        office.tool(
            "pass", "issue", request, "--post", self.post, "--digits", re.search(r"in: ([0-9]{6})", asked).group(1),
            "--output", issued, "--store", office.store, "--server", office.url)
        node.tool("device", "install", issued, "--device", self.folder)

    def step(self, kind, identifier, step, node=None, acting_for=None, **details):
        """Takes a step by a signature, at the node of the post or at another one, for somebody else where that is said."""
        node = node or self.node
        said = [f"{key}={value}" for key, value in details.items()] + acting(acting_for)
        node.tool(
            "record", "step", kind, identifier, step, *said, "--device", self.folder, "--store", node.store, "--server",
            node.url)

    def sign(self, kind, identifier, step, **details):
        """Signs a step and hands it in nowhere; the number of the action."""
        said = [f"{key}={value}" for key, value in details.items()]
        signed = self.node.tool(
            "device", "sign", "step", kind, identifier, step, *said, "--device", self.folder, "--store", self.node.store)
        return int(re.search(r"action ([0-9]+)", signed).group(1))

    def report(self, description, acting_for=None, **fields):
        """Signs a hazard without handing it in; the number of the action and the record's id."""
        said = {"category": "消防安全", "description": description, "severity": "0", "found_at": "now", **fields}
        signed = self.node.tool(
            "device", "sign", "create", "hazard", "--area", self.node.area, *[f"{key}={value}" for key, value in said.items()],
            *acting(acting_for), "--device", self.folder, "--store", self.node.store)
        found = re.search(r"action ([0-9]+): hazard ([0-9a-f-]{36})", signed)
        return int(found.group(1)), found.group(2)

    def carry(self, path):
        """Writes everything that the device has signed to a file."""
        self.node.tool("device", "actions", "--output", path, "--device", self.folder)

    def hand_in(self, node=None):
        """Hands in everything that the device has signed."""
        node = node or self.node
        return node.tool("device", "send", "--device", self.folder, "--server", node.url)

    def became(self, node=None):
        """What a node says of the device's actions, by number."""
        node = node or self.node
        text = node.tool("actions", "show", self.device, "--server", node.url, "--json")
        return {action["number"]: action for action in json.loads(text)["actions"]}


def acting(person):
    """The arguments that say for whom somebody stands in."""
    return ["--acting-for", person.account] if person else []


def refusal(action):
    """What the command line says where it refuses; None where it does not."""
    try:
        action()
    except (RuntimeError, Refused) as refused:
        return str(refused)
    return None
