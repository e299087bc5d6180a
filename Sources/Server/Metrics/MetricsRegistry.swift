// A small swift-metrics backend that Prometheus can read.
package import CoreMetrics
import Synchronization

/// Keeps every series that is counted while the process runs; `/metrics` writes them out.
///
/// The command line bootstraps swift-metrics with one before it makes a node.
package final class MetricsRegistry: MetricsFactory, Sendable {
  /// The most series of one name: labels come from fixed sets, and a mistake must not fill the memory.
  package static let seriesPerNameMax = 200

  enum Series: Sendable {
    case counter(NumberSeries)
    case gauge(NumberSeries)
    case last(LastSeries)
    case histogram(HistogramSeries)

    var kind: PrometheusText.Kind {
      switch self {
      case .counter: .counter
      case .gauge, .last: .gauge
      case .histogram: .histogram
      }
    }
  }

  struct Family: Sendable {
    var series: [(labels: [(String, String)], series: Series)] = []
  }

  private struct State: Sendable {
    var families: [String: Family] = [:]
    var dropped = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// Finds the series with this name and these labels, or makes it. One too many is made but not kept.
  private func series(_ label: String, _ dimensions: [(String, String)], _ make: () -> Series) -> Series {
    let name = PrometheusText.name(label)
    let labels = dimensions.map { (PrometheusText.name($0.0), $0.1) }.sorted { $0.0 < $1.0 }
    let made = make()
    return state.withLock { state in
      var family = state.families[name] ?? Family()
      if let known = family.series.first(where: { $0.labels.elementsEqual(labels, by: ==) })?.series {
        return known.kind == made.kind ? known : made
      }
      let isOfKind = family.series.first.map { $0.series.kind == made.kind } ?? true
      guard isOfKind, family.series.count < Self.seriesPerNameMax else {
        state.dropped += 1
        return made
      }
      family.series.append((labels, made))
      state.families[name] = family
      return made
    }
  }

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    guard case .counter(let handler) = series(label, dimensions, { .counter(NumberSeries()) }) else {
      return NumberSeries()
    }
    return handler
  }

  package func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    guard case .counter(let handler) = series(label, dimensions, { .counter(NumberSeries()) }) else {
      return NumberSeries()
    }
    return handler
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    guard case .gauge(let handler) = series(label, dimensions, { .gauge(NumberSeries()) }) else {
      return NumberSeries()
    }
    return handler
  }

  package func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    let bounds = HistogramSeries.recorderBounds
    let make: () -> Series = { aggregate ? .histogram(HistogramSeries(bounds: bounds)) : .last(LastSeries()) }
    switch series(label, dimensions, make) {
    case .histogram(let handler): return handler
    case .last(let handler): return handler
    case .counter, .gauge: return LastSeries()
    }
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    let bounds = HistogramSeries.timerBounds
    let make: () -> Series = { .histogram(HistogramSeries(bounds: bounds)) }
    guard case .histogram(let handler) = series(label, dimensions, make) else { return HistogramSeries(bounds: bounds) }
    return handler
  }

  // Series live as long as the process: a counter that went away and came back would look like a restart.
  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  package func destroyMeter(_ handler: any MeterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}

  // MARK: Writing

  /// Every series, families by name.
  package func append(to text: inout PrometheusText) {
    let (families, dropped) = state.withLock { ($0.families, $0.dropped) }
    for (name, family) in families.sorted(by: { $0.key < $1.key }) {
      guard let kind = family.series.first?.series.kind else { continue }
      text.family(name, kind, help: name.replacing("_", with: " "))
      for (labels, series) in family.series { Self.append(name, labels, series, to: &text) }
    }
    text.family("gridward_metrics_series_dropped", .gauge, help: "Series that were one too many of their name")
    text.sample("gridward_metrics_series_dropped", [], Double(dropped))
  }

  private static func append(
    _ name: String, _ labels: [(String, String)], _ series: Series, to text: inout PrometheusText
  ) {
    switch series {
    case .counter(let series), .gauge(let series): text.sample(name, labels, series.value)
    case .last(let series): text.sample(name, labels, series.value)
    case .histogram(let series):
      let snapshot = series.snapshot
      for (bound, count) in zip(series.bounds + [.infinity], snapshot.counts) {
        text.sample("\(name)_bucket", labels + [("le", PrometheusText.number(bound))], Double(count))
      }
      text.sample("\(name)_sum", labels, snapshot.sum)
      text.sample("\(name)_count", labels, Double(snapshot.counts.last ?? 0))
    }
  }
}
