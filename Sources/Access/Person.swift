// A person as access is asked for: an account and the posts that it holds.
package import Catalog
package import Merge

/// An account holding a role at an area, by a pass that counts.
package struct Post: Hashable, Sendable {
  /// A role of the catalog; one that it does not have gives nothing.
  package let role: String
  package let area: Area
  package let issuer: Issuer

  /// The record type of posts.
  package static let recordType = "post"
  /// The step by which a post begins to count.
  package static let appointing = "appointed"

  package init(role: String, area: Area, issuer: Issuer) {
    self.role = role
    self.area = area
    self.issuer = issuer
  }
}

/// An account with all its posts; what it may is what any of them may.
package struct Person: Hashable, Sendable {
  package let account: String
  package let posts: [Post]

  package init(account: String, posts: [Post]) {
    self.account = account
    self.posts = posts
  }
}

/// What a person wants to do.
package enum Act: Hashable, Sendable {
  case read
  /// To make a record, or to change one otherwise than by a step.
  case enter
  case take(step: String)
  /// To appoint somebody to a role at the area that is asked about; `holder` has the posts of before.
  case appoint(role: String, holder: Person)
}

/// Why a person may not. Of several posts the one that comes nearest says why: the last in this order.
package enum AccessRefusal: String, Hashable, Sendable, CaseIterable, Comparable {
  /// The node does not hold such records of the area.
  case notHeldHere
  /// The person holds no post that counts.
  case noPost
  /// It lies outside the area of the post.
  case outsidePost
  case roleMayNot
  /// The role may, but not at the tier of the post.
  case tierMayNot
  /// The role is given by those strictly above the area.
  case appointedAbove
  /// Nobody appoints themselves.
  case ownAppointment
  /// The account holds a role that is not held beside this one.
  case excluded

  package static func < (left: AccessRefusal, right: AccessRefusal) -> Bool { left.place < right.place }

  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
