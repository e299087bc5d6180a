// Every vector, read by the modules that are shipped.
import Catalog
import Conformance
import Testing

@Suite struct `Vectors read` {
  @Test(arguments: Vectors.files) func `every case of a file has its outcome, in every order of its input`(file: String)
    async throws
  {
    for vector in Vectors.cases(file) {
      let outcome = try #require(vector.outcome, "\(vector)")
      for input in try vector.inputs {
        let answer = await Answers.answer(file, input)
        #expect(outcome.says(answer), "\(vector): \(answer.json.text), not \(outcome.json.text)")
      }
    }
  }

  @Test func `where the order of a list must not matter it comes in many`() throws {
    let orders = try Vectors.cases("merge-register").map { try $0.inputs.count }
    #expect(orders.reduce(0, +) > 500)
    #expect(try Vectors.cases("area").allSatisfy { try $0.inputs.count == 1 })
  }

  @Test func `names that are one person's are one in a set`() throws {
    for vector in Vectors.cases("user-name") {
      let names = [UserName(try vector.input[0].string), UserName(try vector.input[1].string)]
      guard case .expected(let isOne)? = vector.outcome else { preconditionFailure("true or false") }
      #expect(Set(names).count == (try isOne.bool ? 1 : 2), "\(vector)")
    }
  }
}
