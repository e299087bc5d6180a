// Other programs, run by a test as a person runs them.
package import Foundation

package enum Program {
  /// How a program ended and what it wrote.
  package struct Outcome: Sendable {
    package let status: Int32
    package let output: String
    /// What it wrote to its standard error, where that is kept apart.
    package let notes: String
  }

  /// What becomes of a program's standard error.
  package enum Notes { case apart, withOutput, dropped }

  /// A program of this package, which lies beside the test bundle.
  package static func built(_ name: String) -> URL {
    URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: name)
  }

  /// Runs a program to its end.
  /// - Parameters:
  ///   - folder: where it runs; the test's own by default.
  ///   - environment: all of it; the test's own by default.
  /// - Throws: what Foundation throws of a program that cannot be run.
  package static func run(
    _ program: URL, _ arguments: [String], in folder: URL? = nil, environment: [String: String]? = nil,
    notes kept: Notes = .apart
  ) throws -> Outcome {
    let process = Process()
    let (output, notes) = (Pipe(), Pipe())
    process.executableURL = program
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    if let environment { process.environment = environment }
    process.standardOutput = output
    switch kept {
    case .apart: process.standardError = notes
    case .withOutput: process.standardError = output
    case .dropped: process.standardError = FileHandle.nullDevice
    }
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    // Short notes only: a pipe holds 64 KiB while nobody reads it.
    let beside = kept == .apart ? notes.fileHandleForReading.readDataToEndOfFile() : Data()
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: text, notes: String(decoding: beside, as: UTF8.self))
  }
}
