// What a file is, found out before SQLite opens it: whether it is a store, of which version, and under which one name.
import CPageGuard
import Foundation

/// A file whose first bytes say that it is a store of this version.
///
/// Looking makes nothing, locks nothing and changes nothing: a file of somebody else's stays as it is.
struct StoreFile {
  /// The file's own path, without symbolic links: whoever opens it finds the same log and lock beside it.
  let path: String

  /// - Throws: `notFound`; `severalNames`; `notAStore`, `laterVersion` or `earlierVersion`; `damaged`.
  init(_ asked: String) throws {
    path = Self.place(of: asked)
    guard FileManager.default.fileExists(atPath: path) else { throw Self.isMissing(path) }
    try Self.checkNames(path)
    try Self.checkHeader(path)
  }

  /// Where a path leads, symbolic links followed, whether or not there is a file.
  static func place(of asked: String) -> String {
    var place = URL(filePath: asked)
    // As many as the kernel follows.
    for _ in 0..<40 {
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place.path) else { break }
      place = URL(filePath: target, relativeTo: place.deletingLastPathComponent()).absoluteURL
    }
    guard let folder = realpath(place.deletingLastPathComponent().path, nil) else { return place.path }
    defer { free(folder) }
    return URL(filePath: String(cString: folder)).appending(path: place.lastPathComponent).path
  }

  static func isMissing(_ path: String) -> StoreError {
    let hasLog = FileManager.default.fileExists(atPath: path + "-wal")
    let hint = "Its log is there: put the file back beside it, or move the log away and restore a backup."
    return StoreError(
      .notFound, "there is no store at \(path)", hint: hasLog ? hint : "Make one with `gridward init`.")
  }

  /// Under a second name the file would have a second log, and what stands in one is not seen through the other.
  private static func checkNames(_ path: String) throws {
    var about = stat()
    guard stat(path, &about) == 0, about.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.notAStore, "\(path) is no file", hint: "Check the path.")
    }
    guard about.st_nlink == 1 else {
      throw StoreError(
        .severalNames, "the store at \(path) has \(about.st_nlink) names (hard links)",
        hint: "Remove the others (`find -samefile`), or copy it with `gridward backup`; symbolic links are no harm.")
    }
  }

  /// - Parameter toSalvage: whether what this program knows is to be saved of it, and nothing else.
  /// - Throws: `notAStore`, `laterVersion`, `earlierVersion` or `damaged`.
  static func checkHeader(_ path: String, toSalvage: Bool = false) throws {
    guard let header = StoreHeader(of: path) else {
      throw StoreError(.inputOutput, "\(path) cannot be read", hint: "Check the disk, and who may read the file.")
    }
    // When the power fails the first page may be half written: then the log has it whole, and SQLite reads it from there.
    let mayBeLogged = header.kind == .damaged || header.kind == .foreign && header.isBlank
    var kind = mayBeLogged ? logged(path)?.kind ?? header.kind : header.kind
    // A store whose first page is gone altogether is known by the others.
    if kind == .foreign, hasOwnPages(path) { kind = .damaged }
    if let error = error(kind, path) { throw header.isEmpty ? isEmpty(path) : error }
    if toSalvage, case .ours(let version) = header.mended?.kind ?? kind { try refuseLater(version, path) }
  }

  private static func refuseLater(_ version: StoreVersion, _ path: String) throws {
    guard version.isLater else { return }
    throw StoreError(
      .laterVersion, "\(path) was written by a later version (\(version.latest)), which keeps more in it",
      hint: "Salvage it with that version.")
  }

  private static func hasOwnPages(_ path: String) -> Bool {
    var isOurs = false
    return page_guard_recognise(path, UInt32(StoreHeader.pageBytes), &isOurs) == 0 && isOurs
  }

  private static func isEmpty(_ path: String) -> StoreError {
    let log = path + "-wal"
    if let bytes = try? FileManager.default.attributesOfItem(atPath: log)[.size] as? Int, bytes > 0 {
      return StoreError(
        .notAStore, "\(path) is empty, and its log \(log) is not",
        hint: "Put the file back beside its log, or move both away and restore a backup (`gridward restore`).")
    }
    return StoreError(
      .notAStore, "\(path) is empty",
      hint:
        "If it was a store, put back a backup (`gridward restore`) or enrol the node anew; nothing can be saved of it.")
  }

  private static func error(_ kind: StoreHeader.Kind, _ path: String) -> StoreError? {
    let known = "this program knows version \(StoreVersion.current.latest)"
    return switch kind {
    case .ours: nil
    case .foreign: StoreError(.notAStore, "\(path) is not a Gridward store", hint: "Check the path.")
    case .version(let version) where version.isTooLate:
      StoreError(
        .laterVersion, "\(path) is a store of a later version (\(version.latest); \(known))",
        hint: "Use a newer gridward.")
    case .version(let version):
      StoreError(
        .earlierVersion, "\(path) is a store of an earlier version (\(version.latest); \(known))",
        hint: "Use the gridward that made it, or make the node anew.")
    case .damaged: StoreError(.damaged, "the first page of \(path) is damaged", hint: StoreError.salvageHint)
    }
  }

  /// The header in the log of a store: its file may not have been written since it was made. Nil when there is none.
  private static func logged(_ path: String) -> StoreHeader? {
    guard let log = FileManager.default.contents(atPath: path + "-wal").map({ [UInt8]($0) }), log.count > 32 else {
      return nil
    }
    let frameBytes = 24 + StoreHeader.pageBytes
    let firstPage: [UInt8] = [0, 0, 0, 1]
    var found: StoreHeader?
    for at in stride(from: 32, through: log.count - frameBytes, by: frameBytes) {
      let isOfThisLog = Array(log[(at + 8)..<(at + 16)]) == Array(log[16..<24])
      guard isOfThisLog, Array(log[at..<(at + 4)]) == firstPage else { continue }
      found = StoreHeader(Array(log[(at + 24)..<(at + frameBytes)]))
    }
    return found
  }
}

