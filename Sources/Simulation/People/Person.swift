// The people of the world: who works where, how often, and with a phone that may have no signal.
import Trust

/// Somebody who works at a node.
struct Person {
  let number: Int
  let node: Int
  let name: String
  var draw: Draw
  /// The mean time between two things this person does, in milliseconds.
  let pace: Int
  /// What signs for this person; nil for one who has none.
  var device: PersonalDevice?
  /// Whether something that the phone handed in could not be entered.
  var isRefused = false
  /// Until when the phone is dead, in virtual milliseconds: what it has signed waits.
  var deadUntil: Int64 = 0
  /// In whose name commits are: the account of whoever has a device.
  var user: String { device?.account.description ?? name }
  /// What the person's phone has sent when it had no signal comes this much later, at most.
  static let queueMillisecondsMax = 2 * 86_400_000

  /// One or two people at every node.
  static func all(in world: World) -> [Person] {
    var people: [Person] = []
    var draw = Draw(seed: world.settings.seed, stream: "people")
    let hours = world.settings.hours
    let pace = hours * 3_600_000 * world.nodes.count * 3 / 2 / max(1, world.settings.acts)
    for node in world.nodes {
      for index in 0..<draw.within(1...2) {
        let name = "user\(node.number)\(index == 0 ? "a" : "b")"
        people.append(
          Person(
            number: people.count, node: node.number, name: name,
            draw: Draw(seed: world.settings.seed, stream: name), pace: max(1_000, pace),
            device: PersonalDevice.draw(of: name, index: index, at: node, in: world)))
      }
    }
    return people
  }

  /// How long until the next thing: often soon after the last, sometimes much later.
  mutating func nextPause() -> Int64 { Int64(draw.chance(300) ? draw.below(2_000) : draw.below(2 * pace) * 10 / 7) }
}

/// Something somebody wants done, on its way from a phone to a node.
struct Errand {
  let person: Int
  var node: Int
  let act: Act
  /// The phone's clock when it was done; nil when it was done at the node.
  let deviceTime: Int64?
  /// What the person's device has signed, with the pass that it carries; nil for what is entered in the node's own name.
  var signed: SignedErrand?
  /// Whether the phone asks first what the node has of it: another has said that it is entered.
  var asksFirst = false
  var tries = 0
}
