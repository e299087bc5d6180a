// `gridward pass` and `gridward withdraw`: certifying devices, and ending what they may do.
import ArgumentParser
import Catalog
import Enrolment
import Foundation
import Merge
import Node
import Store
import Trust

struct PassCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pass",
    abstract: "Passes: an office's word that a device acts for an account in a post.",
    subcommands: [Issue.self, ListCommand.self])

  struct Issue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Certify a device whose request came as a file; whoever runs this has compared its digits.",
      discussion: """
          gridward pass issue zhang.request --post 0198c000-0000-7000-8000-000000000001 --digits 031174 \\
            --output zhang.pass --store town/node.db

        The post says account, role and area. The key that signs stands at the post's area or above it; for roles that are \
        appointed above, strictly above it, and at the top it is the node whose grant the root key signed. A pass lasts a \
        year; issued again it is renewed.
        """)

    @OptionGroup var options: OrderOptions
    @Argument(help: "The request.") var file: String
    @Option(help: ArgumentHelp("The post; where the request was made by invitation, that one's.", valueName: "uuid"))
    var post: String?
    @Option(help: "The six digits that the device showed; asked for, unless they are given.") var digits: String?
    @Option(help: "How many days it lasts, at most 365.") var days = 365
    @Option(help: ArgumentHelp("Where to write the pass.", valueName: "file")) var output: String

    func run() async throws {
      guard 1...365 ~= days else { throw Failure(.usage, "--days is \(days)", hint: "From 1 to 365.") }
      let request = try PeopleFile.request(file)
      let (key, account) = try request.checked()
      let post = try await invited(request, key) ?? compared(key)
      let end = Node.now + Int64(days) * 86_400_000
      let orders = try await options.certify { desk in [try desk.pass(for: key, of: account, in: post, until: end)] }
      try DocumentFile.write(IssuedPass(orders[0].statement), to: output)
      Terminal.line("Certified device \(key.device) of account \(account) at \(orders[0].areas[0].code)")
      Terminal.line("Wrote \(output)")
    }

    /// The post of the invitation that the request was made with; nil where it was made with none.
    private func invited(_ request: PassRequest, _ key: DeviceKey) async throws -> RecordID? {
      guard request.invitation != nil else { return nil }
      let settings = try await options.store.settings()
      let invitations = InvitationFile(try NodeFiles(settings).trust)
      // Tried out first: what is mistyped uses up nothing.
      var book = try invitations.read()
      let entry = try book.use(by: request, now: Node.now / 1_000)
      let invited = try Named.record(entry.post, "post")
      if let post, try Named.record(post, "post") != invited {
        throw Failure(.refused, "the invitation is to post \(invited)", hint: "Leave --post out.")
      }
      if try Named.area(entry.area).tier <= .township { try compare(key) }
      _ = try invitations.change { try $0.use(by: request, now: Node.now / 1_000) }
      return invited
    }

    private func compared(_ key: DeviceKey) throws -> RecordID {
      guard let post else { throw Failure(.usage, "which post is meant is not said", hint: "Give --post.") }
      try compare(key)
      return try Named.record(post, "post")
    }

    /// Typed in and not shown: people who are asked whether two numbers are the same say yes.
    private func compare(_ key: DeviceKey) throws {
      if digits == nil { Terminal.note("The six digits that the device shows:") }
      let given = digits ?? readLine() ?? ""
      guard given.filter({ !$0.isWhitespace }) == key.digits else {
        throw Failure(
          .refused, "those are not the digits of the key in \(file)",
          hint: "Ask again at the device; if they stay others, somebody has exchanged the file.")
      }
    }
  }

  struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Show the passes that a store knows, which of them count, and up to which number.",
      discussion: """
          gridward pass list --store town/node.db
          gridward pass list --account 5b0d7a3e-1c7b-4e0f-9a55-6f1f0f3a2c11 --store town/node.db
        """)

    @OptionGroup var options: StoreOptions
    @Option(help: ArgumentHelp("Of this account alone.", valueName: "uuid")) var account: String?

    func run() async throws {
      let settings = try await options.settings()
      let (catalog, account) = (try settings.catalog(), try account.map { try Named.account($0) })
      let text = try OpenStore.looking(settings) { reader, _ in
        guard let root = try reader.rootKey() else { throw OrderRefusal.noRoot }
        let people = try KnownPeople(reader, catalog: catalog)
        var authority = PassAuthority(root: root)
        var table = Table(["pass", "device", "account", "role", "area", "last day", "counts"], widthMax: 40)
        for statement in people.allPasses {
          guard case .pass(let pass) = statement.content, account.map({ $0 == pass.account }) ?? true else { continue }
          let standing = try authority.standing(of: statement.passID, in: people)
          table.add([
            String(statement.passID.description.prefix(8)), pass.device.description, pass.account.description,
            pass.role,
            pass.area.code, Words.day(seconds: pass.notAfter / 1_000), Self.words(standing),
          ])
        }
        return table.isEmpty ? "No passes." : table.text
      }
      Terminal.line(text)
    }

    private static func words(_ standing: PassStanding?) -> String {
      guard let standing, standing.issuer != nil else { return "no: its issuer may not" }
      guard let last = standing.last else { return "yes" }
      return last == 0 ? "withdrawn" : "withdrawn beyond \(last)"
    }
  }
}

struct WithdrawCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "End what a device may do: beyond a number, nothing it has signed or will sign has any effect.",
    discussion: """
        gridward withdraw 0123456789abcdef0123456789abcdef --last 128 --reason 手机丢失 --store town/node.db

      --last is the last action that the person owns to; 0 lets none count. What lies beyond loses its effect everywhere, \
      also what was entered before. No time decides: a stolen phone's clock can be set back, its numbers cannot. Of several \
      withdrawals the one from highest up counts, of equals the smallest number.
      """)

  @OptionGroup var options: OrderOptions
  @Argument(help: "The device's id.") var device: String
  @Option(help: "The number of the last action that counts.") var last: UInt64
  @Option(help: "Why; everybody concerned can read it.") var reason: String
  @Option(help: ArgumentHelp("Within this area alone, not those of its known passes.", valueName: "code"))
  var area: String?

  func run() async throws {
    guard last <= UInt64(Int64.max) else { throw Failure(.usage, "--last is \(last)", hint: "At most 2^63-1.") }
    guard (1...Revocation.reasonBytesMax).contains(reason.utf8.count) else {
      throw Failure(.usage, "--reason has \(reason.utf8.count) bytes", hint: "From 1 to \(Revocation.reasonBytesMax).")
    }
    let (device, area) = (try Named.device(device), try area.map { try Named.area($0) })
    let orders = try await options.certify { desk in
      try desk.withdrawals(of: device, last: last, reason: reason, in: area)
    }
    Terminal.line("Withdrew device \(device) beyond action \(last)")
    for order in orders { Terminal.line("  within \(order.areas[0].code)") }
  }
}
