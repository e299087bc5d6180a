// Logs that nobody reads.
package import Logging

package let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
