// What a server answered: status and header fields at once, the body as it arrives.

/// The status line and header fields of an answer.
struct ResponseHead: Sendable {
  var status: Int
  var headers: [(name: String, value: String)] = []

  /// The first value of the field called `name`, whatever the case of its letters.
  func value(_ name: String) -> String? {
    headers.first { $0.name.utf8.elementsEqual(name.utf8, by: equalIgnoringCase) }?.value
  }
}

/// An answer whose body may still be on its way.
///
/// Dropping the response and its body unread aborts the transfer.
package struct HTTPResponse: Sendable {
  package var status: Int { head.status }
  /// In order of arrival; values without surrounding white space.
  package var headers: [(name: String, value: String)] { head.headers }
  package let body: HTTPBody

  private let head: ResponseHead

  init(head: ResponseHead, body: HTTPBody) {
    self.head = head
    self.body = body
  }

  /// The bytes this transfer moved, once it has ended in any way; nil while it runs.
  package var transferred: TransferredBytes? { body.transferred }

  /// The first value of the field called `name`, whatever the case of its letters.
  package func header(_ name: String) -> String? {
    head.value(name)
  }

  /// Reads the rest of the body into memory.
  ///
  /// - Throws: `bodyTooLarge` above `limit` bytes, which also aborts the transfer; else as the body's iterator.
  package func collect(limit: Int) async throws(TransportError) -> [UInt8] {
    var collected: [UInt8] = []
    var chunks = body.makeAsyncIterator()
    while let chunk = try await chunks.next(isolation: nil) {
      guard chunk.count <= limit - collected.count else {
        body.abort()
        throw TransportError(.bodyTooLarge)
      }
      collected.append(contentsOf: chunk)
    }
    return collected
  }
}

/// What one transfer cost at the HTTP level, in bytes, header fields included.
///
/// Not counted: TLS records, the framing of a chunked body, TCP and IP.
package struct TransferredBytes: Sendable, Equatable {
  package var sent: Int
  package var received: Int

  package init(sent: Int, received: Int) {
    self.sent = sent
    self.received = received
  }
}

/// ASCII only, as header names are.
private func equalIgnoringCase(_ left: UInt8, _ right: UInt8) -> Bool {
  let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= left | 0x20
  return left == right || (isLetter && left | 0x20 == right | 0x20)
}
