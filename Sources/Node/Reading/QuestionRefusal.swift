// Why a question is not answered.

/// Why a lane does not answer a question that the store could answer.
package enum QuestionRefusal: Error, Hashable, Sendable {
  /// As many wait as may wait.
  case lineFull(waiting: Int)
  /// The caller has as many in work or waiting as one caller may have.
  case callerFull(max: Int)
  /// It waited for a thread for as long as a question has from being asked: others were answered before it.
  case notTakenUp(after: Duration)
  /// It was taken up, and not answered in the time that a question has from being asked.
  case tooSlow(after: Duration)
  /// The node is closing.
  case closed
}
