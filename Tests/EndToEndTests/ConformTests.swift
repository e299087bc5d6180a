// The vectors as another program is asked them: over standard input and output, with ourselves as the other program.
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ConformTests {
  private static let vectors = Repository.root.appending(path: "protocol/vectors").path

  /// Runs `gridward-simulate conform`, which lies beside `gridward`.
  private func conform(_ arguments: [String], input: String = "") throws -> (status: Int32, output: String) {
    let process = Process()
    let (asked, output) = (Pipe(), Pipe())
    process.executableURL = Tool.simulator
    process.arguments = ["conform"] + arguments
    (process.standardInput, process.standardOutput) = (asked, output)
    try process.run()
    try asked.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try asked.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  private var itself: String {
    "'\(Tool.simulator.path)' conform"
  }

  @Test func `asked by itself the program makes of every vector what it must`() throws {
    let (status, output) = try conform(["--vectors", Self.vectors, "--run", itself])
    #expect(status == 0, "\(output)")
    #expect(output.contains(/^[0-9]{3,4} cases, none differs\n$/), "\(output)")
  }

  @Test func `lines are answered one by one, and what is wrong with one ends nothing`() throws {
    let lines = [
      #"{"file": "area", "input": "110101001001"}"#, "no case", #"{"file": "want", "input": {"body": "80"}}"#,
    ]
    let (status, output) = try conform([], input: lines.joined(separator: "\n"))
    let answers = output.split(separator: "\n")
    #expect(status == 0 && answers.count == 3, "\(output)")
    #expect(answers.first == #"{"expected":{"tier":"community","prefix":"110101001001"}}"#)
    #expect(answers.dropFirst().first?.hasPrefix(#"{"error":"#) == true)
    #expect(answers.last == #"{"expected":{"wants":[]}}"#)
  }

  @Test(arguments: [
    ("cat", "18 cases, 18 differ\n"), ("yes '{\"must_fail\": \"malformed\"}'", "18 cases, 8 differ\n"),
    ("yes '{\"must_fail\": \"malformed\", \"expected\": 1}'", "18 cases, 18 differ\n"),
  ])
  func `a program that answers otherwise is told`(program: String, end: String) throws {
    let (status, output) = try conform(
      ["--vectors", Self.vectors, "--file", "area", "--seconds", "1", "--run", program])
    #expect(status == 1 && output.hasSuffix(end), "\(output)")
  }

  @Test(arguments: [
    ("true", 5, "the program ended without an answer"), ("exec sleep 60", 1, "no answer within 1.0 seconds"),
    ("head -c 9000000 /dev/zero | tr '\\0' x; echo; cat", 30, "an answer of more than 8388608 bytes"),
  ])
  func `a program that does not answer is given up, and what it was asked is counted`(
    program: String, seconds: Int, reason: String
  ) throws {
    let (status, output) = try conform(
      ["--vectors", Self.vectors, "--file", "area", "--seconds", "\(seconds)", "--run", program])
    let end = "5 times in a row \(reason): given up\n13 cases were not asked\n5 cases, 5 differ\n"
    #expect(status == 1 && output.hasSuffix(end), "\(output)")
  }
}
