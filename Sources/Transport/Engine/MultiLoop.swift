// The client's thread: takes commands, drives libcurl, reports what ended.
import CCurl

/// Owns the multi handle and every exchange; nothing of it is seen by another thread.
final class MultiLoop {
  private let mailbox: Mailbox
  private let configuration: HTTPClient.Configuration
  private let multi: UnsafeMutableRawPointer
  private var exchanges: [ObjectIdentifier: Exchange] = [:]

  /// The thread's whole life.
  static func run(mailbox: Mailbox, configuration: HTTPClient.Configuration) {
    guard globalInit == CURLE_OK, let multi = curl_multi_init() else {
      mailbox.close()
      refuse(mailbox.drain().commands, TransportError(.internalFailure, cause: .init(text: "libcurl did not start")))
      return mailbox.stopped()
    }
    let kept = configuration.connectionsKeptMax
    _ = gridward_curl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, kept)
    MultiLoop(mailbox: mailbox, configuration: configuration, multi: multi).run()
  }

  private init(mailbox: Mailbox, configuration: HTTPClient.Configuration, multi: UnsafeMutableRawPointer) {
    self.mailbox = mailbox
    self.configuration = configuration
    self.multi = multi
  }

  private func run() {
    mailbox.attach(multi)
    while true {
      let (commands, isClosed) = mailbox.drain()
      if isClosed { return stop(refusing: commands) }
      for command in commands { handle(command) }
      var running: Int32 = 0
      var status = curl_multi_perform(multi, &running)
      reap()
      if status == CURLM_OK {
        status = curl_multi_poll(multi, nil, 0, pollMillisecondsMax, nil)
      }
      if status != CURLM_OK { endAll(TransportError(multiStatus: status)) }
    }
  }

  private func stop(refusing commands: [Command]) {
    let error = TransportError(.shutDown)
    Self.refuse(commands, error)
    endAll(error)
    mailbox.detach()
    curl_multi_cleanup(multi)
    mailbox.stopped()
  }

  private static func refuse(_ commands: [Command], _ error: TransportError) {
    for case .start(let transfer) in commands {
      transfer.ended(error: error, transferred: TransferredBytes(sent: 0, received: 0))
    }
  }
}

extension MultiLoop {
  private func handle(_ command: Command) {
    switch command {
    case .start(let transfer):
      start(transfer)
    case .cancel(let transfer):
      if let exchange = exchanges[ObjectIdentifier(transfer)] { end(exchange, TransportError(.cancelled)) }
    case .resume(let transfer):
      // May call back into the exchange at once, which may pause again.
      if let exchange = exchanges[ObjectIdentifier(transfer)] { curl_easy_pause(exchange.easy, CURLPAUSE_CONT) }
    }
  }

  /// A cancellation posted before the start finds no exchange, so the flag is asked here.
  private func start(_ transfer: Transfer) {
    do throws(TransportError) {
      guard !transfer.isCancelled else { throw TransportError(.cancelled) }
      let exchange = try Exchange(transfer: transfer, configuration: configuration)
      let status = curl_multi_add_handle(multi, exchange.easy)
      guard status == CURLM_OK else { throw TransportError(multiStatus: status) }
      exchanges[ObjectIdentifier(transfer)] = exchange
    } catch {
      transfer.ended(error: error, transferred: TransferredBytes(sent: 0, received: 0))
    }
  }

  private func reap() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
      let status = message.pointee.data.result
      guard let exchange = exchanges.values.first(where: { $0.easy == easy }) else {
        preconditionFailure("libcurl reported a transfer that was never added")
      }
      end(exchange, exchange.error(for: status))
    }
  }

  /// Libcurl has let go of the transfer before anybody hears of its end.
  private func end(_ exchange: Exchange, _ error: TransportError?) {
    let transferred = exchange.transferred
    curl_multi_remove_handle(multi, exchange.easy)
    exchanges[ObjectIdentifier(exchange.transfer)] = nil
    exchange.transfer.ended(error: error, transferred: transferred)
  }

  private func endAll(_ error: TransportError) {
    for exchange in Array(exchanges.values) { end(exchange, error) }
  }
}

/// Libcurl's own timers and the mailbox end a poll earlier.
private let pollMillisecondsMax: Int32 = 60_000

private let globalInit = gridward_curl_global_init()
