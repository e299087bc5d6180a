// The statements of a proof file, as what counts is asked of them.
import Merge

/// The statements of a file, by whom they are about.
struct ProofStatements: PeopleReader {
  private var bySubject: [NodeID: [Statement]] = [:]
  private var byPass: [PassID: [Statement]] = [:]
  private var byDevice: [DeviceID: [Statement]] = [:]

  /// - Parameter statements: in the order of their digests.
  init(_ statements: [Statement]) {
    for statement in statements {
      switch statement.content {
      case .grant(let grant): bySubject[grant.subject.node, default: []].append(statement)
      case .revocation(let revocation): bySubject[revocation.subject.node, default: []].append(statement)
      case .pass: byPass[statement.passID, default: []].append(statement)
      case .withdrawal(let withdrawal): byDevice[withdrawal.device, default: []].append(statement)
      case .redaction: break
      }
    }
  }

  func statements(about subject: NodeID) -> [Statement] { bySubject[subject] ?? [] }
  func passes(_ id: PassID) -> [Statement] { byPass[id] ?? [] }
  func withdrawals(of device: DeviceID) -> [Statement] { byDevice[device] ?? [] }
}
