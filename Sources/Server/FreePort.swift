// A port that the system chooses may be somebody else's by the time it is listened on.
import Foundation
import NIOCore

/// Serving on whatever port is free.
enum FreePort {
  private static let triesMax = 5

  /// Runs a server that binds a port. Where it asks for any, 0, it is run again when the one it was given is taken.
  static func run(port: Int, _ serve: () async throws -> Void) async throws {
    for _ in 1..<(port == 0 ? triesMax : 1) {
      do { return try await serve() } catch let error as IOError where error.errnoCode == EADDRINUSE { continue }
    }
    try await serve()
  }
}
