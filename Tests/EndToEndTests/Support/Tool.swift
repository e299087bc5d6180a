// Running the built program as a person does: a process, its output, its exit code.
import Foundation
import Synchronization
import TestSupport
import Testing

/// The built programs, which lie beside the test bundle.
enum Tool {
  static let binary = Program.built("gridward")
  static let simulator = Program.built("gridward-simulate")

  /// This process's environment without what would configure a node; what a machine remembers of stores stays with the tests.
  static let environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GRIDWARD_") }
    .merging(["RUNTIME_DIRECTORY": machine.path]) { _, given in given }

  private static let machine = FileManager.default.temporaryDirectory.appending(path: "gridward-test-machine")

  /// Runs a program to its end in `folder`.
  static func run(
    _ arguments: [String], of program: URL = binary, in folder: URL, environment: [String: String] = [:]
  ) throws -> Program.Outcome {
    let shown = ShownToken.environment(of: arguments)
    return try Program.run(
      program, arguments, in: folder,
      environment: Self.environment.merging(shown) { $1 }.merging(environment) { _, given in given })
  }
}

/// The tokens of the nodes that run: a command that asks one shows its token, as a person's configuration has it.
enum ShownToken {
  private static let files = Mutex<[String: URL]>([:])

  /// Notes that the node at an address has a store.
  static func note(_ address: String, store: URL) {
    let file = store.deletingPathExtension().appendingPathExtension("token")
    files.withLock { $0[address] = file }
  }

  static func text(at address: String) throws -> String {
    let file = try #require(files.withLock { $0[address] })
    return try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  static func environment(of arguments: [String]) -> [String: String] {
    guard let place = arguments.firstIndex(of: "--server"), place + 1 < arguments.count,
      let file = files.withLock({ $0[arguments[place + 1]] })
    else { return [:] }
    return ["GRIDWARD_TOKEN_FILE": file.path]
  }
}

extension TemporaryFolder {
  /// Runs the program here and hands back what it wrote.
  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Outcome {
    try run(arguments, environment: environment)
  }

  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Program.Outcome {
    defer { withExtendedLifetime(self) {} }
    return try Tool.run(arguments, in: url, environment: environment)
  }

  func bytes(of name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

  func write(_ data: Data, to name: String) throws { try data.write(to: url.appending(path: name)) }
}
