// A lane of readers: threads of its own, and the line of questions before them.
package import Store

/// Answers questions on threads of its own, so that none holds a thread of Swift's tasks.
///
/// **Who may ask.** Any task: it is suspended until the answer is there. Cancelling it gives the question up: one that waits
/// leaves the line, one that is in work is interrupted.
///
/// **How long it takes.** Where a lane gives questions a time, it is counted from being asked. Who still waits then is told at
/// once; what is in work ends at its next step of SQLite, or where its body looks at the limit.
///
/// Threads are started as they are needed, and end when the lane is closed or nobody has it any more.
package final class ReaderLane: Sendable {
  /// Whoever is told that a question takes long; it may give it up.
  package typealias WhenSlow = @Sendable (ReadingLimit) -> Void

  /// From when on a question takes long.
  private static let slowAfter: Duration = .seconds(1)

  private let crew: ReaderCrew
  /// How long a question has; nil for any time.
  private let span: Duration?
  private let now: @Sendable () -> ContinuousClock.Instant

  /// - Parameters:
  ///   - name: of its threads; at most fifteen bytes.
  ///   - span: how long a question has, from being asked; nil for any time.
  ///   - niceness: by how much its threads are nicer than the process, so that processors are others' first.
  package init(
    _ name: String, _ limits: LaneLimits, span: Duration? = nil, niceness: Int32 = 0,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
  ) {
    crew = ReaderCrew(name, limits, niceness: niceness, now: now)
    (self.span, self.now) = (span, now)
  }

  deinit { crew.close() }

  /// Refuses what waits and what comes, and interrupts what is in work; its threads end.
  package func close() { crew.close() }

  /// How many questions wait, and how many are in work.
  package var load: (waiting: Int, working: Int) { crew.load }

  /// Has a question answered on one of the lane's threads.
  /// - Parameters:
  ///   - caller: whose it is; callers take turns.
  ///   - whenSlow: called once, on the thread that answers, when a second has gone by since it was asked.
  ///   - body: reads within the limit it is handed.
  /// - Throws: what `body` throws; `QuestionRefusal`; `CancellationError` when the question was given up.
  package func ask<T: Sendable>(
    by caller: String, whenSlow: WhenSlow? = nil, _ body: @escaping @Sendable (ReadingLimit) throws -> T
  ) async throws -> T {
    let asked = now()
    let limit = ReadingLimit(
      until: span.map { asked + $0 }, slowness: whenSlow.map { (asked + Self.slowAfter, $0) }, now: now)
    let id = crew.newID()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        crew.enter(
          .init(
            id: id, caller: caller, deadline: span.map { asked + $0 },
            job: job(within: limit, body) { continuation.resume(with: $0) }))
      }
    } onCancel: {
      limit.giveUp()
      crew.withdraw(id, of: caller)
    }
  }

  private func job<T: Sendable>(
    within limit: ReadingLimit, _ body: @escaping @Sendable (ReadingLimit) throws -> T,
    answer: @escaping @Sendable (Result<T, any Error>) -> Void
  ) -> ReaderCrew.Job {
    let span = span
    @Sendable func told(_ error: any Error) -> any Error {
      if error is ReaderCrew.Waited { return QuestionRefusal.notTakenUp(after: span ?? .zero) }
      return switch error as? ReadingStop {
      case .late: QuestionRefusal.tooSlow(after: span ?? .zero)
      case .givenUp: CancellationError()
      case nil: error
      }
    }
    return ReaderCrew.Job(
      limit: limit,
      run: {
        let result = Result {
          try limit.check()
          return try body(limit)
        }.mapError(told)
        return { answer(result) }
      },
      refuse: { answer(.failure(told($0))) })
  }
}
