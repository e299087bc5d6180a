// What a request carries through its handlers.
import Hummingbird
import Logging
import NIOCore

/// The context of one request.
struct GridwardContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
