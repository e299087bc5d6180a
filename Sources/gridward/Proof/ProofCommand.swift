// `gridward proof`: a record's commits with all that proves them, as one file for an inquiry.
import ArgumentParser
import Catalog
import Foundation
import Merge
import Replica
import Store
import Trust

struct ProofCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proof",
    abstract: "Write a proof of one record: who wrote what when, under whose grant, which tiers held it.",
    discussion: """
        gridward proof 0199c0de-0000-7000-8000-0000000000aa --store home/node.db -o hazard.proof
        gridward verify-proof hazard.proof --root 3b6a27bc…    # anywhere, with nothing but the city's root key

      Commits of the same author about other records are in the file only as their header and a digest. The node may be \
      running meanwhile.
      """)

  @Argument(help: "The record's id.")
  var record: String
  @Option(
    name: [.short, .customLong("output")], help: ArgumentHelp("The file to write (RECORD.proof).", valueName: "file"))
  var output: String?
  @OptionGroup var options: StoreOptions

  func run() async throws {
    let settings = try await options.settings()
    guard let id = RecordID(hex: record) else {
      throw Failure(.usage, "`\(record)` is no record's id", hint: "`gridward record list` shows ids.")
    }
    let catalog = try settings.catalog()
    let made = try OpenStore.looking(settings) { reader, _ in
      for type in catalog.types where try !reader.records(id, type: type).isEmpty {
        return try reader.proof(of: id, type: type)
      }
      throw Failure(.notFound, "this store shows no record \(id)", hint: "Ask a node of the record's branch.")
    }
    let path = output ?? "\(id).proof"
    let bytes = made.file.encoded
    do { try Data(bytes).write(to: URL(filePath: path), options: .atomic) } catch {
      throw Failure(.disk, "\(path) cannot be written: \(error.localizedDescription)", hint: "Is there room on it?")
    }
    Terminal.line(
      "Wrote \(Words.count(made.commits, "commit")) of \(made.file.type) \(id), \(Words.bytes(bytes.count)), to \(path)"
    )
    if made.unsealed > 0 {
      Terminal.line("  \(Words.count(made.unsealed, "newer commit")) not sealed by the author yet, not in the file")
    }
  }
}
