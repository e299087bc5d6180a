// Opening a node's store for commands that work on it by themselves.
import Catalog
import FlightRecorder
import Logging
import Merge
import Node
import Replica
import Reports
import Store
import Trust

enum OpenStore {
  /// Opens the store for writing; while a node runs over it, its lock is held.
  static func writable(_ settings: Settings, logger: Logger = Logger(label: "gridward")) throws -> Store {
    // TLS ends the process over such a time.
    guard Node.now >= 0 else {
      throw Failure(.settings, "this machine's clock stands before 1970", hint: "Set it right, then start again.")
    }
    let rebuild = RebuildLog(logger)
    let store = try Store.open(
      path: try settings.requiredStore(), catalog: try settings.catalog(), rebuilding: { rebuild.tell($0) },
      flight: { path in
        FlightLog(store: path, program: Help.program, boot: LineageMarker.bootID, now: Node.now)
      })
    guard store.retiredAt == nil else {
      try store.close()
      throw Failure(
        .refused, "this node has been closed for good",
        hint: "Its store can be read; a new node needs a store of its own.")
    }
    return store
  }

  /// The node over the store, with its key and what this machine remembers of the store.
  static func node(_ settings: Settings, logger: Logger = Logger(label: "gridward")) throws -> Node {
    let store = try writable(settings, logger: logger)
    store.flight?.tell(logger)
    return try Node.open(
      store: store, logger: logger, signer: try NodeFiles(settings).signer(of: store),
      marker: .ofMachine(store: store.path), questions: settings.questions)
  }

  /// Looks into the store; a node may be running over it.
  static func looking<T>(_ settings: Settings, _ body: (StoreReader, Identity) throws -> T) throws -> T {
    try Store.inspect(path: try settings.requiredStore(), body)
  }

  /// What nodes tell each other of their catalog.
  static func catalogDigest(_ settings: Settings) throws -> Bytes16 {
    Hashing.sha256(try settings.catalog().canonicalBytes).first16
  }
}

extension StoreReader {
  /// What places are called; none of them where that cannot be read: a store may be looked into because it is damaged.
  func places(_ areas: [Area], catalog: Catalog) -> PlaceNames {
    (try? PlaceNames(of: areas.map(\.code), in: self, catalog: catalog)) ?? PlaceNames()
  }

  /// An area's code, with its name behind it where one is known.
  func words(for area: Area, catalog: Catalog) -> String {
    let name = places([area], catalog: catalog)[area.code]
    return Terminal.harmless(name.map { "\(area.code) \($0)" } ?? area.code)
  }
}

extension FlightLog {
  /// Tells the operator how the process before ended, and what is left out since.
  func tell(_ logger: Logger) {
    if let fault { logger.warning("What is under way cannot be noted", metadata: ["reason": "\(fault)"]) }
    for incident in incidents where incident.signal != 0 {
      let what = incident.undertaking?.text ?? "something that was not noted"
      logger.error(
        "The process before ended by a fault", metadata: ["signal": "\(incident.signal)", "during": "\(what)"])
    }
    for entry in shelved {
      logger.error(
        "Left out, since it has ended the process more than once",
        metadata: ["what": "\(entry.name)", "during": "\(entry.text)", "times": "\(entry.times)"])
    }
  }
}
