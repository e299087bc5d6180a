// The invitations that an office has given out: whose, to which post, and which device has used each.
import Foundation
package import Merge
import Trust

/// What an office knows of its invitations, as a value: time and secrets are arguments.
/// - Invariant: an invitation serves one device; that device may come again, so that a lost answer costs nothing.
/// - Units: times are seconds since 1970.
package struct InvitationBook: Codable, Hashable, Sendable {
  package static let openMax = 2_000

  package struct Entry: Codable, Hashable, Sendable {
    let id: String
    let checker: String
    package let post: String
    package let area: String
    package let account: String
    package let expires: Int64
    /// The device that has used it.
    package fileprivate(set) var usedBy: String?
  }

  package private(set) var entries: [Entry] = []

  package init() {}

  /// Notes one that is given out.
  /// - Throws: `full`.
  package mutating func note(_ invitation: Invitation, to post: RecordID, now: Int64) throws(InvitationRefusal) {
    forget(now: now)
    guard entries.count < Self.openMax else { throw .full }
    entries.append(
      Entry(
        id: invitation.id, checker: invitation.checker, post: post.description, area: invitation.area.code,
        account: invitation.account.description, expires: invitation.expires))
  }

  /// The invitation under which a request was made, used from now on by the device that it names.
  package mutating func use(by request: PassRequest, now: Int64) throws -> Entry {
    let (key, account) = try request.checked()
    guard let mark = request.invitation, let place = entries.firstIndex(where: { $0.id == mark.id }) else {
      throw InvitationRefusal.unknown
    }
    let entry = entries[place]
    // Compared as a whole: how much of it was right shows in no time.
    let right = Invitation.mark(request, checker: entry.checker)
    guard Hashing.sha256(Array(right.utf8)) == Hashing.sha256(Array(mark.mark.utf8)) else {
      throw InvitationRefusal.exchanged
    }
    guard entry.account == account.description else { throw InvitationRefusal.otherAccount }
    let device = key.device.description
    if let user = entry.usedBy, user != device { throw InvitationRefusal.used }
    guard now <= entry.expires || entry.usedBy == device else { throw InvitationRefusal.expired }
    entries[place].usedBy = device
    return entries[place]
  }

  /// What nobody can use any more is of no use here either.
  private mutating func forget(now: Int64) { entries.removeAll { $0.expires < now - Invitation.lifetimeMax } }
}

/// Why a request is not taken for an invited one.
package enum InvitationRefusal: String, Error, Hashable, Sendable, CustomStringConvertible {
  case unknown = "invitation-unknown"
  case used = "invitation-used"
  case expired = "invitation-expired"
  case exchanged = "invitation-exchanged"
  case otherAccount = "invitation-other-account"
  case full = "invitations-full"

  package var description: String {
    switch self {
    case .unknown: "no such invitation was given out here"
    case .used: "another device has used the invitation: somebody else had it"
    case .expired: "the invitation has expired"
    case .exchanged: "the request was not made with the invitation that it names: somebody has exchanged the key in it"
    case .otherAccount: "the invitation is another account's"
    case .full: "\(InvitationBook.openMax) invitations are open"
    }
  }
}

/// The file of an office's invitations, beside its keys.
package struct InvitationFile: Sendable {
  private let url: URL
  private let folder: TrustFolder

  package init(_ trust: TrustFolder) { (url, folder) = (trust.file("invitations.json"), trust) }

  package func read() throws -> InvitationBook {
    guard FileManager.default.fileExists(atPath: url.path) else { return InvitationBook() }
    do { return try JSONDecoder().decode(InvitationBook.self, from: Data(try SecretFile.read(url))) } catch {
      if let error = error as? EnrolmentError { throw error }
      throw EnrolmentError(
        .damagedFile, "\(url.path) cannot be read", hint: "Remove it: what is lost is open invitations, and no person.")
    }
  }

  /// Changes the book; what was changed is on disk when the call returns, and nobody else changes it meanwhile.
  package func change<T>(_ body: (inout InvitationBook) throws -> T) throws -> T {
    try folder.make()
    let path = folder.file("invitations.lock").path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
      throw EnrolmentError(.inputOutput, "\(path) cannot be locked: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var book = try read()
    let result = try body(&book)
    try SecretFile.write(TrustFolder.text(book), to: url)
    return result
  }
}
