// A server on 127.0.0.1 whose answers a test writes byte by byte.
import Foundation
import Glibc
import Synchronization

/// Runs `serve` on a thread of its own for each connection.
///
/// Ends by itself: `stop` ends the listening thread, and a connection's thread ends when its client goes away.
final class LoopbackServer: Sendable {
  let port: UInt16
  private let listener: Int32
  private let log: Log

  private final class Log: Sendable {
    let connections = Atomic(0)
    let requests = Mutex<[ReceivedRequest]>([])
  }

  init(_ serve: @escaping @Sendable (Connection) -> Void) throws {
    (listener, port) = try listenOnLoopback()
    log = Log()
    let (listener, log) = (listener, log)
    Thread.detachNewThread {
      while true {
        let socket = accept(listener, nil, nil)
        guard socket >= 0 else { break }
        log.connections.add(1, ordering: .relaxed)
        Thread.detachNewThread {
          serve(Connection(socket: socket) { request in log.requests.withLock { $0.append(request) } })
          close(socket)
        }
      }
      close(listener)
    }
  }

  /// Answers every request on every connection with the same bytes.
  convenience init(answer: String) throws {
    try self.init { connection in
      while connection.readRequest() != nil { connection.send(answer) }
    }
  }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
  }

  var url: String { "http://127.0.0.1:\(port)" }
  var connectionCount: Int { log.connections.load(ordering: .relaxed) }
  var requests: [ReceivedRequest] { log.requests.withLock { $0 } }
}

/// A port of 127.0.0.1 on which nobody listens, and which nobody else is given while this lives: a number that was given back may be
/// another test's by the time it is asked.
final class RefusingPort {
  let url: String
  private let socket: Int32

  init() throws {
    let (socket, port) = try bindToLoopback()
    (self.socket, url) = (socket, "http://127.0.0.1:\(port)")
  }

  deinit { close(socket) }
}

private struct SocketFailure: Error {
  let number = errno
}

private func listenOnLoopback() throws -> (socket: Int32, port: UInt16) {
  let (socket, port) = try bindToLoopback()
  guard listen(socket, 64) == 0 else { throw SocketFailure() }
  return (socket, port)
}

private func bindToLoopback() throws -> (socket: Int32, port: UInt16) {
  let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  guard socket >= 0 else { throw SocketFailure() }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
      bind(socket, generic, size) == 0 && getsockname(socket, generic, &size) == 0
    }
  }
  guard isBound else { throw SocketFailure() }
  return (socket, UInt16(bigEndian: address.sin_port))
}
