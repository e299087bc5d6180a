// The configuration: a YAML file, over it the environment, over it the flags.
import Catalog
import Configuration
import Foundation
import Logging
import Node

/// What a node and its commands are told, each value from the strongest source that has it.
struct Settings: Sendable {
  var name: String?
  var store: String?
  var host: String
  var port: Int
  var parent: String?
  /// Told to have no parent, whatever is known of one.
  var isAlone: Bool
  /// Where children are served, over mutual TLS.
  var linkHost: String
  var linkPort: Int
  /// The folder of keys and certificates.
  var trust: String?
  /// Whether to serve without TLS and authentication on an address that others can reach.
  var isInsecure: Bool
  var proxy: String?
  var wait: Duration
  var logLevel: Logger.Level
  var logForm: LineLog.Form
  var catalogFolder: String?
  /// Names this node is asked under, besides addresses, `localhost` and the machine's own.
  var names: [String]
  /// The header in which a proxy says who asks.
  var userHeader: String?
  /// How much people may ask of the node.
  var questions: QuestionLimits
  /// Whether the node keeps an index of texts.
  var searchesTexts: Bool
  var server: String?
  /// What commands show to a node, and the file it is in; where neither is given, what lies beside the store.
  var token: String?
  var tokenFile: String?
  var user: String?
  /// The folder of the device that signs what commands write; the pass and whom it stands in for.
  var device: String?
  var pass: String?
  var actingFor: String?

  /// Every key, with what it means.
  static let keys = """
      name         what this node is called, such as 珠海路街道
      store        the node's SQLite file; relative to the configuration file
      listen.host  the address people and their programs are served on (127.0.0.1)
      listen.port  its port (8370); 0 takes a free one
      listen.user  the header in which a proxy says who asks; without it the body does
      questions.seconds  how long a question may take, from being asked (10)
      questions.each     how many of one caller may wait or be in work (32)
      text_search  true keeps an index, so that records are found by words (false)
      names        further names it is asked under, divided by commas; see operations.md
      link.host    the address children are served on, over TLS (127.0.0.1)
      link.port    its port (8470); 0 takes a free one
      trust        the folder of keys and certificates (node.trust for node.db)
      insecure     true lets others reach what has no TLS and asks nobody who they are
      parent       the node above, https://host:port; none at the top
      proxy        HTTP proxy on the way to the parent, http://host:port
      wait         seconds the parent may hold its answer (25)
      log.level    trace, debug, info, notice, warning, error, critical (info)
      log.format   text or json (text)
      catalog      a folder of record types (built in)
      server       the node that record and directive commands talk to
      token        that node's token, which writing asks for
      token_file   the file it is in (node.token for node.db, beside the store)
      user         who writes, for record and directive commands
      device       the folder of the device that signs what they write
    """

