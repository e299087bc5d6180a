// A YAML mapping whose keys are known beforehand.
import Yams

/// The pairs of a mapping, by key.
struct EntryMap {
  let entry: Entry
  private let pairs: [(key: String, value: Entry)]

  /// Takes the pairs apart; `allow` then says which keys may be there.
  init(_ entry: Entry) throws(CatalogError) {
    guard case .mapping(let mapping) = entry.node else {
      throw entry.fail(.wrongForm, "not a mapping", allowed: "a mapping from keys to values")
    }
    self.entry = entry
    var pairs: [(key: String, value: Entry)] = []
    for (key, value) in mapping {
      let name = try Entry(file: entry.file, path: entry.path, node: key).text()
      let path = entry.path.isEmpty ? name : "\(entry.path).\(name)"
      pairs.append((name, Entry(file: entry.file, path: path, node: value)))
    }
    self.pairs = pairs
  }

  init(_ entry: Entry, keys: [String]) throws(CatalogError) {
    try self.init(entry)
    try allow(keys)
  }

  /// Throws at the first key that is not among `keys`.
  func allow(_ keys: [String]) throws(CatalogError) {
    guard let unknown = pairs.first(where: { !keys.contains($0.key) }) else { return }
    let problem = "the key '\(unknown.key)' is not known here"
    throw unknown.value.fail(.unknownKey, problem, allowed: keys.joined(separator: ", "))
  }

  subscript(key: String) -> Entry? { pairs.first { $0.key == key }?.value }

  /// The pairs whose keys are not among `keys`, in the order of the file.
  func others(than keys: [String]) -> [(key: String, value: Entry)] { pairs.filter { !keys.contains($0.key) } }

  func required(_ key: String) throws(CatalogError) -> Entry {
    guard let value = self[key] else {
      throw entry.fail(.missingKey, "the key '\(key)' is missing", allowed: "'\(key)' must be given")
    }
    return value
  }

  func boolean(_ key: String) throws(CatalogError) -> Bool { try self[key]?.boolean() ?? false }

  func names(_ key: String) throws(CatalogError) -> [String] { try self[key]?.names() ?? [] }

  func title(_ key: String = "title") throws(CatalogError) -> Title { try Title(required(key)) }

  func optionalTitle(_ key: String) throws(CatalogError) -> Title? {
    guard let entry = self[key] else { return nil }
    return try Title(entry)
  }
}

extension Title {
  init(_ entry: Entry) throws(CatalogError) {
    let map = try EntryMap(entry, keys: ["zh", "en"])
    try self.init(zh: map.required("zh").text(), en: map.required("en").text())
  }
}
