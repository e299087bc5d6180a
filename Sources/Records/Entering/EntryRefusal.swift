// Why something is not entered, as values: what a client is told of it is decided where clients are answered.
package import Catalog
package import Merge

/// Why something that somebody wanted to enter was not written. Nothing of it was.
package enum EntryRefusal: Error, Hashable, Sendable {
  /// Everything that is wrong with the fields at once; never empty.
  case invalidFields([EntryFault])
  /// The step would count for nothing, and nobody has asked for it all the same.
  /// - standing: how the record stood before the step; nil where it has no lifecycle.
  case stepWithoutEffect(Step, Standing.Reason, standing: Standing?)
  /// The id is that of a record with other content.
  case madeWithOtherContent(RecordID, type: String)
  /// The id is that of a record of another area, or of several.
  case madeElsewhere(RecordID, type: String, areas: [Area])
  /// Under the id of an increment another amount counts.
  case countedOtherwise(IncrementID, counted: Int64, asked: Int64)
  /// The version that was seen was named by its digest, and the record stands in another one.
  case versionChanged(RecordID, type: String)
  case unknownRecord(RecordID, type: String)
  /// The id was used in several areas, and none was named.
  case ambiguousRecord(RecordID, areas: [Area])
  /// Records of the type are not people's to write like this.
  case notOfPeople(type: String, origin: RecordOrigin, OriginRule)
  /// Records of the type are written at their area or above it, and the node stands neither there nor above.
  case notAtOrAbove(type: String, area: Area, home: Area)
  /// A record of a statement is to have another id than the statement gives it.
  case notStatementID(given: RecordID, right: RecordID, type: String)
}

/// Which rule about the origin of records a write goes against.
package enum OriginRule: Hashable, Sendable {
  /// Nobody changes what a node has said or a key has signed.
  case standsAsItIs
  /// A node writes such a record by itself.
  case writtenByNode
  /// A statement is taken as its issuer signed it, and with nothing beside it.
  case statementOfItsKind
  /// Figures are taken that this node counts now.
  case countedHereNow
}

/// One thing that is wrong with a field.
package enum EntryFault: Hashable, Sendable {
  case problem(FieldProblem)
  case unknownField(String, type: String)
  /// Steps of a record whose type has no lifecycle.
  case noSteps(type: String)
  /// The field's kind is none that this section of a request edits.
  case wrongSection(field: String, section: String)
  /// What is to be taken out of a set is a list of keys.
  case notElementKeys(field: String)
  case repeated(field: String)
  /// More than is left of what counts of one feed in a field of a record: the rest would have no effect.
  /// - max, left: increments, or bytes of anything else.
  case beyondShare(field: String, ShareItem, max: Int, left: Int)

  /// The field's name.
  package var field: String {
    switch self {
    case .problem(let problem): problem.field
    case .noSteps: "steps"
    case .unknownField(let field, _), .wrongSection(let field, _), .notElementKeys(let field), .repeated(let field),
      .beyondShare(let field, _, _, _):
      field
    }
  }

  /// The key of the set element at fault.
  package var element: String? {
    if case .problem(let problem) = self { problem.element } else { nil }
  }

  /// One of as many words as there are kinds of faults: safe as a message key.
  package var code: String {
    switch self {
    case .problem(let problem): problem.code
    case .unknownField, .noSteps: "unknown-field"
    case .wrongSection: "wrong-section"
    case .notElementKeys: "not-elements"
    case .repeated: "repeated"
    case .beyondShare: "beyond-share"
    }
  }

  /// What is wrong, for the person who entered it.
  package var message: String {
    switch self {
    case .problem(let problem): problem.description
    case .unknownField(let field, let type): "\(field): \(type) has no such field"
    case .noSteps(let type): "\(type) has no steps"
    case .wrongSection(let field, let section): "\(field): not a field for '\(section)'"
    case .notElementKeys(let field): "\(field): a list of element keys"
    case .repeated(let field): "\(field): stands twice"
    case .beyondShare(let field, let item, let max, let left):
      "\(field): of what one node enters here \(item.amount(max)) count in one record\(item.note), and \(item.amount(left)) are left; \(Self.remedy(for: item))"
    }
  }

  /// What can be done where nothing is left of a node's share. No other record can take a step of this one, but another node
  /// can: it has a share of its own.
  private static func remedy(for item: ShareItem) -> String {
    switch item {
    case .step: "another node above or below that holds the record can still take the step"
    case .element, .increment:
      "enter the rest in another record, or at another node above or below that holds this one"
    }
  }
}

/// What a feed's share in a field is of, for the person who has used it up.
package enum ShareItem: Hashable, Sendable {
  case increment, element, step

  /// So much of it in words: increments are counted, all else is measured.
  func amount(_ amount: Int) -> String {
    switch self {
    case .increment: "\(amount)"
    case .element, .step: amount < 1_024 ? "\(amount) bytes" : "\(amount / 1_024) KiB"
    }
  }

  /// What else is to be known of it.
  var note: String { self == .step ? ", each step as one KiB at least" : "" }
}
