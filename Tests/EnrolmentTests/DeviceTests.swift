// A device in a folder: no number is used twice, whatever is cut or lost.
import Enrolment
import Foundation
import Merge
import TestSupport
import Testing
import Trust

@Suite struct `A device in a folder` {
  private static let account = AccountID(Bytes16(high: 7, low: 7))
  private static let area = Area("370202001001")!
  private static let pass = PassID(Bytes16(high: 1, low: 1))

  private func draft(_ text: String) -> ActionDraft {
    let change = Change(
      type: "hazard", record: recordID(1), seen: .empty, fields: [FieldChange(2, .write(.text(text)))])
    return ActionDraft(deviceTime: 5, area: Self.area, class: "work", changes: [change])
  }

  /// Runs `body` with a new device.
  private func withDevice(_ body: (DeviceFolder) throws -> Void) throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let device = DeviceFolder(folder.url.appending(path: "zhang.device"))
    try device.make(account: Self.account)
    try body(device)
  }

  private func issued(
    _ device: DeviceFolder, key: DeviceKey? = nil, account: AccountID = Self.account
  ) throws -> IssuedPass {
    let issuer = SigningKey.test(2)
    let pass = Pass(
      issuer: issuer.publicKey, key: try key ?? device.key().deviceKey, account: account, area: Self.area,
      role: "patroller", post: recordID(2), issuedAt: 1_000, notAfter: 2_000)
    return IssuedPass(Statement(.pass(pass), key: issuer))
  }

  private func code(_ body: () throws -> Void) -> EnrolmentError.Code? {
    do { try body() } catch { return (error as? EnrolmentError)?.code }
    return nil
  }

  @Test func `is made once, and its files are its owner's alone`() throws {
    try withDevice { device in
      let key = try device.key().deviceKey
      #expect(code { try device.make(account: Self.account) } == .alreadyEnrolled)
      #expect(try device.key().deviceKey == key && device.account() == Self.account)
      #expect(key.suite == DeviceKey.ecdsaP256 && key.digits.count == 6 && key.digits.allSatisfy(\.isNumber))
      _ = try device.sign(draft("甲"), pass: Self.pass)
      for name in ["device.key", "account", "number", "journal", "lock"] {
        let attributes = try FileManager.default.attributesOfItem(atPath: device.url.appending(path: name).path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.int32Value == 0o600, "\(name)")
      }
    }
  }

  @Test func `asks for a pass with its key's signature, and keeps one that is its own`() throws {
    try withDevice { device in
      let request = try device.request()
      let (key, account) = try request.checked()
      #expect(try key == device.key().deviceKey && account == Self.account)
      let text = String(decoding: TrustFolder.text(request), as: UTF8.self)
      let other = text.replacing(Self.account.description, with: AccountID(Bytes16(high: 8, low: 8)).description)
      let forged = try JSONDecoder().decode(PassRequest.self, from: Data(other.utf8))
      #expect(code { _ = try forged.checked() } == .badBundle)
      for _ in 0..<2 { #expect(try device.install(issued(device)).role == "patroller") }
      #expect(try device.passes().count == 1)
      let strange = DeviceSigningKey().deviceKey
      #expect(code { _ = try device.install(issued(device, key: strange)) } == .badBundle)
      let another = AccountID(Bytes16(high: 9, low: 9))
      #expect(code { _ = try device.install(issued(device, account: another)) } == .badBundle)
      #expect(try device.passes().count == 1)
    }
  }

  @Test func `numbers what it signs from 1, and each signature holds`() throws {
    try withDevice { device in
      let signed = try ["甲", "乙", "丙"].map { try device.sign(draft($0), pass: Self.pass) }
      #expect(signed.map(\.signature.number) == [1, 2, 3])
      #expect(try device.actions() == signed && device.nextNumber() == 4)
      let key = try device.key().deviceKey
      for action in signed { #expect(key.verifies(action.signature.signature, of: action.content.message)) }
    }
  }

  /// The journal after a cut at each byte: what was shown to somebody keeps its number.
  @Test func `uses no number again that anybody was shown, wherever its journal is cut`() throws {
    try withDevice { device in
      for text in ["甲", "乙"] { _ = try device.sign(draft(text), pass: Self.pass) }
      let place = device.url.appending(path: "journal")
      let whole = try SecretFile.read(place)
      for count in 0..<whole.count {
        try SecretFile.write(whole[..<count], to: place)
        #expect(try device.nextNumber() == 3, "cut at \(count)")
      }
    }
  }

  /// The power failed while the third was being written: nobody was shown it.
  @Test func `writes over what a cut has left, and reads on behind it`() throws {
    try withDevice { device in
      let kept = try ["甲", "乙"].map { try device.sign(draft($0), pass: Self.pass) }
      let place = device.url.appending(path: "journal")
      let two = try SecretFile.read(place)
      _ = try device.sign(draft("丙"), pass: Self.pass)
      let three = try SecretFile.read(place)
      try SecretFile.write(three[..<(two.count + 50)], to: place)
      try SecretFile.write("2\n".utf8, to: device.url.appending(path: "number"))
      let next = try device.sign(draft("丁"), pass: Self.pass)
      #expect(next.signature.number == 3)
      #expect(try device.actions() == kept + [next])
    }
  }

  /// It ended between writing the action and noting its number.
  @Test func `knows a number from its journal alone`() throws {
    try withDevice { device in
      for text in ["甲", "乙"] { _ = try device.sign(draft(text), pass: Self.pass) }
      try SecretFile.write("1\n".utf8, to: device.url.appending(path: "number"))
      #expect(try device.nextNumber() == 3)
      try FileManager.default.removeItem(at: device.url.appending(path: "number"))
      #expect(try device.nextNumber() == 3)
    }
  }

  @Test func `gives two who sign at one time two numbers`() async throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let device = DeviceFolder(folder.url.appending(path: "zhang.device"))
    try device.make(account: Self.account)
    let numbers = try await withThrowingTaskGroup(of: UInt64.self) { group in
      for count in 0..<8 {
        let draft = draft("隐患\(count)")
        group.addTask { try device.sign(draft, pass: Self.pass).signature.number }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(numbers.sorted() == Array(1...8))
  }
}
