"""The middle of the day: an outage, edits at once in two places, the loop of a hazard, a reopen against a close."""
import hashlib

from .morning import now
from .node import Refused
from .people import UNMET, Person
from .people import refusal as told
from .promise import eventually, promise
from .tell import command, say, scene


def hazard(node, user, description, area=None, **fields):
    fields = {"category": "消防安全", "description": description, "severity": 0, "found_at": now(), **fields}
    photo = hashlib.sha256(description.encode()).hexdigest()
    evidence = {"evidence_before": {photo: {"name": "整改前.jpg", "taken_at": now()}}}
    return node.create("hazard", fields, user, area=area, add=evidence)["id"]


def everywhere(nodes, identifier, test):
    records = [node.read("hazard", identifier) for node in nodes]
    return all(record and test(record) for record in records)


def cut_off(city):
    scene("A cable is cut: a community goes on alone, and one hazard is edited in two places at once")
    community = city.at("community")[2]
    township = community.parent
    branch = [community, township, township.parent, city.city]
    identifier = hazard(community, "网格员3号", "楼道堆物", place="2号楼")
    eventually(f"a hazard of {community.name} is at {township.name}", lambda: township.read("hazard", identifier))
    city.settle()
    community.stop()
    community.start(is_alone=True)
    say(f"{community.name} is cut off from {township.name}; it works on with what it has")
    community.edit("hazard", identifier, "网格员3号", fields={"place": "2号楼三单元", "description": "楼道堆放电动车"})
    mine = hazard(community, "网格员3号", "配电箱未上锁", category="电气安全")
    say(f"  {community.name} (offline): place := 2号楼三单元, description := 楼道堆放电动车, and a new hazard")
    township.edit("hazard", identifier, "安监员", fields={"measure": "三日内清理并张贴警示", "description": "消防通道堵塞"})
    say(f"  {township.name}: measure := 三日内清理并张贴警示, description := 消防通道堵塞")
    promise(f"{township.name} knows nothing of it yet", township.read("hazard", mine) is None)
    community.stop()
    community.start()
    say("The cable is mended.")
    eventually("the hazard entered offline is at the city", lambda: city.city.read("hazard", mine))
    both_survive(branch, identifier)
    settle(city, branch, identifier)


def both_survive(branch, identifier):
    names = ", ".join(node.name for node in branch)

    def fields(record):
        return record["fields"]["place"] == "2号楼三单元" and record["fields"]["measure"] == "三日内清理并张贴警示"

    eventually(
        f"different fields: both edits survive at {names}", lambda: everywhere(branch, identifier, fields))

    def one_shown(record):
        values = [record["fields"]["description"]] + [write["value"] for write in record["concurrent"]]
        return len(values) == 2 and set(values) == {"楼道堆放电动车", "消防通道堵塞"}

    eventually(
        "the same field: one value is shown, the other kept as concurrent, everywhere",
        lambda: everywhere(branch, identifier, one_shown))
    shown = {node.read("hazard", identifier)["fields"]["description"] for node in branch}
    promise("and all four show the same one", len(shown) == 1, str(shown))


def settle(city, branch, identifier):
    township = branch[1]
    text = "电动车堵塞消防通道"
    command(f"gridward record settle hazard {identifier} description={text} --server {township.url}")
    township.tool(
        "record", "settle", "hazard", identifier, f"description={text}", "--user", "安监员", "--server", township.url)
    eventually(
        f"{township.name} settles it: one value everywhere, nothing left to settle",
        lambda: everywhere(
            branch, identifier, lambda record: record["fields"]["description"] == text and not record["concurrent"]))


