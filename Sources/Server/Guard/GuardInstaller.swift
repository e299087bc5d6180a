// Puts a connection's guards into their places.
import NIOCore
import NIOHTTP1
import NIOSSL

/// Adds one guard before the HTTP parser and one after it, then leaves.
final class GuardInstaller: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let limits: ServerLimits
  private let log: CutLog

  init(limits: ServerLimits, log: CutLog) { (self.limits, self.log) = (limits, log) }

  func handlerAdded(context: ChannelHandlerContext) {
    let pipeline = context.pipeline.syncOperations
    let isEncrypted = (try? pipeline.handler(type: NIOSSLServerHandler.self)) != nil
    let shared = ConnectionGuard(limits: limits, isEncrypted: isEncrypted, log: log)
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
