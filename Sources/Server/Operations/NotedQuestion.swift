// Answering a question with a note of it, so that a question that ends the process is known at the next start.
import FlightRecorder
import Hummingbird
import Node

extension Node {
  /// Answers a question on this thread.
  /// - Throws: what `body` throws; `shelved` when the question has ended the process more than once.
  func answer(_ request: Request, _ body: () throws -> Response) throws -> Response {
    try during(Node.asked(.question, request.line), body)
  }
}

extension Request {
  /// What is asked, in one line.
  var line: String { "\(method.rawValue) \(uri.string)" }
}
