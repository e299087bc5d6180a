// By what a request that names nothing in it is known again when it is sent a second time.
import Catalog
import Merge
import Trust
import Wire

/// What a request is: of which record, by whom, from which version, at what time of the device.
///
/// Whoever makes the same edit from the same version a second time has not heard the answer to the first, since that brings
/// another version. So increments and steps that bring no id get one made from this, and a request that is sent again
/// counts once. Nothing tells two edits of "what this node holds now" apart: they have no mark.
struct RequestMark: Hashable, Sendable {
  private let request: Value

  /// Of making a record: its id says all there is to say, whoever makes it and wherever.
  init(making place: RecordPlace, in area: Area) {
    request = .list([.text("made"), Self.record(place), .text(area.code)])
  }

  /// Of editing one; nil for an edit of what the node holds now.
  init?(editing place: RecordPlace, seen: Seen, by user: String, deviceTime: Int64?) {
    let version: Value
    switch seen {
    case .whatIsHeld: return nil
    case .version(let vector): version = .text(vector.text)
    case .held(let digest): version = .bytes(Array(digest.bytes))
    }
    request = .list([
      .text("edited"), Self.record(place), place.area.map { .text($0.code) } ?? .null, version, .text(user),
      deviceTime.map { .int($0) } ?? .null,
    ])
  }

  private static func record(_ place: RecordPlace) -> Value {
    .list([.text(place.type.name), .bytes(place.id.raw.bytes)])
  }

  /// What is added to a counter, under the id of this request. The amount is part of the id: another amount is another request.
  func increment(_ amount: Int64, of field: Int) -> Increment {
    Increment(id: IncrementID(id("increment", .list([.int(Int64(field)), .int(amount)]))), amount: amount)
  }

  /// The id of a step of this request.
  /// - Parameter index: its place among the steps.
  func step(_ input: StepInput, at index: Int) -> StepID {
    StepID(
      id("step", .list([.int(Int64(index)), .text(input.kind), input.round.map { .int($0) } ?? .null, input.details])))
  }

  private func id(_ thing: String, _ what: Value) -> Bytes16 {
    var writer = CBORWriter()
    writer.value(.list([request, what]))
    return Hashing.sha256(Array("gridward \(thing) 1".utf8) + [0] + writer.bytes).first16
  }
}
