// `gridward export`: a file of frames for a peer that no network reaches.
import ArgumentParser
import Merge
import Node
import Replica
import Store
import Wire

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write what a parent or child lacks to a file, for a USB stick.",
    discussion: """
      Upward, then the answer downward:
        gridward export day.frames --to-parent --store home/node.db
        gridward import day.frames --store town/node.db
        gridward export back.frames --for 370202021001 --store town/node.db
        gridward import back.frames --store home/node.db

      The file holds what the other end has not acknowledged yet, or with --all everything. It may be lost, carried late, \
      or imported twice: nothing is lost or doubled by it. The node that exports may be running meanwhile; the one that imports \
      is stopped first. \
      It is not encrypted: keep the stick as you keep the records.
      """)

  @Argument(help: "The file to write.")
  var file: String
  @OptionGroup var options: StoreOptions
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("The area of the node it is for, above or below this one.", valueName: "area"))
  var peer: String?
  @Flag(help: "For the parent that this node has met.")
  var toParent = false
  @Flag(help: "From the first commit on.")
  var all = false
  @Flag(help: "From what the other end has last acknowledged on (what happens without --all).")
  var sinceLast = false

  func validate() throws {
    if (peer == nil) == !toParent { throw ValidationError("Say who the file is for: --to-parent, or --for AREA.") }
    if all && sinceLast { throw ValidationError("--all and --since-last say opposite things; give one of them.") }
  }

  func run() async throws {
    let settings = try await options.settings()
    let catalog = try OpenStore.catalogDigest(settings)
    let (written, area, name) = try OpenStore.looking(settings) { reader, identity in
      let (area, link) = try receiver(reader, identity)
      // Receipts go down alone: who only carries something up needs no key.
      let isSigned = try identity.area.contains(area) && reader.rootKey() != nil
      let signer = try isSigned ? NodeFiles(settings).key(of: identity) : nil
      let target = try FrameFileWriter(file)
      do {
        let sender = FileSession.Sender(
          identity: identity, catalog: catalog, peer: area, link: link, signer: signer)
        guard let sender else { throw unrelated(identity.area, area) }
        let written = try sender.write(from: reader, everything: all, now: Node.now) { try target.append($0) }
        try target.finish()
        return (written, area, reader.words(for: area, catalog: try settings.catalog()))
      } catch {
        target.abandon()
        throw error
      }
    }
    let since = written.from == .zero ? "everything" : "what was not acknowledged"
    Terminal.line("Wrote \(Words.count(written.commits, "commit")), \(Words.bytes(written.bytes)), to \(file)")
    Terminal.line("  for \(name) (\(area.tier.name)): \(since)")
  }

  private func unrelated(_ own: Area, _ peer: Area) -> Failure {
    Failure(
      .usage, "\(peer.code) stands neither above nor below \(own.code)",
      hint: "A file goes along a branch: to an area this node lies in, or to one inside it.")
  }

  /// Whom the file is for, and what is remembered of them.
  private func receiver(_ reader: StoreReader, _ identity: Identity) throws -> (Area, StoredLink?) {
    guard let peer else {
      guard let link = try reader.parentLink() else {
        throw Failure(.notFound, "this node has never met its parent", hint: "Name the parent's area: --for AREA.")
      }
      return (link.area, link)
    }
    let area = try Named.area(peer)
    let links = try reader.links().filter { $0.area == area }
    return (area, links.max { ($0.heardAt ?? 0) < ($1.heardAt ?? 0) })
  }
}
