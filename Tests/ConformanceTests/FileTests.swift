// The vector files as a whole: complete, well-formed, and covering every rejection code.
import Conformance
import Testing
import Wire

@Suite struct `Vector files` {
  @Test func `every file is run, and every one that is run is there`() {
    #expect(Set(Vectors.files) == Set(Answers.readings.keys))
    #expect(Vectors.files.count > 40)
  }

  private func codes(_ cases: [VectorCase]) -> Set<String> {
    Set(
      cases.compactMap { vector in
        if case .refused(let code)? = vector.outcome { code } else { nil }
      })
  }

  @Test func `every fault of encoding has a case that must fail with it`() {
    let all = Set(WireError.Code.allCases.map(\.rawValue))
    #expect(codes(Vectors.all) == all)
    #expect(codes(Vectors.cases("rejection")) == all)
  }

  @Test func `every section of the specification that vectors can test has some`() {
    let expected: Set = [
      "2.1", "2.4", "2.5", "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "4.4", "4.5", "5.1", "5.2", "5.3", "5.4",
      "5.6", "5.7", "6.1", "6.2", "6.3", "6.4", "7", "8", "10.2", "10.3", "10.4", "11.1", "11.5", "12", "13.1", "13.2",
      "16.1", "16.2", "16.3", "16.4", "16.6", "catalog 4.8", "catalog 5.4", "catalog 5.5", "catalog 5.7",
      "catalog 5.10", "catalog 5.11", "catalog 5.13", "catalog 8.1", "catalog 8.2", "catalog 8.3", "catalog 8.4",
      "catalog 10.2", "catalog 10.3", "catalog 10.4", "catalog 10.5", "catalog 10.7", "catalog 10.9",
    ]
    #expect(Set(Vectors.all.map(\.section)) == expected)
  }

  @Test(arguments: Vectors.files) func `every case has a name of its own and one outcome`(file: String) {
    let vectors = Vectors.cases(file)
    #expect(Set(vectors.map(\.name)).count == vectors.count)
    #expect(vectors.allSatisfy { $0.outcome != nil })
  }
}
