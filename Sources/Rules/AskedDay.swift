// As of which moment a question about a day is answered.
package import Merge

/// A day that is asked about, and the moment as of which it is told how deadlines stand.
///
/// Of today that is now: what is due in an hour is not overdue. Of a day that has ended it is its last millisecond, and of one to
/// come as well: what will be past by then if nobody does it.
package struct AskedDay: Hashable, Sendable {
  package let day: Day
  /// Milliseconds since 1970.
  package let moment: Int64

  /// - Parameters:
  ///   - day: nil for today.
  ///   - now: milliseconds since 1970.
  package init(_ day: Day?, now: Int64) {
    let today = Day(milliseconds: now)
    self.day = day ?? today
    moment = self.day == today ? now : self.day.end
  }
}
