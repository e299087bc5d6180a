// A notice as PDF: its HTML page printed by weasyprint, with the fonts of the machine and no network.
import Foundation
package import Reports

package enum PDFFile {
  /// The Debian packages that are needed, and only when a PDF is asked for.
  package static let packages = "weasyprint fonts-noto-cjk"

  /// Writes the PDF of a notice.
  /// - Throws: `missingProgram` where weasyprint is not installed, `programFailed` where it made no file.
  package static func write(_ document: NoticeDocument, to path: String) throws(OfficeError) {
    guard let program = find("weasyprint") else {
      throw OfficeError(
        code: .missingProgram, message: "weasyprint, which prints PDF, is not installed",
        hint: "On Debian: apt-get install \(packages). Markdown, HTML and XLSX need nothing.")
    }
    let page = FileManager.default.temporaryDirectory.appending(path: "gridward-\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: page) }
    do { try Data(HTMLPage.text(document).utf8).write(to: page) } catch {
      throw OfficeError(code: .notWritten, message: "\(page.path) cannot be written", hint: "Check the disk.")
    }
    let (status, said) = run(program, [page.path, path])
    guard status == 0, FileManager.default.fileExists(atPath: path) else {
      let words = said.split(separator: "\n").last.map(String.init) ?? "status \(status)"
      throw OfficeError(
        code: .programFailed, message: "weasyprint made no \(path): \(words)", hint: "Run it by hand on the HTML file.")
    }
  }

  /// The program on the search path.
  private static func find(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs a program to its end.
  /// - Returns: its status and what it wrote to standard error.
  private static func run(_ program: String, _ arguments: [String]) -> (status: Int32, said: String) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    do { try process.run() } catch { return (-1, "\(error)") }
    let said = (try? pipe.fileHandleForReading.readToEnd()) ?? nil
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said ?? Data(), as: UTF8.self))
  }
}
