// What verifying calls sound: every table with something in it.
import GRDB
import Merge
import Replica
import Store
import Testing
import Wire

@Suite struct `Verifying a store` {
  @Test func `finds no fault in feeds that were refused`() throws {
    let store = try WrittenStore(9)
    for isOurs in [true, false] {
      let refusal = Refusal(feed: FeedID(Bytes16(high: 1, low: 2)), seq: 3, code: .fork)
      try store.store.write { try $0.setQuarantine(Quarantine(refusal: refusal, isOurs: isOurs), link: 1) }
    }
    #expect(try store.store.read { try $0.quarantines(link: 1).count } == 2)
    #expect(try store.store.verify().faults == [])
  }
}
