"""The end of the day: a directive and its receipts, totals, a parent killed in mid-sync, who holds what."""
import http.client
import signal
import threading

from . import proof
from .morning import now
from .promise import eventually, promise, until
from .relay import Relay
from .tell import command, say, scene, table

KILL_RECORDS = 1500


def broadcast(city):
    scene("The city broadcasts a directive; every node in scope acknowledges it")
    title = "关于立即开展冬季消防安全大检查的通知"
    command(f"gridward directive send --area {city.city.area} --title {title} --due +3d --urgency 加急")
    sent = city.city.tool(
        "directive", "send", "--area", city.city.area, "--title", title, "--body", "各区、街道、社区立即组织排查，三日内反馈。",
        "--issued-by", "青岛市安委会办公室", "--due", "+3d", "--urgency", "加急", "--server", city.city.url,
        "--user", "市安委办")
    directive = sent.split()[2]
    scope = [node for node in city if node.tier in ("district", "township", "community")]
    eventually("it is at all fourteen nodes below the city, three hops down",
               lambda: all(node.read("directive", directive) for node in scope), deadline=10)
    terminals = [node for node in city.at("terminal") if node.read("directive", directive)]
    promise("and not at the enterprises: its class falls to the community", not terminals)
    command(f"gridward directive acknowledge {directive}   # at each of the fourteen")
    for node in scope:
        node.tool(
            "directive", "acknowledge", directive, "--config", node.settings, "--server", node.url, "--user", "值班员")
    count_receipts(city, directive, scope)


def count_receipts(city, directive, scope):
    def receipts():
        return [receipt for receipt in city.city.every("receipt") if receipt["fields"]["directive"] == directive]

    eventually("the city counts fourteen receipts, each from another node",
               lambda: {receipt["area"] for receipt in receipts()} == {node.area for node in scope},
               detail=lambda: f"{len(receipts())} receipts")
    promise("all of them accepted", all(receipt["status"] == "accepted" for receipt in receipts()))
    command(f"gridward directive receipts {directive}")
    for line in city.city.tool("directive", "receipts", directive, "--server", city.city.url).splitlines():
        say(line)


def total(city):
    scene("A district's total is the sum of its townships' totals")
    city.settle()
    rows, is_equal = [], True
    for district in city.at("district"):
        for kind in ("patrol", "inspection", "hazard"):
            own = len(district.every(kind, area=district.area))
            parts = [len(township.every(kind, area=township.area)) for township in district.children]
            rows.append([district.name, kind, own, " + ".join(map(str, parts)) + f" = {sum(parts)}"])
            is_equal = is_equal and own == sum(parts) and own > 0
    table(["district", "records", "at the district", "at its townships"], rows)
    promise("every total is the sum of its parts", is_equal)


def kill(city):
    scene("A parent is killed in mid-sync: nothing that was acknowledged is lost")
    community = city.at("community")[5]
    township = community.parent
    community.stop()
    community.start(is_alone=True)
    acknowledged = enter_many(community)
    say(f"{community.name} worked offline: {len(acknowledged)} inspections are acknowledged on its disk")
    before = proof.commits(township)
    relay, killed = kill_on_arrival(township, before)
    community.stop()
    community.start(parent=relay.url)
    killed.wait(30)
    arrived = proof.commits(township) - before
    promise(
        f"{township.name} was killed with SIGKILL when {arrived} of {KILL_RECORDS} had come in",
        killed.is_set() and 0 < arrived < KILL_RECORDS)
    command("gridward verify --store node.db   # what is left of it")
    say(township.tool("verify", "--store", township.store).strip())
    township.start()
    say(f"{township.name} is started again")
    complete(city, community, township, acknowledged)
    relay.close()


def kill_on_arrival(node, before):
    """A line to the node that kills it as soon as something of what comes over it is on its disk."""
    killed, lock = threading.Event(), threading.Lock()

    def may_go_on():
        with lock:
            if killed.is_set() or not until(lambda: proof.commits(node) > before, 0.3):
                return True
            node.stop(signal.SIGKILL)
            killed.set()
            return False

    return Relay("127.0.0.1", node.link_port, may_go_on), killed


def enter_many(community):
    identifiers, lock = [], threading.Lock()

    def enter(first):
        keep = http.client.HTTPConnection("127.0.0.1", community.port, timeout=20)
        for number in range(first, KILL_RECORDS, 4):
            fields = {
                "origin": "patrol", "target": f"沿街商铺{number}号", "inspector": "网格员6号", "started_at": now(),
                "result": "none_found", "summary": f"第{number}户：用电、用气、疏散通道逐项检查，未发现隐患。",
            }
            identifier = community.create("inspection", fields, "网格员6号", keep=keep)["id"]
            with lock:
                identifiers.append(identifier)

    threads = [threading.Thread(target=enter, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return identifiers


def complete(city, community, township, acknowledged):
    wanted = set(acknowledged)

    def has_all(node):
        return wanted <= {record["id"] for record in node.every("inspection", area=community.area)}

    for node in (township, township.parent, city.city):
        eventually(f"all {len(wanted)} are at {node.name}, each once", lambda node=node: has_all(node))
    community.stop()
    community.start()


def reckon(city):
    scene("Who holds what")
    eventually("every node is in step with its parent", city.is_settled)
    kinds = ["patrol", "inspection", "hazard", "tip_off", "directive", "receipt"]
    rows = []
    for node in city:
        status = node.status()
        records = status["summary"]["records"]
        links = [link for link in status["links"] if link["role"] == "parent"]
        proved = not node.parent or (bool(links[0]["proved_at"]) and proof.is_equal(node.parent, node))
        state = status["uplink"]["state"] if node.parent else "top"
        rows.append([node.name, node.tier, *[records.get(kind, 0) or "" for kind in kinds],
                     status["summary"]["commits"], state, "yes" if proved else "NO"])
    table(["node", "tier", *kinds, "commits", "link", "proved"], rows)
    promise("every link is proved equal, head by head, in the files of both ends", all(row[-1] == "yes" for row in rows))
    promise("whoever says that a tier above has something in custody is right", not any(
        proof.broken_custody(node) for node in city))
    promise("no file holds a feed outside its node's branch and class", not any(proof.strangers(node) for node in city))
    promise("no feed has a gap anywhere", not any(proof.gaps(node) for node in city))
    quarantined = sum(link["quarantined"] for node in city for link in node.status()["links"])
    promise("nothing is quarantined", quarantined == 0, str(quarantined))
