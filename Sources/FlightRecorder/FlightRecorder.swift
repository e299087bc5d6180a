// The flight recorder: what this process has under way, kept in a file where the next process finds it.
import CFlightRecorder
import Foundation
package import Merge

/// Notes what is under way in a file mapped into memory, so that a note costs no call of the system and stays when the process
/// ends in the middle of anything.
///
/// A thread notes for itself: `during` takes a place for as long as something lasts, and what is noted meanwhile on that
/// thread goes there. A fault (a trap, an abort, a bad access) marks the place of the thread it strikes.
/// - Invariant: what is noted outlives the process, not the machine: after a reboot it counts for nothing.
package final class FlightRecorder: Sendable {
  /// How much is kept of an undertaking's text.
  package static let textBytesMax = Int(GRIDWARD_FLIGHT_TEXT)

  // Written through C alone, each place by the one thread that holds it.
  nonisolated(unsafe) private let record: UnsafeMutablePointer<gridward_flight_record>
  /// The ends of the process before this one, as far as they were not in order: one fault, or all that was under way.
  package let incidents: [Incident]
  /// Whether the process before was of this program: what another could not do says nothing of this one.
  package let isOfThisProgram: Bool

  /// Opens the record beside a store; the caller holds the store's lock.
  /// - Parameters:
  ///   - boot: which boot of the machine this is.
  ///   - program: which program this is.
  /// - Returns: nil where no file can be mapped: then nothing is noted.
  package init?(path: String, boot: String, program: String) {
    var before = gridward_flight_record()
    guard let record = gridward_flight_open(path, boot, program, &before) else { return nil }
    self.record = record
    incidents = Self.incidents(before, boot: boot)
    isOfThisProgram = Self.text(before.program) == String(program.utf8.prefix(Self.programBytesMax))
  }

  /// Has faults of the whole process noted from now on.
  package static func watchFaults() { gridward_flight_watch_faults() }

  /// Ends in order. Nothing may be noted any more.
  package func close() { gridward_flight_close(record) }

  /// Carries something out; what it notes meanwhile on this thread belongs to it.
  package func during<T>(_ undertaking: Undertaking, _ body: () throws -> T) rethrows -> T {
    let before = enter(undertaking)
    defer { gridward_flight_leave(before) }
    return try body()
  }

  private func enter(_ undertaking: Undertaking) -> gridward_flight_place {
    var text = undertaking.text
    let key = (undertaking.key.high.bigEndian, undertaking.key.low.bigEndian)
    return withUnsafeBytes(of: key) { key in
      text.withUTF8 { text in
        text.withMemoryRebound(to: CChar.self) { text in
          gridward_flight_enter(
            record, undertaking.kind.rawValue, key.baseAddress?.assumingMemoryBound(to: UInt8.self), text.baseAddress,
            UInt32(clamping: text.count))
        }
      }
    }
  }

  /// Notes that this thread is at a commit.
  package static func noteCommit(_ feed: FeedID, _ seq: UInt64) {
    withUnsafeBytes(of: (feed.raw.high.bigEndian, feed.raw.low.bigEndian)) { bytes in
      gridward_flight_note_commit(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), seq, 0)
    }
  }

  /// Notes that this thread is at a record.
  package static func noteRecord(_ record: RecordID) {
    withUnsafeBytes(of: (record.raw.high.bigEndian, record.raw.low.bigEndian)) { bytes in
      gridward_flight_note_record(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }
  }

  /// Notes that this thread is done with the commit or record it was at.
  package static func noteNothing() { gridward_flight_note_nothing() }
}

// MARK: What the process before has left

extension FlightRecorder {
  private static func incidents(_ before: gridward_flight_record, boot: String) -> [Incident] {
    var before = before
    guard before.is_running != 0 else { return [] }
    let slots = withUnsafeBytes(of: &before.slots) { Array($0.bindMemory(to: gridward_flight_slot.self)) }
    if before.signal != 0 {
      let slot = slots.indices.contains(Int(before.fault_slot)) ? slots[Int(before.fault_slot)] : gridward_flight_slot()
      return [Incident(signal: before.signal, undertaking: undertaking(slot), subject: subject(slot))]
    }
    // When the machine went down with it, the process was at no fault.
    guard text(before.boot) == boot else { return [] }
    let incidents = slots.filter { $0.kind != 0 }.map { slot in
      Incident(signal: 0, undertaking: undertaking(slot), subject: subject(slot))
    }
    return incidents
  }

  /// How much is kept of the program's name; the byte after it is zero.
  private static let programBytesMax = 39

  /// The text in an array of bytes, up to the first that is zero.
  private static func text(_ bytes: some Any) -> String {
    withUnsafeBytes(of: bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static func undertaking(_ slot: gridward_flight_slot) -> Undertaking? {
    guard let kind = Undertaking.Kind(rawValue: slot.kind) else { return nil }
    let text = withUnsafeBytes(of: slot.text) {
      String(decoding: $0.prefix(min(textBytesMax, Int(slot.text_length))), as: UTF8.self)
    }
    return Undertaking(kind, key: withUnsafeBytes(of: slot.key) { Bytes16(Array($0)) }, text: text)
  }

  private static func subject(_ slot: gridward_flight_slot) -> Subject? {
    let id = withUnsafeBytes(of: slot.subject) { Bytes16(Array($0)) }
    if slot.is_record != 0 { return .record(RecordID(id)) }
    return slot.number == 0 ? nil : .commit(feed: FeedID(id), seq: slot.number)
  }
}
