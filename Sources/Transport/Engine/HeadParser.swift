// Reads the head of an answer from the lines libcurl cuts out of the stream.

/// Collects header lines until the head of the final answer is complete.
///
/// Interim answers (1xx) and trailers count towards the limit but are otherwise ignored.
struct HeadParser {
  enum Progress {
    case incomplete
    case complete(ResponseHead)
    case tooLarge
    case malformed
  }

  private(set) var isComplete = false
  private let bytesMax: Int
  private var byteCount = 0
  private var head: ResponseHead?

  init(bytesMax: Int) {
    self.bytesMax = bytesMax
  }

  /// - Parameter line: one whole line with its line end.
  mutating func lineArrived(_ line: UnsafeRawBufferPointer) -> Progress {
    guard line.count <= bytesMax - byteCount else { return .tooLarge }
    byteCount += line.count
    guard !isComplete else { return .incomplete }
    let text = String(decoding: line, as: UTF8.self).trimmed(isLineEnd)
    guard let current = head else { return statusLineArrived(text) }
    return text.isEmpty ? headEnded(current) : fieldArrived(text)
  }

  private mutating func statusLineArrived(_ text: Substring) -> Progress {
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, let status = Int(words[1]), 100...999 ~= status else { return .malformed }
    head = ResponseHead(status: status)
    return .incomplete
  }

  private mutating func fieldArrived(_ text: Substring) -> Progress {
    guard let colon = text.firstIndex(of: ":") else { return .malformed }
    let name = text[..<colon]
    guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { return .malformed }
    let value = text[text.index(after: colon)...].trimmed(isBlank)
    head?.headers.append((String(name), String(value)))
    return .incomplete
  }

  private mutating func headEnded(_ current: ResponseHead) -> Progress {
    head = nil
    guard current.status >= 200 else { return .incomplete }
    isComplete = true
    return .complete(current)
  }
}

private func isLineEnd(_ character: Character) -> Bool { character == "\r\n" || character == "\n" || character == "\r" }

private func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

extension StringProtocol {
  /// Without the characters at either end that `isSurplus` names.
  fileprivate func trimmed(_ isSurplus: (Character) -> Bool) -> SubSequence {
    guard let start = firstIndex(where: { !isSurplus($0) }), let last = lastIndex(where: { !isSurplus($0) }) else {
      return self[endIndex...]
    }
    return self[start...last]
  }
}
