// The time series behind swift-metrics' handlers.
import CoreMetrics
import Synchronization

/// A value that is counted up or set.
final class NumberSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, Sendable {
  private let current = Mutex(0.0)

  package var value: Double { current.withLock { $0 } }

  func increment(by amount: Int64) { increment(by: Double(amount)) }
  func increment(by amount: Double) { current.withLock { $0 += amount } }
  func decrement(by amount: Double) { current.withLock { $0 -= amount } }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { current.withLock { $0 = value } }
  func reset() { current.withLock { $0 = 0 } }
}

/// A recorder that keeps the last value alone.
final class LastSeries: RecorderHandler, Sendable {
  private let current = Mutex(0.0)

  package var value: Double { current.withLock { $0 } }

  func record(_ value: Int64) { record(Double(value)) }
  func record(_ value: Double) { current.withLock { $0 = value } }
}

/// Observations sorted into fixed buckets, with their count and sum.
final class HistogramSeries: RecorderHandler, TimerHandler, Sendable {
  struct Snapshot: Sendable {
    /// Observations at or below each bound, then all of them.
    var counts: [UInt64]
    var sum = 0.0
  }

  /// Seconds for timers, sizes for recorders: a decade in three steps.
  static let timerBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  static let recorderBounds = [1.0, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]

  let bounds: [Double]
  private let state: Mutex<Snapshot>

  init(bounds: [Double]) {
    self.bounds = bounds
    state = Mutex(Snapshot(counts: [UInt64](repeating: 0, count: bounds.count + 1)))
  }

  var snapshot: Snapshot { state.withLock { $0 } }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    let first = bounds.firstIndex { value <= $0 } ?? bounds.count
    state.withLock { state in
      for index in first..<state.counts.count { state.counts[index] += 1 }
      state.sum += value
    }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
