// `gridward-simulate conform`: vectors over standard input and output, for any other implementation.
import ArgumentParser
import Conformance
import Foundation

struct Conform: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer cases of vectors line by line, or ask another program.",
    discussion: """
      Without --run it reads cases from standard input, one a line, and writes what this
      implementation makes of each, one line for each. With --run it starts another
      program, gives it the input of every vector in that form, and compares its answers.

        echo '{"file": "area", "input": "370202021001"}' | gridward-simulate conform
        gridward-simulate conform --run './their-node --conform'

      The lines are described in protocol/README.md, section 15.

      EXIT CODES
           0  every case was answered as it must be
           1  a case differs
      """)

  @Option(
    name: .customLong("run"), help: ArgumentHelp("The other program, as a shell would start it.", valueName: "command"))
  var command: String?

  @Option(help: "The folder of the vectors.") var vectors = "protocol/vectors"

  @Option(help: ArgumentHelp("Only this file of vectors, by its name without `.json`; any number.", valueName: "name"))
  var file: [String] = []

  @Option(help: "How many seconds the other program has for an answer.") var seconds = 10

  func validate() throws {
    if !(1...3_600).contains(seconds) { throw ValidationError("--seconds is 1 to 3600.") }
  }

  func run() async throws {
    guard let command else { return try await Self.answer() }
    if try !compare(command) { throw ExitCode(1) }
  }

  /// - Returns: whether no case differs.
  private func compare(_ command: String) throws -> Bool {
    let all = try? VectorCase.all(in: URL(filePath: vectors))
    let chosen = (all ?? []).filter { file.isEmpty || file.contains($0.file) }
    if chosen.isEmpty { throw ValidationError("There are no such vectors in \(vectors).") }
    let program = OtherProgram(command, patience: .seconds(seconds))
    defer { program.end() }
    var comparison = Comparison()
    for vector in chosen {
      if let difference = comparison.take(vector, ask: { try program.ask($0) }) { print(difference) }
      if program.isHopeless {
        print("\(OtherProgram.failuresMax) times in a row \(program.reasons): given up")
        break
      }
    }
    if comparison.count < chosen.count { print("\(chosen.count - comparison.count) cases were not asked") }
    print(comparison.summary)
    return comparison.differing == 0
  }

  /// Answers standard input until it ends.
  private static func answer() async throws {
    var lines = LineBuffer()
    while true {
      let piece = FileHandle.standardInput.availableData
      lines.feed(piece)
      while let line = piece.isEmpty ? lines.last() : lines.next() { try await say(line) }
      if piece.isEmpty { return }
    }
  }

  private static func say(_ line: LineBuffer.Line) async throws {
    let answer: Answer
    switch line {
    case .tooLong: answer = .failed("the line has more than \(LineBuffer.bytesMax) bytes")
    case .whole(let bytes): answer = await Answers.answer(line: bytes)
    }
    try FileHandle.standardOutput.write(contentsOf: Data((answer.json.text + "\n").utf8))
  }
}
