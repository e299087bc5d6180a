// The fixed tables of a store; the tables of the record types are made from the catalog.
package import Catalog
package import GRDB
import Merge
import Rules

/// The tables every store has.
/// - Source: DESIGN.md "On disk".
package enum Schema {
  /// "GRWD", in `PRAGMA application_id`.
  static let applicationID = 0x4752_5744

  /// The tables that are kept: what stands in them cannot be made again from anything else.
  static let kept = """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT;

    -- A feed: one author's commits about one area in one class. seq and hash are its head; up to sealed its author's
    -- signature has been verified, up to effective its commits are folded into the tables of the record types. is_waiting
    -- says whether that is less than the head: kept apart, so that a head that moves touches no index.
    CREATE TABLE feed (
      ref INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE,
      node BLOB NOT NULL,
      incarnation INTEGER NOT NULL,
      home TEXT NOT NULL,
      area TEXT NOT NULL,
      class TEXT NOT NULL,
      rises INTEGER,
      falls INTEGER,
      priority INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      hash BLOB NOT NULL,
      sealed INTEGER NOT NULL,
      effective INTEGER NOT NULL,
      is_waiting INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX feed_by_area ON feed (area, id);
    CREATE INDEX feed_waiting ON feed (ref) WHERE is_waiting = 1;

    -- The latest seal of each feed, as its author encoded it.
    CREATE TABLE seal (feed INTEGER PRIMARY KEY, seq INTEGER NOT NULL, body BLOB NOT NULL) STRICT;

    -- Grants, revocations and redactions, as their issuers signed them; subject is the node they are about.
    CREATE TABLE statement (
      digest BLOB PRIMARY KEY,
      subject BLOB NOT NULL,
      issuer BLOB NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX statement_by_subject ON statement (subject, digest);
    \(issuers)

    -- Redactions that have not been carried out: their commit is not here yet, or nobody who counts has ordered it.
    CREATE TABLE pending_redaction (digest BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

    -- Commits that contradict held ones, and held ones that had to give way: nothing is thrown away.
    CREATE TABLE evidence (
      feed INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      hash BLOB NOT NULL,
      previous BLOB NOT NULL,
      body BLOB NOT NULL,
      PRIMARY KEY (feed, hash)
    ) STRICT;

    -- What has been noticed and becomes an alarm when it is due, and small facts about peers that are remembered for it.
    CREATE TABLE watch_notice (
      id BLOB PRIMARY KEY,
      kind TEXT NOT NULL,
      node BLOB NOT NULL,
      feed BLOB,
      due INTEGER NOT NULL,
      is_raised INTEGER NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX watch_notice_due ON watch_notice (due) WHERE is_raised = 0;
    CREATE INDEX watch_notice_by_node ON watch_notice (kind, node);
    CREATE TABLE peer_mark (name BLOB PRIMARY KEY, number INTEGER NOT NULL) STRICT;

    -- Every commit as its author encoded it, in the order in which it arrived here; feed 0 where one was taken out again.
    -- source is the link it came over, 0 for this node, -1 for a link that was lost with a damaged page; lane is the
    -- priority of its class.
    CREATE TABLE "commit" (
      arrival INTEGER PRIMARY KEY,
      feed INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      source INTEGER NOT NULL,
      lane INTEGER NOT NULL,
      hash BLOB NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX commit_by_feed ON "commit" (feed, seq);
    -- Nearly every commit is of the normal lane: the table itself, in arrival order, serves that one.
    CREATE INDEX commit_by_lane ON "commit" (lane, arrival, feed, source) WHERE lane <> 1;

    CREATE TABLE link (
      ref INTEGER PRIMARY KEY,
      peer BLOB NOT NULL UNIQUE,
      area TEXT NOT NULL,
      is_parent INTEGER NOT NULL,
      store BLOB,
      received TEXT NOT NULL,
      acknowledged TEXT NOT NULL,
      custody INTEGER NOT NULL,
      proved_at INTEGER,
      heard_at INTEGER,
      clock_offset INTEGER NOT NULL,
      receipts_taken INTEGER NOT NULL,
      receipts_passed INTEGER NOT NULL,
      witness BLOB
    ) STRICT;

    -- Feeds of which one end of a link accepts nothing from seq on. ours: this node refused it. The key comes first:
    -- else SQLite 3.40 checks the columns after it in the wrong places and finds nulls where there are none.
    CREATE TABLE quarantine (
      link INTEGER NOT NULL,
      feed BLOB NOT NULL,
      ours INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      code TEXT NOT NULL,
      PRIMARY KEY (link, feed, ours)
    ) STRICT, WITHOUT ROWID;

    -- Up to where a tier above holds a feed. number orders the marks for the links below.
    CREATE TABLE custody (
      feed INTEGER NOT NULL,
      tier INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      number INTEGER NOT NULL,
      PRIMARY KEY (feed, tier)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX custody_by_number ON custody (number);

    -- The receipt of each tier above that reaches furthest, as its signer made it. number orders them for the links below;
    -- seq 0 stands for one whose commits were taken out.
    CREATE TABLE custody_receipt (
      feed INTEGER NOT NULL,
      tier INTEGER NOT NULL,
      signer BLOB NOT NULL,
      seq INTEGER NOT NULL,
      number INTEGER NOT NULL,
      body BLOB NOT NULL,
      PRIMARY KEY (feed, tier)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX custody_receipt_by_number ON custody_receipt (number);
    """

  /// What following a store asks for (DESIGN.md "What changes has a number"); kept as well, since version 6.
  static let following = """
    -- Openings of the store that numbered changes: first is the number of the first.
    CREATE TABLE node_run (number INTEGER PRIMARY KEY, mark INTEGER NOT NULL, first INTEGER NOT NULL) STRICT;

    -- Records that are not there any more, each with the number of its going.
    CREATE TABLE node_gone (
      change INTEGER PRIMARY KEY,
      type TEXT NOT NULL,
      record BLOB NOT NULL,
      area TEXT NOT NULL
    ) STRICT;
    CREATE INDEX node_gone_by_record ON node_gone (record);

    -- While the views are rebuilt, the records that were there before; empty otherwise.
    CREATE TABLE node_former (type TEXT NOT NULL, record BLOB NOT NULL, area TEXT NOT NULL) STRICT;
    """

  /// The table that a store has beside the fixed ones if it was saved from damage, with whole commits behind one that was lost
  /// (DESIGN.md "What is whole of a damaged store is saved").
  static let strandedName = "node_stranded"

  /// source is the link a commit came over, as in `commit`; seal its author's over it, where it is known.
  static let stranded = """
    CREATE TABLE \(strandedName) (
      feed INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      source INTEGER NOT NULL,
      hash BLOB NOT NULL,
      previous BLOB NOT NULL,
      body BLOB NOT NULL,
      seal BLOB,
      PRIMARY KEY (feed, seq)
    ) STRICT;
    """

  /// The commits of a lane, for a statement over `commit`: the index of the lanes that have one, the table's own order for
  /// the normal lane. SQLite uses an index of some rows only where the statement names its condition.
  static func commits(of lane: Priority) -> String {
    let rows = lane == .normal ? "NOT INDEXED WHERE" : "INDEXED BY commit_by_lane WHERE lane <> 1 AND"
    return "\"commit\" \(rows) lane = \(lane.rawValue)"
  }

  /// The names of the tables in `kept` and `following`.
  package static let keptNames: Set = [
    "meta", "feed", "seal", "statement", "pending_redaction", "evidence", "watch_notice", "peer_mark", "commit", "link",
    "quarantine", "custody", "custody_receipt", "node_run", "node_gone", "node_former",
  ]

  /// The values that no column shows: those that lost, until somebody settles them, and those that are not of their
  /// field's kind. Part of the views: dropped and rebuilt with them.
  static let concurrent = """
    CREATE TABLE concurrent (
      type TEXT NOT NULL,
      record BLOB NOT NULL,
      area TEXT NOT NULL,
      field TEXT NOT NULL,
      value ANY,
      feed BLOB NOT NULL,
      seq INTEGER NOT NULL,
      tier INTEGER NOT NULL,
      time INTEGER NOT NULL,
      PRIMARY KEY (type, record, area, field, feed, seq)
    ) STRICT, WITHOUT ROWID;
    """

  /// The keys of the sets that lists look for (`Listing.byValue`). Part of the views.
  static let element = """
    CREATE TABLE element (
      type TEXT NOT NULL,
      field TEXT NOT NULL,
      key TEXT NOT NULL,
      record BLOB NOT NULL,
      area TEXT NOT NULL,
      PRIMARY KEY (type, field, key, record, area)
    ) STRICT, WITHOUT ROWID;
    """

  /// What people have signed: for each commit that its feed lets have effect and that carries an action signature, whose it is and
  /// what comes of it (DESIGN.md, who signed it decides). Part of the views.
  ///
  /// device and account are null while the pass is unknown, digest where the commit cannot be what was signed. time is the
  /// commit's, packed. verdict is `counts`, `repeats`, or the reason of protocol §16.4; counts is 1 for the first two.
  /// is_removed is 1 where the payload was removed by law: its header still says whose number it was.
  /// action_repeat has the commits of actions that several bring, by record.
  static let action = """
    CREATE TABLE action (
      feed BLOB NOT NULL,
      seq INTEGER NOT NULL,
      pass BLOB NOT NULL,
      number INTEGER NOT NULL,
      device BLOB,
      account BLOB,
      time INTEGER NOT NULL,
      digest BLOB,
      verdict TEXT NOT NULL,
      counts INTEGER NOT NULL,
      is_removed INTEGER NOT NULL,
      PRIMARY KEY (feed, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX action_by_pass ON action (pass);
    CREATE INDEX action_by_number ON action (device, number, verdict);
    CREATE TABLE action_repeat (
      record BLOB NOT NULL,
      feed BLOB NOT NULL,
      seq INTEGER NOT NULL,
      digest BLOB NOT NULL,
      PRIMARY KEY (record, feed, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX action_repeat_by_commit ON action_repeat (feed, seq);
    """

  /// What is counted: a cell for each indicator, day, division, sector, campaign and unit (README "With SQL"), and the
  /// days that have changed since somebody took note. Part of the views as well.
  ///
  /// The sum of amounts is amount_high * 4294967296 + amount_low: two columns that never overflow, where one would. change is
  /// the number of the last record that moved the cell.
  static let tally = """
    CREATE TABLE tally (
      indicator TEXT NOT NULL,
      day TEXT NOT NULL,
      area TEXT NOT NULL,
      sector TEXT NOT NULL,
      campaign TEXT NOT NULL,
      unit TEXT NOT NULL,
      count INTEGER NOT NULL,
      amount_high INTEGER NOT NULL,
      amount_low INTEGER NOT NULL,
      digest0 INTEGER NOT NULL,
      digest1 INTEGER NOT NULL,
      digest2 INTEGER NOT NULL,
      digest3 INTEGER NOT NULL,
      change INTEGER NOT NULL,
      PRIMARY KEY (indicator, day, area, sector, campaign, unit)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE tally_changed (day TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    """

  /// What stands to be done, and what the rules look at from some moment on (`MomentTable`). Part of the views as well.
  ///
  /// kind is a number of moment_kind; day is the moment's, in days since 1970; division the twelve digits of the area as a
  /// number; record the row in the type's table. Where moment_kind names working days the moment is what they are counted
  /// from (negative: back from it), else it is when the time is over.
  static let moments =
    """
    CREATE TABLE moment_kind (
      kind INTEGER PRIMARY KEY,
      view TEXT NOT NULL,
      type TEXT NOT NULL,
      name TEXT NOT NULL,
      working_days INTEGER
    ) STRICT;
    """
    + MomentView.allCases.map { view in
      """

      CREATE TABLE \(view.rawValue) (
        kind INTEGER NOT NULL,
        day INTEGER NOT NULL,
        division INTEGER NOT NULL,
        moment INTEGER NOT NULL,
        record INTEGER NOT NULL,
        PRIMARY KEY (kind, day, division, moment, record)
      ) STRICT, WITHOUT ROWID;
      """
    }.joined()
}

