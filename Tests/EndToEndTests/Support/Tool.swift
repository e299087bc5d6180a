// Running the built program as a person does: a process, its output, its exit code.
import Foundation

/// The built programs, which lie beside the test bundle.
enum Tool {
  private static let folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent()
  static let binary = folder.appending(path: "gridward")
  static let simulator = folder.appending(path: "gridward-simulate")

  /// This process's environment without what would configure a node; what a machine remembers of stores stays with the tests.
  static let environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GRIDWARD_") }
    .merging(["RUNTIME_DIRECTORY": machine.path]) { _, given in given }

  private static let machine = FileManager.default.temporaryDirectory.appending(path: "gridward-test-machine")

  struct Outcome {
    let status: Int32
    let output: String
    let notes: String
  }

  /// Runs a program to its end in `folder`.
  static func run(
    _ arguments: [String], of program: URL = binary, in folder: URL, environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = Process()
    let (output, notes) = (Pipe(), Pipe())
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = Self.environment.merging(environment) { _, given in given }
    (process.standardOutput, process.standardError) = (output, notes)
    try process.run()
    // Short outputs only: a pipe holds 64 KiB.
    process.waitUntilExit()
    let texts = [output, notes].map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
    return Outcome(status: process.terminationStatus, output: texts[0], notes: texts[1])
  }
}

/// A folder that is gone when its last user is.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "gridward-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Runs the program here and hands back what it wrote.
  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Tool.Outcome {
    try run(arguments, environment: environment)
  }

  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Tool.Outcome {
    defer { withExtendedLifetime(self) {} }
    return try Tool.run(arguments, in: url, environment: environment)
  }

  func bytes(of name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

  func write(_ data: Data, to name: String) throws { try data.write(to: url.appending(path: name)) }
}
