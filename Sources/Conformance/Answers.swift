// What this implementation makes of the input of a case: the one place where vectors are interpreted.
import Wire

/// What comes of a case.
package enum Answer: Hashable, Sendable {
  /// What reading or computing the input gives.
  case expected(JSON)
  /// The rejection code with which the input is refused.
  case refused(String)
  /// The case is none of its topic; nothing can be said of it.
  case failed(String)

  package var json: JSON {
    switch self {
    case .expected(let json): .object(["expected": json])
    case .refused(let code): .object(["must_fail": .string(code)])
    case .failed(let error): .object(["error": .string(error)])
    }
  }

  /// Reads an answer as a program writes it; whatever else it says is stepped over. One that gives both a value and a reason to
  /// refuse is none.
  package init(_ json: JSON) throws {
    let object = try json.object
    if let code = object["must_fail"], !code.isNull, let expected = object["expected"], !expected.isNull {
      throw json.fault("an answer: either expected or must_fail")
    }
    if let error = object["error"], !error.isNull {
      self = .failed(try error.string)
    } else if let code = object["must_fail"], !code.isNull {
      self = .refused(try code.string)
    } else if let expected = object["expected"] {
      self = .expected(expected)
    } else {
      throw json.fault("an answer: expected, must_fail or error")
    }
  }

  /// Whether two answers are one.
  package func says(_ other: Answer) -> Bool {
    switch (self, other) {
    case (.expected(let left), .expected(let right)): left.says(right)
    case (.refused(let left), .refused(let right)): left == right
    default: false
    }
  }
}

/// Reads the inputs of vectors as the shipped modules do.
///
/// The tests of the vectors and the harness ask here, so that no vector is understood in two ways. An input may be a
/// stranger's: what it lacks is a `CaseFault`, and nothing in it may end the process.
/// - Source: protocol/vectors/README.md.
package enum Answers {
  /// What is made of an input; throws `WireError` where it is refused with a code.
  package typealias Reading = @Sendable (JSON) async throws -> JSON

  /// The readings by the names of the vectors' files.
  package static let readings: [String: Reading] = [
    keys, commits, merging, sessions, ranges, trust, records, totals, clocks, people,
  ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

  /// - Parameter file: the name of a vectors' file without `.json`.
  package static func answer(_ file: String, _ input: JSON) async -> Answer {
    guard let reading = readings[file] else { return .failed("there is no file \(file)") }
    do { return .expected(try await reading(input)) } catch let error as WireError {
      return .refused(error.code.rawValue)
    } catch let fault as CaseFault {
      return .failed(fault.description)
    } catch {
      return .failed("\(error)")
    }
  }

  /// Answers a line of the harness: a case as it stands in its file, with the name of the file.
  package static func answer(line: [UInt8]) async -> Answer {
    do {
      let json = try JSON(text: line)
      guard let input = try json.object["input"] else { throw CaseFault("a line has a file and an input") }
      return await answer(try json["file"].string, input)
    } catch let fault as CaseFault {
      return .failed(fault.description)
    } catch {
      return .failed("\(error)")
    }
  }
}
