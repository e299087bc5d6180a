// A piece of work in the writer's line, with the ticket that answers for it.
import FlightRecorder
import Replica
import Store

/// Work of any type and the ticket of that type: only these two ever see a value, so the line of pieces knows no types.
struct Piece: Sendable {
  /// Gives the ticket the value of one run; called for the run that is on disk, and for no other.
  typealias Answer = @Sendable () -> Void

  /// Whether it is one of people's entries.
  let isEntry: Bool
  private let undertaking: Undertaking?
  private let work: @Sendable (inout Replica, StoreWriter) throws -> Answer
  private let fail: @Sendable (any Error) -> Void

  init<T: Sendable>(
    _ undertaking: Undertaking?, isEntry: Bool, _ work: @escaping GroupWriter.Work<T>, for ticket: Ticket<T>
  ) {
    (self.undertaking, self.isEntry) = (undertaking, isEntry)
    self.work = { replica, writer in
      let value = try work(&replica, writer)
      return { ticket.fulfil(.success(value)) }
    }
    fail = { ticket.fulfil(.failure($0)) }
  }

  /// Runs the work inside a transaction, noted for the next process should this one end in it.
  func run(_ replica: inout Replica, _ writer: StoreWriter, noting recorder: FlightRecorder?) throws -> Answer {
    guard let recorder, let undertaking else { return try work(&replica, writer) }
    return try recorder.during(undertaking) { try work(&replica, writer) }
  }

  /// Tells whoever waits what came of the run that counts.
  func answer(_ result: Result<Answer, any Error>) {
    switch result {
    case .success(let answer): answer()
    case .failure(let error): fail(error)
    }
  }
}
