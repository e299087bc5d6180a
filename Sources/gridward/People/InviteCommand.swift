// `gridward invite`: an office makes an invitation for a person, whose device asks for a pass with it.
import ArgumentParser
import Enrolment
import Foundation
import Merge
import Node
import Store
import Trust

struct InviteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite",
    abstract: "Invite the holder of a post: a secret for one use, with which one device asks for a pass.",
    discussion: """
        gridward invite 0198c000-0000-7000-8000-000000000001 --store town/node.db

      It is handed to the person on paper or shown as a QR code, and holds for three days. At the person's machine:
        gridward device make --invitation GI1-… --device zhang.device
        gridward device request zhang.request --invitation GI1-… --device zhang.device

      Back at the office it takes the place of the digits below the township; from the township up they are typed in too:
        gridward pass issue zhang.request --output zhang.pass --store town/node.db

      It names the account of the post, and opens nothing without the office: whoever found one has to come with a request \
      before the person does, and then the person's is refused as used.
      """)

  @OptionGroup var options: StoreOptions
  @Argument(help: "The post.") var post: String
  @Option(help: "How many hours it holds, at most 72.") var hours = 72
  @Flag(help: "Only the text, without the QR code.") var textOnly = false

  func run() async throws {
    guard 1...72 ~= hours else { throw Failure(.usage, "--hours is \(hours)", hint: "From 1 to 72.") }
    let settings = try await options.settings()
    let (files, post) = (try NodeFiles(settings), try Named.record(post, "post"))
    let (account, area) = try OpenStore.looking(settings) { reader, identity in
      try PeopleDesk(reader, key: files.key(of: identity), catalog: settings.catalog(), now: Node.now).invited(to: post)
    }
    let now = Node.now / 1_000
    let invitation = Invitation(
      secret: Node.random16().bytes, account: account, area: area, expires: now + Int64(hours) * 3_600)
    try InvitationFile(files.trust).change { try $0.note(invitation, to: post, now: now) }
    Terminal.line(invitation.text)
    if textOnly { return }
    Terminal.line()
    Terminal.line(QRCode.text(of: invitation.text) ?? "(Install qrencode to see it as a QR code.)")
    let end = Words.time(invitation.expires * 1_000)
    Terminal.line("For one device of account \(account) at \(area.code), until \(end).")
    Terminal.line("Hand it to the person alone.")
  }
}

extension Named {
  static func invitation(_ text: String) throws -> Invitation {
    guard let invitation = Invitation(text: text) else {
      throw Failure(.usage, "that is no invitation, or it was mistyped", hint: "It begins with GI1-.")
    }
    return invitation
  }
}
