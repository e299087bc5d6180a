// The ids of accounts, devices and passes.
package import Merge

/// A person or a program, for life: sixteen random bytes. Written as a UUID it is the user of a commit.
package struct AccountID: Identifier {
  package let raw: Bytes16
  package init(_ raw: Bytes16) { self.raw = raw }
  /// The 36-character form of RFC 9562, in lower case: what stands in a header as its user.
  package var description: String { RecordID(raw).description }
}

/// What holds one signing key of one account: the first sixteen bytes of the SHA-256 of the device key.
/// - Source: protocol §16.1.
package struct DeviceID: Identifier {
  package let raw: Bytes16
  package init(_ raw: Bytes16) { self.raw = raw }
  package var description: String { raw.hex }
}

/// A pass: the first sixteen bytes of the digest of its statement.
/// - Source: protocol §16.2.
package struct PassID: Identifier {
  package let raw: Bytes16
  package init(_ raw: Bytes16) { self.raw = raw }
  package var description: String { raw.hex }
}
