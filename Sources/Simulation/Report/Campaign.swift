// Many seeds at once: each world on one thread from its first moment to its last, results in the order of their seeds.
import Foundation
import Synchronization

/// A range of seeds to be run on some threads.
package struct Campaign: Sendable {
  package let seeds: Range<UInt64>
  package let threads: Int
  /// No seed is begun later than this; nil for no limit.
  package var timeLimit: Duration?
  /// What each seed stands for.
  package let settings: @Sendable (UInt64) -> Settings

  package init(seeds: Range<UInt64>, threads: Int, settings: @escaping @Sendable (UInt64) -> Settings) {
    self.seeds = seeds
    self.threads = threads
    self.settings = settings
  }

  /// Where the campaign stands: the next seed to begin, and results that wait for those before them.
  private struct State {
    var next: UInt64
    var running: Int
    var waiting: [UInt64: Finished] = [:]
    var ready: [Finished] = []
    var reported: UInt64
    var finished = 0
  }

  /// Runs the seeds.
  /// - Parameters:
  ///   - progress: told every few seconds how many are done.
  ///   - report: told each result, in the order of the seeds, on the caller's thread.
  package func run(progress: (Int) -> Void = { _ in }, report: (Finished) -> Void) {
    let shared = Shared(State(next: seeds.lowerBound, running: threads, reported: seeds.lowerBound))
    let deadline = timeLimit.map { ContinuousClock.now + $0 }
    for _ in 0..<threads { start(shared, deadline) }
    var told = ContinuousClock.now
    while true {
      _ = shared.news.wait(timeout: .now() + 1)
      let (ready, isOver, count) = shared.state.withLock { state in
        defer { state.ready.removeAll() }
        return (state.ready, state.running == 0, state.finished)
      }
      for result in ready { report(result) }
      if isOver { return }
      if told + .seconds(3) < .now {
        told = .now
        progress(count)
      }
    }
  }

  /// What the threads share.
  private final class Shared: Sendable {
    let state: Mutex<State>
    let news = DispatchSemaphore(value: 0)

    init(_ state: State) { self.state = Mutex(state) }
  }

  private func start(_ shared: Shared, _ deadline: ContinuousClock.Instant?) {
    let thread = Thread {
      while let seed = take(shared, deadline) {
        // Should the program stop at once, the thread's name says in which world.
        Thread.current.name = "seed \(seed)"
        let world = World(settings(seed))
        world.run()
        finish(seed, Finished(world), shared)
      }
      shared.state.withLock { $0.running -= 1 }
      shared.news.signal()
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  private func take(_ shared: Shared, _ deadline: ContinuousClock.Instant?) -> UInt64? {
    shared.state.withLock { state in
      guard state.next < seeds.upperBound, deadline.map({ .now < $0 }) ?? true else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  private func finish(_ seed: UInt64, _ result: Finished, _ shared: Shared) {
    shared.state.withLock { state in
      state.waiting[seed] = result
      state.finished += 1
      while let next = state.waiting.removeValue(forKey: state.reported) {
        state.ready.append(next)
        state.reported += 1
      }
    }
    shared.news.signal()
  }
}
