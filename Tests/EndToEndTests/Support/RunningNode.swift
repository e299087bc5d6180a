// A node as a process of its own, for as long as a test needs it.
import Foundation
import TestSupport
import Testing

/// `gridward serve` on a free port.
final class RunningNode {
  let url: String
  private let process: Process

  /// - Parameters:
  ///   - store: relative to the folder.
  ///   - log: a file, relative to the folder, that the node's log goes to, with all it can be made to say.
  init(
    _ folder: TemporaryFolder, store: String, flags: [String] = [], log: String? = nil,
    environment: [String: String] = [:]
  ) throws {
    let process = Process()
    let output = Pipe()
    process.executableURL = Tool.binary
    // Whoever serves on two ports is given both, or two tests at once would want the same.
    process.arguments =
      ["serve", "--store", store, "--port", "0", "--link-port", "0"]
      + ["--log-level", log == nil ? "error" : "trace"] + flags
    process.currentDirectoryURL = folder.url
    process.environment = Tool.environment.merging(environment) { $1 }
    process.standardOutput = output
    if let log {
      try folder.write(Data(), to: log)
      process.standardError = try FileHandle(forWritingTo: folder.url.appending(path: log))
    }
    try process.run()
    self.process = process
    // An enrolled node also says where it takes links, in either order.
    var line = ""
    while !line.contains("http://") {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      line += String(decoding: more, as: UTF8.self)
    }
    guard let start = line.firstRange(of: "http://")?.lowerBound else {
      process.terminate()
      throw NotServing(line: line)
    }
    url = String(line[start...].prefix { !$0.isWhitespace })
    ShownToken.note(url, store: folder.url.appending(path: store))
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Sends a signal and waits for the end.
  /// - Returns: the exit code, or the signal that ended it.
  @discardableResult
  func end(_ signal: Int32 = SIGTERM) -> Int32 {
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Whether the process has ended, by itself or by a signal.
  var hasEnded: Bool { !process.isRunning }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  struct NotServing: Error { let line: String }
}

/// Waits until something holds, asking again and again.
func eventually(_ what: Comment, within limit: Duration = .seconds(60), _ condition: () throws -> Bool) async throws {
  let end = ContinuousClock.now + limit
  while ContinuousClock.now < end {
    if try condition() { return }
    try await Task.sleep(for: .milliseconds(30))
  }
  Issue.record("did not come true: \(what)")
}
