// One request and its answer as libcurl sees them.
import CCurl

/// An easy handle and everything libcurl reads or writes while it lives.
///
/// Lives on the client's thread. Libcurl knows it by address, so it must outlive its stay in the multi handle.
final class Exchange {
  let transfer: Transfer
  let easy: UnsafeMutableRawPointer

  private let isProxied: Bool
  private let errorText: UnsafeMutablePointer<CChar>
  private var fields: UnsafeMutablePointer<curl_slist>?
  private var route: UnsafeMutablePointer<curl_slist>?
  /// Read by libcurl when it opens a connection.
  private let verificationTime: UnsafeMutablePointer<Int64>
  private var head: HeadParser
  private var bodySent = 0
  private var bodyReceived = 0
  /// Why a callback told libcurl to stop.
  private var refusal: TransportError.Code?

  /// - Throws: `badURL` and `badHeader` for text that cannot stand on the wire, else `internalFailure`.
  init(transfer: Transfer, configuration: HTTPClient.Configuration) throws(TransportError) {
    guard let easy = curl_easy_init() else {
      throw TransportError(.internalFailure, cause: .init(text: "curl_easy_init failed"))
    }
    self.transfer = transfer
    self.easy = easy
    isProxied = configuration.proxy != nil
    head = HeadParser(bytesMax: transfer.request.maxHeaderBytes)
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    verificationTime = .allocate(capacity: 1)
    verificationTime.initialize(to: configuration.tls?.time?() ?? -1)
    fields = try fieldList()
    let options = EasyOptions(easy: easy)
    try options.setConnection(configuration)
    var address = ServerAddress(url: transfer.request.url)
    if let tls = configuration.tls {
      try options.setTLS(tls, time: verificationTime)
      if let name = tls.serverName { route = try appended(nil, address.rename(to: name)) }
      try options.setRoute(route)
    }
    try options.setRequest(transfer.request, url: address.url, fields: fields)
    try options.setLimits(transfer.request)
    try options.setCallbacks(context: Unmanaged.passUnretained(self).toOpaque(), errorText: errorText)
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(fields)
    curl_slist_free_all(route)
    errorText.deallocate()
    verificationTime.deallocate()
  }

  /// Only the caller's fields reach the wire: a name and a colon without value keeps libcurl from adding its own.
  private func fieldList() throws(TransportError) -> UnsafeMutablePointer<curl_slist>? {
    let headers = transfer.request.headers
    guard headers.allSatisfy(isWireSafe) else { throw TransportError(.badHeader) }
    let names = Set(headers.map { $0.name.lowercased() })
    let unwanted = ["accept", "content-type", "expect", "proxy-connection"].filter { !names.contains($0) }
    // An empty value needs libcurl's semicolon form, else the field is left out.
    let lines = unwanted.map { "\($0):" } + headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines { list = try appended(list, line) }
    return list
  }

  private func appended(_ list: UnsafeMutablePointer<curl_slist>?, _ line: String?) throws(TransportError)
    -> UnsafeMutablePointer<curl_slist>?
  {
    guard let line else { return list }
    guard let longer = curl_slist_append(list, line) else {
      curl_slist_free_all(list)
      throw TransportError(.internalFailure, cause: .init(text: "curl_slist_append failed"))
    }
    return longer
  }
}

// What libcurl reports while the exchange is under way. A false return ends the transfer.
extension Exchange {
  func headerLineArrived(_ line: UnsafeRawBufferPointer) -> Bool {
    switch head.lineArrived(line) {
    case .incomplete: break
    case .complete(let head) where announcedBodyBytes(head) > transfer.request.maxBodyBytes: refusal = .bodyTooLarge
    case .complete(let head): transfer.headArrived(head)
    case .tooLarge: refusal = .headerTooLarge
    case .malformed: refusal = .malformedReply
    }
    return refusal == nil
  }

