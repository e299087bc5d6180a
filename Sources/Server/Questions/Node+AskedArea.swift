// Whether this node can answer for an area that somebody asks about.
import Merge
import Node
import Replica
import Store

extension Node {
  /// The part of an area that lies in this node's own; the own one where none is asked for.
  /// - Throws: `badRequest` for an area that lies beside it.
  func heldPart(of area: Area?) throws(Problem) -> Area {
    let home = identity.area
    guard let area, !area.contains(home) else { return home }
    if home.contains(area) { return area }
    throw Self.outside(home, ": ask a node above both.")
  }

  /// - Throws: `badRequest` for an area of which this node holds nothing.
  func checkHeld(_ area: Area?, in reader: StoreReader) throws {
    let home = identity.area
    guard let area, !home.contains(area), !area.contains(home) else { return }
    // A node that has moved still holds the records of the place where it was.
    if try reader.hasFeeds(within: area) { return }
    throw Self.outside(home, ", and it holds nothing of it: ask a node above both.")
  }

  /// - Throws: `badRequest` for an area that is neither this node's own nor inside it.
  func checkCounted(_ area: Area?) throws(Problem) {
    guard let area, !identity.area.contains(area) else { return }
    throw Self.outside(identity.area, ", of which alone it has totals.")
  }

  private static func outside(_ home: Area, _ rest: String) -> Problem {
    Problem(
      .badRequest, "'area' lies outside this node's area, \(home.code)\(rest)",
      members: [("own_area", .text(home.code))])
  }
}
