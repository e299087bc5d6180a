// Mutants in the catalog's rules: the store is opened with a catalog that says something else.
import Catalog

extension Mutant {
  /// The catalog a node works with in place of the one it has.
  /// - Parameter first: the one the node's store was made with.
  func catalog(for catalog: Catalog, first: Catalog) -> Catalog {
    switch self {
    case .keepsOldViews: first
    case .guardIgnored: AlteredCatalogs.unguarded.replacing(catalog)
    case .preferenceIgnored: AlteredCatalogs.withoutPreference.replacing(catalog)
    case .passBeatsFailure: AlteredCatalogs.passing.replacing(catalog)
    case .anyoneMayClose: AlteredCatalogs.open.replacing(catalog)
    case .roleIgnored: AlteredCatalogs.unsigned.replacing(catalog)
    case .oneTierCloses: AlteredCatalogs.unconditional.replacing(catalog)
    default: catalog
    }
  }
}

/// The run's two catalogs with some lines of their files otherwise.
private enum AlteredCatalogs {
  static let unguarded = CatalogVersions { $0.replacing("    guarded: true\n", with: "") }
  static let withoutPreference = CatalogVersions { text in
    text.replacing("    prefer: highest\n", with: "").replacing("    prefer: lowest\n", with: "")
  }
  static let open = CatalogVersions { $0.replacing("      tiers: { from: township }\n", with: "") }
  static let unsigned = CatalogVersions { text in
    text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("      by: [") }
      .joined(separator: "\n")
  }
  static let unconditional = CatalogVersions { text in
    text.replacing("      by_higher_than: passed\n", with: "")
      .replacing("      when:\n        - { field: severity, is: [1], requires: [confirmed] }\n", with: "")
  }
  static let passing = CatalogVersions { text in
    // The steps stand from the weakest to the strongest: the failed re-check moves before the passed one.
    guard let failed = text.block(from: "    - name: failed\n", to: "    - name: reopened\n") else { return text }
    return text.replacing(failed, with: "").replacing("    - name: passed\n", with: failed + "    - name: passed\n")
  }
}

extension CatalogVersions {
  func replacing(_ catalog: Catalog) -> Catalog {
    catalog.canonicalBytes == CatalogVersions.standard.newest.canonicalBytes ? newest : older
  }
}

extension String {
  /// The text from the first `start` up to the next `end`.
  fileprivate func block(from start: String, to end: String) -> String? {
    guard let from = firstRange(of: start)?.lowerBound else { return nil }
    guard let to = self[from...].firstRange(of: end)?.lowerBound else { return nil }
    return String(self[from..<to])
  }
}
