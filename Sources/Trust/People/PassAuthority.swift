// Whose actions count: a pure function of passes, withdrawals, and the grants they rest on.
package import Merge

/// Where what is said of people is looked up, beside what is said of nodes.
package protocol PeopleReader: StatementReader {
  /// The passes of this id, in the order of their digests. There is one, unless somebody has searched for two.
  func passes(_ id: PassID) throws -> [Statement]
  /// The withdrawals of a device, in the order of their digests.
  func withdrawals(of device: DeviceID) throws -> [Statement]
}

/// Where whoever certified a device or withdrew it stands; the highest comes first.
package enum IssuerPlace: Hashable, Comparable, Sendable {
  case root
  case tier(Tier)

  package static func < (left: IssuerPlace, right: IssuerPlace) -> Bool {
    switch (left, right) {
    case (.root, .tier): true
    case (.tier(let one), .tier(let other)): one < other
    case (_, .root): false
    }
  }
}

/// The end that a withdrawal has put to a device.
package struct PassEnd: Hashable, Sendable {
  /// The last number that counts.
  package let last: UInt64
  /// Where whoever withdrew it stands.
  package let issuer: IssuerPlace
  package let statement: Statement
}

/// What a pass is worth by the statements at hand.
package struct PassStanding: Hashable, Sendable {
  package let pass: Pass
  /// Nil while its issuer is nobody who may certify people of the area.
  package let issuer: IssuerPlace?
  /// Whether it is as good as issued above: by the root key, by a node strictly above the area, or by one whose own grant is
  /// the root key's, since above the top nobody stands. Roles that are appointed above ask for it.
  package let isIssuedAbove: Bool
  /// What ends the device under the pass; nil where nothing does.
  package let end: PassEnd?
  /// The last number of the device that counts under the pass; nil where none ends it.
  package var last: UInt64? { end?.last }
}

/// Decides which passes and withdrawals count, from the root key down.
///
/// It remembers what it has worked out: make a new one after statements were added.
/// - Source: protocol §16.4.
package struct PassAuthority {
  private var authority: Authority
  private var standings: [PassID: PassStanding?] = [:]

  package init(root: PublicKey) { authority = Authority(root: root) }

  /// What a pass is worth; nil when none of this id is known.
  package mutating func standing(of id: PassID, in reader: some PeopleReader) throws -> PassStanding? {
    if let known = standings[id] { return known }
    let standing = try worked(out: id, in: reader)
    standings[id] = .some(standing)
    return standing
  }

  private mutating func worked(out id: PassID, in reader: some PeopleReader) throws -> PassStanding? {
    for statement in try reader.passes(id) {
      guard case .pass(let pass) = statement.content, statement.passID == id else { continue }
      let end = try end(of: pass, in: reader)
      if pass.issuer == authority.root {
        return PassStanding(pass: pass, issuer: .root, isIssuedAbove: true, end: end)
      }
      let grants = try authority.issuerGrants(
        of: statement, for: pass.area, at: pass.issuedAt, orThere: true, in: reader)
      let isIssuedAbove = grants.contains { $0.area != pass.area || $0.issuer == authority.root }
      let place = grants.map(\.area.tier).min().map { IssuerPlace.tier($0) }
      return PassStanding(pass: pass, issuer: place, isIssuedAbove: isIssuedAbove, end: end)
    }
    return nil
  }

  /// Of the withdrawals that count and are about the pass's area, the one issued highest counts; of several issued there, the one
  /// that lets least count.
  private mutating func end(of pass: Pass, in reader: some PeopleReader) throws -> PassEnd? {
    var found: PassEnd?
    for statement in try reader.withdrawals(of: pass.device) {
      guard case .withdrawal(let withdrawal) = statement.content, withdrawal.device == pass.device,
        withdrawal.area.contains(pass.area),
        let place = try place(of: statement, about: withdrawal, in: reader)
      else { continue }
      if let best = found, (best.issuer, best.last) <= (place, withdrawal.last) { continue }
      found = PassEnd(last: withdrawal.last, issuer: place, statement: statement)
    }
    return found
  }

  private mutating func place(
    of statement: Statement, about withdrawal: Withdrawal, in reader: some PeopleReader
  ) throws -> IssuerPlace? {
    if withdrawal.issuer == authority.root { return .root }
    let grants = try authority.issuerGrants(
      of: statement, for: withdrawal.area, at: withdrawal.at, orThere: true, in: reader)
    return grants.map(\.area.tier).min().map { .tier($0) }
  }
}
