// Bytes as hexadecimal text.
import Merge

/// The bytes that the lower-case digits spell; white space is not expected.
func bytes(_ hex: String) -> [UInt8] {
  let digits = hex.utf8.map { UInt8(Character(UnicodeScalar($0)).hexDigitValue!) }
  precondition(digits.count % 2 == 0, "hexadecimal digits come in pairs")
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

func hex(_ bytes: [UInt8]) -> String { Bytes16.hexadecimal(bytes) }
