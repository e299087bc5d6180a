// Packing the cells of a day: columns of numbers, each as narrow as what it holds.

/// Takes the cells of one indicator and day, in the order of their key, and gives the bytes that `PackedCells` reads.
///
/// A pure function of the cells and the numbers of their units. All numbers are little-endian:
///
/// | bytes | what |
/// |---|---|
/// | 1 | form, 1 |
/// | 4 | bytes of a kind's number (1, 2), of a unit's (0, 1, 2, 4), of a count (0: all are 1; 1, 8), of an amount (0, 16) |
/// | 3 | zero |
/// | 16 | how many cells, bytes of areas, kinds, bytes of kinds: four bytes each |
/// | … | areas: for each, how much its number is above the one before, and how many cells it has (LEB128) |
/// | … | kinds: for each, sector and campaign after their lengths of two bytes |
/// | … | of all cells the kinds, then the units, counts, amounts and digests |
struct CellPacker {
  /// What whoever writes records calls their sectors and campaigns is packed up to here.
  static let kindsMax = 4_096
  static let kindBytesMax = 65_536
  static let form: UInt8 = 1
  static let headerBytes = 24

  private var runs: [UInt8] = []
  private var runArea: UInt64 = 0
  private var runLength: UInt64 = 0
  private var lastArea: UInt64 = 0
  private var known: [CellKind: UInt16] = [:]
  private var kindBytes: [UInt8] = []
  private var kinds: [UInt16] = []
  private var units: [UInt32] = []
  private var counts: [Int64] = []
  private var amounts: [Int128] = []
  private var digests: [UInt128] = []

  var count: Int { digests.count }

  /// - Returns: whether the cell could be taken; else the day cannot be packed.
  mutating func append(_ cell: NumberedCell, of kind: CellKind) -> Bool {
    guard let unit = cell.unit, cell.area >= runArea, let number = self.number(of: kind) else { return false }
    if cell.area != runArea, runLength > 0 { endRun() }
    runArea = cell.area
    runLength += 1
    kinds.append(number)
    units.append(unit)
    counts.append(cell.count)
    amounts.append(cell.amount)
    digests.append(cell.digest)
    return true
  }

  private mutating func number(of kind: CellKind) -> UInt16? {
    if let number = known[kind] { return number }
    let bytes = kindBytes.count + kind.byteCount + 4
    guard known.count < Self.kindsMax, bytes <= Self.kindBytesMax else { return nil }
    let number = UInt16(known.count)
    known[kind] = number
    for text in [kind.sector, kind.campaign] {
      Self.append(UInt16(text.count), to: &kindBytes)
      kindBytes += text
    }
    return number
  }

  private mutating func endRun() {
    Self.appendVarint(runArea - lastArea, to: &runs)
    Self.appendVarint(runLength, to: &runs)
    (lastArea, runLength) = (runArea, 0)
  }

  /// The packed cells; nothing may be appended after that.
  mutating func packed() -> [UInt8] {
    if runLength > 0 { endRun() }
    let kindWidth = known.count > 256 ? 2 : 1
    let unitWidth = Self.width(of: units.max() ?? 0)
    let countWidth = counts.allSatisfy { $0 == 1 } ? 0 : counts.allSatisfy { (0...255).contains($0) } ? 1 : 8
    let amountWidth = amounts.allSatisfy { $0 == 0 } ? 0 : 16
    var bytes = [Self.form] + [kindWidth, unitWidth, countWidth, amountWidth].map { UInt8($0) } + [0, 0, 0]
    let rest = runs.count + kindBytes.count + count * (kindWidth + unitWidth + countWidth + amountWidth + 16)
    bytes.reserveCapacity(Self.headerBytes + rest)
    for size in [count, runs.count, known.count, kindBytes.count] { Self.append(UInt32(size), to: &bytes) }
    bytes += runs
    bytes += kindBytes
    for kind in kinds { Self.append(kind, to: &bytes, width: kindWidth) }
    for unit in units { Self.append(unit, to: &bytes, width: unitWidth) }
    for count in counts { Self.append(count, to: &bytes, width: countWidth) }
    for amount in amounts { Self.append(amount, to: &bytes, width: amountWidth) }
    for digest in digests { Self.append(digest, to: &bytes) }
    return bytes
  }

  private static func width(of number: UInt32) -> Int {
    number == 0 ? 0 : number <= 0xFF ? 1 : number <= 0xFFFF ? 2 : 4
  }

  private static func append<T: FixedWidthInteger>(_ number: T, to bytes: inout [UInt8], width: Int = .max) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0.prefix(width)) }
  }

  private static func appendVarint(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}
