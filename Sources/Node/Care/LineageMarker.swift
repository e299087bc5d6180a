// The lineage marker: what the machine, apart from the store, remembers of how far the store had come.
package import Foundation
package import Merge
package import Replica
package import Store
import Synchronization
import Trust

/// A small file outside the store and outside every backup, lost at each reboot.
///
/// A store that was set back to an earlier copy, or copied to another machine, looks like any other. The marker tells: where it
/// is missing or says more than the store holds, numbers may be gone that others hold, and the node must not use them again.
/// - Source: protocol §10.5.
package final class LineageMarker: Sendable {
  /// How far a store had come.
  package struct Mark: Hashable, Sendable {
    package let store: StoreID
    /// The last commit's arrival number and hash; 0 and zero in an empty store.
    package let arrival: UInt64
    package let hash: Digest

    package init(store: StoreID, arrival: UInt64, hash: Digest) {
      (self.store, self.arrival, self.hash) = (store, arrival, hash)
    }
  }

  package let url: URL
  /// What the file was called by programs before this one.
  private let formerURL: URL
  private let boot: String
  private let noted: Mutex<Noted>

  private struct Noted: ~Copyable {
    var last: Mark?
    var file: MarkerFile
  }

  /// - Parameters:
  ///   - path: the store's file.
  ///   - folder: where the marker is kept; it must be empty after a reboot.
  ///   - boot: which boot of the machine this is.
  package init(store path: String, folder: URL, boot: String = LineageMarker.bootID) {
    let place = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
    let name = Hashing.sha256(Array(place.utf8)).first16
    url = folder.appending(path: "\(name.hex).lineage")
    formerURL = folder.appending(path: "Bytes16(high: \(name.high), low: \(name.low)).lineage")
    self.boot = boot
    noted = Mutex(Noted(last: nil, file: MarkerFile(path: url.path)))
  }

  /// What was noted last, in this boot of the machine; nil when nothing was or it cannot be read.
  package func read() -> Mark? {
    // It is taken away with the first note: where it is there, a program of before has run last.
    guard let data = [formerURL, url].lazy.compactMap({ FileManager.default.contents(atPath: $0.path) }).first else {
      return nil
    }
    let words = String(decoding: data, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard words.count == 4, words[0] == boot, let store = StoreID(hex: words[1]), let arrival = UInt64(words[2]),
      words[3].utf8.count == 64, let high = Bytes16(hex: words[3].prefix(32)),
      let low = Bytes16(hex: words[3].suffix(32))
    else { return nil }
    return Mark(store: store, arrival: arrival, hash: Digest(high.bytes + low.bytes))
  }

  /// Notes how far the store has come; without a flush, since a reboot is to lose it.
  package func noteMark(_ mark: Mark) {
    noted.withLock { noted in
      if noted.last == mark { return }
      let digits = String(mark.arrival)
      let number = String(repeating: "0", count: max(0, 20 - digits.count)) + digits
      // One write of one length over what was there: it is never found half done. Where it fails there is no marker.
      if noted.file.replaceLine(with: "\(boot) \(mark.store) \(number) \(mark.hash)\n") {
        if noted.last == nil { unlink(formerURL.path) }
        noted.last = mark
      }
    }
  }

  /// Takes the marker away: the store is not known to be whole.
  package func remove() { for file in [formerURL, url] { unlink(file.path) } }

  /// Whether the store holds at least what had been noted of it.
  package func fits(_ reader: StoreReader, _ identity: Identity) throws -> Bool {
    guard let mark = read(), mark.store == identity.store else { return false }
    return try mark.arrival == 0 || reader.arrivalHash(mark.arrival) == mark.hash
  }
}

extension LineageMarker {
  /// The kernel's name for this boot of the machine.
  package static let bootID: String = {
    let text = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? ""
    return text.split { $0.isWhitespace }.first.map(String.init) ?? unknownBoot
  }()

  /// Where the kernel does not say, as in some sandboxes; then only a folder that a reboot empties will do.
  private static let unknownBoot = "unknown"

  /// The folder of this machine's markers: $RUNTIME_DIRECTORY, which systemd makes, /run/gridward, $XDG_RUNTIME_DIR/gridward,
  /// or a folder of this boot among the temporary ones.
  /// - Returns: nil where none of them is this user's alone.
  package static func machineFolder(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> URL? {
    let name = "gridward-\(geteuid())-\(bootID)"
    let temporary = bootID == unknownBoot ? nil : FileManager.default.temporaryDirectory.appending(path: name).path
    let asked = [
      environment["RUNTIME_DIRECTORY"].flatMap { $0.split(separator: ":").first.map(String.init) }, "/run/gridward",
      environment["XDG_RUNTIME_DIR"].map { $0 + "/gridward" }, temporary,
    ]
    return asked.compactMap(\.self).first { isOwn($0) }.map { URL(filePath: $0) }
  }

  /// Whether the folder is there, or can be made, and nobody else can write in it.
  private static func isOwn(_ path: String) -> Bool {
    mkdir(path, 0o700)
    // The attributes of a symbolic link are its own: it is no folder.
    guard let found = try? FileManager.default.attributesOfItem(atPath: path),
      found[.type] as? FileAttributeType == .typeDirectory, let owner = found[.ownerAccountID] as? NSNumber,
      let mode = found[.posixPermissions] as? NSNumber
    else { return false }
    return owner.uint32Value == geteuid() && mode.intValue & 0o022 == 0
  }

  /// This machine's marker of a store; nil where there is no place for one.
  package static func ofMachine(store path: String) -> LineageMarker? {
    machineFolder().map { LineageMarker(store: path, folder: $0) }
  }
}
