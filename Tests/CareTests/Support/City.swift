// A small city on files: offices with keys and grants, and whatever may happen to their disks.
import Catalog
import Foundation
import Merge
import Node
import Replica
import Store
import TestSupport
import Testing
import Trust

extension Place {
  static let newTownship = Area("370202002000")!
  static let newCommunity = Area("370202002001")!
}

/// A folder with a city's files; removed when the test is over.
final class City: Sendable {
  private let files: TemporaryFolder
  let root = SigningKey.fresh()

  init() throws { files = try TemporaryFolder() }

  var folder: URL { files.url }

  /// What stands for a machine's memory: a folder that is not copied with a disk.
  func machine(_ name: String = "machine") throws -> URL {
    let place = folder.appending(path: name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    return place
  }
}

/// One node of the city, running or not.
final class Office {
  let city: City
  let key: SigningKey
  private(set) var grants: [Trust.Statement]
  let path: String
  private(set) var node: Node

  /// Makes the node's store, with the grants it was given by whoever stands above it.
  init(_ city: City, _ area: Area, below office: Office?, key: SigningKey? = nil) async throws {
    let key = key ?? SigningKey.fresh()
    let issuer = office?.key ?? city.root
    let grant = Grant(
      issuer: issuer.publicKey, subject: key.publicKey, area: area, issuedAt: Node.now - 1_000)
    let folder = city.folder.appending(path: "\(area.code)-\(key.node.description.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    (self.city, self.key) = (city, key)
    grants = (office?.grants ?? []) + [Statement(.grant(grant), key: issuer)]
    path = folder.appending(path: "node.db").path
    let identity = Identity(
      node: key.node, incarnation: Node.random16().high, store: StoreID(Node.random16()), area: area)
    let store = try Store.create(path: path, identity: identity, catalog: .builtIn, root: city.root.publicKey)
    let marker = LineageMarker(store: path, folder: try city.machine())
    marker.noteMark(.init(store: identity.store, arrival: 0, hash: .zero))
    node = try Node.open(store: store, logger: quiet, signer: key, marker: marker)
    try await introduce()
  }

  /// The same node over another file.
  private init(_ office: Office, path: String, machine: URL) throws {
    (city, key, grants, self.path) = (office.city, office.key, office.grants, path)
    node = try Self.open(path, key: office.key, machine: machine)
  }

  private static func open(_ path: String, key: SigningKey, machine: URL) throws -> Node {
    try Node.open(
      store: try opened(path), logger: quiet, signer: key, marker: LineageMarker(store: path, folder: machine))
  }

  /// Tests beside this one start processes, which have a copy of every descriptor, and with it of a lock that has been given up,
  /// until they have become another program.
  private static func opened(_ path: String) throws -> Store {
    for _ in 0..<5_000 {
      do {
        return try Store.open(path: path, catalog: .builtIn)
      } catch let error as StoreError where error.code == .busy { poll(nil, 0, 1) }
    }
    return try Store.open(path: path, catalog: .builtIn)
  }

  private func introduce() async throws {
    let statements = grants
    let area = node.identity.area
    _ = try await node.writer.run { replica, storage in
      try replica.learn(statements, in: storage)
      return try replica.commit(statements.map { $0.intent(in: area) }, user: "gridward", now: Node.now, into: storage)
    }
  }

  // MARK: What happens to it

  func stop() throws { try node.store.close() }

  func start(machine: String = "machine") throws {
    node = try Self.open(path, key: key, machine: try city.machine(machine))
  }

  /// A copy of the node's files as they are, taken while nobody writes.
  func copyFiles(to name: String) throws -> URL {
    let target = city.folder.appending(path: name)
    try FileManager.default.copyItem(at: URL(filePath: path).deletingLastPathComponent(), to: target)
    return target
  }

  /// Puts copied files in the place of the node's own; the machine remembers what it remembers.
  func putBack(_ copy: URL) throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    try FileManager.default.removeItem(at: folder)
    try FileManager.default.copyItem(at: copy, to: folder)
  }

  /// All its files are gone, and it is restored from a backup as another incarnation.
  func restore(from backup: String, incarnation: UInt64 = 78) throws {
    try stop()
    let folder = URL(filePath: path).deletingLastPathComponent()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
    try Store.restore(
      from: backup, to: path, incarnation: incarnation, store: StoreID(Node.random16()), catalog: .builtIn
    ).close()
    try start()
  }

  /// The same node, running over copied files on another machine.
  func clone(_ copy: URL, machine: String) throws -> Office {
    try Office(self, path: copy.appending(path: "node.db").path, machine: try city.machine(machine))
  }

  /// Everything in the node's files, the log included.
  func bytesOnDisk() throws -> Data {
    try ["", "-wal"].reduce(into: Data()) { data, ending in
      if FileManager.default.fileExists(atPath: path + ending) {
        data += try Data(contentsOf: URL(filePath: path + ending))
      }
    }
  }
}

extension Office {
  var area: Area { node.identity.area }
  var incarnation: UInt64 { node.identity.incarnation }

  /// Enters a hazard.
  @discardableResult
  func enter(_ text: String, about area: Area? = nil) async throws -> Dot {
    try await node.enter(text, about: area ?? self.area)
  }

  /// The descriptions of the hazards it shows, in order.
  func hazards() throws -> [String] {
    let type = Catalog.builtIn.type(named: "hazard")!
    return try node.read { reader in
      try reader.records(RecordFilter(type: "hazard"), type: type).records.compactMap { record in
        record.values.first { $0.field.name == "description" }?.value.text
      }
    }.sorted()
  }

  func feed(_ id: FeedID) throws -> StoredFeed? { try node.read { try $0.feed(id) } }

  /// Signs orders with the office's key and writes them down here.
  func order(_ make: (inout OrderDesk) throws -> [Order]) async throws {
    let orders = try node.read { reader in
      var desk = try OrderDesk(reader, key: key, now: Node.now)
      return try make(&desk)
    }
    try await node.publish(orders, user: "乙")
  }
}

extension Node {
  func enter(_ text: String, about area: Area) async throws -> Dot {
    let type = Catalog.builtIn.type(named: "hazard")!
    let intent = Intent(
      type: "hazard", record: Node.newRecordID(), area: area, seen: .empty,
      fields: [FieldChange(type.field(named: "description")!.number, .write(.text(text)))])
    return try await commit([intent], user: "甲")[0].dot
  }
}
