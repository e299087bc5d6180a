// One request and its answer on their way through the simulated network.
import Replica
import Wire

/// What the network does to one exchange, drawn when the request is sent.
struct Fate {
  /// The request does not arrive at all.
  var isLost = false
  /// The request arrives twice; what the second is answered reaches nobody.
  var isDuplicated = false
  /// The request ends after this many bytes.
  var requestCut: Int?
  /// The answer ends after this many bytes.
  var answerCut: Int?
  /// Everything is applied, and the answer does not arrive.
  var isAnswerLost = false
  /// How long a piece is on its way, in milliseconds.
  var latency: ClosedRange<Int> = 2...40
  /// Bytes in a millisecond; nil when the link is fast.
  var bytesPerMillisecond: Int?
  /// Into how many pieces the request falls.
  var pieces = 1
}

/// An exchange while it lasts.
struct Exchange {
  enum Stage { case reading, parked, answering, over }

  let number: Int
  let child: Int
  let parent: Int
  /// The lives of both ends when it began.
  let childLife: Int
  let parentLife: Int
  let request: [UInt8]
  let fate: Fate
  let wait: UInt64
  /// A duplicate is answered, but nobody listens.
  let isEcho: Bool

  var stage = Stage.reading
  var delivered = 0
  var session: Downlink
  var requestFrames = FrameReader()
  var answerSent = 0
  var answerFrames = FrameReader()
  /// When bytes last moved.
  var movedAt: Int64
  /// Whether the child has learned that it came to nothing.
  var isBroken = false
}
