// What a session's frames mean, at either end and however they came: the one place where an action becomes a write.
package import Merge
package import Trust
package import Wire

/// What an end of a link must do with a frame of the other, in order, each in a transaction of its own.
///
/// `Uplink`, `Downlink` and `FileSession.Receiver` return it, `LinkWork.carryOut` does it; between the two a shell decides
/// when.
package enum SessionAction: Hashable, Sendable {
  /// The other end spoke: find or make its link and note its hello.
  case greet(Hello)
  case apply(Batch)
  /// From a parent alone.
  case custody(CustodyReport)
  /// From a parent alone: receipts, and the place among them that the request told; nil when nothing asked for them.
  case receipts(CustodyReceiptReport, told: CustodyReceiptCursor?)
  case close(CloseMessage)

  /// Whether it brings commits, which take longer than a note.
  package var isBatch: Bool { if case .apply = self { true } else { false } }
}

/// Which end of a link this node is.
package enum LinkEnd: Hashable, Sendable {
  case parent
  /// - Parameters:
  ///   - address: where the parent answered; nil when it spoke through a file, or in the same process.
  ///   - place: the place this node stood at before, when the session is about that; nil for where it stands.
  case child(address: String? = nil, place: Area? = nil)

  /// Whether the other end is this node's parent.
  package var isBelow: Bool { self != .parent }
}

/// With whom an end of a link speaks, and when.
package struct Meeting: Sendable {
  /// What the other end said of itself in this exchange.
  let hello: Hello
  /// Which end this node is.
  let end: LinkEnd
  /// The time to date by, in milliseconds since 1970.
  let now: Int64

  package init(with hello: Hello, as end: LinkEnd, now: Int64) {
    (self.hello, self.end, self.now) = (hello, end, now)
  }
}

/// A batch with what needs no transaction found out beside the writer.
package struct PreparedBatch: Sendable {
  let scanned: ScannedBatch
  let checked: CheckedSeals
  let actions: CheckedActions

  /// - Parameters:
  ///   - checked: the seals of it that are known to be their authors'; the rest is checked by the writer.
  ///   - actions: likewise the action signatures that are known to hold.
  package init(_ scanned: ScannedBatch, checked: CheckedSeals = .none, actions: CheckedActions = .none) {
    (self.scanned, self.checked, self.actions) = (scanned, checked, actions)
  }
}

extension LinkWork {
  /// Carries an action out.
  /// - Parameters:
  ///   - prepared: the action's batch, when it was scanned beside the writer; nil to have it scanned here.
  ///   - meeting: with whom, as which end, and when.
  /// - Returns: what a batch brought; nil for every other action.
  /// - Throws: `SessionFault` when the other end stands where no link is, or its link speaks of another store; what the
  ///   storage throws. The caller's transaction must not be kept then.
  /// - Source: protocol §5.
  @discardableResult
  package static func carryOut(
    _ action: SessionAction, prepared: PreparedBatch? = nil, _ meeting: Meeting, _ replica: inout Replica,
    _ storage: some Storage
  ) throws -> Ingested? {
    let hello = meeting.hello
    switch action {
    case .greet(let greeting): try greet(greeting, as: meeting.end, now: meeting.now, &replica, storage)
    case .apply(let batch):
      return try applyBatch(prepared ?? PreparedBatch(ScannedBatch(batch)), meeting, &replica, storage)
    case .custody(let report): try noteCustody(report, from: hello, &replica, storage)
    case .receipts(let report, let told): try noteCustodyReceipts(report, told: told, from: hello, &replica, storage)
    case .close(let close): try noteClose(close, from: hello, &replica, storage)
    }
    return nil
  }
}
