// A device in a folder: key, account, passes, numbers and what was signed.
package import Foundation
import Merge
package import Trust

/// A device that is no phone.
///
/// | file | |
/// |---|---|
/// | `device.key` | suite and private key in hexadecimal, mode 0600 |
/// | `account` | the account it acts for, a UUID |
/// | `passes.json` | the passes it was given |
/// | `number` | the highest number that anybody was shown |
/// | `journal` | every signed action, each on disk before it is shown |
///
/// A number is never used twice: signing happens under a lock, and the next number is beyond both the journal's last and
/// `number`. A copy of the folder is another device under the same key; whoever holds two actions under one number tells.
package struct DeviceFolder: Sendable {
  package let url: URL

  package init(_ url: URL) { self.url = url }

  private func file(_ name: String) -> URL { url.appending(path: name) }
  private var journal: ActionJournal { ActionJournal(url: file("journal")) }

  package var exists: Bool { FileManager.default.fileExists(atPath: file("device.key").path) }

  /// Makes the device; one that is there is never written over.
  package func make(_ key: DeviceSigningKey = DeviceSigningKey(), account: AccountID) throws(EnrolmentError) {
    guard !exists else {
      throw EnrolmentError(.alreadyEnrolled, "there is a device in \(url.path)", hint: "Choose another folder.")
    }
    try TrustFolder(url).make()
    try SecretFile.write("\(account)\n".utf8, to: file("account"))
    try SecretFile.write("\(key.text)\n".utf8, to: file("device.key"))
  }

  package func key() throws(EnrolmentError) -> DeviceSigningKey {
    try expectDevice()
    let text = String(decoding: try SecretFile.read(file("device.key")), as: UTF8.self)
    guard let key = DeviceSigningKey(text: text.prefix { !$0.isWhitespace }) else { throw damaged("device.key") }
    return key
  }

  package func account() throws(EnrolmentError) -> AccountID {
    try expectDevice()
    let text = String(decoding: try SecretFile.read(file("account")), as: UTF8.self)
    guard let id = RecordID(hex: String(text.prefix { !$0.isWhitespace })) else { throw damaged("account") }
    return AccountID(id.raw)
  }

  package func request() throws(EnrolmentError) -> PassRequest { try PassRequest(key(), account: account()) }

  // MARK: Passes

  /// The passes it was given, in the order in which they came.
  package func passes() throws(EnrolmentError) -> [Statement] {
    try expectDevice()
    guard FileManager.default.fileExists(atPath: file("passes.json").path) else { return [] }
    let bytes = try SecretFile.read(file("passes.json"))
    guard let kept = try? JSONDecoder().decode([IssuedPass].self, from: Data(bytes)) else {
      throw damaged("passes.json")
    }
    var passes: [Statement] = []
    for item in kept { passes.append(try item.checked().statement) }
    return passes
  }

  /// Keeps a pass, when it is for this key and account; again is no harm.
  package func install(_ issued: IssuedPass) throws(EnrolmentError) -> Pass {
    let (statement, pass) = try issued.checked()
    guard pass.key == (try key().deviceKey), pass.account == (try account()) else {
      throw EnrolmentError(
        .badBundle, "the pass is for device \(pass.device) of account \(pass.account)",
        hint: "Each device asks for its own.")
    }
    let lock = try lock()
    defer { close(lock) }
    let known = try passes()
    if known.contains(statement) { return pass }
    try SecretFile.write(TrustFolder.text((known + [statement]).map { IssuedPass($0) }), to: file("passes.json"))
    return pass
  }

  // MARK: Actions

  /// Everything it has signed.
  package func actions() throws(EnrolmentError) -> [PortableAction] { try journal.read().actions }

  /// The number of the next action.
  package func nextNumber() throws(EnrolmentError) -> UInt64 { try next(after: journal.read().actions) }

  /// Signs an action under a pass. It is in the journal, and its number is used up, before the call returns.
  package func sign(_ draft: ActionDraft, pass: PassID) throws(EnrolmentError) -> PortableAction {
    let key = try key()
    let lock = try lock()
    defer { close(lock) }
    let (actions, end) = try journal.read()
    let number = try next(after: actions)
    let action = try PortableAction(draft, pass: pass, number: number) { message throws(EnrolmentError) in
      try key.sign(message)
    }
    try journal.append(action, at: end)
    try SecretFile.write("\(number)\n".utf8, to: file("number"))
    return action
  }

  /// Beyond whatever was signed, also where the journal has lost its end.
  private func next(after actions: [PortableAction]) throws(EnrolmentError) -> UInt64 {
    let place = file("number")
    var shown: UInt64 = 0
    if FileManager.default.fileExists(atPath: place.path) {
      let text = String(decoding: try SecretFile.read(place), as: UTF8.self)
      guard let number = UInt64(text.prefix { !$0.isWhitespace }), number < UInt64(Int64.max) else {
        throw damaged("number")
      }
      shown = number
    }
    return max(shown, actions.map(\.signature.number).max() ?? 0) + 1
  }

  private func expectDevice() throws(EnrolmentError) {
    guard exists else {
      throw EnrolmentError(
        .notEnrolled, "there is no device in \(url.path)", hint: "Make one with `gridward device make`.")
    }
  }

  private func damaged(_ name: String) -> EnrolmentError {
    EnrolmentError(
      .damagedFile, "\(file(name).path) cannot be read",
      hint: "Do not put an older copy back, its numbers are used: have the device withdrawn and make another.")
  }

  private func lock() throws(EnrolmentError) -> Int32 {
    let path = file("lock").path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
      throw EnrolmentError(.inputOutput, "\(path) cannot be locked: \(String(cString: strerror(errno)))")
    }
    return descriptor
  }
}
