// How one easy handle is set up; the only file that names libcurl's options.
import CCurl

/// Sets the options of one easy handle.
///
/// - Throws: from every method, `internalFailure` when libcurl does not take an option, and `badURL` for a URL that a
///   C string cannot hold.
struct EasyOptions {
  /// Up to here a body leaves in one piece with the header fields, often in one packet; above, it is read piece by
  /// piece from the caller's array. Well below the 64 KiB where libcurl itself stops doing so.
  static let bodyBytesSentWithHeadMax = 8 * 1024

  let easy: UnsafeMutableRawPointer

  /// Empty strings for the proxy keep libcurl from reading the environment.
  func setConnection(_ configuration: HTTPClient.Configuration) throws(TransportError) {
    try set(CURLOPT_NOSIGNAL, 1)
    // Ending a transfer must not wait for a slow name lookup, which would hold up all others.
    try set(CURLOPT_QUICK_EXIT, 1)
    try set(CURLOPT_PROTOCOLS_STR, "http,https")
    try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_TCP_KEEPALIVE, 1)
    try set(CURLOPT_PROXY, configuration.proxy ?? "")
    try set(CURLOPT_NOPROXY, "")
    try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    try set(CURLOPT_USERAGENT, configuration.userAgent)
  }

  func setRequest(
    _ request: HTTPRequest, url: String, fields: UnsafeMutablePointer<curl_slist>?
  ) throws(TransportError) {
    guard !url.utf8.contains(0) else { throw TransportError(.badURL) }
    try set(CURLOPT_URL, url)
    try set(CURLOPT_PATH_AS_IS, 1)
    try check(gridward_curl_setopt_list(easy, CURLOPT_HTTPHEADER, fields))
    switch request.method {
    case .head: try set(CURLOPT_NOBODY, 1)
    case .post, .put, .patch: try setBody(request.body)
    case .get, .delete:
      if !request.body.isEmpty { try setBody(request.body) }
    }
    try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
  }

  private func setBody(_ body: [UInt8]) throws(TransportError) {
    try set(CURLOPT_POST, 1)
    try check(gridward_curl_setopt_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
    guard body.count <= Self.bodyBytesSentWithHeadMax else { return }
    var copy = body
    let status = copy.withUnsafeMutableBytes { bytes in
      // Without an address libcurl would ask the read callback, even for nothing.
      bytes.isEmpty
        ? gridward_curl_setopt_string(easy, CURLOPT_COPYPOSTFIELDS, "")
        : gridward_curl_setopt_pointer(easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress)
    }
    try check(status)
  }

  func setLimits(_ request: HTTPRequest) throws(TransportError) {
    let timeouts = request.timeouts
    try set(CURLOPT_CONNECTTIMEOUT_MS, timeouts.connect.roundedUp(to: .milliseconds(1)))
    if let total = timeouts.total { try set(CURLOPT_TIMEOUT_MS, total.roundedUp(to: .milliseconds(1))) }
    if let lowSpeed = timeouts.lowSpeed {
      try set(CURLOPT_LOW_SPEED_LIMIT, lowSpeed.bytesPerSecond)
      try set(CURLOPT_LOW_SPEED_TIME, lowSpeed.window.roundedUp(to: .seconds(1)))
    }
  }

  /// - Parameter context: the exchange; it must outlive the handle's stay in the multi handle.
  func setCallbacks(
    context: UnsafeMutableRawPointer, errorText: UnsafeMutablePointer<CChar>
  ) throws(TransportError) {
    try check(gridward_curl_setopt_pointer(easy, CURLOPT_ERRORBUFFER, errorText))
    for option in [CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_READDATA, CURLOPT_SEEKDATA] {
      try check(gridward_curl_setopt_pointer(easy, option, context))
    }
    try check(gridward_curl_setopt_data_callback(easy, CURLOPT_HEADERFUNCTION, receiveHeaderLine))
    try check(gridward_curl_setopt_data_callback(easy, CURLOPT_WRITEFUNCTION, receiveBody))
    try check(gridward_curl_setopt_data_callback(easy, CURLOPT_READFUNCTION, supplyBody))
    try check(gridward_curl_setopt_seek_callback(easy, rewindBody))
  }

  /// - Parameter route: libcurl's CONNECT-TO list; it must outlive the handle's stay in the multi handle.
  func setRoute(_ route: UnsafeMutablePointer<curl_slist>?) throws(TransportError) {
    if let route { try check(gridward_curl_setopt_list(easy, CURLOPT_CONNECT_TO, route)) }
  }

  /// Only what `tls` names is trusted: libcurl's built-in folder of authorities is taken away.
  /// - Parameter time: as for the route.
  func setTLS(_ tls: TLSOptions, time: UnsafeMutablePointer<Int64>) throws(TransportError) {
    try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    // A resumed session would hide the certificate from the server.
    try set(CURLOPT_SSL_SESSIONID_CACHE, 0)
    try check(gridward_curl_setopt_string(easy, CURLOPT_CAPATH, nil))
    try check(gridward_curl_setopt_verification_time(easy, time))
    switch tls.trust {
    case .authorities(let pem): try set(CURLOPT_CAINFO_BLOB, bytes: Array(pem.utf8))
    case .pinned(let digest):
      try set(CURLOPT_SSL_VERIFYPEER, 0)
      try set(CURLOPT_SSL_VERIFYHOST, 0)
      try set(CURLOPT_PINNEDPUBLICKEY, "sha256//\(base64(digest))")
    }
    guard let identity = tls.identity else { return }
    try set(CURLOPT_SSLCERTTYPE, "PEM")
    try set(CURLOPT_SSLCERT_BLOB, bytes: Array(identity.chain.utf8))
    try set(CURLOPT_SSLKEY_BLOB, bytes: Array(identity.key.utf8))
  }

  private func set(_ option: CURLoption, bytes: [UInt8]) throws(TransportError) {
    var copy = bytes
    let status = copy.withUnsafeMutableBytes {
      gridward_curl_setopt_blob(easy, option, $0.baseAddress, $0.count)
    }
    try check(status)
  }

  private func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
    try check(gridward_curl_setopt_long(easy, option, value))
  }

  private func set(_ option: CURLoption, _ value: String) throws(TransportError) {
    try check(gridward_curl_setopt_string(easy, option, value))
  }

  private func check(_ status: CURLcode) throws(TransportError) {
    guard status != CURLE_OK else { return }
    let text = String(cString: curl_easy_strerror(status))
    throw TransportError(.internalFailure, cause: .init(curlCode: Int(status.rawValue), text: text))
  }
}

