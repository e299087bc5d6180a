// Backups made while the node runs, and putting them back.
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

@Suite struct BackupTests {
  private func restored(_ office: Office, from file: String, as name: String) throws -> Store {
    try Store.restore(
      from: file, to: office.city.folder.appending(path: name).path, incarnation: 77, store: StoreID(Node.random16()),
      catalog: .builtIn)
  }

  @Test func `a backup of a running node is whole, and no key is in it`() async throws {
    let office = try await Office(try City(), Place.community, below: nil)
    let file = office.city.folder.appending(path: "backup.db").path
    for number in 0..<20 { try await office.enter("前\(number)") }
    let node = office.node
    async let writing: [Dot] = {
      var made: [Dot] = []
      for number in 0..<20 { made.append(try await node.enter("后\(number)", about: Place.community)) }
      return made
    }()
    let (identity, mark) = try Store.backUp(path: office.path, to: file)
    #expect(try await writing.count == 20)
    #expect(identity.node == office.key.node)
    let bytes = try Data(contentsOf: URL(filePath: file))
    #expect(bytes.range(of: Data(office.key.seed)) == nil)
    #expect(bytes.range(of: Data("前0".utf8)) != nil)
    let store = try restored(office, from: file, as: "restored.db")
    #expect(try store.read { try $0.mark() } == mark)
    #expect(mark >= 21)
    #expect(try store.verify().faults == [])
    #expect(store.identity.incarnation == 77)
    #expect(store.identity.store != office.node.identity.store)
    try store.close()
  }

  /// Pages of a copy that do not fit into the cache are written before its first page.
  @Test func `a backup of a store of some size is whole`() async throws {
    let office = try await Office(try City(), Place.community, below: nil)
    let file = office.city.folder.appending(path: "backup.db").path
    for number in 0..<900 { try await office.enter("\(number) " + String(repeating: "消防通道堵塞", count: 120)) }
    _ = try Store.backUp(path: office.path, to: file)
    #expect(try Data(contentsOf: URL(filePath: file)).count > 4 << 20)
    let store = try restored(office, from: file, as: "restored.db")
    #expect(try store.verify().faults == [])
    try store.close()
  }

  @Test func `a restored node writes offline, then gets back what it had uploaded`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    let file = city.folder.appending(path: "backup.db").path
    try await community.enter("一")
    try await Session.run(community, township)
    _ = try Store.backUp(path: community.path, to: file)
    try await community.enter("二")
    try await Session.run(community, township)
    try community.restore(from: file)
    try await community.enter("三")
    try await Session.run(community, township)
    for office in [community, township] { #expect(try office.hazards() == ["一", "三", "二"]) }
    #expect(try township.node.read { try $0.trustSummary() }.evidence == 0)
  }

  @Test func `nothing is written over, and what is no backup is not taken for one`() async throws {
    let office = try await Office(try City(), Place.community, below: nil)
    let file = office.city.folder.appending(path: "backup.db").path
    _ = try Store.backUp(path: office.path, to: file)
    #expect { try Store.backUp(path: office.path, to: file) } throws: { ($0 as? StoreError)?.code == .alreadyExists }
    #expect {
      try Store.restore(from: file, to: office.path, incarnation: 1, store: StoreID(.zero), catalog: .builtIn)
    } throws: { ($0 as? StoreError)?.code == .alreadyExists }
    var bytes = try Data(contentsOf: URL(filePath: file))
    bytes.removeLast(bytes.count / 2)
    let half = office.city.folder.appending(path: "half.db").path
    try bytes.write(to: URL(filePath: half))
    let target = office.city.folder.appending(path: "new.db").path
    #expect(throws: StoreError.self) {
      try Store.restore(from: half, to: target, incarnation: 1, store: StoreID(.zero), catalog: .builtIn)
    }
    #expect(!FileManager.default.fileExists(atPath: target))
  }
}
