// Areas as DNS names.
import Certificates
import Merge
import TestSupport
import Testing
import Trust

@Suite struct AreaNameTests {
  @Test(arguments: [
    ("370200000000", "c02.p37.gridward.internal"), ("370202021001", "v001.t021.d02.c02.p37.gridward.internal"),
    ("441900003000", "t003.c19.p44.gridward.internal"), ("000000000000", "gridward.internal"),
    ("370202021001/91370200100002010X", "e91370200100002010x.v001.t021.d02.c02.p37.gridward.internal"),
  ])
  func `an area has one label for each group of its code`(code: String, name: String) throws {
    #expect(AreaName.dnsName(of: try #require(Area(code))) == name)
  }

  @Test func `an area contains another exactly when the other's name ends in its own`() throws {
    let codes = [
      "000000000000", "370000000000", "370200000000", "370202000000", "370202021000", "370202021001", "370202021002",
      "370202000005", "370203000000", "441900000000", "441900003000", "441900003001", "370202021001/91370200100002010X",
      "370202021001/91370200100002011X", "110000000000", "110101001001",
    ]
    let areas = try codes.map { try #require(Area($0)) }
    for outer in areas {
      for inner in areas {
        let (above, below) = (AreaName.dnsName(of: outer), AreaName.dnsName(of: inner))
        let isInside = above == below || below.hasSuffix(".\(above)")
        #expect(outer.contains(inner) == isInside, "\(outer) and \(inner)")
      }
    }
  }

  @Test func `a subject is what its URI says, and nothing else is one`() throws {
    let node = SigningKey.test(3).node
    for area in [Place.city, Place.community, Place.shop] {
      for subject in [CertificateSubject.node(node, area: area), .authority(area: area)] {
        #expect(CertificateSubject(uri: subject.uri) == subject)
      }
    }
    for uri in ["", "urn:gridward:node:370200000000", "urn:gridward:node:37:\(node)", "urn:gridward:authority:", "x"] {
      #expect(CertificateSubject(uri: uri) == nil)
    }
  }
}
