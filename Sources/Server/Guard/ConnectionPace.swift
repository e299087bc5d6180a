// When a connection is cut: a pure value that is told what happened and when.

/// Judges one connection by its pace.
///
/// Time in which the server itself was not reading is never held against the client.
package struct ConnectionPace: Sendable {
  /// Why a connection is cut; safe as a metric's label.
  package enum Reason: String, Sendable {
    case slowHandshake = "slow-handshake"
    case slowHead = "slow-head"
    case largeHead = "large-head"
    case idle
    case slowBody = "slow-body"
    case stalledAnswer = "stalled-answer"
    case shutdown
  }

  package typealias Instant = ContinuousClock.Instant

  private enum Reading {
    /// Before requests can be read: what comes is of TLS, and behind it already a request as large as it likes.
    case handshake(since: Instant, bytes: Int)
    /// Between requests.
    case nothing(since: Instant)
    case head(since: Instant, bytes: Int)
    /// How long the server has waited in this window, and what came in it.
    case body(waited: Duration, bytes: Int)
  }

  private let limits: ServerLimits
  private var reading: Reading
  private var hasServed = false
  private var answersDue = 0
  private var unwritableSince: Instant?
  private var shutdownAt: Instant?
  private var lastTick: Instant

  /// - Parameter isEncrypted: whether a TLS handshake comes first.
  package init(limits: ServerLimits, isEncrypted: Bool = false, at now: Instant) {
    self.limits = limits
    reading = isEncrypted ? .handshake(since: now, bytes: 0) : .nothing(since: now)
    lastTick = now
  }

  /// Whether the body of a request is still coming in.
  var isReadingBody: Bool { if case .body = reading { true } else { false } }

  /// Whether more has come before the end of the handshake than a handshake needs: it is not read on until then.
  package var isAhead: Bool {
    if case .handshake(_, let bytes) = reading { bytes > limits.handshakeBytesMax } else { false }
  }

  package mutating func handshakeEnded(at now: Instant) { reading = .nothing(since: now) }

  /// Bytes arrived, before they are parsed.
  /// - Returns: why to cut the connection, or nil.
  package mutating func received(_ count: Int, at now: Instant) -> Reason? {
    switch reading {
    case .handshake(let since, let bytes): reading = .handshake(since: since, bytes: bytes + count)
    case .nothing: reading = .head(since: now, bytes: count)
    case .head(let since, let bytes):
      reading = .head(since: since, bytes: bytes + count)
      if bytes + count > limits.headBytesMax { return .largeHead }
    case .body(let waited, let bytes): reading = .body(waited: waited, bytes: bytes + count)
    }
    return nil
  }

  package mutating func headEnded() {
    reading = .body(waited: .zero, bytes: 0)
    answersDue += 1
  }

  package mutating func bodyEnded(at now: Instant) { reading = .nothing(since: now) }

  package mutating func answered(at now: Instant) {
    answersDue -= 1
    hasServed = true
    switch reading {
    case .nothing: reading = .nothing(since: now)
    case .head(_, let bytes): reading = .head(since: now, bytes: bytes)
    case .handshake, .body: break
    }
  }

  package mutating func becameWritable(_ isWritable: Bool, at now: Instant) {
    unwritableSince = isWritable ? nil : unwritableSince ?? now
  }

  package mutating func shuttingDown(at now: Instant) { shutdownAt = shutdownAt ?? now }

  /// Time has passed.
  /// - Parameter isWaiting: whether the server is asking for more bytes.
  package mutating func ticked(at now: Instant, isWaiting: Bool) -> Reason? {
    let passed = now - lastTick
    lastTick = now
    if let shutdownAt, now - shutdownAt > limits.pace.shutdown { return .shutdown }
    if let unwritableSince, now - unwritableSince > limits.pace.stalledAnswer { return .stalledAnswer }
    switch reading {
    case .handshake(let since, _): return now - since > limits.pace.head ? .slowHandshake : nil
    case .nothing(let since):
      let limit = hasServed ? limits.pace.idle : limits.pace.head
      return answersDue == 0 && now - since > limit ? .idle : nil
    case .head(let since, _): return answersDue == 0 && now - since > limits.pace.head ? .slowHead : nil
    case .body(let waited, let bytes):
      return isWaiting ? bodyWaited(waited + passed, bytes: bytes) : nil
    }
  }

  private mutating func bodyWaited(_ waited: Duration, bytes: Int) -> Reason? {
    guard waited >= limits.pace.bodyWindow else {
      reading = .body(waited: waited, bytes: bytes)
      return nil
    }
    reading = .body(waited: .zero, bytes: 0)
    let least = Double(limits.pace.bodyBytesPerSecondMin) * (waited / .seconds(1))
    return Double(bytes) < least ? .slowBody : nil
  }
}
