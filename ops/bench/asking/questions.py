"""What desks ask, each question in the forms that a node may know it in, with values that differ from time to time."""
import datetime
import json
import random
import urllib.parse

from .city import CHINA

LIST, COUNTS = "/records/hazard", "/counts/hazard"
STATUSES = ["reported", "reported", "ordered", "rectified", "passed", "failed", "closed"]
WORDS = ["电缆", "锅炉", "通道", "灭火", "叉车", "氨气", "接地", "护罩", "粉尘", "吊钩", "围堰", "燃气", "脚手", "值班"]
CATEGORIES = ["消防安全", "电气安全", "特种设备", "机械设备", "危险化学品", "燃气安全"]
DAY = 86_400_000


def path(base, **query):
    return base + ("?" + urllib.parse.urlencode(query) if query else "")


class Question:
    """A kind of question: its first form that the node answers is the one that is asked."""

    def __init__(self, name, *forms, weight=1, group="list", follows=None):
        self.name, self.forms, self.weight, self.group, self.follows = name, forms, weight, group, follows
        self.form, self.next = None, None

    def settle(self, asker, city, draw):
        """Finds the form that the node knows. It is not there where each of them is refused for what it asks: with 400
        or 404, or with 409 where the node keeps no index of texts."""
        for form in self.forms:
            status, _, _ = asker.ask(form(city, draw))
            if status not in (400, 404, 405, 409):
                self.form = form
                return True
        return False

    def path(self, city, draw):
        return self.next or self.form(city, draw)

    def told(self, body):
        """Where answers lead on to a further page, that is asked next."""
        if self.follows:
            self.next = self.follows(json.loads(body))


def page_after(base):
    """Follows a list page by page, and begins again after its end."""

    def follow(answer):
        place = answer.get("next")
        return f"{base}&after={urllib.parse.quote(str(place))}" if place is not None else None

    return follow


def cursor_after(answer):
    """Follows the feed of changes, and begins again when there is no more."""
    return path("/changes", since=answer["next"], limit=100) if answer.get("more", True) and answer.get("next") else None


def day(moment):
    return datetime.datetime.fromtimestamp(moment / 1000, CHINA).date()


def deadline_range(style):
    def form(city, draw):
        start = city.figures["to"] + draw.randrange(-20, 20) * DAY
        return style(start, start + 7 * DAY)

    return form


