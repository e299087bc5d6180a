"""Many clients at once, by wrk: whoever loads the node must not be the one that cannot keep up."""
import json
import random
import resource
import signal
import subprocess

from .node import ENVIRONMENT, end_with_this_process

# Each thread of wrk has its own Lua; the requests are written down once, before the first is sent.
SCRIPT = """
local requests, number = {}, 0
function init(arguments)
  wrk.headers["Content-Type"] = "application/json"
  if arguments[2] then wrk.headers["Authorization"] = "Bearer " .. arguments[2] end
  for line in io.lines(arguments[1]) do
    local method, path, body = line:match("^(%u+) (%S+) ?(.*)$")
    requests[#requests + 1] = wrk.format(method, path, nil, body ~= "" and body or nil)
  end
end
function request()
  number = number + 1
  return requests[(number - 1) % #requests + 1]
end
function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\\n{"requests":%d,"microseconds":%d,"refused":%d,"broken":%d,"p50":%d,"p95":%d,"p99":%d,"max":%d}\\n',
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
end
"""


class Load:
    """wrk over a list of requests, from entering the block to leaving it or to the end of its time."""

    def __init__(self, node, folder, name, requests, clients, seconds):
        self.script, self.list = f"{folder}/{name}.lua", f"{folder}/{name}.txt"
        with open(self.script, "w", encoding="utf-8") as file:
            file.write(SCRIPT)
        with open(self.list, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in requests)
        self.command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "120s", "-s", self.script, node.url, "--", self.list] + ([node.token] if node.token else [])
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=ENVIRONMENT,
            preexec_fn=end_with_this_process)
        return self

    def figures(self, now=False):
        """What it says when its time is over, or when it is told that it is over now."""
        if now:
            self.process.send_signal(signal.SIGINT)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        text, _ = self.process.communicate(timeout=900)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        line = text.strip().splitlines()[-1] if text.strip() else ""
        if not line.startswith("{"):
            raise RuntimeError(f"wrk said: {text[-500:]}")
        found = json.loads(line)
        found["perSecond"] = (found["requests"] - found["refused"]) / (found["microseconds"] / 1e6)
        # Of one processor; other children that end meanwhile count with it.
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found["generator"] = spent / (found["microseconds"] / 1e6)
        return found

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)
        self.process.stdout.close()


def mixed(questions, city, seed=3, count=1_000):
    """Questions of all kinds by their weights, as lines for wrk; of those that follow pages the first one."""
    draw = random.Random(seed)
    weights = [question.weight for question in questions]
    return [f"GET {question.form(city, draw)}" for question in draw.choices(questions, weights, k=count)]


# What records.py calls otherwise than the table of categories does.
CATEGORIES = {
    "机械防护": "机械设备", "粉尘防爆": "粉尘涉爆", "涉氨制冷": "危险化学品", "仓储物流": "消防安全", "渔港码头": "交通运输", "九小场所": "消防安全",
}


def hazards(units, texts, now, count=2_000, seed=5):
    """Bodies of hazards that are entered: fourteen fields, Chinese texts, without an id, so that each is another record."""
    draw = random.Random(seed)
    for _ in range(count):
        unit, text = draw.choice(units), draw.choice(texts)
        yield {"area": unit["area"], "user": "网格员0001", "fields": {
            "enterprise": unit["name"], "category": CATEGORIES.get(text["category"], text["category"]),
            "description": text["description"], "place": text["place"], "severity": 0, "found_at": now - draw.randrange(3_600_000),
            "deadline": now + draw.randrange(1, 30) * 86_400_000, "found_by": "网格员0001", "measure": text["measure"],
            "longitude": unit["longitude"], "latitude": unit["latitude"], "crs": "cgcs2000", "code": text["code"],
            "unit": unit["area"][13:]}}


def posts(bodies):
    """The same as lines for wrk."""
    return ["POST /records/hazard " + json.dumps(body, ensure_ascii=False, separators=(",", ":")) for body in bodies]
