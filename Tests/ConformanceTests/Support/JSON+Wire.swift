// The shapes of vectors that stand for commits, frames and seals, built: what the writing direction begins with.
import Conformance
import Merge
import Trust
import Wire

extension JSON {
  var commit: ReadCommit {
    get throws {
      let header = CommitHeader(
        feed: try self["feed"].feed, seq: try self["seq"].natural, previous: try self["previous"].digest,
        time: try self["time"].time, deviceTime: try self["device_time"].optional { try $0.int },
        user: try self["user"].string, key: try self["key"].optional { try $0.feedKey })
      let changes = try self["changes"].optional { try $0.array.map { try $0.change } } ?? []
      return ReadCommit(header: header, changes: changes, redacted: try self["redacted"].optional { try $0.digest })
    }
  }

  private var change: Change {
    get throws {
      let fields = try self["fields"].array.map { FieldChange(Int(try $0[0].int), try $0[1].edit) }
      return Change(
        type: try self["type"].string, record: RecordID(try self["record"].id), seen: try self["seen"].seen,
        fields: fields)
    }
  }

  var span: Batch.Span? {
    get throws { try optional { Batch.Span(from: try $0[0].cursor, to: try $0[1].cursor) } }
  }

  var frame: Frame { get throws { Frame(kind: UInt8(try self["kind"].int), body: try self["body"].bytes) } }

  var hello: Hello {
    get throws {
      var hello = Hello(
        node: NodeID(try self["node"].id), store: StoreID(try self["store"].id), area: try self["area"].area,
        catalog: try self["catalog"].id, peerStore: try self["peer_store"].optional { StoreID(try $0.id) },
        received: try self["received"].cursor, now: try self["now"].int)
      hello.versions = try self["versions"].array.map { try $0.natural }
      hello.refusals = try self["refusals"].array.map { json in
        guard let code = RejectionCode(rawValue: try json[2].string) else { throw json.fault("a rejection code") }
        return Refusal(feed: try json[0].feed, seq: try json[1].natural, code: code)
      }
      hello.custody = try self["custody"].natural
      hello.wait = try self["wait"].natural
      hello.budget = try self["budget"].natural
      hello.witness = try self["witness"].optional { Witness(dot: try $0.place, tag: UInt64(try $0[2].number)) }
      hello.unsealed = try self["unsealed"].optional { try $0.array.map { try $0.place } } ?? []
      hello.receipts = try self["receipts"].optional {
        CustodyReceiptCursor(taken: try $0[0].natural, passed: try $0[1].natural)
      }
      return hello
    }
  }

  /// Bytes, at most eight, as a number.
  private var number: UInt64 { get throws { try bytes.reduce(0) { $0 << 8 | UInt64($1) } } }

  var batch: Batch { get throws { Batch(span: try self["span"].span, commits: try self["content"].bytes) } }

  var custody: CustodyReport {
    get throws {
      let marks = try self["marks"].array.map {
        CustodyMark(feed: try $0[0].feed, tier: try $0[1].tier, seq: try $0[2].natural)
      }
      return CustodyReport(upTo: try self["up_to"].natural, marks: marks)
    }
  }

  var close: CloseMessage {
    get throws {
      let fingerprint = Fingerprint(sum: try self["sum"].id, count: Int(try self["count"].int))
      var close = CloseMessage(
        fingerprint: fingerprint, isComplete: try self["complete"].bool, mark: try self["mark"].cursor)
      close.asksComparison = try self["asks_comparison"].bool
      close.span = try self["span"].span
      return close
    }
  }

  var ranges: RangesMessage { get throws { RangesMessage(ranges: try array.map { try $0.range }) } }

  private var range: HeadRange {
    get throws {
      let content: HeadRange.Content
      switch try self["kind"].string {
      case "sum": content = .sum(try self["sum"].number)
      case "heads": content = .heads(try self["heads"].heads)
      case "differing":
        content = .differing(try self["heads"].heads, missing: try self["missing"].array.map { try $0.feed })
      default: content = .settled
      }
      return HeadRange(bound: try self["bound"].bytes, content: content)
    }
  }

  private var heads: [ListedHead] {
    get throws {
      try array.map {
        ListedHead(feed: try $0[0].feed, seq: try $0[1].natural, tag: UInt32(try $0[2].number))
      }
    }
  }

  var want: WantMessage { get throws { WantMessage(wants: try self["wants"].array.map { try $0.place }) } }

  var seal: Seal {
    get throws {
      Seal(
        feed: try self["feed"].feed, seq: try self["seq"].natural, time: try self["time"].time,
        count: Int(try self["count"].int), index: Int(try self["index"].int), path: try self["path"].path,
        signature: try self["signature"].bytes)
    }
  }

  var actionSignature: ActionSignature {
    get throws {
      let seen = try self["seen"].array.map {
        ActionSignature.Seen(change: Int(try $0[0].int), vector: try $0[1].seen)
      }
      return ActionSignature(
        pass: PassID(try self["pass"].id), number: try self["number"].natural,
        actingFor: try self["acting_for"].optional { AccountID(try $0.id) }, signature: try self["signature"].bytes,
        seen: seen)
    }
  }

  var receipts: CustodyReceiptReport {
    get throws {
      let receipts = try self["receipts"].array.map {
        CustodyReceipt(signer: NodeID(try $0["signer"].id), seal: try $0.seal)
      }
      return CustodyReceiptReport(
        upTo: CustodyReceiptCursor(taken: try self["taken"].natural, passed: try self["passed"].natural),
        receipts: receipts)
    }
  }
}
