"""People sign: in a basement, under a stolen name, beyond a withdrawal, for somebody else, and on leaving."""
from .midday import hazard
from .node import Refused
from .people import Person
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


def sign(city):
    person = basement(city)
    stolen(city, person)
    second_person(city)
    leaver(city)
