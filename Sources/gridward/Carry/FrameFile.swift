// The file on the USB stick: written beside its place and moved there when whole, read in pieces.
import Foundation
import Wire

/// A file of frames being written; until `finish` it has another name.
final class FrameFileWriter {
  private let place: URL
  private let draft: URL
  private let handle: FileHandle

  init(_ path: String) throws {
    place = URL(filePath: path)
    draft = URL(filePath: path + ".part")
    guard FileManager.default.createFile(atPath: draft.path, contents: nil),
      let handle = FileHandle(forWritingAtPath: draft.path)
    else { throw Failure(.disk, "\(draft.path) cannot be made", hint: "Check the folder and its permissions.") }
    self.handle = handle
  }

  func append(_ frame: Frame) throws {
    try translated { try handle.write(contentsOf: Data(frame.encoded)) }
  }

  /// Puts the file on the disk for good, under its name.
  func finish() throws {
    try translated {
      try handle.synchronize()
      try handle.close()
      if rename(draft.path, place.path) != 0 { throw CocoaError(.fileWriteUnknown) }
    }
  }

  func abandon() {
    try? handle.close()
    try? FileManager.default.removeItem(at: draft)
  }

  private func translated(_ body: () throws -> Void) throws {
    do { try body() } catch {
      throw Failure(
        .disk, "\(place.path) cannot be written: \(error.localizedDescription)", hint: "Is there room on it?")
    }
  }
}

/// A file of frames being read.
struct FrameFileReader {
  private let handle: FileHandle
  private let path: String
  private static let pieceBytes = 1 << 20

  init(_ path: String) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Failure(.notFound, "there is no file at \(path)", hint: "Give the file that `gridward export` wrote.")
    }
    self.handle = handle
    self.path = path
  }

  /// The next piece; nil at the end.
  func next() throws -> Data? {
    do {
      let piece = try handle.read(upToCount: Self.pieceBytes)
      return piece?.isEmpty == false ? piece : nil
    } catch {
      throw Failure(.disk, "\(path) cannot be read on: \(error.localizedDescription)", hint: "What was read is kept.")
    }
  }
}
