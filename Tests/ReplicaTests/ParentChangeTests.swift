// Another parent: a node knows whom it is linked to now by what was noted, whatever its clock does.
import Merge
import Replica
import Store
import TestSupport
import Testing

@Suite struct ParentChangeTests {
  @Test func aClockSetBackDoesNotBringTheOldParentBack() throws {
    let child = try TestNode(Place.southVillage, 1)
    let lost = try TestNode(Place.southTown, 2)
    let replacement = try TestNode(Place.southTown, 3)
    try child.write("hazard", recordID(1), ["category": .write(.text("消防"))])
    #expect(try sync(child, lost) == .proved)

    child.now -= 86_400_000
    try child.write("hazard", recordID(2), ["category": .write(.text("电气"))])

    #expect(try sync(child, replacement) == .proved)
    #expect(try child.store.read { try $0.parentLink()?.peer } == replacement.node)
    #expect(try replacement.record("hazard", recordID(1)) != nil && replacement.record("hazard", recordID(2)) != nil)
  }
}
