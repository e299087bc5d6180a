// Words for people, in both languages of the grid.

/// A title or an explanation in Chinese and English.
package struct Title: Hashable, Sendable {
  package let zh: String
  package let en: String

  package init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }
}
