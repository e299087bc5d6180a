"""The first scenes: the city starts, patrols and inspections go up, a tip-off stays on its branch."""
import os
import time

from . import proof
from .promise import eventually, promise
from .tell import command, say, scene, table


def now():
    return int(time.time() * 1000)


def wake(city):
    scene("The city wakes: one binary, seventeen processes, five tiers")
    city.start()
    rows = []
    for node in city:
        depth = ["city", "district", "township", "community", "terminal"].index(node.tier)
        rows.append(["  " * depth + node.name, node.tier, node.area, node.url])
    table(["node", "tier", "area", "address"], rows)
    command(f"gridward root create --folder root --area {city.city.area}        # once, offline")
    command("gridward enroll token --area 370202000000 --store node.db       # at the office above")
    command("gridward enroll TOKEN --parent https://… --store node.db; gridward serve --store node.db")
    securities = [node.status()["security"] for node in city]
    promise("every node was enrolled with a token of the one above it, and links are mutual TLS",
            all(security["mode"] == "mutual-tls" for security in securities))
    eventually("every node is up, in step with its parent and proved equal", city.is_settled)


def name(city):
    """No program knows a place by name: the city enters its list, and it falls to every node."""
    scene("The city says what its places are called")
    top = city.city
    command(f"gridward places import {os.path.basename(city.tree)} --as-of 2025-12-31")
    say(top.tool(
        "places", "import", city.tree, "--as-of", "2025-12-31", "--server", top.url, "--user", "市安委办").strip())

    def is_named(node):
        own = node.parent if node.tier == "terminal" else node
        names = node.status().get("places", {})
        return names.get(own.area) == own.name and (not node.parent or node.parent.area in names)

    eventually("every node knows what it and its parent are called", lambda: all(is_named(node) for node in city))
    below = [node for node in city if node.tier in ("township", "community", "terminal")]
    promise("and nobody holds the names of another district's places", all(
        proof.contains(record["area"], node.area) for node in below for record in node.every("code_table")))


def patrol(city):
    scene("Morning: patrols and inspections go up")
    made = {"patrol": [], "inspection": []}
    for number, node in enumerate(city.at("community")):
        for walk in range(2):
            fields = {
                "patroller": f"网格员{number + 1}号", "started_at": now() - 3_600_000, "ended_at": now(),
                "distance_m": 1200 + 150 * number + 30 * walk, "persons": 2, "crs": "cgcs2000",
            }
            point = {"lon": 120383000 + number * 100, "lat": 36067000, "accuracy_m": 8}
            answer = node.create("patrol", fields, f"网格员{number + 1}号", add={"track": {f"{now()}-{walk}": point}})
            made["patrol"].append((node, answer["id"]))
        fields = {
            "origin": "patrol", "method": "routine", "target": f"{node.name}沿街商铺", "target_kind": "site",
            "inspector": f"网格员{number + 1}号", "started_at": now(), "result": "none_found", "is_counted": True,
        }
        answers = {"q01": {"answer": "yes", "text": "疏散通道畅通"}, "q02": {"answer": "yes", "text": "灭火器在有效期内"}}
        answer = node.create("inspection", fields, f"网格员{number + 1}号", add={"answers": answers})
        made["inspection"].append((node, answer["id"]))
    for node in city.at("terminal"):
        fields = {
            "origin": "self", "target": node.name, "target_kind": "enterprise", "inspector": "安全员", "started_at": now(),
            "result": "none_found",
        }
        made["inspection"].append((node, node.create("inspection", fields, "安全员")["id"]))
    say("8 communities entered 16 patrols and 8 inspections, 2 enterprises their own inspections")
    rose(city, made)
    custody(city, *made["inspection"][0])
    return made


def rose(city, made):
    eventually(
        "every inspection is at the city", lambda: len(city.city.every("inspection")) == len(made["inspection"]))
    eventually(
        "every patrol is at its district",
        lambda: sum(len(node.every("patrol")) for node in city.at("district")) == len(made["patrol"]))
    promise("and no patrol goes above the district: its class rises no higher", not city.city.every("patrol"))


def custody(city, node, inspection):
    def tiers():
        entries = node.call("GET", f"/records/inspection/{inspection}/history")["entries"]
        return set(entries[0]["custody"]) >= {"city", "district", "township"}

    eventually(f"{node.name} can show that township, district and city have its inspection in custody", tiers)


def confide(city):
    scene("A whistle-blower calls: a confidential tip-off stays on its branch")
    node = city.at("community")[5]
    fields = {
        "channel": "insider", "content": "夜间违规动火作业，监控被关闭", "target": "某船舶修理厂", "received_at": now(),
        "informant_is_anonymous": True,
    }
    tip = node.create("tip_off", fields, "值班员")["id"]
    who = node.create("informant", {"tip_off": tip, "role": "employee", "phone": "138-0000-0000"}, "值班员")["id"]
    above = [node, node.parent, node.parent.parent, city.city]
    say(f"{node.name} enters it, and who gave it as a record apart; neither class ever falls")
    eventually(
        "both are at " + ", ".join(place.name for place in above),
        lambda: all(place.read("tip_off", tip) and place.read("informant", who) for place in above))
    city.settle()
    others = [place for place in city if place not in above]
    promise("and at none of the other thirteen nodes", not any(
        place.read("tip_off", tip) or place.read("informant", who) for place in others))
    files = [place for place in others if any(feed["class"] == "confidential" for feed in proof.feeds(place))]
    promise("nor in their files: none of them has a confidential feed", not files, ", ".join(n.name for n in files))
