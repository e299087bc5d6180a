// The benchmark's records: read from JSON lines, turned into what a node is asked to write.
import Foundation
import Merge
import Replica

/// One line of the records file.
struct BenchRecord: Decodable {
  struct Fields: Decodable {
    let id: String
    let area: String
    let enterprise: String
    let category: String
    let description: String
    let place: String
    let severity: Int64
    let foundAt: Int64
    let deadline: Int64
    let foundBy: String
    let measure: String
    let longitude: Int64
    let latitude: Int64
    let code: String
  }

  let author: Int
  let commit: Int
  let record: Fields
}

/// Records grouped as in life: commits of one to five records of one author about one area.
struct BenchCommit {
  let author: Int
  let intents: [Intent]
}

enum Records {
  /// The lines of a records file, one by one.
  static func lines(_ path: String) throws -> [BenchRecord] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 10).map { line in
      try decoder.decode(BenchRecord.self, from: line)
    }
  }

  /// Reads at most `count` records.
  static func load(_ path: String, count: Int) throws -> [BenchCommit] {
    var commits: [BenchCommit] = []
    var group: [BenchRecord] = []
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    var read = 0
    for line in try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 10) where read < count {
      let record = try decoder.decode(BenchRecord.self, from: line)
      read += 1
      if let last = group.last, last.author != record.author || last.commit != record.commit {
        commits.append(BenchCommit(author: last.author, intents: group.map { intent($0) }))
        group = []
      }
      group.append(record)
    }
    if let last = group.last { commits.append(BenchCommit(author: last.author, intents: group.map { intent($0) })) }
    return commits
  }

  /// The township an author's node stands at: one for each author, so that no two nodes share a branch below the parent,
  /// all of them in one district.
  static func home(of author: Int) -> Area { Area("370211\(100 + author)000")! }

  private static func area(_ code: String, author: Int) -> Area {
    Area(String(home(of: author).code.prefix(9)) + code.dropFirst(9))!
  }

  private static func intent(_ line: BenchRecord, seen: SeenVector = .empty) -> Intent {
    let record = line.record
    let fields: [(Int, Value)] = [
      (1, .text(record.enterprise)), (2, .text(record.category)), (3, .text(record.description)),
      (4, .text(record.place)), (5, .int(record.severity)), (6, .int(record.foundAt)), (7, .int(record.deadline)),
      (8, .text(record.foundBy)), (9, .text(record.measure)), (10, .int(record.longitude)),
      (11, .int(record.latitude)), (12, .text(record.code)),
    ]
    return Intent(
      type: "hazard", record: RecordID(hex: record.id)!, area: area(record.area, author: line.author), seen: seen,
      fields: fields.map { FieldChange($0.0, .write($0.1)) })
  }

  /// The two fields that an edit changes, for each record of an edits file.
  static func edits(_ path: String) throws -> [(author: Int, record: RecordID, area: Area, fields: [FieldChange])] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 10).map { line in
      let line = try decoder.decode(BenchRecord.self, from: line)
      let fields = [
        FieldChange(7, .write(.int(line.record.deadline))), FieldChange(9, .write(.text(line.record.measure))),
      ]
      return (line.author, RecordID(hex: line.record.id)!, area(line.record.area, author: line.author), fields)
    }
  }
}
