// Who holds what: every store is checked against a rule stated here again, over texts instead of tiers.
import Catalog
import Merge
import Replica
import TestSupport
import Testing

@Suite struct `Scope in a tree with two districts` {
  /// The city, two districts, two townships, three communities and a terminal, each below the one it names.
  private struct Tree {
    private static let parents = [
      (Place.city, ""), (Place.south, Place.city), (Place.north, Place.city), (Place.southTown, Place.south),
      (Place.northTown, Place.north), (Place.southVillage, Place.southTown), (Place.otherVillage, Place.southTown),
      (Place.northVillage, Place.northTown), (Place.works, Place.southVillage),
    ]
    let nodes: [TestNode]
    /// The lowest links first.
    var links: [(child: TestNode, parent: TestNode)] {
      Self.parents.dropFirst().reversed().map { (self[$0.0], self[$0.1]) }
    }

    init(catalog: Catalog = .builtIn) throws {
      nodes = try Self.parents.enumerated().map { try TestNode($1.0, UInt64($0 + 1), catalog: catalog) }
    }

    subscript(code: String) -> TestNode { nodes.first { $0.area.code == code }! }
  }

  /// For each class, how many digits its highest and its lowest holder's code has; a terminal counts as 13.
  private static let reach: [String: (top: Int, bottom: Int?)] = [
    "directive": (4, 12), "order": (4, 13), "receipt": (4, nil), "work": (4, 13), "internal": (4, 12),
    "patrol": (6, nil), "confidential": (4, nil),
  ]

  private static func digits(_ code: String) -> Int {
    if code.contains("/") { return 13 }
    return [12, 9, 6, 4, 2].last { code.dropFirst($0).allSatisfy { $0 == "0" } } ?? 12
  }

  /// The rule of scope, stated over texts.
  private static func holds(_ holder: String, area: String, class name: String) -> Bool {
    let (top, bottom) = reach[name]!
    if holder == area { return true }
    let (above, below) = (digits(holder), digits(area))
    if above < below, area.hasPrefix(holder.prefix(above)) { return above >= top }
    if below < above, holder.hasPrefix(area.prefix(below)) { return bottom.map { above <= $0 } ?? false }
    return false
  }

  private static let types: [(type: String, class: String, field: String)] = [
    ("hazard", "work", "place"), ("inspection", "work", "summary"), ("informant", "confidential", "notes"),
    ("patrol", "patrol", "notes"), ("receipt", "receipt", "notes"), ("directive", "directive", "title"),
  ]

  /// At every node one record of every type it may write, about its own area.
  private func fill(_ tree: Tree) throws {
    var number: UInt64 = 100
    for node in tree.nodes {
      for type in Self.types where type.type != "directive" || node.area.tier <= .township {
        number += 1
        try node.write(type.type, recordID(number), [type.field: .write(.text("第\(number)号"))])
      }
    }
  }

  private func settle(_ tree: Tree) throws {
    for _ in 0..<2 {
      for link in tree.links { #expect(try sync(link.child, link.parent) == .proved) }
      for link in tree.links.reversed() { #expect(try sync(link.child, link.parent) == .proved) }
    }
  }

  @Test func `every store holds the feeds of its branch and class, all of them and no other`() throws {
    let tree = try Tree()
    try fill(tree)
    try settle(tree)
    let all = Dictionary(try tree.nodes.flatMap { try $0.feeds() }.map { ($0.id, $0.key) }, uniquingKeysWith: { $1 })
    for node in tree.nodes {
      let held = Set(try node.feeds().map(\.id))
      let due = all.filter { Self.holds(node.area.code, area: $0.value.area.code, class: $0.value.class.name) }
      #expect(held == Set(due.keys), "\(node.area.tier.name) \(node.area)")
      let commits = try node.feeds().reduce(0) { $0 + Int($1.head.seq) }
      #expect(try node.count("SELECT count(*) FROM \"commit\"") == commits)
    }
  }

  @Test func `every view row is of the branch and class of its node`() throws {
    let tree = try Tree()
    try fill(tree)
    try settle(tree)
    for node in tree.nodes {
      for type in Self.types {
        let areas = try node.lines("SELECT area FROM \(type.type)").map { $0.split(separator: "\"")[1] }
        for area in areas { #expect(Self.holds(node.area.code, area: String(area), class: type.class)) }
      }
    }
  }

  @Test func `a tip-off at a community is at its township, district and city and nowhere else`() throws {
    let tree = try Tree()
    try tree[Place.southVillage].write("tip_off", recordID(1), ["content": .write(.text("私存危化品"))])
    try settle(tree)
    let holders = try tree.nodes.filter { try $0.count("SELECT count(*) FROM tip_off") > 0 }.map(\.area.code)
    #expect(Set(holders) == [Place.city, Place.south, Place.southTown, Place.southVillage])
    let commits = try tree.nodes.filter { try $0.count("SELECT count(*) FROM \"commit\"") > 0 }
    #expect(commits.count == 4)
  }

  @Test func `a directive of the city falls to every community and to no terminal`() throws {
    let tree = try Tree()
    try tree[Place.city].write("directive", recordID(1), ["title": .write(.text("开展冬季消防检查"))])
    try settle(tree)
    for node in tree.nodes {
      #expect(try node.count("SELECT count(*) FROM directive") == (node.area.tier == .terminal ? 0 : 1))
    }
  }

  @Test func `an internal record falls to the community and not to the terminal below it`() throws {
    let tree = try Tree(catalog: SmallCatalog.make([("memo", "internal")]))
    try tree[Place.southTown].write("memo", recordID(1), ["body": .write(.text("内部通报"))])
    try tree[Place.southVillage].write("memo", recordID(2), ["body": .write(.text("暗访安排"))])
    try settle(tree)
    #expect(try tree[Place.southVillage].count("SELECT count(*) FROM memo") == 2)
    #expect(try tree[Place.city].count("SELECT count(*) FROM memo") == 2)
    #expect(try tree[Place.otherVillage].count("SELECT count(*) FROM memo") == 1)
    #expect(try tree[Place.works].count("SELECT count(*) FROM memo") == 0)
  }

  @Test func `a patrol rises to its district and not to the city`() throws {
    let tree = try Tree()
    try tree[Place.northVillage].write("patrol", recordID(1), ["notes": .write(.text("夜间巡查"))])
    try settle(tree)
    let holders = try tree.nodes.filter { try $0.count("SELECT count(*) FROM patrol") > 0 }.map(\.area.code)
    #expect(Set(holders) == [Place.north, Place.northTown, Place.northVillage])
  }

  @Test func `a record about a sibling's area is refused where it is made`() throws {
    let node = try TestNode(Place.southVillage, 1)
    #expect(throws: CommitRefusal.self) {
      try node.write("hazard", recordID(1), in: Area(Place.otherVillage)!, ["place": .write(.text("邻居"))])
    }
    #expect(try node.count("SELECT count(*) FROM feed") == 0)
  }
}
