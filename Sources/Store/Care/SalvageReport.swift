// What salvages have told, in the file beside the store, and what of it is still to be told.
import Foundation

extension Salvage {
  private static let heading = "Salvage of "
  /// What came before is kept as far as this.
  private static let reportBytesMax = 1 << 20
  private static let linesMax = 50

  /// Appends what this salvage tells to what the earlier ones have told.
  func writeReport(beside path: String, _ seconds: Int64) throws {
    let log = hole == nil ? "" : ", its log \(kept)-wal"
    let head = "\(commits) commits in \(feeds) feeds were saved; the damaged file is \(kept)\(log)"
    let lines =
      [Self.heading + Date(timeIntervalSince1970: Double(seconds)).ISO8601Format(), head]
      + (losses.isEmpty ? ["nothing is missing"] : losses.map { "missing: \($0)" })
      + waits.map { "waiting: \($0)" }
    let file = URL(filePath: path + Self.reportEnding)
    let before = (try? Data(contentsOf: file))?.suffix(Self.reportBytesMax) ?? Data()
    let text = (before.isEmpty ? "" : "\n") + lines.joined(separator: "\n") + "\n"
    try (before + Data(text.utf8)).write(to: file, options: .atomic)
  }

  /// What the last salvage of the store at a path told; empty when there was none.
  package static func report(of path: String) -> [String] { reports(of: path).last?.lines ?? [] }

  /// What each salvage told, the newest last.
  private static func reports(of path: String) -> [(heading: String, lines: [String])] {
    guard let data = try? Data(contentsOf: URL(filePath: path + reportEnding)) else { return [] }
    var reports: [(heading: String, lines: [String])] = []
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init) {
      if line.hasPrefix(heading) {
        reports.append((line, []))
      } else if let last = reports.indices.last {
        reports[last].lines.append(line)
      }
    }
    return reports
  }

  /// What an operator is told of salvages: the head of the last one's report, how what was not there stands now, and where
  /// the reports are.
  package static func standing(of path: String, in reader: StoreReader) throws -> [String] {
    let report = report(of: path)
    let file = ["report: \(path)\(reportEnding)"]
    guard let losses = try reader.lossStanding() else { return report.isEmpty ? [] : report + file }
    guard let head = report.first else {
      let isGone = "a store was saved; its report \(path)\(reportEnding) is gone"
      return losses.open.isEmpty ? [] : [isGone] + losses.open + losses.settled
    }
    let open = losses.open + unnumbered(of: path)
    let sentence = losses.wereAny ? "nothing is missing any more" : "nothing is missing"
    return [head] + (open.isEmpty ? [sentence] : open) + losses.settled + file
  }

  /// What is missing and is no number of a feed does not come back by itself, and nothing tells when it has.
  private static func unnumbered(of path: String) -> [String] {
    let reports = reports(of: path)
    var told: Set<String> = []
    var lines: [String] = []
    for (index, report) in reports.enumerated().reversed() {
      let since = index == reports.count - 1 ? "" : " (\(report.heading))"
      for line in report.lines where isUnnumbered(line) && told.insert(line).inserted { lines.append(line + since) }
    }
    return capped(lines)
  }

  private static func isUnnumbered(_ line: String) -> Bool {
    guard line.hasPrefix("missing: ") else { return false }
    return !line.hasPrefix("missing: feed ") || line.hasPrefix("missing: feed number ")
  }

  static func capped(_ lines: [String]) -> [String] {
    lines.count <= linesMax ? lines : lines.prefix(linesMax) + ["and \(lines.count - linesMax) more of this kind"]
  }
}
