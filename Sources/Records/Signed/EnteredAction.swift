// What comes of a signed action that is handed in, as values.
package import Catalog
package import Merge
package import Trust

/// What a node has done with an action.
package struct EnteredAction: Sendable {
  package enum Outcome: Sendable {
    /// It is a commit of this node's own now.
    case entered(Dot, [EnteredRecord])
    /// A commit brings it already; with what comes of that commit here.
    case repeated(Dot, verdict: String, [EnteredRecord])
    /// It is kept as a record, as it was signed.
    case held(RecordID, HeldReason)
    /// Nothing of it was kept.
    case refused(ActionRefusal)
  }

  package let pass: PassID
  package let number: UInt64
  /// Nil while the pass is not known.
  package let device: DeviceID?
  package let outcome: Outcome

  /// Whether a commit was made of it now.
  package var isEntered: Bool { if case .entered = outcome { true } else { false } }
}

extension PortableAction {
  /// The outcome of an action of which nothing is kept.
  package func refused(_ refusal: ActionRefusal) -> EnteredAction {
    EnteredAction(pass: signature.pass, number: signature.number, device: nil, outcome: .refused(refusal))
  }
}

/// A record that an action is about, as it stands once the action is there.
package struct EnteredRecord: Sendable {
  package let type: String
  package let id: RecordID
  package let area: Area
  package let version: SeenVector
  /// What comes of each step of the action, in its order.
  package let steps: [(step: Step, outcome: Standing.Outcome?)]
}

/// Why an action is held and not entered.
package struct HeldReason: Hashable, Sendable {
  /// A code of the field `reason` of a held action.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case passUnknown = "pass-unknown"
    case passDoesNotCount = "pass-does-not-count"
    case passOver = "pass-over"
    case outsidePass = "outside-pass"
    case withdrawn
    case roleMayNot = "role-may-not"
    case notOfPeople = "not-of-people"
    case unknownType = "unknown-type"
  }

  package let code: Code
  /// The word that whoever found it has for it.
  package let detail: String

  package init(_ code: Code, _ detail: String) { (self.code, self.detail) = (code, detail) }
}

/// Why nothing of an action is kept.
package enum ActionRefusal: Error, Hashable, Sendable {
  /// The store has no root key: no pass counts in it.
  case noRoot
  /// The device of the pass has not signed what is handed in.
  case signatureMismatch(Digest)
  /// The device has signed something else under the number.
  case numberUsed(by: Dot)
  /// This node does not hold the area in the class; nodes of these tiers around the area do.
  case notHeldHere(Area, className: String, tiers: [Tier])
  /// It could only be held, and as many are held as may be.
  case tooManyHeld(HeldLimit)
  /// Fields in which it would count for nothing, since this node's feed has no share left; where whoever hands it in asks for it,
  /// also what fails the catalog's checks.
  case invalidFields([EntryFault])
  /// No commit can be made of it.
  case notEntered(String)
}

/// How much is held at most, so that nobody fills a node with what nobody can prove.
package enum HeldLimit: Hashable, Sendable {
  /// Of one device, or under one pass, in a day.
  case ofDay(Int)
  /// Of one device, or under one pass, that wait.
  case ofDevice(Int)
  /// That wait under passes which are not known here, of all devices.
  case ofUnknown(Int)
  /// That wait, of all devices.
  case ofNode(Int)
}

/// The limits, each far beyond what honest people bring.
package struct HeldLimits: Sendable {
  /// How many of one device are held in a day, and how many wait; where its pass is not known, under that pass.
  package var perDay = 200
  package var perDevice = 1_000
  /// How many wait under passes that are not known: anybody can make those.
  package var unknown = 2_000
  /// How many wait at all.
  package var all = 20_000

  package init() {}
}
