// A column of which many rows show the same, in memory: each value once, and for each row which of them it is.
import Merge

/// Where a row stands among chunks.
struct ColumnPlace {
  /// So many row numbers one chunk has.
  static let chunkRows = 4_096

  let chunk: Int
  let slot: Int

  /// - Precondition: the row is not negative.
  init(row: Int64) { (chunk, slot) = (Int(row) / Self.chunkRows, Int(row) % Self.chunkRows) }

  static func row(_ chunk: Int, _ slot: Int) -> Int64 { Int64(chunk * chunkRows + slot) }
}

/// What a row shows in a coded column.
enum ColumnValue: Hashable, Comparable, Sendable {
  case int(Int64)
  /// UTF-8: two spellings of one letter are two texts.
  case text([UInt8])

  /// The order of SQLite: numbers before texts, texts by their bytes.
  static func < (left: ColumnValue, right: ColumnValue) -> Bool {
    switch (left, right) {
    case (.int(let left), .int(let right)): left < right
    case (.text(let left), .text(let right)): left.lexicographicallyPrecedes(right)
    case (.int, .text): true
    case (.text, .int): false
    }
  }

  /// Nil for a value that no coded column holds.
  init?(_ value: Value) {
    switch value {
    case .int(let number): self = .int(number)
    case .bool(let flag): self = .int(flag ? 1 : 0)
    case .text(let text): self = .text(Array(text.utf8))
    default: return nil
    }
  }

  var value: Value {
    switch self {
    case .int(let number): .int(number)
    case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
    }
  }

  var byteCount: Int { if case .text(let bytes) = self { bytes.count } else { 0 } }
}

/// Values by their codes: 0 is nothing, the first value is 1.
struct CodedColumn: Sendable {
  /// With more values, or longer ones, a column is not kept: whoever enters records decides what they show.
  static let valuesMax = Int(UInt16.max)
  static let bytesMax = 1 << 20

  private(set) var values: [ColumnValue] = []
  private(set) var chunks: [CodedChunk] = []
  private var codes: [ColumnValue: UInt16] = [:]
  private var bytes = 0

  /// - Returns: false where it has too many values.
  mutating func set(_ value: ColumnValue?, at place: ColumnPlace) -> Bool {
    guard let code = code(of: value) else { return false }
    while chunks.count <= place.chunk { chunks.append(CodedChunk()) }
    chunks[place.chunk].set(code, at: place.slot)
    return true
  }

  private mutating func code(of value: ColumnValue?) -> UInt16? {
    guard let value else { return 0 }
    if let code = codes[value] { return code }
    bytes += value.byteCount
    guard values.count < Self.valuesMax, bytes <= Self.bytesMax else { return nil }
    values.append(value)
    codes[value] = UInt16(values.count)
    return UInt16(values.count)
  }

  /// For each code, nothing first, what `body` says of it.
  func table<T>(nothing: T, _ body: (ColumnValue) throws -> T) rethrows -> [T] { try [nothing] + values.map(body) }

  /// The places of the values in their order, twice over, so that there is room for one between any two.
  func ranks() -> [ColumnValue: Int64] {
    Dictionary(uniqueKeysWithValues: values.sorted().enumerated().map { ($1, 2 * Int64($0)) })
  }
}

/// The codes of the rows of one chunk, as narrow as they can be; none where no row shows anything.
struct CodedChunk: Sendable {
  private var narrow: [UInt8] = []
  private var wide: [UInt16] = []

  mutating func set(_ code: UInt16, at slot: Int) {
    if wide.isEmpty, code <= UInt16(UInt8.max) {
      if narrow.isEmpty {
        if code == 0 { return }
        narrow = [UInt8](repeating: 0, count: ColumnPlace.chunkRows)
      }
      narrow[slot] = UInt8(code)
    } else {
      if wide.isEmpty {
        wide = narrow.isEmpty ? [UInt16](repeating: 0, count: ColumnPlace.chunkRows) : narrow.map(UInt16.init)
        narrow = []
      }
      wide[slot] = code
    }
  }

  /// Leaves in a mask the rows whose codes fit.
  /// - Parameter fits: for each code 1 where it fits, else 0.
  func keep(_ fits: [UInt8], in mask: inout RowMask) {
    if wide.isEmpty, narrow.isEmpty { return fits[0] == 0 ? mask.clear() : () }
    fits.withUnsafeBufferPointer { fits in
      if wide.isEmpty { mask.keep(narrow) { fits[Int($0)] } } else { mask.keep(wide) { fits[Int($0)] } }
    }
  }

  /// Adds up how many rows of a mask have each code.
  func count(_ mask: RowMask, into counts: inout [Int]) {
    if wide.isEmpty, narrow.isEmpty {
      counts[0] += mask.count
    } else if wide.isEmpty {
      mask.count(narrow, into: &counts)
    } else {
      mask.count(wide, into: &counts)
    }
  }

  /// What each row is sorted by.
  /// - Parameter table: for each code what it is sorted by.
  func keys(_ table: [Int64], into keys: inout [Int64]) {
    for slot in keys.indices {
      keys[slot] = table[wide.isEmpty ? narrow.isEmpty ? 0 : Int(narrow[slot]) : Int(wide[slot])]
    }
  }
}
