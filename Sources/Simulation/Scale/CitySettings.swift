// What a run of a whole city is made of.
import Merge

/// The settings of one simulated day of a city. The same settings give the same day.
package struct CitySettings: Sendable {
  package enum Load: String, CaseIterable, Sendable {
    case normal, peak

    /// By how much every count of a normal day is multiplied.
    var factor: Int { self == .peak ? 10 : 1 }
  }

  package var seed: UInt64
  package var load: Load
  /// How many enterprises a community has on average, in thousandths: 30,000 in 6,200 communities.
  package var enterprisesPermille = 4_839
  /// In how many of a thousand communities the connection fails for a stretch of the day.
  package var offlinePermille = 300

  package init(seed: UInt64, load: Load = .normal) {
    self.seed = seed
    self.load = load
  }
}

/// How long things take at a node, in microseconds: what the model of a server with one queue is made of.
/// - Source: ops/bench/README.md; `head` was measured by `gridward-simulate city`.
enum ServiceTime {
  /// A round at either end, without what it stores and compares.
  static let round: Int64 = 1_000
  /// Storing and folding a record of a batch.
  static let record: Int64 = 16
  /// One durable commit by somebody at the node: 1,925 a second.
  static let commit: Int64 = 520
  /// A further commit in the same transaction.
  static let furtherCommit: Int64 = 23
  /// Adding one head to a fingerprint, in nanoseconds.
  static let headNanoseconds: Int64 = 220
}

/// A link as the network makes it, in microseconds and bytes.
struct LinkProfile {
  /// One way.
  let latency: ClosedRange<Int>
  let bytesPerSecond: Int

  /// The link above a node of a tier: the government's lines down to the township, the mobile network below.
  init(above tier: Tier) {
    switch tier {
    case .country, .province, .city, .district:
      self.init(latency: 2_000...6_000, bytesPerSecond: 12_500_000)
    case .township: self.init(latency: 4_000...12_000, bytesPerSecond: 2_500_000)
    case .community: self.init(latency: 25_000...80_000, bytesPerSecond: 625_000)
    case .terminal: self.init(latency: 30_000...100_000, bytesPerSecond: 250_000)
    }
  }

  private init(latency: ClosedRange<Int>, bytesPerSecond: Int) {
    self.latency = latency
    self.bytesPerSecond = bytesPerSecond
  }

  /// How long so many bytes are on their way.
  func delay(_ bytes: Int, _ draw: inout Draw) -> Int64 {
    Int64(draw.within(latency)) + Int64(bytes) * 1_000_000 / Int64(bytesPerSecond)
  }

  /// How long it takes to open a connection: one exchange of small packets.
  func opening(_ draw: inout Draw) -> Int64 { delay(0, &draw) + delay(0, &draw) }
}
