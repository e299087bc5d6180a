// A store that was set back or copied: what the machine remembers, and how the node heals.
import Catalog
import Foundation
import Merge
import Node
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct LineageTests {
  @Test func `an ordinary restart goes on in the same incarnation`() async throws {
    let city = try City()
    let office = try await Office(city, Place.community, below: nil)
    let before = office.incarnation
    try await office.enter("一")
    try office.stop()
    try office.start()
    #expect(office.node.writer.isLineageSure)
    try await office.enter("二")
    #expect(office.incarnation == before)
    try office.stop()
  }

  @Test func `after a reboot the first commit begins another incarnation, unless the parent has compared`() async throws
  {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await Session.run(community, township)
    let before = community.incarnation
    try community.stop()
    try community.start(machine: "rebooted")
    #expect(!community.node.writer.isLineageSure)
    try await Session.run(community, township)
    #expect(community.node.writer.isLineageSure)
    try await community.enter("一")
    #expect(community.incarnation == before)
    try community.stop()
    try community.start(machine: "rebooted again")
    try await community.enter("二")
    #expect(community.incarnation != before)
    try await Session.run(community, township)
    #expect(try township.hazards() == ["一", "二"])
  }

  @Test func `a doubt outlives restarts until it is settled`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    let village = try await Office(city, Place.community, below: township)
    try await Session.run(community, township)
    try township.stop()
    try township.start(machine: "rebooted")
    // Taking in what others wrote settles nothing.
    try await village.enter("一")
    try await Session.run(village, township)
    try township.stop()
    try township.start(machine: "rebooted")
    #expect(!township.node.writer.isLineageSure)
  }

  @Test func `a marker of another boot counts for nothing`() throws {
    let city = try City()
    let mark = LineageMarker.Mark(store: StoreID(Node.random16()), arrival: 7, hash: .zero)
    let marker = LineageMarker(store: "x.db", folder: try city.machine(), boot: "a")
    marker.noteMark(mark)
    #expect(marker.read() == mark)
    #expect(LineageMarker(store: "x.db", folder: try city.machine(), boot: "b").read() == nil)
    #expect(LineageMarker(store: "y.db", folder: try city.machine(), boot: "a").read() == nil)
  }

  @Test func `a marker is called by figures, and found under the name that programs before gave it`() throws {
    let city = try City()
    let marker = LineageMarker(store: "x.db", folder: try city.machine(), boot: "a")
    let name = try #require(Bytes16(hex: marker.url.deletingPathExtension().lastPathComponent))
    let former = marker.url.deletingLastPathComponent().appending(
      path: "Bytes16(high: \(name.high), low: \(name.low)).lineage")
    let marks = (1...2).map { LineageMarker.Mark(store: StoreID(name), arrival: $0, hash: .zero) }
    marker.noteMark(marks[0])
    try FileManager.default.moveItem(at: marker.url, to: former)
    let later = LineageMarker(store: "x.db", folder: try city.machine(), boot: "a")
    #expect(later.read() == marks[0])
    later.noteMark(marks[1])
    #expect(later.read() == marks[1] && !FileManager.default.fileExists(atPath: former.path))
  }

  @Test func `a marker that somebody took away is made anew with the next mark`() throws {
    let city = try City()
    let marker = LineageMarker(store: "x.db", folder: try city.machine(), boot: "a")
    let marks = (1...3).map { number in
      LineageMarker.Mark(store: StoreID(Bytes16(high: 1, low: 1)), arrival: number, hash: .zero)
    }
    marker.noteMark(marks[0])
    marker.noteMark(marks[1])
    #expect(marker.read() == marks[1])
    try FileManager.default.removeItem(at: marker.url)
    #expect(marker.read() == nil)
    marker.noteMark(marks[2])
    #expect(marker.read() == marks[2])
    marker.remove()
    #expect(marker.read() == nil)
    marker.noteMark(marks[0])
    #expect(marker.read() == marks[0])
  }

  /// What is uploaded after the copy was made comes back; what is written over the lost numbers stays beside it.
  @Test(arguments: [false, true]) func `a copy put back loses nothing that was uploaded`(ofWholeDisk: Bool) async throws
  {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await community.enter("一")
    try await Session.run(community, township)
    try community.stop()
    let copy = try community.copyFiles(to: "copy")
    try community.start()
    try await community.enter("二")
    try await Session.run(community, township)
    let before = community.incarnation
    try community.stop()
    try community.putBack(copy)
    // Of a whole disk nothing is left that would remember; a file is put back under a machine that does.
    try community.start(machine: ofWholeDisk ? "another machine" : "machine")
    #expect(!community.node.writer.isLineageSure)
    try await community.enter("三")
    #expect(community.incarnation != before)
    try await Session.run(community, township)
    for office in [community, township] { #expect(try office.hazards() == ["一", "三", "二"]) }
    #expect(community.node.writer.isLineageSure)
    for office in [community, township] { #expect(try office.node.store.verify().faults == []) }
  }

  @Test func `two copies that both run end as two incarnations with everything of both`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await community.enter("一")
    try await Session.run(community, township)
    try community.stop()
    let twin = try community.clone(try community.copyFiles(to: "twin"), machine: "another machine")
    try community.start()
    try await community.enter("二")
    try await twin.enter("三")
    try await Session.settle([(community, township), (twin, township)])
    try await community.enter("四")
    try await twin.enter("五")
    try await Session.settle([(community, township), (twin, township)])
    #expect(community.incarnation != twin.incarnation)
    for office in [community, twin, township] { #expect(try office.hazards() == ["一", "三", "二", "五", "四"].sorted()) }
    // Both are to be seen at the township: one node in two incarnations.
    let incarnations = try township.node.read {
      try Set($0.feeds().filter { $0.key.node == community.key.node }.map(\.key.incarnation))
    }
    #expect(incarnations.isSuperset(of: [community.incarnation, twin.incarnation]))
  }

  @Test func `two copies that both believe themselves whole lose nothing and leave evidence`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await community.enter("一")
    try await Session.run(community, township)
    try community.stop()
    let copy = try community.copyFiles(to: "twin")
    // As a machine that is copied while it runs: the copy's memory says what the original's says.
    let twinPath = copy.appending(path: "node.db").path
    let marker = LineageMarker(store: twinPath, folder: try city.machine("memory"))
    let known = try #require(LineageMarker(store: community.path, folder: try city.machine()).read())
    marker.noteMark(known)
    let twin = try community.clone(copy, machine: "memory")
    try community.start()
    #expect(twin.node.writer.isLineageSure && community.node.writer.isLineageSure)
    try await community.enter("二")
    try await twin.enter("三")
    try await Session.settle([(community, township), (twin, township)])
    for office in [community, twin, township] { #expect(try office.hazards() == ["一", "三", "二"].sorted()) }
    #expect(community.incarnation != twin.incarnation)
    #expect(try twin.node.read { try $0.trustSummary() }.evidence > 0)
    // What was taken out has left the tables too: they are what the commits now held make them.
    for office in [community, twin, township] {
      let found = try office.node.store.verify()
      #expect(found.faults == [])
    }
  }
}
