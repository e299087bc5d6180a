// Gives up a question that nobody waits for any more.
import NIOCore
import Store
import Synchronization

/// Looks at a connection for as long as a question that came over it takes long. Most are answered before it begins.
final class AskerWatch: Sendable {
  private let channel: any Channel
  private let watching = Mutex<Task<Void, Never>?>(nil)

  init(_ channel: any Channel) { self.channel = channel }

  /// From now on the question is given up when the other end goes.
  func begin(_ limit: ReadingLimit) {
    let task = Task { [channel] in
      guard let watch = await PeerWatch.of(channel) else { return }
      await watch.waitUntilGone()
      if !Task.isCancelled { limit.giveUp() }
    }
    watching.withLock { $0 = task }
  }

  /// The question has its answer.
  func end() { watching.withLock { $0 }?.cancel() }
}
