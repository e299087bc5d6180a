// Texts as words to be looked for: each Chinese character one of its own, letters and digits in runs, all in their usual form.
import Catalog
import Merge

/// A text as the words that are indexed of it, in their order.
///
/// A character of a script without blanks is a word, so that words that follow one another find any part of a text. Letters of
/// scripts with cases stand together, and so do digits: `GB50016` is `gb` and `50016`. Width and case do not count, as in
/// `UserName`; of the rest of Unicode's compatibility mappings the program knows no table. Whatever is no letter and no digit
/// ends a run and is no word, marks on letters are left out.
/// - Invariant: no word holds a quotation mark, a blank or NUL: none means anything to SQLite's language of searches.
struct SearchWords {
  private(set) var words: [String] = []
  private var run = String.UnicodeScalarView()
  private var runCount = 0
  private var kind = Kind.gap

  private enum Kind {
    /// Between words.
    case gap
    case letters, digits
    /// A word by itself.
    case single
    /// As if it were not there.
    case nothing
  }

  /// The most words that are indexed of one field, as many as the longest text that may be entered has characters: whatever else
  /// arrives is found by its beginning.
  static let countMax = 65_536

  /// A run goes on as another word after so many letters or digits: SQLite would cut what is much longer.
  private static let runMax = 64

  init(_ text: String) {
    for scalar in text.unicodeScalars where words.count < Self.countMax {
      let form = HalfWidth.form(of: scalar)
      let kind = Self.kind(form)
      switch kind {
      case .nothing: continue
      case .gap: end()
      case .single:
        end()
        words.append(String(form))
      case .letters, .digits:
        if kind != self.kind || runCount == Self.runMax { end() }
        runCount += 1
        if kind == .letters {
          run.append(contentsOf: form.properties.lowercaseMapping.unicodeScalars)
        } else {
          run.append(form)
        }
      }
      self.kind = kind
    }
    end()
  }

  /// Whether the last word is a run, which may go on.
  var endsInRun: Bool { kind == .letters || kind == .digits }

  private mutating func end() {
    if run.isEmpty { return }
    words.append(String(run))
    run.removeAll(keepingCapacity: true)
    runCount = 0
  }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0x30...0x39: .digits
    case 0x41...0x5A, 0x61...0x7A: .letters
    case 0x4E00...0x9FFF: .single
    case ..<0x80: .gap
    default: rare(scalar)
    }
  }

  /// Latin beyond ASCII, Greek and Cyrillic stand in runs; what no version of Unicode has named yet counts as a letter, so that
  /// the next one changes nothing.
  private static func rare(_ scalar: Unicode.Scalar) -> Kind {
    if UserName.isInvisible(scalar) { return .nothing }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter: .letters
    case .modifierLetter, .otherLetter, .decimalNumber, .letterNumber, .otherNumber, .unassigned, .privateUse: .single
    case .nonspacingMark, .spacingMark, .enclosingMark: .nothing
    default: .gap
    }
  }
}

/// What is indexed of a record.
enum SearchDocument {
  /// Stands between two fields, so that no run of words is found across them. No word is like it.
  private static let between = " \u{B6} "

  /// The words of a record's searched fields, as SQLite is to take them apart again.
  /// - Parameter texts: what each field shows, in the order of `RecordType.searched`; empty where it shows nothing.
  static func text(of texts: [String]) -> String {
    texts.map { SearchWords($0).words.joined(separator: " ") }.filter { !$0.isEmpty }.joined(separator: between)
  }

  /// The areas that a record lies in, from its district down, by their digits.
  ///
  /// A search within an area goes through the entries of that area alone. Of those above a district a node holds all or much.
  static func areas(of code: some StringProtocol) -> [String] {
    guard let area = Area(code) else { return [] }
    return tiers.filter { $0.digitCount <= area.tier.digitCount }.map { String(area.code.prefix($0.digitCount)) }
  }

  /// The word that all records of an area and of those inside it have; nil where none tells them from others.
  static func word(for area: Area) -> String? {
    tiers.last { $0.digitCount <= area.tier.digitCount }.map { String(area.code.prefix($0.digitCount)) }
  }

  private static let tiers: [Tier] = [.district, .township, .community]
}
