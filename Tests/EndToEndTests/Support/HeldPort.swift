// A port for a process that ends and is started again, which nobody else is given in between.
import Foundation

/// A port of loopback that is bound and not listened on.
///
/// Linux gives it to nobody who asks for any free one, and lets whoever names it listen there: both say `SO_REUSEADDR`, as servers
/// do that take their port again after a fall.
final class HeldPort {
  let number: Int
  private let descriptor: Int32

  struct Failure: Error {}

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var isReused: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isBound else { throw Failure() }
    self.descriptor = descriptor
    number = Int(in_port_t(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }
}
