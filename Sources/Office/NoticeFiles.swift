// A notice as files in the forms that were asked for.
import Foundation
package import Reports

package enum NoticeFiles {
  /// Writes a document as `name` with the ending of each form.
  /// - Parameter forms: md, html, pdf, xlsx, with commas between.
  /// - Returns: the paths.
  /// - Throws: the first fault; the files before it are there.
  package static func write(
    _ document: NoticeDocument, name: String, forms: String, to folder: String
  ) throws(OfficeError) -> [String] {
    let forms = forms.split(separator: ",").map(String.init)
    guard !forms.isEmpty, forms.allSatisfy(["md", "html", "pdf", "xlsx"].contains) else {
      throw OfficeError(
        code: .unknownForm, message: "'\(forms.joined(separator: ","))' names no form", hint: "md, html, pdf, xlsx.")
    }
    do {
      try FileManager.default.createDirectory(at: URL(filePath: folder), withIntermediateDirectories: true)
    } catch {
      throw OfficeError(
        code: .notWritten, message: "\(folder) cannot be made: \(error.localizedDescription)", hint: "")
    }
    var paths: [String] = []
    for form in forms {
      let path = URL(filePath: folder).appending(path: "\(name).\(form)").path
      try write(document, as: form, to: path)
      paths.append(path)
    }
    return paths
  }

  private static func write(_ document: NoticeDocument, as form: String, to path: String) throws(OfficeError) {
    switch form {
    case "pdf": try PDFFile.write(document, to: path)
    case "xlsx": try Workbook.write(document, to: path)
    case "html": try write(HTMLPage.text(document), to: path)
    default: try write(MarkdownText.text(document), to: path)
    }
  }

  private static func write(_ text: String, to path: String) throws(OfficeError) {
    do { try Data(text.utf8).write(to: URL(filePath: path)) } catch {
      throw OfficeError(
        code: .notWritten, message: "\(path) cannot be written: \(error.localizedDescription)", hint: "")
    }
  }
}
