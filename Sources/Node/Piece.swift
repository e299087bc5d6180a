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
  /// What it is a part of; nil for work of its own.
  private let sequence: WorkSequence?
  private let work: @Sendable (inout Replica, StoreWriter) throws -> Answer
  private let fail: @Sendable (any Error) -> Void

  init<T: Sendable>(
    _ undertaking: Undertaking?, in sequence: WorkSequence?, isEntry: Bool, _ work: @escaping GroupWriter.Work<T>,
    for ticket: Ticket<T>
  ) {
    (self.undertaking, self.sequence, self.isEntry) = (undertaking, sequence, isEntry)
    self.work = { replica, writer in
      let value = try work(&replica, writer)
      return { ticket.fulfil(.success(value)) }
    }
    fail = { ticket.fulfil(.failure($0)) }
  }

  /// Runs the work inside a transaction, noted for the next process should this one end in it.
  /// - Throws: what the work throws; why an earlier piece of its sequence failed.
  func run(_ replica: inout Replica, _ writer: StoreWriter, noting recorder: FlightRecorder?) throws -> Answer {
    try sequence?.check()
    guard let recorder, let undertaking else { return try work(&replica, writer) }
    return try recorder.during(undertaking) { try work(&replica, writer) }
  }

  /// Called when it has failed in a transaction of its own, before what follows is run.
  func noteFailure(_ error: any Error) { sequence?.noteFailure(error) }

  /// Tells whoever waits what came of the run that counts.
  func answer(_ result: Result<Answer, any Error>) {
    switch result {
    case .success(let answer): answer()
    case .failure(let error): fail(error)
    }
  }
}
