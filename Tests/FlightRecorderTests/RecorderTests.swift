// What is noted outlives the process: tried by processes that end in the middle.
import FlightRecorder
import Foundation
import Merge
import Testing

@Suite struct RecorderTests {
  static let boot = "boot", program = "program 1"

  /// A path of a test of its own, the same in the process that the test starts.
  static func path(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appending(path: "gridward-flight-\(name)").path
  }

  static func fresh(_ name: String) -> String {
    let path = path(name)
    try? FileManager.default.removeItem(atPath: path)
    return path
  }

  static let feed = FeedID(Bytes16(high: 1, low: 2))
  static let record = RecordID(Bytes16(high: 3, low: 4))
  static let batch = Undertaking(.batch, key: Bytes16(high: 5, low: 6), text: "commits from 北")

  @Test func `a process that ended in order leaves nothing`() throws {
    let path = Self.fresh("order")
    let first = try #require(FlightRecorder(path: path, boot: Self.boot, program: Self.program))
    first.during(Self.batch) { FlightRecorder.noteCommit(Self.feed, 7) }
    first.close()
    let second = try #require(FlightRecorder(path: path, boot: Self.boot, program: Self.program))
    #expect(second.incidents.isEmpty)
    second.close()
  }

  @Test func `a fault names the commit that the thread was at`() async throws {
    let path = Self.fresh("fault")
    await #expect(processExitsWith: .failure) {
      FlightRecorder.watchFaults()
      let recorder = try #require(FlightRecorder(path: Self.path("fault"), boot: Self.boot, program: Self.program))
      recorder.during(Undertaking(.question, key: .zero, text: "GET /other")) {
        recorder.during(Self.batch) {
          FlightRecorder.noteCommit(Self.feed, 6)
          FlightRecorder.noteCommit(Self.feed, 7)
          fatalError("planted")
        }
      }
    }
    let next = try #require(FlightRecorder(path: path, boot: Self.boot, program: Self.program))
    let incident = try #require(next.incidents.first)
    #expect(next.incidents.count == 1 && incident.signal != 0)
    #expect(incident.undertaking == Self.batch && incident.subject == .commit(feed: Self.feed, seq: 7))
    next.close()
  }

  @Test func `a fault where nothing was noted is told, and explains nothing`() async throws {
    let path = Self.fresh("nothing")
    await #expect(processExitsWith: .failure) {
      FlightRecorder.watchFaults()
      let recorder = try #require(FlightRecorder(path: Self.path("nothing"), boot: Self.boot, program: Self.program))
      recorder.during(Self.batch) {}
      fatalError("planted")
    }
    let next = try #require(FlightRecorder(path: path, boot: Self.boot, program: Self.program))
    #expect(next.incidents.map(\.isUnexplained) == [true])
    next.close()
  }

  @Test func `a fault of another program is told, and held against nothing`() async throws {
    for last in ["program 3", "program 2"] { try await expectNothingHeld(at: last) }
  }

  /// The third process begins over a fault of another program, and the last over that process's own first fault.
  private func expectNothingHeld(at last: String) async throws {
    let store = Self.path("programs")
    for ending in [".flight", ".incidents"] { try? FileManager.default.removeItem(atPath: store + ending) }
    for program in ["program 1", "program 1", "program 2"] {
      await #expect(processExitsWith: .failure) { [program = program as String] in
        let log = FlightLog(store: Self.path("programs"), program: program, boot: Self.boot, now: 0)
        let recorder = try #require(log.recorder)
        recorder.during(Self.batch) {
          FlightRecorder.noteCommit(Self.feed, 7)
          fatalError("planted")
        }
      }
    }
    let second = FlightLog(store: store, program: last, boot: Self.boot, now: 0)
    #expect(second.incidents.count == 1 && second.shelf == Shelf())
    second.close()
  }

  @Test func `a place may be left after the end in order`() throws {
    let recorder = try #require(FlightRecorder(path: Self.fresh("late"), boot: Self.boot, program: Self.program))
    recorder.during(Self.batch) {
      recorder.close()
      FlightRecorder.noteCommit(Self.feed, 7)
    }
    let next = try #require(FlightRecorder(path: Self.path("late"), boot: Self.boot, program: Self.program))
    #expect(next.incidents.isEmpty && next.isOfThisProgram)
    next.close()
  }

  @Test func `a process that was killed leaves what was under way, unless the machine went down`() async throws {
    for boot in [Self.boot, "another"] {
      let path = Self.fresh("killed")
      await #expect(processExitsWith: .signal(SIGKILL)) {
        FlightRecorder.watchFaults()
        let recorder = try #require(FlightRecorder(path: Self.path("killed"), boot: Self.boot, program: Self.program))
        recorder.during(Self.batch) {
          FlightRecorder.noteCommit(Self.feed, 7)
          kill(getpid(), SIGKILL)
          while true { sleep(1) }
        }
      }
      let next = try #require(FlightRecorder(path: path, boot: boot, program: Self.program))
      #expect(next.incidents.map(\.signal) == (boot == Self.boot ? [0] : []))
      #expect(boot != Self.boot || next.incidents[0].subject == .commit(feed: Self.feed, seq: 7))
      next.close()
    }
  }

  @Test func `what another process sends is no fault`() async throws {
    let path = Self.fresh("sent")
    await #expect(processExitsWith: .failure) {
      FlightRecorder.watchFaults()
      let recorder = try #require(FlightRecorder(path: Self.path("sent"), boot: Self.boot, program: Self.program))
      try recorder.during(Self.batch) {
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "kill -ABRT \(getpid())"]
        try shell.run()
        shell.waitUntilExit()
        while true { pause() }
      }
    }
    let next = try #require(FlightRecorder(path: path, boot: Self.boot, program: Self.program))
    #expect(next.incidents.allSatisfy { $0.signal == 0 })
    next.close()
  }

  @Test func `a folder where the ledger or the notes belong is said, and the node works`() throws {
    for place in [FlightLog.ledgerPath, FlightLog.recorderPath] {
      let store = Self.path("folders")
      for path in [FlightLog.ledgerPath(store: store), FlightLog.recorderPath(store: store)] {
        try? FileManager.default.removeItem(atPath: path)
      }
      try FileManager.default.createDirectory(atPath: place(store), withIntermediateDirectories: false)
      let log = FlightLog(store: store, program: Self.program, boot: Self.boot, now: 0)
      defer { log.close() }
      #expect(try #require(log.fault).contains(store))
      #expect(log.incidents.isEmpty && log.shelf == Shelf())
    }
  }

  @Test func `more undertakings than places are carried out all the same`() throws {
    let recorder = try #require(FlightRecorder(path: Self.fresh("many"), boot: Self.boot, program: Self.program))
    defer { recorder.close() }
    func nested(_ depth: Int) -> Int { depth == 0 ? 0 : recorder.during(Self.batch) { 1 + nested(depth - 1) } }
    #expect(nested(200) == 200)
    #expect(nested(3) == 3)
  }
}
