// `gridward root`: the city's root, on a machine that needs no network.
import ArgumentParser
import Certificates
import Enrolment
import Foundation
import Merge
import Node
import Trust

struct RootCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "root",
    abstract: "Make a city's root, and let the city's own node in. The folder can stay on a machine without a network.",
    discussion: """
        gridward root create --folder root --area 370200000000
        gridward enroll request city.application --area 370200000000 --store city/node.db   # at the city's node
        gridward root admit city.application --folder root --output city.bundle
        gridward enroll install city.bundle --store city/node.db         # at the city's node

      The folder holds two private keys, `root.key` and `authority.key`. Whoever has them can let anybody in: keep them offline.
      """,
    subcommands: [Create.self, Admit.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the two keys and the certificate of a city's root.",
      discussion: "  gridward root create --folder root --area 370200000000")

    @Option(help: "A folder that does not exist yet.") var folder: String
    @Option(help: ArgumentHelp("The area at the top of the tree.", valueName: "code")) var area: String

    func run() async throws {
      let area = try Named.area(area)
      let place = TrustFolder(URL(filePath: folder))
      guard !FileManager.default.fileExists(atPath: place.file("root.key").path) else {
        throw Failure(.exists, "there is a root in \(folder)", hint: "Choose another folder.")
      }
      try place.make()
      let key = try RootFolder.keyFile(place).make(seed: Node.random16().bytes + Node.random16().bytes)
      let root = try CertificateAuthority.root(
        area: area, key: try place.key("authority.key"), now: Node.now / 1000)
      try SecretFile.write(try CertificateText.pem([root.certificate]).utf8, to: place.file("root.pem"))
      try SecretFile.write("\(key.publicKey)\n".utf8, to: place.file("root.pub"))
      Terminal.line("Made the root of \(area.code) in \(folder)")
      Terminal.line("  public key \(key.publicKey)")
      Terminal.line("Next: gridward enroll request FILE --store …, then gridward root admit FILE --folder \(folder)")
    }
  }

  struct Admit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign the certificates and the grant of the node at the top.",
      discussion: "  gridward root admit city.application --folder root --output city.bundle")

    @Argument(help: "The file `gridward enroll request` wrote.") var application: String
    @Option(help: "The root's folder.") var folder: String
    @Option(help: "Where to write the bundle.") var output: String

    func run() async throws {
      let application = try DocumentFile.application(application)
      let issuer = try RootFolder.issuer(TrustFolder(URL(filePath: folder)))
      let checked = try application.checked()
      let admitted = try issuer.admit(checked, name: application.name, now: Node.now / 1000)
      try DocumentFile.write(admitted.bundle, to: output)
      Terminal.line("Admitted node \(checked.node) at \(checked.area.code); its key is \(checked.transport.pin.spoken)")
      Terminal.line("Next: gridward enroll install \(output) --store …")
    }
  }
}

/// A root's folder.
enum RootFolder {
  static func keyFile(_ folder: TrustFolder) -> SigningKeyFile { SigningKeyFile(folder.file("root.key")) }

  static func issuer(_ folder: TrustFolder) throws -> Issuer {
    let key = try keyFile(folder).read()
    guard let text = try SecretFile.readOpen(folder.file("root.pem")) else {
      throw Failure(.notFound, "there is no root in \(folder.url.path)", hint: "Make one with `gridward root create`.")
    }
    let certificates = try CertificateText.certificates(String(decoding: text, as: UTF8.self))
    let authority = try CertificateAuthority(
      certificate: certificates[0], chain: [], key: try folder.key("authority.key"))
    return Issuer(
      authority: authority, root: certificates[0], rootKey: key.publicKey, key: key, statements: [], isRoot: true)
  }
}

/// Applications and bundles as files, for places without a network.
enum DocumentFile {
  static func application(_ path: String) throws -> EnrolmentApplication {
    try read(path, max: EnrolmentApplication.bytesMax)
  }
  static func bundle(_ path: String) throws -> EnrolmentBundle { try read(path, max: EnrolmentBundle.bytesMax) }

  static func read<Document: Decodable>(_ path: String, max: Int) throws -> Document {
    guard let data = FileManager.default.contents(atPath: path) else { throw Failure(.notFound, "there is no \(path)") }
    guard data.count <= max, let document = try? JSONDecoder().decode(Document.self, from: data) else {
      throw Failure(.refused, "\(path) is not what was expected", hint: "Check that it was copied whole.")
    }
    return document
  }

  static func write(_ document: some Encodable, to path: String) throws {
    try SecretFile.write(TrustFolder.text(document), to: URL(filePath: path))
  }
}
