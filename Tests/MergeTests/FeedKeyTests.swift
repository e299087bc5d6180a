// Who holds a feed, against the rule said over a tree written out by hand.
import Merge
import Testing

@Suite struct `Feed scope` {
  private let limits: [Tier?] = [nil] + Tier.allCases

  private func key(_ area: Area, rises: Tier?, falls: Tier?) -> FeedKey {
    let feedClass = FeedClass(name: "work", rises: rises, falls: falls, priority: .normal)
    return FeedKey(node: NodeID(.zero), incarnation: 0, home: area, area: area, class: feedClass)
  }

  @Test func `it is held at its area, above it while its class rises, below it while its class falls, nowhere else`() {
    let areas = Tree.places.map(\.area)
    for (area, place) in Tree.places.enumerated() {
      for (rises, falls) in limits.flatMap({ rises in limits.map { (rises, $0) } }) {
        let key = key(place.area, rises: rises, falls: falls)
        let holders = areas.indices.filter { key.isHeld(at: areas[$0]) }
        if holders != expected(area, rises: rises, falls: falls) { Issue.record("\(place.code) \(key) \(holders)") }
      }
    }
  }

  private func expected(_ area: Int, rises: Tier?, falls: Tier?) -> [Int] {
    var holders = [area]
    // Climb while the class does.
    for above in Tree.ancestors(area) {
      if let rises, Tree.places[above].tier.rawValue >= rises.rawValue { holders.append(above) }
    }
    for below in Tree.places.indices where Tree.ancestors(below).contains(area) {
      if let falls, Tree.places[below].tier.rawValue <= falls.rawValue { holders.append(below) }
    }
    return holders.sorted()
  }

  @Test func `a directive of the city reaches every community and no enterprise`() {
    let key = key(Tree.places[2].area, rises: nil, falls: .community)
    let holders = Tree.places.filter { key.isHeld(at: $0.area) }.map(\.code)
    #expect(
      holders == ["440100000000", "440103000000", "440103001000", "440103001002", "440103001003", "440104000000"])
  }

  @Test func `a patrol of a community reaches its district and not the city`() {
    let key = key(Tree.places[5].area, rises: .district, falls: nil)
    #expect(Tree.places.filter { key.isHeld(at: $0.area) }.map(\.tier) == [.district, .township, .community])
  }

  @Test(arguments: [
    ("work", true), ("a", true), ("3-1-1", true), (String(repeating: "z", count: 32), true), ("", false),
    (String(repeating: "z", count: 33), false), ("Work", false), ("a b", false), ("巡查", false), ("a_b", false),
  ])
  func `a class has a name of 1 to 32 characters a-z, 0-9 and -`(name: String, isName: Bool) {
    #expect(FeedClass.isName(name) == isName)
  }

  @Test func `urgent goes before normal and normal before bulk`() {
    #expect(Priority.allCases.sorted() == [.urgent, .normal, .bulk])
    #expect(Priority.allCases.map(\.name) == ["urgent", "normal", "bulk"])
  }
}
