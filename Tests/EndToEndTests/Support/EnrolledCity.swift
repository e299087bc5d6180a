// A small city of real processes, enrolled by tokens as people do it.
import Foundation
import TestSupport
import Testing

/// The commands of an enrolment, run in a folder.
struct EnrolledCity {
  static let city = "370200000000"
  static let district = "370202000000"
  static let township = "370202021000"
  static let otherDistrict = "370203000000"

  let folder: TemporaryFolder

  /// Makes the root and the city's node, with files and no network.
  init() throws {
    folder = try TemporaryFolder()
    try run("root", "create", "--folder", "root", "--area", Self.city)
    try run("enroll", "request", "city.application", "--area", Self.city, "--store", "city/node.db", "--name", "青岛市")
    try run("root", "admit", "city.application", "--folder", "root", "--output", "city.bundle")
    try run("enroll", "install", "city.bundle", "--store", "city/node.db")
  }

  @discardableResult
  func run(_ arguments: String...) throws -> String {
    let outcome = try folder.run(arguments)
    try #require(outcome.status == 0, "\(arguments): \(outcome.output) \(outcome.notes)")
    return outcome.output
  }

  /// A token of the office at `parent`.
  func token(_ area: String, at parent: String) throws -> String {
    try run("enroll", "token", "--area", area, "--store", "\(parent)/node.db", "--text-only")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Approves the one application that waits at an office.
  func approve(at parent: String) async throws {
    try await eventually("an application waits at \(parent)") {
      try waiting(at: parent) != nil
    }
    try run("enroll", "approve", try #require(try waiting(at: parent)), "--store", "\(parent)/node.db")
  }

  private func waiting(at parent: String) throws -> String? {
    let lines = try run("enroll", "list", "--store", "\(parent)/node.db").split(separator: "\n")
    return lines.compactMap { line in line.firstMatch(of: #/^([0-9a-f]{8}) /#).map { String($0.1) } }.first
  }

  /// Enrols a node below a running office.
  /// - Returns: everything the command wrote.
  @discardableResult
  func join(_ name: String, _ area: String, below parent: String, at office: LinkedNode) async throws -> String {
    let token = try token(area, at: parent)
    let joining = try Background(
      folder, ["enroll", token, "--parent", office.link, "--store", "\(name)/node.db", "--patience", "60"])
    try await approve(at: parent)
    let (status, text) = await joining.end()
    try #require(status == 0, "\(text)")
    return text
  }
}

/// `gridward serve` of an enrolled node, with both of its listeners.
final class LinkedNode {
  /// For people, and for children; the latter is empty at a terminal.
  let url: String
  let link: String
  let log: URL
  private let process: Process

  init(_ folder: TemporaryFolder, _ name: String, flags: [String] = [], environment: [String: String] = [:]) throws {
    process = Process()
    let output = Pipe()
    log = folder.url.appending(path: "\(name).log")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    process.executableURL = Tool.binary
    process.arguments =
      ["serve", "--store", "\(name)/node.db", "--port", "0", "--link-port", "0", "--log-level", "trace"] + flags
    process.currentDirectoryURL = folder.url
    process.environment = Tool.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
    var text = ""
    while !(text.contains("serves on http://") && text.contains("takes links on https://") && text.hasSuffix("\n")) {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      text += String(decoding: more, as: UTF8.self)
    }
    url = text.firstMatch(of: /http:\/\/\S+/).map { String($0.0) } ?? ""
    link = text.firstMatch(of: /https:\/\/\S+/).map { String($0.0) } ?? ""
    guard !url.isEmpty else { throw RunningNode.NotServing(line: text + logText) }
    ShownToken.note(url, store: folder.url.appending(path: "\(name)/node.db"))
  }

  var logText: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  @discardableResult
  func end(_ signal: Int32 = SIGTERM) -> Int32 {
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationStatus
  }
}

/// A command that runs while the test does something else.
final class Background {
  private let process = Process()
  private let output = Pipe()

  init(_ folder: TemporaryFolder, _ arguments: [String]) throws {
    process.executableURL = Tool.binary
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = Tool.environment
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Waits for its end.
  func end() async -> (status: Int32, text: String) {
    let (process, handle) = (process, output.fileHandleForReading)
    return await onOwnThread {
      let text = String(decoding: handle.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return (process.terminationStatus, text)
    }
  }
}
