// `gridward directive …`: what the offices above tell those below, and their receipts.
import ArgumentParser
import Foundation
import Merge
import Transport
import Trust

struct DirectiveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "directive",
    abstract: "Send directives to an area, acknowledge them, count the receipts.",
    discussion: """
      At the city:
        gridward directive send --area 370200000000 --title 冬季消防检查通知 \\
                 --body 各单位立即组织排查 --due +3d --urgency 加急
        gridward directive receipts 01931c4e-…
      At a community:
        gridward directive list
        gridward directive acknowledge 01931c4e-…

      A directive falls from its area to every community inside it; a receipt rises to the city.
      """,
    subcommands: [Send.self, List.self, Receipts.self, Acknowledge.self])
}

extension DirectiveCommand {
  struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Send a directive to an area.")

    @Option(help: ArgumentHelp("The area it is for, with all below it.", valueName: "code"))
    var area: String
    @Option(help: "Its title.")
    var title: String
    @Option(help: "Its text.")
    var body: String
    @Option(help: "Who issues it (the node's name).")
    var issuedBy: String?
    @Option(help: ArgumentHelp("By when: +3d, 2026-03-01.", valueName: "time"))
    var due: String?
    @Option(help: "平件, 加急 or 特急 (平件).")
    var urgency: String?
    @Option(help: "通知, 调度令, 督办函, 预警提示 or 通报 (通知).")
    var kind: String?
    @Argument(help: "Further fields, as name=value.")
    var fields: [String] = []
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options, flags: writerOptions.flags)
      let issuer = issuedBy ?? desk.settings.name ?? desk.user
      let given = [
        "title=\(title)", "body=\(body)", "issued_by=\(issuer)", "issued_at=now", due.map { "due_at=\($0)" },
        "urgency=\(urgency ?? "平件")", "kind=\(kind ?? "通知")",
      ].compactMap(\.self)
      var content = try await FieldInput(
        given + fields, type: desk.type("directive"), isNew: true, now: desk.now(for: given + fields)
      ).parts
      content["area"] = .text(area)
      content["user"] = .text(desk.user)
      let answer = try await desk.client.send(.post, "/records/directive", body: .object(content))
      desk.show(answer) { "Sent directive \($0["id"].shown) to \(area)" }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the directives this node has.")

    @Option(help: "The status they stand in, such as issued.")
    var status: String?
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options)
      let answer = try await desk.client.get("/records/directive", query: [("status", status), ("limit", "1000")])
      desk.show(answer) { RecordCommand.ListCommand.words($0, type: desk.type("directive"), more: nil) }
    }
  }

  struct Receipts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show who has acknowledged a directive.")

    @Argument(help: "The directive's id.")
    var id: String
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options)
      let receipts = try await ReceiptBook(desk: desk).receipts(of: id)
      if desk.isJSON { return Terminal.line(JSON.object(["receipts": .list(receipts)]).string) }
      var table = Table(["area", "name", "status", Words.heading("delivered")])
      for receipt in receipts {
        let words = RecordWords(json: receipt, type: desk.type("receipt"))
        let delivered = receipt["fields"]["delivered_at"].int.map(Words.time) ?? ""
        table.add([words.area, receipt["fields"]["area_name"].shown, words.status, delivered])
      }
      Terminal.line(table.isEmpty ? "No receipts yet." : table.text)
      Terminal.line(Words.count(receipts.count, "receipt"))
    }
  }

  struct Acknowledge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Acknowledge a directive for this node.",
      discussion: "Doing it again with another --status goes on from there; a node has one receipt for a directive.")

    @Argument(help: "The directive's id.")
    var id: String
    @Option(help: "read, accepted, done or refused (accepted).")
    var status = "accepted"
    @Option(help: "The reason of a refusal.")
    var reason: String?
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options, flags: writerOptions.flags)
      let answer = try await ReceiptBook(desk: desk).acknowledge(id, status: status, reason: reason)
      desk.show(answer) { json in
        "The receipt \(json["id"].shown) is now \(RecordWords(json: json, type: desk.type("receipt")).status)"
      }
    }
  }
}
