// What the two guards of one connection share: its pace, its watch and its timer.
import Metrics
import NIOCore

/// The state of one connection's guards. It lives on the connection's event loop and is reached from nowhere else.
final class ConnectionGuard {
  let limits: ServerLimits
  let watch = PeerWatch()
  var pace: ConnectionPace
  /// Whether the pipeline has asked the socket for bytes that have not come.
  var isWaiting = false
  /// Whether reading was asked for and waits for the end of the handshake.
  var isHeld = false
  /// Whether an answer has gone out before its request was read: the rest of that is thrown away.
  var isLingering = false
  private let log: CutLog
  private var timer: Scheduled<Void>?

  init(limits: ServerLimits, isEncrypted: Bool, log: CutLog) {
    self.limits = limits
    self.log = log
    pace = ConnectionPace(limits: limits, isEncrypted: isEncrypted, at: .now)
  }

  func start(_ context: ChannelHandlerContext) {
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.pace.tick)) {
      if let reason = self.pace.ticked(at: .now, isWaiting: self.isWaiting) {
        self.cut(context, reason)
      } else {
        self.start(context)
      }
    }
  }

  func stop() {
    timer?.cancel()
    timer = nil
    watch.gone()
  }

  func cut(_ context: ChannelHandlerContext, _ reason: ConnectionPace.Reason) {
    log.noteCut(reason, from: context.channel.remoteAddress?.ipAddress ?? "unknown", at: .now)
    Counter(label: "gridward_http_connections_cut_total", dimensions: [("reason", reason.rawValue)]).increment()
    context.close(promise: nil)
  }

  /// Ends a connection whose request was refused unread: says so, waits a little for the answer to be read, closes.
  func linger(_ context: ChannelHandlerContext) {
    isLingering = true
    context.close(mode: .output, promise: nil)
    context.read()
    context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.pace.linger)) { context.close(promise: nil) }
  }
}
