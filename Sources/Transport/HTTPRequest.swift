// What the caller asks of a server: one HTTP request, with the limits on its answer.

/// One HTTP request, held in memory, with every limit its transfer must keep.
///
/// Nothing is sent beyond what stands here, apart from `Host`, `User-Agent` and `Content-Length`.
package struct HTTPRequest: Sendable {
  package enum Method: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  /// An absolute `http` or `https` URL, percent-encoded; sent as it stands, dot segments included.
  package var url: String
  package var method: Method
  /// Extra header fields, in wire order. A name or value with a line break fails the request with `badHeader`.
  package var headers: [(name: String, value: String)]
  /// Sent with `Content-Length`; an empty body is announced only for POST and PUT.
  package var body: [UInt8]
  package var timeouts: Timeouts
  /// The status line and all header fields of the answer, in bytes, line ends included.
  package var maxHeaderBytes: Int
  /// The answer's body in bytes, as received; an announced length above it fails before the first body byte.
  package var maxBodyBytes: Int

  package init(
    url: String,
    method: Method = .get,
    headers: [(name: String, value: String)] = [],
    body: [UInt8] = [],
    timeouts: Timeouts = Timeouts(),
    maxHeaderBytes: Int = 16 * 1024,
    maxBodyBytes: Int
  ) {
    precondition(maxHeaderBytes > 0 && maxBodyBytes >= 0, "limits of a request must not be negative")
    self.url = url
    self.method = method
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.maxHeaderBytes = maxHeaderBytes
    self.maxBodyBytes = maxBodyBytes
  }
}

/// How long a transfer may take, and how slow it may become.
package struct Timeouts: Sendable, Equatable {
  /// The slowest pace still accepted, both directions together.
  ///
  /// Waiting for the answer's first byte counts as pace zero; a transfer paused because its body is not being read
  /// is not measured.
  package struct LowSpeed: Sendable, Equatable {
    package var bytesPerSecond: Int
    /// Whole seconds; a fraction is rounded up, because libcurl measures once a second.
    package var window: Duration

    package init(bytesPerSecond: Int, window: Duration) {
      precondition(bytesPerSecond > 0 && window > .zero, "a pace limit must be above zero")
      self.bytesPerSecond = bytesPerSecond
      self.window = window
    }
  }

  /// From the start to an open connection: name lookup, TCP, proxy and TLS.
  package var connect: Duration
  /// From the start to the last body byte, time in which the reader lets the body wait included.
  package var total: Duration?
  /// Without it and without `total`, only TCP keep-alive notices a peer that went away.
  package var lowSpeed: LowSpeed?

  package init(
    connect: Duration = .seconds(10),
    total: Duration? = nil,
    lowSpeed: LowSpeed? = LowSpeed(bytesPerSecond: 1, window: .seconds(60))
  ) {
    precondition(connect > .zero && (total ?? connect) > .zero, "timeouts must be above zero")
    self.connect = connect
    self.total = total
    self.lowSpeed = lowSpeed
  }
}