  /// The names of all keys.
  static var keyNames: [String] {
    keys.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  static let fileName = "gridward.yaml"

  /// Reads the settings.
  /// - Parameters:
  ///   - file: the file given on the command line; otherwise the one beside the store, or in the current folder.
  ///   - flags: what was given on the command line, by key.
  static func load(file: String?, flags: [String: String?]) async throws -> Settings {
    UnknownKeys.tell(in: ProcessInfo.processInfo.environment)
    let flags = flags.compactMapValues(\.self)
    let environment = EnvironmentVariablesProvider().prefixKeys(with: "gridward")
    let values = flags.map { key, value in
      (AbsoluteConfigKey(key.split(separator: ".").map(String.init)), ConfigValue(.string(value), isSecret: false))
    }
    let given = InMemoryProvider(name: "flags", values: Dictionary(uniqueKeysWithValues: values))
    let above = ConfigReader(providers: [given, environment])
    let store = above.string(forKey: "store")
    let asked = file ?? above.string(forKey: "config")
    guard let path = try locate(asked, store: store) else {
      return try Settings(above, fileFolder: nil, above: above)
    }
    let folder = URL(filePath: path).deletingLastPathComponent()
    let content = try await provider(of: path)
    // A file that was only found, and is about another store in the same folder, is not this node's.
    if asked == nil, let store, let named = ConfigReader(provider: content).string(forKey: "store"),
      !isSame(named, in: folder, as: store)
    {
      return try Settings(above, fileFolder: nil, above: above)
    }
    UnknownKeys.tell(inFile: path)
    return try Settings(
      ConfigReader(providers: [given, environment, content]), fileFolder: folder, above: above)
  }

  private static func isSame(_ named: String, in folder: URL, as store: String) -> Bool {
    let place = named.hasPrefix("/") ? URL(filePath: named) : folder.appending(path: named)
    return place.standardizedFileURL.path == URL(filePath: store).standardizedFileURL.path
  }

  /// The file to read; nil when there is none and none was asked for.
  private static func locate(_ asked: String?, store: String?) throws -> String? {
    if let asked {
      guard FileManager.default.fileExists(atPath: asked) else {
        throw Failure(
          .settings, "there is no configuration file at \(asked)", hint: "Check --config and GRIDWARD_CONFIG.")
      }
      return asked
    }
    let beside = store.map { URL(filePath: $0).deletingLastPathComponent().appending(path: fileName).path }
    return [beside ?? fileName].first { FileManager.default.fileExists(atPath: $0) }
  }

  private static func provider(of path: String) async throws -> FileProvider<YAMLSnapshot> {
    let place = InMemoryProvider(values: ["filePath": ConfigValue(.string(path), isSecret: false)])
    do { return try await FileProvider<YAMLSnapshot>(config: ConfigReader(provider: place)) } catch {
      throw Failure(
        .settings, "\(path) cannot be read: \(error)", hint: "It must be a YAML mapping; see `gridward --help`.")
    }
  }

  private init(_ reader: ConfigReader, fileFolder: URL?, above: ConfigReader) throws {
    /// A path from the file is relative to the file, one from a flag or the environment to the current folder.
    func path(_ key: ConfigKey) -> String? {
      if let given = above.string(forKey: key) { return given }
      return reader.string(forKey: key).map { path in
        path.hasPrefix("/") ? path : fileFolder?.appending(path: path).path ?? path
      }
    }
    name = reader.string(forKey: "name")
    store = path("store")
    (device, pass, actingFor) = (path("device"), above.string(forKey: "pass"), above.string(forKey: "acting_for"))
    catalogFolder = path("catalog")
    host = reader.string(forKey: "listen.host", default: "127.0.0.1")
    port = try Self.number(reader, "listen.port", in: 0...65_535, default: 8370)
    linkHost = reader.string(forKey: "link.host", default: "127.0.0.1")
    linkPort = try Self.number(reader, "link.port", in: 0...65_535, default: 8470)
    trust = path("trust")
    isInsecure = try Self.choice(reader, "insecure", of: Flag.allCases, default: .false) == .true
    parent = try Self.address(reader, "parent")
    isAlone = reader.string(forKey: "parent")?.isEmpty ?? false
    proxy = reader.string(forKey: "proxy").flatMap { $0.isEmpty ? nil : $0 }
    wait = .seconds(try Self.number(reader, "wait", in: 0...60, default: 25))
    logLevel = try Self.choice(reader, "log.level", of: Logger.Level.allCases, default: .info)
    logForm = try Self.choice(reader, "log.format", of: LineLog.Form.allCases, default: .text)
    names = (reader.string(forKey: "names") ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
    userHeader = reader.string(forKey: "listen.user").flatMap { $0.isEmpty ? nil : $0 }
    questions = QuestionLimits(
      span: .seconds(try Self.number(reader, "questions.seconds", in: 1...3_600, default: 10)),
      callerMax: try Self.number(reader, "questions.each", in: 1...64, default: 32))
    searchesTexts = try Self.choice(reader, "text_search", of: Flag.allCases, default: .false) == .true
    server = try Self.address(reader, "server")
    token = reader.string(forKey: "token")
    tokenFile = path("token_file")
    user = reader.string(forKey: "user")
  }

  /// A node's address; nil where none is given, or an empty one.
  private static func address(_ reader: ConfigReader, _ key: ConfigKey) throws -> String? {
    guard let text = reader.string(forKey: key), !text.isEmpty else { return nil }
    return try NodeAddress.checked(text, as: "\(key)")
  }

  private enum Flag: String, CaseIterable { case `true`, `false` }

  private static func number(
    _ reader: ConfigReader, _ key: ConfigKey, in range: ClosedRange<Int>, default standard: Int
  ) throws -> Int {
    guard let text = reader.string(forKey: key) else { return standard }
    guard let number = Int(text), range.contains(number) else {
      let bounds = "\(range.lowerBound) to \(range.upperBound)"
      throw Failure(.settings, "\(key) is `\(text)`", hint: "It must be a number from \(bounds).")
    }
    return number
  }

  private static func choice<Choice: RawRepresentable<String>>(
    _ reader: ConfigReader, _ key: ConfigKey, of choices: [Choice], default standard: Choice
  ) throws -> Choice {
    guard let text = reader.string(forKey: key) else { return standard }
    guard let choice = Choice(rawValue: text) else {
      let words = choices.map(\.rawValue).joined(separator: ", ")
      throw Failure(.settings, "\(key) is `\(text)`", hint: "It must be one of \(words).")
    }
    return choice
  }
}

extension Settings {
  /// The names this node may be asked under besides those listed: the machine's, and those it listens on.
  var ownHosts: Set<String> {
    var machine = [CChar](repeating: 0, count: 256)
    let isKnown = gethostname(&machine, machine.count - 1) == 0
    let own = isKnown ? String(decoding: machine.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : ""
    return Set([host, linkHost, own].filter { !$0.isEmpty })
  }

  /// The store's path, which most commands on a node cannot do without.
  func requiredStore() throws -> String {
    guard let store else {
      throw Failure(
        .usage, "which store?", hint: "Give --store PATH, set GRIDWARD_STORE, or name it in gridward.yaml.")
    }
    return store
  }

  /// The catalog of the folder that was named, or the built-in one.
  func catalog() throws -> Catalog {
    guard let catalogFolder else { return .builtIn }
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: catalogFolder).filter { $0.hasSuffix(".yaml") }
      let files = try names.sorted().map { name in
        (name: name, bytes: [UInt8](try Data(contentsOf: URL(filePath: catalogFolder).appending(path: name))))
      }
      return try Catalog(files: files)
    } catch let error as CatalogError { throw error } catch {
      throw Failure(.settings, "the catalog in \(catalogFolder) cannot be read: \(error.localizedDescription)")
    }
  }
}
