// Keys on disk.
import Certificates
import Enrolment
import Foundation
import Merge
import TestSupport
import Testing

@Suite struct FileTests {
  @Test func `keys are their owner's alone, and others are refused with a hint`() throws {
    let folder = try TemporaryFolder()
    let trust = TrustFolder(folder.url)
    let key = try trust.key("transport.key")
    let path = trust.file("transport.key").path
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try trust.key("transport.key").pem == key.pem)
    for mode in [0o640, 0o604, 0o660, 0o644] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let error = #expect(throws: EnrolmentError.self) { try trust.key("transport.key") }
      #expect(error?.code == .openKeyFile && error?.hint.contains("chmod 600") == true)
    }
  }

  @Test func `a key is not followed through a link`() throws {
    let folder = try TemporaryFolder()
    let (trust, other) = (TrustFolder(folder.url), folder.url.appending(path: "elsewhere"))
    try SecretFile.write(TransportKey().pem.utf8, to: other)
    try FileManager.default.createSymbolicLink(at: trust.file("transport.key"), withDestinationURL: other)
    #expect(throws: EnrolmentError.self) { try trust.key("transport.key") }
  }

  @Test func `what was kept is read again`() throws {
    let folder = try TemporaryFolder()
    let trust = TrustFolder(folder.url)
    #expect(!trust.isEnrolled)
    let office = Office(Place.city, seed: 10)
    let credentials = try office.credentials(from: try City().issuer)
    try SecretFile.write(office.transport.pem.utf8, to: trust.file("transport.key"))
    try SecretFile.write(office.authority!.pem.utf8, to: trust.file("authority.key"))
    try trust.keepBundle(credentials.bundle)
    #expect(trust.isEnrolled)
    let read = try Credentials(trust)
    #expect(read.bundle == credentials.bundle && read.authority?.area == Place.city && read.parent == nil)
  }
}
