// Packing the days of the tally that have become quiet, in pieces between what others write.
import FlightRecorder
import Logging
import ServiceLifecycle
import Store

/// Looks every few minutes which days of totals have much to read and have not changed for a minute, and has the writer pack them.
///
/// A piece is a transaction of some milliseconds. After each the writer is left to others for as long.
package final class PackingService: Service {
  private let node: Node
  /// How long a day is left alone after its last change, at least.
  private let quiet: Duration
  private let every: Duration

  package init(node: Node, quiet: Duration = .seconds(60), every: Duration = .seconds(300)) {
    (self.node, self.quiet, self.every) = (node, quiet, every)
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown { await self.work() }
  }

  private func work() async {
    var (since, pause) = (Int64?.none, quiet)
    while !Task.isCancelled {
      let generation = node.changes.generation
      do {
        let round = try await node.packQuietDays(since: since)
        if since != nil { pause = every }
        since = round.newest
        if !round.hasRestless { await node.changes.wait(past: generation) }
      } catch {
        if Task.isCancelled { return }
        node.logger.error("Days of totals cannot be packed", metadata: ["reason": "\(error)"])
      }
      try? await Task.sleep(for: pause)
    }
  }
}

/// What one round of packing has come to.
package struct PackingRound: Hashable, Sendable {
  /// How many days were packed.
  package let days: Int
  /// Whether days were left because they had changed too lately.
  package let hasRestless: Bool
  /// The number of the last change when it began: what has none above it at the next round is quiet then.
  package let newest: Int64
}

extension Node {
  private static let pauseMin: Duration = .milliseconds(5)

  /// Packs the days that are worth it and have not changed since a change was numbered so.
  ///
  /// They are looked for in snapshots beside the writer.
  /// - Parameter number: nil where no such number is known: then nothing is quiet.
  package func packQuietDays(since number: Int64?) async throws -> PackingRound {
    let duty = Self.duty("packed totals")
    try admit(duty)
    var (place, newest, count, hasRestless) = (TallyDay?.none, Int64?.none, 0, false)
    repeat {
      let after = place
      let found = try await read(on: .duties, by: Self.itself, noting: duty) {
        try $0.packableDays(after: after, quietSince: number ?? -1)
      }
      try await pack(found.days, duty)
      newest = newest ?? found.newest
      count += found.days.count
      hasRestless = hasRestless || found.hasRestless
      place = found.next
    } while place != nil
    return PackingRound(days: count, hasRestless: hasRestless, newest: newest ?? 0)
  }

  private func pack(_ days: [TallyDay], _ duty: Undertaking) async throws {
    var rest = days[...]
    while !rest.isEmpty {
      try Task.checkCancellation()
      let (start, piece) = (ContinuousClock.now, rest)
      rest = rest.dropFirst(try await writer.hold(duty) { _, storage in try storage.packDays(piece) }.value)
      try await Task.sleep(for: max(start.duration(to: .now), Self.pauseMin))
    }
  }
}