def take_through(city):
    scene("A hazard's loop: found, ordered, rectified with evidence, re-checked, closed")
    enterprise = city.at("terminal")[0]
    community, township = enterprise.parent, enterprise.parent.parent
    branch = [enterprise, community, township, township.parent, city.city]
    identifier = hazard(community, "网格员1号", "后厨燃气报警器失效", area=enterprise.area, enterprise=enterprise.name)
    eventually(f"{community.name} reports it; {enterprise.name} and {township.name} have it",
               lambda: enterprise.read("hazard", identifier) and township.read("hazard", identifier))
    township.step("hazard", identifier, "安监员", "ordered", note="限期三日")
    eventually("the order is at the enterprise",
               lambda: enterprise.standing("hazard", identifier) == "ordered")
    after = {"evidence_after": {hashlib.sha256(b"after").hexdigest(): {"name": "整改后.jpg", "taken_at": now()}}}
    enterprise.edit("hazard", identifier, "店长", add=after, steps=[{"step": "rectified", "details": {"note": "已更换"}}])
    eventually("the enterprise has put it right, with a picture",
               lambda: community.standing("hazard", identifier) == "rectified")
    refused = refusal(lambda: township.step("hazard", identifier, "安监员", "closed"))
    promise("nobody closes it without signing", refused == "notSigned", str(refused))
    patroller, officer = Person(community, "patroller", "网格员1号"), Person(township, "officer", "安监员")
    refused = told(lambda: officer.step("hazard", identifier, "closed"))
    promise("closing before the re-check is refused, with the reason", UNMET in str(refused), str(refused))
    patroller.step("hazard", identifier, "passed")
    eventually("the re-check has passed", lambda: township.standing("hazard", identifier) == "passed")
    officer.step("hazard", identifier, "closed")
    eventually("closed, and shown so at all five tiers",
               lambda: everywhere(branch, identifier, lambda record: record["status"] == "closed"))
    record = city.city.read("hazard", identifier)["fields"]
    promise("with its evidence before and after", bool(record["evidence_before"] and record["evidence_after"]))


def refusal(action):
    """The reason for which the node refuses; None when it does not."""
    try:
        action()
    except Refused as refused:
        return refused.problem.get("reason")
    return None


def reopen(city):
    scene("A reopen against a concurrent close: the safe side wins")
    community = city.at("community")[6]
    township, district = community.parent, community.parent.parent
    branch = [community, township, district, city.city]
    identifier = hazard(community, "网格员7号", "脚手架连墙件缺失", category="建筑施工", severity=1)
    evidence = {"evidence_after": {hashlib.sha256(b"scaffold").hexdigest(): {"name": "加固后.jpg", "taken_at": now()}}}
    community.edit("hazard", identifier, "施工方", add=evidence, steps=[{"step": "rectified"}])
    patroller, officer = Person(community, "patroller", "网格员7号"), Person(township, "officer", "街道安监员")
    checker, inspector = Person(district, "officer", "区核查组"), Person(district, "leader", "区督查")
    patroller.step("hazard", identifier, "passed")
    eventually("rectified and passed, known up to the city",
               lambda: city.city.standing("hazard", identifier) == "passed")
    refused = told(lambda: officer.step("hazard", identifier, "closed"))
    promise("a major hazard is not closed by one tier alone", UNMET in str(refused), str(refused))
    checker.step("hazard", identifier, "confirmed")
    eventually("the district has confirmed it, and the township knows",
               lambda: township.standing("hazard", identifier) == "confirmed")
    city.settle()
    township.stop()
    township.start(is_alone=True)
    say(f"{township.name} is cut off. It closes the hazard; {district.name} closes it too, then looks again and reopens it")
    officer.step("hazard", identifier, "closed")
    inspector.step("hazard", identifier, "closed")
    inspector.step("hazard", identifier, "reopened", note="现场复核仍有松动")
    promise(f"{township.name} shows closed", township.standing("hazard", identifier) == "closed")
    promise(f"{district.name} shows reopened", district.standing("hazard", identifier) == "reopened")
    township.stop()
    township.start()
    eventually("joined again, all four show reopened, and a second round is open", lambda: everywhere(
        branch, identifier, lambda record: record["status"] == "reopened" and record["open_round"] == 2))
