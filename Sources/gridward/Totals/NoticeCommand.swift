// `gridward notice`: daily, weekly and monthly notices and the public scoreboard, as texts and as office files.
import ArgumentParser
import Catalog
import Enrolment
import Foundation
import Merge
import Node
import Office
import Replica
import Reports
import Store
import Transport
import Wire

struct NoticeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notice",
    abstract: "Make a notice (日调度、周报告、月通报) or the public scoreboard from a node's store.",
    discussion: """
        gridward notice make --store city.db --period 2014-06 --out notices
        gridward notice make --store city.db --period 2014-H1 --format md,html,pdf,xlsx \\
          --organisation 青岛市安全生产委员会办公室 --number 青安办〔2014〕27号 --issue --device wang.device
        gridward notice scoreboard --store city.db --period 2014-H1 --out scoreboard.html

      A PDF is printed by weasyprint with fonts-noto-cjk (Debian packages); the rest needs nothing.
      """,
    subcommands: [Make.self, ScoreboardPage.self])
}

struct NoticeOptions: ParsableArguments {
  @OptionGroup var options: StoreOptions
  @Option(help: ArgumentHelp("2014-06-30, 2014-W26, 2014-06, 2014-Q2, 2014-H1, 2014, 2014-01-01..2014-06-30."))
  var period: String
  @Option(help: "The authority that issues it (the area's safety committee office).")
  var organisation: String?

  /// Gathers the figures of the period from the store.
  func figures(_ settings: Settings) throws -> NoticeFigures {
    guard let period = Period(period) else { throw Failure(.usage, "\(TotalsQuestionFault.period(period))") }
    let catalog = try settings.catalog()
    return try OpenStore.looking(settings) { reader, identity in
      try NoticeReader(catalog: catalog, home: identity.area, reader: reader, period: period).figures()
    }
  }

  func organisation(of figures: NoticeFigures) -> String {
    organisation ?? "\(figures.place)安全生产委员会办公室"
  }
}

/// By which device a notice is signed; the store that it looks into is the notice's.
struct IssuerOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Issue it signed with the device in this folder.", valueName: "folder"))
  var device: String?
  @Option(help: ArgumentHelp("The pass, where several posts may act there: how its id begins.", valueName: "hex"))
  var pass: String?
  @Option(help: ArgumentHelp("The account that the person stands in for.", valueName: "uuid"))
  var actingFor: String?
}

/// What is to be written is known before the store is asked.
private struct MadeIntent: WritePlan {
  let intent: Intent

  func intents(in reader: StoreReader) throws -> [Intent] { [intent] }
}

extension NoticeCommand {
  struct Make: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Write a notice as files and, with --issue, issue it.")

    @OptionGroup var notice: NoticeOptions
    @Option(help: ArgumentHelp("md, html, pdf, xlsx, with commas between.", valueName: "forms"))
    var format = "md,html,xlsx"
    @Option(help: ArgumentHelp("The folder the files go to.", valueName: "folder"))
    var out = "."
    @Option(help: ArgumentHelp("The document number, such as 青安办〔2014〕27号.", valueName: "text"))
    var number: String?
    @Option(help: ArgumentHelp("The title (from area and period).", valueName: "text"))
    var title: String?
    @Option(help: ArgumentHelp("The date under the seal (today).", valueName: "yyyy-mm-dd"))
    var date: String?
    @Flag(help: "Keep what it says as a record, so that later notices correct it visibly.")
    var issue = false
    @Option(help: ArgumentHelp("Issue it at this running node.", valueName: "url"))
    var server: String?
    @OptionGroup var user: UserOptions
    @OptionGroup var signing: IssuerOptions

    func run() async throws {
      let settings = try await notice.options.settings([
        "server": server, "user": user.user, "device": signing.device, "pass": signing.pass,
        "acting_for": signing.actingFor,
      ])
      let figures = try notice.figures(settings)
      let writer = NoticeWriter(figures, head: try head(of: figures), catalog: try settings.catalog())
      let document = writer.document()
      let name = "notice-\(figures.area.code.prefix(12))-\(figures.period)"
      for path in try NoticeFiles.write(document, name: name, forms: format, to: out) { Terminal.line("Wrote \(path)") }
      if issue { try await keep(figures, writer, document, settings) }
    }

