// The body of a write, taken apart: what it says, before the catalog is asked.
import Catalog
import FlightRecorder
import Hummingbird
import Merge
import NIOCore
import Node
import Records
import Wire

/// What a create, an edit or a settlement says.
struct RecordInput: Sendable {
  private(set) var area: Area?
  private(set) var id: RecordID?
  private(set) var user = ""
  /// The user as the body says it.
  private var said: String?
  private(set) var deviceTime: Int64?
  private(set) var edits = EditInput()
  /// What is asked, as it is noted while it is done.
  let undertaking: Undertaking

  static let settleMembers: Set<String> = ["fields", "user", "device_time"]
  static let editMembers = settleMembers.union(["add", "remove", "increment", "steps"])
  static let createMembers = editMembers.union(["area", "id"])

  /// Reads the body and the user's name.
  /// - Parameters:
  ///   - members: the members this route knows; any other is refused, since it is likely a misspelling.
  ///   - users: where the user's name comes from.
  ///   - type: whose fields the body speaks of.
  init(
    _ request: Request, bodyBytesMax: Int, members: Set<String>, users: UserSource, type: RecordType
  ) async throws {
    guard MediaType(request).isJSON else {
      throw Problem(.unsupportedMediaType, "The body is application/json; say so in Content-Type.")
    }
    let body = try await request.bytes(upTo: bodyBytesMax)
    undertaking = Node.asked(.request, request.line, body: body)
    guard case .map(let entries) = try Self.json(body, type) else {
      throw Problem(.invalidContent, "The body is a JSON object.")
    }
    for entry in entries {
      guard members.contains(entry.key) else {
        throw Problem(
          .invalidContent, "'\(entry.key)' is not known here; known are \(members.sorted().joined(separator: ", ")).")
      }
      try takeEntry(entry)
    }
    user = try users.user(of: request, said: said)
  }

  /// The body as a value; of a number with a fraction it is told what the field is counted in.
  private static func json(_ body: [UInt8], _ type: RecordType) throws -> Value {
    do throws(JSONFault) { return try JSONReader.value(of: body) } catch {
      guard case .notAnInteger(let key?, let number, _) = error, let unit = type.field(named: key)?.unit else {
        throw error
      }
      throw Problem(
        .invalidContent,
        "'\(key)' is \(number), which is no integer. It is counted in \(unit == "ms" ? "ms since 1970" : unit): write whole numbers of that."
      )
    }
  }

  private mutating func takeEntry(_ entry: Value.Entry) throws(Problem) {
    switch entry.key {
    case "user": said = try Self.text(entry)
    case "area":
      let text = try Self.text(entry)
      guard let area = Area(text) else {
        throw Problem(.invalidContent, "'area' is '\(text)', which is none. \(Area.form)")
      }
      self.area = area
    case "id":
      guard let id = RecordID(hex: try Self.text(entry)) else { throw Problem(.invalidContent, "'id' is no UUID.") }
      self.id = id
    case "device_time":
      // Whatever the device's clock says, wrong or not: nobody's visit is refused for a phone that woke in 1970.
      guard let time = entry.value.int, (0...HybridTime.millisecondsMax).contains(time) else {
        throw Problem(.invalidContent, "'device_time' is milliseconds since 1970 by the device's clock, not before.")
      }
      deviceTime = time
    case "steps": edits.steps = try Self.steps(entry.value)
    case "fields": edits.fields = try Self.entries(entry)
    case "add": edits.add = try Self.entries(entry)
    case "remove": edits.remove = try Self.entries(entry)
    default: edits.increment = try Self.entries(entry).map { entry throws(Problem) in try Self.count(entry) }
    }
  }

  private static func text(_ entry: Value.Entry) throws(Problem) -> String {
    guard let text = entry.value.text else { throw Problem(.invalidContent, "'\(entry.key)' is a text.") }
    return text
  }

