// Areas, posts and persons that tests of access speak of: one path through the tree, and neighbours of it.
import Access
import Catalog
import Merge

enum Sample {
  /// One area of each tier, each inside the one before.
  static let path: [Area] = [
    "000000000000", "370000000000", "370200000000", "370202000000", "370202001000", "370202001001",
    "370202001001/91350100M000100Y43",
  ].map { Area($0)! }

  /// Areas beside the path: a city, a district, a community, an enterprise of the same community.
  static let aside: [Area] = [
    "370100000000", "370203000000", "370202001002", "370202001001/91330424MA28AQAQXU",
  ].map { Area($0)! }

  static let areas = path + aside

  static func area(at tier: Tier) -> Area { path[Int(tier.rawValue)] }

  static let catalog = Catalog.builtIn
  static let permissions = Permissions(catalog: catalog, top: area(at: .city))

  static func type(_ name: String) -> RecordType { catalog.type(named: name)! }

  static func post(_ role: String, _ tier: Tier, _ issuer: Issuer = .above) -> Post {
    Post(role: role, area: area(at: tier), issuer: issuer)
  }

  static func person(_ posts: Post..., account: String = "wang") -> Person { Person(account: account, posts: posts) }
}
