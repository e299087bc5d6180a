// Children in a city with a root key send what they wrote, all at once, to one empty parent.
import Catalog
import Foundation
import Node
import Store
import Trust

struct SignedFanIn {
  private let city: SigningCity
  private let folder: String
  private let name: String

  init(_ city: SigningCity, folder: String, name: String) throws {
    (self.city, self.folder, self.name) = (city, folder, name)
    for author in city.authors {
      Self.remove(path(author))
      try city.child(path(author), author: author)
    }
  }

  private func path(_ author: Int) -> String { "\(folder)/\(name)-\(author).db" }

  /// Sends copies of the children to a parent of its own.
  func turn() async throws -> SessionFigures {
    let receiving = "\(folder)/signed-fan-in.db"
    try Fixture.store(receiving, number: 1_006, area: Fixture.city, root: Trusted.root.publicKey).close()
    let parent = try ParentProcess(store: receiving)
    let children = try city.authors.map { try copy(of: $0) }
    let clock = ContinuousClock()
    let start = clock.now
    let client = try Sessions.client()
    let url = parent.url
    try await withThrowingTaskGroup(of: Void.self) { group in
      for child in children { group.addTask { _ = try await Sessions.sync(child, client: client, parent: url) } }
      try await group.waitForAll()
    }
    var figures = SessionFigures()
    figures.seconds = (clock.now - start) / .seconds(1)
    parent.stop()
    for child in children { try child.store.close() }
    let records = city.commits.reduce(0) { $0 + $1.intents.count }
    let held = try Store.inspect(path: receiving) { reader, _ in
      try reader.summary(types: ["hazard"]).records["hazard"]
    }
    precondition(held == records, "the parent shows \(held ?? 0) of \(records)")
    figures.moved(records)
    return figures
  }

  private func copy(of author: Int) throws -> Node {
    let copy = "\(folder)/sending-\(author).db"
    Self.remove(copy)
    try FileManager.default.copyItem(atPath: path(author), toPath: copy)
    return Sessions.node(try Store.open(path: copy, catalog: .builtIn))
  }

  private static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }
}
