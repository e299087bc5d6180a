// `gridward scenario`: plays what a report tells, and shows its figures again.
import ArgumentParser
import Catalog
import Divisions
import Foundation
import Office
import Reports
import Scenarios
import Totals

struct ScenarioCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenario",
    abstract: "Play a period of a real place at its nodes and show the notices.",
    subcommands: [Run.self])

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run a scenario.",
      discussion: """
          gridward scenario run qingdao-half-year --out notices
          gridward scenario run qingdao-half-year --small
          gridward scenario run zhengxiangbai-2023 --out notices
          gridward scenario run zhengxiangbai-2023 --processes county

        Everything runs in this process, over stores in memory, unless --processes asks for real nodes. The figures are those of reports; places are \
        real, enterprises and records made up from the seed.
        """)

    @Argument(help: "qingdao-half-year or zhengxiangbai-2023.")
    var name: String
    @Option(help: "Where the numbers that are drawn begin.")
    var seed: UInt64 = 1
    @Flag(help: "One community of each township instead of all.")
    var small = false
    @Option(help: ArgumentHelp("Run the county as processes whose stores go to this folder.", valueName: "folder"))
    var processes: String?
    @Option(help: ArgumentHelp("The folder the notice goes to.", valueName: "folder"))
    var out: String?
    @Option(help: ArgumentHelp("md, html, pdf, xlsx, with commas between.", valueName: "forms"))
    var format = "md,html,xlsx"

    func run() async throws {
      switch name {
      case "qingdao-half-year": try await qingdao()
      case "zhengxiangbai-2023": try await zhengxiangbai()
      default:
        throw Failure(.usage, "no scenario is called '\(name)'", hint: "qingdao-half-year or zhengxiangbai-2023.")
      }
    }

    /// Says how far a run is, and how long it has taken.
    private func progress() -> (String) -> Void {
      let start = ContinuousClock.now
      return { Terminal.note("\(Words.duration(seconds: (ContinuousClock.now - start).components.seconds)): \($0)") }
    }

    private func zhengxiangbai() async throws {
      guard let period = Period(ZhengxiangbaiFigures.period) else { return }
      let figures: NoticeFigures
      if let processes {
        figures = try await CountyProcesses.run(seed: seed, in: URL(filePath: processes), progress())
      } else {
        figures = try ZhengxiangbaiRun(seed: seed, catalog: .builtIn).figures(of: period)
      }
      try tell(NoticeWriter(figures, head: ZhengxiangbaiRun.head, catalog: .builtIn, name: NoticeOptions.name))
    }

    private func qingdao() async throws {
      var settings = small ? QingdaoSettings.small : .whole
      settings.seed = seed
      let run = QingdaoRun(settings, catalog: .builtIn)
      run.progress = progress()
      try await run.run()
      guard let period = Period(QingdaoFigures.period) else { return }
      let figures = try run.figures(of: period)
      run.progress("read")
      let head = QingdaoRun.head(number: "青安办〔2014〕18号", date: Day(year: 2014, month: 7, day: 3))
      let writer = NoticeWriter(figures, head: head, catalog: .builtIn, name: NoticeOptions.name)
      try tell(writer)
    }

    /// Prints the opening, and writes the files where a folder is given.
    private func tell(_ writer: NoticeWriter) throws {
      let document = writer.document()
      Terminal.line(document.title)
      for case .paragraph(let text) in document.blocks.prefix(3) { Terminal.line(text) }
      guard let out else { return }
      for path in try NoticeFiles.write(document, name: "notice-\(name)", forms: format, to: out) {
        Terminal.line("Wrote \(path)")
      }
    }
  }
}
