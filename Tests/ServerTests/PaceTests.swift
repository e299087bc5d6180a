// When a connection is cut, as a pure value with a clock of its own.
import Logging
import Server
import Synchronization
import Testing

@Suite struct PaceTests {
  private let start = ContinuousClock.now

  private func pace() -> ConnectionPace { ConnectionPace(limits: ServerLimits(), at: start) }
  private func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

  @Test func `a head has ten seconds from its first byte`() {
    var pace = pace()
    #expect(pace.received(5, at: at(8)) == nil)
    #expect(pace.ticked(at: at(18), isWaiting: true) == nil)
    #expect(pace.received(5, at: at(18)) == nil)
    #expect(pace.ticked(at: at(19), isWaiting: true) == .slowHead)
  }

  @Test func `a new connection that says nothing has ten seconds, one that was served has longer`() {
    var silent = pace()
    #expect(silent.ticked(at: at(11), isWaiting: true) == .idle)
    var served = pace()
    _ = served.received(50, at: at(1))
    served.headEnded()
    served.bodyEnded(at: at(1))
    served.answered(at: at(2))
    #expect(served.ticked(at: at(60), isWaiting: true) == nil)
    #expect(served.ticked(at: at(80), isWaiting: true) == .idle)
  }

  @Test func `a body slower than the least pace is cut, a faster one is not`() {
    for (bytes, verdict) in [(500, ConnectionPace.Reason.slowBody), (2_000, nil)] {
      var pace = pace()
      _ = pace.received(100, at: start)
      pace.headEnded()
      var last: ConnectionPace.Reason?
      for second in 1...30 {
        _ = pace.received(bytes, at: at(second))
        last = last ?? pace.ticked(at: at(second), isWaiting: true)
      }
      #expect(last == verdict)
    }
  }

  @Test func `time in which the server does not read is not held against the client`() {
    var pace = pace()
    _ = pace.received(100, at: start)
    pace.headEnded()
    for second in 1...600 { #expect(pace.ticked(at: at(second), isWaiting: false) == nil) }
  }

  @Test func `an answer that waits for news is not cut`() {
    var pace = pace()
    _ = pace.received(100, at: start)
    pace.headEnded()
    pace.bodyEnded(at: start)
    for second in 1...600 { #expect(pace.ticked(at: at(second), isWaiting: true) == nil) }
  }

  @Test func `an answer nobody reads is cut`() {
    var pace = pace()
    _ = pace.received(100, at: start)
    pace.headEnded()
    pace.bodyEnded(at: start)
    pace.becameWritable(false, at: at(1))
    #expect(pace.ticked(at: at(60), isWaiting: true) == nil)
    #expect(pace.ticked(at: at(62), isWaiting: true) == .stalledAnswer)
  }

  @Test func `a shutdown gives a request in progress a few seconds`() {
    var pace = pace()
    _ = pace.received(100, at: start)
    pace.headEnded()
    pace.shuttingDown(at: at(1))
    #expect(pace.ticked(at: at(4), isWaiting: false) == nil)
    #expect(pace.ticked(at: at(7), isWaiting: false) == .shutdown)
  }

  @Test func `what follows a handshake at once is no head`() {
    var pace = ConnectionPace(limits: ServerLimits(), isEncrypted: true, at: start)
    for _ in 1...4 { #expect(pace.received(60_000, at: start) == nil) }
    #expect(pace.isAhead, "what is not yet decrypted is not read on")
    pace.handshakeEnded(at: at(1))
    #expect(!pace.isAhead)
    #expect(pace.received(60_000, at: at(1)) == nil)
    #expect(pace.received(60_000, at: at(1)) == .largeHead)
  }

  @Test func `a handshake has ten seconds`() {
    var pace = ConnectionPace(limits: ServerLimits(), isEncrypted: true, at: start)
    _ = pace.received(500, at: at(9))
    #expect(pace.ticked(at: at(10), isWaiting: true) == nil)
    #expect(pace.ticked(at: at(11), isWaiting: true) == .slowHandshake)
  }

  @Test func `a head larger than allowed is cut while it comes in`() {
    var pace = pace()
    #expect(pace.received(60_000, at: start) == nil)
    #expect(pace.received(60_000, at: start) == .largeHead)
  }

  @Test func `a flood of cut connections is one line in a second, which tells of the others in the next`() {
    let kept = KeptLog()
    let log = CutLog(Logger(label: "test") { _ in kept })
    log.noteCut(.idle, from: "10.0.0.1", at: at(0))
    for _ in 1...5 { log.noteCut(.slowHead, from: "10.0.0.2", at: at(1)) }
    log.noteCut(.largeHead, from: "10.0.0.3", at: at(3))
    #expect(kept.lines == ["slow-head 10.0.0.2 0", "large-head 10.0.0.3 4"])
  }
}

/// A log whose lines a test reads: reason, address, how many were left out.
private struct KeptLog: LogHandler {
  private let kept = Kept()
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace

  final class Kept: Sendable {
    let lines = Mutex<[String]>([])
  }

  var lines: [String] { kept.lines.withLock { $0 } }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let words = ["reason", "address", "others_before"].map { event.metadata?[$0].map { "\($0)" } ?? "" }
    kept.lines.withLock { $0.append(words.joined(separator: " ")) }
  }
}
