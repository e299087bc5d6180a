// The one error of this module.

/// Why a request, or the body of its answer, failed.
package struct TransportError: Error, Sendable, Equatable {
  package enum Code: String, Sendable, CaseIterable {
    case cannotResolve
    case cannotConnect
    case proxyFailed
    /// The server's certificate was not accepted.
    case untrustedPeer
    /// The own certificate or key, or the authorities given, cannot be used.
    case badIdentity
    /// The connect or the total time ran out.
    case timedOut
    /// The pace stayed below `Timeouts.LowSpeed` for its window.
    case tooSlow
    /// The connection ended before the answer did.
    case cutOff
    /// The answer is not HTTP.
    case malformedReply
    case bodyTooLarge
    case headerTooLarge
    case badURL
    /// A header field of the request cannot stand on the wire.
    case badHeader
    /// A protocol other than HTTP and HTTPS.
    case unsupported
    /// The task was cancelled, or nobody kept the response.
    case cancelled
    case shutDown
    /// Libcurl or the system refused for a reason that no peer causes.
    case internalFailure
  }

  /// What libcurl or the system said.
  package struct Cause: Sendable, Equatable {
    package var curlCode: Int?
    /// May name hosts; for logs, not for metric labels.
    package var text: String

    package init(curlCode: Int? = nil, text: String) {
      self.curlCode = curlCode
      self.text = text
    }
  }

  package var code: Code
  package var cause: Cause?

  package init(_ code: Code, cause: Cause? = nil) {
    self.code = code
    self.cause = cause
  }

  /// One constant sentence per code.
  package var message: String { code.message }

  /// Whether the same request may succeed later without anybody changing it or this machine.
  package var isRetryable: Bool { code.isRetryable }

  /// Whether the server's certificate was refused for its dates alone, which may be the fault of this machine's clock.
  package var isAboutDates: Bool {
    code == .untrustedPeer && (cause?.text.contains(/certificate (has expired|is not yet valid)/) ?? false)
  }

  /// One of as many words as there are codes: safe as a metric label.
  package var shortDescription: String { code.rawValue }
}

extension TransportError: CustomStringConvertible {
  package var description: String {
    guard let cause else { return "\(code): \(message)" }
    let number = cause.curlCode.map { "curl \($0): " } ?? ""
    return "\(code): \(message) (\(number)\(cause.text))"
  }
}

extension TransportError.Code {
  fileprivate var isRetryable: Bool {
    switch self {
    case .cannotResolve, .cannotConnect, .proxyFailed, .timedOut, .tooSlow, .cutOff, .malformedReply: true
    case .untrustedPeer, .badIdentity, .bodyTooLarge, .headerTooLarge, .badURL, .badHeader, .unsupported: false
    case .cancelled, .shutDown, .internalFailure: false
    }
  }

  fileprivate var message: String {
    switch self {
    case .cannotResolve: "The server's name could not be resolved."
    case .cannotConnect: "No connection to the server could be opened."
    case .proxyFailed: "The proxy could not be reached or refused."
    case .untrustedPeer: "The server's certificate was not accepted."
    case .badIdentity: "The own certificate, key or authorities cannot be used."
    case .timedOut: "The request took longer than allowed."
    case .tooSlow: "The transfer was slower than allowed for too long."
    case .cutOff: "The connection ended before the answer did."
    case .malformedReply: "The answer is not valid HTTP."
    case .bodyTooLarge: "The answer's body is larger than allowed."
    case .headerTooLarge: "The answer's header is larger than allowed."
    case .badURL: "The URL is not valid."
    case .badHeader: "A header field of the request is not valid."
    case .unsupported: "The protocol is not supported."
    case .cancelled: "The request was cancelled."
    case .shutDown: "The client was shut down."
    case .internalFailure: "The HTTP library or the system failed."
    }
  }
}
