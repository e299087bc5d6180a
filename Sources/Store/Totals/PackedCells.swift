// Reading the packed cells of a day: bounds are checked once, then columns are gone through without looking at them.

/// The packed cells of one indicator and day (`CellPacker` says in which form).
///
/// What is there need not be what was packed: whatever does not fit makes it nil, and no number leads outside the bytes.
struct PackedCells {
  /// A run of cells of one area, from where the one before ended.
  struct Run {
    let area: UInt64
    let end: Int
  }

  let count: Int
  private(set) var runs: [Run] = []
  private(set) var kindNames: [CellKind] = []
  /// The place of each cell's kind in `kindNames`; empty unless asked for.
  private(set) var kinds: [UInt16] = []
  /// The number of each cell's unit; 0 where it names none.
  private(set) var units: [UInt32] = []
  let hasAmounts: Bool
  private let countWidth: Int
  private let countsStart: UnsafeRawPointer
  private let amountsStart: UnsafeRawPointer
  private let digestsStart: UnsafeRawPointer

  /// - Parameters:
  ///   - bytes: stay where they are for as long as this is used.
  ///   - hasKinds: whether kinds are asked for.
  init?(_ bytes: UnsafeRawBufferPointer, hasKinds: Bool) {
    guard let layout = Layout(bytes), let base = bytes.baseAddress else { return nil }
    (count, countWidth, hasAmounts) = (layout.count, layout.countWidth, layout.amountWidth > 0)
    countsStart = base + layout.counts
    amountsStart = base + layout.amounts
    digestsStart = base + layout.digests
    guard let runs = Self.runs(UnsafeRawBufferPointer(rebasing: bytes[layout.runs..<layout.kindNames]), count: count)
    else { return nil }
    self.runs = runs
    units = Self.units(base + layout.units, width: layout.unitWidth, count: count)
    guard hasKinds else { return }
    let names = UnsafeRawBufferPointer(rebasing: bytes[layout.kindNames..<layout.kinds])
    guard let kindNames = Self.kindNames(names, count: layout.kindCount) else { return nil }
    self.kindNames = kindNames
    kinds = Self.kinds(base + layout.kinds, width: layout.kindWidth, count: count)
    guard kinds.allSatisfy({ Int($0) < kindNames.count }) else { return nil }
  }

  /// - Precondition: `place` is below `count`. Likewise of the two below; `amount(at:)` only where there are some.
  @inline(__always) func count(at place: Int) -> Int64 {
    switch countWidth {
    case 0: 1
    case 1: Int64(countsStart.loadUnaligned(fromByteOffset: place, as: UInt8.self))
    default: Int64(littleEndian: countsStart.loadUnaligned(fromByteOffset: place * 8, as: Int64.self))
    }
  }

  @inline(__always) func amount(at place: Int) -> Int128 {
    Int128(littleEndian: amountsStart.loadUnaligned(fromByteOffset: place * 16, as: Int128.self))
  }

  @inline(__always) func digest(at place: Int) -> UInt128 {
    UInt128(littleEndian: digestsStart.loadUnaligned(fromByteOffset: place * 16, as: UInt128.self))
  }

  private static func runs(_ bytes: UnsafeRawBufferPointer, count: Int) -> [Run]? {
    var runs: [Run] = []
    var (area, end, place) = (UInt64(0), 0, 0)
    runs.reserveCapacity(min(bytes.count / 2, count))
    while place < bytes.count {
      guard let step = varint(bytes, &place), let length = varint(bytes, &place) else { return nil }
      guard length > 0, length <= UInt64(count - end) else { return nil }
      area &+= step
      // Twelve digits: so it fits beside the number of a kind.
      guard area < 1_000_000_000_000 else { return nil }
      end += Int(length)
      runs.append(Run(area: area, end: end))
    }
    return end == count ? runs : nil
  }

  /// A number of at most 49 bits.
  private static func varint(_ bytes: UnsafeRawBufferPointer, _ place: inout Int) -> UInt64? {
    var (number, shift) = (UInt64(0), UInt64(0))
    while place < bytes.count, shift < 49 {
      let byte = bytes[place]
      place += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    return nil
  }

  private static func kindNames(_ bytes: UnsafeRawBufferPointer, count: Int) -> [CellKind]? {
    var place = 0
    func text() -> [UInt8]? {
      guard bytes.count - place >= 2 else { return nil }
      let length = Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self)))
      guard bytes.count - place - 2 >= length else { return nil }
      defer { place += 2 + length }
      return Array(bytes[(place + 2)..<(place + 2 + length)])
    }
    var names: [CellKind] = []
    for _ in 0..<count {
      guard let sector = text(), let campaign = text() else { return nil }
      names.append(CellKind(sector: sector, campaign: campaign))
    }
    return place == bytes.count ? names : nil
  }

  private static func kinds(_ start: UnsafeRawPointer, width: Int, count: Int) -> [UInt16] {
    width == 1 ? widened(start, UInt8.self, count) : widened(start, UInt16.self, count)
  }

  private static func units(_ start: UnsafeRawPointer, width: Int, count: Int) -> [UInt32] {
    switch width {
    case 0: []
    case 1: widened(start, UInt8.self, count)
    case 2: widened(start, UInt16.self, count)
    default: widened(start, UInt32.self, count)
    }
  }

  private static func widened<Narrow: FixedWidthInteger & BitwiseCopyable, Wide: FixedWidthInteger>(
    _ start: UnsafeRawPointer, _ narrow: Narrow.Type, _ count: Int
  ) -> [Wide] {
    let stride = MemoryLayout<Narrow>.size
    return [Wide](unsafeUninitializedCapacity: count) { buffer, filled in
      for place in 0..<count {
        let number = Narrow(littleEndian: start.loadUnaligned(fromByteOffset: place * stride, as: Narrow.self))
        buffer.initializeElement(at: place, to: Wide(truncatingIfNeeded: number))
      }
      filled = count
    }
  }
}

/// Where the parts of packed cells begin.
private struct Layout {
  let count: Int
  let kindCount: Int
  let kindWidth: Int
  let unitWidth: Int
  let countWidth: Int
  let amountWidth: Int
  let runs = CellPacker.headerBytes
  let kindNames: Int
  let kinds: Int
  let units: Int
  let counts: Int
  let amounts: Int
  let digests: Int

  /// - Returns: nil unless the parts are, one behind the other, all there is.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count > runs, bytes[0] == CellPacker.form, bytes[5] | bytes[6] | bytes[7] == 0 else { return nil }
    (kindWidth, unitWidth, countWidth, amountWidth) = (Int(bytes[1]), Int(bytes[2]), Int(bytes[3]), Int(bytes[4]))
    guard [1, 2].contains(kindWidth), [0, 1, 2, 4].contains(unitWidth) else { return nil }
    guard [0, 1, 8].contains(countWidth), [0, 16].contains(amountWidth) else { return nil }
    func size(_ place: Int) -> Int {
      Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 + place * 4, as: UInt32.self)))
    }
    (count, kindCount) = (size(0), size(2))
    guard (1...PackedTally.cellsMax).contains(count), kindCount <= CellPacker.kindsMax else { return nil }
    // Sizes of 32 bits: no sum of them leaves 64.
    kindNames = runs + size(1)
    kinds = kindNames + size(3)
    units = kinds + count * kindWidth
    counts = units + count * unitWidth
    amounts = counts + count * countWidth
    digests = amounts + count * amountWidth
    guard digests + count * 16 == bytes.count else { return nil }
  }
}
