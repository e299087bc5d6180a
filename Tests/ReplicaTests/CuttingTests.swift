// Exchanges cut at any byte, sent twice or left unanswered: after a retry nothing is lost and nothing is there twice.
import Merge
import Replica
import SeededNumbers
import TestSupport
import Testing
import Wire

@Suite struct `Cut exchanges` {
  /// A community and its township that each have something for the other, in every lane, and differ by a lost cursor.
  private struct Script {
    let parent: TestNode
    let child: TestNode

    init(isMet: Bool) throws {
      let catalog = SmallCatalog.make([("note", "work"), ("alarm", "urgent"), ("track", "bulk")])
      parent = try TestNode(Place.southTown, 1, catalog: catalog)
      child = try TestNode(Place.southVillage, 2, catalog: catalog)
      try write(0)
      if isMet {
        #expect(try sync(child, parent) == .proved)
        try write(100)
      }
    }

    private func write(_ base: UInt64) throws {
      for (index, type) in ["note", "track", "alarm", "note"].enumerated() {
        let number = base + UInt64(index)
        try child.write(type, recordID(number), ["body": .write(.text("社区\(number)"))])
        let area = Area(Place.southVillage)!
        try parent.write(type, recordID(number + 50), in: area, ["body": .write(.text("街道\(number)"))])
      }
    }

    var dump: [String] {
      get throws { try parent.commitDump() + child.commitDump() + parent.viewDump() + child.viewDump() }
    }
  }

  /// What the same exchange sends and leaves behind when nothing goes wrong.
  private static func whole(isMet: Bool) throws -> (traces: [RoundTrace], dump: [String]) {
    let script = try Script(isMet: isMet)
    var driver = SessionDriver(script.child, script.parent)
    #expect(try driver.run() == .proved)
    return (driver.traces, try script.dump)
  }

  /// Plays the exchange with one fault in one round, then a second session without.
  private static func play(_ fault: Fault, inRound round: Int, isMet: Bool, expecting dump: [String]) throws {
    let script = try Script(isMet: isMet)
    var driver = SessionDriver(script.child, script.parent)
    do {
      for index in 0...round {
        if try driver.round(index == round ? fault : .none) == .proved { break }
      }
    } catch is SessionFault {}
    #expect(try sync(script.child, script.parent) == .proved, "\(fault) in round \(round)")
    #expect(try script.dump == dump, "\(fault) in round \(round)")
    #expect(try script.parent.quarantines(with: script.child).isEmpty)
  }

  /// The offsets at which frames begin, and a byte to each side.
  private static func boundaries(_ bytes: [UInt8]) throws -> [Int] {
    var offset = 0
    var found: [Int] = []
    while offset < bytes.count {
      found += [offset, offset + 1]
      let length = bytes[(offset + 1)..<(offset + 5)].reduce(0) { $0 << 8 | Int($1) }
      offset += Frame.headBytes + length
      found.append(offset - 1)
    }
    return found
  }

  @Test(arguments: [false, true])
  func `a cut at any frame boundary loses and duplicates nothing`(isMet: Bool) throws {
    let (traces, dump) = try Self.whole(isMet: isMet)
    for (round, trace) in traces.enumerated() {
      for offset in try Self.boundaries(trace.request) {
        try Self.play(.requestCut(at: offset), inRound: round, isMet: isMet, expecting: dump)
      }
      for offset in try Self.boundaries(trace.answer) {
        try Self.play(.answerCut(at: offset), inRound: round, isMet: isMet, expecting: dump)
      }
    }
  }

  @Test func `a cut at random bytes loses and duplicates nothing`() throws {
    let (traces, dump) = try Self.whole(isMet: true)
    let (fresh, freshDump) = try Self.whole(isMet: false)
    var random = SplitMix64(seed: 20)
    for _ in 0..<40 {
      let isMet = random.next() & 1 == 0
      let all = isMet ? traces : fresh
      let round = random.below(all.count)
      let isRequest = random.next() & 1 == 0
      let offset = random.below((isRequest ? all[round].request : all[round].answer).count)
      let fault = isRequest ? Fault.requestCut(at: offset) : .answerCut(at: offset)
      try Self.play(fault, inRound: round, isMet: isMet, expecting: isMet ? dump : freshDump)
    }
  }

  @Test(arguments: [false, true])
  func `a request that arrives twice or whose answer is lost changes nothing in the end`(isMet: Bool) throws {
    let (traces, dump) = try Self.whole(isMet: isMet)
    for round in traces.indices {
      try Self.play(.requestTwice, inRound: round, isMet: isMet, expecting: dump)
      try Self.play(.answerLost, inRound: round, isMet: isMet, expecting: dump)
    }
  }
}