/// What the first page of a file says of it.
/// - Source: https://www.sqlite.org/fileformat.html#the_database_header
struct StoreHeader {
  enum Kind: Equatable {
    case foreign, damaged
    /// Of a version this program can open.
    case ours(StoreVersion)
    /// Of one it cannot.
    case version(StoreVersion)
  }

  static let pageBytes = 8_192

  private let page: [UInt8]
  /// Nothing but SQLite has written it yet.
  let isBlank: Bool

  init(_ page: [UInt8]) {
    self.page = page
    let blank: [UInt8] = [0, 0, 0, 0]
    isBlank = page.count >= 100 && Array(page[68..<72]) == blank && Array(page[60..<64]) == blank
  }

  /// Reads the first page of a file; nil when it cannot be read.
  init?(of path: String) {
    _ = Defence.prepared
    var bytes = [UInt8](repeating: 0, count: Self.pageBytes)
    var count: Int32 = 0
    guard page_guard_peek(path, &bytes, Int32(bytes.count), &count) == 0 else { return nil }
    self.init(Array(bytes.prefix(Int(count))))
  }

  var isEmpty: Bool { page.isEmpty }

  /// The page as it was written, where one bit of it is wrong; nil where none is, or more.
  var mended: StoreHeader? {
    var bytes = page
    guard page.count == Self.pageBytes, page_guard_mend(&bytes, UInt32(Self.pageBytes), 1) else { return nil }
    return StoreHeader(bytes)
  }

  private func number(at place: Int) -> Int { page[place..<(place + 4)].reduce(0) { ($0 << 8) | Int($1) } }

  /// Two of three signs are enough to know a store by: the third is damaged. What its first page's sum speaks against is too.
  var kind: Kind {
    guard page.count >= 100 else { return .foreign }
    let isDatabase = Array(page.prefix(16)) == Array("SQLite format 3\u{0}".utf8)
    let hasName = number(at: 68) == Schema.applicationID
    let hasForm = page[16] == UInt8(Self.pageBytes >> 8) && page[17] == 0
    let hasSums = page[20] == UInt8(PAGE_GUARD_RESERVE)
    let version = StoreVersion(number: number(at: 60))
    guard isDatabase, hasName else {
      return [isDatabase, hasName, hasForm && hasSums].count { $0 } >= 2 ? .damaged : .foreign
    }
    // A store from before pages had sums has no room for them; one that has them says so.
    if !version.isTooEarly && !version.isTooLate {
      return hasForm && (hasSums || (page[20] == 0 && !fits)) ? .ours(version) : .damaged
    }
    return hasSums && hasForm && !fits ? .damaged : .version(version)
  }

  /// Whether the page has a sum, and it is that of its bytes.
  private var fits: Bool { page.count == Self.pageBytes && page_guard_fits(page, UInt32(Self.pageBytes), 1) }
}
