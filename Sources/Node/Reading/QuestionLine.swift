// The line of questions before a lane's threads: who waits, whose turn is next, who is being answered.

/// What a lane takes.
package struct LaneLimits: Hashable, Sendable {
  /// How many threads answer.
  package var threads: Int
  /// How many questions wait at most.
  package var waitingMax: Int
  /// How many of one caller may wait or be in work.
  package var callerMax: Int

  package init(threads: Int, waitingMax: Int = .max, callerMax: Int = .max) {
    (self.threads, self.waitingMax, self.callerMax) = (threads, waitingMax, callerMax)
  }
}

/// The state of one lane as a value: it neither waits nor reads a clock, and knows threads by their number alone.
///
/// Callers take turns: whoever has many waiting has one of them taken up, then everybody else has. The questions of one
/// caller are taken up in the order in which they were asked.
/// - Invariant: a caller has a turn exactly when something of it waits.
package struct QuestionLine<Job: Sendable> {
  package struct Question: Sendable {
    package let id: UInt64
    package let caller: String
    /// When its time is over; nil where it has any time.
    package let deadline: ContinuousClock.Instant?
    package let job: Job

    package init(id: UInt64, caller: String, deadline: ContinuousClock.Instant? = nil, job: Job) {
      (self.id, self.caller, self.deadline, self.job) = (id, caller, deadline, job)
    }
  }

  /// What becomes of a question that comes.
  package enum Entry: Hashable, Sendable {
    /// It waits for a thread, which is to be started when there are not enough.
    case waits(needsThread: Bool)
    case refused(QuestionRefusal)
  }

  /// What a thread that is free has to do.
  package enum Turn: Sendable {
    case answer(Question)
    /// Whatever woke it has been withdrawn.
    case wait
    case end
  }

  package let limits: LaneLimits
  private var waiting: [String: [Question]] = [:]
  private var turns: [String] = []
  private var working: [UInt64: Question] = [:]
  /// How many questions each caller has waiting or in work.
  private var held: [String: Int] = [:]
  private var threads = 0
  private var lastID: UInt64 = 0
  private var isClosed = false
  package private(set) var waitingCount = 0

  package init(_ limits: LaneLimits) { self.limits = limits }

  package var workingCount: Int { working.count }

  /// The earliest time at which a question that waits is over; nil where none ever is.
  package var nextDeadline: ContinuousClock.Instant? { waiting.values.joined().compactMap(\.deadline).min() }

  /// A number for a question that will come.
  package mutating func newID() -> UInt64 {
    lastID += 1
    return lastID
  }

  /// A question has come.
  package mutating func enter(_ question: Question) -> Entry {
    if isClosed { return .refused(.closed) }
    guard held[question.caller, default: 0] < limits.callerMax else {
      return .refused(.callerFull(max: limits.callerMax))
    }
    guard waitingCount < limits.waitingMax else { return .refused(.lineFull(waiting: waitingCount)) }
    held[question.caller, default: 0] += 1
    waiting[question.caller, default: []].append(question)
    if waiting[question.caller]?.count == 1 { turns.append(question.caller) }
    waitingCount += 1
    let needsThread = threads < limits.threads && waitingCount > threads - working.count
    if needsThread { threads += 1 }
    return .waits(needsThread: needsThread)
  }

  /// A thread has become free.
  package mutating func next() -> Turn {
    if isClosed { return .end }
    guard let caller = turns.first, let question = waiting[caller]?.first else { return .wait }
    turns.removeFirst()
    remove(at: 0, of: caller)
    if waiting[caller] != nil { turns.append(caller) }
    working[question.id] = question
    return .answer(question)
  }

  /// A question that was in work has an answer, or has been ended.
  package mutating func finish(_ id: UInt64) {
    if let question = working.removeValue(forKey: id) { release(question.caller) }
  }

  /// Whoever asked no longer waits.
  /// - Returns: the question if it had not been taken up; nil where a thread is at it, or it is not in the line.
  package mutating func withdraw(_ id: UInt64, of caller: String) -> Question? {
    guard let place = waiting[caller]?.firstIndex(where: { $0.id == id }) else { return nil }
    return take(at: place, of: caller)
  }

  /// Takes out what has waited until its time was over, in the order of the callers' turns.
  package mutating func takeOverdue(at now: ContinuousClock.Instant) -> [Question] {
    var overdue: [Question] = []
    for caller in turns {
      while let place = waiting[caller]?.firstIndex(where: { question in question.deadline.map { $0 <= now } ?? false })
      {
        overdue.append(take(at: place, of: caller))
      }
    }
    return overdue
  }

  /// Nothing more is taken in or taken up.
  /// - Returns: what waited, in the order of the callers' turns, and what is in work.
  package mutating func close() -> (waiting: [Question], working: [Question]) {
    isClosed = true
    let left = turns.flatMap { waiting[$0] ?? [] }
    (waiting, turns, waitingCount) = ([:], [], 0)
    for question in left { release(question.caller) }
    return (left, working.values.sorted { $0.id < $1.id })
  }

  private mutating func take(at place: Int, of caller: String) -> Question {
    let question = remove(at: place, of: caller)
    if waiting[caller] == nil { turns.removeAll { $0 == caller } }
    release(caller)
    return question
  }

  @discardableResult private mutating func remove(at place: Int, of caller: String) -> Question {
    guard let question = waiting[caller]?.remove(at: place) else {
      preconditionFailure("nothing of \(caller) waits at \(place)")
    }
    if waiting[caller]?.isEmpty == true { waiting[caller] = nil }
    waitingCount -= 1
    return question
  }

  private mutating func release(_ caller: String) {
    guard let count = held[caller] else { preconditionFailure("\(caller) holds nothing") }
    held[caller] = count == 1 ? nil : count - 1
  }
}
