// A node that lost its disk and got back what it had uploaded: it may go like any other.
import Catalog
import Foundation
import GRDB
import Merge
import Node
import Replica
import Store
import TestSupport
import Testing
import Trust

@Suite struct `A restored node may go` {
  private let city: City
  private let township: Office
  private let community: Office

  /// A community that uploaded 二 after its backup, lost its disk, was restored, and has met its parent again.
  init() async throws {
    city = try City()
    township = try await Office(city, Place.township, below: nil)
    community = try await Office(city, Place.community, below: township)
    let file = city.folder.appending(path: "backup.db").path
    try await community.enter("一")
    try await Session.run(community, township)
    _ = try Store.backUp(path: community.path, to: file)
    try await community.enter("二")
    try await Session.run(community, township)
    try community.restore(from: file)
    try await Session.settle([(community, township)])
  }

  private func closing() throws -> Closing {
    try community.node.read { try $0.closing(identity: community.node.identity, formerAreas: []) }
  }

  @Test func `what the parent gave back is held there, and nothing stands against closing the node`() async throws {
    #expect(try community.hazards() == ["一", "二"])
    #expect(try closing().isClear && closing().staying.isEmpty)
    // What it writes from then on is missing until it has been uploaded, as ever.
    try await community.enter("三")
    #expect(try closing().missing.map(\.missing) == [1] && closing().backlog == 1)
    try await Session.settle([(community, township)])
    #expect(try closing().isClear)
  }

  @Test func `a commit of which nobody knows any more whom it came from is not called held`() throws {
    try community.node.store.write { try $0.db.execute(sql: "UPDATE \"commit\" SET source = 0") }
    #expect(try closing().missing.map(\.missing) == [1])
  }

  @Test func `what came over another link than a parent's is not held above`() async throws {
    try community.node.store.write {
      try $0.db.execute(sql: "UPDATE \"commit\" SET source = source + 1 WHERE source > 0")
    }
    #expect(try closing().missing.map(\.missing) == [1])
  }
}
