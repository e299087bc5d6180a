// Frames and what they hold, and cursors: chapter 5.
import Merge
import Trust
package import Wire

extension Answers {
  static let sessions: [String: Reading] = [
    "frames": frames, "hello": hello, "batch": batch, "custody": custody, "want": want, "close": close,
    "receipts": receipts, "cursor": cursor, "given-out": givenOut,
  ]

  /// - Throws: `WireError`, as whoever reads the frame would.
  static func frame(_ kind: Frame.Kind, _ body: [UInt8]) throws -> Frame {
    guard body.count <= Limits.frameBytesMax else { throw WireError(.tooLarge, "a frame of at most 1 MiB") }
    return Frame(kind, body)
  }

  private static func frames(_ input: JSON) throws -> JSON {
    let bytes = try input.bytes
    var reader = FrameReader()
    reader.feed(bytes)
    var frames: [JSON] = []
    var rest = bytes.count
    while let frame = try reader.next() {
      frames.append(.object(["kind": JSON(Int(frame.kind)), "body": JSON(frame.body)]))
      rest -= Frame.headBytes + frame.body.count
    }
    return .object(["frames": .array(frames), "rest": JSON(rest)])
  }

  private static func hello(_ input: JSON) throws -> JSON {
    let hello = try Hello(frame(.hello, try input["body"].bytes))
    var json: [String: JSON] = [
      "versions": .array(hello.versions.map { JSON($0) }), "node": JSON(hello.node), "store": JSON(hello.store),
      "area": JSON(hello.area), "catalog": JSON(hello.catalog.bytes),
      "peer_store": JSON(optional: hello.peerStore) { JSON($0) }, "received": JSON(hello.received),
      "refusals": .array(
        hello.refusals.map { .array([JSON($0.feed), JSON($0.seq), .string($0.code.rawValue)]) }),
      "now": .int(hello.now), "custody": JSON(hello.custody), "wait": JSON(hello.wait), "budget": JSON(hello.budget),
    ]
    json["witness"] = JSON(optional: hello.witness) {
      .array([JSON($0.dot.feed), JSON($0.dot.seq), JSON(tag: $0.tag)])
    }
    if !hello.unsealed.isEmpty { json["unsealed"] = .array(hello.unsealed.map { JSON($0) }) }
    json["receipts"] = JSON(optional: hello.receipts) { .array([JSON($0.taken), JSON($0.passed)]) }
    return .object(json)
  }

  private static func batch(_ input: JSON) throws -> JSON {
    let batch = try Batch(frame(.batch, try input["body"].bytes))
    return .object(["span": JSON(optional: batch.span) { JSON($0) }, "content": JSON(batch.commits)])
  }

  private static func custody(_ input: JSON) throws -> JSON {
    let report = try CustodyReport(frame(.custody, try input["body"].bytes))
    let marks = report.marks.map { JSON.array([JSON($0.feed), JSON($0.tier), JSON($0.seq)]) }
    return .object(["up_to": JSON(report.upTo), "marks": .array(marks)])
  }

  private static func want(_ input: JSON) throws -> JSON {
    let want = try WantMessage(frame(.want, try input["body"].bytes))
    return .object(["wants": .array(want.wants.map { JSON($0) })])
  }

  private static func close(_ input: JSON) throws -> JSON {
    let close = try CloseMessage(frame(.close, try input["body"].bytes))
    return .object([
      "sum": JSON(close.fingerprint.sum.bytes), "count": JSON(close.fingerprint.count),
      "complete": .bool(close.isComplete), "asks_comparison": .bool(close.asksComparison), "mark": JSON(close.mark),
      "span": JSON(optional: close.span) { JSON($0) },
    ])
  }

  private static func receipts(_ input: JSON) throws -> JSON {
    let report = try CustodyReceiptReport(frame(.receipts, try input["body"].bytes))
    let receipts = report.receipts.map { receipt -> JSON in
      .object(seal(receipt.seal).merging(["signer": JSON(receipt.signer)]) { first, _ in first })
    }
    return .object([
      "taken": JSON(report.upTo.taken), "passed": JSON(report.upTo.passed), "receipts": .array(receipts),
    ])
  }

  private static func cursor(_ input: JSON) throws -> JSON {
    var cursor = try input["cursor"].cursor
    cursor.advance(from: try input["from"].cursor, to: try input["to"].cursor)
    return JSON(cursor)
  }

  private static func givenOut(_ input: JSON) throws -> JSON {
    let mark = try input["mark"].natural
    return .bool(Cursor(lanes: [mark, mark, mark]).covers(try input["cursor"].cursor))
  }
}

extension JSON {
  /// Three lanes; one in a stretch as its beginning, its end and the place in it.
  package var cursor: Cursor {
    get throws {
      let places = try array.map { place -> (UInt64, Cursor.Stretch?) in
        guard case .array(let numbers) = place else { return (try place.natural, nil) }
        guard numbers.count == 3 else { throw place.fault("beginning, end and place") }
        return (
          try numbers[0].natural, Cursor.Stretch(end: try numbers[1].natural, last: try numbers[2].natural)
        )
      }
      guard places.count == 3 else { throw fault("three lanes") }
      return Cursor(lanes: places.map(\.0), stretches: places.map(\.1))
    }
  }
}
