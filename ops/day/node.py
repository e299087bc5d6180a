"""One node of the demo: its process, and its records API as a client sees it."""
import http.client
import json
import os
import signal
import subprocess
import urllib.parse

ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("GRIDWARD_")}


class Refused(Exception):
    """A problem document (RFC 9457) the node answered with."""

    def __init__(self, status, problem):
        super().__init__(f"{status} {problem.get('title')}: {problem.get('detail')}")
        self.status = status
        self.problem = problem


class Node:
    def __init__(self, binary, folder, area, name, tier, parent=None):
        self.binary = binary
        self.folder = folder
        self.area = area
        self.name = name
        self.tier = tier
        self.parent = parent
        self.children = []
        self.port = 0
        self.process = None
        self.store = os.path.join(folder, "node.db")
        self.settings = os.path.join(folder, "gridward.yaml")
        self.log = os.path.join(folder, "log")
        if parent:
            parent.children.append(self)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def tool(self, *arguments, expect=0):
        """Runs the command line for this node; its output, when it ends as expected."""
        done = subprocess.run([self.binary, *arguments], capture_output=True, text=True, env=ENVIRONMENT, timeout=120)
        if expect is not None and done.returncode != expect:
            raise RuntimeError(f"gridward {' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def make(self):
        os.makedirs(self.folder)
        self.tool("init", "--store", self.store, "--area", self.area, "--name", self.name)

    def start(self, parent=None, is_alone=False):
        """Starts the process, at the port it had before; `parent` is an address to use instead of the parent's."""
        address = "" if is_alone or not self.parent else parent or self.parent.url
        arguments = ["serve", "--store", self.store, "--port", str(self.port), "--parent", address]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, *arguments], stdout=subprocess.PIPE, stderr=log, env=ENVIRONMENT)
        line = self.process.stdout.readline().decode()
        if "http://" not in line:
            raise RuntimeError(f"{self.name} did not start; its log is {self.log}")
        self.port = int(line.rsplit(":", 1)[1])

    def stop(self, with_signal=signal.SIGTERM):
        if not self.process:
            return
        self.process.send_signal(with_signal)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        self.process.stdout.close()
        self.process = None

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    # The records API.

    def call(self, method, path, body=None, headers=None, keep=None):
        connection = keep or http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = dict(headers or {})
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body).encode()
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        data = response.read()
        if not keep:
            connection.close()
        answer = json.loads(data) if data else {}
        if response.status >= 300:
            raise Refused(response.status, answer)
        answer["tag"] = response.getheader("ETag")
        return answer

    def status(self):
        return self.call("GET", "/status")

    def create(self, kind, fields, user, area=None, steps=None, add=None, keep=None):
        body = {"area": area or self.area, "fields": fields, "user": user}
        if steps:
            body["steps"] = steps
        if add:
            body["add"] = add
        return self.call("POST", f"/records/{kind}", body, keep=keep)

    def read(self, kind, identifier):
        """The record, or None where the node does not hold it."""
        try:
            return self.call("GET", f"/records/{kind}/{identifier}")
        except Refused as refused:
            if refused.status == 404:
                return None
            raise

    def standing(self, kind, identifier):
        """The record's status; None where the node does not hold it."""
        record = self.read(kind, identifier)
        return record and record["status"]

    def edit(self, kind, identifier, user, seen="*", **parts):
        return self.call("PATCH", f"/records/{kind}/{identifier}", {"user": user, **parts}, {"If-Match": seen})

    def step(self, kind, identifier, user, step, **details):
        return self.edit(kind, identifier, user, steps=[{"step": step, "details": details}])

    def every(self, kind, **query):
        """All records of a type, page by page."""
        found, after = [], 0
        while after is not None:
            text = urllib.parse.urlencode({**query, "after": after, "limit": 1000})
            page = self.call("GET", f"/records/{kind}?{text}")
            found += page["records"]
            after = page["next"]
        return found
