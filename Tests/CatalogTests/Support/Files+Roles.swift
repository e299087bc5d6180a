// Catalogs of a test that have roles.

import Catalog

/// A role with whatever else is given.
func role(_ name: String = "keen", _ rest: String = "appointed: own") -> String {
  "  - { name: \(name), title: { zh: 人, en: One }, \(rest) }\n"
}

/// A catalog with the type `thing` of some text and these roles.
func catalog(_ yaml: String, roles: [String]) throws(CatalogError) -> Catalog {
  try Catalog(files: [
    ("thing.yaml", Array(yaml.utf8)), ("classes.yaml", Array((classesYAML + confidentialYAML).utf8)),
    ("roles.yaml", Array(("roles:\n" + roles.joined()).utf8)),
  ])
}

private let confidentialYAML =
  "  - { name: confidential, title: { zh: 密, en: Secret }, rises: city, falls: none, priority: normal }\n"

/// The error that reading such a catalog ends with.
func fault(_ yaml: String, roles: [String]) -> CatalogError? {
  do {
    _ = try catalog(yaml, roles: roles)
    return nil
  } catch {
    return error
  }
}
