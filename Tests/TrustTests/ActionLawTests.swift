// Which actions count: the same in every order of arrival, as the rule says, for any numbers.
import Merge
import SeededNumbers
import TestSupport
import Testing
import Trust

@Suite struct `Laws of what counts` {
  private let phone: Phone
  private let pass: Statement
  /// Three withdrawals, and the end of the office that made the pass and one of them.
  private let ends: [Statement]

  init() throws {
    phone = try Phone(5)
    pass = Branch.pass(phone)
    ends = [
      Branch.withdrawal(phone, by: Branch.village, last: 1), Branch.withdrawal(phone, by: Branch.village, last: 2),
      Branch.withdrawal(phone, Branch.townArea, by: Branch.town, last: 3),
      Branch.revocation(Branch.village, Branch.villageArea, by: Branch.city, listed: [pass]),
    ]
  }

  /// Numbers 1 to 3; two deeds under number 2, and the earlier of them in two commits.
  private func actions() throws -> [SignedAction] {
    func deed(_ number: UInt64, _ text: String) -> Deed {
      Deed(phone: phone, pass: pass.passID, number: number, text: text)
    }
    let (here, above) = (Branch.feed(Branch.village), Branch.feed(Branch.town, home: Branch.townArea))
    return try [
      deed(1, "a").action(in: here, seq: 2, time: 50), deed(2, "b").action(in: here, seq: 3, time: 40),
      deed(2, "c").action(in: above, seq: 2, time: 30), deed(2, "c").action(in: here, seq: 4, time: 60),
      deed(3, "d").action(in: above, seq: 3, time: 70),
    ].map { try #require($0) }
  }

  private func verdicts(_ actions: [SignedAction], _ said: [Statement]) throws -> [Dot: ActionVerdict] {
    var judgement = ActionJudgement(root: Branch.root.publicKey)
    let found = try judgement.verdicts(of: actions, in: SaidOfPeople(said))
    #expect(found.count == actions.count)
    return Dictionary(zip(actions.map(\.dot), found)) { first, _ in first }
  }

  /// The last number by the rule, worked out apart from the statements: who stands higher decides, then the smaller number.
  private func last(_ said: [Statement]) -> UInt64? {
    if said.contains(ends[2]) { return 3 }
    if said.contains(ends[3]) { return nil }
    return said.contains(ends[0]) ? 1 : said.contains(ends[1]) ? 2 : nil
  }

  @Test func `whatever has been said, in every order of the actions the verdicts are the rule's`() throws {
    let actions = try actions()
    for said in subsets(ends) {
      let limit = last(said) ?? .max
      for (index, order) in permutations(actions).enumerated() {
        let all = Branch.chain + [pass] + said
        let found = try verdicts(order, index.isMultiple(of: 2) ? all : all.reversed())
        for action in actions {
          let verdict = try #require(found[action.dot])
          #expect(Outcome(verdict) == expected(action, among: actions, last: limit), "\(said.count) \(action.dot)")
        }
      }
    }
  }

  /// A verdict without the authority it gives.
  private enum Outcome: Equatable {
    case counts
    case repeats(Dot)
    case fails(ActionFault)

    init(_ verdict: ActionVerdict) {
      switch verdict {
      case .counts: self = .counts
      case .repeats(let dot, _): self = .repeats(dot)
      case .hasNoEffect(let fault): self = .fails(fault)
      }
    }
  }

  /// What the rule says of one of `actions()`.
  private func expected(_ action: SignedAction, among actions: [SignedAction], last: UInt64) -> Outcome {
    let number = action.signature.number
    if number > last { return .fails(.withdrawn(last: last)) }
    if number != 2 || action.dot == actions[2].dot { return .counts }
    return action.dot == actions[3].dot ? .repeats(actions[2].dot) : .fails(.numberTaken(by: actions[2].dot))
  }

  @Test func `every order of the statements gives the same verdicts, and hearing one twice changes none`() throws {
    let actions = try Array(actions().prefix(3))
    let said = [Branch.chain[2], pass, ends[0], ends[2], ends[3]]
    let expected = try verdicts(actions, Array(Branch.chain[..<2]) + said)
    for order in permutations(said) {
      let found = try verdicts(actions, order + Branch.chain[..<2] + order.prefix(1))
      #expect(found == expected)
    }
  }

  @Test func `before any of what it rests on has come an action waits, and then it counts`() throws {
    let action = try #require(try actions().first)
    let rests = Branch.chain + [pass]
    for known in subsets(rests) where known.count < rests.count {
      let fault: ActionFault = known.contains(pass) ? .passDoesNotCount : .passUnknown
      #expect(try verdicts([action], known)[action.dot] == .hasNoEffect(fault))
    }
    guard case .counts(let authority)? = try verdicts([action], rests)[action.dot] else {
      Issue.record("it does not count")
      return
    }
    #expect(authority.tier == .community && authority.account == Branch.account && !authority.isIssuedAbove)
  }

  @Test func `authority is the signer's, in whatever feed the action stands`() throws {
    let city = Branch.pass(phone, Branch.cityArea, by: Branch.city)
    let deed = Deed(phone: phone, pass: city.passID, number: 1, text: "a")
    for key in [Branch.feed(Branch.village), Branch.feed(Branch.town, home: Branch.townArea)] {
      let action = try #require(try deed.action(in: key))
      guard case .counts(let authority)? = try verdicts([action], Branch.chain + [city])[action.dot] else {
        Issue.record("it does not count")
        continue
      }
      #expect(authority.tier == .city && authority.isIssuedAbove)
    }
  }

  /// Signing is slow: a few deeds are signed once, and stand in commits of any time and number.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func `any numbers at all: of a device's number at most one action counts, and what repeats it says so`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let ends: [Int64] = [.min, -1, 0, 2000, .max - 1, .max]
    let passes = ends.map { Branch.pass(phone, by: random.chance(1, in: 2) ? Branch.village : Branch.root, until: $0) }
    var said = Branch.chain + passes
    for last in [0, 1, UInt64(Int64.max) - 1, UInt64(Int64.max)] where random.chance(1, in: 3) {
      said.append(Branch.withdrawal(phone, by: random.pick([Branch.village, Branch.town, Branch.root]), last: last))
    }
    var actions: [SignedAction] = []
    for place in 0..<24 as Range<UInt64> {
      let number = random.pick([1, 2, UInt64(Int64.max) - 1, UInt64(Int64.max)])
      let deed = Deed(
        phone: phone, pass: random.pick(passes).passID, number: number, text: random.pick(["a", "b"]))
      let key = random.pick([Branch.feed(Branch.village), Branch.feed(Branch.town, home: Branch.townArea)])
      let time = random.pick([0, 1, 1 << 63, UInt64.max - 1, UInt64.max])
      if let action = try deed.action(in: key, seq: place + 2, time: time) { actions.append(action) }
    }
    let found = try verdicts(actions, said)
    var shuffled = actions
    shuffled.shuffle(using: &random)
    said.shuffle(using: &random)
    #expect(try verdicts(shuffled, said) == found)
    check(actions, found)
  }

  private func check(_ actions: [SignedAction], _ found: [Dot: ActionVerdict]) {
    var counting: [UInt64: Dot] = [:]
    for action in actions {
      guard case .counts? = found[action.dot] else { continue }
      #expect(counting.updateValue(action.dot, forKey: action.signature.number) == nil)
    }
    for action in actions {
      switch found[action.dot] {
      case .repeats(let first, _)?, .hasNoEffect(.numberTaken(by: let first))?:
        #expect(counting[action.signature.number] == first)
      default: break
      }
    }
  }
}
