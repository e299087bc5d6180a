// Who is the same person, however the name was typed.
import Catalog
import Merge
import Testing

@Suite struct `Names of one person` {
  /// As people, keyboards and programs have written one name.
  static let variants = [
    "阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽・买买提", "阿依古丽‧买买提", " 阿依古丽·买买提 ", "阿依古丽\u{200B}·买买提",
    "阿依古丽\u{3000}·\u{3000}买买提", "\u{FEFF}阿依古丽·买买提",
  ]

  @Test(arguments: variants) func `whoever rectified does not pass under another spelling`(name: String) {
    for other in Self.variants {
      let outcomes = hazard.outcomes([
        Draft("rectified", name, .community), Draft("passed", other, .community),
      ])
      #expect(outcomes.last == .ineffective(reason: .sameUser), "\(name) and \(other)")
    }
  }

  @Test(arguments: [
    ("Zhang.San", "zhang.san"), ("Jos\u{E9}", "Jose\u{301}"), ("p17", "Ｐ１７"), ("張三", "張三\u{2028}"), ("p 17", "p17"),
  ])
  func `case, width, accents in two pieces and blanks make nobody another`(_ names: (String, String)) {
    #expect(UserName(names.0) == UserName(names.1))
  }

  @Test(arguments: [("张三", "张山"), ("p17", "p71"), ("José", "Jose"), ("阿依古丽·买买提", "阿依古丽买买提"), ("李娜", "李·娜")])
  func `two names are two people`(_ names: (String, String)) {
    #expect(UserName(names.0) != UserName(names.1))
    let outcomes = hazard.outcomes([
      Draft("rectified", names.0, .community), Draft("passed", names.1, .community),
    ])
    #expect(outcomes.last == .effective)
  }
}
