// What a read failed with, for tests that expect it to.
import Testing
import Wire

/// The code of the error thrown; nil when nothing is.
func failure<Result>(_ body: () throws(WireError) -> Result) -> WireError.Code? {
  do throws(WireError) {
    _ = try body()
    return nil
  } catch { return error.code }
}

/// Whether every proper prefix of the bytes is refused, and nothing traps on any of them.
func refusesEveryPrefix(_ bytes: [UInt8], _ read: ([UInt8]) throws(WireError) -> Void) -> Bool {
  bytes.indices.allSatisfy { end in failure { () throws(WireError) in try read(Array(bytes[..<end])) } != nil }
}
