// What most transport tests need: a client, a request, a script's events.
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
