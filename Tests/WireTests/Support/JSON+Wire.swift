// The shapes of vectors that stand for commits and the frames of a session.
import Merge
import Wire

extension JSON {
  var commit: ReadCommit {
    let header = CommitHeader(
      feed: self["feed"].feed, seq: self["seq"].natural, previous: self["previous"].digest, time: self["time"].time,
      deviceTime: self["device_time"].optional(\.int), user: self["user"].string, key: self["key"].optional(\.feedKey))
    let changes = self["changes"].optional { $0.array.map(\.change) } ?? []
    return ReadCommit(header: header, changes: changes, redacted: self["redacted"].optional(\.digest))
  }

  private var change: Change {
    let fields = self["fields"].array.map { FieldChange(Int($0[0].int), $0[1].edit) }
    return Change(
      type: self["type"].string, record: RecordID(self["record"].id), seen: self["seen"].seen, fields: fields)
  }

  /// Three lanes; one in a stretch as its beginning, its end and the place in it.
  var cursor: Cursor {
    let lanes = array.map { lane in
      if case .array(let numbers) = lane { numbers.map(\.natural) } else { [lane.natural] }
    }
    return Cursor(
      lanes: lanes.map { $0[0] },
      stretches: lanes.map { $0.count == 3 ? Cursor.Stretch(end: $0[1], last: $0[2]) : nil })
  }
  var span: Batch.Span? { optional { Batch.Span(from: $0[0].cursor, to: $0[1].cursor) } }

  var hello: Hello {
    var hello = Hello(
      node: NodeID(self["node"].id), store: StoreID(self["store"].id), area: self["area"].area,
      catalog: self["catalog"].id, peerStore: self["peer_store"].optional { StoreID($0.id) },
      received: self["received"].cursor, now: self["now"].int)
    hello.versions = self["versions"].array.map(\.natural)
    hello.refusals = self["refusals"].array.map {
      Refusal(feed: $0[0].feed, seq: $0[1].natural, code: RejectionCode(rawValue: $0[2].string)!)
    }
    hello.custody = self["custody"].natural
    hello.wait = self["wait"].natural
    hello.budget = self["budget"].natural
    hello.witness = self["witness"].optional {
      Witness(dot: Dot(feed: $0[0].feed, seq: $0[1].natural), tag: UInt64($0[2].string, radix: 16)!)
    }
    hello.unsealed = self["unsealed"].optional(\.array)?.map { Dot(feed: $0[0].feed, seq: $0[1].natural) } ?? []
    hello.receipts = self["receipts"].optional { ReceiptCursor(taken: $0[0].natural, passed: $0[1].natural) }
    return hello
  }

  var batch: Batch { Batch(span: self["span"].span, commits: self["content"].bytes) }

  var custody: CustodyReport {
    let marks = self["marks"].array.map { CustodyMark(feed: $0[0].feed, tier: $0[1].tier, seq: $0[2].natural) }
    return CustodyReport(upTo: self["up_to"].natural, marks: marks)
  }

  var close: CloseMessage {
    let fingerprint = Fingerprint(sum: self["sum"].id, count: Int(self["count"].int))
    var close = CloseMessage(fingerprint: fingerprint, isComplete: self["complete"].bool, mark: self["mark"].cursor)
    close.asksComparison = self["asks_comparison"].bool
    close.span = self["span"].span
    return close
  }

  var ranges: RangesMessage { RangesMessage(ranges: array.map(\.range)) }

  private var range: HeadRange {
    let content: HeadRange.Content
    switch self["kind"].string {
    case "sum": content = .sum(UInt64(self["sum"].string, radix: 16)!)
    case "heads": content = .heads(self["heads"].heads)
    case "differing": content = .differing(self["heads"].heads, missing: self["missing"].array.map(\.feed))
    default: content = .settled
    }
    return HeadRange(bound: self["bound"].bytes, content: content)
  }

  private var heads: [ListedHead] {
    array.map { ListedHead(feed: $0[0].feed, seq: $0[1].natural, tag: UInt32($0[2].string, radix: 16)!) }
  }

  var want: WantMessage {
    WantMessage(wants: self["wants"].array.map { Dot(feed: $0[0].feed, seq: $0[1].natural) })
  }
}
