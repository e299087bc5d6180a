// What an init system does: starts a command again whenever it has ended by itself.
import Foundation
import Synchronization
import TestSupport

/// Keeps a command running until it is told to end.
final class Supervisor: Sendable {
  private struct State {
    var process: Process?
    var faults = 0
    var output: URL?
    var hasEnded = false
  }

  private let state = Mutex(State())
  private let folder: URL
  private let arguments: [String]
  private let environment: [String: String]

  init(_ folder: TemporaryFolder, _ arguments: [String], _ environment: [String: String]) {
    (self.folder, self.arguments) = (folder.url, arguments)
    self.environment = Tool.environment.merging(environment) { $1 }
    start()
  }

  /// How often it has ended by a signal that nobody sent.
  var faults: Int { state.withLock { $0.faults } }
  /// Where it serves people; nil while it does not say.
  var url: String? {
    let output = state.withLock { $0.output }
    let text = output.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    let url = text.firstMatch(of: /http:\/\/\S+/).map { String($0.0) }
    if let url, let place = arguments.firstIndex(of: "--store") {
      ShownToken.note(url, store: folder.appending(path: arguments[place + 1]))
    }
    return url
  }

  private func start() {
    let process = Process()
    process.executableURL = Tool.binary
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment
    // A file of each life's own: a pipe's handler outlives its process.
    let output = folder.appending(path: "supervised-\(UUID().uuidString).out")
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    process.standardOutput = try? FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    process.terminationHandler = { [weak self] process in self?.ended(process) }
    state.withLock { state in
      guard !state.hasEnded else { return }
      if (try? process.run()) != nil { (state.process, state.output) = (process, output) }
    }
  }

  private func ended(_ process: Process) {
    let mustStart = state.withLock { state in
      if process.terminationReason == .uncaughtSignal, !state.hasEnded { state.faults += 1 }
      return !state.hasEnded
    }
    if mustStart { start() }
  }

  func end() {
    let process = state.withLock { state in
      state.hasEnded = true
      return state.process
    }
    guard let process, process.isRunning else { return }
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
  }

  deinit {
    let process = state.withLock { $0.process }
    if let process, process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }
}
