// An action as one commit brings it, and what comes of it.
package import Merge
package import Wire

/// What has to be known of a signed commit to say whether its action counts.
package struct SignedAction: Hashable, Sendable {
  package let dot: Dot
  package let time: HybridTime
  /// The area of the feed.
  package let area: Area
  /// Who did it, as the header says.
  package let user: String
  package let signature: ActionSignature
  /// What must have been signed; nil where the commit cannot be what was.
  package let content: ActionContent?

  package init(
    dot: Dot, time: HybridTime, area: Area, user: String, signature: ActionSignature, content: ActionContent?
  ) {
    self.dot = dot
    self.time = time
    self.area = area
    self.user = user
    self.signature = signature
    self.content = content
  }

  /// The action of the commit just scanned; nil when it has none that can be read.
  package init?(_ scan: CommitScanner, in bytes: [UInt8], feed key: FeedKey) {
    guard case .signed(let signature) = ActionMark(scan, in: bytes) else { return nil }
    self.init(
      dot: Dot(feed: scan.feed, seq: scan.seq), time: scan.time, area: key.area,
      user: String(decoding: bytes[scan.user], as: UTF8.self), signature: signature,
      content: ActionContent(signature, of: scan, in: bytes, feed: key))
  }

  /// Whether its commit is earlier: by hybrid time, then by its dot.
  func precedes(_ other: SignedAction) -> Bool { time == other.time ? dot < other.dot : time < other.time }
}

/// With what authority an action counts: the signer's, whatever node has written it down.
package struct ActionAuthority: Hashable, Sendable {
  package let device: DeviceID
  package let account: AccountID
  package let actingFor: AccountID?
  /// The pass's area, whose tier is the authority.
  package let area: Area
  package var tier: Tier { area.tier }
  package let role: String
  package let agency: String?
  /// Whether the pass may carry a role that is appointed above.
  package let isIssuedAbove: Bool

  package init(_ standing: PassStanding, actingFor: AccountID?) {
    let pass = standing.pass
    (device, account, self.actingFor) = (pass.device, pass.account, actingFor)
    (area, role, agency) = (pass.area, pass.role, pass.agency)
    isIssuedAbove = standing.isIssuedAbove
  }

  /// What the facts of the commit say of who took them.
  package var actor: Actor {
    Actor(role: role, isIssuedAbove: isIssuedAbove, actingFor: actingFor?.description)
  }
}

/// What is found of an action by itself.
package enum ActionFinding: Hashable, Sendable {
  case holds(ActionAuthority)
  case fails(ActionFault)
}

/// Why an action does not count. Of several the first stands, in this order.
/// - Source: protocol §16.4.
package enum ActionFault: Hashable, Sendable {
  case passUnknown
  /// The device of the pass has not signed what the commit says; also where its payload was removed.
  case badSignature
  /// The commit's user is not the account of the pass.
  case otherAccount
  /// The feed's area is not within the pass's.
  case outsidePass
  case passDoesNotCount
  /// The commit is more than sixty days past the pass's last moment.
  case passOver
  /// Beyond the last number that a withdrawal lets count.
  case withdrawn(last: UInt64)
  /// Another action stands under the device's number, in an earlier commit.
  case numberTaken(by: Dot)

  /// The word that the specification has for it.
  package var name: String {
    switch self {
    case .passUnknown: "passUnknown"
    case .badSignature: "badSignature"
    case .otherAccount: "otherAccount"
    case .outsidePass: "outsidePass"
    case .passDoesNotCount: "passDoesNotCount"
    case .passOver: "passOver"
    case .withdrawn: "withdrawn"
    case .numberTaken: "numberTaken"
    }
  }
}

/// What comes of a signed commit.
package enum ActionVerdict: Hashable, Sendable {
  case counts(ActionAuthority)
  /// The same action counts already, from an earlier commit.
  case repeats(Dot, ActionAuthority)
  case hasNoEffect(ActionFault)
}
