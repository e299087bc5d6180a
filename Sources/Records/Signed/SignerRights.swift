// What the signer of an action may do with the records it is about, asked where it is entered.
import Access
import Catalog
import Merge
import Replica
import Store
import Trust

/// Asks `Permissions` of everything that an action does.
///
/// The signer is who the pass says, in that one post: what other posts permit is signed under their passes.
struct SignerRights {
  let entry: SignedEntry
  let standing: PassStanding
  let catalog: Catalog
  /// From where the action is written.
  let home: Area
  let reader: StoreReader

  /// Why the signer may not do it; nil where all of it is permitted.
  func refusal() throws -> AccessRefusal? {
    for change in entry.changes {
      guard let type = catalog.type(named: change.type) else { continue }
      let permissions = Permissions(catalog: catalog, top: try type.name == Post.recordType ? top() : home)
      let person = Person(account: standing.pass.account.description, posts: [try post()])
      for act in try acts(of: change, type) {
        if let refusal = permissions.refusal(to: person, act, type, about: entry.area, at: home) { return refusal }
      }
    }
    return nil
  }

  private func post() throws -> Post {
    let pass = standing.pass
    let isAtTop = try standing.isIssuedAbove && pass.area == top()
    let issuer: Issuer = standing.issuer == .root || isAtTop ? .root : standing.isIssuedAbove ? .above : .own
    return Post(role: pass.role, area: pass.area, issuer: issuer)
  }

  /// The area of the tree's top node: the highest that the root key has granted around this one.
  private func top() throws -> Area {
    guard let root = try reader.rootKey() else { return home }
    let places = try reader.statements(by: root).compactMap { statement -> Area? in
      guard case .grant(let grant) = statement.content, grant.area.contains(home) else { return nil }
      return grant.area
    }
    return places.min { $0.tier < $1.tier } ?? home
  }

  private func acts(of change: Change, _ type: RecordType) throws -> [Act] {
    let steps = change.fields.first { $0.field == type.lifecycle?.fieldNumber }.map(\.edit)
    guard case .steps(let taken)? = steps else { return [.enter] }
    let others = change.fields.filter { $0.field != type.lifecycle?.fieldNumber }
    let entering: [Act] = others.isEmpty ? [] : [.enter]
    let taking = try taken.map { step -> Act in
      guard type.name == Post.recordType, step.kind == Post.appointing else { return .take(step: step.kind) }
      return try appointing(others, of: change.record, type)
    }
    return entering + taking
  }

  // MARK: Appointing

  /// To what role somebody is appointed, and whom, as the record says it with the change.
  private func appointing(_ changes: [FieldChange], of record: RecordID, _ type: RecordType) throws -> Act {
    let held = try reader.records(record, type: type).first { $0.area == entry.area }
    func text(_ name: String) -> String {
      guard let field = type.field(named: name) else { return "" }
      if case .write(let value)? = changes.first(where: { $0.field == field.number })?.edit { return value.text ?? "" }
      return held?.values.first { $0.field.number == field.number }?.value.text ?? ""
    }
    let account = text("account")
    return .appoint(role: text("role"), holder: Person(account: account, posts: try posts(of: account, type)))
  }

  /// The posts that an account holds, as far as this node knows; whether they are proved does not matter.
  private func posts(of account: String, _ type: RecordType) throws -> [Post] {
    if account.isEmpty { return [] }
    var filter = RecordFilter(type: type.name)
    filter.match = RecordFilter.Match(field: "account", value: account)
    filter.status = Self.inPost
    filter.count = RecordFilter.countMax
    return try reader.records(filter, type: type).records.map { record in
      let role = record.values.first { $0.field.name == "role" }?.value.text ?? ""
      return Post(role: role, area: record.area, issuer: .own)
    }
  }

  /// The status of a post that somebody holds.
  private static let inPost = "appointed"
}
