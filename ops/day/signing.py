"""People sign: in a basement, under a stolen name, beyond a withdrawal, for somebody else, on leaving, and from above."""
import hashlib
import os
import uuid

from .midday import hazard
from .morning import now
from .node import Refused
from .people import SAME, Person, refusal
from .promise import eventually, promise
from .tell import command, say, scene


def entered(person, number, node):
    return person.became(node).get(number, {}).get("status") == "entered"


def basement(city):
    scene("A patroller signs in a basement; the phone hands in at whatever node it reaches")
    community = city.at("community")[0]
    township = community.parent
    person = Person(community, "patroller", "王巡查")
    command(f"gridward device sign create hazard --area {community.area} … --device {person.name}.device   # no network")
    number, identifier = person.report("地下室配电箱锈蚀")
    promise("nothing of it is anywhere yet", not community.read("hazard", identifier))
    city.settle()
    say(person.hand_in(township).strip())
    eventually("handed in at the township, it comes to the community and the city", lambda: all(
        node.read("hazard", identifier) for node in (community, township, city.city)))
    told = person.hand_in(community)
    promise("handed in again at the community it is one action", "1 repeated" in told, told.strip())
    history = city.city.call("GET", f"/records/hazard/{identifier}/history")["entries"]
    promise("the city reads whose it is, whatever node has written it", [
        entry["user"] for entry in history] == [person.account], str(history))
    return person


def stolen(city, person):
    scene("The phone is stolen, and withdrawn by number")
    community = person.node
    township = community.parent
    own, _ = person.report("消防栓无水")
    person.hand_in()
    thief, false = person.report("并无此事")
    person.hand_in()
    eventually("what the thief has signed has come to the city", lambda: city.city.read("hazard", false))
    command(f"gridward withdraw {person.device} --last {own} --reason 手机被盗   # at the township")
    township.tool("withdraw", person.device, "--last", str(own), "--reason", "手机被盗", "--store", township.store,
                  "--server", township.url)
    branch = [community, township, city.city]
    eventually("beyond that number nothing has effect any more, anywhere", lambda: not any(
        node.read("hazard", false) for node in branch))
    late, _ = person.report("再来一次")
    person.hand_in()
    promise("what comes later is held with its reason",
            person.became().get(late, {}).get("reason") == "withdrawn", str(person.became()))
    promise("what the person owns to still counts", entered(person, own, city.city) and thief == own + 1)


def second_person(city):
    scene("Who re-checks is somebody else, and no node can pretend to be")
    community = city.at("community")[0]
    finder, second = Person(community, "patroller", "李巡查"), Person(community, "cell_head", "赵网格长")
    branch = [community, community.parent, city.city]
    identifier = hazard(community, "李巡查", "疏散门上锁")
    finder.step("hazard", identifier, "rectified", note="已开锁")
    try:
        community.edit("hazard", identifier, finder.account, steps=[{"step": "passed"}])
        said = None
    except Refused as refused:
        said = refused.problem.get("reason")
    promise("the node itself takes no re-check: nobody has signed it", said == "notSigned", str(said))
    community.call("PATCH", f"/records/hazard/{identifier}?force=true", {
        "user": second.account, "steps": [{"step": "passed"}]}, {"If-Match": "*"})
    city.settle()
    promise("and where it is made to say so, it has no effect at any tier", all(
        node.standing("hazard", identifier) == "rectified" for node in branch))
    second.step("hazard", identifier, "passed")
    eventually("signed by a second person it is passed, at the city too", lambda: all(
        node.standing("hazard", identifier) == "passed" for node in branch))


def leaver(city):
    scene("Somebody leaves with actions still on the phone")
    community = city.at("community")[1]
    person = Person(community, "patroller", "孙巡查")
    number, identifier = person.report("电线老化")
    command(f"gridward withdraw {person.device} --last {number} --reason 离岗   # the highest number the phone has told")
    community.tool("withdraw", person.device, "--last", str(number), "--reason", "离岗", "--store", community.store,
                   "--server", community.url)
    person.hand_in()
    eventually("what was signed before still comes in, and counts", lambda: city.city.read("hazard", identifier))
    late, after = person.report("离岗之后")
    person.hand_in()
    told = person.became()
    promise("what is signed after leaving is held, and counts nowhere",
            told.get(late, {}).get("reason") == "withdrawn" and not city.city.read("hazard", after), str(told))


