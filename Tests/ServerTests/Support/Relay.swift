// A relay that counts every byte between two ends.
import NIOCore
import NIOPosix
import Synchronization

/// Forwards connections to a port and counts what goes each way: HTTP heads, chunk framing and all.
final class Relay: Sendable {
  private let counts = Mutex((up: 0, down: 0))
  private let server = Mutex<(any Channel)?>(nil)

  /// Bytes from the client and bytes to it.
  var bytes: (up: Int, down: Int) { counts.withLock { $0 } }

  func reset() { counts.withLock { $0 = (0, 0) } }

  /// - Returns: the port to connect to.
  func start(to port: Int) async throws -> Int {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).childChannelInitializer { channel in
      ClientBootstrap(group: channel.eventLoop).connect(host: "127.0.0.1", port: port).flatMap { peer in
        let down = Forwarder(to: channel) { count in self.counts.withLock { $0.down += count } }
        let up = Forwarder(to: peer) { count in self.counts.withLock { $0.up += count } }
        return peer.pipeline.addHandler(down).and(channel.pipeline.addHandler(up)).map { _ in }
      }
    }
    let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
    server.withLock { $0 = channel }
    return channel.localAddress?.port ?? 0
  }

  func stop() async { try? await server.withLock { $0 }?.close() }
}

private final class Forwarder: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer

  private let other: any Channel
  private let count: @Sendable (Int) -> Void

  init(to other: any Channel, count: @escaping @Sendable (Int) -> Void) {
    self.other = other
    self.count = count
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    count(bytes.readableBytes)
    other.writeAndFlush(bytes, promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
}
