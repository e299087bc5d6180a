// The simulated network: what happens to what is sent, drawn from the seed.

/// The state of all links, and the fate of what crosses them. A link goes by the number of its child.
struct Network {
  private var draw: Draw
  private let settings: Settings
  /// Links over which nothing passes.
  var cut: Set<Int> = []
  /// Links over which requests pass and answers do not.
  var oneWay: Set<Int> = []
  /// Links that carry few bytes in a millisecond.
  var slow: [Int: Int] = [:]
  /// Set when the world is healed.
  var isCalm = false

  init(_ settings: Settings) {
    self.settings = settings
    draw = Draw(seed: settings.seed, stream: "network")
  }

  func isOpen(_ link: Int) -> Bool { !cut.contains(link) }

  /// Draws what becomes of a request of so many bytes over a link.
  mutating func fate(link: Int, bytes: Int) -> Fate {
    var fate = Fate()
    fate.bytesPerMillisecond = slow[link]
    fate.isLost = cut.contains(link)
    fate.isAnswerLost = oneWay.contains(link)
    fate.pieces = draw.within(1...3)
    if isCalm { return fate }
    if settings.has(.reordering), draw.chance(300) { fate.latency = 2...draw.heavyTail(100...60_000) }
    if settings.has(.loss), draw.chance(100) { fate.isLost = true }
    if settings.has(.duplication), draw.chance(150) { fate.isDuplicated = true }
    if settings.has(.answerLost), draw.chance(60) { fate.isAnswerLost = true }
    if settings.has(.cut), draw.chance(100) { fate.requestCut = draw.below(bytes + 1) }
    if settings.has(.cut), draw.chance(100) {
      fate.answerCut = draw.chance(500) ? draw.below(300) : draw.heavyTail(1...1 << 20)
    }
    return fate
  }

  /// How long a piece of so many bytes is on its way, in milliseconds.
  mutating func delay(_ fate: Fate, bytes: Int) -> Int64 {
    let transfer = fate.bytesPerMillisecond.map { bytes / $0 } ?? bytes / 10_000
    return Int64(draw.within(fate.latency) + transfer)
  }

  /// How long the child waits until it knows that nothing will come: at once when the connection is refused or reset, else
  /// as long as its patience lasts.
  mutating func silence() -> Int64 { Int64(draw.chance(500) ? draw.within(1...50) : draw.within(30_000...60_000)) }

  /// Cuts a request into pieces.
  mutating func pieceSize(_ fate: Fate, bytes: Int) -> Int {
    fate.pieces == 1 ? bytes : max(1, draw.within(1...max(1, bytes)) / fate.pieces + 1)
  }
}
