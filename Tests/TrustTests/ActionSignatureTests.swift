// What a device signs is what the commit says, whoever writes it; what cannot be read is no signature and refuses nothing.
import Merge
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `Action signatures` {
  private let phone: Phone
  private let pass: Statement
  private let key = Branch.feed(Branch.village)
  private var feed: FeedID { FeedID(Hashing.sha256(key.encoded).first16) }

  init() throws {
    phone = try Phone(5)
    pass = Branch.pass(phone)
  }

  private func holds(_ bytes: [UInt8], in key: FeedKey) throws -> Bool {
    guard let action = SignedAction(try scanned(bytes), in: bytes, feed: key), let content = action.content else {
      return false
    }
    return phone.deviceKey.verifies(action.signature.signature, of: content.message)
  }

  @Test func `a deed is one, in whichever node's feed about its area it stands`() throws {
    let seen = SeenVector([Dot(feed: feed, seq: 3), Dot(feed: FeedID(Bytes16(high: 1, low: 2)), seq: 4)])
    let deed = Deed(phone: phone, pass: pass.passID, number: 1, text: "消防", seen: seen)
    let other = Branch.feed(Branch.town, home: Branch.townArea)
    let signature = try deed.signature()
    for key in [key, other] { #expect(try holds(deed.commit(in: key, action: signature.encoded), in: key)) }
    let digests = try [key, other].map { try deed.action(in: $0)?.content?.digest }
    #expect(digests[0] != nil && digests[0] == digests[1])
    let about = Branch.feed(Branch.village, about: Area("370202001001/91370202MA3CMG5T4A")!)
    #expect(try !holds(deed.commit(in: about, action: signature.encoded), in: about))
  }

  @Test func `a vector that the node had to cut is signed as it was, and covers what is written`() throws {
    let (one, two) = (Dot(feed: FeedID(Bytes16(high: 1, low: 2)), seq: 4), Dot(feed: feed, seq: 9))
    let deed = Deed(phone: phone, pass: pass.passID, number: 1, text: "消防", seen: SeenVector([one, two]))
    let signature = try deed.signature([ActionSignature.Seen(change: 0, vector: deed.seen)])
    let other = Dot(feed: FeedID(Bytes16(high: 3, low: 3)), seq: 1)
    for (written, isCovered) in [
      ([one], true), ([], true), ([Dot(feed: feed, seq: 3)], true), ([Dot(feed: one.feed, seq: 5)], false),
      ([other], false),
    ] {
      var cut = deed
      cut.seen = SeenVector(written)
      let bytes = deed.commit(in: key, action: signature.encoded, writing: cut.changes)
      #expect(try holds(bytes, in: key) == isCovered, "\(written)")
    }
    #expect(try ActionSignature(encoded: signature.encoded) == signature)
  }

  @Test func `any byte of the payload changed is another action`() throws {
    let deed = Deed(phone: phone, pass: pass.passID, number: 1, text: "消防")
    let bytes = deed.commit(in: key, action: try deed.signature().encoded)
    let place = try scanned(bytes).payload
    for index in place {
      var changed = bytes
      changed[index] ^= 1
      guard (try? scanned(changed)) != nil else { continue }
      #expect(try !holds(changed, in: key), "byte \(index)")
    }
  }

  /// The commit itself stays readable wherever the entry stays an item of CBOR, and is then an unsigned one or one that fails.
  @Test func `any byte of the entry changed refuses no commit that was readable under an unknown key`() throws {
    let seen = SeenVector([Dot(feed: feed, seq: 9)])
    let deed = Deed(phone: phone, pass: pass.passID, number: 1, text: "消防", seen: seen)
    let cut = Deed(phone: phone, pass: pass.passID, number: 1, text: "消防").changes
    let signature = try deed.signature([ActionSignature.Seen(change: 0, vector: seen)])
    #expect(try holds(deed.commit(in: key, action: signature.encoded, writing: cut), in: key))
    for index in signature.encoded.indices {
      for flip: UInt8 in [1, 0x20, 0x80] {
        var entry = signature.encoded
        entry[index] ^= flip
        var reader = CBORReader(entry)
        let isItem = (try? reader.skip(depth: 2)) != nil && reader.isAtEnd
        let bytes = deed.commit(in: key, action: entry, writing: cut)
        guard let scan = try? scanned(bytes) else {
          #expect(!isItem, "byte \(index)")
          continue
        }
        if isItem { #expect(scan.actionPlace?.count == entry.count) }
        #expect(try !holds(bytes, in: key), "byte \(index)")
      }
    }
  }

  @Test func `what cannot be read is told apart from what is not there`() throws {
    let deed = Deed(phone: phone, pass: pass.passID, number: 1, text: "消防")
    let bytes = deed.commit(in: key, action: [0xF6])
    #expect(ActionMark(try scanned(bytes), in: bytes) == .unreadable)
    let header = CommitHeader(feed: feed, seq: 2, previous: .zero, time: .zero, user: "li")
    let plain = CommitEncoder.commit(header, payload: CommitEncoder.payload(deed.changes, feed: feed)).bytes
    #expect(ActionMark(try scanned(plain), in: plain) == .unsigned)
    #expect(SignedAction(try scanned(plain), in: plain, feed: key) == nil)
  }

  @Test func `a scanner that is used again forgets the entry before`() throws {
    let deed = Deed(phone: phone, pass: pass.passID, number: 1, text: "消防")
    let header = CommitHeader(feed: feed, seq: 2, previous: .zero, time: .zero, user: "li")
    let plain = CommitEncoder.commit(header, payload: CommitEncoder.payload(deed.changes, feed: feed)).bytes
    let signed = deed.commit(in: key, action: try deed.signature().encoded)
    var scanner = CommitScanner()
    var reader = CBORReader(signed + plain)
    try scanner.scan(&reader)
    #expect(scanner.actionPlace != nil)
    try scanner.scan(&reader)
    #expect(scanner.actionPlace == nil)
  }

  @Test func `a payload removed by law leaves nothing to check`() throws {
    let deed = Deed(phone: phone, pass: pass.passID, number: 1, text: "消防")
    let bytes = deed.commit(in: key, action: try deed.signature().encoded)
    let scan = try scanned(bytes)
    let redacted = CommitEncoder.redacted(bytes, header: scan.header, payload: Hashing.sha256(bytes[scan.payload]))
    let action = SignedAction(try scanned(redacted), in: redacted, feed: key)
    #expect(action != nil && action?.content == nil)
  }

  @Test func `a pass or withdrawal with any byte changed is none`() {
    for statement in [pass, Branch.withdrawal(phone, by: Branch.town, last: 3)] {
      for place in statement.encoded.indices {
        var changed = statement.encoded
        changed[place] ^= 0x01
        #expect(throws: WireError.self, "byte \(place)") { try Statement(encoded: changed) }
        #expect(throws: WireError.self) { try Statement(encoded: Array(statement.encoded[..<place])) }
      }
    }
  }

  @Test func `keys and signatures of any length are answered`() throws {
    for length in 0...260 {
      let bytes = [UInt8](repeating: 1, count: length)
      #expect((try? DeviceKey(bytes)) == nil, "\(length)")
      #expect(!phone.deviceKey.verifies(bytes, of: []))
    }
    let stranger = try DeviceKey([2] + [UInt8](repeating: 1, count: 33))
    #expect(!stranger.verifies(try phone.sign([1]), of: [1]))
    let nowhere = try DeviceKey([1, 4] + [UInt8](repeating: 1, count: 64))
    #expect(!nowhere.verifies(try phone.sign([1]), of: [1]))
  }

  @Test func `an action written again in another feed, where less is seen, is the same action`() throws {
    let phone = try Phone(9)
    let known = FeedID(Bytes16(high: 5, low: 5))
    var deed = Deed(phone: phone, pass: Branch.pass(phone).passID, number: 3, text: "一")
    deed.seen = SeenVector([Dot(feed: known, seq: 4)])
    let key = Branch.feed(Branch.village)
    let bytes = deed.commit(in: key, action: try deed.signature().encoded)
    let first = try #require(SignedAction(try scanned(bytes), in: bytes, feed: key))
    let other = Branch.feed(Branch.town, home: Branch.townArea)
    let id = FeedID(Hashing.sha256(other.encoded).first16)
    let again = try #require(
      first.signature.rewritten(try scanned(bytes), in: bytes, to: id) { seen in
        var seen = seen
        seen.limit(known, to: 2)
        return seen
      })
    #expect(again.signature.seen == [ActionSignature.Seen(change: 0, vector: deed.seen)])
    let header = CommitHeader(
      feed: id, seq: 7, previous: .zero, time: HybridTime(packed: 1900 << 16), deviceTime: 5,
      user: Branch.account.description, action: again.signature.encoded)
    let copy = CommitEncoder.commit(header, payload: again.payload).bytes
    let second = try #require(SignedAction(try scanned(copy), in: copy, feed: other))
    let content = try #require(second.content)
    #expect(content == first.content && phone.deviceKey.verifies(second.signature.signature, of: content.message))
  }
}
