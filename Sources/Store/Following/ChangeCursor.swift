// How far somebody has followed the changes of a store, as a text that only the store reads.
package import Merge
import Trust

/// A place in the changes of one store.
///
/// It names the highest number there was when it was made, beside its own: what had been changed again by then is told later
/// by a number that a store which was set back may have lost, and then the cursor is none of that store's.
package struct ChangeCursor: Hashable, Sendable {
  package let store: StoreID
  package let run: RunMark
  /// Everything up to this number has been told.
  package let position: Int64
  /// The highest number there was then.
  package let horizon: Int64
  /// What was asked for: a cursor of one question would skip what another asks for.
  let question: UInt32

  init(store: StoreID, run: RunMark, position: Int64, horizon: Int64, question: UInt32) {
    (self.store, self.run, self.question) = (store, run, question)
    (self.position, self.horizon) = (position, horizon)
  }

  /// How many hexadecimal digits it has.
  package static let digits = 2 * (contentCount + checkCount)
  /// How many those have that were made before there was a check; they are still read.
  package static let formerDigits = 2 * contentCount
  private static let contentCount = 45
  private static let checkCount = 4
  private static let form: UInt8 = 2
  private static let formerForm: UInt8 = 1

  /// Lower-case hexadecimal: form, store, run, position, horizon, question, each big-endian; and a check of all that, since any
  /// number is a position.
  package var text: String {
    var bytes = [Self.form] + store.raw.bytes
    for number in [run.raw, UInt64(bitPattern: position), UInt64(bitPattern: horizon)] { bytes += Self.bytes(number) }
    bytes += Self.bytes(UInt64(question)).suffix(4)
    return Bytes16.hexadecimal(bytes + Self.check(of: bytes))
  }

  private static func check(of bytes: [UInt8]) -> [UInt8] { Array(Hashing.sha256(bytes).bytes.prefix(checkCount)) }

  /// - Returns: nil for a text that no store has made.
  package init?(_ text: some StringProtocol) {
    let digits = Array(text.utf8)
    let isFormer = digits.count == Self.formerDigits
    guard isFormer || digits.count == Self.digits else { return nil }
    var bytes: [UInt8] = []
    for place in stride(from: 0, to: digits.count, by: 2) {
      guard let high = Self.value(digits[place]), let low = Self.value(digits[place + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    func number(_ first: Int, _ count: Int) -> UInt64 {
      bytes[first..<(first + count)].reduce(0) { $0 << 8 | UInt64($1) }
    }
    if !isFormer, Self.check(of: Array(bytes.prefix(Self.contentCount))) != Array(bytes.suffix(Self.checkCount)) {
      return nil
    }
    guard bytes[0] == (isFormer ? Self.formerForm : Self.form), let position = Int64(exactly: number(25, 8)),
      let horizon = Int64(exactly: number(33, 8)), position <= horizon
    else { return nil }
    self.init(
      store: StoreID(Bytes16(bytes[1..<17])), run: RunMark(number(17, 8)), position: position, horizon: horizon,
      question: UInt32(number(41, 4)))
  }

  private static func bytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}

/// Why a cursor does not serve.
package enum CursorRefusal: Error, Hashable, Sendable {
  /// Of another store, or of this one as it was before it was set back, or too old: whoever follows begins anew.
  case ofAnotherStore
  /// Of this store, but of a question for other types or another area.
  case ofAnotherQuestion
}
