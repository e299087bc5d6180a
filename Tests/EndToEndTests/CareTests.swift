// The care of nodes by real processes: a city made from files, orders given to a running node, backup and restore.
import Foundation
import TestSupport
import Testing

@Suite struct CareTests {
  /// A city and a community below it, enrolled by files; the community's first records have been carried up.
  private func city() throws -> (folder: TemporaryFolder, community: String) {
    let folder = try TemporaryFolder()
    func done(_ arguments: String...) throws -> String {
      let outcome = try folder.run(arguments)
      try #require(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.notes)")
      return outcome.output
    }
    _ = try done("root", "create", "--folder", "root", "--area", "370200000000")
    _ = try done("enroll", "request", "c.application", "--area", "370200000000", "--store", "city/node.db")
    _ = try done("root", "admit", "c.application", "--folder", "root", "--output", "c.bundle")
    _ = try done("enroll", "install", "c.bundle", "--store", "city/node.db")
    _ = try done("enroll", "request", "h.application", "--area", "370202001001", "--store", "home/node.db")
    _ = try done("enroll", "admit", "h.application", "--output", "h.bundle", "--store", "city/node.db")
    _ = try done("enroll", "install", "h.bundle", "--store", "home/node.db")
    _ = try done("export", "up.frames", "--for", "370200000000", "--store", "home/node.db")
    _ = try done("import", "up.frames", "--store", "city/node.db")
    return (folder, try status(folder, "home/node.db")["node"] as? String ?? "")
  }

  @Test func `by files alone a community learns that the city holds what it wrote`() throws {
    let folder = try TemporaryFolder()
    func done(_ arguments: String...) throws -> String {
      let outcome = try folder.run(arguments)
      try #require(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.notes)")
      return outcome.output
    }
    let places = [("city", "370200000000"), ("town", "370202001000"), ("home", "370202001001")]
    _ = try done("root", "create", "--folder", "root", "--area", places[0].1)
    for (index, (name, area)) in places.enumerated() {
      _ = try done("enroll", "request", "application", "--area", area, "--store", "\(name)/node.db")
      let issuer =
        index == 0
        ? ["root", "admit", "application", "--folder", "root"]
        : ["enroll", "admit", "application", "--store", "\(places[index - 1].0)/node.db"]
      try #require(try folder.run(issuer + ["--output", "bundle\(index)"]).status == 0)
      _ = try done("enroll", "install", "bundle\(index)", "--store", "\(name)/node.db")
    }
    func carry(_ from: Int, _ to: Int) throws {
      _ = try done("export", "stick", "--for", places[to].1, "--store", "\(places[from].0)/node.db")
      _ = try done("import", "stick", "--store", "\(places[to].0)/node.db")
    }
    try carry(2, 1)
    try carry(1, 0)
    #expect(try done("status", "--store", "home/node.db").contains(/city [1-9]/) == false)
    try carry(0, 1)
    try carry(1, 2)
    #expect(try done("status", "--store", "home/node.db").contains(/city [1-9]/))
  }

  private func status(_ folder: TemporaryFolder, _ store: String) throws -> [String: Any] {
    let outcome = try folder.run("status", "--store", store, "--json")
    try #require(outcome.status == 0, "\(outcome.notes)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test func `a running node is handed an order that the key's holder has signed`() async throws {
    let (folder, community) = try city()
    let node = try RunningNode(folder, store: "city/node.db")
    let neighbour = try RunningNode(folder, store: "home/node.db")
    let astray = try folder.run(
      "revoke", community, "--reason", "被盗", "--store", "city/node.db", "--server", neighbour.url)
    #expect(astray.status == 65 && astray.notes.contains("--server"), "\(astray.notes)")
    neighbour.end()
    let revoked = try folder.run(
      "revoke", community, "--reason", "被盗", "--store", "city/node.db", "--server", node.url)
    #expect(revoked.status == 0, "\(revoked.output)\(revoked.notes)")
    let shown = try folder.run("record", "list", "revocation", "--json", "--server", node.url)
    #expect(shown.output.contains(community) && shown.output.contains("被盗"))
    #expect(node.end() == 0)
    let again = try folder.run(
      "redact", String(repeating: "0", count: 32), "1", "--law", "x", "--store", "city/node.db")
    #expect(again.status == 65, "\(again.notes)")
  }

  @Test func `a backup of a running node is restored as another incarnation`() async throws {
    let (folder, _) = try city()
    let node = try RunningNode(folder, store: "home/node.db")
    let backup = try folder.run("backup", "copy.db", "--with-key", "--store", "home/node.db")
    #expect(backup.status == 0, "\(backup.notes)")
    #expect(node.end() == 0)
    for name in ["copy.db", "copy.db.key"] {
      let mode = try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: name).path)[
        .posixPermissions]
      #expect(mode as? Int == 0o600)
    }
    let restored = try folder.run("restore", "copy.db", "--store", "new/node.db")
    #expect(restored.status == 0, "\(restored.notes)")
    let (old, new) = (try status(folder, "home/node.db"), try status(folder, "new/node.db"))
    #expect(old["node"] as? String == new["node"] as? String)
    #expect(old["incarnation"] as? String != new["incarnation"] as? String)
    #expect(old["store"] as? String != new["store"] as? String)
    #expect(new["lineage_sure"] as? Bool == true)
    let running = try RunningNode(folder, store: "new/node.db")
    #expect(running.end() == 0)
    // The original is not overwritten by a second restoration.
    #expect(try folder.run("restore", "copy.db", "--store", "new/node.db").status == 73)
  }

  @Test(arguments: ["--port", "--link-port"])
  func `a port that somebody has is named`(flag: String) throws {
    let (folder, _) = try city()
    let neighbour = try RunningNode(folder, store: "city/node.db")
    let taken = try #require(neighbour.url.split(separator: ":").last)
    let other = flag == "--port" ? "--link-port" : "--port"
    let outcome = try folder.run("serve", "--store", "home/node.db", flag, String(taken), other, "0")
    #expect(outcome.status == 78 && outcome.notes.contains("127.0.0.1:\(taken): Address already in use"))
  }

  @Test func `a node with something nobody above holds is not closed unless told to`() throws {
    let (folder, _) = try city()
    let check = try folder.run("retire", "--check", "--store", "home/node.db")
    #expect(check.status == 1)
    let forced = try folder.run("retire", "--force", "--store", "home/node.db")
    #expect(forced.status == 0, "\(forced.notes)")
    #expect(try folder.run("serve", "--store", "home/node.db").status == 65)
    #expect(try status(folder, "home/node.db")["node"] != nil)
  }
}
