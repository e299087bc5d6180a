// A hazard's way through its loop when each step is taken at another node.
import Merge
import Replica
import Testing
import Wire

@Suite struct `A hazard's loop across nodes` {
  private func evidence(_ chain: Chain, _ id: RecordID) throws {
    for field in ["evidence_before", "evidence_after"] {
      try chain.community.write(
        "hazard", id, [field: .elements(add: [.init(field + "-sha", .map([]))], remove: [])])
    }
  }

  private func close(_ chain: Chain, _ id: RecordID) throws {
    try chain.township.takeStep("ordered", of: "hazard", id, id: 1, user: "zhao")
    #expect(try chain.sync())
    try chain.community.takeStep("rectified", of: "hazard", id, id: 2, user: "qian")
    #expect(try chain.sync())
    try chain.township.takeStep("passed", of: "hazard", id, id: 3, user: "sun")
    try chain.township.takeStep("closed", of: "hazard", id, id: 4, user: "sun")
  }

  private func status(_ node: TestNode) throws -> [String] { try node.lines("SELECT status, round FROM hazard") }

  @Test func `a hazard goes from reported to closed with evidence and stands there on every node`() throws {
    let chain = try Chain()
    let id = try chain.hazard()
    try evidence(chain, id)
    try close(chain, id)
    #expect(try chain.sync())
    for node in chain.nodes { #expect(try status(node) == ["status=\"closed\" round=1"]) }
  }

  @Test func `a close without evidence has no effect and is shown as such`() throws {
    let chain = try Chain()
    let id = try chain.hazard()
    try close(chain, id)
    #expect(try chain.sync())
    for node in chain.nodes {
      #expect(try status(node) == ["status=\"passed\" round=1"])
      let sql = "SELECT count(*) FROM hazard WHERE steps LIKE '%\"no_effect\":\"missingEvidence\"%'"
      #expect(try node.count(sql) == 1)
    }
  }

  @Test func `a reopen beats a concurrent second close`() throws {
    let chain = try Chain()
    let id = try chain.hazard()
    try evidence(chain, id)
    try close(chain, id)
    #expect(try chain.sync())
    try chain.district.takeStep("reopened", of: "hazard", id, id: 5, user: "zhou")
    chain.township.now += 3_600_000
    try chain.township.takeStep("closed", of: "hazard", id, id: 6, user: "wu")
    #expect(try chain.sync())
    for node in chain.nodes { #expect(try status(node) == ["status=\"reopened\" round=1"]) }
    try chain.community.takeStep("rectified", of: "hazard", id, round: 2, id: 7, user: "qian")
    #expect(try chain.sync())
    for node in chain.nodes { #expect(try status(node) == ["status=\"rectified\" round=2"]) }
  }
}
