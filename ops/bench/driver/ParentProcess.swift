// A parent in a process of its own, as in life: started, asked over HTTP, ended by closing its input.
import CoreFoundation
import Foundation
import Glibc

/// A `gridward-bench parent` that serves one store until its standard input ends.
final class ParentProcess {
  private let process = Process()
  private let input = Pipe()
  let port: Int
  var url: String { "http://127.0.0.1:\(port)" }

  /// - Parameter port: 0 for any free one.
  init(store: String, port wanted: Int = 0) throws {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = ["parent", "--store", store, "--port", String(wanted)]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    guard let line = String(data: output.fileHandleForReading.availableData, encoding: .utf8),
      let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines))
    else { throw CocoaError(.fileReadUnknown) }
    self.port = port
  }

  /// The most memory the parent has held, in bytes.
  var peakBytes: Int { peakMemory(of: process.processIdentifier) }
  /// The processor time it has taken, in seconds.
  var processorSeconds: Double { processorTime(of: process.processIdentifier) }
  /// What it holds now.
  var residentBytes: Int { memory(of: process.processIdentifier, "VmRSS:") }

  func stop() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}

/// The processor time a process has taken in all its threads, in seconds; 0 when it cannot be told.
func processorTime(of pid: Int32) -> Double {
  var (clock, time) = (clockid_t(), timespec())
  guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else { return 0 }
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The most memory a process has held, in bytes; 0 when it cannot be told.
func peakMemory(of pid: Int32) -> Int { memory(of: pid, "VmHWM:") }

private func memory(of pid: Int32, _ name: String) -> Int {
  let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
  let kilobytes = line?.split(separator: " ").compactMap { Int($0) }.first
  return (kilobytes ?? 0) * 1024
}
