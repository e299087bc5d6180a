// The enrolment desk of an office as a value: tokens given out, applications, who was enrolled and who was struck off.
import Certificates
package import Merge

/// What an office knows of enrolment below it.
///
/// A value without clock, randomness or files: time and secrets are arguments.
/// - Invariant: a token serves one application; an application has one entry, whatever tokens it came with, and is decided
///   once for each token.
/// - Units: times are seconds since 1970.
package struct DeskState: Codable, Hashable, Sendable {
  package static let tokensMax = 1_024
  package static let waitingMax = 256
  package static let enrolledMax = 8_192

  package struct Token: Codable, Hashable, Sendable {
    /// Of the secret, in hexadecimal.
    package let digest: String
    package let area: String
    package let expires: Int64
    /// The application that used it.
    package var usedBy: String?
  }

  package enum Decision: String, Codable, Hashable, Sendable {
    case waiting, approved, refused
  }

  package struct Entry: Codable, Hashable, Sendable {
    package let id: String
    package let application: EnrolmentApplication
    package let token: String
    package let received: Int64
    package var decision: Decision
    package var bundle: EnrolmentBundle?
  }

  /// A node that was let in.
  package struct Member: Codable, Hashable, Sendable {
    package let node: String
    package let area: String
    package let name: String
    package let key: String
    package var serial: String
    package var ends: Int64
    package var revoked: Int64?
    package var reason: String?
    /// The grant that lets it write, in hexadecimal.
    package var grant: String?

    package init(
      node: String, area: String, name: String, key: String, serial: String, ends: Int64, grant: String? = nil
    ) {
      (self.node, self.area, self.name, self.key) = (node, area, name, key)
      (self.serial, self.ends, self.grant) = (serial, ends, grant)
    }
  }

  package internal(set) var tokens: [Token] = []
  package internal(set) var entries: [Entry] = []
  package internal(set) var members: [Member] = []
  /// How many more terminals are let in without a person.
  package var terminalQuota = 0

  package init() {}

  /// Notes a token that was given out.
  package mutating func noteToken(_ token: EnrolmentToken, now: Int64) throws(EnrolmentRefusal) {
    forget(now: now)
    guard tokens.count < Self.tokensMax else { throw .full }
    tokens.append(Token(digest: token.digest.description, area: token.area.code, expires: token.expires))
  }

  /// Takes an application in. The same application again is the same entry, so that a lost answer costs nothing; with
  /// another token, too, which it uses up: whoever starts again at the new node has the same keys in the same folder.
  /// - Parameter secret: as the applicant sent it.
  package mutating func receive(_ application: EnrolmentApplication, secret: [UInt8], now: Int64)
    throws(EnrolmentRefusal)
    -> Entry
  {
    let checked = try application.checked()
    let digest = EnrolmentToken.digest(ofSecret: secret).description
    guard let place = tokens.firstIndex(where: { $0.digest == digest }) else { throw .tokenUnknown }
    let id = application.id
    if let user = tokens[place].usedBy {
      guard user == id, let entry = entry(id) else { throw .tokenUsed }
      return entry
    }
    guard now <= tokens[place].expires else { throw .tokenExpired }
    guard tokens[place].area == checked.area.code else { throw .tokenForAnotherArea }
    guard !isRevoked(checked.node) else { throw .refused }
    let entry = try takeIn(Entry(id: id, application: application, token: digest, received: now, decision: .waiting))
    tokens[place].usedBy = id
    return entry
  }

  /// Lets an application wait that has brought a token unused before. One that is let in stays so; one that was refused is
  /// put before a person again, since each token is the office's word that somebody there will decide.
  private mutating func takeIn(_ entry: Entry) throws(EnrolmentRefusal) -> Entry {
    let place = entries.firstIndex { $0.id == entry.id }
    if let place, entries[place].decision != .refused { return entries[place] }
    guard entries.count(where: { $0.decision == .waiting }) < Self.waitingMax, members.count < Self.enrolledMax else {
      throw .full
    }
    if let place { entries[place] = entry } else { entries.append(entry) }
    return entry
  }

  package func entry(_ id: String) -> Entry? { entries.first { $0.id == id } }

  /// The one waiting application whose id begins like this.
  package func waiting(_ prefix: String) throws(EnrolmentRefusal) -> Entry {
    let found = entries.filter { $0.decision == .waiting && $0.id.hasPrefix(prefix) }
    guard found.count == 1, !prefix.isEmpty else { throw .unknown }
    return found[0]
  }

  /// Whether an application waits for nobody: a terminal's, while the quota lasts.
  package mutating func takeFromQuota(_ entry: Entry) -> Bool {
    guard entry.decision == .waiting, Area(entry.application.area)?.tier == .terminal, terminalQuota > 0 else {
      return false
    }
    terminalQuota -= 1
    return true
  }

  package mutating func approve(_ id: String, bundle: EnrolmentBundle, member: Member) throws(EnrolmentRefusal) {
    guard let place = entries.firstIndex(where: { $0.id == id && $0.decision == .waiting }) else { throw .unknown }
    entries[place].decision = .approved
    entries[place].bundle = bundle
    try enter(member)
  }

  /// Enters a node whose application came as a file. If the same waits here, having come by the network as well, it waits
  /// no longer.
  package mutating func admit(_ application: EnrolmentApplication, bundle: EnrolmentBundle, member: Member)
    throws(EnrolmentRefusal)
  {
    let isWaiting = entry(application.id)?.decision == .waiting
    if isWaiting { try approve(application.id, bundle: bundle, member: member) } else { try enter(member) }
  }

  /// Enters a node into the list of those let in. Who was struck off stays so.
  package mutating func enter(_ member: Member) throws(EnrolmentRefusal) {
    if let known = members.firstIndex(where: { $0.node == member.node }) {
      guard members[known].revoked == nil else { throw .refused }
      members[known] = member
    } else {
      guard members.count < Self.enrolledMax else { throw .full }
      members.append(member)
    }
  }

  package mutating func refuse(_ id: String) throws(EnrolmentRefusal) {
    guard let place = entries.firstIndex(where: { $0.id == id && $0.decision == .waiting }) else { throw .unknown }
    entries[place].decision = .refused
  }

  /// Notes a renewed certificate.
  package mutating func renewed(_ node: NodeID, serial: String, ends: Int64) {
    guard let place = members.firstIndex(where: { $0.node == node.description }) else { return }
    (members[place].serial, members[place].ends) = (serial, ends)
  }

  /// Strikes a node off. Its certificate opens nothing from now on.
  package mutating func revoke(_ node: NodeID, reason: String, now: Int64) throws(EnrolmentRefusal) {
    guard let place = members.firstIndex(where: { $0.node == node.description }) else { throw .unknown }
    guard members[place].revoked == nil else { return }
    (members[place].revoked, members[place].reason) = (now, reason)
  }

  package func isRevoked(_ node: NodeID) -> Bool {
    members.contains { $0.node == node.description && $0.revoked != nil }
  }

  /// Makes one entry of several with one id, which desks had where an application came with two tokens: let in where one of
  /// them was, waiting where one waits.
  mutating func unite() {
    var united: [Entry] = []
    for entry in entries {
      guard let place = united.firstIndex(where: { $0.id == entry.id }) else {
        united.append(entry)
        continue
      }
      let isFirmer = united[place].decision == .refused || entry.decision == .approved
      if isFirmer, united[place].decision != .approved { united[place] = entry }
    }
    entries = united
  }

  /// Drops what has no use any more: expired tokens a month later, decided applications likewise.
  private mutating func forget(now: Int64) {
    let old = now - 30 * CertificateTerms.day
    tokens.removeAll { $0.expires < old }
    entries.removeAll { $0.decision != .waiting && $0.received < old }
  }
}
