// What everybody together knows to exist: the truth that checkers hold nodes against.
package import Merge
import Replica
import Store

/// Every commit that was ever seen anywhere, and what was promised about it.
package struct Atlas: Sendable {
  /// The content of each commit, by its chain hash.
  package private(set) var contents: [Dot: Digest] = [:]
  /// Commits that a person was told are safe, by the node that said so, in that order.
  package private(set) var acknowledged: [Int: [Dot]] = [:]
  /// The hashes of the same commits.
  package private(set) var promises: [Int: [Digest]] = [:]
  /// Incarnations of which a store was set back or copied: their numbers may have been used twice before anybody could know.
  var reused: Set<UInt64> = []
  /// Nodes whose store was lost, restored or copied in this run, or whose disk has kept less than it said.
  var unsteady: Set<Int> = []
  /// Nodes whose clocks have been ahead so far that it is worth another incarnation, and those that a parent has told such a
  /// time, or one as far behind as their own clocks were: whose own clock is behind has nothing to hold against it.
  var led: Set<Int> = []
  /// When the store of a node was last set back, in virtual milliseconds.
  var setBack: [Int: Int64] = [:]
  /// Which node each author is or was.
  private var authors: [NodeID: Int] = [:]
  /// Nodes that do not keep to the rules, or whose disks were not honest with them.
  package internal(set) var untrusted: Set<Int> = []
  /// The hashes of commits that somebody made in another author's name.
  var forgeries: Set<Digest> = []
  /// What devices have signed that a hostile node has certified for people who do not exist.
  var invented: Set<Digest> = []
  private var marks: [Int: UInt64] = [:]

  mutating func met(_ node: NodeID, number: Int) { authors[node] = number }
  package func number(of node: NodeID) -> Int? { authors[node] }

  /// Up to which arrival a node's commits have been looked at.
  func mark(of number: Int) -> UInt64 { marks[number] ?? 0 }
  mutating func passed(_ arrival: UInt64, at number: Int) { marks[number] = max(mark(of: number), arrival) }
  mutating func forgetMark(of number: Int) { marks[number] = 0 }

  /// Takes note of a commit a node holds.
  /// - Returns: what is wrong, when the same number had another content elsewhere and its author is honest.
  mutating func noteArrival(_ arrival: Arrival, at number: Int) -> String? {
    // What somebody made up is no content of its author's; that it has no effect is another checker's matter.
    if forgeries.contains(arrival.hash) { return nil }
    guard let known = contents[arrival.dot] else {
      contents[arrival.dot] = arrival.hash
      return nil
    }
    let author = authors[arrival.author]
    guard known != arrival.hash, !(author.map { untrusted.contains($0) } ?? true) else { return nil }
    return "\(arrival.dot.feed) has two contents at \(arrival.dot.seq)"
  }

  mutating func acknowledge(_ commit: Committed, by number: Int) { acknowledge(commit.dot, commit.hash, by: number) }

  mutating func acknowledge(_ dot: Dot, _ hash: Digest, by number: Int) {
    acknowledged[number, default: []].append(dot)
    promises[number, default: []].append(hash)
  }

  mutating func forgetPromises(of number: Int) { (acknowledged[number], promises[number]) = (nil, nil) }
}
