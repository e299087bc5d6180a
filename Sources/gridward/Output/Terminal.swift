// Writing for a person: lines to standard output, notes to standard error, and nothing that could drive the terminal.
import Foundation

enum Terminal {
  /// Writes a line to standard output at once, whether it is a terminal or a pipe.
  static func line(_ text: String = "") { write(text + "\n", to: .standardOutput) }

  /// Writes a line to standard error.
  static func note(_ text: String) { write(text + "\n", to: .standardError) }

  private static func write(_ text: String, to handle: FileHandle) { try? handle.write(contentsOf: Data(text.utf8)) }

  /// Text that somebody else wrote, without what a terminal would take for a command.
  static func harmless(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || isDirection(scalar) ? " " : scalar
        }))
  }

  /// Marks that turn the direction of the text after them.
  private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }
}
