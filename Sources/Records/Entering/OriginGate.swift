// Which records a person may write: those of people, and of others exactly what the node would write itself.
package import Catalog
package import Merge
import Replica
import Reports
package import Store

/// Asks of a write whose word its type is.
/// - Source: catalog README §3.7.
package struct OriginGate: Sendable {
  package let type: RecordType
  /// Of the node that writes.
  private let home: Area
  private let catalog: Catalog

  /// - Parameter home: the area of the node that writes.
  package init(_ type: RecordType, home: Area, catalog: Catalog) {
    self.type = type
    self.home = home
    self.catalog = catalog
  }

  // MARK: Changing

  /// Nobody changes what a node has said or a key has signed; the steps of a type's lifecycle are people's, but those of a node's own
  /// records that name nobody who takes them.
  package func checkEdit(_ input: EditInput) throws(EntryRefusal) {
    guard type.origin != .people else { return }
    if input.steps.contains(where: { Self.isNodesOwn($0.kind, of: type) }) { throw refusal(.writtenByNode) }
    let isStepsAlone = [input.fields, input.add, input.remove].allSatisfy(\.isEmpty) && input.increment.isEmpty
    guard isStepsAlone else { throw refusal(.standsAsItIs) }
  }

  /// Whether a step is the node's own word about a record of its own.
  static func isNodesOwn(_ step: String, of type: RecordType) -> Bool {
    type.origin == .node && type.lifecycle?.step(named: step)?.by.isEmpty ?? false
  }

  // MARK: Making

  /// Whether anybody may hand in such a record at all; asked before it is looked at what is handed in.
  package func checkCreate() throws(EntryRefusal) {
    if type.origin == .node { throw refusal(.writtenByNode) }
  }

  /// Whether what is handed in is what this node would write. Of figures it is `checkFigures` that says so.
  /// - Parameter given: the id that the record is to have; nil where none is named.
  /// - Returns: the id that the record has to have; nil where any will do.
  package func checkCreate(_ edits: RecordEdits, id given: RecordID?) throws(EntryRefusal) -> RecordID? {
    switch type.origin {
    case .people, .figures: return nil
    case .node: throw refusal(.writtenByNode)
    case .statement:
      guard let statement = SignedRecord.statement(in: edits.fields, type: type) else {
        throw refusal(.statementOfItsKind)
      }
      let right = SignedRecord.id(of: statement)
      if let given, given != right { throw EntryRefusal.notStatementID(given: given, right: right, type: type.name) }
      return right
    }
  }

  /// Whether such a record says what its node has counted.
  package var isOfFigures: Bool { type.origin == .figures }

  /// Whether figures that are handed in are those that this node has now.
  /// - Throws: `EntryRefusal`, or `StoreError`.
  package func checkFigures(_ edits: RecordEdits, area: Area, in reader: StoreReader) throws {
    guard area == home, try isCounted(edits.fields, in: reader) else { throw refusal(.countedHereNow) }
  }

  /// Whether figures and corrections are those that this node has.
  func isCounted(_ fields: [FieldChange], in reader: StoreReader) throws -> Bool {
    func value(_ name: String) -> Value? {
      guard let number = type.field(named: name)?.number, let change = fields.first(where: { $0.field == number }),
        case .write(let value) = change.edit
      else { return nil }
      return value
    }
    guard let period = value("period")?.text.flatMap({ Period($0) }), let said = value("figures") else { return false }
    let counted = try NoticeReader(catalog: catalog, home: home, reader: reader, period: period).figures()
    let arrival = value("arrival")?.int ?? 0
    return said.ordered == counted.keptValue.ordered
      && (value("corrections") ?? .list([])).ordered == counted.correctionsValue.ordered
      && (0...Int64(clamping: counted.arrival)).contains(arrival)
  }

  private func refusal(_ rule: OriginRule) -> EntryRefusal {
    .notOfPeople(type: type.name, origin: type.origin, rule)
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
