// `gridward codes …`: the code tables a node has, and those that the program carries.
import ArgumentParser
import Catalog
import Foundation
import Merge
import Transport
import Trust

struct CodesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codes",
    abstract: "Load and show code tables: industries, accident types, statutory duties, holidays.",
    discussion: """
      Tables are records: loaded at the city they fall to every node below, and a new version issued there replaces an old one.
        gridward codes load --area 370200000000
        gridward codes load --area 370200000000 sector.yaml
        gridward codes list
        gridward codes show industry
      """,
    subcommands: [Load.self, List.self, Show.self])

  /// The id of a version of a table, the same wherever it is loaded.
  static func id(of table: CodeTable) -> RecordID {
    let digest = Hashing.sha256(Array("code table \(table.name) \(table.version)".utf8)).first16
    return RecordID(milliseconds: max(0, table.validFrom?.start ?? 0), random: (digest.high, digest.low))
  }
}

extension CodesCommand {
  struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Enter code tables that the node does not have: those the program carries, or files.")

    @Option(help: ArgumentHelp("The area they are issued for, with all below it.", valueName: "code"))
    var area: String
    @Argument(help: "Files of tables, in YAML; without any, those the program carries.")
    var files: [String] = []
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options, flags: writerOptions.flags)
      var entered = 0
      let tables = try tables()
      for table in tables {
        let path = "/records/\(CodeTable.recordType)"
        let id = CodesCommand.id(of: table).description
        do {
          _ = try await desk.client.get("\(path)/\(id)")
        } catch let failure as Failure where failure.status == .notFound {
          let fields = Dictionary(uniqueKeysWithValues: table.fields.map { ($0.name, JSON($0.value)) })
          let body: [String: JSON] = [
            "area": .text(area), "id": .text(id), "user": .text(desk.user), "fields": .object(fields),
          ]
          _ = try await desk.client.send(.post, path, body: .object(body))
          entered += 1
        }
      }
      if desk.isJSON {
        let members = ["entered": entered, "code_tables": tables.count].mapValues { JSON.int(Int64($0)) }
        return Terminal.line(JSON.object(members).string)
      }
      Terminal.line(Words.entered(entered, of: tables.count, "code table"))
    }

    private static let form =
      "It is YAML: table, version, title: {zh, en}, source, and entries: a list of {code, zh, en}; valid_from and valid_to are days."

    private func tables() throws -> [CodeTable] {
      if files.isEmpty { return CodeTable.builtIn }
      return try files.map { path in
        guard let data = FileManager.default.contents(atPath: path) else {
          throw Failure(.notFound, "there is no file at \(path)", hint: "Give the path of a code table.")
        }
        do throws(CatalogError) {
          return try CodeTable(file: URL(filePath: path).lastPathComponent, bytes: Array(data))
        } catch {
          throw Failure(.usage, "\(error)", hint: Self.form)
        }
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the code tables this node has.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options)
      let answer = try await desk.client.get("/records/\(CodeTable.recordType)", query: [("limit", "1000")])
      desk.show(answer) { json in
        var table = Table(["table", "version", "name", "codes", "source"])
        for record in json["records"].list {
          let fields = record["fields"]
          table.add([
            fields["name"].shown, fields["version"].shown, fields["name_zh"].shown,
            String(fields["entries"].list.count), fields["source"].shown,
          ])
        }
        return table.isEmpty ? "No code tables; `gridward codes load` enters those the program carries." : table.text
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show the codes of a table, all versions.")

    @Argument(help: "The table's name, such as industry.")
    var name: String
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options)
      let answer = try await desk.client.get("/records/\(CodeTable.recordType)", query: [("limit", "1000")])
      desk.show(answer) { json in
        var table = Table(["version", "code", "中文", "English"])
        for record in json["records"].list where record["fields"]["name"].text == name {
          for entry in record["fields"]["entries"].list {
            let version = record["fields"]["version"].shown
            table.add([version, entry["key"].shown, entry["value"]["zh"].shown, entry["value"]["en"].shown])
          }
        }
        return table.isEmpty ? "This node has no table '\(name)'." : table.text
      }
    }
  }
}
