// What both ends of a link write, each as one piece of work for the group writer.
import Merge
package import Replica
import Store
package import Wire

extension Node {
  package func greet(_ hello: Hello, isParent: Bool, address: String? = nil) -> Ticket<StoredLink> {
    writer.submit { replica, storage in
      try LinkWork.greet(hello, isParent: isParent, address: address, now: Node.now, &replica, storage)
    }
  }

  package func apply(_ batch: Batch, from hello: Hello, isParent: Bool) -> Ticket<Ingested> {
    writer.submit { replica, storage in
      try LinkWork.apply(batch, from: hello, isParent: isParent, now: Node.now, &replica, storage)
    }
  }

  package func note(_ close: CloseMessage, from hello: Hello) -> Ticket<StoredLink> {
    writer.submit { replica, storage in try LinkWork.note(close, from: hello, &replica, storage) }
  }

  package func note(_ report: CustodyReport, from hello: Hello) -> Ticket<StoredLink> {
    writer.submit { replica, storage in try LinkWork.note(report, from: hello, &replica, storage) }
  }

  package func proved(_ hello: Hello, reconciled: Cursor?) -> Ticket<StoredLink> {
    writer.submit { _, storage in try LinkWork.proved(hello, reconciled: reconciled, now: Node.now, storage) }
  }

  package func advance(_ hello: Hello, to reconciled: Cursor) -> Ticket<StoredLink> {
    writer.submit { _, storage in try LinkWork.advance(hello, to: reconciled, storage) }
  }

  package func retryRefused() async throws {
    try await writer.run { _, storage in try LinkWork.retryRefused(storage) }
  }
}
