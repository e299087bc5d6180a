// A notice as files in the forms that were asked for.
import Foundation
import Office
import Reports

enum NoticeFiles {
  /// Writes a document as `name` with the ending of each form.
  /// - Parameter forms: md, html, pdf, xlsx, with commas between.
  /// - Returns: the paths.
  static func write(_ document: NoticeDocument, name: String, forms: String, to folder: String) throws -> [String] {
    let forms = forms.split(separator: ",").map(String.init)
    guard !forms.isEmpty, forms.allSatisfy(["md", "html", "pdf", "xlsx"].contains) else {
      throw Failure(.usage, "'\(forms.joined(separator: ","))' names no form", hint: "md, html, pdf, xlsx.")
    }
    do {
      try FileManager.default.createDirectory(at: URL(filePath: folder), withIntermediateDirectories: true)
    } catch { throw Failure(.disk, "\(folder) cannot be made: \(error.localizedDescription)") }
    return try forms.map { form in
      let path = URL(filePath: folder).appending(path: "\(name).\(form)").path
      try write(document, as: form, to: path)
      return path
    }
  }

  private static func write(_ document: NoticeDocument, as form: String, to path: String) throws {
    do {
      switch form {
      case "pdf": try PDFFile.write(document, to: path)
      case "xlsx": try Workbook.write(document, to: path)
      case "html": try Data(HTMLPage.text(document).utf8).write(to: URL(filePath: path))
      default: try Data(MarkdownText.text(document).utf8).write(to: URL(filePath: path))
      }
    } catch let error as OfficeError {
      throw Failure(error.code == .missingProgram ? .notFound : .disk, error.message, hint: error.hint)
    } catch { throw Failure(.disk, "\(path) cannot be written: \(error.localizedDescription)") }
  }
}
