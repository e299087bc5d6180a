// Puts a connection's guards into their places.
import NIOCore
import NIOHTTP1

/// Adds one guard before the HTTP parser and one after it, then leaves.
final class GuardInstaller: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let limits: ServerLimits

  init(limits: ServerLimits) { self.limits = limits }

  func handlerAdded(context: ChannelHandlerContext) {
    let shared = ConnectionGuard(limits: limits)
    let pipeline = context.pipeline.syncOperations
    do {
      let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try pipeline.addHandler(PartGuard(shared), position: .after(parser))
      try pipeline.addHandler(ByteGuard(shared), position: .first)
    } catch {
      // A connection that cannot be guarded is not served.
      context.close(promise: nil)
    }
  }
}
