// What was redacted leaves no trace in the index of texts either: in none of its pages, and in nothing noted for it.
import Catalog
import Foundation
import Merge
import Node
import Replica
import Store
import TestSupport
import Testing
import Trust

@Suite struct RedactedTextTests {
  /// As people wrote it, and as only an index has it.
  private static let (written, indexed) = ("身份证QXZWVK", "qxzwvk")

  private func isOnDisk(_ text: String, of office: Office) throws -> Bool {
    try office.bytesOnDisk().range(of: Data(text.utf8)) != nil
  }

  private func index(_ office: Office) async throws {
    while try await !office.node.indexTexts().isDone {}
  }

  private func found(_ text: String, at office: Office) throws -> Int {
    let (type, query) = (Catalog.builtIn.type(named: "hazard")!, try TextQuery(text))
    let page = try office.node.read { try $0.page(RecordList(), with: query, type: type) }
    return try #require(page).records.count
  }

  /// A township with a community whose record of a secret it has ordered to be removed.
  private func redact(_ change: (Office, Dot) async throws -> Void) async throws -> (
    township: Office, community: Office
  ) {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    for office in [township, community] { try office.node.store.keepTexts(true) }
    for number in 0..<20 { try await community.enter("前\(number)号") }
    let dot = try await community.enter(Self.written)
    try await community.enter("后")
    try await Session.settle([(community, township)])
    for office in [township, community] {
      #expect(try !isOnDisk(Self.indexed, of: office))
      try await index(office)
      #expect(try isOnDisk(Self.indexed, of: office))
      #expect(try found(Self.indexed, at: office) == 1)
    }
    try await change(community, dot)
    try await Session.settle([(community, township)])
    try await township.order { [try $0.redaction(of: dot, law: "个人信息保护法")] }
    try await Session.settle([(community, township)])
    return (township, community)
  }

  private func checkNothingIsLeft(_ offices: [Office]) async throws {
    for office in offices {
      #expect(try !isOnDisk(Self.written, of: office) && !isOnDisk(Self.indexed, of: office))
      #expect(try office.node.store.verify().faults == [])
      try await index(office)
      #expect(try !isOnDisk(Self.indexed, of: office))
      #expect(try found(Self.indexed, at: office) == 0 && found("身份证", at: office) == 0)
      #expect(try found("前", at: office) == 20)
      #expect(try office.node.store.verify().faults == [])
    }
  }

  @Test func `an entry of a record that is no more`() async throws {
    let (township, community) = try await redact { _, _ in }
    try await checkNothingIsLeft([township, community])
  }

  @Test func `what an edit had written over, in the entries and in what is noted to be taken out of them`() async throws
  {
    for isTakenUp in [true, false] {
      let (township, community) = try await redact { office, _ in
        let type = Catalog.builtIn.type(named: "hazard")!
        let number = type.field(named: "description")!.number
        let page = try office.node.read { reader in
          try reader.page(RecordList(), with: try TextQuery(Self.indexed), type: type)
        }
        let record = try #require(page?.records.first)
        let intent = Intent(
          type: "hazard", record: record.id, area: record.area, seen: record.state.version,
          fields: [FieldChange(number, .write(.text("已更正")))])
        _ = try await office.node.commit([intent], user: "甲")
        if isTakenUp { try await index(office) }
        #expect(try office.node.store.verify().faults == [])
      }
      try await checkNothingIsLeft([township, community])
    }
  }
}
