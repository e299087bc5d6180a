// What a list is narrowed to, read from the query.
import Catalog
import Hummingbird
import Merge
import Node
import Store

/// The query of a list.
struct ListQuery {
  private let type: RecordType
  private var filter: RecordFilter
  private var text: TextQuery?

  init(_ request: Request, type: RecordType) throws(Problem) {
    self.type = type
    filter = RecordFilter(type: type.name)
    let query = request.query
    filter.area = query.area("area")
    filter.status = try Self.status(query.text("status"), of: type)
    filter.changedFrom = query.number("changed_from")
    filter.changedBefore = query.number("changed_before")
    filter.hasConflicts = query.flag("conflicts")
    if let after = query.text("after") {
      guard let place = Int64(after), place >= 0 else { throw QueryForm.refusal(ofPlace: after) }
      filter.after = place
    }
    if let count = query.number("limit") { filter.count = Int(count) }
    text = try Self.text(query.text("text"), of: type)
  }

  private static func text(_ text: String?, of type: RecordType) throws(Problem) -> TextQuery? {
    guard let text else { return nil }
    guard !type.searched.isEmpty else {
      throw Problem(.badRequest, "'text' is not for \(type.name): the catalog names no fields of it to be searched.")
    }
    return try? TextQuery(text)
  }

  private static func status(_ name: String?, of type: RecordType) throws(Problem) -> String? {
    guard let name, type.lifecycle?.title(ofStatus: name) == nil else { return name }
    let known = type.lifecycle?.statuses.map(\.name).joined(separator: ", ")
    throw Problem(
      .badRequest, "'\(name)' is no status of \(type.name)\(known.map { "; such are \($0)." } ?? ", which has none.")")
  }

  /// The page that is asked for.
  /// - Throws: `badRequest` for an area of which a node at `home` holds nothing.
  func page(in reader: StoreReader, at home: Area) throws -> RecordPage {
    // A node that has moved still holds the records of the place where it was.
    if let area = filter.area, !home.contains(area), !area.contains(home), try !reader.hasFeeds(within: area) {
      throw Problem(
        .badRequest,
        "'area' lies outside this node's area, \(home.code), and it holds nothing of it: ask a node above both.",
        members: [("own_area", .text(home.code))])
    }
    guard let text else { return try reader.records(filter, type: type) }
    guard let page = try reader.records(filter, with: text, type: type) else {
      throw Problem(
        .noTextIndex,
        "This node keeps no index of texts. Its operator turns it on: `text_search: true` in gridward.yaml.")
    }
    return page
  }
}
