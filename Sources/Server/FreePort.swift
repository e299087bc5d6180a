// A port that the system chooses may be somebody else's by the time it is listened on.
import Foundation
import NIOCore

/// Serving on whatever port is free.
enum FreePort {
  private static let triesMax = 5

  /// Runs a server that binds the place of its settings. Where they ask for any port, 0, it is run again when the one it
  /// was given is taken.
  /// - Throws: `ListeningFailure`; `CancellationError` where another service's end has ended it.
  static func run(_ settings: ServerSettings, _ serve: () async throws -> Void) async throws {
    var tries = settings.port == 0 ? triesMax : 1
    while true {
      do { return try await serve() } catch {
        tries -= 1
        if tries > 0, (error as? IOError)?.errnoCode == EADDRINUSE { continue }
        throw error is CancellationError ? error : ListeningFailure(settings, error)
      }
    }
  }
}

/// Why a server does not listen where its settings say.
package struct ListeningFailure: Error, CustomStringConvertible {
  package let host: String
  package let port: Int
  private let cause: any Error

  init(_ settings: ServerSettings, _ cause: any Error) {
    (host, port, self.cause) = (settings.host, settings.port, cause)
  }

  package var description: String {
    let reason = (cause as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(cause)"
    return "\(host.contains(":") ? "[\(host)]" : host):\(port): \(reason)"
  }
}
