// What `gridward --help` teaches before it lists the commands.

enum Help {
  static let version = "0.1.0"

  static let overview = """
    Two nodes on one machine, a township and a community below it:

      gridward init --store town/node.db --area 370202021000 --name 珠海路街道
      gridward init --store home/node.db --area 370202021001 --name 珠海社区 \\
                    --parent http://127.0.0.1:8370
      gridward serve --store town/node.db &
      gridward serve --store home/node.db --port 8371 &
      gridward record create hazard --server http://127.0.0.1:8371 --area 370202021001 \\
               category=消防安全 description=楼道堆物 severity=0 found_at=now
      gridward record list hazard                    # it is at the township
      gridward status                                # and the link is proved equal

    An area is a 12-digit division code, trailing zeros for the whole subtree; an enterprise is
    its community's code, a slash and its credit code.

    CONFIGURATION: gridward.yaml, over it the environment (GRIDWARD_STORE, GRIDWARD_LISTEN_PORT,
    GRIDWARD_LOG_LEVEL …), over it the flags.

    \(Settings.keys)

    EXIT CODES:

    \(ExitStatus.table)
    """
}
