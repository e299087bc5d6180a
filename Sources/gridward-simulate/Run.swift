// One world, or the worlds of many seeds.
import ArgumentParser
import Foundation
import Simulation

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run the world of one seed, or the worlds of many.")

  @Option(help: ArgumentHelp("The seed; the first one with --seeds.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How many seeds to run, from --seed on.", valueName: "count"))
  var seeds: UInt64?

  @OptionGroup(title: "What a world is like") var world: WorldOptions

  @Option(help: ArgumentHelp("How many worlds run at the same time.", valueName: "n"))
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: ArgumentHelp("Begin no further seed after so many seconds.", valueName: "seconds"))
  var timeLimit: Int?

  @Flag(help: "Print one line for each event of the one run.") var trace = false

  @Flag(help: "Print one line for each seed, with its trace hash.") var each = false

  @Flag(inversion: .prefixedNo, help: "Look for smaller settings that show a violation too.") var shrink = true

  func validate() throws {
    if trace, seeds ?? 1 != 1 { throw ValidationError("--trace is for one run.") }
    if let seeds, seeds < 1 { throw ValidationError("--seeds is at least 1.") }
    if seed.addingReportingOverflow(seeds ?? 1).overflow { throw ValidationError("There is no such seed.") }
    if threads < 1 { throw ValidationError("--threads is at least 1.") }
  }

  func run() throws {
    let violations = seeds == nil ? runOne() : runMany(seeds ?? 1)
    if violations > 0 { throw ExitCode(1) }
  }

  /// - Returns: how many violations there were.
  private func runOne() -> Int {
    let run = World(world.settings(seed: seed))
    line("seed \(seed), \(Build.commit)")
    line(run.settings.words)
    if trace { run.printTrace() }
    run.run()
    line(Finished(run).words)
    if run.violation != nil { line(account(of: run)) }
    line("seed \(seed), \(Build.commit)")
    return run.violation == nil ? 0 : 1
  }

  private func runMany(_ count: UInt64) -> Int {
    let range = seed..<(seed + count)
    let heading = "seeds \(seed) to \(range.upperBound - 1), \(Build.commit)"
    line("\(heading), \(Words.count(threads, "thread"))")
    var campaign = Campaign(seeds: range, threads: threads) { [world] in world.settings(seed: $0) }
    campaign.timeLimit = timeLimit.map { .seconds($0) }
    var summary = Summary()
    let began = ContinuousClock.now
    campaign.run(
      progress: { Progress.show($0, of: Int(count), since: began) },
      report: { result in
        summary.add(result)
        tell(result, isFirst: summary.violations <= Self.accountsMax)
      })
    Progress.clear()
    line(summary.text)
    let seconds = Int((ContinuousClock.now - began).components.seconds)
    if summary.count < Int(count) { line("\(Int(count) - summary.count) seeds were not begun: the time was over") }
    line("\(heading): \(Words.count(summary.violations, "violation")) in \(Words.count(seconds, "second"))")
    return summary.violations
  }

  /// Tells a result among many: the first few violations in full, from the run made once more, the others in two lines.
  private func tell(_ result: Finished, isFirst: Bool) {
    if each || result.violation != nil { Progress.clear() }
    if each { line(result.line) }
    guard let violation = result.violation else { return }
    guard isFirst else { return line("VIOLATION \(violation)\n  \(result.settings.command)\n") }
    let again = World(result.settings)
    again.run()
    line(account(of: again) + "\n")
  }

  private static let accountsMax = 3

  /// What a person is told about a violation.
  private func account(of run: World) -> String {
    let account = Account(of: run, shrinkingRuns: shrink ? Self.shrinkingRuns : 0) { settings in
      let world = World(settings)
      world.run()
      return world
    }
    return account.text
  }

  private static let shrinkingRuns = 60

  /// Writes a line at once: should the program stop in a world, what was said before stands.
  private func line(_ text: String) {
    print(text)
    fflush(nil)
  }
}

/// The line that says how far many seeds have come, on a terminal only.
private enum Progress {
  private static let isTerminal = isatty(STDERR_FILENO) == 1

  static func show(_ done: Int, of count: Int, since began: ContinuousClock.Instant) {
    let seconds = max(1, Int((ContinuousClock.now - began).components.seconds))
    write("\r\(done) of \(count) seeds, \(seconds) s, \(done * 60 / seconds) a minute\u{1B}[K")
  }

  static func clear() { write("\r\u{1B}[K") }

  private static func write(_ text: String) {
    if isTerminal { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
  }
}

/// Which build this is, as whoever starts it says: the program does not know.
private enum Build {
  static let commit = "commit \(ProcessInfo.processInfo.environment["GRIDWARD_COMMIT"] ?? "unknown")"
}