def deputy(city):
    scene("A deputy stands in for a colleague, with a phone and a pass of the deputy's own")
    community = city.at("community")[3]
    absent, standing_in = Person(community, "patroller", "周巡查"), Person(community, "patroller", "吴巡查")
    post = ["post", "create", "--area", community.area, "--role", "patroller", "--name", standing_in.name, "--account",
            standing_in.account, "--acts-for", absent.account, "--server", community.url]
    command(f"gridward post create … --name {standing_in.name} --acts-for {absent.account} --until +30d")
    promise("for longer than 90 days nobody stands in", refusal(lambda: community.tool(*post, "--until", "+120d")) is not None)
    community.tool(*post, "--until", "+30d")
    _, reported = standing_in.report("井盖缺失", acting_for=absent)
    standing_in.hand_in()
    eventually("what the deputy reports comes to the city", lambda: city.city.read("hazard", reported))
    history = city.city.call("GET", f"/records/hazard/{reported}/history")["entries"]
    promise("in the deputy's own name, whoever it is done for", [
        entry["user"] for entry in history] == [standing_in.account], str(history))
    identifier = hazard(community, "周巡查", "灭火器过期")
    absent.step("hazard", identifier, "rectified", note="已更换")
    said = refusal(lambda: standing_in.step("hazard", identifier, "passed", acting_for=absent))
    promise("who acts for the one who put it right may not re-check it: that is no second person", SAME in str(said), str(said))
    standing_in.step("hazard", identifier, "passed")
    eventually("in the deputy's own name alone it may, and the city knows",
               lambda: city.city.standing("hazard", identifier) == "passed")


def ready_to_close(node, finder, second, description):
    """A hazard that lacks nothing but the closing."""
    identifier = hazard(node, finder.name, description)
    after = {"evidence_after": {hashlib.sha256(description.encode()).hexdigest(): {"name": "整改后.jpg", "taken_at": now()}}}
    node.edit("hazard", identifier, finder.account, add=after)
    finder.step("hazard", identifier, "rectified", note="已整改")
    second.step("hazard", identifier, "passed")
    return identifier


def taken_over(city):
    scene("A community's node is taken over, and tries to close a hazard as the township's inspector")
    community = city.at("community")[4]
    township = community.parent
    branch = [community, township, township.parent, city.city]
    finder, second = Person(community, "patroller", "郑巡查"), Person(community, "cell_head", "冯网格长")
    inspector = Person(township, "officer", "街道监管员")
    first = ready_to_close(community, finder, second, "消防水池无水")
    other = ready_to_close(community, finder, second, "防火门拆除")
    eventually("both are passed, and the township knows", lambda: all(
        township.standing("hazard", identifier) == "passed" for identifier in (first, other)))
    inspector.step("hazard", first, "closed")
    eventually("the inspector closes one of them, everywhere", lambda: all(
        node.standing("hazard", first) == "closed" for node in branch))

    command(f"curl -X PATCH …/records/hazard/{other}?force=true   # with the node's own token, in the inspector's name")
    community.call("PATCH", f"/records/hazard/{other}?force=true", {
        "user": inspector.account, "steps": [{"step": "closed"}]}, {"If-Match": "*"})
    false, request = os.path.join(community.folder, "false.device"), os.path.join(community.folder, "false.request")
    community.tool("device", "make", "--account", inspector.account, "--device", false)
    digits = community.tool("device", "request", request, "--device", false).split("in: ")[1][:6]
    said = refusal(lambda: community.tool(
        "pass", "issue", request, "--post", inspector.post, "--digits", digits, "--output", request + ".pass", "--store",
        community.store, "--server", community.url))
    promise("it certifies no second inspector: that is for the township and those above", said is not None, str(said))
    own = Person(community, "officer", "社区监管员")
    said = refusal(lambda: own.step("hazard", other, "closed"))
    promise("an officer of its own may not close either", said is not None, str(said))
    promise("what the inspector signed about one hazard cannot be turned on another",
            is_refused(community, inspector, first, other))
    city.settle()
    promise("the hazard is closed nowhere, not even at the node that was taken over", all(
        node.standing("hazard", other) == "passed" for node in branch),
            str([node.standing("hazard", other) for node in branch]))
    inspector.step("hazard", other, "closed")
    eventually("until the inspector closes it", lambda: all(
        node.standing("hazard", other) == "closed" for node in branch))


def is_refused(node, person, signed, turned):
    """Hands in a person's actions with one record's id in place of another's; whether the node takes none of it."""
    path = os.path.join(node.folder, "turned.actions")
    person.carry(path)
    with open(path, "rb") as file:
        content = file.read()
    with open(path, "wb") as file:
        file.write(content.replace(uuid.UUID(signed).bytes, uuid.UUID(turned).bytes))
    told = node.tool("actions", "import", path, "--store", node.store, "--server", node.url, expect=65)
    return uuid.UUID(signed).bytes in content and "0 entered, 0 repeated, 0 held, 1 refused" in told


def sign(city):
    person = basement(city)
    stolen(city, person)
    second_person(city)
    leaver(city)
    deputy(city)
    taken_over(city)
