// The line of questions before a lane: turns, limits, time, and what is taken out of it.
import Node
import Testing

private typealias Line = QuestionLine<String>

@Suite struct `The line before a lane` {
  private let start = ContinuousClock.now

  /// A line into which questions have come: `a1` is the caller a's, and its number is 1.
  private func line(
    _ names: [String] = [], threads: Int = 1, waitingMax: Int = .max, callerMax: Int = .max
  ) -> Line {
    var line = Line(LaneLimits(threads: threads, waitingMax: waitingMax, callerMax: callerMax))
    for name in names { #expect(enter(name, into: &line) != .refused(.closed)) }
    return line
  }

  @discardableResult
  private func enter(_ name: String, into line: inout Line, seconds: Int? = nil) -> Line.Entry {
    line.enter(
      Line.Question(
        id: line.newID(), caller: String(name.prefix(1)), deadline: seconds.map { start + .seconds($0) }, job: name))
  }

  /// The question that a free thread takes up.
  private func next(of line: inout Line) throws -> Line.Question {
    var taken: Line.Question?
    if case .answer(let question) = line.next() { taken = question }
    return try #require(taken)
  }

  /// Takes up so many questions; a thread that is told to wait or to end shows as such.
  private func take(_ count: Int, from line: inout Line) -> [String] {
    (0..<count).map { _ in
      switch line.next() {
      case .answer(let question): question.job
      case .wait: "wait"
      case .end: "end"
      }
    }
  }

  @Test func `callers take turns, and each one's questions go in their order`() {
    var line = line(["a1", "a2", "a3", "b1", "b2", "c1"])
    #expect(take(4, from: &line) == ["a1", "b1", "c1", "a2"])
    enter("d1", into: &line)
    enter("c2", into: &line)
    #expect(take(6, from: &line) == ["b2", "a3", "d1", "c2", "wait", "wait"])
  }

  @Test func `a thread is started for each question until there are enough, and none while one is free`() throws {
    var line = line(threads: 2)
    #expect(enter("a1", into: &line) == .waits(needsThread: true))
    let first = try next(of: &line)
    line.finish(first.id)
    #expect(enter("a2", into: &line) == .waits(needsThread: false))
    #expect(enter("a3", into: &line) == .waits(needsThread: true))
    #expect(enter("a4", into: &line) == .waits(needsThread: false))
    #expect(take(3, from: &line) == ["a2", "a3", "a4"])
  }

  @Test func `what a caller has in work counts with what it has waiting`() throws {
    var line = line(["a1", "a2"], callerMax: 2)
    #expect(enter("a3", into: &line) == .refused(.callerFull(max: 2)))
    let first = try next(of: &line)
    #expect(enter("a3", into: &line) == .refused(.callerFull(max: 2)))
    #expect(enter("b1", into: &line) == .waits(needsThread: false))
    line.finish(first.id)
    line.finish(first.id)
    #expect(enter("a3", into: &line) == .waits(needsThread: false))
    #expect(enter("a4", into: &line) == .refused(.callerFull(max: 2)))
  }

  @Test func `only so many wait, whosever they are`() {
    var line = line(["a1", "b1"], waitingMax: 2)
    #expect(enter("c1", into: &line) == .refused(.lineFull(waiting: 2)))
    #expect(take(1, from: &line) == ["a1"])
    #expect(enter("c1", into: &line) == .waits(needsThread: false))
    #expect(line.waitingCount == 2 && line.workingCount == 1)
  }

  @Test func `what has waited until its time was over is taken out, and nothing else`() {
    var line = line()
    for (name, seconds) in [("a1", 5), ("a2", 1), ("b1", 3), ("c1", 9)] {
      enter(name, into: &line, seconds: seconds)
    }
    enter("d1", into: &line)
    #expect(line.nextDeadline == start + .seconds(1))
    #expect(line.takeOverdue(at: start).isEmpty)
    #expect(line.takeOverdue(at: start + .seconds(3)).map(\.job) == ["a2", "b1"])
    #expect(line.nextDeadline == start + .seconds(5))
    #expect(line.waitingCount == 3)
    #expect(take(4, from: &line) == ["a1", "c1", "d1", "wait"])
    #expect(line.nextDeadline == nil)
    // A thread is at it: it ends by itself.
    #expect(line.takeOverdue(at: start + .seconds(100)).isEmpty)
  }

  @Test func `a question that nobody waits for leaves the line, and its caller may ask again`() {
    var line = line(["a1", "a2", "b1"], callerMax: 2)
    #expect(line.withdraw(2, of: "a")?.job == "a2")
    #expect(line.withdraw(2, of: "a") == nil && line.withdraw(3, of: "a") == nil && line.withdraw(9, of: "z") == nil)
    #expect(enter("a3", into: &line) == .waits(needsThread: false))
    #expect(line.withdraw(1, of: "a")?.job == "a1")
    #expect(line.withdraw(4, of: "a")?.job == "a3")
    #expect(take(2, from: &line) == ["b1", "wait"])
    #expect(line.withdraw(3, of: "b") == nil, "a thread is at it")
  }

  @Test func `when it closes nothing more is taken in or up, and all that is left is handed back`() {
    var line = line(["a1", "a2", "b1", "c1"])
    #expect(take(1, from: &line) == ["a1"])
    let (waiting, working) = line.close()
    #expect(waiting.map(\.job) == ["b1", "c1", "a2"] && working.map(\.job) == ["a1"])
    #expect(enter("d1", into: &line) == .refused(.closed))
    #expect(take(2, from: &line) == ["end", "end"])
    line.finish(1)
    #expect(line.waitingCount == 0 && line.workingCount == 0)
    #expect(line.close().waiting.isEmpty)
  }

  @Test(arguments: [1, 2, 3]) func `whatever comes, nobody is passed over twice and no limit is broken`(seed: UInt64) {
    var random = seed
    func below(_ bound: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % bound
    }
    var line = line(threads: 2, waitingMax: 12, callerMax: 4)
    var (asked, working): ([String: [UInt64]], [Line.Question]) = ([:], [])
    // For each caller with something waiting: who has been taken up since it last was.
    var passed: [String: Set<String>] = [:]
    for _ in 0..<4_000 {
      let caller = ["a", "b", "c", "d"][below(4)]
      switch below(4) {
      case 0, 1:
        let question = Line.Question(id: line.newID(), caller: caller, job: caller)
        guard case .waits = line.enter(question) else { continue }
        asked[caller, default: []].append(question.id)
        if passed[caller] == nil { passed[caller] = [] }
      case 2:
        guard case .answer(let question) = line.next() else { continue }
        #expect(asked[question.caller]?.first == question.id)
        asked[question.caller]?.removeFirst()
        for other in passed.keys where other != question.caller {
          #expect(passed[other]?.insert(question.caller).inserted == true, "\(other) waits behind \(question.caller)")
        }
        passed[question.caller] = asked[question.caller]?.isEmpty == true ? nil : []
        working.append(question)
      default:
        guard !working.isEmpty else { continue }
        line.finish(working.remove(at: below(working.count)).id)
      }
      #expect(line.waitingCount == asked.values.reduce(0) { $0 + $1.count } && line.waitingCount <= 12)
      #expect(line.workingCount == working.count)
      for (caller, ids) in asked { #expect(ids.count + working.count { $0.caller == caller } <= 4) }
    }
  }
}
