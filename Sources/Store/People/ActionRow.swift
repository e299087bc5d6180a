// A row of `action`: what a person's device has signed, and what comes of it here.
import GRDB
import Merge
import Replica
import Trust

/// What is kept of one signed commit.
struct ActionRow {
  let dot: Dot
  let pass: PassID
  let number: UInt64
  /// Nil while the pass is unknown.
  let device: DeviceID?
  let account: AccountID?
  let time: HybridTime
  /// Nil where the commit cannot be what was signed.
  let digest: Merge.Digest?
  var verdict: Verdict
  /// Whether the commit's payload was removed by law.
  let isRemoved: Bool

  /// The word for what comes of an action.
  enum Verdict: Hashable {
    case counts
    case repeats
    case fails(String)

    static let numberTaken = Verdict.fails("numberTaken")
    static let passUnknown = Verdict.fails("passUnknown")

    init(_ word: String) {
      switch word {
      case "counts": self = .counts
      case "repeats": self = .repeats
      default: self = .fails(word)
      }
    }

    var word: String {
      switch self {
      case .counts: "counts"
      case .repeats: "repeats"
      case .fails(let reason): reason
      }
    }

    var isInEffect: Bool { self == .counts || self == .repeats }
    /// Whether it would count if no other took its number.
    var isCandidate: Bool { isInEffect || self == .numberTaken }
    /// Whether nothing that arrives can change it.
    var isFirm: Bool { ["badSignature", "otherAccount", "outsidePass"].contains(word) }
  }

  static let columns = "feed, seq, pass, number, device, account, time, digest, verdict, is_removed"

  init(_ action: SignedAction, isRemoved: Bool, pass: Pass?, verdict: Verdict) {
    (dot, time, digest) = (action.dot, action.time, action.content?.digest)
    (self.pass, number) = (action.signature.pass, action.signature.number)
    (device, account) = (pass?.device, pass?.account)
    // Under whose pass somebody else has written, or elsewhere, has not lost its number by that.
    let isOfPass = pass.map { action.user == $0.account.description && $0.area.contains(action.area) } ?? false
    (self.verdict, self.isRemoved) = (verdict, isRemoved && isOfPass)
  }

  init(_ row: HotStatement) throws {
    dot = Dot(feed: FeedID(try row.bytes16(0)), seq: row.uint(1))
    (pass, number) = (PassID(try row.bytes16(2)), row.uint(3))
    device = row.isNull(4) ? nil : DeviceID(try row.bytes16(4))
    account = row.isNull(5) ? nil : AccountID(try row.bytes16(5))
    time = HybridTime(packed: row.uint(6))
    digest = row.isNull(7) ? nil : try row.digest(7)
    (verdict, isRemoved) = (Verdict(row.text(8)), row.int(9) == 1)
  }

  func save(in db: Database) throws {
    let save = try db.hot(
      """
      INSERT OR REPLACE INTO action (\(Self.columns), counts)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """)
    save.bind(1, dot.feed.raw)
    save.bind(2, dot.seq)
    save.bind(3, pass.raw)
    save.bind(4, number)
    if let device { save.bind(5, device.raw) } else { save.bindNull(5) }
    if let account { save.bind(6, account.raw) } else { save.bindNull(6) }
    save.bind(7, time.packed)
    if let digest { save.bind(8, digest) } else { save.bindNull(8) }
    save.bind(9, verdict.word)
    save.bind(10, Int64(isRemoved ? 1 : 0))
    save.bind(11, Int64(verdict.isInEffect ? 1 : 0))
    try save.run()
  }

  /// Whether its commit is earlier: by hybrid time, then by its dot.
  func precedes(_ other: ActionRow) -> Bool { time == other.time ? dot < other.dot : time < other.time }
}

/// The device's number that actions compete for.
struct ActionSlot: Hashable, Comparable {
  let device: DeviceID
  let number: UInt64

  static func < (left: ActionSlot, right: ActionSlot) -> Bool {
    left.device == right.device ? left.number < right.number : left.device < right.device
  }
}
