// How tasks reach the client's thread.
import CCurl
import Synchronization

/// What tasks ask of the thread.
enum Command: Sendable {
  case start(Transfer)
  case cancel(Transfer)
  /// The reader made room: let a paused transfer go on.
  case resume(Transfer)
}

/// A queue of commands that wakes the thread out of its poll.
///
/// - Invariant: every command accepted before `close` reaches the thread; none is accepted after it.
final class Mailbox: Sendable {
  private let state = Mutex(State())

  private struct State {
    var commands: [Command] = []
    var isClosed = false
    var isStopped = false
    var stopWaiters: [CheckedContinuation<Void, Never>] = []
    /// The multi handle while it may be woken, as an address: a pointer is not Sendable, and nobody but the thread
    /// may use it for anything but `curl_multi_wakeup`, the one call libcurl allows from any thread.
    var multiAddress: UInt?

    func wake() {
      if let multi = multiAddress.flatMap(UnsafeMutableRawPointer.init(bitPattern:)) {
        curl_multi_wakeup(multi)
      }
    }
  }

  /// - Returns: false when the mailbox is closed and nobody will read the command.
  func post(_ command: Command) -> Bool {
    state.withLock { state in
      if state.isClosed { return false }
      state.commands.append(command)
      state.wake()
      return true
    }
  }

  /// Asks the thread to stop after the commands posted so far.
  func close() {
    state.withLock { state in
      state.isClosed = true
      state.wake()
    }
  }

  func awaitStop(_ waiter: CheckedContinuation<Void, Never>) {
    let isStopped = state.withLock { state in
      if !state.isStopped { state.stopWaiters.append(waiter) }
      return state.isStopped
    }
    if isStopped { waiter.resume() }
  }
}

// The thread's side.
extension Mailbox {
  func attach(_ multi: UnsafeMutableRawPointer) {
    let address = UInt(bitPattern: multi)
    state.withLock { $0.multiAddress = address }
  }

  /// After it returns nobody wakes the multi handle any more.
  func detach() {
    state.withLock { $0.multiAddress = nil }
  }

  func drain() -> (commands: [Command], isClosed: Bool) {
    state.withLock { state in
      defer { state.commands = [] }
      return (state.commands, state.isClosed)
    }
  }

  func stopped() {
    let waiters = state.withLock { state in
      state.isStopped = true
      defer { state.stopWaiters = [] }
      return state.stopWaiters
    }
    for waiter in waiters { waiter.resume() }
  }
}
