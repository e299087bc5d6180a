// What a session has given to the writer and does not yet know to be on disk.
import Replica

/// A session's notes and batches on their way to the disk while more is read.
///
/// Those waiting at one time share a transaction: that makes a first sync fast, and lets a short exchange do with one flush
/// of the disk. The number of batches is bounded, which bounds the memory.
struct PendingWork: Sendable {
  /// How many batches, and how many notes, may wait for the writer while the next is read.
  private static let batchesMax = 16
  private static let notesMax = 16

  /// What follows something that failed is not done.
  let sequence = WorkSequence()
  private let node: Node
  private var notes: [Ticket<Ingested?>] = []
  private var batches: [Ticket<Ingested?>] = []

  init(node: Node) { self.node = node }

  mutating func add(_ work: Ticket<Ingested?>, isBatch: Bool) async throws {
    if isBatch {
      if batches.count >= Self.batchesMax { try await settleBatch() }
      batches.append(work)
    } else {
      if notes.count >= Self.notesMax { _ = try await notes.removeFirst().value }
      notes.append(work)
    }
  }

  /// Lets the writer begin with the batches handed over, while the next are read; notes alone wait for what follows them.
  func start() { if !batches.isEmpty { node.writer.start() } }

  /// Waits until everything handed over is on disk.
  mutating func settle() async throws {
    while !notes.isEmpty { _ = try await notes.removeFirst().value }
    while !batches.isEmpty { try await settleBatch() }
  }

  private mutating func settleBatch() async throws {
    if let result = try await batches.removeFirst().value { node.figures.received(result) }
  }
}
