// A hostile body: ten gigabytes are sent to a node, which must refuse them early and hold none of them.
import ArgumentParser
import Foundation
import Store

/// What the measurement of a flood prints.
struct FloodFigures: Codable {
  var offeredBytes = 0
  /// What the sender got rid of before the node broke off.
  var takenBytes = 0
  var status = 0
  var idleMegabytes = 0
  var peakMegabytes = 0
}

struct FloodCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flood", abstract: "Sends a node ten gigabytes without saying how much it will be.")

  @Option(help: "How many bytes.") var bytes = 10 << 30
  @Option(help: "A folder for the store.") var folder: String

  func run() throws {
    let path = "\(folder)/flooded.db"
    try Fixture.store(path, number: 1_003, area: Fixture.city).close()
    let parent = try ParentProcess(store: path)
    defer { parent.stop() }
    var figures = FloodFigures()
    figures.offeredBytes = bytes
    figures.idleMegabytes = parent.peakBytes >> 20
    let curl = Process()
    let output = Pipe()
    curl.executableURL = URL(fileURLWithPath: "/bin/sh")
    // A chunked body: no length is announced, so only a cap on what is read can end it.
    curl.arguments = [
      "-c",
      "head -c \(bytes) /dev/zero | curl -s -o /dev/null -w '%{http_code} %{size_upload}' -X POST -H 'content-type: application/vnd.gridward.frames' -T - \(parent.url)/sync/v1",
    ]
    curl.standardOutput = output
    try curl.run()
    let line = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    curl.waitUntilExit()
    let parts = line.split(separator: " ").compactMap { Int($0) }
    (figures.status, figures.takenBytes) = (parts.first ?? 0, parts.last ?? 0)
    figures.peakMegabytes = parent.peakBytes >> 20
    try printJSON(figures)
  }
}
