// What most transport tests need: a client, a request, a script's events, a seeded generator.
import Transport

func makeClient(proxy: String? = nil) throws -> HTTPClient {
  try HTTPClient(configuration: .init(userAgent: "gridward/1", proxy: proxy))
}

func get(
  _ url: String, timeouts: Timeouts = Timeouts(), maxBodyBytes: Int = 64 << 20
) -> HTTPRequest {
  HTTPRequest(url: url, timeouts: timeouts, maxBodyBytes: maxBodyBytes)
}

/// `count` bytes whose order a test can check.
func pattern(_ count: Int) -> [UInt8] {
  var bytes = (0..<4093).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
  while bytes.count < count { bytes.append(contentsOf: bytes) }
  return Array(bytes[..<count])
}

/// What a server script tells the test, in order.
struct Events: Sendable {
  private let stream: AsyncStream<String>
  private let continuation: AsyncStream<String>.Continuation

  init() {
    (stream, continuation) = AsyncStream.makeStream()
  }

  func report(_ event: String) {
    continuation.yield(event)
  }

  func next() async -> String? {
    var iterator = stream.makeAsyncIterator()
    return await iterator.next()
  }
}

/// Everything the body yields, and the error that ended it.
func drain(_ body: HTTPBody) async -> (bytes: [UInt8], chunkMax: Int, error: TransportError?) {
  var bytes: [UInt8] = []
  var chunkMax = 0
  do throws(TransportError) {
    for try await chunk in body {
      bytes += chunk
      chunkMax = max(chunkMax, chunk.count)
    }
    return (bytes, chunkMax, nil)
  } catch {
    return (bytes, chunkMax, error)
  }
}

/// SplitMix64: the same numbers for the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
