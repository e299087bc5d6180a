"""Rules that propose and a person who confirms: code tables fall, two accidents call for a warning, a wrong grade is refused."""
import json

from .morning import now
from .node import Refused
from .promise import eventually, promise
from .tell import command, say, scene

DAY = 86_400_000


def accident(node, days_ago, grade=1):
    at = now() - days_ago * DAY
    fields = {
        "title": "机械伤害事故", "occurred_at": at, "place": "一车间", "dead": 0, "seriously_injured": 1, "loss_fen": 1_200_000,
        "grade": grade, "accident_type": "003",
    }
    return node.create("accident", fields, "值班员")["id"]


def propose(city):
    scene("The rules propose, a person confirms")
    top, district = city.city, city.at("district")[0]
    command(f"gridward codes load --area {top.area}")
    say(top.tool("codes", "load", "--area", top.area, "--server", top.url, "--user", "市安委办").strip())
    tables = count(top)
    eventually(f"all {tables} code tables have fallen to every node",
               lambda: all(count(node) == tables for node in city))
    communities = [node for node in city.at("community") if node.parent.parent is district]
    wrong = refusal(lambda: accident(communities[0], 20, grade=2))
    promise("an accident with a grade that its harm does not make is refused", wrong == "contradiction", str(wrong))
    accidents = [accident(communities[0], 20), accident(communities[1], 3)]
    eventually(f"two accidents in {district.name} within sixty days are at the city",
               lambda: all(top.read("accident", identifier) for identifier in accidents))
    warn(city, district)


def count(node):
    """How many code tables a node has, but for those of places, of which each has its own district's."""
    return sum(1 for table in node.every("code_table") if table["fields"]["name"] != "division")


def warn(city, district):
    top = city.city
    command("gridward proposals list --rule accidents_in_short_time")
    found = json.loads(top.tool(
        "proposals", "list", "--rule", "accidents_in_short_time", "--server", top.url, "--json"))["proposals"]
    wanted = [proposal for proposal in found if proposal["area"] == district.area]
    promise("the city's rules propose a warning notice for it", [each["type"] for each in wanted] == ["warning_notice"])
    identifier = wanted[0]["id"]
    say(f"{wanted[0]['why']['zh']} — {wanted[0]['source']}")
    command(f"gridward proposals confirm {identifier} number=青安警〔1〕号")
    top.tool("proposals", "confirm", identifier, "number=青安警〔1〕号", "--server", top.url, "--user", "市安委办")
    eventually(f"the notice is at {district.name}", lambda: district.read("warning_notice", identifier))
    again = json.loads(top.tool(
        "proposals", "list", "--rule", "accidents_in_short_time", "--server", top.url, "--json"))["proposals"]
    promise("and is proposed no more", all(proposal["id"] != identifier for proposal in again))


def refusal(action):
    """The code of the first field at fault; None when the node does not refuse."""
    try:
        action()
    except Refused as refused:
        return refused.problem["errors"][0]["code"]
    return None
