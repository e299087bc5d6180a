// The catalog over HTTP, so that clients build their forms from it.
import Catalog
import Hummingbird
import Records

/// The routes under `/catalog`.
struct CatalogRoutes: Sendable {
  let catalog: Catalog

  func add(to router: Router<GridwardContext>) {
    router.get("/catalog") { _, _ in
      let body: JSON = [
        "types": .list(catalog.types.map { .object(CatalogJSON.summary($0)) }),
        "classes": .list(catalog.classes.map { CatalogJSON.object($0) }),
      ]
      return body.response()
    }
    router.get("/catalog/:type") { _, context in
      CatalogJSON.object(try RecordPlace.type(context, catalog: catalog)).response()
    }
  }
}
