// A bare socket, for clients that do not behave.
import Glibc
import TestSupport

/// One TCP connection to loopback, read and written as plain bytes.
struct Socket: Sendable {
  private let descriptor: Int32

  struct Failure: Error {}

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    guard result == 0 else { throw Failure() }
  }

  func close() { Glibc.close(descriptor) }

  /// Closes the writing half.
  func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// - Returns: false when the other end takes no more.
  @discardableResult
  func send(_ bytes: [UInt8]) async -> Bool {
    let descriptor = descriptor
    return await onOwnThread {
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }

  @discardableResult
  func send(_ text: String) async -> Bool { await send(Array(text.utf8)) }

  /// Everything until the other end closes.
  func readToEnd() async -> String {
    let descriptor = descriptor
    return await onOwnThread {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      while true {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { break }
        bytes += buffer[..<count]
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// One read: what has come.
  func readSome() async -> String {
    let descriptor = descriptor
    return await onOwnThread {
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
  }
}
