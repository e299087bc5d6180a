// A person's device: its key, the post it acts in, and the number it has come to.
import Catalog
import Merge
import Trust

/// What signs for one person, in one post.
struct PersonalDevice: Sendable {
  let signer: DeviceSigner
  let account: AccountID
  /// What the person's office has certified last.
  var pass: Pass
  var statement: Statement
  /// Whether a node above the post's area has, or one that stands below nobody.
  var isIssuedAbove: Bool
  /// The node that certified it.
  var office: Int
  /// The number of the last action.
  var number: UInt64 = 0
  /// How far the device's clock is ahead, in milliseconds.
  var clockLead: Int64 = 0

  var device: DeviceID { pass.device }

  /// Who has signed, as steps ask for it.
  var origin: (tier: Tier, actor: Actor) {
    (pass.area.tier, Actor(role: pass.role, isIssuedAbove: isIssuedAbove))
  }

  /// How long a pass lasts, in milliseconds.
  static let passMilliseconds: Int64 = 365 * 86_400_000
  /// Roles that are certified from above.
  private static let fromAbove = ["handler", "principal"]

  /// What roles the first and the second person at a node of a tier have, of which one is drawn.
  private static func roles(at tier: Tier, index: Int) -> [String] {
    switch tier {
    case .country, .province: []
    case .city, .district, .township: index == 0 ? ["officer"] : ["leader", "officer", "handler"]
    case .community: index == 0 ? ["officer", "patroller"] : ["patroller", "cell_head"]
    case .terminal: index == 0 ? ["principal", "safety_manager"] : ["safety_manager"]
    }
  }

  /// The device of somebody who works at a node; nil where no post has a role. One in six has none.
  static func draw(of name: String, index: Int, at node: SimulatedNode, in world: World) -> PersonalDevice? {
    var draw = Draw(seed: world.settings.seed, stream: "device of \(name)")
    let roles = roles(at: node.area.tier, index: index)
    guard !roles.isEmpty, !draw.chance(160) else { return nil }
    return PersonalDevice(role: draw.pick(roles), at: node, in: world, &draw)
  }

  /// A new device, whose pass says the role; who may certify it signs.
  /// - Parameter account: whose it is; somebody new's when it is nobody's.
  init?(
    role: String, at node: SimulatedNode, in world: World, account known: AccountID? = nil, _ draw: inout Draw
  ) {
    signer = DeviceSigner(&draw)
    let (account, post) = (draw.bytes16(), draw.bytes16())
    self.account = known ?? AccountID(Bytes16(high: account.high, low: account.low))
    guard let office = Self.office(of: role, at: node, in: world) else { return nil }
    self.office = office.number
    isIssuedAbove = office.area != node.area || office.parent == nil
    pass = Pass(
      issuer: office.signer.publicKey, key: signer.key, account: self.account, area: node.area, role: role,
      post: RecordID(Bytes16(high: post.high, low: post.low)), issuedAt: world.trueTime,
      notAfter: world.trueTime + Self.passMilliseconds)
    statement = Statement(.pass(pass), key: office.signer)
  }

  /// The node that certifies somebody in a role: the one at the post, or for roles that are appointed above the next above.
  static func office(of role: String, at node: SimulatedNode, in world: World) -> SimulatedNode? {
    guard fromAbove.contains(role), let parent = node.parent else { return node }
    let above = world.nodes[parent]
    return above.area.contains(node.area) && above.area != node.area ? above : nil
  }

  /// Another post for the same key: what is signed from now on is under that pass, and numbered on.
  mutating func certify(
    as role: String, at node: SimulatedNode, in world: World, post: RecordID, milliseconds: Int64 = passMilliseconds
  ) {
    guard let office = Self.office(of: role, at: node, in: world) else { return }
    self.office = office.number
    isIssuedAbove = office.area != node.area || office.parent == nil
    pass = Pass(
      issuer: office.signer.publicKey, key: signer.key, account: account, area: node.area, role: role, post: post,
      issuedAt: world.trueTime, notAfter: world.trueTime + milliseconds)
    statement = Statement(.pass(pass), key: office.signer)
  }

  /// What is signed from now on is under the pass that another state of the same device has.
  mutating func use(passOf other: PersonalDevice) {
    (pass, statement, office, isIssuedAbove) = (other.pass, other.statement, other.office, other.isIssuedAbove)
  }

  /// Signs what is done to records of one area and class, under the next number.
  ///
  /// - Parameter other: whom the person stands in for, if anybody.
  mutating func sign(
    _ changes: [Change], about area: Area, class name: String, at time: Int64, actingFor other: AccountID? = nil
  ) -> SignedErrand {
    number += 1
    return signed(changes, about: area, class: name, at: time, number: number, actingFor: other)
  }

  /// Signs it under any number, as somebody does who has a copy of the key.
  func signed(
    _ changes: [Change], about area: Area, class name: String, at time: Int64, number: UInt64,
    actingFor other: AccountID? = nil
  ) -> SignedErrand {
    let draft = ActionDraft(
      deviceTime: time + clockLead, actingFor: other, area: area, class: name, changes: changes)
    let action = PortableAction(draft, pass: statement.passID, number: number) { signer.sign($0) }
    return SignedErrand(action: action, pass: statement)
  }
}

/// An action as a device hands it in: with the pass it is under, which the node need not know.
struct SignedErrand: Sendable {
  let action: PortableAction
  let pass: Statement
}
