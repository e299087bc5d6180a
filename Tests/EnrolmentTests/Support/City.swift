// A small city's offices with real keys: a root that stays offline, and authorities signed on the way down.
import Certificates
import Enrolment
import Merge
import TestSupport
import Trust
import X509

/// The areas the tests speak of.
enum Place {
  static let city = Area("370200000000")!
  static let district = Area("370202000000")!
  static let township = Area("370202021000")!
  static let community = Area("370202021001")!
  static let shop = Area("370202021001/91370200100002010X")!
  static let otherDistrict = Area("370203000000")!
  static let otherTownship = Area("370203001000")!
  static let branch = [city, district, township, community]
}

/// One node with its keys and what it was given.
struct Office {
  let area: Area
  let key: SigningKey
  let transport = TransportKey()
  let authority: TransportKey?

  init(_ area: Area, seed: UInt8) {
    (self.area, key) = (area, SigningKey.test(seed))
    authority = area.tier == .terminal ? nil : TransportKey()
  }

  func application(name: String = "") throws -> EnrolmentApplication {
    try EnrolmentApplication(area: area, name: name, key: key, transport: transport, authority: authority)
  }

  /// Admitted by `issuer`.
  func credentials(from issuer: Issuer, now: Int64 = today) throws -> Credentials {
    let bundle = try issuer.admit(try application().checked(), name: "", now: now).bundle
    return try Credentials(bundle, transport: transport, authority: authority)
  }
}

extension Credentials {
  func issuer(key: SigningKey) -> Issuer {
    Issuer(authority: authority!, root: root, rootKey: rootKey, key: key, statements: statements)
  }
}

/// A city's root, and the credentials of a branch below it.
struct City {
  let rootKey = SigningKey.test(1)
  let root: CertificateAuthority

  init(now: Int64 = today) throws {
    root = try CertificateAuthority.root(area: Place.city, key: TransportKey(), now: now)
  }

  var issuer: Issuer {
    Issuer(
      authority: root, root: root.certificate, rootKey: rootKey.publicKey, key: rootKey, statements: [], isRoot: true)
  }

  /// The credentials of nodes each enrolled by the one before, from the city down.
  func branch(_ areas: [Area] = Place.branch, now: Int64 = today) throws -> [Credentials] {
    var issuer = issuer
    return try areas.enumerated().map { index, area in
      let office = Office(area, seed: UInt8(10 + index))
      let credentials = try office.credentials(from: issuer, now: now)
      if credentials.authority != nil { issuer = credentials.issuer(key: office.key) }
      return credentials
    }
  }
}
