// How many follow at one time: of all callers together, and of each.
import Node
import Synchronization

/// Counts the answers that are held or open; each is given back when it is dropped.
final class FollowerGate: Sendable {
  private let max: Int
  /// One caller leaves the other half to everybody else; it is no less, since a proxy that names nobody is one caller.
  private let callerMax: Int
  private let held = Mutex<(all: Int, of: [String: Int])>((0, [:]))

  init(max: Int) { (self.max, callerMax) = (max, (max + 1) / 2) }

  /// How many answers are held or open now.
  var count: Int { held.withLock { $0.all } }

  /// - Throws: `tooBusy` when as many follow as may.
  func enter(_ caller: String) throws(Problem) -> Permit {
    let refusal = held.withLock { held -> String? in
      if held.all >= max { return "\(max) follow this node's changes already." }
      if held.of[caller, default: 0] >= callerMax { return "\(callerMax) of one caller follow them already." }
      held.all += 1
      held.of[caller, default: 0] += 1
      return nil
    }
    if let refusal { throw Problem(.tooBusy, refusal, retryAfter: 30) }
    return Permit(gate: self, caller: caller)
  }

  private func leave(_ caller: String) {
    held.withLock { held in
      held.all -= 1
      held.of[caller] = held.of[caller].flatMap { $0 > 1 ? $0 - 1 : nil }
    }
  }

  final class Permit: Sendable {
    private let gate: FollowerGate
    private let caller: String

    fileprivate init(gate: FollowerGate, caller: String) { (self.gate, self.caller) = (gate, caller) }

    deinit { gate.leave(caller) }
  }
}