// The functions libcurl calls. `context` is the exchange.

private func receiveHeaderLine(
  _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  exchange(context).headerLineArrived(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
}

/// Any return but the offered count ends the transfer, so an empty offer is accepted whatever happens.
private func receiveBody(
  _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard size * count > 0 else { return 0 }
  switch exchange(context).bodyArrived(UnsafeRawBufferPointer(start: data, count: size * count)) {
  case .taken: return size * count
  case .paused: return Int(CURL_WRITEFUNC_PAUSE)
  case .refused: return 0
  }
}

private func supplyBody(
  _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  exchange(context).copyBody(into: UnsafeMutableRawBufferPointer(start: data, count: size * count))
}

private func rewindBody(_ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32) -> Int32 {
  let isDone = origin == SEEK_SET && exchange(context).rewindBody(to: Int(offset))
  return isDone ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
}

private func exchange(_ context: UnsafeMutableRawPointer?) -> Exchange {
  guard let context else { preconditionFailure("libcurl called back without its exchange") }
  return Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
}

extension Duration {
  /// How many whole `unit`s cover this duration.
  fileprivate func roundedUp(to unit: Duration) -> Int {
    let (quotient, remainder) = attoseconds.quotientAndRemainder(dividingBy: unit.attoseconds)
    return Int(clamping: quotient + (remainder > 0 ? 1 : 0))
  }
}
