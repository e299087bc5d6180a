"""One node of the demo: its process, and its records API as a client sees it."""
import http.client
import json
import os
import signal
import subprocess
import urllib.parse

from .promise import until

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
        self.link_port = 0
        self.process = None
        self.store = os.path.join(folder, "node.db")
        self.settings = os.path.join(folder, "gridward.yaml")
        self.log = os.path.join(folder, "log")
        if parent:
            parent.children.append(self)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def link(self):
        """Where children reach it, over TLS."""
        return f"https://127.0.0.1:{self.link_port}"

    @property
    def trust(self):
        """Its folder of keys and certificates."""
        return os.path.join(self.folder, "node.trust")

    @property
    def token_file(self):
        """Where the token lies that the node asks of whoever writes."""
        return os.path.join(self.folder, "node.token")

    def tool(self, *arguments, expect=0):
        """Runs the command line for this node; its output, when it ends as expected."""
        environment = {**ENVIRONMENT, "GRIDWARD_TOKEN_FILE": self.token_file}
        done = subprocess.run([self.binary, *arguments], capture_output=True, text=True, env=environment, timeout=120)
        if expect is not None and done.returncode != expect:
            raise RuntimeError(f"gridward {' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def found(self, root):
        """Makes the city's root, and the node at the top with it; by files, as the root has no network."""
        application, bundle = os.path.join(root, "application"), os.path.join(root, "bundle")
        self.tool("root", "create", "--folder", root, "--area", self.area)
        self.tool("enroll", "request", application, "--area", self.area, "--store", self.store, "--name", self.name)
        self.tool("root", "admit", application, "--folder", root, "--output", bundle)
        self.tool("enroll", "install", bundle, "--store", self.store)

    def join(self):
        """Applies with a token of the parent's; a person there approves an office, a quota lets terminals in."""
        if self.tier == "terminal":
            self.parent.tool("enroll", "quota", "1", "--store", self.parent.store)
        token = self.parent.tool(
            "enroll", "token", "--area", self.area, "--text-only", "--store", self.parent.store).strip()
        joining = subprocess.Popen(
            [self.binary, "enroll", "-", "--parent", self.parent.link, "--store", self.store, "--name", self.name,
             "--patience", "60"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=ENVIRONMENT, text=True)
        joining.stdin.write(token + "\n")
        joining.stdin.close()
        if self.tier != "terminal":
            application = until(self._application_at_parent)
            self.parent.tool("enroll", "approve", application or "none", "--store", self.parent.store)
        said = joining.stdout.read()
        joining.stdout.close()
        if joining.wait(60) != 0:
            raise RuntimeError(f"{self.name} could not be enrolled: {said}")
        return token

    def _application_at_parent(self):
        for line in self.parent.tool("enroll", "list", "--store", self.parent.store).splitlines():
            words = line.split()
            if len(words) > 1 and words[1] == self.area and len(words[0]) == 8:
                return words[0]
        return None

    def start(self, parent=None, is_alone=False):
        """Starts the process, at the port it had before; `parent` is an address to use instead of the parent's."""
        address = "" if is_alone or not self.parent else parent or self.parent.link
        arguments = ["serve", "--store", self.store, "--port", str(self.port), "--link-port", str(self.link_port),
                     "--parent", address]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, *arguments], stdout=subprocess.PIPE, stderr=log, env=ENVIRONMENT)
        for _ in range(1 if self.tier == "terminal" else 2):
            line = self.process.stdout.readline().decode()
            if "://" not in line:
                raise RuntimeError(f"{self.name} did not start; its log is {self.log}")
            port = int(line.rsplit(":", 1)[1])
            if "https://" in line:
                self.link_port = port
            else:
                self.port = port

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
        # A program of the version before people asks for none, and makes none.
        if method != "GET" and os.path.exists(self.token_file):
            with open(self.token_file, encoding="ascii") as file:
                headers["Authorization"] = f"Bearer {file.read().strip()}"
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