  private static func entries(_ entry: Value.Entry) throws(Problem) -> [Value.Entry] {
    guard case .map(let entries) = entry.value else {
      throw Problem(.invalidContent, "'\(entry.key)' is an object with a member for each field.")
    }
    return entries
  }
}

// MARK: Counters

extension RecordInput {
  /// An amount, `{by, id?}`, or a list of `{by, id}`.
  private static func count(_ entry: Value.Entry) throws(Problem) -> CountInput {
    guard case .list(let items) = entry.value else {
      return CountInput(field: entry.key, parts: [try part(entry.value, needsID: false)])
    }
    guard (1...Limits.editElementsMax).contains(items.count) else {
      throw Problem(
        .invalidContent, "'increment' adds 1 to \(Limits.editElementsMax) amounts to '\(entry.key)' at once.")
    }
    let parts = try items.map { item throws(Problem) in try part(item, needsID: true) }
    var amounts: [IncrementID: Value] = [:]
    for part in parts {
      guard let id = part.id, let before = amounts.updateValue(part.by, forKey: id), before != part.by else { continue }
      throw Problem(.idInUse, "Two amounts are added to '\(entry.key)' under the id \(id); each has an id of its own.")
    }
    return CountInput(field: entry.key, parts: parts)
  }

  private static func part(_ value: Value, needsID: Bool) throws(Problem) -> CountInput.Part {
    guard case .map(let members) = value else {
      if needsID { throw Problem(.invalidContent, "Of several amounts each is {by, id}.") }
      return CountInput.Part(by: value, id: nil)
    }
    guard let by = value["by"], members.allSatisfy({ ["by", "id"].contains($0.key) }) else {
      throw Problem(.invalidContent, "What is added to a counter is an amount, or {by, id}.")
    }
    let said = value["id"] ?? .null
    guard said != .null || needsID else { return CountInput.Part(by: by, id: nil) }
    guard let id = said.text.flatMap({ IncrementID(hex: $0) }) else {
      throw Problem(.invalidContent, "The id of what is added to a counter is 32 hexadecimal digits.")
    }
    return CountInput.Part(by: by, id: id)
  }
}

// MARK: Steps

extension RecordInput {
  private static func steps(_ value: Value) throws(Problem) -> [StepInput] {
    guard case .list(let items) = value else { throw Problem(.invalidContent, "'steps' is a list of steps.") }
    var steps: [StepInput] = []
    for item in items { steps.append(try step(item)) }
    return steps
  }

  private static func step(_ item: Value) throws(Problem) -> StepInput {
    guard case .map(let members) = item, let kind = item["step"]?.text,
      members.allSatisfy({ ["step", "round", "details", "id"].contains($0.key) })
    else { throw Problem(.invalidContent, "A step is {step, round?, details?, id?}, and 'step' names it.") }
    let details = item["details"] ?? .null
    guard details.isMapOrNull else { throw Problem(.invalidContent, "The details of a step are an object.") }
    if let at = details["at"]?.int, !EnteredTime.moments.contains(at) {
      throw Problem(
        .invalidContent, "'details.at' of a step is \(at), which is no time; \(EnteredTime.remedy(for: at)).")
    }
    let round = item["round"] ?? .null
    guard round == .null || (round.int ?? 0) > 0 else {
      throw Problem(.invalidContent, "The round of a step is an integer from 1.")
    }
    return StepInput(kind: kind, round: round.int, details: details, id: try stepID(item["id"] ?? .null))
  }

  private static func stepID(_ value: Value) throws(Problem) -> StepID? {
    if value == .null { return nil }
    guard let id = value.text.flatMap({ StepID(hex: $0) }) else {
      throw Problem(.invalidContent, "The id of a step is a UUID.")
    }
    return id
  }
}

extension Value {
  fileprivate var isMapOrNull: Bool {
    switch self {
    case .null, .map: true
    default: false
    }
  }
}
