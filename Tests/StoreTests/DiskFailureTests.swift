// What a store does when the disk fails: it stops, and never tries the same flush again.
import Foundation
import GRDB
import Store
import Testing

@Suite struct `A disk that fails` {
  @Test func `one that is full is told as such, whoever tells of it`() {
    let ofSystem = NSError(domain: NSPOSIXErrorDomain, code: Int(ENOSPC))
    let wrapped = NSError(domain: NSCocoaErrorDomain, code: 512, userInfo: [NSUnderlyingErrorKey: ofSystem])
    for error in [CocoaError(.fileWriteOutOfSpace), ofSystem, wrapped] as [any Error] {
      #expect(StoreError(error).code == .diskFull)
    }
    #expect(StoreError(CocoaError(.fileNoSuchFile)).code == .internalFailure)
  }

  @Test func `work is not run again after a failed flush, and nothing is written any more`() throws {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind).store
    var runs = 0
    let flush: (StoreWriter) throws -> Void = { _ in
      runs += 1
      throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC)
    }
    let codes = store.writeGroup([flush, flush]).map { result -> StoreError.Code? in
      if case .failure(let error as StoreError) = result { error.code } else { nil }
    }
    #expect(codes == [.inputOutput, .inputOutput])
    #expect(runs == 1)
    #expect(throws: StoreError.self) { try store.write { _ in } }
  }
}
