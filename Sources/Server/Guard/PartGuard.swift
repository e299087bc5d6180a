// The guard above the parser: it sees where requests and answers begin and end.
import NIOCore
import NIOHTTP1
import NIOTLS
import Wire

/// Tells the pace where a connection stands, and ends one whose answer went out before its request was read.
final class PartGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let shared: ConnectionGuard
  var watch: PeerWatch { shared.watch }

  init(_ shared: ConnectionGuard) { self.shared = shared }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case TLSUserEvent.handshakeCompleted = event {
      shared.pace.handshakeEnded(at: .now)
      if shared.isHeld {
        shared.isHeld = false
        context.read()
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if shared.isLingering { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      shared.pace.headEnded()
      invite(head, context: context)
    case .body: break
    case .end: shared.pace.bodyEnded(at: .now)
    }
    context.fireChannelRead(data)
  }

  /// What is thrown away must still be taken: a client that cannot send on does not come to read why it was refused.
  func channelReadComplete(context: ChannelHandlerContext) {
    if shared.isLingering { context.read() }
    context.fireChannelReadComplete()
  }

  /// Lets a client that asks first send its body, unless the body is larger than any route takes.
  private func invite(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
    guard head.headers.first(name: "Expect")?.lowercased() == "100-continue" else { return }
    let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
    guard length <= Limits.requestBytesMax else { return }
    let invitation = HTTPResponseHead(version: head.version, status: .continue)
    context.writeAndFlush(wrapOutboundOut(.head(invitation)), promise: nil)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(var head) where shared.pace.isReadingBody && head.status.code >= 200:
      head.headers.replaceOrAdd(name: "Connection", value: "close")
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .end:
      let isUnread = shared.pace.isReadingBody
      shared.pace.answered(at: .now)
      if isUnread {
        context.writeAndFlush(data, promise: promise)
        shared.linger(context)
      } else {
        context.write(data, promise: promise)
      }
    default: context.write(data, promise: promise)
    }
  }
}