// MARK: Views

extension Schema {
  private static let viewsKey = "views"

  /// Makes the tables that can be made again from the commits, empty, and has the store name them: whoever drops the views drops
  /// these and no others. A table that is not named is kept, whether or not this program knows it.
  static func makeViews(_ db: Database, catalog: Catalog) throws {
    try db.execute(sql: concurrent)
    try db.execute(sql: tally)
    try db.execute(sql: element)
    try db.execute(sql: action)
    try db.execute(sql: moments)
    try MomentKind.describe(catalog, in: db)
    for type in catalog.types { try db.execute(sql: RecordTable.definition(type)) }
    for index in lookupIndexes(catalog) { try db.execute(sql: index) }
    try name(viewNames(catalog), db)
  }

  /// What else is asked for by one value, among thousands of records: `StoreReader.forEach` goes through those that have it.
  private static let matched = [
    ("baseline", "indicator"), ("code_table", "name"), ("post", "account"), ("roll_up", "period"),
  ]

  /// The indexes of what the rules look records up by, and whatever else does: none is of a type of which a city has most.
  package static func lookupIndexes(_ catalog: Catalog) -> [String] {
    (RuleReading.lookedUp + matched).compactMap { type, field in
      guard let it = catalog.type(named: type)?.field(named: field), it.value == .text else { return nil }
      let index = "CREATE INDEX \"\(type)_looked_up_by_\(field)\" ON \"\(type)\" (\"\(field)\")"
      // What shows something is found by the index that lists have (`RecordIndexes`).
      return it.listed == .byValue ? index + " WHERE \"\(field)\" IS NULL" : index
    }
  }

