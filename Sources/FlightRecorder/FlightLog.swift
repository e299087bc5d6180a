// What the processes before have met, and where this one notes what it is at: two files beside a store.
import Foundation
import Merge

/// The flight recorder of a store with the ledger that its incidents are counted in.
package final class FlightLog: Sendable {
  /// Nil where no file can be mapped: then nothing is noted.
  package let recorder: FlightRecorder?
  /// How the process before ended, where that was not in order.
  package let incidents: [Incident]
  /// The ledger's entries of what is left out.
  package let shelved: [IncidentLedger.Entry]
  package let shelf: Shelf
  /// Whether the process before had a fault: nothing noted may account for it, or one of several commits that were merged
  /// together. What is done commit by commit tells which.
  package let isCareful: Bool
  /// Why the ledger cannot be written; nil when it can.
  package let fault: String?

  package static func recorderPath(store path: String) -> String { path + ".flight" }
  package static func ledgerPath(store path: String) -> String { path + ".incidents" }

  /// Opens both files beside the store at `path`. The caller holds the store's lock.
  /// - Parameters:
  ///   - program: which program this is; another one forgets what is left out.
  ///   - boot: which boot of the machine this is.
  ///   - now: in milliseconds since 1970.
  package init(store path: String, program: String, boot: String, now: Int64) {
    FlightRecorder.watchFaults()
    recorder = FlightRecorder(path: Self.recorderPath(store: path), boot: boot, program: program)
    incidents = recorder?.incidents ?? []
    var ledger = IncidentLedger(path: Self.ledgerPath(store: path), program: program, now: now)
    if recorder?.isOfThisProgram == true { ledger.noteIncidents(incidents, at: now) }
    shelved = ledger.shelved
    shelf = ledger.shelf
    isCareful = incidents.contains { $0.signal != 0 }
    do {
      try ledger.save()
      fault = recorder == nil ? "nothing can be noted beside \(path)" : nil
    } catch { fault = "\(error)" }
  }

  /// Reads the entries of what is left out, without writing anything.
  package static func shelved(store path: String, program: String, now: Int64) -> [IncidentLedger.Entry] {
    IncidentLedger(path: ledgerPath(store: path), program: program, now: now).shelved
  }

  /// Ends in order.
  package func close() { recorder?.close() }
}
