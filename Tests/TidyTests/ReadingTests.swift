// A running node reads on threads of its own: nothing that serves or keeps a link reads where Swift's tasks run.
import Testing

@Suite struct ReadingTests {
  private static let files = Tree.sources.filter { ["Node", "Server"].contains($0.module) }

  /// Where it is read at once: before a node runs and for commands, and on a lane's threads.
  private static let exceptions: Set<String> = ["Sources/Node/Node.swift", "Sources/Node/Reading/Node+Reading.swift"]

  /// What reads at once, and not on a lane.
  private static func readings(in file: TextFile) -> [Substring] {
    let code = file.code.joined(separator: "\n")
    return code.matches(of: /((node|store|self)\.|try )read(?![A-Za-z])(?!\(\s*on:)[^\n]*/).map { $0.0 }
  }

  @Test func `nothing that serves reads on a thread of Swift's tasks`() {
    #expect(Self.files.count > 50)
    for file in Self.files {
      let readings = Self.readings(in: file)
      if Self.exceptions.contains(file.path) {
        #expect(!readings.isEmpty, "\(file) is no exception any more")
      } else {
        #expect(readings.isEmpty, "\(file) reads at once: \(readings)")
      }
    }
  }

  @Test func `nothing that serves waits on a thread of Dispatch's global queues, which on Linux are those of tasks`() {
    for file in Self.files {
      for line in file.code { #expect(!line.contains("DispatchQueue.global"), "\(file): \(line)") }
    }
  }
}
