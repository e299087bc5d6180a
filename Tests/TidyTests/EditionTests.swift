// The README in English and in Chinese is one document: what one edition shows, the other shows too.
import Testing

@Suite struct EditionTests {
  /// What an edition has besides its sentences.
  private struct Skeleton {
    /// The code blocks in their order, each with its fences.
    private(set) var blocks: [String] = []
    /// The levels of the headings in their order.
    private(set) var levels: [Int] = []
    /// What stands between single backticks.
    private(set) var spans: Set<String> = []

    init(_ file: TextFile) {
      var block: [Substring] = []
      for line in file.lines {
        let isFence = line.hasPrefix("```")
        if isFence || !block.isEmpty {
          block.append(line)
          guard isFence, block.count > 1 else { continue }
          blocks.append(block.joined(separator: "\n"))
          block = []
          continue
        }
        let level = line.prefix { $0 == "#" }.count
        if level > 0 { levels.append(level) }
        for match in line.matches(of: /`([^`]+)`/) { spans.insert(String(match.1)) }
      }
      if !block.isEmpty { blocks.append(block.joined(separator: "\n")) }
    }
  }

  private let english: TextFile
  private let chinese: TextFile

  init() throws {
    english = try #require(Tree.file("README.md"), "README.md is missing")
    chinese = try #require(Tree.file("README.zh-CN.md"), "README.zh-CN.md is missing")
  }

  @Test func `both editions of the README show the same code in the same order`() {
    let (here, there) = (Skeleton(english).blocks, Skeleton(chinese).blocks)
    #expect(here.count > 5)
    #expect(here.count == there.count)
    for (one, other) in zip(here, there) { #expect(one == other) }
  }

  @Test func `both editions of the README have the same sections`() {
    let (here, there) = (Skeleton(english).levels, Skeleton(chinese).levels)
    #expect(here.count > 5)
    #expect(here == there)
  }

  @Test func `every route, flag and file that the README names is in its Chinese edition`() {
    let (here, there) = (Skeleton(english).spans, Skeleton(chinese).spans)
    #expect(here.count > 5)
    for span in here.sorted() where !there.contains(span) { Issue.record("README.zh-CN.md does not name `\(span)`") }
  }

  @Test func `each edition of the README leads to the other`() {
    #expect(english.text.contains("](\(chinese.path))"))
    #expect(chinese.text.contains("](\(english.path))"))
  }
}
