// What an init system does: starts a command again whenever it has ended by itself.
import Foundation
import Synchronization

/// Keeps a command running until it is told to end.
final class Supervisor: Sendable {
  private struct State {
    var process: Process?
    var faults = 0
    var url: String?
    var hasEnded = false
  }

  private let state = Mutex(State())
  private let folder: URL
  private let arguments: [String]
  private let environment: [String: String]

  init(_ folder: Folder, _ arguments: [String], _ environment: [String: String]) {
    (self.folder, self.arguments) = (folder.url, arguments)
    self.environment = Tool.environment.merging(environment) { $1 }
    start()
  }

  /// How often it has ended by a signal that nobody sent.
  var faults: Int { state.withLock { $0.faults } }
  /// Where it serves people.
  var url: String? { state.withLock { $0.url } }

  private func start() {
    let process = Process()
    let output = Pipe()
    process.executableURL = Tool.binary
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    output.fileHandleForReading.readabilityHandler = { [weak self] handle in
      let text = String(decoding: handle.availableData, as: UTF8.self)
      guard let url = text.firstMatch(of: /http:\/\/\S+/).map({ String($0.0) }) else { return }
      self?.state.withLock { $0.url = url }
    }
    process.terminationHandler = { [weak self] process in self?.ended(process) }
    state.withLock { state in
      guard !state.hasEnded else { return }
      state.url = nil
      if (try? process.run()) != nil { state.process = process }
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
