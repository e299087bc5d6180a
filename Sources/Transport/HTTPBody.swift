// The body of an answer, read in pieces while it arrives.

/// A response body as a sequence of non-empty chunks, to be read once.
///
/// At most `bufferedBytesMax` wait for the reader; beyond that the transfer pauses and the sender feels it.
/// - Throws: from the iterator, after every byte that arrived before the failure was delivered. A cancelled transfer
///   drops what was waiting. Asking again after a failure repeats it, so a failure never passes for a clean end.
package struct HTTPBody: AsyncSequence, Sendable {
  /// Also the largest chunk ever delivered.
  package static let bufferedBytesMax = 1 << 20

  private let lease: Lease

  init(_ transfer: Transfer, of client: HTTPClient) {
    lease = Lease(transfer: transfer, client: client)
  }

  package func makeAsyncIterator() -> Iterator {
    Iterator(lease: lease)
  }

  var transferred: TransferredBytes? { lease.transfer.transferred }

  func abort() {
    lease.transfer.cancel()
  }

  package struct Iterator: AsyncIteratorProtocol {
    fileprivate let lease: Lease

    /// - Precondition: no other iterator of the same body is waiting.
    package mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(TransportError) -> [UInt8]? {
      let transfer = lease.transfer
      let step = await withTaskCancellationHandler {
        await withCheckedContinuation { transfer.readerWants($0) }
      } onCancel: {
        transfer.cancel()
      }
      return try step.get()
    }
  }

  /// Keeps the client running while somebody can read the body, and ends the transfer when nobody can.
  fileprivate final class Lease: Sendable {
    let transfer: Transfer
    private let client: HTTPClient

    init(transfer: Transfer, client: HTTPClient) {
      self.transfer = transfer
      self.client = client
    }

    deinit {
      transfer.cancel()
    }
  }
}
