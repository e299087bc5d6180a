// Which records a client may write: those of people, and of others exactly what the node would write itself.
import Catalog
import Merge
import Node
import Replica
import Reports
import Store
import Totals

/// Asks of a write whose word its type is.
/// - Source: catalog README §3.7.
struct OriginGate: Sendable {
  let type: RecordType
  let node: Node

  // MARK: Changing

  /// Nobody changes what a node has said or a key has signed; the steps of a type's lifecycle are people's.
  func checkEdit(_ input: RecordInput) throws(Problem) {
    guard type.origin != .people else { return }
    let isStepsAlone = [input.fields, input.add, input.remove].allSatisfy(\.isEmpty) && input.increment.isEmpty
    guard isStepsAlone else { throw refusal("Nobody changes what stands in such a record.") }
  }

  // MARK: Making

  /// Whether a client may hand in such a record at all; asked before its body is looked at.
  func checkCreate() throws(Problem) {
    if type.origin == .node { throw refusal("A node writes them by itself, of what it has noticed or counted.") }
  }

  /// Whether what is handed in is what this node would write.
  /// - Returns: the id the record must have; nil where any will do.
  func checkCreate(_ edits: RecordEdits, area: Area) throws -> RecordID? {
    switch type.origin {
    case .people: return nil
    case .node: throw refusal("A node writes them by itself.")
    case .statement:
      guard let statement = SignedRecord.statement(in: edits.fields, type: type) else {
        throw refusal("One is taken that carries a statement of its kind, signed by its issuer, and says nothing else.")
      }
      return SignedRecord.id(of: statement)
    case .figures:
      guard area == node.identity.area, try isCounted(edits.fields) else {
        throw refusal("One is taken that says what this node counts now of its own area; make it again.")
      }
      return nil
    }
  }

  /// Whether figures and corrections are those that this node has.
  private func isCounted(_ fields: [FieldChange]) throws -> Bool {
    func value(_ name: String) -> Value? {
      guard let number = type.field(named: name)?.number, let change = fields.first(where: { $0.field == number }),
        case .write(let value) = change.edit
      else { return nil }
      return value
    }
    guard let period = value("period")?.text.flatMap({ Period($0) }), let said = value("figures") else { return false }
    let (catalog, home) = (node.catalog, node.identity.area)
    let counted = try node.read { reader in
      try NoticeReader(catalog: catalog, home: home, reader: reader, period: period).figures()
    }
    let arrival = value("arrival")?.int ?? 0
    return said.ordered == counted.keptValue.ordered
      && (value("corrections") ?? .list([])).ordered == counted.correctionsValue.ordered
      && (0...Int64(clamping: counted.arrival)).contains(arrival)
  }

  private func refusal(_ reason: String) -> Problem {
    Problem(
      .notForClients, "\(type.name) records are not written by clients. \(reason)",
      members: [("record_type", .text(type.name)), ("origin", .text(type.origin.rawValue))])
  }
}

extension Value {
  /// The same with the entries of every map in one order.
  fileprivate var ordered: Value {
    switch self {
    case .list(let items): .list(items.map(\.ordered))
    case .map(let entries): .sorted(entries.map { ($0.key, $0.value.ordered) })
    default: self
    }
  }
}
