// A tree of nodes, each a process of the shipped program, for as long as a scenario runs.
import Foundation
import Merge

/// Nodes that serve on loopback, each below the next area that contains its own.
final class ProcessTree {
  private var processes: [Process] = []
  private(set) var addresses: [String: String] = [:]
  private let program: URL
  private let folder: URL

  /// The program that lies beside this one.
  static var gridward: URL {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "gridward")
  }

  /// Makes a store for each area and starts its node.
  /// - Parameter areas: each after those that contain it.
  init(_ areas: [Area], running program: URL, in folder: URL) throws {
    (self.program, self.folder) = (program, folder)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for area in areas { try start(area, above: areas.last { $0 != area && $0.contains(area) }) }
    } catch {
      end()
      throw error
    }
  }

  func store(of area: Area) -> String {
    folder.appending(path: "\(area.code.replacing("/", with: "-")).db").path
  }

  /// What the area's node asks of whoever writes.
  func token(of area: Area) throws -> String {
    let file = URL(filePath: store(of: area)).deletingPathExtension().appendingPathExtension("token")
    return try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func start(_ area: Area, above parent: Area?) throws {
    let made = try launch(["init", "--store", store(of: area), "--area", area.code], output: nil)
    made.waitUntilExit()
    guard made.terminationStatus == 0 else {
      throw ReportFailure(description: "no store for \(area) in \(folder.path); choose an empty folder")
    }
    let above = parent.flatMap { addresses[$0.code] }.map { ["--parent", $0, "--wait", "5"] } ?? []
    let output = Pipe()
    let process = try launch(
      ["serve", "--store", store(of: area), "--port", "0", "--log-level", "error"] + above, output: output)
    processes.append(process)
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let start = line.firstRange(of: "http://")?.lowerBound else {
      throw ReportFailure(description: "the node of \(area) does not serve")
    }
    addresses[area.code] = line[start...].split(separator: "\n").first.map(String.init)
  }

  private func launch(_ arguments: [String], output: Pipe?) throws -> Process {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GRIDWARD_") }
    process.standardOutput = output.map { $0 as Any } ?? FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Ends every process and waits for it.
  func end() {
    for process in processes where process.isRunning { process.terminate() }
    for process in processes { process.waitUntilExit() }
    processes = []
  }

  deinit { end() }
}
