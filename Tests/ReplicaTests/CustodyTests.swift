// Custody: up to where each tier above holds a feed, as the community can show it.
import Merge
import Replica
import TestSupport
import Testing
import Wire

@Suite struct `Custody` {
  private func feed(_ chain: Chain) throws -> FeedID {
    try chain.community.write("hazard", recordID(1), ["place": .write(.text("一号楼"))]).dot.feed
  }

  @Test func `the community learns tier by tier who holds its feed, and not before`() throws {
    let chain = try Chain()
    let feed = try feed(chain)
    let community = chain.community
    #expect(try community.custody(of: feed) == [:])
    #expect(try sync(community, chain.township) == .proved)
    #expect(try sync(community, chain.township) == .proved)
    #expect(try community.custody(of: feed) == [.township: 1])
    #expect(try sync(chain.township, chain.district) == .proved)
    #expect(try sync(community, chain.township) == .proved)
    #expect(try chain.township.custody(of: feed) == [.district: 1])
    #expect(try community.custody(of: feed) == [.township: 1, .district: 1])
    #expect(try sync(chain.district, chain.city) == .proved)
    #expect(try sync(chain.township, chain.district) == .proved)
    #expect(try sync(community, chain.township) == .proved)
    #expect(try community.custody(of: feed) == [.township: 1, .district: 1, .city: 1])
  }

  @Test func `a first session already tells the custody of what it carried`() throws {
    let chain = try Chain()
    let feed = try feed(chain)
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try chain.community.custody(of: feed) == [.township: 1])
  }

  @Test func `custody follows each new commit and stays when nothing is new`() throws {
    let chain = try Chain()
    let feed = try feed(chain)
    #expect(try chain.sync())
    try chain.community.write("hazard", recordID(2), ["place": .write(.text("二号楼"))])
    #expect(try chain.community.custody(of: feed) == [.township: 1, .district: 1, .city: 1])
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try chain.community.custody(of: feed) == [.township: 2, .district: 1, .city: 1])
    #expect(try chain.sync())
    #expect(try chain.community.custody(of: feed) == [.township: 2, .district: 2, .city: 2])
    var driver = SessionDriver(chain.community, chain.township)
    #expect(try driver.run() == .proved)
    #expect(driver.rounds == 1 && driver.bytes < 600)
  }

  @Test func `an answer that is lost gives no custody until the next session`() throws {
    let chain = try Chain()
    let feed = try feed(chain)
    var driver = SessionDriver(chain.community, chain.township)
    #expect(throws: SessionFault.self) { try driver.round(.answerLost) }
    #expect(try chain.community.custody(of: feed) == [:])
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try chain.community.custody(of: feed) == [.township: 1])
  }

  @Test func `a class that stops at the district never shows the city`() throws {
    let chain = try Chain()
    let feed = try chain.community.write("patrol", recordID(9), ["notes": .write(.text("夜巡"))]).dot.feed
    #expect(try chain.sync())
    #expect(try chain.community.custody(of: feed) == [.township: 1, .district: 1])
  }

  @Test(arguments: [1, 2])
  func `what a parent refuses is not in its custody`(_ bad: Int) throws {
    let catalog = SmallCatalog.make([("note", "work")])
    let parent = try TestNode(Place.southTown, 1, catalog: catalog)
    let child = try TestNode(Place.southVillage, 2, catalog: catalog)
    var author = Author(5, home: Place.southVillage)
    for number in 1...3 {
      try child.force(author.commit { if number == bad + 1 { $0.previous = .zero } }, of: author)
    }
    #expect(try sync(child, parent) == .proved)
    #expect(try sync(child, parent) == .proved)
    #expect(try child.custody(of: author.id) == [.township: UInt64(bad)])
  }
}
