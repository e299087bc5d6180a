// What was removed by law about an area: orders say it, where no commit that is left can.
import Catalog
import GRDB
import Merge
import Replica
import Trust
import Wire

extension StoreReader {
  /// The commits about a record's area and in its class of which an order by law was carried out.
  func removed(about record: RecordView) throws -> Set<Dot> {
    let orders = try db.hot(
      """
      SELECT s.body FROM feed f CROSS JOIN statement s ON s.subject = f.id
      WHERE f.area = ?1 AND f.class = ?2 AND s.digest NOT IN (SELECT digest FROM pending_redaction)
      """)
    orders.bind(1, record.area.code)
    orders.bind(2, record.type.class.name)
    var ordered: Set<Dot> = []
    try orders.forEachRow { row in
      guard case .redaction(let order) = try Trust.Statement(kept: Array(row.blob(0))).content else { return }
      ordered.insert(order.commit)
    }
    // An order that names another payload was closed, too, and removed nothing.
    return try ordered.filter { dot in
      guard let feed = try feed(dot.feed), dot.seq <= feed.effective else { return false }
      var isRemoved = false
      try eachCommit(of: feed, from: dot.seq, through: dot.seq) { scanner, _ in isRemoved = scanner.redacted != nil }
      return isRemoved
    }
  }
}