  private static func viewNames(_ catalog: Catalog) -> [String] {
    ["concurrent", "tally", "tally_changed", "element", "action", "action_repeat", "moment_kind"]
      + MomentView.allCases.map(\.rawValue) + catalog.types.map(\.name)
  }

  /// The tables that can be made again, as the store names them.
  package static func views(_ db: Database) throws -> [String] {
    let named = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [viewsKey]) ?? ""
    return named.split(separator: " ").map(String.init)
  }

  /// Drops the views that the store names and those that are about to be made, which stand in the way where the store's
  /// list is lost. No list drops what is kept: not the fixed tables, nor those that a later version keeps, which begin
  /// with `node_`.
  static func dropViews(_ db: Database, catalog: Catalog) throws {
    let made = viewNames(catalog) + TextIndex.names + PackedTally.names
    for view in Set(try views(db) + made).sorted() where !isKept(view) {
      try db.execute(sql: "DROP TABLE IF EXISTS \(quoted(view))")
    }
  }

  /// A name that stands in the file, as SQL names it: in a doctored one it may be anything.
  static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

  /// Has the store name further views: those it has only where its node asks for them.
  static func nameViews(_ names: [String], _ db: Database) throws {
    try name(views(db).filter { !names.contains($0) } + names, db)
  }

  /// Takes back that the store has these.
  static func unnameViews(_ names: [String], _ db: Database) throws {
    try name(views(db).filter { !names.contains($0) }, db)
  }

  private static func isKept(_ table: String) -> Bool { keptNames.contains(table) || table.hasPrefix("node_") }

  /// A store of version 4 had no other tables than its fixed ones and views.
  static func nameViews(ofVersionFour db: Database) throws {
    let all = try String.fetchAll(
      db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    try name(all.filter { !keptNames.contains($0) }, db)
  }

  private static func name(_ views: [String], _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
      arguments: [viewsKey, views.joined(separator: " ")])
  }
}
