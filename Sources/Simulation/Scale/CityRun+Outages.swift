// Links that fail for a stretch, and an office that is out of order.
import Transport

extension CityRun {
  /// The link above a node is gone; what was under way on it comes to nothing.
  func goOffline(_ node: CityNode) {
    node.isOnline = false
    if node.conversation != nil { fail(node) }
  }

  /// The node stops. What it holds is kept; whoever speaks with it finds the connection reset.
  func goDown(_ node: CityNode) {
    node.isUp = false
    node.queue.clear()
    if let number = node.conversation?.exchange { exchanges[number] = nil }
    node.conversation = nil
    for child in node.children where nodes[child].conversation != nil { fail(nodes[child]) }
  }

  func comeUp(_ node: CityNode) {
    node.isUp = true
    node.backoff.reset()
    node.needsConnection = true
    node.isSessionDue = true
    figures.outageEnded = now
    figures.reconnecting = Set(node.children)
    after(0, .session(node: node.number))
  }
}
