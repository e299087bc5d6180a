// A log whose header is not what was written: SQLite takes it for empty. The frames behind it say what it was.
import Foundation
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing

@Suite struct `A log without its header` {
  private static let header = 32
  private static let frame = 24 + 8_192
  private static let count = 40
  private static let catalog = SmallCatalog.everyKind
  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }

  init() throws { folder = try TemporaryFolder() }

  /// The file and the log of a store that is open, as a process that is killed leaves them; the file as it is once the store is closed.
  private func killed() throws -> (file: Data, log: Data, closed: Data, content: [String]) {
    let store = WrittenStore(
      try Store.create(path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: Self.catalog))
    for number in 0..<Self.count { try store.write("sample", UInt64(number), [.text(1, "堵")]) }
    let content = try store.contentDump()
    let (file, log) = try (bytes(""), bytes("-wal"))
    try store.store.close()
    #expect(log.count > Self.header + 50 * Self.frame)
    return (file, log, try bytes(""), content)
  }

  private func bytes(_ ending: String) throws -> Data { try Data(contentsOf: URL(filePath: path + ending)) }

  private func put(_ file: Data, _ log: Data, _ name: String) throws -> String {
    let copy = folder.file("\(name).db")
    try file.write(to: URL(filePath: copy))
    try log.write(to: URL(filePath: copy + "-wal"))
    return copy
  }

  private func expect(_ content: [String], in file: Data, _ log: Data, _ name: String) throws {
    let opened = WrittenStore(try Store.open(path: put(file, log, name), catalog: Self.catalog))
    #expect(try opened.contentDump() == content, "\(name)")
    #expect(try opened.store.verify().faults == [], "\(name)")
    try opened.store.close()
  }

  private static func noise(_ count: Int) -> Data {
    var random = SplitMix64(seed: 32)
    return Data((0..<count).map { _ in UInt8(random.below(256)) })
  }

  @Test func `gets it back from the frames, and nothing is lost`() throws {
    let (file, log, _, content) = try killed()
    let frames = log.dropFirst(Self.header)
    try expect(content, in: file, Data(count: Self.header) + frames, "zeros")
    try expect(content, in: file, Self.noise(Self.header) + frames, "noise")
    for (number, places) in [[9, 17], [25, 29], [16, 17], [0, 12]].enumerated() {
      var bytes = log
      for place in places { bytes[place] ^= 0x08 }
      try expect(content, in: file, bytes, "bits\(number)")
    }
  }

  /// A sector of zeros takes the first frame along, which alone says what the header's sum was.
  @Test(arguments: [512, header + frame]) func `is told where the first frame is gone too, and the others are saved`(
    zeros: Int
  ) throws {
    let (file, log, _, _) = try killed()
    let copy = try put(file, Data(count: zeros) + log.dropFirst(zeros), "sector")
    #expect { try Store.open(path: copy, catalog: Self.catalog).close() } throws: {
      ($0 as? StoreError)?.code == .damaged
    }
    let salvage = try Salvage.run(
      path: copy, node: nil, incarnation: 7, store: StoreID(Bytes16(high: 7, low: 7)), catalog: Self.catalog,
      seconds: 1_700_000_000)
    #expect(salvage.hole == 1 && salvage.commits == Self.count)
    #expect(FileManager.default.fileExists(atPath: salvage.kept + "-wal"))
    let opened = try Store.open(path: copy, catalog: Self.catalog)
    #expect(try opened.verify().faults == [])
    try opened.close()
  }

  @Test func `is no damage where no frame was flushed behind it`() throws {
    let (_, log, closed, content) = try killed()
    let torn = Self.noise(log.count)
    for (number, bytes) in [
      Data(count: log.count), torn, torn.prefix(Self.header + Self.frame), Data(count: Self.header),
      log.prefix(Self.header / 2), Data(count: Self.header) + log.dropFirst(Self.header).prefix(Self.frame / 2),
      Data(count: Self.header) + torn.prefix(Self.frame) + log.dropFirst(Self.header + Self.frame).prefix(Self.frame),
    ].enumerated() {
      try expect(content, in: closed, bytes, "torn\(number)")
    }
  }

  /// All that an old log holds stands in the file by the time the log begins anew.
  @Test func `is no damage where the log began anew, nor is a new header before old frames`() throws {
    let (_, log, closed, content) = try killed()
    let frames = log.dropFirst(Self.header)
    try expect(content, in: closed, log.prefix(12) + Data(count: Self.header - 12) + frames, "torn")
    var header = [UInt8](log.prefix(24))
    for place in 15..<24 { header[place] &+= 1 }
    var sums: (first: UInt32, second: UInt32) = (0, 0)
    func word(_ at: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(header[at + $1]) << UInt32(8 * $1) } }
    for at in stride(from: 0, to: 24, by: 8) {
      sums.first &+= word(at) &+ sums.second
      sums.second &+= word(at + 4) &+ sums.first
    }
    for sum in [sums.first, sums.second] { header += (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * $0)) } }
    try expect(content, in: closed, Data(header) + frames, "anew")
  }
}
