// Orders in which feeds can arrive: across feeds any, within a feed its own.

/// Every order of the feeds' items in which each feed keeps its own.
func interleavings<Item>(_ feeds: [[Item]]) -> [[Item]] {
  if feeds.allSatisfy(\.isEmpty) { return [[]] }
  return feeds.indices.filter { !feeds[$0].isEmpty }.flatMap { index in
    var rest = feeds
    let first = rest[index].removeFirst()
    return interleavings(rest).map { [first] + $0 }
  }
}
