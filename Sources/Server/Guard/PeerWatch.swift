// Notices that the other end of a connection has gone.
import NIOCore
import Node

/// Tells a handler that waits for something else that nobody will read its answer.
struct PeerWatch: Sendable {
  private let news = News()

  func gone() { news.announce() }

  /// Returns when the other end has closed, or the task is cancelled.
  func waitUntilGone() async { await news.wait(past: 0) }

  /// The watch of a connection; nil for a channel that has none, as in tests without a socket.
  static func of(_ channel: any Channel) async -> PeerWatch? {
    let found = channel.eventLoop.submit { try channel.pipeline.syncOperations.handler(type: PartGuard.self).watch }
    return try? await found.get()
  }
}