def every():
    """All kinds of questions, anew: each remembers how it is asked."""
    def over(base, **more):
        return lambda city, draw: path(base, **{key: value(city, draw) if callable(value) else value for key, value in more.items()})

    def township(city, draw): return draw.choice(city.townships)
    def district(city, draw): return draw.choice(city.districts)
    def community(city, draw): return draw.choice(city.communities)
    def status(_, draw): return draw.choice(STATUSES)
    def unit(city, draw): return draw.choice(city.units)["area"][13:]
    def word(_, draw): return draw.choice(WORDS)
    def moment(city, draw): return city.moment(draw.random())
    def month(city, draw): return city.day(draw.random()).strftime("%Y-%m")
    def half_year(city, _): return f"{city.day(0)}..{city.day(1)}"

    return [
        Question("list by area and status", over(LIST, area=township, status=status, limit=50), weight=6),
        Question("list of a community", over(LIST, area=community, limit=50), weight=2),
        Question("list by status", over(LIST, status=status, limit=50), weight=4),
        Question("list by changed_from", over(LIST, changed_from=moment, limit=50), weight=3),
        Question("list, page after page", over(LIST, status="reported", limit=50),
                 follows=page_after(path(LIST, status="reported", limit=50))),
        Question("list, conflicts", over(LIST, conflicts="true", limit=50)),
        Question("list by severity", over(LIST, severity=1, limit=50)),
        Question("list by severity, area and status", over(LIST, severity=1, area=district, status="reported", limit=50)),
        Question("list by unit", over(LIST, unit=unit, limit=50), weight=3),
        Question("list by category and area", over(LIST, category=lambda _, draw: draw.choice(CATEGORIES), area=township, limit=50)),
        Question("list by a set of categories", over(LIST, category="消防安全,电气安全,燃气安全", limit=50)),
        Question("list by sector", over(LIST, sector="gas", limit=50)),
        Question("list by campaign", over(LIST, campaign="汛期安全检查", limit=50)),
        Question("list by assignee", over(LIST, assignees=lambda city, draw: "安全员" + unit(city, draw)[-6:], limit=50)),
        Question("list by range of deadline",
                 deadline_range(lambda start, end: path(LIST, deadline=f"{start}..{end}", limit=50)), weight=2),
        Question("list by days of deadline in an area",
                 lambda city, draw: path(LIST, deadline=f"{day(city.moment(draw.random()))}..", area=township(city, draw), limit=50)),
        Question("list of what is open in an area", over(LIST, open="true", area=township, limit=50), weight=3),
        Question("list of what has no mode", over(LIST, empty="mode", limit=50)),
        Question("list, overdue", over(LIST, overdue="true", limit=50), weight=2),
        Question("list, overdue in an area", over(LIST, overdue="true", area=township, limit=50), weight=2),
        Question("list, overdue, page after page", over(LIST, overdue="true", limit=50),
                 follows=page_after(path(LIST, overdue="true", limit=50))),
        Question("list, overdue of a unit", over(LIST, overdue="true", unit=unit, limit=50)),
        Question("list, what changed last", over(LIST, sort="-changed_at", limit=50), weight=2),
        Question("list sorted by deadline", over(LIST, status="reported", sort="deadline", limit=50)),
        Question("list sorted by deadline in an area", over(LIST, area=township, sort="-deadline", limit=50)),
        Question("facets of severity", over(COUNTS, by="severity"), group="facet"),
        Question("facets of status in an area", over(COUNTS, by="status", area=township), group="facet"),
        Question("facets of areas of what is open", over(COUNTS, by="area", open="true"), group="facet"),
        Question("facets of category of what is reported", over(COUNTS, by="category", status="reported"), group="facet"),
        Question("facets of sector in a district", over(COUNTS, by="sector", area=district), group="facet"),
        Question("facets of severity of what is overdue in a district", over(COUNTS, by="severity", overdue="true", area=district),
                 group="facet"),
        Question("search of two characters", over(LIST, text=word, limit=50), group="search", weight=2),
        Question("search in an area and status", over(LIST, text=word, area=district, status="reported", limit=50), group="search"),
        Question("search of what is severe and open", over(LIST, text=word, severity=1, open="true", limit=50), group="search"),
        Question("search of what is nowhere", over(LIST, text="鹦鹉", limit=50), group="search"),
        Question("deadlines, overdue", over("/deadlines", state="overdue", limit=50), over("/deadlines", state="overdue"),
                 group="deadlines", weight=2),
        Question("deadlines, overdue hazards of an area", over("/deadlines", state="overdue", type="hazard", area=township, limit=50),
                 over("/deadlines", state="overdue", type="hazard"), group="deadlines"),
        Question("proposals", over("/proposals", limit=50), over("/proposals"), group="proposals"),
        Question("proposals of one rule", over("/proposals", rule="order_defied", limit=50), over("/proposals", rule="order_defied"),
                 group="proposals"),
        Question("totals of a month", over("/totals", period=month), group="totals"),
        Question("totals of a month by district", over("/totals", period=month, by="district", indicator="hazards_found,hazards_closed"),
                 group="totals"),
        Question("totals of half a year by sector", over("/totals", period=half_year, by="sector", indicator="hazards_found"),
                 group="totals"),
        Question("totals of an area by day", over("/totals", period=month, by="day", area=township, indicator="hazards_found"),
                 group="totals"),
        Question("changes, page after page", over("/changes", limit=100), over("/changes", since="", limit=100), over("/changes", since=0, limit=100),
                 group="changes", follows=cursor_after),
    ]


def heavy():
    """The slowest that may be asked: everything at once, over everything."""
    def over(base, **more):
        return lambda city, _: path(base, **{key: value(city) if callable(value) else value for key, value in more.items()})

    def half_year(city): return f"{city.day(0)}..{city.day(1)}"
    return [
        Question("all deadlines", over("/deadlines")),
        Question("overdue deadlines on a later day", over("/deadlines", state="overdue", on=lambda city: str(city.day(1.2)))),
        Question("all proposals", over("/proposals")),
        Question("proposals on a later day", over("/proposals", on=lambda city: str(city.day(1.2)))),
        Question("a thousand closed hazards", over(LIST, status="closed", limit=1000)),
        Question("a thousand of the whole city", over(LIST, area="370200000000", status="closed", limit=1000)),
        Question("search of a frequent word, a thousand", over(LIST, text="检查", limit=1000)),
        Question("all totals of half a year by community", over("/totals", period=half_year, by="community")),
        Question("all totals of half a year by day", over("/totals", period=half_year, by="day")),
        Question("all that is overdue, sorted", over(LIST, overdue="true", sort="-severity", limit=1000)),
        Question("conflicts of the whole city, from the beginning", over(LIST, conflicts="true", limit=1000)),
        Question("facets over everything", over(COUNTS, by="status,area,category,severity,sector,campaign")),
        Question("facets of what is overdue", over(COUNTS, overdue="true", by="area,category")),
        Question("sorted over everything", over(LIST, sort="deadline", limit=1000)),
    ]


def there(questions, asker, city, seed=1):
    """Those that the node knows, and the names of those that are not there."""
    draw = random.Random(seed)
    known = [question for question in questions if question.settle(asker, city, draw)]
    return known, [question.name for question in questions if question not in known]
