// What a request carries through its handlers.
package import Hummingbird
import Logging
import NIOCore

/// The context of one request.
package struct GridwardContext: RequestContext, Sendable {
  package var coreContext: CoreRequestContextStorage
  let channel: any Channel

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
