// The guard nearest to the socket: it sees bytes before anything is parsed.
import NIOCore

/// Counts bytes and time on one connection and cuts it when its pace is too slow.
final class ByteGuard: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let shared: ConnectionGuard

  init(_ shared: ConnectionGuard) { self.shared = shared }

  func handlerAdded(context: ChannelHandlerContext) { shared.start(context) }

  func handlerRemoved(context: ChannelHandlerContext) { shared.stop() }

  func channelInactive(context: ChannelHandlerContext) {
    shared.stop()
    context.fireChannelInactive()
  }

  func read(context: ChannelHandlerContext) {
    if shared.pace.isAhead {
      shared.isHeld = true
      return
    }
    shared.isWaiting = true
    context.read()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    shared.isWaiting = false
    if let reason = shared.pace.received(unwrapInboundIn(data).readableBytes, at: .now) {
      shared.cut(context, reason)
    } else {
      context.fireChannelRead(data)
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    shared.pace.becameWritable(context.channel.isWritable, at: .now)
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is ChannelShouldQuiesceEvent: shared.pace.shuttingDown(at: .now)
    case ChannelEvent.inputClosed: shared.watch.gone()
    default: break
    }
    context.fireUserInboundEventTriggered(event)
  }
}
