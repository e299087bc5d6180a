// The tag of a record that very many nodes have written: short, and true of the present version alone.
import Catalog
import HTTPTypes
import Merge
import Node
import Replica
import Server
import Store
import TestSupport
import Testing

@Suite struct `A record that many nodes have written` {
  private static let others: UInt64 = 60

  /// Has others write a field, none of whom has seen anything of the record.
  private func crowd(_ node: Node, _ made: Answer) async throws {
    let id = try #require(made["id"]?.text.flatMap { RecordID(hex: $0) })
    let number = try #require(node.catalog.type(named: "hazard")?.field(named: "measure")).number
    try await node.writer.run { _, storage in
      for other in 1...Self.others {
        var replica = Replica(
          identity: .test(other, at: Place.community), catalog: node.catalog, clock: node.store.clock)
        let fields = [FieldChange(number, .write(.text("第\(other)家")))]
        let intent = Intent(type: "hazard", record: id, area: Place.community, seen: .empty, fields: fields)
        _ = try replica.commit([intent], user: "王芳", now: Node.now, into: storage)
      }
    }
  }

  private func body(_ measure: String) -> String { #"{"user": "甲", "fields": {"measure": "\#(measure)"}}"# }

  @Test func `has a short tag, by which the present version is edited and no other`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let made = try await api.hazard()
      try await crowd(node, made)
      let shown = try await api.get(made.path)
      let (tag, version) = (try #require(shown.tag), try #require(shown["version"]?.text))
      #expect(tag.utf8.count < 128 && version.utf8.count > 1_024, "\(tag)")
      #expect(try await api.get(made.path, headers: [.ifNoneMatch: tag]).status == .notModified)
      let edited = try await api.patch(made.path, body("已疏通"), seen: tag)
      #expect(edited.status == .ok && edited["fields"]?["measure"]?.text == "已疏通", "\(edited.text)")
      #expect(edited["concurrent"]?.items.isEmpty == true && edited.tag != tag)
      let count = try node.commitCount
      let stale = try await api.patch(made.path, body("另一处"), seen: tag)
      #expect(stale.status == .preconditionFailed && stale.problem == "version-changed", "\(stale.text)")
      #expect(try node.commitCount == count)
      let whole = try await api.patch(made.path, body("另一处"), seen: "\"\(version)\"")
      #expect(whole.status == .ok && whole["concurrent"]?.items.count == 1, "what was seen may be said whole")
    }
  }

  @Test func `a digest is whole or no tag, and another record's is refused`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let made = try await api.hazard()
      let digits = String(repeating: "a", count: 64)
      for odd in ["sha256-", "sha256-\(digits.dropLast(2))", "sha256-\(digits)aa", "sha256-\(digits)/1"] {
        #expect(try await api.patch(made.path, body("无"), seen: "\"\(odd)\"").status == .badRequest, "\(odd)")
      }
      let other = try await api.patch(made.path, body("无"), seen: "\"sha256-\(digits)\"")
      #expect(other.status == .preconditionFailed)
      #expect(made.tag.map { !$0.contains("sha256") } == true, "a version that fits stands there itself")
    }
  }
}
