// Answering a question of people's: beside Swift's tasks, noted, within its time, and only while somebody waits for it.
import FlightRecorder
import Hummingbird
import Node
import Store

extension Node {
  /// Answers a question on one of the readers' threads, with a note of it, so that a question that ends the process is known at
  /// the next start.
  /// - Parameters:
  ///   - caller: whose it is.
  ///   - hint: how it could be asked narrower, in a sentence.
  ///   - body: reads and writes down the whole answer.
  /// - Throws: what `body` throws; `shelved` when the question has ended the process more than once; `QuestionRefusal`.
  func answer<Answer: Sendable>(
    _ request: Request, _ context: GridwardContext, to caller: String, orNarrower hint: String,
    _ body: @escaping @Sendable (StoreReader) throws -> Answer
  ) async throws -> Answer {
    let asked = Node.asked(.question, request.line)
    try admit(asked)
    let watch = AskerWatch(context.channel)
    defer { watch.end() }
    do {
      return try await read(on: .people, by: caller, noting: asked, whenSlow: { watch.begin($0) }, body)
    } catch QuestionRefusal.tooSlow(let span) {
      let line = request.line.prefix(500)
      throw Problem(.tooSlow, "'\(line)' had no answer in \(Problem.seconds(span)). \(hint)")
    }
  }
}

extension Request {
  /// What is asked, in one line.
  var line: String { "\(method.rawValue) \(uri.string)" }
}
