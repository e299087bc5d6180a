// Which signed commits count, once more and straight from the definition: every answer looks at all statements and commits again.
import Catalog
import Merge
import Store
import Trust

/// The statements that a node knows of people, and of the nodes that certify them.
struct KnownStatements {
  /// By the key whose place it says.
  private(set) var grants: [PublicKey: [Grant]] = [:]
  private(set) var passes: [PassID: Pass] = [:]
  private(set) var withdrawals: [Withdrawal] = []
  /// All of them, as they are signed.
  private(set) var all: [Statement] = []
  private var known: Set<Digest> = []
  let root: PublicKey

  init(root: PublicKey) { self.root = root }

  mutating func add(_ statement: Statement) {
    guard known.insert(statement.digest).inserted else { return }
    all.append(statement)
    switch statement.content {
    case .grant(let grant): grants[grant.subject, default: []].append(grant)
    case .pass(let pass): passes[statement.passID] = pass
    case .withdrawal(let withdrawal): withdrawals.append(withdrawal)
    case .revocation, .redaction: break
    }
  }

  /// The grants of a key that rest on the root key. Nobody in a world revokes any.
  func resting(of key: PublicKey, without visited: Set<PublicKey> = []) -> [Grant] {
    let visited = visited.union([key])
    return (grants[key] ?? []).filter { grant in
      if grant.issuer == root { return true }
      guard !visited.contains(grant.issuer) else { return false }
      return resting(of: grant.issuer, without: visited).contains { $0.area.contains(grant.area) }
    }
  }

  /// How high somebody stands who may speak of people of an area: 0 for the root key; nil for nobody who may.
  func place(of issuer: PublicKey, about area: Area) -> Int? {
    if issuer == root { return 0 }
    return resting(of: issuer).filter { $0.area.contains(area) }.map { Int($0.area.tier.rawValue) + 1 }.min()
  }

  /// Whether a pass is as good as issued above its area.
  func isAbove(_ pass: Pass) -> Bool {
    pass.issuer == root
      || resting(of: pass.issuer).contains { grant in
        grant.area.contains(pass.area) && (grant.area != pass.area || grant.issuer == root)
      }
  }

  /// The last number that counts under a pass; nil where nothing ends it.
  func last(under pass: Pass) -> UInt64? {
    let ends = withdrawals.compactMap { withdrawal -> (place: Int, last: UInt64)? in
      guard withdrawal.device == pass.device, withdrawal.area.contains(pass.area) else { return nil }
      return place(of: withdrawal.issuer, about: withdrawal.area).map { ($0, withdrawal.last) }
    }
    guard let highest = ends.map(\.place).min() else { return nil }
    return ends.filter { $0.place == highest }.map(\.last).min()
  }
}

/// What a signed commit comes to.
struct NaiveAction {
  let pass: Pass
  let origin: Origin
  /// The commits that bring the same action and count or repeat, in their order.
  var copies: [Dot] = []
  var isRepeat: Bool { copies.first != origin.dot }
}

enum NaivePeople {
  private static let lateMilliseconds: Int64 = 60 * 86_400_000

  /// One number of one device.
  private struct Slot: Hashable {
    let device: DeviceID
    let number: UInt64
  }

  private struct Candidate {
    let commit: KnownCommit
    let message: [UInt8]
    let pass: Pass
  }

  /// Of the commits that their feeds let have effect, what becomes of those that are signed; the others have none.
  /// - Parameter holds: whether a device has signed a commit.
  static func actions(
    of commits: [KnownCommit], _ statements: KnownStatements, holds: (KnownCommit, [UInt8], Pass) -> Bool
  ) -> [Dot: NaiveAction] {
    var slots: [Slot: [Candidate]] = [:]
    for commit in commits {
      guard let signature = commit.signature, let pass = statements.passes[signature.pass],
        let message = commit.message, counts(commit, signature, pass, statements), holds(commit, message, pass)
      else { continue }
      let slot = Slot(device: pass.device, number: signature.number)
      slots[slot, default: []].append(Candidate(commit: commit, message: message, pass: pass))
    }
    var found: [Dot: NaiveAction] = [:]
    for candidates in slots.values {
      let inOrder = candidates.sorted { ($0.commit.time, $0.commit.dot) < ($1.commit.time, $1.commit.dot) }
      let same = inOrder.filter { $0.message == inOrder[0].message }
      for candidate in same {
        found[candidate.commit.dot] = NaiveAction(
          pass: candidate.pass, origin: origin(of: candidate, statements), copies: same.map(\.commit.dot))
      }
    }
    return found
  }

  private static func counts(
    _ commit: KnownCommit, _ signature: ActionSignature, _ pass: Pass, _ statements: KnownStatements
  ) -> Bool {
    commit.user == pass.account.description && pass.area.contains(commit.key.area)
      && statements.place(of: pass.issuer, about: pass.area) != nil
      && commit.time.milliseconds <= pass.notAfter.addingSaturated(lateMilliseconds)
      && statements.last(under: pass).map { signature.number <= $0 } ?? true
  }

  private static func origin(of candidate: Candidate, _ statements: KnownStatements) -> Origin {
    let (commit, pass) = (candidate.commit, candidate.pass)
    let actor = Actor(
      role: pass.role, isIssuedAbove: statements.isAbove(pass),
      actingFor: commit.signature?.actingFor?.description)
    return Origin(
      dot: commit.dot, time: commit.time, tier: pass.area.tier, user: pass.account.description, actor: actor)
  }
}
