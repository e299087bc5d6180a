// The threads of a lane, and what wakes them.
import Dispatch
import Foundation
import Store
import Synchronization

/// What a lane's threads share. They keep it for as long as they run; the lane that has it closes it when it goes.
final class ReaderCrew: Sendable {
  /// A question as the threads carry it out.
  struct Job: Sendable {
    let limit: ReadingLimit
    /// Carries it out. What it hands back answers whoever asked, and is called once the question is out of the line.
    let run: @Sendable () -> @Sendable () -> Void
    /// Answers with an error, in place of carrying it out.
    let refuse: @Sendable (any Error) -> Void
  }

  /// Why a question is refused that waited until its time was over, while every thread was at another.
  struct Waited: Error {}

  typealias Line = QuestionLine<Job>

  private struct State {
    var line: Line
    /// Whether it will be looked at what has waited too long.
    var isWatched = false
  }

  /// What a thread's calls may take. SQLite, a rule and a document of sixteen levels take far less; what is not touched costs
  /// nothing.
  private static let stackBytes = 2 << 20

  /// Looks at the lines of all lanes; it does no more than answer those whose time is over.
  private static let watch = DispatchQueue(label: "gridward.readers")

  private let name: String
  private let niceness: Int32
  private let state: Mutex<State>
  private let now: @Sendable () -> ContinuousClock.Instant
  /// Counts what has been put into the line, so that each wakes a thread.
  private let wake = DispatchSemaphore(value: 0)

  init(
    _ name: String, _ limits: LaneLimits, niceness: Int32, now: @escaping @Sendable () -> ContinuousClock.Instant
  ) {
    (self.name, self.niceness, self.now) = (name, niceness, now)
    state = Mutex(State(line: Line(limits)))
  }

  var load: (waiting: Int, working: Int) {
    state.withLock { ($0.line.waitingCount, $0.line.workingCount) }
  }

  func newID() -> UInt64 { state.withLock { $0.line.newID() } }

  func enter(_ question: Line.Question) {
    let (entry, mustWatch) = state.withLock { state -> (Line.Entry, Bool) in
      let entry = state.line.enter(question)
      guard case .waits = entry, question.deadline != nil, !state.isWatched else { return (entry, false) }
      state.isWatched = true
      return (entry, true)
    }
    switch entry {
    case .refused(let refusal): question.job.refuse(refusal)
    case .waits(let needsThread):
      if needsThread { startThread() }
      wake.signal()
      if mustWatch, let deadline = question.deadline { look(at: deadline) }
      // Given up before it stood in the line: nobody found it there.
      if question.job.limit.isGivenUp { withdraw(question.id, of: question.caller) }
    }
  }

  /// Takes a question out of the line, if no thread is at it yet.
  func withdraw(_ id: UInt64, of caller: String) {
    state.withLock { $0.line.withdraw(id, of: caller) }?.job.refuse(ReadingStop.givenUp)
  }

  func close() {
    let (waiting, working) = state.withLock { $0.line.close() }
    for question in waiting { question.job.refuse(QuestionRefusal.closed) }
    for question in working { question.job.limit.giveUp() }
    // Each thread takes one of these to its end.
    for _ in 0..<state.withLock({ $0.line.limits.threads }) { wake.signal() }
  }

  private func startThread() {
    let thread = Thread { [name, niceness] in
      // On Linux a name reaches the system only from the thread itself, and priority is a thread's own (setpriority(2)).
      Thread.current.name = name
      if niceness > 0 { Self.beNicer(by: niceness) }
      self.work()
    }
    thread.stackSize = Self.stackBytes
    thread.start()
  }

  private static func beNicer(by niceness: Int32) {
    let thread = Int32(PRIO_PROCESS.rawValue)
    setpriority(thread, 0, getpriority(thread, 0) + niceness)
  }

  private func work() {
    while true {
      wake.wait()
      switch state.withLock({ $0.line.next() }) {
      case .end: return
      case .wait: continue
      case .answer(let question):
        let answer = question.job.run()
        state.withLock { $0.line.finish(question.id) }
        answer()
      }
    }
  }

  /// Answers, at a time to come, whoever has waited until then for nothing.
  private func look(at deadline: ContinuousClock.Instant) {
    let (seconds, attoseconds) = max(Duration.zero, deadline - now()).components
    let wait = DispatchTimeInterval.nanoseconds(Int(clamping: seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
    Self.watch.asyncAfter(deadline: .now() + wait) { [weak self] in self?.tellOverdue() }
  }

  private func tellOverdue() {
    let moment = now()
    let (overdue, next, isCrowded) = state.withLock { state in
      let overdue = state.line.takeOverdue(at: moment)
      let next = state.line.nextDeadline
      state.isWatched = next != nil
      return (overdue, next, state.line.workingCount >= state.line.limits.threads)
    }
    for question in overdue { question.job.refuse(isCrowded ? Waited() : ReadingStop.late) }
    if let next { look(at: next) }
  }
}
