// Who did it has one source: a header that is configured, or the body.
import Foundation
import HTTPTypes
import HummingbirdTesting
import Merge
import Node
import Server
import TestSupport
import Testing

@Suite struct UserSourceTests {
  private static let remote = HTTPField.Name("Remote-User")!

  /// Makes a hazard, then edits it in the way that is tried.
  private func edit(
    _ users: UserSource, body: String?, headers: HTTPFields = [:]
  ) async throws -> (answer: Answer, author: String?) {
    let node = try nodeInMemory(Place.community)
    let before = GridwardServer(node: node, settings: knownSettings(), logger: quiet)
    let path = try await before.application().test(.router) {
      try await API(client: $0, routes: before.routes).hazard(user: "先前").path
    }
    var settings = knownSettings()
    settings.users = users
    let server = GridwardServer(node: node, settings: settings, logger: quiet)
    return try await server.application().test(.router) { client in
      let api = API(client: client, routes: server.routes)
      let member = body.map { #""user": "\#($0)", "# } ?? ""
      var fields = headers
      fields[.ifMatch] = "*"
      let answer = try await api.send(.patch, path, #"{\#(member)"fields": {"place": "二层"}}"#, headers: fields)
      let last = try await api.get("\(path)/history")["entries"]?.items.last
      return (answer, last?["user"]?.text)
    }
  }

  @Test func `without a header the body says, and a header that nobody has configured is refused`() async throws {
    #expect(try await edit(.body, body: " 张伟 ").author == "张伟")
    for body in [nil, "张伟"] {
      let named = HTTPField.Name("Gridward-User")!
      let (answer, author) = try await edit(.body, body: body, headers: [named: "p17"])
      #expect(answer.problem == "user-source" && answer["detail"]?.text?.contains("listen.user") == true)
      #expect(author == "先前")
    }
  }

  @Test func `a header that is configured is demanded, once, and wins`() async throws {
    let users = try #require(UserSource(header: "Remote-User"))
    for body in [nil, "inspector-4"] {
      #expect(try await edit(users, body: body, headers: [Self.remote: "p17"]).author == "p17")
      #expect(try await edit(users, body: body, headers: [Self.remote: "%E6%9D%8E%E5%A8%9C"]).author == "李娜")
      #expect(try await edit(users, body: body).answer.problem == "user-source")
      var twice = HTTPFields()
      for name in ["p17", "p18"] { twice.append(HTTPField(name: Self.remote, value: name)) }
      #expect(try await edit(users, body: body, headers: twice).answer.problem == "user-source")
    }
    #expect(UserSource(header: "no header") == nil)
  }

  @Test(arguments: ["a%00%0A%1Bb", "a%E2%80%A8b", "%20%20", "", "%FF", "%zz"])
  func `a name is one line of text`(name: String) async throws {
    let users = try #require(UserSource(header: "Remote-User"))
    let (answer, author) = try await edit(users, body: nil, headers: [Self.remote: name])
    #expect(answer.problem == "invalid-content" && author == "先前", "\(answer.text)")
  }

  @Test(arguments: [
    ("张三 ", "张三"), ("\u{3000}张三", "张三"), ("Ｚｈａｎｇ．Ｓａｎ", "Zhang.San"), ("Jose\u{301}", "Jos\u{E9}"),
    ("阿依古丽•买买提", "阿依古丽•买买提"),
  ])
  func `a name is written down in its usual characters, from header and body alike`(_ names: (String, String))
    async throws
  {
    let users = try #require(UserSource(header: "Remote-User"))
    let encoded = try #require(names.0.addingPercentEncoding(withAllowedCharacters: .urlHostAllowed))
    let header = try await edit(users, body: nil, headers: [Self.remote: encoded]).author
    let body = try await edit(.body, body: names.0).author
    for author in [header, body] { #expect(author.map { Array($0.utf8) } == Array(names.1.utf8)) }
  }

  @Test(arguments: ["张\u{200B}三", "张\u{FEFF}三", "张三\u{202E}", "\u{2060}"])
  func `a character nobody sees is refused, and named`(name: String) async throws {
    let users = try #require(UserSource(header: "Remote-User"))
    let encoded = try #require(name.addingPercentEncoding(withAllowedCharacters: .urlHostAllowed))
    let header = try await edit(users, body: nil, headers: [Self.remote: encoded])
    let body = try await edit(.body, body: name)
    for (answer, author) in [header, body] {
      #expect(answer.problem == "invalid-content" && answer.text.contains("U+") && author == "先前", "\(answer.text)")
    }
  }

  @Test(arguments: [#"a\u0007"#, #"a\u2028b"#, "  ", "", #"\u3000"#])
  func `a name in a body is one line of text`(name: String) async throws {
    let (answer, author) = try await edit(.body, body: name)
    #expect(answer.problem == "invalid-content" && author == "先前", "\(answer.text)")
  }
}
