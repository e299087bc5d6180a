// The public scoreboard: one static page with the headline figures and the townships' places and colours.
import Catalog
import Merge
import Totals

package enum Scoreboard {
  /// The page of a notice's figures. It holds no names but those of divisions, and nothing of any single record.
  package static func page(_ writer: NoticeWriter, title: String) -> String {
    let figures = writer.figures
    let tiles = figures.main.filter { $0.indicator.headline != nil }.map { item in
      let text = writer.format.text(item.figure, of: item.indicator.name)
      let movement = item.movement.map { "<small>同比\(HTMLPage.escaped($0.text))</small>" } ?? ""
      return """
        <li><b>\(text)</b><span>\(HTMLPage.escaped(item.indicator.title.zh))\
        （\(HTMLPage.escaped(item.indicator.unit?.zh ?? ""))）</span>\(movement)</li>
        """
    }
    let tables = writer.rankingTables.map { HTMLPage.html($0) }
    let body = """
      <h1>\(HTMLPage.escaped(title))</h1>
      <p class="period">\(HTMLPage.escaped(figures.period.title))</p>
      <ul class="tiles">
      \(tiles.joined(separator: "\n"))
      </ul>
      \(tables.joined(separator: "\n"))
      \(writer.rateNote.map { "<p class=\"note\">\(HTMLPage.escaped($0))</p>" } ?? "")
      """
    return HTMLPage.page(title: title, style: style, body: body)
  }

  private static let style = """
    body { font: 16px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 1080px; margin: 0 auto;
      padding: 1.5rem; color: #1c2530; background: #f5f7fa; }
    h1 { text-align: center; margin: .5rem 0 0; } .period { text-align: center; margin: 0 0 1.5rem; color: #52606d; }
    .note { color: #52606d; font-size: .9rem; }
    .tiles { list-style: none; padding: 0; display: grid; gap: .8rem;
      grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); }
    .tiles li { background: #fff; border-radius: 10px; padding: .9rem; text-align: center;
      box-shadow: 0 1px 3px #0002; }
    .tiles b { display: block; font-size: 1.9rem; font-variant-numeric: tabular-nums; }
    .tiles span { color: #52606d; } .tiles small { display: block; color: #b42318; }
    table { border-collapse: collapse; width: 100%; background: #fff; margin-top: 1.5rem; }
    caption { font-weight: bold; padding: .5rem; } th, td { border-bottom: 1px solid #e2e8f0; padding: .35rem .5rem;
      text-align: center; } td.figure { text-align: right; font-variant-numeric: tabular-nums; }
    td.red { background: #e5484d; color: #fff; } td.yellow { background: #ffd84d; } td.blue { background: #4a8fe7;
      color: #fff; }
    """
}
