// What the task that sends a request and the client's thread share about it.
import Synchronization

/// One request under way, seen from both sides.
///
/// The thread reports what happened (`headArrived`, `bodyArrived`, `ended`), the reader asks (`start`,
/// `readerWants`, `cancel`). Continuations are resumed outside the lock.
/// - Invariant: the thread calls `ended` exactly once, also for a transfer the mailbox refused.
final class Transfer: Sendable {
  typealias HeadWaiter = CheckedContinuation<Result<ResponseHead, TransportError>, Never>
  typealias ChunkWaiter = CheckedContinuation<Result<[UInt8]?, TransportError>, Never>

  let request: HTTPRequest
  private let mailbox: Mailbox
  private let state = Mutex(State())

  private struct State {
    var headWaiter: HeadWaiter?
    var chunkWaiter: ChunkWaiter?
    var pending: [UInt8] = []
    var isPaused = false
    var isCancelled = false
    var end: End?
  }

  private struct End {
    var error: TransportError?
    var transferred: TransferredBytes
  }

  init(request: HTTPRequest, mailbox: Mailbox) {
    self.request = request
    self.mailbox = mailbox
  }

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  var transferred: TransferredBytes? { state.withLock { $0.end?.transferred } }
}

// The reader's side.
extension Transfer {
  func start(_ waiter: HeadWaiter) {
    state.withLock { $0.headWaiter = waiter }
    if !mailbox.post(.start(self)) {
      ended(error: TransportError(.shutDown), transferred: TransferredBytes(sent: 0, received: 0))
    }
  }

  /// Hands over everything that waits, as one chunk, or remembers who asked.
  func readerWants(_ waiter: ChunkWaiter) {
    var isResumable = false
    let answer: Result<[UInt8]?, TransportError>? = state.withLock { state in
      precondition(state.chunkWaiter == nil, "two iterators wait for one response body")
      if !state.pending.isEmpty {
        let chunk = state.pending
        state.pending = []
        isResumable = state.isPaused
        state.isPaused = false
        return .success(chunk)
      }
      if let end = state.end {
        return end.error.map { .failure($0) } ?? .success(nil)
      }
      state.chunkWaiter = waiter
      return nil
    }
    if isResumable { _ = mailbox.post(.resume(self)) }
    if let answer { waiter.resume(returning: answer) }
  }

  /// Asks the thread to end the transfer; without effect once it has ended.
  func cancel() {
    let isRunning = state.withLock { state in
      state.isCancelled = true
      return state.end == nil
    }
    if isRunning { _ = mailbox.post(.cancel(self)) }
  }
}

// The thread's side.
extension Transfer {
  func headArrived(_ head: ResponseHead) {
    let waiter = state.withLock { $0.headWaiter.take() }
    waiter?.resume(returning: .success(head))
  }

  /// - Returns: false when the buffer is full: the bytes were not taken, and the mailbox gets `resume` once there is
  ///   room.
  func bodyArrived(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let chunk = [UInt8](bytes)
    var waiter: ChunkWaiter?
    let isTaken = state.withLock { state in
      waiter = state.chunkWaiter.take()
      if waiter != nil { return true }
      if state.pending.count + chunk.count > HTTPBody.bufferedBytesMax {
        state.isPaused = true
        return false
      }
      state.pending.append(contentsOf: chunk)
      return true
    }
    waiter?.resume(returning: .success(chunk))
    return isTaken
  }

  /// Bytes that already arrived stay readable, unless nobody wants them any more.
  func ended(error: TransportError?, transferred: TransferredBytes) {
    var headWaiter: HeadWaiter?
    var chunkWaiter: ChunkWaiter?
    state.withLock { state in
      precondition(state.end == nil, "a transfer ends once")
      state.end = End(error: error, transferred: transferred)
      if error?.code == .cancelled { state.pending = [] }
      headWaiter = state.headWaiter.take()
      chunkWaiter = state.chunkWaiter.take()
    }
    headWaiter?.resume(returning: .failure(error ?? TransportError(.cutOff)))
    chunkWaiter?.resume(returning: error.map { .failure($0) } ?? .success(nil))
  }
}
