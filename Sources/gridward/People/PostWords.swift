// Posts in words, and the steps by which they begin and end.
import Catalog
import Merge
import Node
import Transport

/// What is said of a post.
enum PostWords {
  static func standing(_ post: JSON) -> String {
    switch post["status"].text {
    case "proposed": ": proposed, \(unsigned(post["id"].shown, "appointed"))"
    case let status?: ": \(status)"
    case nil: ""
    }
  }

  static func unsigned(_ post: String, _ step: String) -> String {
    "until somebody of personnel signs: gridward device sign step post \(post) \(step)"
  }

  /// The pass lives on after its post: what was done offline is still to come in, and nothing after it.
  static func remind(_ post: JSON) {
    let account = post["fields"]["account"].shown
    if account.isEmpty { return }
    Terminal.line(
      "Next: gridward pass list --account \(account), then gridward withdraw at the last number the phone has told")
  }
}

extension Catalog {
  func knownRole(_ name: String) throws -> Role {
    guard let role = role(named: name) else {
      throw Failure(
        .usage, "the catalog has no role `\(name)`", hint: "It has \(roles.map(\.name).joined(separator: ", ")).")
    }
    return role
  }
}

extension Desk {
  /// Makes a post, and appoints where the node takes that unsigned.
  func makePost(at area: String, _ fields: [String: JSON]) async throws -> JSON {
    let body = JSON.object(["area": .text(area), "user": .text(user), "fields": .object(fields)])
    let made = try await client.send(.post, "/records/post", body: body).json
    guard fields["account"] != nil else { return made }
    return try await step("appointed", of: "/records/post/\(made["id"].shown)") ?? made
  }

  func end(_ path: String) async throws -> JSON {
    if let ended = try await step("left", of: path) { return ended }
    throw Failure(
      .refused, "a post of an enrolled city ends by a signature",
      hint: PostWords.unsigned(path.split(separator: "/").last.map(String.init) ?? "", "left"))
  }

  /// Takes a step.
  /// - Returns: the record; nil where the step would have no effect, since nobody has signed it.
  func step(_ kind: String, of path: String) async throws -> JSON? {
    let fact = JSON.object(["step": .text(kind), "id": .text(Node.newStepID().description)])
    do {
      return try await change(path, tag: nil, ["steps": .list([fact])]).json
    } catch let failure as Failure where failure.reason == Standing.Reason.notSigned.rawValue {
      return nil
    }
  }
}
