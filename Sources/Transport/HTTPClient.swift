// The module's front door: sends HTTP requests through one thread that owns libcurl.

/// An HTTP/1.1 client that keeps connections open between requests.
///
/// One thread owns everything of libcurl; callers reach it through a mailbox, so any task may use the client.
/// Redirects are answers like any other, and proxy settings in the environment are ignored.
///
/// A request may reach the server twice: when a kept connection turns out to be closed before any byte of an answer,
/// libcurl sends it again on a new one.
/// - Invariant: the thread ends with `shutdown()`, or once the client and all its responses are dropped.
package final class HTTPClient: Sendable {
  package struct Configuration: Sendable {
    /// The whole `User-Agent` value, such as `gridward/1`.
    package var userAgent: String
    /// An HTTP proxy for every request, `http://host:port`; nil connects directly.
    package var proxy: String?
    /// Open connections kept for later requests.
    package var connectionsKeptMax: Int
    /// How the other end is recognised, and what it is shown; nil leaves `https` to the system's authorities.
    package var tls: TLSOptions?

    package init(userAgent: String, proxy: String? = nil, connectionsKeptMax: Int = 16, tls: TLSOptions? = nil) {
      precondition(connectionsKeptMax > 0, "a client keeps at least one connection")
      precondition(userAgent.utf8.allSatisfy { 32...126 ~= $0 }, "a user agent is printable ASCII")
      self.userAgent = userAgent
      self.proxy = proxy
      self.connectionsKeptMax = connectionsKeptMax
      self.tls = tls
    }
  }

  private let mailbox: Mailbox

  /// - Throws: `unsupported` for a proxy that is not `http://`, `internalFailure` when no thread can be started.
  package init(configuration: Configuration) throws(TransportError) {
    if let proxy = configuration.proxy, !proxy.hasPrefix("http://") {
      throw TransportError(.unsupported, cause: .init(text: "proxy is not http://"))
    }
    mailbox = Mailbox()
    let mailbox = mailbox
    try startThread { MultiLoop.run(mailbox: mailbox, configuration: configuration) }
  }

  deinit {
    mailbox.close()
  }

  /// Sends `request` and returns once the answer's header fields are there.
  ///
  /// - Throws: any code of `TransportError`; libcurl has let go of the transfer by then.
  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let transfer = Transfer(request: request, mailbox: mailbox)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { transfer.start($0) }
    } onCancel: {
      transfer.cancel()
    }
    return HTTPResponse(head: try result.get(), body: HTTPBody(transfer, of: self))
  }

  /// Fails every request that has not ended, with `shutDown`, and returns when the thread has let go of libcurl.
  ///
  /// May be called more than once.
  package func shutdown() async {
    mailbox.close()
    await withCheckedContinuation { mailbox.awaitStop($0) }
  }
}
