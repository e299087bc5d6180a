// A record as it stands after a write: read by whoever wrote it, written down by whoever asked.
import Catalog
import HTTPTypes
import Hummingbird
import Merge
import Node
import Records
import Replica
import Reports
import Store

/// The answer to a write, taken from the store and not yet written down.
struct WrittenRecord: Sendable {
  private let told: ToldRecord
  private let names: PlaceNames

  init(_ place: RecordPlace, in reader: StoreReader, catalog: Catalog) throws {
    let record = try place.record(in: reader)
    let marking = try Marking(record.type, in: reader, catalog: catalog)
    told = try ToldRecord(record, marking, isSingle: true, in: reader)
    names = try PlaceNames(of: record.area, in: reader, catalog: catalog)
  }

  func response(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
    let places = names.members.map { ($0.0, JSON.value($0.1)) }
    let answer = RecordJSON(told.record.type).json(told, places)
    return answer.response(of: told.record.state.version, status, headers: headers)
  }
}

extension Node {
  /// Writes, and takes what is to be answered from the same transaction.
  ///
  /// What stands twice in a division is looked for among all its records: that is not done while others wait for the writer, but read
  /// afterwards, like an answer that could not be read with the write. What was written stays, and of that nobody is told that the node
  /// is busy.
  /// - Returns: what was committed, nothing when all of it was there already; and the record as it then stands.
  func enter(
    _ plan: some WritePlan, of place: RecordPlace, _ input: RecordInput
  ) async throws -> (committed: [Committed], record: WrittenRecord) {
    let catalog = catalog
    let isToldAtOnce = place.type.fieldsOfOneRecord.isEmpty
    let (committed, told) = try await commit(
      plan, user: input.user, deviceTime: input.deviceTime, undertaking: input.undertaking
    ) { isToldAtOnce ? try WrittenRecord(place, in: $0, catalog: catalog) : nil }
    if let told { return (committed, told) }
    return (committed, try await read(on: .entries, by: "") { try WrittenRecord(place, in: $0, catalog: catalog) })
  }
}
