// `gridward init`: makes a node's store and, beside it, a configuration to begin with.
import ArgumentParser
import Foundation
import Merge
import Node
import Replica
import Store

struct Init: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a new node: its store, and a configuration to begin with.",
    discussion: """
      Examples:
        gridward init --store city/node.db --area 370200000000 --name 青岛市
        gridward init --store shop/node.db --area 370202021001/91350100M000100Y43 --parent http://10.2.0.9:8370

      The node is named after a new signing key, kept beside the store as node.key. A gridward.yaml is written there too unless
      there is one. `gridward enroll TOKEN --parent URL` does all this, and makes the node a member of its city.
      """)

  @OptionGroup var options: StoreOptions
  @Option(help: ArgumentHelp("The area the node stands for.", valueName: "code"))
  var area: String
  @Option(help: "What the node is called.")
  var name: String?
  @Option(help: ArgumentHelp("The address of the node above.", valueName: "url"))
  var parent: String?
  @Option(help: "The port the node will serve on.")
  var port: Int?

  func run() async throws {
    let flags = ["name": name, "parent": parent, "listen.port": port.map(String.init)]
    let settings = try await options.settings(flags)
    let area = try Named.newArea(area)
    let files = try NodeFiles(settings)
    let path = files.store
    let store = try files.make(area: area, root: nil, settings: settings)
    let identity = store.identity
    try store.close()
    let folder = URL(filePath: path).deletingLastPathComponent()
    let written = try StarterFile(settings: settings, store: path).write(in: folder)
    Terminal.line("Made node \(identity.node) at \(area.code) (\(area.tier.name)) in \(path)")
    if let written { Terminal.line("Wrote \(written)") }
    Terminal.line("Next: gridward serve --store \(path)")
  }
}

/// The configuration a new node begins with.
struct StarterFile {
  let settings: Settings
  let store: String

  /// Writes it, unless there is one already.
  /// - Returns: its path; nil when nothing was written.
  func write(in folder: URL) throws -> String? {
    let place = folder.appending(path: Settings.fileName)
    guard !FileManager.default.fileExists(atPath: place.path) else { return nil }
    do { try Data(text.utf8).write(to: place, options: .withoutOverwriting) } catch {
      throw Failure(.disk, "\(place.path) cannot be written: \(error.localizedDescription)")
    }
    return place.path
  }

  private var text: String {
    let fileName = URL(filePath: store).lastPathComponent
    return """
      # A Gridward node. Flags and GRIDWARD_… variables win over this file; `gridward --help` explains every key.
      \(settings.name.map { "name: \(JSON.text($0).string)" } ?? "# name: 珠海路街道")
      store: \(JSON.text(fileName).string)
      listen: { host: \(settings.host), port: \(settings.port) }  # people and programs on this machine
      link: { host: \(settings.linkHost), port: \(settings.linkPort) }  # nodes below, over TLS
      \(settings.parent.map { "parent: \(JSON.text($0).string)" } ?? "# parent: http://10.2.0.1:8370")
      \(settings.proxy.map { "proxy: \(JSON.text($0).string)" } ?? "# proxy: http://10.2.0.254:3128")
      wait: \(settings.wait.components.seconds)
      log: { level: \(settings.logLevel), format: \(settings.logForm) }

      """
  }
}
