// What devices hand in, under fuzzing: an action file, as a stick or the body of `POST /actions` brings it.
//
// The first byte chooses what is read, the rest is its input. Built and run by ops/fuzz, outside the Swift package.
import Merge
import Trust
import Wire

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
  Handed.all[Int(start.pointee) % Handed.all.count](bytes)
  return 0
}

/// What is read of whoever hands actions in, before anything is known of them.
enum Handed {
  static let all: [@Sendable ([UInt8]) -> Void] = [actionFile, portableAction, actionSignature, statement]

  /// An action file: what can be read is written as it was, and every action in it can be asked what was signed.
  static func actionFile(_ bytes: [UInt8]) {
    guard let file = try? ActionFile(encoded: bytes) else { return }
    precondition(file.encoded == bytes, "an action file has one encoding")
    for action in file.actions { check(action) }
  }

  /// An action by itself.
  static func portableAction(_ bytes: [UInt8]) {
    guard let action = try? PortableAction(encoded: bytes) else { return }
    precondition(action.encoded == bytes, "an action has one encoding")
    check(action)
  }

  /// What stands under header key 9 of a commit.
  static func actionSignature(_ bytes: [UInt8]) {
    guard let signature = try? ActionSignature(encoded: bytes) else { return }
    precondition(signature.encoded == bytes, "an action signature has one encoding")
  }

  /// A pass or withdrawal that was kept is read as it was written; nobody's signature is asked of it.
  static func statement(_ bytes: [UInt8]) {
    guard let statement = try? Statement(kept: bytes) else { return }
    precondition(statement.encoded == bytes, "a statement is kept as it came")
    _ = (statement.digest, statement.issuer.node, statement.subject)
  }

  /// The commit around an action gives the action back, or is no commit.
  private static func check(_ action: PortableAction) {
    let (draft, content) = (action.draft, action.content)
    precondition(content.message.count > draft.changes.count, "changes stand in what is signed")
    let header = CommitHeader(
      feed: FeedID(.zero), seq: 2, previous: .zero, time: .zero, deviceTime: draft.deviceTime, user: "",
      action: action.signature.encoded)
    let commit = CommitEncoder.commit(header, payload: draft.changes).bytes
    var scan = CommitScanner()
    var reader = CBORReader(commit)
    guard (try? scan.scan(&reader)) != nil, reader.isAtEnd else { return }
    guard case .signed(let signature) = ActionMark(scan, in: commit) else {
      preconditionFailure("a signature that was written can be read")
    }
    precondition(signature == action.signature, "a signature comes back equal")
    // Of another feed than the device wrote for, it is signed or not; it never traps.
    let key = FeedKey(
      node: NodeID(.zero), incarnation: 0, home: draft.area, area: draft.area,
      class: FeedClass(name: draft.class, rises: nil, falls: nil, priority: .normal))
    let rebuilt = ActionContent(signature, of: scan, in: commit, feed: key)
    precondition(rebuilt == nil || rebuilt?.message.count ?? 0 > 0, "what is rebuilt can be verified")
    _ = signature.rewritten(scan, in: commit, to: FeedID(Bytes16(high: 1, low: 1))) { $0 }
  }
}
