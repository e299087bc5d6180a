// Batches on their way to the disk while the next ones are read.
import Replica

/// Batches handed to the writer and not yet known to be durable.
///
/// Those waiting at one time share a transaction, which is what makes a first sync fast; their number bounds the memory.
struct PendingBatches: Sendable {
  /// How many batches may wait for the writer while the next is read.
  private static let countMax = 16

  private let figures: NodeFigures
  private var tickets: [Ticket<Ingested>] = []
  /// Commits that were new here.
  private(set) var accepted = 0

  init(figures: NodeFigures) { self.figures = figures }

  mutating func add(_ ticket: Ticket<Ingested>) async throws {
    if tickets.count >= Self.countMax { try await settle(all: false) }
    tickets.append(ticket)
  }

  /// Waits until everything handed over is on disk.
  mutating func settle() async throws { try await settle(all: true) }

  private mutating func settle(all: Bool) async throws {
    repeat {
      guard !tickets.isEmpty else { return }
      let result = try await tickets.removeFirst().value
      figures.received(result)
      accepted += result.accepted
    } while all
  }
}
