// Handing in signed actions: to the node that runs over the store, or into the store where none does.
import Merge
import Node
import Records
import Server
import Store
import Trust

/// What came of an action, in words.
struct DeliveredAction {
  let number: UInt64
  let status: String
  let note: String

  init(number: UInt64, _ json: JSON) {
    self.number = number
    status = json["status"].shown
    let reasons = [json["reason"].shown, json["detail"].shown, json["problem"]["detail"].shown, json["verdict"].shown]
    note = reasons.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  init(_ action: EnteredAction) {
    number = action.number
    switch action.outcome {
    case .entered: (status, note) = ("entered", "")
    case .repeated(_, let verdict, _): (status, note) = ("repeated", verdict)
    case .held(_, let reason): (status, note) = ("held", "\(reason.code.rawValue), \(reason.detail)")
    case .refused(let refusal): (status, note) = ("refused", Problem(refusal).detail)
    }
  }
}

/// Hands in many actions.
struct ActionDelivery {
  let passes: [Statement]
  let actions: [PortableAction]

  /// What one request brings at most.
  private static let countMax = 100
  private static let bytesMax = 900 << 10

  /// Into the store, or to the node that runs over it.
  func deliver(_ settings: Settings) async throws -> [DeliveredAction] {
    let node: Node
    do { node = try OpenStore.node(settings) } catch let error as StoreError where error.code == .busy {
      return try await deliver(to: NodeClient(settings))
    }
    let entered = try await node.enter(actions, with: passes)
    try node.store.close()
    return entered.map { DeliveredAction($0) }
  }

  /// To a running node, in requests of its size.
  func deliver(to client: NodeClient) async throws -> [DeliveredAction] {
    var delivered: [DeliveredAction] = []
    var rest = actions[...]
    while !rest.isEmpty {
      let batch = Self.batch(rest)
      rest = rest.dropFirst(batch.count)
      let used = Set(batch.map(\.signature.pass))
      let answers: [JSON]
      do {
        answers = try await client.hand(
          ActionFile(passes: passes.filter { used.contains($0.passID) }, actions: Array(batch)))
      } catch let failure as Failure where batch.count == 1 && failure.status == .refused {
        // One that is refused never stops the next.
        answers = [.object(["status": .text("refused"), "problem": .object(["detail": .text(failure.message)])])]
      }
      delivered += zip(batch, answers).map { DeliveredAction(number: $0.signature.number, $1) }
    }
    return delivered
  }

  private static func batch(_ actions: ArraySlice<PortableAction>) -> ArraySlice<PortableAction> {
    var bytes = 0
    let count = actions.prefix(countMax).prefix { action in
      bytes += action.encoded.count
      return bytes <= bytesMax
    }.count
    return actions.prefix(max(1, count))
  }

  static func tell(_ delivered: [DeliveredAction]) throws {
    var table = Table(["number", "status", "why"], widthMax: 72)
    for action in delivered where action.status != "entered" {
      table.add([String(action.number), action.status, action.note])
    }
    if !table.isEmpty { Terminal.line(Terminal.harmless(table.text)) }
    let counts = ["entered", "repeated", "held", "refused"].map { status in
      "\(delivered.count { $0.status == status }) \(status)"
    }
    Terminal.line(counts.joined(separator: ", "))
    if delivered.contains(where: { $0.status == "refused" }) {
      throw Failure(.refused, "some actions were refused", hint: "They are named above; the others are safe.")
    }
  }
}
