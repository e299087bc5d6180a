// The proposals of a node, gathered from its pages: one may be empty and not the last.
import Catalog

/// Asks for proposals until there are enough of them.
struct ProposalAnswers {
  let client: NodeClient
  /// The day, and the one rule that is asked; nil for today and all.
  let day: String?
  let rule: String?

  /// So many empty pages and the search is given up for now: a city with a hundred thousand firms has many to look at.
  private static let pagesMax = 400

  /// As the node answers, with the proposals of several pages.
  /// - Parameters:
  ///   - count: how many at most, from 1 to 1,000.
  ///   - after: where to begin; nil for the beginning.
  ///   - isFound: ends the search early.
  func gather(_ count: Int, after: String?, until isFound: (JSON) -> Bool = { _ in false }) async throws -> JSON {
    var (proposals, leftOut, places) = ([JSON](), [JSON](), [String: JSON]())
    let isFromStart = after == nil
    var (last, after) = (JSON.null, after)
    for _ in 0..<Self.pagesMax {
      last = try await client.get(
        "/proposals",
        query: [("on", day), ("rule", rule), ("limit", String(count - proposals.count)), ("after", after)]
      ).json
      proposals += last["proposals"].list
      leftOut += last["left_out"].list
      for (code, name) in last["places"].entries { places[code] = name }
      after = last["next"].text
      if after == nil || proposals.count >= count || last["proposals"].list.contains(where: isFound) { break }
    }
    var members = Dictionary(last.entries.map { ($0.key, $0.value) }) { first, _ in first }
    members["proposals"] = .list(proposals)
    members["left_out"] = .list(leftOut)
    // The last page alone does not know that all before it are here.
    let isWhole = isFromStart && after == nil
    members["count"] = isWhole ? .int(Int64(proposals.count)) : .null
    members["is_count_exact"] = .bool(isWhole)
    if !places.isEmpty { members["places"] = .object(places) }
    return .object(members)
  }
}
