// A relay that does to a link what stands between does: it breaks off, cuts, leads to another server.
import NIOCore
import NIOPosix
import Synchronization

/// Forwards connections to a port, as whole or as broken as a test asks for.
final class Detour: Sendable {
  private struct State {
    var target = 0
    var connections: [any Channel] = []
    var bytesLeft: Int?
    var broken = 0
    var isWaiting = false
  }

  private let state = Mutex(State())
  private let server = Mutex<(any Channel)?>(nil)

  /// How many answers it has broken off.
  var broken: Int { state.withLock { $0.broken } }
  /// Whether something was asked of which no answer has begun.
  var isWaiting: Bool { state.withLock { $0.isWaiting } }

  /// Breaks off one answer, and its connection, when so many bytes have come down from here on.
  func breakAnswer(after bytes: Int) { state.withLock { $0.bytesLeft = bytes } }

  /// Where new connections go.
  func lead(to port: Int) { state.withLock { $0.target = port } }

  /// Cuts every connection there is, whatever is under way on it.
  func cut() {
    let connections = state.withLock { state in
      defer { (state.connections, state.isWaiting) = ([], false) }
      return state.connections
    }
    for connection in connections { connection.close(promise: nil) }
  }

  /// - Returns: the port to connect to.
  func start(to port: Int) async throws -> Int {
    lead(to: port)
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).childChannelInitializer { channel in
      let target = self.state.withLock { $0.target }
      return ClientBootstrap(group: channel.eventLoop).connect(host: "127.0.0.1", port: target).flatMap { peer in
        self.state.withLock { $0.connections.append(channel) }
        let down = Passage(to: channel) { self.down($0) }
        let up = Passage(to: peer) { (self.up($0), false) }
        return peer.pipeline.addHandler(down).and(channel.pipeline.addHandler(up)).map { _ in }
      }
    }
    let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
    server.withLock { $0 = channel }
    return channel.localAddress?.port ?? 0
  }

  func stop() async {
    cut()
    try? await server.withLock { $0 }?.close()
  }

  private func down(_ bytes: ByteBuffer) -> (ByteBuffer, isLast: Bool) {
    state.withLock { state in
      state.isWaiting = false
      guard let left = state.bytesLeft else { return (bytes, false) }
      guard bytes.readableBytes > left else {
        state.bytesLeft = left - bytes.readableBytes
        return (bytes, false)
      }
      (state.bytesLeft, state.broken) = (nil, state.broken + 1)
      return (bytes.getSlice(at: bytes.readerIndex, length: left) ?? bytes, true)
    }
  }

  private func up(_ bytes: ByteBuffer) -> ByteBuffer {
    state.withLock { $0.isWaiting = true }
    return bytes
  }
}

private final class Passage: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer

  private let other: any Channel
  private let pass: @Sendable (ByteBuffer) -> (ByteBuffer, isLast: Bool)

  init(to other: any Channel, pass: @escaping @Sendable (ByteBuffer) -> (ByteBuffer, isLast: Bool)) {
    self.other = other
    self.pass = pass
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let (bytes, isLast) = pass(unwrapInboundIn(data))
    other.writeAndFlush(bytes, promise: nil)
    if isLast {
      other.close(promise: nil)
      context.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
}
