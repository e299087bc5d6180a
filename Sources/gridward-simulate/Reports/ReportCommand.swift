// `gridward-simulate report`: plays the period of a real place that a report tells of, and shows its figures again.
import ArgumentParser
import Catalog
import Foundation
import Merge
import Office
import Reports
import Scenarios

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Play the period of a real place that a report tells of, and show its notice.",
    discussion: """
        gridward-simulate report qingdao-half-year --out notices
        gridward-simulate report qingdao-half-year --small
        gridward-simulate report zhengxiangbai-2023 --out notices
        gridward-simulate report zhengxiangbai-2023 --processes county

      Everything runs in this process, over stores in memory, unless --processes asks for real nodes. The figures are those of reports; places are \
      real, enterprises and records made up from the seed.
      """)

  @Argument(help: "qingdao-half-year or zhengxiangbai-2023.") var name: String

  @Option(help: "Where the numbers that are drawn begin.") var seed: UInt64 = 1

  @Flag(help: "One community of each township instead of all.") var small = false

  @Option(help: ArgumentHelp("Run the county as processes whose stores go to this folder.", valueName: "folder"))
  var processes: String?

  @Option(help: ArgumentHelp("The program that the processes run (the one beside this).", valueName: "path"))
  var gridward: String?

  @Option(help: ArgumentHelp("The folder the notice goes to.", valueName: "folder")) var out: String?

  @Option(help: ArgumentHelp("md, html, pdf, xlsx, with commas between.", valueName: "forms"))
  var format = "md,html,xlsx"

  func validate() throws {
    guard ["qingdao-half-year", "zhengxiangbai-2023"].contains(name) else {
      throw ValidationError("No report is called '\(name)'. There are: qingdao-half-year zhengxiangbai-2023")
    }
  }

  func run() async throws {
    let figures = name == "qingdao-half-year" ? try await qingdao() : try await zhengxiangbai()
    let document = NoticeWriter(figures.figures, head: figures.head, catalog: .builtIn).document()
    print(document.title)
    for case .paragraph(let text) in document.blocks.prefix(3) { print(text) }
    guard let out else { return }
    for path in try NoticeFiles.write(document, name: "notice-\(name)", forms: format, to: out) {
      print("Wrote \(path)")
    }
  }

  /// Says how far a run is, and how long it has taken.
  private func progress() -> (String) -> Void {
    let start = ContinuousClock.now
    return { words in
      let seconds = (ContinuousClock.now - start).components.seconds
      FileHandle.standardError.write(Data("\(seconds) s: \(words)\n".utf8))
    }
  }

  private func zhengxiangbai() async throws -> (figures: NoticeFigures, head: NoticeHead) {
    let period = try period(ZhengxiangbaiFigures.period)
    guard let processes else {
      let run = try ZhengxiangbaiRun(seed: seed, catalog: .builtIn)
      return (try run.figures(of: period), ZhengxiangbaiRun.head)
    }
    let tree = try CountyProcesses(
      seed: seed, program: gridward.map { URL(filePath: $0) } ?? ProcessTree.gridward,
      folder: URL(filePath: processes))
    return (try await tree.figures(of: period, progress()), ZhengxiangbaiRun.head)
  }

  private func qingdao() async throws -> (figures: NoticeFigures, head: NoticeHead) {
    var settings = small ? QingdaoSettings.small : .whole
    settings.seed = seed
    let run = QingdaoRun(settings, catalog: .builtIn)
    run.progress = progress()
    try await run.run()
    let figures = try run.figures(of: try period(QingdaoFigures.period))
    run.progress("read")
    return (figures, QingdaoRun.head(number: "青安办〔2014〕18号", date: Day(year: 2014, month: 7, day: 3)))
  }

  private func period(_ text: String) throws -> Period {
    guard let period = Period(text) else { throw ReportFailure(description: "'\(text)' is no period") }
    return period
  }
}

/// Why a report could not be played.
struct ReportFailure: Error, CustomStringConvertible {
  let description: String
}
