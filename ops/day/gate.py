"""Who is not let in: strangers, nodes of other branches, expired certificates, and a terminal that was stolen."""
import datetime
import os
import subprocess

from .city import credit_code
from .node import Node
from .promise import eventually, promise
from .tell import command, say, scene

LABELS = [("p", 0, 2), ("c", 2, 4), ("d", 4, 6), ("t", 6, 9), ("v", 9, 12)]
CONFIGURATION = """
[ca]
default_ca = office
[office]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
x509_extensions = node
[any]
organizationName = optional
[node]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = DNS:{name}, URI:urn:gridward:node:{area}:{node}
"""


def dns_name(area):
    """An area as certificates name it."""
    groups = [letter + area[start:end] for letter, start, end in LABELS if area[start:end].strip("0")]
    return ".".join(reversed(groups)) + ".gridward.internal"


def knock(city, at, chain=None, key=None):
    """Asks a node for a session with curl, another program than ours; what it answers."""
    target = f"{dns_name(at.area)}:{at.link_port}"
    shown = ["--cert", chain, "--key", key] if chain else []
    done = subprocess.run(
        ["curl", "-sS", "-m", "20", "--cacert", os.path.join(city.root, "root.pem"),
         "--connect-to", f"{target}:127.0.0.1:{at.link_port}", *shown, "-X", "POST",
         "-H", "Content-Type: application/vnd.gridward.frames", f"https://{target}/sync/v1"],
        capture_output=True, text=True, timeout=30)
    return done.stdout + done.stderr


def own(node):
    return os.path.join(node.trust, "chain.pem"), os.path.join(node.trust, "transport.key")


def expired(city, office, child):
    """A certificate of the office's for its child that ended a minute ago, made with openssl and the office's own key."""
    folder = os.path.join(city.folder, "expired")
    os.makedirs(folder)
    files = {"index": "", "serial": "7A01\n", "configuration": CONFIGURATION.format(
        name=dns_name(child.area), area=child.area, node=child.status()["node"])}
    for name, text in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    now = datetime.datetime.now(datetime.timezone.utc)
    begins, ends = (format(now - datetime.timedelta(minutes=ago), "%Y%m%d%H%M%SZ") for ago in (30, 1))

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    openssl("req", "-new", "-key", own(child)[1], "-subj", "/O=Gridward", "-out", "request")
    openssl("ca", "-batch", "-notext", "-config", "configuration", "-in", "request", "-out", "leaf",
            "-cert", os.path.join(office.trust, "authority.pem"), "-keyfile", os.path.join(office.trust, "authority.key"),
            "-startdate", begins, "-enddate", ends)
    chain = os.path.join(folder, "chain.pem")
    with open(chain, "w", encoding="ascii") as whole:
        for part in (os.path.join(folder, "leaf"), os.path.join(office.trust, "authority.pem")):
            with open(part, encoding="ascii") as file:
                whole.write(file.read())
    return chain, own(child)[1]


def strangers(city):
    scene("Who is not let in")
    township = city.at("township")[0]
    community = township.children[0]
    elsewhere = city.at("township")[2].children[0]
    command(f"curl --cert chain.pem --key transport.key … https://{dns_name(township.area)}/sync/v1")
    promise("curl with a community's own certificate is let in at its township, to speak the protocol",
            "malformed-frames" in knock(city, township, *own(community)))
    promise("a stranger without a certificate is refused", "certificate-missing" in knock(city, township))
    promise(f"so is {elsewhere.name}, which has a good certificate, but of another branch",
            "certificate-other-branch" in knock(city, township, *own(elsewhere)))
    promise("so is a certificate that has expired",
            "certificate-expired" in knock(city, township, *expired(city, township, community)))
    with open(township.log, encoding="utf-8") as log:
        written = log.read()
    promise(f"{township.name} has written down each of them", all(
        reason in written for reason in ("certificate-missing", "certificate-other-branch", "certificate-expired")))


def thief(city):
    scene("A terminal is stolen")
    community = city.at("community")[2]
    area = f"{community.area}/{credit_code(community.area, 'MA3CDEMO3')}"
    folder = os.path.join(city.folder, area.replace("/", "-"))
    terminal = Node(city.binary, folder, area, "快递驿站", "terminal", community)
    community.children.remove(terminal)
    token = terminal.join()
    terminal.start()
    try:
        eventually("a new terminal is enrolled and in step",
                   lambda: terminal.status()["uplink"]["state"] == "in-step")
        used = subprocess.run(
            [city.binary, "enroll", token, "--parent", community.link, "--store", os.path.join(folder, "copy.db")],
            capture_output=True, text=True, timeout=60)
        promise("its token does not serve a second time", used.returncode == 65 and "used before" in used.stderr)
        node = terminal.status()["node"]
        command(f"gridward revoke {node} --reason 被盗")
        community.tool("revoke", node, "--reason", "被盗", "--store", community.store, "--server", community.url)
        fields = {"origin": "self", "target": "分拣区", "target_kind": "enterprise", "inspector": "站长", "started_at": 1781000000000,
                  "result": "none_found"}
        inspection = terminal.create("inspection", fields, "站长")["id"]
        said = []

        def is_refused():
            link = terminal.status()["uplink"]
            said.append(link.get("detail"))
            return link.get("reason") == "certificate-revoked"

        eventually("its certificate opens nothing any more, and its own status says so", is_refused)
        say(said[-1])
        # Where the link was open for a moment longer, the terminal has heard of its own end: then what it wrote waits.
        kept = terminal.read("inspection", inspection) or any(
            feed["node"] == node and feed["reason"] == "revoked" for feed in terminal.status()["trust"]["waiting"])
        promise("what is entered on it is kept there, and reaches nobody",
                kept and not community.read("inspection", inspection))
        eventually("the city, too, knows that this key counts no longer", lambda: any(
            record["fields"].get("node") == node for record in city.city.every("revocation")))
    finally:
        terminal.stop()
