// The part of a status report about trust and lineage, in words.

enum TrustWords {
  static func pairs(_ status: JSON) -> [(String, String)] {
    let trust = status["trust"]
    let sure = status["lineage_sure"].bool.map { $0 ? "" : ", which may have been set back or copied" } ?? ""
    var pairs = [("store", "\(status["store"].shown), incarnation \(status["incarnation"].shown)\(sure)")]
    if let retired = trust["retired_at"].int {
      let now = status["now"].int ?? retired
      pairs.append(("closed", "\(Words.age(retired, now: now)) ago, for good"))
    }
    let former = trust["former_areas"].shown
    if !former.isEmpty { pairs.append(("stood at", former)) }
    for (key, what, meaning) in [
      ("waiting_feeds", "feed", "have commits without effect"),
      ("evidence", "commit", "contradict others and are kept"),
      ("stranded", "commit", "saved from damage, wait for one that is missing before them"),
      ("redactions", "payload", "removed by law"),
    ] {
      if let count = trust[key].int, count > 0 {
        pairs.append(("trust", "\(Words.count(Int(count), what)): \(meaning)"))
      }
    }
    return pairs
  }

  static func waiting(_ trust: JSON) -> [String] {
    var table = Table(["without effect", "from", "to", "by node", "about", "class", "why"])
    for feed in trust["waiting"].list {
      table.add(["feed", "from", "to", "node", "area", "class", "reason"].map { feed[$0].shown })
    }
    return table.isEmpty ? [] : [table.text]
  }
}
