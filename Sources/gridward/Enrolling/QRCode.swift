// A token as a QR code on the terminal, drawn by qrencode.
import Foundation

enum QRCode {
  /// - Returns: nil when qrencode is not installed. The text reaches it by its standard input: arguments are for all to see.
  static func text(of token: String) -> String? {
    guard
      let program = ["/usr/bin/qrencode", "/usr/local/bin/qrencode"].first(where: {
        FileManager.default.isExecutableFile(atPath: $0)
      })
    else { return nil }
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: program)
    process.arguments = ["-t", "UTF8", "-m", "2"]
    (process.standardInput, process.standardOutput, process.standardError) = (input, output, FileHandle.nullDevice)
    guard (try? process.run()) != nil else { return nil }
    try? input.fileHandleForWriting.write(contentsOf: Data(token.utf8))
    try? input.fileHandleForWriting.close()
    let drawn = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: drawn, as: UTF8.self) : nil
  }
}
