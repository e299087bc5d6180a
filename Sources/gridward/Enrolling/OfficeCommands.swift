// What an office does about enrolment: tokens, applications, members.
import ArgumentParser
import Certificates
import Enrolment
import Foundation
import Merge
import Node
import Replica

extension EnrollCommand {
  struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "token", abstract: "Make a token for one node below this office, as text and as QR code.",
      discussion: """
          gridward enroll token --area 370202021001 --store town/node.db

        It serves once. Hand it over on paper or by a channel you trust; it is shown only now.
        """)

    @OptionGroup var options: StoreOptions
    @Option(help: ArgumentHelp("The area the node will stand for.", valueName: "code")) var area: String
    @Option(help: "How long it holds, at most 72 hours.") var hours = 24
    @Flag(help: "Print the text alone.") var textOnly = false

    func run() async throws {
      let area = try Named.newArea(area)
      guard 1...EnrolmentToken.lifetimeMax / 3_600 ~= Int64(hours) else {
        throw Failure(.usage, "--hours is \(hours)", hint: "From 1 to \(EnrolmentToken.lifetimeMax / 3_600).")
      }
      let files = try NodeFiles(try await options.settings())
      let credentials = try Credentials(files.trust)
      guard credentials.authority != nil, credentials.area != area, credentials.area.contains(area) else {
        throw CertificateAuthority.Refusal.outsideItsSubtree
      }
      let now = files.clock.seconds
      let token = EnrolmentToken(
        secret: Node.random16().bytes, parent: credentials.transport.pin, area: area,
        expires: now + Int64(hours) * 3_600)
      try EnrolmentDesk(files.trust).change { try $0.noteToken(token, now: now) }
      Terminal.line(token.text)
      if !textOnly {
        Terminal.line()
        Terminal.line(QRCode.text(of: token.text) ?? "(Install qrencode to see it as a QR code.)")
        Terminal.line("For one node at \(area.code), within \(hours) hours.")
      }
    }
  }

  struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Show who waits for a decision, and who was let in.",
      discussion: "  gridward enroll list --store town/node.db")

    @OptionGroup var options: StoreOptions

    func run() async throws {
      let files = try NodeFiles(try await options.settings())
      let desk = try EnrolmentDesk(files.trust).look()
      var waiting = Table(["application", "area", "name", "digits to compare", "received"])
      for entry in desk.entries where entry.decision == .waiting {
        let pin = try entry.application.checked().transport.pin.spoken
        waiting.add([
          String(entry.id.prefix(8)), entry.application.area, Terminal.harmless(entry.application.name), pin,
          Self.day(entry.received),
        ])
      }
      Terminal.line(waiting.isEmpty ? "Nobody waits." : waiting.text)
      var members = Table(["node", "area", "name", "certificate ends", "struck off"])
      for member in desk.members {
        members.add([
          member.node, member.area, Terminal.harmless(member.name), Self.day(member.ends),
          member.revoked.map { "\(Self.day($0)): \(Terminal.harmless(member.reason ?? ""))" } ?? "",
        ])
      }
      if !members.isEmpty { Terminal.line("\n\(members.text)") }
      if desk.terminalQuota > 0 {
        Terminal.line("\nThe next \(desk.terminalQuota) terminals are let in without asking.")
      }
    }

    private static func day(_ seconds: Int64) -> String {
      Words.day(seconds: seconds)
    }
  }

  struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let an applicant in, after its digits were compared.",
      discussion: "  gridward enroll approve 3f2a --store town/node.db")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The application, or its first letters.") var application: String

    func run() async throws {
      let files = try NodeFiles(try await options.settings())
      let issuer = try files.issuer()
      let now = files.clock.seconds
      let entry = try EnrolmentDesk(files.trust).change { desk in
        let entry = try desk.waiting(application)
        let admitted = try issuer.admit(try entry.application.checked(), name: entry.application.name, now: now)
        try desk.approve(entry.id, bundle: admitted.bundle, member: admitted.member)
        return entry
      }
      Terminal.line("Let in: \(entry.application.area) \(Terminal.harmless(entry.application.name))")
    }
  }

  struct Refuse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Turn an applicant away; its token is used up.",
      discussion: "  gridward enroll refuse 3f2a --store town/node.db")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The application, or its first letters.") var application: String

    func run() async throws {
      let files = try NodeFiles(try await options.settings())
      try EnrolmentDesk(files.trust).change { desk in try desk.refuse(try desk.waiting(application).id) }
      Terminal.line("Refused")
    }
  }

  struct Quota: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say how many terminals with a token are let in without a person's decision.",
      discussion: "  gridward enroll quota 40 --store home/node.db")

    @OptionGroup var options: StoreOptions
    @Argument(help: "How many from now on.") var count: Int

    func run() async throws {
      guard 0...DeskState.enrolledMax ~= count else {
        throw Failure(.usage, "the quota is \(count)", hint: "From 0 to \(DeskState.enrolledMax).")
      }
      let files = try NodeFiles(try await options.settings())
      try EnrolmentDesk(files.trust).change { $0.terminalQuota = count }
      Terminal.line("The next \(count) terminals are let in without asking.")
    }
  }

  struct AdmitFile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "admit", abstract: "Let in a node whose application came as a file; whoever runs this has decided.",
      discussion: "  gridward enroll admit home.application --output home.bundle --store town/node.db")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The application.") var file: String
    @Option(help: "Where to write the bundle.") var output: String

    func run() async throws {
      let files = try NodeFiles(try await options.settings())
      let application = try DocumentFile.application(file)
      let checked = try application.checked()
      let admitted = try files.issuer().admit(checked, name: application.name, now: files.clock.seconds)
      try EnrolmentDesk(files.trust).change {
        try $0.admit(application, bundle: admitted.bundle, member: admitted.member)
      }
      try DocumentFile.write(admitted.bundle, to: output)
      Terminal.line("Let in: \(checked.area.code), digits \(checked.transport.pin.spoken)")
      Terminal.line("Wrote \(output)")
    }
  }
}
