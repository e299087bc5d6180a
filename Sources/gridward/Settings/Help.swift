// What `gridward --help` teaches before it lists the commands.

enum Help {
  static let version = "0.1.0"

  /// - Units: no line is longer than 78 columns, so that a terminal of 80 does not break the examples.
  static let overview = """
    A township and a community below it, on one machine:

      gridward init --store town/node.db --area 370202021000
      gridward init --store home/node.db --area 370202021001 --port 8371 \\
                    --parent http://127.0.0.1:8370
      gridward serve --store town/node.db &
      gridward serve --store home/node.db &
      gridward record create hazard --server http://127.0.0.1:8371 \\
                    --token-file home/node.token \\
                    --area 370202021001 category=消防安全 \\
                    description=楼道堆物 severity=一般隐患 found_at=now
      gridward record list hazard    # it has come to the township
      gridward status                # how the node and its links stand

    An area is a 12-digit division code, trailing zeros for the whole subtree;
    an enterprise is its community's code, a slash and its credit code.

    CONFIGURATION is gridward.yaml, over it the environment (GRIDWARD_STORE,
    GRIDWARD_LISTEN_PORT, GRIDWARD_LOG_LEVEL …), over it the flags. The file is
    --config, or the one beside --store, or the one in this folder.

    \(Settings.keys)

    EXIT CODES

    \(ExitStatus.table)
    """
}
