// The server's end of one connection, as the loopback server's scripts use it.
import Glibc

/// A request as it came over the wire.
struct ReceivedRequest: Sendable {
  /// The request line and the header fields, without line ends.
  var lines: [String]
  var body: [UInt8]
  /// Everything, line ends included.
  var byteCount: Int
}

struct Connection: Sendable {
  let socket: Int32
  let record: @Sendable (ReceivedRequest) -> Void

  /// - Returns: nil once the client has gone away.
  @discardableResult
  func readRequest() -> ReceivedRequest? {
    var bytes: [UInt8] = []
    while true {
      if let request = parse(bytes) {
        record(request)
        return request
      }
      guard let more = receive() else { return nil }
      bytes += more
    }
  }

  @discardableResult
  func send(_ text: String) -> Bool {
    send([UInt8](text.utf8))
  }

  /// - Returns: false once the client has gone away.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { rest in
        Glibc.send(socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  func waitForClose() {
    while receive() != nil {}
  }

  /// Sends until the client takes nothing for `milliseconds`.
  ///
  /// - Returns: how many bytes were sent.
  func send(_ bytes: [UInt8], untilStalledFor milliseconds: Int32) -> Int {
    var sent = 0
    var entry = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
    while sent < bytes.count, poll(&entry, 1, milliseconds) > 0 {
      let count = bytes[sent...].withUnsafeBytes { rest in
        Glibc.send(socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      guard count > 0 else { break }
      sent += count
    }
    return sent
  }

  private func receive() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    let count = recv(socket, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  private func parse(_ bytes: [UInt8]) -> ReceivedRequest? {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
    let lines = head.split(separator: "\r\n").map(String.init)
    let announced = lines.first { $0.hasPrefix("Content-Length: ") }?.dropFirst("Content-Length: ".count)
    let body = Array(bytes[end.upperBound...])
    guard body.count >= announced.flatMap({ Int($0) }) ?? 0 else { return nil }
    return ReceivedRequest(lines: lines, body: body, byteCount: bytes.count)
  }
}
