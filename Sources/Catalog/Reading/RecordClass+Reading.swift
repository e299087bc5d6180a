// Reads the classes.
import Merge

extension RecordClass {
  /// Reads `classes.yaml`.
  /// - Returns: the classes, sorted by name.
  static func classes(in document: Entry) throws(CatalogError) -> [RecordClass] {
    var classes: [RecordClass] = []
    for item in try EntryMap(document, keys: ["classes"]).required("classes").items() {
      let entry = try RecordClass(item)
      if classes.contains(where: { $0.name == entry.name }) {
        throw item.fail(.duplicate, "the class '\(entry.name)' is defined twice", allowed: "each name once")
      }
      classes.append(entry)
    }
    return classes.sorted { $0.name < $1.name }
  }

  private init(_ entry: Entry) throws(CatalogError) {
    let map = try EntryMap(entry, keys: ["name", "title", "rises", "falls", "priority"])
    let priorities = Priority.allCases.map { ($0.name, $0) }
    let feed = try FeedClass(
      name: map.required("name").name(separator: "-", lengthMax: 32),
      rises: map.required("rises").tierOrNone(),
      falls: map.required("falls").tierOrNone(),
      priority: map.required("priority").choice(priorities))
    if let rises = feed.rises, let falls = feed.falls, rises > falls {
      let problem = "it rises to the \(rises.name) and falls to the \(falls.name)"
      throw entry.fail(.notAllowed, problem, allowed: "a tier to rise to that stands no lower than the one to fall to")
    }
    try self.init(title: map.title(), feed: feed)
  }
}

extension Entry {
  private static var tiers: [(String, Tier)] { Tier.allCases.map { ($0.name, $0) } }

  func tier() throws(CatalogError) -> Tier { try choice(Self.tiers) }

  fileprivate func tierOrNone() throws(CatalogError) -> Tier? {
    try choice(Self.tiers.map { ($0.0, Tier?.some($0.1)) } + [("none", nil)])
  }
}
