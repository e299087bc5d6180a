// Joining: keys are made here, the parent is recognised by the token, and somebody there decides.
import ArgumentParser
import Certificates
import Enrolment
import Foundation
import Merge
import Node
import Replica
import Transport
import Trust

extension EnrollCommand {
  struct Join: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Join below an office with the token it gave out (default).",
      discussion: """
          gridward enroll GW1-… --parent https://10.2.0.1:8470 --store home/node.db
          gridward enroll - --parent https://10.2.0.1:8470 < token      # keeps it out of the list of processes

        The store and its keys are made unless they exist. The command waits until the office has decided; ended earlier, \
        it is simply run again.
        """)

    @OptionGroup var options: StoreOptions
    @Argument(help: "The token; - reads it from standard input.") var token: String
    @Option(help: ArgumentHelp("The office's address, https://host:port.", valueName: "url")) var parent: String?
    @Option(help: "What the node is called.") var name: String?
    @Option(help: "The port the node will serve on, if it is made now.") var port: Int?
    @Option(help: ArgumentHelp("How long to wait for a decision (86400).", valueName: "seconds")) var patience = 86_400

    func run() async throws {
      let settings = try await options.settings(["name": name, "parent": parent, "listen.port": port.map(String.init)])
      guard let parent = settings.parent, parent.hasPrefix("https://") else {
        throw Failure(.usage, "which office?", hint: "Give --parent https://host:port.")
      }
      guard let token = EnrolmentToken(text: token == "-" ? readLine() ?? "" : token) else {
        throw Failure(
          .usage, "that is no token, or it was mistyped", hint: "Compare it with the paper, group by group.")
      }
      let files = try NodeFiles(settings)
      let application = try files.application(area: token.area, name: settings.name ?? "")
      let pin = try files.trust.key("transport.key").pin
      Terminal.line("Applying to \(parent) as node \(try files.keyOrNew().node) at \(token.area.code)")
      Terminal.line("  the digits to compare with the office: \(pin.spoken)")
      let bundle = try await applyForEnrolment(application, token: token, settings, parent: parent)
      let credentials = try await files.install(bundle, parent: parent, settings: settings)
      _ = try StarterFile(settings: settings, store: files.store).write(
        in: URL(filePath: files.store).deletingLastPathComponent())
      let ends = Words.day(seconds: credentials.ends)
      Terminal.line("Enrolled; the certificate ends on \(ends) and is renewed before by itself")
      if let other = try await otherParent(than: parent) {
        Terminal.line("Next: put `parent: \(parent)` in gridward.yaml, which still names \(other)")
        Terminal.line("  then: gridward serve --store \(files.store)")
      } else {
        Terminal.line("Next: gridward serve --store \(files.store)")
      }
    }

    /// The parent that the configuration names, where it is another than the one that was joined: nobody would let the node in there.
    private func otherParent(than joined: String) async throws -> String? {
      guard let named = try await options.settings().parent, named != joined else { return nil }
      return named
    }

    private func applyForEnrolment(
      _ application: EnrolmentApplication, token: EnrolmentToken, _ settings: Settings, parent: String
    ) async throws -> EnrolmentBundle {
      let client = try HTTPClient(
        configuration: .init(
          userAgent: "gridward/\(Help.version)", proxy: settings.proxy,
          tls: TLSOptions(trust: .pinned(sha256: token.parent.bytes))))
      let service = ParentService(client: client, parent: parent)
      var standing = try await service.applyForEnrolment(application, token: token)
      let end = ContinuousClock.now + .seconds(patience)
      if standing.bundle == nil {
        Terminal.line("  waiting for the office to decide on application \(standing.id.prefix(8))")
      }
      while standing.bundle == nil {
        guard ContinuousClock.now < end else {
          throw Failure(.busy, "nobody has decided yet", hint: "Run the same command again later.")
        }
        try await Task.sleep(for: .seconds(1))
        standing = try await service.standing(of: standing.id)
      }
      await client.shutdown()
      guard let bundle = standing.bundle else { throw Failure(.busy, "nobody has decided yet") }
      return bundle
    }
  }

  struct RequestFile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "request",
      abstract: "Write this node's application to a file, for an office without a network to it.",
      discussion: "  gridward enroll request home.application --area 370202021001 --store home/node.db")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The file to write.") var file: String
    @Option(help: ArgumentHelp("The area the node will stand for.", valueName: "code")) var area: String
    @Option(help: "What the node is called.") var name: String?

    func run() async throws {
      let area = try Named.area(area)
      let settings = try await options.settings(["name": name])
      let files = try NodeFiles(settings)
      try DocumentFile.write(try files.application(area: area, name: settings.name ?? ""), to: file)
      Terminal.line("Wrote \(file)")
      Terminal.line("  the digits to compare with the office: \(try files.trust.key("transport.key").pin.spoken)")
    }
  }

  struct InstallFile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "install", abstract: "Take in the bundle that an office wrote to a file.",
      discussion: "  gridward enroll install home.bundle --store home/node.db")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The bundle.") var file: String
    @Option(help: ArgumentHelp("The office's address, https://host:port.", valueName: "url")) var parent: String?

    func run() async throws {
      let settings = try await options.settings()
      let files = try NodeFiles(settings)
      _ = try await files.install(try DocumentFile.bundle(file), parent: parent, settings: settings)
      Terminal.line("Enrolled")
    }
  }
}
