// Certifying devices and withdrawing them, from what a store holds.
package import Catalog
package import Merge
import Replica
package import Store
package import Trust

/// Makes passes and withdrawals in the name of a key, as a store shows the city at one moment.
package struct PeopleDesk {
  private let reader: StoreReader
  private let root: PublicKey
  private let key: SigningKey
  private let catalog: Catalog
  /// Milliseconds since 1970.
  private let now: Int64

  /// How long a pass lasts: a year.
  package static let passMilliseconds: Int64 = 365 * 86_400_000

  package init(_ reader: StoreReader, key: SigningKey, catalog: Catalog, now: Int64) throws {
    guard let root = try reader.rootKey() else { throw OrderRefusal.noRoot }
    (self.reader, self.root, self.key, self.catalog, self.now) = (reader, root, key, catalog, now)
  }

  /// Certifies a device's key for the account that holds a post.
  package func pass(for device: DeviceKey, of account: AccountID, in id: RecordID, until end: Int64? = nil) throws
    -> Order
  {
    guard device.suite == DeviceKey.ecdsaP256 else { throw PeopleRefusal.unknownSuite(device.suite) }
    let post = try post(id)
    guard let holder = post.account, RecordID(hex: holder)?.raw == account.raw else {
      throw PeopleRefusal.otherHolder(post.account)
    }
    if post.hasEnded { throw PeopleRefusal.postEnded(id) }
    let pass = Pass(
      issuer: key.publicKey, key: device, account: account, area: post.area, role: post.role, agency: post.agency,
      post: id, issuedAt: now, notAfter: end ?? now + Self.passMilliseconds)
    let notes: [(name: String, value: Value)] = [
      ("device", .text(pass.device.description)), ("account", .text(account.description)), ("role", .text(post.role)),
      ("not_after", .int(pass.notAfter)),
    ]
    let order = Order(.pass(pass), key: key, areas: [post.area], notes: notes)
    try check(order.statement, as: post)
    return order
  }

  /// To whom and where a device can be invited that would be certified for a post.
  package func invited(to id: RecordID) throws -> (account: AccountID, area: Area) {
    let post = try post(id)
    guard let account = post.account.flatMap({ RecordID(hex: $0) }) else { throw PeopleRefusal.otherHolder(nil) }
    if post.hasEnded { throw PeopleRefusal.postEnded(id) }
    // The pass that it would be, of no device: whether this key may issue it.
    let nobody = try DeviceKey([DeviceKey.ecdsaP256, 4] + [UInt8](repeating: 0, count: 64))
    let pass = Pass(
      issuer: key.publicKey, key: nobody, account: AccountID(account.raw), area: post.area,
      role: post.role, agency: post.agency, post: id, issuedAt: now, notAfter: now)
    try check(Order(.pass(pass), key: key, areas: [post.area], notes: []).statement, as: post)
    return (AccountID(account.raw), post.area)
  }

  /// Ends what a device may do beyond a number, at the areas of its passes that the key may speak for.
  /// - Parameter area: the one area within which it ends; nil for those of the passes that are known.
  package func withdrawals(of device: DeviceID, last: UInt64, reason: String, in area: Area? = nil) throws -> [Order] {
    let people = try KnownPeople(reader, catalog: catalog)
    let places = area.map { [$0] } ?? people.areas(of: device)
    if places.isEmpty { throw PeopleRefusal.unknownDevice(device) }
    return try places.map { place in
      let withdrawal = Withdrawal(
        issuer: key.publicKey, device: device, area: place, at: now, reason: reason, last: last)
      let notes: [(name: String, value: Value)] = [("device", .text(device.description)), ("reason", .text(reason))]
      let order = Order(.withdrawal(withdrawal), key: key, areas: [place], notes: notes)
      if key.publicKey != root, try grants(of: order.statement, for: place).isEmpty {
        throw PeopleRefusal.notAtOrAbove(place)
      }
      return order
    }
  }

  // MARK: Posts

  private struct PostRow {
    let area: Area
    let account: String?
    let role: String
    let agency: String?
    let hasEnded: Bool
  }

  private func post(_ id: RecordID) throws -> PostRow {
    guard let type = catalog.type(named: "post"), let record = try reader.records(id, type: type).first else {
      throw PeopleRefusal.unknownPost(id)
    }
    func text(_ name: String) -> String? {
      record.values.first { $0.field.name == name }?.value.text.flatMap { $0.isEmpty ? nil : $0 }
    }
    let hasEnded = record.standing.map { ["left", "withdrawn"].contains($0.status) } ?? false
    return PostRow(
      area: record.area, account: text("account"), role: text("role") ?? "", agency: text("agency"),
      hasEnded: hasEnded)
  }

  /// Whether the pass would make anybody a holder of the role: a pass that does not is not given.
  private func check(_ statement: Statement, as post: PostRow) throws {
    guard let role = catalog.role(named: post.role) else { throw PeopleRefusal.unknownRole(post.role) }
    guard role.tiers.contains(post.area.tier) else { throw PeopleRefusal.roleNotHere(post.role, post.area) }
    if key.publicKey == root { return }
    let grants = try grants(of: statement, for: post.area)
    if grants.isEmpty { throw PeopleRefusal.notAtOrAbove(post.area) }
    let isAbove = grants.contains { $0.area != post.area || $0.issuer == root }
    guard role.terms.admit(post.area.tier, issuedBy: isAbove ? .above : .own) else {
      throw PeopleRefusal.appointedAbove(post.role)
    }
  }

  private func grants(of statement: Statement, for area: Area) throws -> [Grant] {
    var authority = Authority(root: root)
    return try authority.issuerGrants(of: statement, for: area, at: now, orThere: true, in: reader)
  }
}

/// Why no pass was issued, or no withdrawal made. Nothing has been written.
package enum PeopleRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownPost(RecordID)
  /// The post is somebody else's than the account that asks; nil while it is nobody's.
  case otherHolder(String?)
  case postEnded(RecordID)
  case unknownRole(String)
  case roleNotHere(String, Area)
  case appointedAbove(String)
  case notAtOrAbove(Area)
  case unknownDevice(DeviceID)
  case unknownSuite(UInt8)

  package var description: String {
    switch self {
    case .unknownPost(let id): "this store has no post \(id)"
    case .otherHolder(let account?): "the post is held by account \(account), and the request is another's"
    case .otherHolder(nil): "the post has no account yet"
    case .postEnded(let id): "post \(id) has ended"
    case .unknownRole(let role): "the catalog has no role `\(role)`"
    case .roleNotHere(let role, let area): "\(role) is no role at \(area.code), which is a \(area.tier.name)"
    case .appointedAbove(let role): "\(role) is certified strictly above the area of the post, and this node is not"
    case .notAtOrAbove(let area): "the key that signs stands neither at \(area.code) nor above it"
    case .unknownDevice(let device): "this store knows no pass of device \(device)"
    case .unknownSuite(let suite): "keys of suite \(suite) are not known here"
    }
  }
}
