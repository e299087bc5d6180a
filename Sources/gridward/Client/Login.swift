// The name of whoever is logged in, as the author of what they enter.
import Foundation
import Server

enum Login {
  static var name: String {
    let environment = ProcessInfo.processInfo.environment
    return environment["SUDO_USER"] ?? environment["USER"] ?? environment["LOGNAME"] ?? "operator"
  }

  /// A name as a node would write it down, for what is written without asking one.
  static func written(_ name: String) throws -> String {
    do throws(EnteredName.Fault) { return try EnteredName.checked(name, "--user") } catch {
      throw Failure(.usage, error.message, hint: "Give --user NAME, or `user` in gridward.yaml.")
    }
  }
}
