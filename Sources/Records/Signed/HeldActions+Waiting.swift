// Which held actions something that has arrived may let in: they are tried again.
package import Catalog
package import Merge
import Replica
package import Store
package import Trust
import Wire

/// Held actions that wait for one thing.
package enum HeldQuestion: Hashable, Sendable {
  case all
  case underPass(PassID)
  case ofDevice(DeviceID)
  case forReason(HeldReason.Code)

  /// What statements that have been kept may let in.
  package static func questions(after statements: [Statement]) -> [HeldQuestion] {
    var found: [HeldQuestion] = []
    for statement in statements {
      switch statement.content {
      case .pass: found.append(.underPass(statement.passID))
      case .withdrawal(let withdrawal): found.append(.ofDevice(withdrawal.device))
      case .grant, .revocation:
        // Who may certify and withdraw may be another: whose passes count, and whose withdrawals.
        found += [.forReason(.passDoesNotCount), .forReason(.withdrawn), .forReason(.roleMayNot)]
      case .redaction: break
      }
    }
    var seen: Set<HeldQuestion> = []
    return found.filter { seen.insert($0).inserted }
  }

  fileprivate func narrow(_ list: inout RecordList, of type: RecordType) -> Bool {
    let (name, value): (String, String) =
      switch self {
      case .all: ("", "")
      case .underPass(let pass): ("pass", pass.description)
      case .ofDevice(let device): ("device", device.description)
      case .forReason(let code): ("reason", code.rawValue)
      }
    if name.isEmpty { return true }
    guard let field = type.field(named: name) else { return false }
    list.fields = [.init(field, .any([.text(value)]))]
    return true
  }
}

/// A page of held actions.
package struct HeldPage: Sendable {
  /// Where the next one begins.
  package struct Place: Hashable, Sendable {
    fileprivate var type = 0
    fileprivate var after: ListPlace?

    package init() {}
  }

  package let actions: [PortableAction]
  /// Nil when this was the last.
  package let next: Place?

  private static let count = 64

  /// Reads those that wait, in the order in which they were held; bounded like any list.
  /// - Parameter home: the area of the node that tries them, or one where it stood before. What nodes below hold has risen to here
  ///   as well, and is theirs to try: tried here too, it would be held once more at every tier.
  package init(
    of question: HeldQuestion, at home: Area, from place: Place = Place(), catalog: Catalog, in reader: StoreReader
  ) throws {
    var next = place
    next.type += 1
    next.after = nil
    guard HeldActions.types.indices.contains(place.type) else {
      (actions, self.next) = ([], nil)
      return
    }
    let further = HeldActions.types.indices.contains(next.type) ? next : nil
    var list = RecordList()
    (list.area, list.statuses, list.after, list.count) = (home, [HeldActions.open], place.after, Self.count)
    guard let type = catalog.type(named: HeldActions.types[place.type]), question.narrow(&list, of: type) else {
      (actions, self.next) = ([], further)
      return
    }
    let page = try reader.page(list, type: type)
    actions = page.records.filter { $0.area == home }.compactMap { record in
      let kept = record.values.first { $0.field.name == "action" }?.value
      guard case .bytes(let bytes)? = kept else { return nil }
      return try? PortableAction(encoded: bytes)
    }
    next = place
    next.after = page.next
    self.next = page.next == nil ? further : next
  }
}

/// What has arrived at a store since somebody looked which held actions are to be tried again.
package struct HeldArrivals: Sendable {
  /// Up to which statement it was looked; nil before the first time.
  private var statement: Int64?
  /// The number of the last change of a post.
  private var post: Int64 = 0
  /// Whether there is more to look at.
  package private(set) var isBehind = false

  /// Statements that are looked at in one go.
  private static let countMax = 500

  package init() {}

  /// What to try again now. The first time it is all that waits: something may have arrived while nobody looked.
  package mutating func next(_ catalog: Catalog, in reader: StoreReader) throws -> [HeldQuestion] {
    let posts = try catalog.type(named: "post").map { try reader.lastChange(of: $0) } ?? 0
    let hasPosts = posts != post
    post = posts
    guard let last = statement else {
      statement = try reader.lastStatementPlace()
      return [.all]
    }
    // A store that was put in another's place.
    let from = try reader.lastStatementPlace() < last ? 0 : last
    let (statements, place) = try reader.statements(after: from, count: Self.countMax)
    (statement, isBehind) = (place, statements.count == Self.countMax)
    let questions = HeldQuestion.questions(after: statements)
    // Whom a post of another role keeps from one may have left it.
    let role = HeldQuestion.forReason(.roleMayNot)
    return hasPosts && !questions.contains(role) ? questions + [role] : questions
  }

  /// Whether anything waits at all.
  package static func isAnyWaiting(_ catalog: Catalog, in reader: StoreReader) throws -> Bool {
    try HeldActions.types.contains { name in
      guard let type = catalog.type(named: name) else { return false }
      return try reader.count(of: type, standing: HeldActions.open, upTo: 1) > 0
    }
  }
}
