// Which device a command uses, and under which of its passes it signs.
import ArgumentParser
import Enrolment
import Foundation
import Merge
import Store
import Trust

/// The folder of a device.
struct DeviceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The device's folder.", valueName: "folder"))
  var device: String

  var folder: DeviceFolder { DeviceFolder(URL(filePath: device)) }
}

/// A pass of a device.
struct HeldPass {
  let id: PassID
  let pass: Pass

  /// In what post the device signs under the pass, as a store shows it; one that the store does not know is taken for as good as
  /// any, which the node that is handed the action asks again.
  func actor(for account: AccountID?, in reader: StoreReader) throws -> Actor {
    let standing = try reader.rootKey().flatMap { root in
      var authority = PassAuthority(root: root)
      return try authority.standing(of: id, in: reader)
    }
    return Actor(
      role: pass.role, isIssuedAbove: standing?.isIssuedAbove ?? true, actingFor: account?.description)
  }

  /// The passes of a device.
  static func all(of device: DeviceFolder) throws -> [HeldPass] {
    try device.passes().compactMap { statement in
      guard case .pass(let pass) = statement.content else { return nil }
      return HeldPass(id: statement.passID, pass: pass)
    }
  }

  /// The pass that is meant: the one whose id begins so, or the only one of the posts that may act at the area; of several for one
  /// post the latest.
  static func chosen(of device: DeviceFolder, _ begin: String?, for area: Area, now: Int64) throws -> HeldPass {
    let all = try all(of: device)
    guard !all.isEmpty else {
      throw Failure(.refused, "the device has no pass yet", hint: "gridward device request, then device install.")
    }
    if let begin {
      let found = all.filter { $0.id.description.hasPrefix(begin.lowercased()) }
      if found.count == 1, !begin.isEmpty { return found[0] }
      throw Failure(
        .usage, "`\(begin)` begins \(Words.count(found.count, "pass id"))", hint: "See gridward device show.")
    }
    let fitting = all.filter { $0.pass.area.contains(area) && now <= $0.pass.notAfter }
    let posts = Set(fitting.map(\.pass.post))
    guard posts.count == 1, let latest = fitting.max(by: { $0.pass.issuedAt < $1.pass.issuedAt }) else {
      throw Failure(
        .refused, posts.isEmpty ? "no pass of the device is good at \(area.code) now" : "several posts may act there",
        hint: posts.isEmpty ? "See gridward device show; a pass is renewed by `pass issue`." : "Name one with --pass.")
    }
    return latest
  }
}

/// A document of a device on its way, as JSON in a file.
enum PeopleFile {
  static func request(_ path: String) throws -> PassRequest { try DocumentFile.read(path, max: PassRequest.bytesMax) }
  static func pass(_ path: String) throws -> IssuedPass { try DocumentFile.read(path, max: IssuedPass.bytesMax) }
}

extension Named {
  static func account(_ text: String) throws -> AccountID {
    guard text.count == 36, let id = RecordID(hex: text), id.description == text.lowercased() else {
      throw Failure(.usage, "`\(text)` is no account", hint: "A UUID, as `gridward device show` tells it.")
    }
    return AccountID(id.raw)
  }

  static func device(_ text: String) throws -> DeviceID {
    guard let id = DeviceID(hex: text) else {
      throw Failure(
        .usage, "`\(text)` is no device", hint: "32 hexadecimal digits, as `gridward pass list` tells them.")
    }
    return id
  }

  static func record(_ text: String, _ what: String) throws -> RecordID {
    guard let id = RecordID(hex: text) else {
      throw Failure(.usage, "`\(text)` is no id of a \(what)", hint: "A UUID.")
    }
    return id
  }
}
