// How long certificates hold, and when they are renewed.
package import Merge

/// The terms of every certificate.
///
/// - Units: seconds.
/// - Source: protocol §11.2.
package enum CertificateTerms {
  package static let day: Int64 = 86_400
  /// A node's certificate. It is renewed after two thirds of that. The node at the top has nobody to renew it and gets one that
  /// holds as long as an authority.
  package static let node = 90 * day
  /// After its end a certificate still serves to ask for the next one, and for nothing else: nodes sleep for months.
  package static let grace = 60 * day
  /// An office's authority; made anew whenever the node's certificate is renewed.
  package static let authority = 730 * day
  package static let root = 7_300 * day
  /// A certificate begins a little before it is made, for clocks that are a little behind.
  package static let backdate: Int64 = 3_600

  /// How many authorities may follow below the one of an office: one for each tier down to the community.
  package static func pathLength(below area: Area) -> Int {
    max(0, Int(Tier.terminal.rawValue) - Int(area.tier.rawValue) - 1)
  }
}
