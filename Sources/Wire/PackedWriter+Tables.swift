// The tables of a packed state, gathered before its fields are written.
import Merge

extension PackedWriter {
  /// Fills the tables in an order that content alone decides.
  mutating func collect(_ state: RecordState) {
    feeds = state.version.dots.map(\.feed)
    for field in state.fields {
      for count in field.counts.counts { feeds.append(count.feed) }
      switch field.state {
      case .register(let register): collect(register)
      case .set(let set): for element in set.elements { collect(element.register) }
      case .steps(let steps): for fact in steps.facts { collect(fact.origin) }
      case .counter(let counter): for part in counter.parts { feeds.append(part.feed) }
      }
    }
    origins.sort { $0.dot < $1.dot }
    origins.removeRepeated { $0.dot == $1.dot }
    for origin in origins { feeds.append(origin.dot.feed) }
    seen.sort()
    var most = 65_536
    for vector in seen.vectors {
      for dot in vector.dots { feeds.append(dot.feed) }
      // Vectors may name the same feeds thousands of times.
      if feeds.count > most {
        sortFeeds()
        most = max(most, 2 * feeds.count)
      }
    }
    sortFeeds()
  }

  private mutating func sortFeeds() {
    feeds.sort()
    feeds.removeRepeated(==)
  }

  /// All of one commit are one origin, and most stand together.
  private mutating func collect(_ origin: Origin) {
    if origins.last?.dot != origin.dot { origins.append(origin) }
  }

  private mutating func collect(_ register: Register) {
    for write in register.writes { collect(write.origin) }
    for vector in register.contexts.lazy.flatMap(\.seen.vectors) { seen.collect(vector) }
  }
}

extension Array {
  /// Of elements that stand together and are the same, leaves the first.
  fileprivate mutating func removeRepeated(_ isSame: (Element, Element) -> Bool) {
    var kept = 0
    for index in indices.dropFirst() where !isSame(self[kept], self[index]) {
      kept += 1
      self[kept] = self[index]
    }
    removeLast(Swift.max(0, count - kept - 1))
  }
}
