"""A branch of which one node runs the version before people: it hands on what they sign bit for bit, and agrees once upgraded."""
import argparse
import hashlib
import os
import shutil
import signal
import sys
import tempfile

from day import promise as kept
from day import tell
from day.morning import now
from day.midday import hazard
from day.people import Person, refusal
from day.promise import eventually, promise
from day.tell import scene

from . import compare
from .branch import Branch, desk, is_older, is_quiet


def rectified(node, finder, description):
    """A hazard about the finder's area that lacks the re-check and the closing."""
    identifier = hazard(node, finder.account, description, area=finder.node.area)
    after = {"evidence_after": {hashlib.sha256(description.encode()).hexdigest(): {"name": "整改后.jpg", "taken_at": now()}}}
    node.edit("hazard", identifier, finder.account, add=after)
    finder.step("hazard", identifier, "rectified", note="已整改")
    return identifier


def steps(branch, at, new):
    """Steps with `by`, signed at either end of the branch, and one that nobody signs; a field edited at both ends."""
    top = branch.city
    finder, second = Person(at, "patroller", "甲巡查"), Person(at, "cell_head", "乙网格长")
    inspector = Person(top, "officer", "市监管员")
    identifier, unsigned = [rectified(at, finder, text) for text in ("楼道堆物", "疏散门上锁")]
    second.step("hazard", identifier, "passed")
    eventually("a re-check signed below is in effect at all nodes of now", lambda: all(
        node.standing("hazard", identifier) == "passed" for node in new))
    inspector.step("hazard", identifier, "closed")
    eventually("and so is the closing that an officer signs at the city", lambda: all(
        node.standing("hazard", identifier) == "closed" for node in new))
    eventually("the other is known everywhere as put right", lambda: all(
        node.standing("hazard", unsigned) == "rectified" for node in branch))
    seen = [(node, node.read("hazard", unsigned)["tag"]) for node in (at, top)]
    for (node, tag), place in zip(seen, ("2号楼三单元", "2号楼")):
        node.edit("hazard", unsigned, finder.account, seen=tag, fields={"place": place})
    said = refusal(lambda: branch.older.edit("hazard", unsigned, second.account, steps=[{"step": "passed"}]))
    promise("the older node takes a re-check that nobody signs, as it always did", said is None, str(said))
    return [(identifier, "closed"), (unsigned, "rectified")]


def devices(branch, at, new):
    """Passes and withdrawals that are made at either end; returns the records that are to be there, and those that are not."""
    there, gone = [], []
    for office, name in ((at, "丙巡查"), (branch.city, "丁巡查")):
        person = Person(at, "patroller", name, office=office)
        own, right = person.report("电线老化")
        _, false = person.report("并无此事")
        person.hand_in()
        eventually(f"what somebody reports whose pass {office.name} issued is at all nodes of now", lambda r=right, f=false: all(
            node.read("hazard", r) and node.read("hazard", f) for node in new))
        office.tool("withdraw", person.device, "--last", str(own), "--reason", "手机被盗", "--store", office.store,
                    "--server", office.url)
        eventually(f"beyond a number, nothing counts any more by {office.name}'s word", lambda f=false: not any(
            node.read("hazard", f) for node in new))
        late, _ = person.report("再来一次")
        person.hand_in()
        promise("what comes later is held with its reason",
                person.became().get(late, {}).get("reason") == "withdrawn", str(person.became()))
        there.append(right)
        gone.append(false)
    return there, gone


def show(branch, states, there, gone, nodes):
    promise("every step has the effect that its signature gives it", all(
        node.standing("hazard", identifier) == state for node in nodes for identifier, state in states),
            str([[node.standing("hazard", identifier) for identifier, _ in states] for node in nodes]))
    promise("what counts is there, and what does not is not", all(
        node.read("hazard", identifier) for node in nodes for identifier in there) and not any(
        node.read("hazard", identifier) for node in nodes for identifier in gone))


def way(binary, older, folder, tier):
    branch = Branch(binary, older, folder, tier)
    try:
        scene(f"An older {tier}: {branch.older.name} runs the version before people")
        branch.start()
        play(branch)
    finally:
        branch.end()


def play(branch):
    old, everybody = branch.older, branch.everybody
    new = [node for node in everybody if node is not old]
    eventually("all three are enrolled, in step and proved equal", branch.is_settled)
    at = branch.community if old is branch.township else desk(branch.township, branch.community.area)
    states = steps(branch, at, new)
    there, gone = devices(branch, at, new)
    eventually("everything has come everywhere", lambda: is_quiet(branch))
    compare.same_bytes(everybody)
    compare.same_word(new)
    known = sum(len(compare.statements(old, kind)) for kind in (compare.PASS, compare.WITHDRAWAL))
    promise("of which the older node can read no pass and no withdrawal", known == 0, str(known))
    show(branch, states, there, gone, new)
    quarantined = sum(link["quarantined"] for node in branch for link in node.status()["links"])
    promise("nothing is quarantined anywhere", quarantined == 0, str(quarantined))
    agree(branch, states, there, gone)


def agree(branch, states, there, gone):
    old, everybody = branch.older, branch.everybody
    scene(f"{old.name} is upgraded, over the same store")
    branch.upgrade()
    eventually("it is in step and proved equal", branch.is_settled)
    person = Person(old, "patroller" if old.tier == "community" else "officer", "戊新人")
    number, identifier = person.report("消防栓无水")
    person.hand_in()
    eventually("it certifies devices now, and what they sign is everywhere", lambda: number and all(
        node.read("hazard", identifier) for node in everybody))
    eventually("everything has come everywhere", branch.is_settled)
    compare.same_bytes(everybody)
    compare.same_word(everybody)
    compare.same_rows(everybody)
    show(branch, states, there + [identifier], gone, everybody)
    for node in everybody:
        node.stop()
    for node in everybody:
        said = refusal(lambda node=node: node.tool("verify", "--store", node.store))
        promise(f"gridward verify finds no fault at {node.name}", said is None, str(said))


def main():
    parser = argparse.ArgumentParser(prog="ops/long mixed", description=__doc__)
    parser.add_argument("binary", help="gridward of now")
    parser.add_argument("older", help="gridward of the version before people")
    given = parser.parse_args()
    if not is_older(given.older) or is_older(given.binary):
        parser.error("the second program must be one without `gridward device`, and the first one with it")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = tempfile.mkdtemp(prefix="gridward-mixed-")
    try:
        for tier in ("township", "community"):
            way(given.binary, given.older, os.path.join(folder, tier), tier)
    finally:
        if kept.broken or sys.exc_info()[0]:
            tell.say(f"What the nodes logged is in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    for text in kept.broken:
        tell.say(f"✗ {text}")
    tell.say(f"{kept.kept} promises were kept, {len(kept.broken)} broken")
    return 1 if kept.broken else 0


if __name__ == "__main__":
    sys.exit(main())