  /// Some answers announce a body that another request would get.
  private func announcedBodyBytes(_ head: ResponseHead) -> Int {
    let isBodiless = transfer.request.method == .head || head.status == 304
    return isBodiless ? 0 : head.value("content-length").flatMap { Int($0) } ?? 0
  }

  enum Reception {
    case taken, paused, refused
  }

  /// Paused bytes are offered again, so only taken ones count.
  func bodyArrived(_ bytes: UnsafeRawBufferPointer) -> Reception {
    guard bytes.count <= transfer.request.maxBodyBytes - bodyReceived else {
      refusal = .bodyTooLarge
      return .refused
    }
    guard transfer.bodyArrived(bytes) else { return .paused }
    bodyReceived += bytes.count
    return .taken
  }

  /// - Returns: how many bytes of the request's body were copied; 0 at its end.
  func copyBody(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    transfer.request.body.withUnsafeBytes { body in
      let piece = body[bodySent...].prefix(buffer.count)
      buffer.copyBytes(from: piece)
      bodySent += piece.count
      return piece.count
    }
  }

  /// Libcurl goes back to the start when it repeats a request on a new connection.
  func rewindBody(to offset: Int) -> Bool {
    guard 0...transfer.request.body.count ~= offset else { return false }
    bodySent = offset
    return true
  }
}

// What is known at the end.
extension Exchange {
  func error(for status: CURLcode) -> TransportError? {
    // To libcurl a connection that ends between two header lines is a success.
    guard status != CURLE_OK else { return head.isComplete ? nil : TransportError(.cutOff) }
    let known = String(cString: errorText)
    let text = known.isEmpty ? String(cString: curl_easy_strerror(status)) : known
    return TransportError(code(for: status, text), cause: .init(curlCode: Int(status.rawValue), text: text))
  }

  private func code(for status: CURLcode, _ text: String) -> TransportError.Code {
    if let refusal { return refusal }
    // What libcurl says about a header line above its own limit of 100 KiB.
    if status == CURLE_OUT_OF_MEMORY && !head.isComplete { return .headerTooLarge }
    return TransportError.Code(status, text: text, isProxied: isProxied, isTunnelRefused: isTunnelRefused)
  }

  /// A body sent together with the header fields is already part of libcurl's request size.
  var transferred: TransferredBytes {
    var (requestSize, headerSize): (Int, Int) = (0, 0)
    var (uploaded, downloaded): (curl_off_t, curl_off_t) = (0, 0)
    _ = gridward_curl_getinfo_long(easy, CURLINFO_REQUEST_SIZE, &requestSize)
    _ = gridward_curl_getinfo_long(easy, CURLINFO_HEADER_SIZE, &headerSize)
    _ = gridward_curl_getinfo_offset(easy, CURLINFO_SIZE_UPLOAD_T, &uploaded)
    _ = gridward_curl_getinfo_offset(easy, CURLINFO_SIZE_DOWNLOAD_T, &downloaded)
    let isBodyCounted = transfer.request.body.count <= EasyOptions.bodyBytesSentWithHeadMax
    return TransferredBytes(
      sent: requestSize + (isBodyCounted ? 0 : Int(uploaded)), received: headerSize + Int(downloaded))
  }

  private var isTunnelRefused: Bool {
    var answer = 0
    _ = gridward_curl_getinfo_long(easy, CURLINFO_HTTP_CONNECTCODE, &answer)
    return answer != 0 && !(200...299 ~= answer)
  }
}

/// A name is a token of RFC 9110 §5.1; a value has no line break and no NUL.
private func isWireSafe(_ field: (name: String, value: String)) -> Bool {
  let isToken = field.name.utf8.allSatisfy { byte in
    UInt8(ascii: "!")...UInt8(ascii: "~") ~= byte && !#"(),/:;<=>?@[\]{}""#.utf8.contains(byte)
  }
  return isToken && !field.name.isEmpty && !field.value.utf8.contains { [0, 10, 13].contains($0) }
}
