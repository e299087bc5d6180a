// A chain of nodes with keys, each granted its area by the one above, down from the city's root key.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust

struct SignedChain {
  static let rootKey = SigningKey.test(200)

  let city: TestNode
  let district: TestNode
  let township: TestNode
  let community: TestNode
  /// The grants from the root key's down, by node.
  let grants: [NodeID: [Statement]]

  init(catalog: Catalog = .builtIn) throws {
    let places = [Place.city, Place.south, Place.southTown, Place.southVillage]
    var nodes: [TestNode] = []
    var chain: [Statement] = []
    var grants: [NodeID: [Statement]] = [:]
    for (index, code) in places.enumerated() {
      let key = SigningKey.test(UInt8(index + 1))
      let issuer = index == 0 ? Self.rootKey : SigningKey.test(UInt8(index))
      chain.append(Self.grant(key, area: code, by: issuer))
      let node = try TestNode(code, signer: key, root: Self.rootKey.publicKey, catalog: catalog)
      try node.introduce(chain)
      grants[node.node] = chain
      nodes.append(node)
    }
    (city, district, township, community) = (nodes[0], nodes[1], nodes[2], nodes[3])
    self.grants = grants
  }

  static func grant(_ key: SigningKey, area: String, by issuer: SigningKey, notAfter: Int64? = nil) -> Statement {
    let grant = Grant(
      issuer: issuer.publicKey, subject: key.publicKey, area: Area(area)!, issuedAt: 1_750_000_000_000,
      notAfter: notAfter)
    return Statement(.grant(grant), key: issuer)
  }

  var nodes: [TestNode] { [city, district, township, community] }
  var links: [(child: TestNode, parent: TestNode)] { [(community, township), (township, district), (district, city)] }

  func sync() throws -> Bool { try syncAll(links) }

  /// A hazard entered at the community.
  @discardableResult
  func hazard(_ number: UInt64, place: String = "一号楼") throws -> Committed {
    try community.write(
      "hazard", recordID(number), ["category": .write(.text("消防安全")), "place": .write(.text(place))], user: "网格员")
  }
}

extension TestNode {
  /// Tells everybody who hears of this node why it may write.
  func introduce(_ grants: [Statement]) throws {
    try store.write { try replica.learn(grants, in: $0) }
    _ = try commit(grants.map { $0.intent(in: area) }, user: "gridward")
  }

  /// The receipts kept of a feed, by tier.
  func custodyReceipts(of feed: FeedID) throws -> [Tier: CustodyReceipt] {
    try store.read { reader in
      guard let stored = try reader.feed(feed) else { return [:] }
      return Dictionary(uniqueKeysWithValues: try reader.custodyReceipts(of: stored).map { ($0.tier, $0.receipt) })
    }
  }
}
