// Orders in which feeds can arrive: across feeds any, within a feed its own.
import SeededNumbers
import TestSupport

/// Every order of the feeds' items in which each feed keeps its own.
func interleavings<Item>(_ feeds: [[Item]]) -> [[Item]] {
  if feeds.allSatisfy(\.isEmpty) { return [[]] }
  return feeds.indices.filter { !feeds[$0].isEmpty }.flatMap { index in
    var rest = feeds
    let first = rest[index].removeFirst()
    return interleavings(rest).map { [first] + $0 }
  }
}

/// One order, with some of what has already arrived arriving again.
func interleaving<Item>(_ feeds: [[Item]], _ numbers: inout SplitMix64) -> [Item] {
  var rest = feeds
  var order: [Item] = []
  while let index = pickFeed(rest, &numbers) {
    order.append(rest[index].removeFirst())
    if numbers.chance(1, in: 4) { order.append(numbers.pick(order)) }
  }
  return order
}

private func pickFeed<Item>(_ feeds: [[Item]], _ numbers: inout SplitMix64) -> Int? {
  let open = feeds.indices.filter { !feeds[$0].isEmpty }
  return open.isEmpty ? nil : numbers.pick(Array(open))
}

/// Every subset of the items.
func subsets<Item>(_ items: [Item]) -> [[Item]] {
  guard let first = items.first else { return [[]] }
  let rest = subsets(Array(items.dropFirst()))
  return rest + rest.map { [first] + $0 }
}

/// Every choice of one item from each list.
func choices<Item>(_ lists: [[Item]]) -> [[Item]] {
  guard let first = lists.first else { return [[]] }
  let rest = choices(Array(lists.dropFirst()))
  return first.flatMap { item in rest.map { [item] + $0 } }
}
