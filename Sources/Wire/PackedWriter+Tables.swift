// The tables of a packed state, gathered before its fields are written.
import Merge

extension PackedWriter {
  /// Fills the tables in an order that content alone decides.
  mutating func collect(_ state: RecordState) {
    var found = Set(state.version.dots.map(\.feed))
    for field in state.fields {
      for count in field.counts.counts { found.insert(count.feed) }
      switch field.state {
      case .register(let register): collect(register)
      case .set(let set): for element in set.elements { collect(element.register) }
      case .steps(let steps): origins += steps.facts.map(\.origin)
      case .counter(let counter): for part in counter.parts { found.insert(part.feed) }
      }
    }
    // All of one commit are one origin.
    origins.sort { $0.dot < $1.dot }
    var commits: [Origin] = []
    for origin in origins where commits.last?.dot != origin.dot {
      commits.append(origin)
      found.insert(origin.dot.feed)
    }
    origins = commits
    seen.sort()
    for vector in seen.vectors { found.formUnion(vector.dots.lazy.map(\.feed)) }
    feeds = found.sorted()
  }

  private mutating func collect(_ register: Register) {
    for write in register.writes { origins.append(write.origin) }
    for vector in register.contexts.lazy.flatMap(\.seen.vectors) { seen.collect(vector) }
  }
}
