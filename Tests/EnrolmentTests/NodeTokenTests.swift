// The file of a node's token: made once, its owner's alone.
import Enrolment
import Foundation
import TestSupport
import Testing

@Suite struct `The file of a node's token` {
  private static let secret = [UInt8](repeating: 3, count: NodeToken.bytes)

  @Test func `lies beside the store, is its owner's alone and stays what it is`() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let file = NodeTokenFile(store: folder.file("city.db"))
    #expect(file.url.lastPathComponent == "city.token" && !file.exists)
    let made = try file.readOrMake(secret: Self.secret)
    let again = try file.readOrMake(secret: Self.secret.map { $0 + 1 })
    #expect(made.text == again.text && made.isSame(as: again.text) && !made.isSame(as: "\(made.text) "))
    let attributes = try FileManager.default.attributesOfItem(atPath: file.url.path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.int32Value == 0o600)
  }

  @Test func `that others may read, or that is none, is refused`() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let file = NodeTokenFile(store: folder.file("node.db"))
    _ = try file.readOrMake(secret: Self.secret)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.url.path)
    #expect(code { _ = try file.read() } == .openKeyFile)
    try SecretFile.write("no token\n".utf8, to: file.url)
    #expect(code { _ = try file.readOrMake(secret: Self.secret) } == .damagedFile)
  }

  private func code(_ body: () throws -> Void) -> EnrolmentError.Code? {
    do { try body() } catch { return (error as? EnrolmentError)?.code }
    return nil
  }
}
