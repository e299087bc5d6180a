// Orders from above: a signed statement about a node or a commit, and the records that carry it to everybody concerned.
package import Catalog
package import Merge
package import Replica
package import Trust

/// A statement ready to be told: it holds by its signature, whatever node writes it down.
package struct Order: Hashable, Sendable {
  package let statement: Statement
  /// The type of the records that carry it: `grant`, `revocation`, `redaction`, `pass` or `withdrawal`.
  package let type: String
  /// The areas it is told about, each by a record of its own: together they reach every node that it concerns.
  package let areas: [Area]
  /// The other fields of those records, by name, for people.
  package let notes: [(name: String, value: Value)]

  package static func == (left: Order, right: Order) -> Bool {
    left.statement == right.statement && left.areas == right.areas
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(statement) }

  package init(_ content: Statement.Content, key: SigningKey, areas: [Area], notes: [(name: String, value: Value)]) {
    statement = Statement(content, key: key)
    self.areas = areas
    self.notes = notes
    type =
      switch content {
      case .grant: "grant"
      case .revocation: "revocation"
      case .redaction: "redaction"
      case .pass: "pass"
      case .withdrawal: "withdrawal"
      }
  }

  /// The record about one of its areas.
  package func intent(about area: Area, catalog: Catalog) -> Intent {
    let type = catalog.type(named: type)
    let others = notes.compactMap { note in
      type?.field(named: note.name).map { FieldChange($0.number, .write(note.value)) }
    }
    let signed = FieldChange(StatementRecord.field, .write(.bytes(statement.encoded)))
    return Intent(
      type: self.type, record: SignedRecord.id(of: statement), area: area, seen: .empty, fields: [signed] + others)
  }
}

/// Why an order was not made. Nothing has been written.
package enum OrderRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// The store trusts whoever speaks: there is no root key by which an order could count.
  case noRoot
  /// No grant that counts is known of this node.
  case unknownNode(NodeID)
  /// The issuer does not stand above that place.
  case notAbove(Area)
  case unknownCommit(Dot)
  case alreadyRedacted(Dot)
  /// What holds the branch together is not to be removed.
  case controlCommit(Dot)
  case sameArea(Area)
  /// More than one statement can list.
  case tooMany(what: String, count: Int)

  package var description: String {
    switch self {
    case .noRoot: "this store is one of development: it has no city root, and no order counts in it"
    case .unknownNode(let node): "nothing that counts was ever granted to node \(node), as far as this store knows"
    case .notAbove(let area): "the key that signs does not stand above \(area.code)"
    case .unknownCommit(let dot): "this store has no commit \(dot.seq) of feed \(dot.feed)"
    case .alreadyRedacted(let dot): "commit \(dot.seq) of feed \(dot.feed) has been redacted already"
    case .controlCommit(let dot): "commit \(dot.seq) of feed \(dot.feed) is of the control class, which stays whole"
    case .sameArea(let area): "the node stands at \(area.code) already"
    case .tooMany(let what, let count): "\(count) \(what) are more than one revocation can list"
    }
  }
}
