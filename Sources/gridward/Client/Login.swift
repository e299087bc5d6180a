// The name of whoever is logged in, as the author of what they enter.
import Foundation

enum Login {
  static var name: String {
    let environment = ProcessInfo.processInfo.environment
    return environment["SUDO_USER"] ?? environment["USER"] ?? environment["LOGNAME"] ?? "operator"
  }
}
