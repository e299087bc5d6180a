// What the work on links asks of a store: the links, what is refused on them, and custody.
package import Merge
package import Wire

/// Writing what concerns links, in the same transactions as what came over them.
package protocol LinkStoring {
  func makeLink(peer: NodeID, area: Area, isParent: Bool) throws -> StoredLink
  /// All links, the parent's first.
  func links() throws -> [StoredLink]
  func saveLink(_ link: StoredLink) throws
  /// Notes that the other end of this link is the node's parent from now on.
  /// - Parameter address: where it answered; nil when it spoke through a file.
  func saveParent(_ link: StoredLink, address: String?) throws

  func setQuarantine(_ quarantine: Quarantine, link: Int64) throws
  func clearQuarantine(of feed: FeedID, isOurs: Bool, link: Int64) throws
  func clearQuarantines(link: Int64) throws

  /// Notes that `tier` holds each feed up to a number; marks that say nothing new are left out.
  func recordCustody(_ marks: [CustodyMark]) throws
  /// For each feed of which commits that are to go over the link arrived after `from` and up to `to`: its highest number
  /// there.
  func advances(from: Cursor, to: Cursor, over link: LinkBranch) throws -> [Dot]
}
