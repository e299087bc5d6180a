// The passes and withdrawals that a store shows, as records that carry them.
package import Catalog
package import Merge
import Replica
package import Store
package import Trust

/// What is said of devices in the records of types `pass` and `withdrawal`, and of nodes in the store's statements.
package struct KnownPeople: PeopleReader {
  private let reader: StoreReader
  /// In the order of their digests, each once.
  package let allPasses: [Statement]
  private let withdrawals: [Statement]

  package init(_ reader: StoreReader, catalog: Catalog) throws {
    self.reader = reader
    allPasses = try Self.statements("pass", reader, catalog)
    withdrawals = try Self.statements("withdrawal", reader, catalog)
  }

  private static func statements(_ name: String, _ reader: StoreReader, _ catalog: Catalog) throws -> [Statement] {
    guard let type = catalog.type(named: name) else { return [] }
    var found: [Digest: Statement] = [:]
    var filter = RecordFilter(type: name)
    filter.count = RecordFilter.countMax
    while true {
      let page = try reader.records(filter, type: type)
      for record in page.records {
        guard case .bytes(let bytes)? = record.values.first(where: { $0.field.number == StatementRecord.field })?.value,
          let statement = try? Statement(encoded: bytes)
        else { continue }
        found[statement.digest] = statement
      }
      guard let next = page.next else { break }
      filter.after = next
    }
    return found.values.sorted { $0.digest.bytes.lexicographicallyPrecedes($1.digest.bytes) }
  }

  /// The areas of a device's passes, each once.
  func areas(of device: DeviceID) -> [Area] {
    allPasses.reduce(into: []) { areas, statement in
      guard case .pass(let pass) = statement.content, pass.device == device, !areas.contains(pass.area) else { return }
      areas.append(pass.area)
    }
  }

  package func statements(about subject: NodeID) throws -> [Statement] { try reader.statements(about: subject) }

  package func passes(_ id: PassID) -> [Statement] { allPasses.filter { $0.passID == id } }

  package func withdrawals(of device: DeviceID) -> [Statement] {
    withdrawals.filter { statement in
      if case .withdrawal(let withdrawal) = statement.content { withdrawal.device == device } else { false }
    }
  }
}
