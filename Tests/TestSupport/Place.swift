// The areas that most tests speak of: one city with two districts, as in life.
package import Merge

package enum Place {
  package static let city = Area("370200000000")!
  package static let district = Area("370202000000")!
  package static let otherDistrict = Area("370203000000")!
  package static let township = Area("370202001000")!
  package static let community = Area("370202001001")!
  package static let otherCommunity = Area("370202001002")!
}
