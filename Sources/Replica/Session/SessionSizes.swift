// How much a session puts into one batch, request and answer.
import Wire

/// The sizes a session aims at. Any value works, down to one byte: then every batch holds one commit.
/// - Invariant: none is above its limit in protocol §8.
package struct SessionSizes: Hashable, Sendable {
  /// A batch is closed when its commits have grown to this many bytes.
  package var batchBytes = BatchCutter.size
  /// A request takes no further batch from this size on.
  package var requestBytes = Limits.requestBytesTarget
  /// The answer a child asks for takes no further batch from this size on.
  package var answerBytes = Limits.responseBytesTarget
  /// How many feeds are asked for at a time.
  package var wants = Limits.wantsMax

  /// How a parent sends a backlog by feed.
  package var stretch = Stretch(min: 1_024, max: 65_536)

  /// A backlog that is sent by feed.
  package struct Stretch: Hashable, Sendable {
    /// A lane that lacks fewer commits is sent in arrival order.
    package var min: Int
    /// So many commits are ordered at a time.
    package var max: Int

    package init(min: Int, max: Int) {
      self.min = min
      self.max = max
    }
  }

  package static let standard = SessionSizes()

  package init() {}
}