    private func head(of figures: NoticeFigures) throws -> NoticeHead {
      var day = Day(milliseconds: Node.now)
      if let date {
        guard let given = Day(ValueInput.day(date) ?? date) else {
          throw Failure(.usage, "'\(date)' is no day", hint: "As in 2014-07-03.")
        }
        day = given
      }
      var head = NoticeHead(organisation: notice.organisation(of: figures), number: number ?? "", date: day)
      head.title = title
      return head
    }

    private func keep(
      _ figures: NoticeFigures, _ writer: NoticeWriter, _ document: NoticeDocument, _ settings: Settings
    ) async throws {
      if let standing = figures.standing, figures.areSaid(under: writer.head.number) {
        return Terminal.line("Already issued as notice \(standing.record); nothing has changed since.")
      }
      let intent = NoticeIssue.intent(
        figures, head: writer.head, title: document.title, body: MarkdownText.text(document),
        record: Node.newRecordID(), now: Node.now, catalog: try settings.catalog())
      guard let intent else { throw Failure(.settings, "the catalog has no notices") }
      if settings.device != nil {
        try await sign(intent, settings)
      } else if server == nil {
        let node = try OpenStore.node(settings)
        _ = try await node.commit([intent], user: try Login.written(settings.user ?? Login.name))
        try node.store.close()
      } else {
        try await send(intent, settings)
      }
      Terminal.line("Issued as notice \(intent.record)")
    }

    /// The device signs it against the store; it is handed in at the running node, or into the store where none runs.
    private func sign(_ intent: Intent, _ settings: Settings) async throws {
      guard let folder = settings.device else { return }
      let signer = try ActionSigner(settings, device: DeviceFolder(URL(filePath: folder)))
      let action = try signer.sign(at: intent.area) { _ in [MadeIntent(intent: intent)] }
      let delivery = ActionDelivery(passes: try signer.device.passes(under: [action]), actions: [action])
      let delivered =
        try await server == nil ? delivery.deliver(settings) : delivery.deliver(to: NodeClient(settings))
      guard let told = delivered.first, !["entered", "repeated"].contains(told.status) else { return }
      throw Failure(
        .refused, "the notice is signed as action \(told.number) and not issued: \(told.status), \(told.note)",
        hint: "The action is in the device's journal; `gridward device send` hands it in again.")
    }

    private func send(_ intent: Intent, _ settings: Settings) async throws {
      let type = try settings.catalog().type(named: intent.type)
      var fields: [String: JSON] = [:]
      for change in intent.fields {
        guard case .write(let value) = change.edit, let field = type?.field(numbered: change.field) else { continue }
        fields[field.name] = JSON(parsing: JSONText.string(value).utf8) ?? .null
      }
      let body: [String: JSON] = [
        "area": .text(intent.area.code), "id": .text(intent.record.description), "fields": .object(fields),
        "user": .text(settings.user ?? Login.name),
      ]
      _ = try await NodeClient(settings).send(.post, "/records/\(intent.type)", body: .object(body))
    }
  }

  struct ScoreboardPage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "scoreboard", abstract: "Write the public scoreboard as one static page.")

    @OptionGroup var notice: NoticeOptions
    @Option(help: ArgumentHelp("The file to write.", valueName: "path"))
    var out = "scoreboard.html"

    func run() async throws {
      let settings = try await notice.options.settings()
      let figures = try notice.figures(settings)
      let head = NoticeHead(
        organisation: notice.organisation(of: figures), number: "", date: Day(milliseconds: Node.now))
      let writer = NoticeWriter(figures, head: head, catalog: try settings.catalog())
      let page = Scoreboard.page(writer, title: "\(figures.place)安全生产网格化监管公示")
      do { try Data(page.utf8).write(to: URL(filePath: out)) } catch {
        throw Failure(.disk, "\(out) cannot be written: \(error.localizedDescription)")
      }
      Terminal.line("Wrote \(out)")
    }
  }
}
