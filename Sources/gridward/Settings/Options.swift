// Flags that several commands share.
import ArgumentParser

/// Where the configuration is.
struct ConfigurationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The configuration file (gridward.yaml beside the store, or here).", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("A folder of record types instead of the built-in ones.", valueName: "folder"))
  var catalog: String?

  /// Reads the settings, these flags and `flags` over all else.
  func settings(_ flags: [String: String?] = [:]) async throws -> Settings {
    try await Settings.load(file: config, flags: flags.merging(["catalog": catalog]) { given, _ in given })
  }
}

/// Which store a command opens by itself.
struct StoreOptions: ParsableArguments {
  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: ArgumentHelp("The node's SQLite file.", valueName: "path"))
  var store: String?

  func settings(_ flags: [String: String?] = [:]) async throws -> Settings {
    try await configuration.settings(flags.merging(["store": store]) { given, _ in given })
  }
}

/// Which running node a command talks to, and how it shows the answer.
struct ClientOptions: ParsableArguments {
  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: ArgumentHelp("The node's address (from the configuration).", valueName: "url"))
  var server: String?

  @OptionGroup var tokenOptions: TokenOptions

  @Flag(help: "Print the node's JSON as it is.")
  var json = false

  func settings(_ flags: [String: String?] = [:]) async throws -> Settings {
    let own = ["server": server, "token_file": tokenOptions.tokenFile]
    return try await configuration.settings(flags.merging(own) { given, _ in given })
  }
}

/// By what a running node knows who writes.
struct TokenOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The node's token, where it does not lie beside the configured store.", valueName: "file"))
  var tokenFile: String?
}

/// Who writes, by a name or by a device that signs.
struct WriterOptions: ParsableArguments {
  @OptionGroup var userOptions: UserOptions
  @OptionGroup var signerOptions: SignerOptions

  var flags: [String: String?] {
    [
      "user": userOptions.user, "device": signerOptions.device, "pass": signerOptions.pass,
      "acting_for": signerOptions.actingFor, "store": signerOptions.store,
    ]
  }
}

/// By which device, and under which of its passes, what a command writes is signed.
struct SignerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Sign with the device in this folder, as the configured store shows the records.", valueName: "folder"))
  var device: String?
  @Option(help: ArgumentHelp("The pass, where several posts may act there: how its id begins.", valueName: "hex"))
  var pass: String?
  @Option(help: ArgumentHelp("The account that the person stands in for.", valueName: "uuid"))
  var actingFor: String?
  @Option(help: ArgumentHelp("The store that the device looks into, which a node may run over.", valueName: "path"))
  var store: String?
}

/// Who writes.
struct UserOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Who does it (from the configuration, else the login name).", valueName: "name"))
  var user: String?
}
