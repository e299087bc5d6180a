// How the link to the parent stands, and what of that is worth a line in the log.

/// How the link to the parent stands.
package enum UplinkState: Hashable, Sendable {
  case starting
  case exchanging
  /// Proved equal; waiting for news from either side.
  case inStep
  /// The parent cannot be reached or refuses; tried again later. Local work goes on.
  /// - Parameters:
  ///   - reason: one word; safe as a metric's label.
  ///   - detail: a sentence for the operator.
  case down(reason: String, detail: String)

  /// The word for why the link is down; nil while it is not.
  package var downReason: String? { if case .down(let reason, _) = self { reason } else { nil } }
}

/// What the log is told of an outage: once that it began, once of each further reason, once that it ended.
///
/// An outage ends when both ends are proved equal, however many tries, or half exchanges, lie between.
package struct OutageLog: Sendable {
  package enum Line: Hashable, Sendable {
    case began(detail: String)
    case otherReason(detail: String)
    /// Also said of the first time the ends are in step.
    case ended
  }

  private var isInStep = false
  private var reasons: Set<String> = []

  package init() {}

  /// - Returns: nil when there is nothing to say.
  package mutating func noteState(_ state: UplinkState) -> Line? {
    switch state {
    case .starting, .exchanging: return nil
    case .inStep:
      defer { (isInStep, reasons) = (true, []) }
      return isInStep && reasons.isEmpty ? nil : .ended
    case .down(let reason, let detail):
      guard reasons.insert(reason).inserted else { return nil }
      return reasons.count == 1 ? .began(detail: detail) : .otherReason(detail: detail)
    }
  }
}
