// `gridward import`: takes in a file of frames that a parent or child wrote.
import ArgumentParser
import Merge
import Node
import Replica
import Store
import Wire

struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take in a file that a parent or child wrote with `gridward export`.",
    discussion: """
        gridward import day.frames --store town/node.db

      Taken in twice it changes nothing. Of a file that was cut off, everything before the cut is kept, and the command \
      ends with \(ExitStatus.unsound.rawValue). Stop the node first: it holds the store.
      """)

  @Argument(help: "The file to take in.")
  var file: String
  @OptionGroup var options: StoreOptions

  func run() async throws {
    let settings = try await options.settings()
    let source = try FrameFileReader(file)
    let node = try OpenStore.node(settings)
    var incoming = Incoming(node: node)
    var fault: (any Error)?
    do { while let piece = try source.next() { try await incoming.feed(piece) } } catch { fault = error }
    guard let hello = incoming.hello else {
      try node.store.close()
      if let fault = fault as? Failure { throw fault }
      throw Failure(.refused, "\(file) is no file of frames", hint: "Give the file that `gridward export` wrote.")
    }
    try report(incoming, from: hello, at: node)
    let isEqual = try await incoming.finish()
    try node.store.close()
    if let fault { throw Failure(fault) ?? fault }
    try judge(incoming)
    Terminal.line(isEqual ? "  now this node holds what its maker held" : "  this node holds more than its maker did")
  }

  private func report(_ incoming: Incoming, from hello: Hello, at node: Node) throws {
    let taken = incoming.taken
    let name = try node.read { $0.words(for: hello.area, catalog: node.catalog) }
    Terminal.line("Took \(Words.count(taken.accepted, "new commit")) from \(name) (\(hello.area.tier.name))")
    if taken.duplicates > 0 { Terminal.line("  \(taken.duplicates) were here already") }
    if taken.gaps > 0 { Terminal.line("  \(taken.gaps) follow on commits that are not here") }
    if taken.ahead > 0 { Terminal.line("  \(taken.ahead) come from a clock that is ahead") }
    for refusal in taken.refusals {
      Terminal.line("  refused: feed \(refusal.feed) from number \(refusal.seq) on (\(refusal.code.rawValue))")
    }
  }

  private func judge(_ incoming: Incoming) throws {
    guard incoming.isWhole else {
      throw Failure(
        .unsound, "\(file) is cut off; what came before the cut is kept",
        hint: "Export and carry it again: nothing doubles.")
    }
    let taken = incoming.taken
    guard taken.gaps == 0, taken.unreadable == 0, taken.refusals.isEmpty else {
      throw Failure(
        .unsound, "not everything could be taken in",
        hint: "Ask for a file made with --all; `gridward status` names what is refused.")
    }
  }
}
