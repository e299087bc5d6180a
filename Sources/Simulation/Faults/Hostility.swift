// A node that does not keep to the rules: what it sends is not what an honest node would.
import Merge
import Replica
import Store
import Trust
import Wire

/// How one hostile node deceives. Its own store and work are those of any node but for what its trick has it write; the rest of
/// the deceit is in what it sends.
struct Hostility {
  /// - Source: docs/simulator.md, docs/threat-model.md.
  enum Trick: String, CaseIterable, Sendable {
    /// Bytes turned over anywhere.
    case garbles

    // Commits.

    /// Commits left out of what it sends.
    case withholds
    /// Another content under a number it has already used.
    case forks
    /// Others' commits with another content, under their authors' seals.
    case forges
    /// Seals that are not what their authors signed, or none.
    case swapsSeals
    /// The next commit of feeds that others write, without a seal.
    case impersonates
    /// Times at the far end of what a clock can say.
    case farFuture
    /// Times long past.
    case backdates

    // Records.

    /// Records that only nodes write, about itself, others and whole areas.
    case speaksForNodes
    /// What an office says to those below, about areas above, and withdrawals of what has been said from there.
    case speaksFromBelow
    /// Numbers at both ends of their range, in fields and steps.
    case exaggerates
    /// Seen vectors that claim what has not been written yet.
    case foresees

    // People.

    /// Actions in the name of people whose devices have not signed them.
    case actsForOthers
    /// Actions that were handed in, with something else in them, beside the true ones or in their place.
    case altersActions
    /// Actions that were handed in and, it says, entered: they are not.
    case keepsActions
    /// People who do not exist, whom it certifies: at its own place, elsewhere, and in roles that are given from above.
    case inventsPeople

    // Frames.

    /// A fingerprint that is not that of its branch.
    case lies
    /// Another store in every hello.
    case renamesStore
    /// A cursor of a store that the other end never was.
    case misremembers
    /// A cursor beyond all the other end has given out, and then none.
    case overreaches
    /// Marks that go back.
    case goesBack
    /// Refusals of everything it knows.
    case refusesEverything
    /// A witness that does not exist.
    case bearsFalseWitness
    /// The seals of heads that it has, again and again.
    case asksForSeals
    /// Every feed from its beginning.
    case wantsEverything
    /// A comparison in every round.
    case asksComparison
    /// Custody reports and receipts numbered up to the end of numbers.
    case boasts
  }

  let trick: Trick
  /// The hashes of what it has made up in others' names.
  var forgeries: Set<Digest> = []
  /// Whom it has made up.
  var invented: [InventedPerson] = []
  var draw: Draw

  /// Everything about the far future and the far past is done by the node's clock.
  static let farFutureMilliseconds: Int64 = 200_000_000_000_000
  static let pastMilliseconds: Int64 = 1_000_000_000_000

  /// What is drawn from where no trick is named. A child of a node that makes up what others would write may for a while have
  /// acknowledged what it lacks; the checker objects to that in a few worlds of a hundred, so these are played by name.
  private static let drawn = Trick.allCases.filter { $0 != .impersonates }

  /// - Parameter allowed: the tricks to draw from; the usual ones when there is none.
  init(_ draw: inout Draw, from allowed: [Trick] = []) {
    trick = draw.pick(allowed.isEmpty ? Self.drawn : allowed)
    self.draw = Draw(seed: draw.next(), stream: "hostility")
  }

  private var provedAt = Int64.min
  static let pauseMilliseconds: Int64 = 60_000

  /// What it says and what it holds do not fit, so that it could ask on and on; a server's rate limit sees to it that it does
  /// not, and here the world's.
  mutating func isTooBusy(at now: Int64) -> Bool {
    if provedAt > now - Self.pauseMilliseconds { return true }
    provedAt = now
    return false
  }

  /// What the node sends in place of an honest message. Most are left as they are, so that it goes on being heard.
  /// - Parameters:
  ///   - own: the feeds it writes.
  ///   - held: all feeds it has.
  mutating func alter(_ message: [UInt8], own: Set<FeedID>, held: [StoredFeed], now: Int64) -> [UInt8] {
    guard draw.chance(400) else { return message }
    switch trick {
    case .garbles:
      var altered = message
      altered[draw.below(altered.count)] ^= UInt8(1 << draw.below(8))
      return altered
    case .withholds, .forks, .forges, .swapsSeals:
      return rewritten(message) { hostility, frame in try hostility.deceiving(Batch(frame), own).frame }
    case .impersonates:
      return inserting(impersonations(of: held.filter { !own.contains($0.id) }, now: now), in: message)
    case .farFuture, .backdates, .speaksForNodes, .speaksFromBelow, .exaggerates, .foresees: return message
    case .actsForOthers, .altersActions, .keepsActions, .inventsPeople: return message
    default: return misstated(message, held: held)
    }
  }

  /// A message with its batches changed.
  private mutating func rewritten(
    _ message: [UInt8], _ change: (inout Hostility, Frame) throws -> Frame
  ) -> [UInt8] {
    mapped(message) { hostility, frame in
      guard frame.kind == Frame.Kind.batch.rawValue else { return [frame] }
      return [(try? change(&hostility, frame)) ?? frame]
    }
  }

  /// A message with frames put before its close, if it has one.
  private mutating func inserting(_ frames: [Frame], in message: [UInt8]) -> [UInt8] {
    mapped(message) { _, frame in frame.kind == Frame.Kind.close.rawValue ? frames + [frame] : [frame] }
  }

  /// A message with every frame replaced.
  mutating func mapped(_ message: [UInt8], _ change: (inout Hostility, Frame) -> [Frame]) -> [UInt8] {
    var frames = FrameReader()
    frames.feed(message)
    var bytes: [UInt8] = []
    while let frame = try? frames.next() {
      for frame in change(&self, frame) { frame.append(to: &bytes) }
    }
    return bytes
  }
}
