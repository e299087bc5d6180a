// The body of a request, read whole within a limit.
import Hummingbird
import NIOCore
import Node

extension Request {
  /// - Parameter limit: in bytes.
  /// - Throws: `tooLarge` with the limit, when there is more; what ends the connection.
  func bytes(upTo limit: Int) async throws -> [UInt8] {
    do {
      return Array(try await body.collect(upTo: limit).readableBytesView)
    } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
      throw Problem(.tooLarge, "The body is larger than the \(limit) bytes that are taken here.")
    }
  }
}
