// Puts a connection's guards into their places.
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// Adds one guard before the HTTP parser and one after it, then leaves.
final class GuardInstaller: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let limits: ServerLimits
  private let logger: Logger

  init(limits: ServerLimits, logger: Logger) { (self.limits, self.logger) = (limits, logger) }

  func handlerAdded(context: ChannelHandlerContext) {
    let pipeline = context.pipeline.syncOperations
    let isEncrypted = (try? pipeline.handler(type: NIOSSLServerHandler.self)) != nil
    let shared = ConnectionGuard(limits: limits, isEncrypted: isEncrypted, logger: logger)
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
