// What it costs to find differences when a cursor, a link or a whole store is lost.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Reconciling` {
  @Test func `an in-sync session costs under 600 bytes both ways`() throws {
    let pair = try LinkedPair(feeds: 50)
    let cost = try pair.prove()
    #expect(cost.rounds == 1)
    #expect(cost.bytes < 600, "\(cost.bytes) bytes")
  }

  @Test func `a hundred differences under a lost cursor cost under 64 KB and four round trips`() throws {
    var pair = try LinkedPair(feeds: 20_000)
    let commits = try pair.diverge(100)
    for node in [pair.child, pair.parent] {
      try node.execute("UPDATE link SET received = '0 0 0', acknowledged = '0 0 0'")
    }
    let cost = try pair.prove(besides: commits)
    #expect(cost.bytes < 64 << 10, "\(cost.bytes) bytes")
    #expect(cost.rounds <= 4, "\(cost.rounds) rounds")
    let again = try pair.prove()
    #expect(again.rounds == 1 && again.bytes < 600, "\(again)")
  }

  @Test func `a witness that a parent has taken out again is not named, and costs no comparison`() throws {
    let pair = try LinkedPair(feeds: 50)
    try pair.child.write("note", recordID(1), ["body": .write(.text("新的"))])
    #expect(try sync(pair.child, pair.parent) == .proved)
    try pair.parent.store.write { storage in
      var link = try #require(try storage.link(pair.child.node))
      let dot = try #require(link.witness).dot
      link.witness = Witness(dot: dot, tag: 0)
      try storage.saveLink(link)
    }
    #expect(try pair.prove().rounds == 1)
  }

  /// What is lost before the session that must find every difference.
  enum Loss: String, CaseIterable, CustomTestStringConvertible {
    case nothing, childCursor, parentCursor, cursorsTooFar, childLink, parentLink
    var testDescription: String { rawValue }

    func strike(_ pair: LinkedPair) throws {
      switch self {
      case .nothing: break
      case .childCursor: try pair.child.execute("UPDATE link SET received = '0 0 0'")
      case .parentCursor: try pair.parent.execute("UPDATE link SET received = '0 0 0'")
      case .cursorsTooFar:
        for node in [pair.child, pair.parent] {
          try node.execute("UPDATE link SET received = '900000 900000 900000', acknowledged = received")
        }
      case .childLink: try pair.child.execute("DELETE FROM link; DELETE FROM quarantine")
      case .parentLink: try pair.parent.execute("DELETE FROM link; DELETE FROM quarantine")
      }
    }
  }

  @Test(arguments: Loss.allCases)
  func `differences at both ends are found and filled whatever was forgotten`(_ loss: Loss) throws {
    var pair = try LinkedPair(feeds: 400)
    let commits = try pair.diverge(20)
    try loss.strike(pair)
    let cost = try pair.prove(besides: commits)
    #expect(cost.bytes < 16 << 10 && cost.rounds <= 5, "\(cost)")
    let again = try pair.prove()
    #expect(again.rounds == 1 && again.bytes < 600, "\(again)")
    let more = try pair.diverge(4)
    let after = try pair.prove(besides: more)
    #expect(after.rounds <= 2 && after.bytes < 1_200, "the cursors are not right again: \(after)")
  }

  @Test(arguments: [true, false])
  func `a store that was lost and made anew gets everything back`(isChildLost: Bool) throws {
    var pair = try LinkedPair(feeds: 400)
    let area = isChildLost ? Place.southVillage : Place.southTown
    let fresh = try TestNode(area, isChildLost ? 2 : 1, lineage: 2, catalog: LinkedPair.catalog)
    if isChildLost { pair.child = fresh } else { pair.parent = fresh }
    let cost = try pair.prove()
    #expect(cost.rounds <= 5, "\(cost)")
    let again = try pair.prove()
    #expect(again.rounds == 1 && again.bytes < 600, "\(again)")
  }

  @Test func `a store made anew that has commits of its own already gets the rest and gives its own`() throws {
    var pair = try LinkedPair(feeds: 400)
    pair.parent = try TestNode(Place.southTown, 1, lineage: 2, catalog: LinkedPair.catalog)
    try pair.parent.write("note", recordID(1), ["body": .write(.text("新库"))])
    let cost = try pair.prove()
    #expect(cost.rounds <= 5, "\(cost)")
    #expect(try pair.child.count("SELECT count(*) FROM \"commit\"") == 401)
    let again = try pair.prove()
    #expect(again.rounds == 1 && again.bytes < 600, "\(again)")
  }

  @Test func `a cursor lost at an end that holds everything is set right once equality is proved`() throws {
    let pair = try LinkedPair(feeds: 40)
    try Loss.parentCursor.strike(pair)
    let cost = try pair.prove()
    #expect(cost.rounds <= 2 && cost.bytes < 1_000, "\(cost)")
    #expect(try pair.prove().rounds == 1)
  }

  @Test func `commits that vanished from one end although both cursors are right come back`() throws {
    let pair = try LinkedPair(feeds: 400)
    try pair.child.execute(
      "DELETE FROM \"commit\" WHERE feed <= 7; DELETE FROM feed WHERE ref <= 7; DELETE FROM note WHERE rowid <= 7")
    let cost = try pair.prove()
    #expect(cost.bytes < 8 << 10 && cost.rounds <= 4, "\(cost)")
  }

  @Test func `a difference that cannot be healed ends the session instead of going round for ever`() throws {
    let pair = try LinkedPair(feeds: 40)
    try pair.child.execute("UPDATE feed SET hash = zeroblob(32) WHERE ref = 3")
    var driver = SessionDriver(pair.child, pair.parent)
    #expect(try driver.run(roundsMax: 60) != .proved)
    #expect(driver.rounds < 20, "\(driver.rounds) rounds")
  }

  @Test func `commits made while a session runs reach the other end without a comparison`() throws {
    let pair = try LinkedPair(feeds: 40)
    var driver = SessionDriver(pair.child, pair.parent)
    var number: UInt64 = 0
    driver.tamperAnswer = { answer in
      number += 1
      if number <= 3 { try pair.child.write("note", recordID(number), ["body": .write(.text("同时"))]) }
      return answer
    }
    #expect(try driver.run() == .proved)
    #expect(driver.rounds == 4 && driver.bytes < 4_000, "\(driver.rounds) rounds, \(driver.bytes) bytes")
  }

  @Test func `commits made while differences are filled need no second comparison`() throws {
    var pair = try LinkedPair(feeds: 400)
    let commits = try pair.diverge(10)
    for node in [pair.child, pair.parent] {
      try node.execute("UPDATE link SET received = '0 0 0', acknowledged = '0 0 0'")
    }
    var driver = SessionDriver(pair.child, pair.parent)
    var number: UInt64 = 0
    driver.tamperAnswer = { [parent = pair.parent] answer in
      number += 1
      let area = Area(Place.southVillage)!
      if number <= 5 { try parent.write("note", recordID(number), in: area, ["body": .write(.text("同时"))]) }
      return answer
    }
    #expect(try driver.run() == .proved)
    #expect(driver.rounds <= 4 && driver.bytes < 7_000, "\(driver.rounds) rounds, \(driver.bytes) bytes")
    #expect(try pair.prove(besides: commits).rounds == 1)
  }
}
