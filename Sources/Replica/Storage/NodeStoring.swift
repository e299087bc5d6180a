// What a node remembers of itself: its clock, its lineage and its place.
package import Merge

/// Writing what a node is, in the same transactions as what it writes.
package protocol NodeStoring {
  func saveClock(_ last: HybridTime) throws
  /// Notes the incarnation and the store id of an identity.
  func saveLineage(of identity: Identity) throws
  /// Notes the area of an identity and the areas it stood at before.
  func savePlace(of identity: Identity, former: [Area]) throws
}
