// `gridward post`: who holds which role where.
import ArgumentParser
import Catalog
import Merge
import Node
import Records
import Trust

struct PostCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "post",
    abstract: "Posts: an account holding a role at an area.",
    discussion: """
        gridward post create --area 370202021001 --role patroller --name 张三 --account 5b0d7a3e-1c7b-4e0f-9a55-6f1f0f3a2c11
        gridward post list --role patroller
        gridward post hand 0198c000-0000-7000-8000-000000000001 --name 李四 --account 9f3c2d61-7a0e-4c58-8d0b-2b6f6f0e4d22
        gridward post end 0198c000-0000-7000-8000-000000000001

      A post begins and ends by a step that personnel sign. On a development node, where nothing is proved, these commands \
      take it. In an enrolled city they make the post, and somebody of personnel signs the step: \
      gridward device sign step post ID appointed.
      """,
    subcommands: [Create.self, Hand.self, End.self, ListCommand.self])
}

/// Who holds a post.
struct HolderOptions: ParsableArguments {
  @Option(help: "The person's name.") var name: String
  @Option(help: ArgumentHelp("The account, as `gridward device show` tells it.", valueName: "uuid"))
  var account: String?
  @Option(help: "The telephone number.") var phone: String?
  @Option(help: ArgumentHelp("The account the person stands in for; adds no right.", valueName: "uuid"))
  var actsFor: String?
  @Option(help: ArgumentHelp("Until when; needed with --acts-for, at most 90 days on.", valueName: "time"))
  var until: String?

  /// The fields that say so.
  func fields(now: Int64) throws -> [String: JSON] {
    var fields: [String: JSON] = ["name": .text(name), "since": .int(now)]
    fields["account"] = try account.map { .text(try Named.account($0).description) }
    fields["phone"] = phone.map { .text($0) }
    let end = try until.map { try ValueInput.time($0, name: "until", now: now) }
    fields["until"] = end.map { .int($0) }
    if let actsFor {
      guard let end, end > now, end - now <= Self.actingMilliseconds else {
        throw Failure(.usage, "--acts-for needs --until, at most 90 days from now", hint: "Such as --until +90d.")
      }
      fields["acts_for"] = .text(try Named.account(actsFor).description)
    }
    return fields
  }

  /// The longest that somebody stands in for another.
  private static let actingMilliseconds: Int64 = 90 * 86_400_000
}

extension PostCommand {
  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a post.",
      discussion: """
          gridward post create --area 370202021001 --role patroller --name 张三 --account 5b0d7a3e-1c7b-4e0f-9a55-6f1f0f3a2c11

        Never write an identity-card number anywhere in it.
        """)

    @Option(help: ArgumentHelp("The area of the post.", valueName: "code")) var area: String
    @Option(help: "The role, such as patroller.") var role: String
    @Option(help: "The department, a code of the table `department`.") var agency: String?
    @OptionGroup var holder: HolderOptions
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options, flags: writerOptions.flags)
      let role = try desk.catalog.knownRole(role)
      let area = try Named.newArea(area)
      guard role.tiers.contains(area.tier) else {
        throw Failure(.usage, "\(role.name) is no role at \(area.code), which is a \(area.tier.name)")
      }
      var fields = try holder.fields(now: Node.now)
      fields["role"] = .text(role.name)
      fields["agency"] = agency.map { .text($0) }
      let made = try await desk.makePost(at: area.code, fields)
      Terminal.line(desk.isJSON ? made.string : "Made post \(made["id"].shown)\(PostWords.standing(made))")
    }
  }

  struct Hand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "End a post and make the same one for somebody else: one post is one account's.",
      discussion:
        "  gridward post hand 0198c000-0000-7000-8000-000000000001 --name 李四 --account 9f3c2d61-7a0e-4c58-8d0b-2b6f6f0e4d22"
    )

    @Argument(help: "The post that ends.") var post: String
    @OptionGroup var holder: HolderOptions
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options, flags: writerOptions.flags)
      let path = "/records/post/\(try Named.record(post, "post"))"
      let former = try await desk.client.get(path).json
      var fields = try holder.fields(now: Node.now)
      for name in ["role", "agency", "grid"] where !former["fields"][name].isNull {
        fields[name] = former["fields"][name]
      }
      let made = try await desk.makePost(at: former["area"].shown, fields)
      let ended = try await desk.step("left", of: path)
      Terminal.line("Made post \(made["id"].shown)\(PostWords.standing(made))")
      Terminal.line("Post \(post)\(ended.map { PostWords.standing($0) } ?? ": \(PostWords.unsigned(post, "left"))")")
      PostWords.remind(former)
    }
  }

  struct End: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "End a post: whoever held it has left.",
      discussion: "  gridward post end 0198c000-0000-7000-8000-000000000001")

    @Argument(help: "The post.") var post: String
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options, flags: writerOptions.flags)
      let ended = try await desk.end("/records/post/\(try Named.record(post, "post"))")
      if desk.isJSON { return Terminal.line(ended.string) }
      Terminal.line("Post \(post)\(PostWords.standing(ended))")
      PostWords.remind(ended)
    }
  }

  struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Show posts.",
      discussion: "  gridward post list --area 370202021000 --role patroller")

    @Option(help: ArgumentHelp("Of this area and those in it.", valueName: "code")) var area: String?
    @Option(help: "Of this role alone.") var role: String?
    @Flag(help: "Also those that have ended.") var all = false
    @Option(help: "How many are looked at, 1 to 1000.") var count = 500
    @OptionGroup var options: ClientOptions

    func run() async throws {
      try Desk.check(count: count, hint: "From 1 to 1000.")
      let desk = try await Desk(options)
      let answer = try await desk.client.get("/records/post", query: [("area", area), ("limit", String(count))])
      desk.show(answer) { json in
        var table = Table(["post", "role", "name", "account", "area", "agency", "status"], widthMax: 40)
        for record in json["records"].list {
          let (fields, status) = (record["fields"], record["status"].shown)
          guard all || !["left", "withdrawn"].contains(status), role.map({ $0 == fields["role"].shown }) ?? true else {
            continue
          }
          table.add([
            record["id"].shown, fields["role"].shown, fields["name"].shown, fields["account"].shown,
            record["area"].shown, fields["agency"].shown, status,
          ])
        }
        return table.isEmpty ? "No posts." : table.text
      }
    }
  }
}
