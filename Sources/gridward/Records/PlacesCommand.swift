// `gridward places …`: what the places of a city or county are called, entered in one go.
import ArgumentParser
import Catalog
import Foundation
import Merge
import Node
import Transport
import Trust

struct PlacesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "places",
    abstract: "Enter what the places of a city or county are called, so that every node can name them.",
    discussion: """
        gridward places import divisions.csv --as-of 2025-12-31

      The file has a heading line and a line for each place, with commas or tabs between: the columns `code` (2, 4, 6, 9 or 12 \
      digits) and `name`, and whatever else. At the city's node, or the county's, the names become code tables `\(CodeTable.places)`: \
      one for the city and one for each district, which falls to the nodes of that district.
      """,
    subcommands: [ImportCommand.self])

  struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Enter the places of a file at the node of the whole area.",
      discussion: """
        Given again, it enters what the node does not have. With the same day it mends names; a reform of divisions is a later \
        day: its names count, and places that are no more keep the name they had.
        """)

    @Argument(help: "The file of places.")
    var file: String
    @Option(help: ArgumentHelp("The day whose divisions they are.", valueName: "2025-12-31"))
    var asOf: String
    @Flag(help: "Take a day more than a year ahead: its names count over those of every day before it.")
    var ahead = false
    @Option(help: ArgumentHelp("Who has published them.", valueName: "text"))
    var source = ""
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      guard let day = Day(ValueInput.day(asOf) ?? asOf) else {
        throw Failure(.usage, "'\(asOf)' is no day", hint: "As in 2025-12-31.")
      }
      let list = try read()
      let desk = try await Desk(options, flags: writerOptions.flags)
      let status = try await desk.client.get("/status").json
      try check(day, today: Day(milliseconds: status["now"].int ?? Node.now))
      let issues = try issues(list, of: day, at: try Named.area(status["area"].shown))
      var entered = 0
      for issue in issues { entered += try await PlaceTable(issue, desk: desk).enter() }
      show(entered, of: list, in: issues, isJSON: desk.isJSON)
    }

    /// A day mistyped in the year would stand over every list that is still to come.
    private func check(_ day: Day, today: Day) throws {
      guard !ahead, day.number > today.number + 366 else { return }
      throw Failure(
        .usage, "\(day) is more than a year ahead (today is \(today)): until then no other list would count",
        hint: "Is the year right? With --ahead it is taken all the same.")
    }

    private func issues(_ list: PlaceList, of day: Day, at home: Area) throws -> [PlaceList.Issue] {
      guard home.tier <= .district else {
        throw Failure(
          .usage, "this node stands at a \(home.tier.name), and places are named by a city, county or district",
          hint: "Give the list to the node of the city or county, with --server.")
      }
      do throws(PlaceListFault) { return try list.tables(asOf: day, source: source, at: home) } catch {
        throw Failure(
          .usage, "\(file): \(error)", hint: "Give it to a node that stands above all of them, or take the line out.")
      }
    }

    private func show(_ entered: Int, of list: PlaceList, in issues: [PlaceList.Issue], isJSON: Bool) {
      let count = list.places.count
      if isJSON {
        let members = [
          "entered": entered, "places": count, "code_tables": issues.count,
        ].mapValues { JSON.int(Int64($0)) }
        return Terminal.line(JSON.object(members).string)
      }
      let tables = Words.count(issues.count, "code table")
      Terminal.line(Words.entered(entered, of: count, "place", detail: " in \(tables)"))
    }

    private static let form =
      "The first line names the columns, `code` and `name` among them; each further line is a place, cells with commas or tabs between."

    private func read() throws -> PlaceList {
      guard let data = FileManager.default.contents(atPath: file) else {
        throw Failure(.notFound, "there is no file at \(file)", hint: "Give the path of a list of places.")
      }
      do throws(PlaceListFault) { return try PlaceList(text: data) } catch {
        throw Failure(.usage, "\(file): \(error)", hint: Self.form)
      }
    }
  }
}

/// One table of places at a node.
private struct PlaceTable {
  let issue: PlaceList.Issue
  let desk: Desk

  private static let path = "/records/\(CodeTable.recordType)"

  init(_ issue: PlaceList.Issue, desk: Desk) { (self.issue, self.desk) = (issue, desk) }

  /// The same wherever and however often the list is given.
  private var id: String {
    let words = "code table \(issue.table.name) \(issue.table.version) \(issue.area)"
    let digest = Hashing.sha256(Array(words.utf8)).first16
    let day = Day(issue.table.version)?.start ?? 0
    return RecordID(milliseconds: max(0, day), random: (digest.high, digest.low)).description
  }

  /// Enters what the node does not have of the table.
  /// - Returns: how many places that were.
  func enter() async throws -> Int {
    if let held = try await held { return try await mend(held.json, seen: held.tag) }
    let pieces = PlaceList.pieces(issue.table.entries)
    var tag = try await make(with: pieces.first ?? [])
    for piece in pieces.dropFirst() { tag = try await add(piece.map { ($0.code, JSON($0.meaning)) }, seen: tag) }
    return issue.table.entries.count
  }

  /// The table's record at the node; nil where it has none.
  private var held: Answer? {
    get async throws {
      do {
        return try await desk.client.get("\(Self.path)/\(id)")
      } catch let failure as Failure where failure.status == .notFound {
        return nil
      }
    }
  }

  /// - Returns: the version that was made.
  private func make(with entries: [CodeEntry]) async throws -> String? {
    var fields = Dictionary(uniqueKeysWithValues: issue.table.fields.map { ($0.name, JSON($0.value)) })
    fields["entries"] = .object(Dictionary(uniqueKeysWithValues: entries.map { ($0.code, JSON($0.meaning)) }))
    if issue.table.source.isEmpty { fields["source"] = nil }
    return try await desk.client.send(
      .post, Self.path,
      body: .object([
        "area": .text(issue.area.code), "id": .text(id), "user": .text(desk.user), "fields": .object(fields),
      ])
    ).tag
  }

  /// Adds the places that a table has not, and those it calls otherwise, which keep what else it says of them.
  private func mend(_ held: JSON, seen: String?) async throws -> Int {
    guard held["status"].text != "withdrawn" else {
      throw Failure(
        .refused, "the places of \(issue.area) as of \(issue.table.version) have been withdrawn",
        hint: "Reinstate the record \(id), or give another day.")
    }
    let known = Dictionary(
      held["fields"]["entries"].list.map { ($0["key"].shown, $0["value"]) }, uniquingKeysWith: { $1 })
    let missing = issue.table.entries.filter { known[$0.code]?["zh"].text != $0.title.zh }
    var tag = seen
    for piece in PlaceList.pieces(missing) {
      tag = try await add(
        piece.map { entry in
          let before = (known[entry.code] ?? .null).entries.map { ($0.key, $0.value) }
          let meaning = Dictionary(before) { $1 }.merging(["zh": .text(entry.title.zh)]) { $1 }
          return (entry.code, .object(meaning))
        }, seen: tag)
    }
    return missing.count
  }

  /// - Parameter seen: the version of the answer before, which is not asked for again: a table may have thousands of places.
  /// - Returns: the version that was made.
  private func add(_ entries: [(code: String, meaning: JSON)], seen: String?) async throws -> String? {
    let elements = Dictionary(uniqueKeysWithValues: entries.map { ($0.code, $0.meaning) })
    return try await desk.change(
      "\(Self.path)/\(id)", tag: seen, ["add": .object(["entries": .object(elements)])]
    ).tag
  }
}
