// What a run is made of: everything that the seed does not draw by itself once these are known.
import Replica

/// The settings of one run. The same settings give the same run, byte for byte.
package struct Settings: Sendable {
  package var seed: UInt64
  /// How many nodes there are at the start.
  package var nodes: Int
  /// How long people work and faults occur, in virtual hours; then the world is healed.
  package var hours: Int
  package var faults: Set<FaultKind>
  /// About how many things people do in the whole run.
  package var acts: Int
  /// How many times as often as usual the faults strike that are planned one by one.
  package var density = 1
  /// Parts of the fault plan to leave out, by their place in it: how shrinking takes single faults away.
  package var omitted: Set<Int> = []
  /// Nodes that are never there, by number: how shrinking takes single nodes away without moving anybody's draws.
  package var absent: Set<Int> = []
  /// When writing and faults end before `hours` are over, in virtual minutes; the plan stays that of all hours.
  package var endMinutes: Int?
  /// The tricks hostile nodes draw from, by name; the usual ones where none is named.
  package var tricks: Set<String> = []
  package var mutant: Mutant?

  package static let nodesDefault = 10...40
  package static let hoursDefault = 6...72

  /// The settings a seed stands for, of which some may then be set otherwise.
  /// - Parameter allowed: the kinds of fault to draw from.
  package init(seed: UInt64, from allowed: [FaultKind] = FaultKind.defended) {
    var draw = Draw(seed: seed, stream: "settings")
    self.seed = seed
    nodes = draw.within(Self.nodesDefault)
    hours = draw.heavyTail(Self.hoursDefault)
    acts = draw.within(40...120)
    faults = []
    for kind in FaultKind.allCases {
      // Every kind takes its draw, allowed or not: allowing another one changes nothing else.
      if draw.chance(kind.permille), allowed.contains(kind) { faults.insert(kind) }
    }
  }

  package func has(_ kind: FaultKind) -> Bool { faults.contains(kind) }

  /// When people stop writing and the world is healed, in milliseconds since the run began.
  var endMilliseconds: Int64 { min(Int64(hours) * 3_600_000, endMinutes.map { Int64($0) * 60_000 } ?? .max) }
}

extension SessionSizes {
  /// The sizes one node works with: the usual ones, or so small that every loop is gone through often.
  static func drawn(_ draw: inout Draw, isTiny: Bool) -> SessionSizes {
    var sizes = SessionSizes()
    guard isTiny, draw.chance(700) else { return sizes }
    sizes.batchBytes = draw.pick([1, 400, 2_000])
    sizes.requestBytes = draw.pick([1, 1_000, 10_000])
    sizes.answerBytes = draw.pick([1, 1_000, 10_000])
    sizes.wants = draw.pick([1, 3, 100])
    sizes.stretch = SessionSizes.Stretch(min: 1 + draw.pick([0, 3]), max: draw.pick([4, 30]))
    return sizes
  }
}
