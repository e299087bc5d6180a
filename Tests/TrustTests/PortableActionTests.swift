// Actions outside commits: what a device has signed is what any node would find signed, and a file of them is whole or none.
import Merge
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `Portable actions` {
  private let phone: Phone
  private let pass: Statement
  private let key = Branch.feed(Branch.village)

  init() throws {
    phone = try Phone(5)
    pass = Branch.pass(phone)
  }

  private func signed(_ deed: Deed, deviceTime: Int64? = 5, for account: AccountID? = nil) throws -> PortableAction {
    let draft = ActionDraft(
      deviceTime: deviceTime, actingFor: account, area: deed.area, class: "work", changes: deed.changes)
    return try PortableAction(draft, pass: deed.pass, number: deed.number) { try phone.sign($0) }
  }

  @Test func `is the action that a commit with it brings`() throws {
    let seen = SeenVector([Dot(feed: FeedID(Bytes16(high: 1, low: 2)), seq: 4)])
    let deed = Deed(phone: phone, pass: pass.passID, number: 3, text: "消防", seen: seen)
    let action = try signed(deed)
    let bytes = deed.commit(in: key, action: action.signature.encoded)
    let brought = try #require(SignedAction(try scanned(bytes), in: bytes, feed: key)?.content)
    #expect(brought == action.content)
    #expect(phone.deviceKey.verifies(action.signature.signature, of: action.content.message))
  }

  @Test func `is read as it was written, and with any byte more or less is none`() throws {
    let deed = Deed(phone: phone, pass: pass.passID, number: 1, text: "消防")
    for action in [try signed(deed), try signed(deed, deviceTime: nil), try signed(deed, for: Branch.account)] {
      let bytes = action.encoded
      #expect(try PortableAction(encoded: bytes) == action)
      #expect(throws: WireError.self) { try PortableAction(encoded: bytes + [0]) }
      for count in bytes.indices {
        #expect(throws: WireError.self) { try PortableAction(encoded: Array(bytes[..<count])) }
      }
    }
  }

  @Test func `in a file bring their passes, and a file that is cut is none`() throws {
    let deeds = (1...3).map { Deed(phone: phone, pass: pass.passID, number: UInt64($0), text: "隐患\($0)") }
    let file = ActionFile(passes: [pass], actions: try deeds.map { try signed($0) })
    let bytes = file.encoded
    #expect(try ActionFile(encoded: bytes) == file)
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: WireError.self) { try ActionFile(encoded: Array(bytes[..<count])) }
    }
    let grant = ActionFile(passes: [Branch.grant(Branch.village, Branch.villageArea, by: Branch.town)], actions: [])
    #expect(throws: WireError.self) { try ActionFile(encoded: grant.encoded) }
  }

  @Test func `with a signature that does not hold are read, and take no other with them`() throws {
    let deed = Deed(phone: phone, pass: pass.passID, number: 1, text: "消防")
    let draft = ActionDraft(deviceTime: 5, area: deed.area, class: "work", changes: deed.changes)
    let none = PortableAction(draft, pass: deed.pass, number: 2) { _ in [UInt8](repeating: 1, count: 64) }
    let file = try ActionFile(encoded: ActionFile(passes: [pass], actions: [none, try signed(deed)]).encoded)
    let holds = file.actions.map { phone.deviceKey.verifies($0.signature.signature, of: $0.content.message) }
    #expect(holds == [false, true])
  }
}
