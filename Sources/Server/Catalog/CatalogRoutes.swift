// The catalog over HTTP, so that clients build their forms from it.
import Catalog
import Hummingbird
import Records

/// The routes under `/catalog`.
struct CatalogRoutes: Sendable {
  let catalog: Catalog

  var routes: [Route] {
    [
      Route(
        .get, "/catalog", "Record types, their classes, and roles", access: .people, query: .only([]), answers: [.ok]
      ) { _, _ in summary.response() },
      Route(
        .get, "/catalog/:type", "A record type: fields, checks, steps, deadlines", access: .people, query: .only([]),
        answers: [.ok, .notFound]
      ) { _, context in CatalogJSON.object(try RecordPlace.type(context, catalog: catalog)).response() },
    ]
  }

  private var summary: JSON {
    [
      "types": .list(catalog.types.map { .object(CatalogJSON.summary($0)) }),
      "classes": .list(catalog.classes.map { CatalogJSON.object($0) }),
      "roles": .list(catalog.roles.map { CatalogJSON.object($0) }),
    ]
  }
}
