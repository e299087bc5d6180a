// Small catalogs for tests, put together from the parts that a test is about.

import Catalog

let classesYAML = """
  classes:
    - { name: work, title: { zh: 业务, en: Work }, rises: city, falls: terminal, priority: normal }

  """

/// A field with number 1 and name `a`, and whatever else is given.
func field(_ rest: String = "kind: register, value: text", number: Int = 1, name: String = "a") -> String {
  "{ number: \(number), name: \(name), title: { zh: 甲, en: A }, \(rest) }"
}

/// The file of a type `thing`.
func thing(fields: [String], rest: String = "") -> String {
  let list = fields.map { "  - \($0)\n" }.joined()
  return "type: thing\nclass: work\ntitle: { zh: 物, en: Thing }\nfields:\n\(list)\(rest)"
}

/// A type with a steps field, a set and the given steps of a lifecycle.
func thing(steps: [String]) -> String {
  let fields = [field("kind: steps", name: "steps"), field("kind: set, value: text", number: 2, name: "photos")]
  let list = steps.map { "    - \($0)\n" }.joined()
  let statuses = "  statuses: [{ name: new, title: { zh: 新, en: New } }, { name: old, title: { zh: 旧, en: Old } }]\n"
  return thing(fields: fields, rest: "lifecycle:\n  field: steps\n  initial: new\n\(statuses)  steps:\n\(list)")
}

func step(_ name: String = "aged", _ rest: String = "status: old") -> String {
  "{ name: \(name), title: { zh: 旧, en: Old }, \(rest) }"
}

func catalog(
  _ yaml: String, file: String = "thing.yaml", classes: String = classesYAML
) throws(CatalogError) -> Catalog {
  try Catalog(files: [(file, Array(yaml.utf8)), ("classes.yaml", Array(classes.utf8))])
}

/// The error that reading a catalog ends with.
func fault(_ yaml: String, file: String = "thing.yaml", classes: String = classesYAML) -> CatalogError? {
  do {
    _ = try catalog(yaml, file: file, classes: classes)
    return nil
  } catch {
    return error
  }
}
