// What is asked about changes, read from the query and the headers.
import Catalog
import HTTPTypes
import Hummingbird
import Merge
import Node
import Store

struct ChangeQuery: Sendable {
  /// Nil begins with everything that is held.
  let cursor: ChangeCursor?
  let asked: ChangeQuestion
  /// How long the answer may be held while nothing has changed.
  let wait: Duration
  /// Whether the answer goes on as server-sent events.
  let isStream: Bool

  static let eventStream = "text/event-stream"
  private static let lastEvent = HTTPField.Name("Last-Event-ID")

  init(_ request: Request, catalog: Catalog) throws(Problem) {
    let query = request.query
    isStream = (request.headers[.accept] ?? "").split(separator: ",").contains { part in
      part.prefix { $0 != ";" }.trimmingPrefix(while: { $0 == " " }).lowercased() == Self.eventStream
    }
    cursor = try Self.lastEvent(of: request) ?? query.text("since").flatMap { ChangeCursor($0) }
    wait = .seconds(query.number("wait") ?? 0)
    var asked = ChangeQuestion(types: try Self.types(query.text("type"), catalog), area: query.area("area"))
    asked.namedAlone = Set(catalog.types.filter(\.isConfidential).map(\.name))
    asked.isOfNames = query.flag("ids") ?? false
    if let count = query.number("limit") { asked.count = Int(count) }
    self.asked = asked
  }

  /// Where a stream that broke off is to go on. It stands before the query, which such a client sends as it was at first.
  private static func lastEvent(of request: Request) throws(Problem) -> ChangeCursor? {
    guard let name = lastEvent, let text = request.headers[name], !text.isEmpty else { return nil }
    guard let cursor = ChangeCursor(text) else {
      throw Problem(.badRequest, "Last-Event-ID is the id of the last event, digit for digit.")
    }
    return cursor
  }

  private static func types(_ text: String?, _ catalog: Catalog) throws(Problem) -> [String]? {
    guard let text else { return nil }
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for name in names where catalog.type(named: name) == nil {
      throw Problem(.badRequest, "'\(name)' is no type of the catalog; 'type' names some, divided by commas.")
    }
    return Set(names).sorted()
  }
}
