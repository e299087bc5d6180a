// Somebody who follows the changes: waits without a thread, and reads on the readers' own.
import FlightRecorder
import Node
import Store

/// One caller's question about changes, asked as often as there are some.
struct Follower: Sendable {
  let node: Node
  let caller: String
  /// What was asked, for the flight recorder.
  let line: String
  let asked: ChangeQuestion
  /// How much is written before a page ends early.
  let bytesMax: Int
  /// How many followers may stand in the line of the people's readers: each change wakes all there are, and whoever asks something
  /// else must find room.
  let turns: UploadGate

  /// How long changes are gathered once there is one: a burst is then one question of each follower, not hundreds.
  private static let gathering: Duration = .milliseconds(100)
  /// How long a follower that finds the readers busy leaves them to others, in milliseconds; drawn, so that those who were woken
  /// together do not come back together.
  private static let retreat = 100...900
  /// How often a stream says that it is still there.
  private static let heartbeat: Duration = .seconds(15)

  /// How often a stream asks for its first page while the readers have too much to do.
  private static let triesMax = 30

  /// Asks again for what begins a stream: a browser's `EventSource` that has been refused once never comes back.
  static func persisting<T>(_ isStream: Bool, _ ask: () async throws -> T) async throws -> T {
    for _ in 0..<triesMax where isStream {
      do { return try await ask() } catch QuestionRefusal.lineFull, QuestionRefusal.callerFull,
        QuestionRefusal.notTakenUp
      {
        try await Task.sleep(for: .milliseconds(Int.random(in: retreat)))
      }
    }
    return try await ask()
  }

  func page(after cursor: ChangeCursor?, in reader: StoreReader) throws -> ChangePage {
    try ChangePage(after: cursor, asked, of: self, in: reader)
  }

  /// Waits until there is something to tell after a page that told nothing.
  /// - Returns: what there then is; after `wait`, or when the task is cancelled, whatever there is.
  func held(_ first: ChangePage, past generation: UInt64, for wait: Duration) async throws -> ChangePage {
    let clock = ContinuousClock()
    let end = clock.now + wait
    var (page, seen) = (first, generation)
    while !page.isWorthTelling, clock.now < end, !Task.isCancelled {
      guard await node.changes.wait(past: seen, limit: end - clock.now) else { break }
      do {
        guard let next = try await read(after: page) else { continue }
        (page, seen) = next
      } catch is CancellationError { break }
    }
    return page
  }

  /// The next page of a stream: at once where there is more, else when something has changed, at the latest after the heartbeat.
  /// - Returns: nil when the task is cancelled, or the cursor has become one of another store: the next request is told so.
  func next(after last: ChangePage, past generation: UInt64) async throws -> (ChangePage, UInt64)? {
    if !last.hasMore {
      let hasNews = await node.changes.wait(past: generation, limit: Self.heartbeat)
      if Task.isCancelled { return nil }
      guard hasNews else { return (last.told, generation) }
    }
    do {
      return try await read(after: last) ?? (last.told, generation)
    } catch is CancellationError { return nil } catch is CursorRefusal { return nil }
  }

  /// - Returns: nil when the readers have too much to do just now.
  private func read(after page: ChangePage) async throws -> (ChangePage, UInt64)? {
    if !page.hasMore { try? await Task.sleep(for: Self.gathering) }
    let next = try await readInTurn(after: page)
    if next == nil { try? await Task.sleep(for: .milliseconds(Int.random(in: Self.retreat))) }
    return next
  }

  private func readInTurn(after page: ChangePage) async throws -> (ChangePage, UInt64)? {
    guard let turn = try? turns.enter() else { return nil }
    defer { withExtendedLifetime(turn) {} }
    let generation = node.changes.generation
    do {
      let next = try await node.read(on: .people, by: caller, noting: Node.asked(.question, line)) {
        try self.page(after: page.next, in: $0)
      }
      return (next, generation)
    } catch QuestionRefusal.lineFull, QuestionRefusal.callerFull, QuestionRefusal.notTakenUp {
      return nil
    }
  }
}
