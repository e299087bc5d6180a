// A list of places and their names, as offices keep it, and the code tables that carry it through the tree.
package import Merge

/// Why a list of places cannot be taken as it is; lines are counted from 1.
package enum PlaceListFault: Error, Hashable, Sendable, CustomStringConvertible {
  case notUTF8
  /// The first line does not say which columns hold codes and names.
  case noHeading
  /// The first line names two columns for the same.
  case twoColumns(String, String)
  /// There is a heading and nothing below it.
  case noPlaces
  case openQuote(line: Int)
  case noCode(line: Int, text: String)
  case noName(line: Int)
  /// A place has two names.
  case twoNames(line: Int, code: String)
  /// Not inside the area of the node, which names nothing else.
  case outside(line: Int, code: String, home: Area)

  package var description: String {
    switch self {
    case .notUTF8: "it is not UTF-8"
    case .noHeading: "line 1: it names no columns `code` and `name`, with commas or tabs between"
    case .twoColumns(let one, let other): "line 1: it names two columns of one kind, `\(one)` and `\(other)`"
    case .noPlaces: "line 1: a heading, and no place below it"
    case .openQuote(let line): "line \(line): a double quote is opened and not closed; one in a name is written twice"
    case .noCode(let line, let text): "line \(line): '\(text)' is no code of 2, 4, 6, 9 or 12 digits"
    case .noName(let line): "line \(line): a name has 1 to \(PlaceList.nameMax) characters, no line ends or controls"
    case .twoNames(let line, let code): "line \(line): \(code) has another name above"
    case .outside(let line, let code, let home):
      "line \(line): \(code) does not lie inside \(home.code), the node's area, and only what does is named there"
    }
  }
}

/// Places with their names.
/// - Invariant: sorted by code, each code once.
/// - Source: catalog README §9.4.
package struct PlaceList: Hashable, Sendable {
  /// A place and what it is called.
  package struct Place: Hashable, Sendable {
    package let area: Area
    package let name: String
    /// Where it stands in the list.
    let line: Int
  }

  package let places: [Place]

  /// The longest name, in characters.
  static let nameMax = 60

  /// Reads lines of cells with tabs or commas between; the first line names the columns, of which codes and names are read.
  package init(text bytes: some Collection<UInt8>) throws(PlaceListFault) {
    // A mark of the order of bytes, as spreadsheets write it.
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : Array(bytes)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let heading = lines.first else { throw .noHeading }
    let separator: Character = heading.contains("\t") ? "\t" : ","
    let columns = try Self.cells(heading, separator, line: 1)
    let code = try Self.column(["code", "code12", "代码", "区划代码"], in: columns)
    let name = try Self.column(["name", "名称"], in: columns)
    var named: [Area: Place] = [:]
    for (index, line) in lines.enumerated().dropFirst() where !line.allSatisfy(\.isWhitespace) {
      let cells = try Self.cells(line, separator, line: index + 1)
      let place = try Self.place(
        code: code < cells.count ? cells[code] : "", name: name < cells.count ? cells[name] : "", line: index + 1)
      if let other = named[place.area], !Value.isSame(other.name, place.name) {
        throw .twoNames(line: place.line, code: place.area.code)
      }
      named[place.area] = named[place.area] ?? place
    }
    places = named.values.sorted { $0.area < $1.area }
    if places.isEmpty { throw .noPlaces }
  }

  /// Where the one column stands that has any of these names.
  private static func column(_ names: [String], in heading: [String]) throws(PlaceListFault) -> Int {
    let found = heading.indices.filter { names.contains(heading[$0]) }
    guard let first = found.first else { throw .noHeading }
    guard found.count == 1 else { throw .twoColumns(heading[first], heading[found[1]]) }
    return first
  }

  private static func place(code: String, name: String, line: Int) throws(PlaceListFault) -> Place {
    let digits = code.utf8.count
    guard [2, 4, 6, 9, 12].contains(digits), let area = Area(code + String(repeating: "0", count: 12 - digits)) else {
      throw .noCode(line: line, text: code)
    }
    let isClean = name.unicodeScalars.allSatisfy { !$0.properties.generalCategory.isControl }
    guard !name.isEmpty, name.count <= nameMax, name.utf8.count <= 4 * nameMax, isClean else {
      throw .noName(line: line)
    }
    return Place(area: area, name: name, line: line)
  }

  /// The cells of a line, without blanks around them; quotes around a cell may hold the separator, a double quote stands for one.
  private static func cells(
    _ line: Substring, _ separator: Character, line number: Int
  ) throws(PlaceListFault) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" { isQuoted.toggle() }
      if character == separator, !isQuoted { cells.append("") } else { cells[cells.count - 1].append(character) }
    }
    if isQuoted { throw .openQuote(line: number) }
    return cells.map { cell in
      let cell = trimmed(cell[...])
      guard cell.count >= 2, cell.first == "\"", cell.last == "\"" else { return String(cell) }
      return String(trimmed(cell.dropFirst().dropLast())).replacing("\"\"", with: "\"")
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop(while: \.isWhitespace)
    return start.prefix(upTo: start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isControl: Bool {
    switch self {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    default: false
    }
  }
}
