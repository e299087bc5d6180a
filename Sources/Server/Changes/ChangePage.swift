// One answer about changes, written down while it is read.
import HTTPTypes
import Hummingbird
import Merge
import NIOCore
import Node
import Records
import Store

/// Records that have changed, those that have gone, and where to go on.
struct ChangePage: Sendable {
  /// How much is written before an answer ends early.
  static let bytesMax = 4 << 20
  /// The same of an event: two lie in memory for each reader of a stream that takes them slowly.
  static let eventBytesMax = 256 << 10

  private var changes: [UInt8]
  private var gone: [UInt8]
  let next: ChangeCursor
  let hasMore: Bool

  /// Whether it says anything beside where to go on.
  var isWorthTelling: Bool { hasMore || !changes.isEmpty || !gone.isEmpty }

  /// Reads a page.
  /// - Throws: `CursorRefusal`, `StoreError`.
  init(after cursor: ChangeCursor?, _ asked: ChangeQuestion, of follower: Follower, in reader: StoreReader) throws {
    var (changes, gone): ([UInt8], [UInt8]) = ([], [])
    var writers: [String: RecordJSON] = [:]
    let end = try reader.changes(after: cursor, asked, catalog: follower.node.catalog) { change in
      switch change.content {
      // What stands beside the record, marks and names of places, changes without it and is not told.
      case .whole(let view):
        let told = try ToldRecord(view, nil, in: reader)
        let writer = writers[change.type] ?? RecordJSON(view.type)
        writers[change.type] = writer
        if !changes.isEmpty { changes.append(UInt8(ascii: ",")) }
        writer.append(told, to: &changes)
      case .named: Self.append(Self.name(change), to: &changes)
      case .gone: Self.append(Self.name(change), to: &gone)
      }
      return changes.count + gone.count < follower.bytesMax
    }
    (self.changes, self.gone) = (changes, gone)
    (next, hasMore) = (end.next, end.hasMore)
  }

  /// The same place with nothing left to tell; whether there is more stays known.
  var told: ChangePage {
    var page = self
    (page.changes, page.gone) = ([], [])
    return page
  }

  private static func name(_ change: RowChange) -> JSON {
    ["type": .text(change.type), "id": .text(change.record.description), "area": .text(change.area.code)]
  }

  private static func append(_ item: JSON, to list: inout [UInt8]) {
    if !list.isEmpty { list.append(UInt8(ascii: ",")) }
    item.append(to: &list)
  }

  /// The answer as one line.
  private var line: [UInt8] {
    var bytes = Array(#"{"changes":["#.utf8)
    bytes += changes
    bytes += #"],"gone":["#.utf8
    bytes += gone
    bytes += #"],"next":"\#(next.text)","more":\#(hasMore)}"#.utf8
    return bytes
  }

  var response: Response {
    Response(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: line + [UInt8(ascii: "\n")])))
  }

  /// The answer as a server-sent event. One that tells nothing has no data: it only moves the id on, and keeps the connection.
  var event: [UInt8] {
    let id = "id: \(next.text)\n"
    guard isWorthTelling else { return Array("\(id)\n".utf8) }
    return Array("\(id)event: changes\ndata: ".utf8) + line + Array("\n\n".utf8)
  }
}
