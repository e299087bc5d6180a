// What libcurl's result codes mean to the callers of this module.
import CCurl

extension TransportError {
  init(multiStatus: CURLMcode) {
    let text = String(cString: curl_multi_strerror(multiStatus))
    self.init(.internalFailure, cause: Cause(curlCode: Int(multiStatus.rawValue), text: text))
  }
}

extension TransportError.Code {
  /// - Parameters:
  ///   - text: libcurl's words; one code covers several timeouts that only the words tell apart.
  ///   - isProxied: connections are then opened to the proxy only.
  ///   - isTunnelRefused: the proxy answered CONNECT with an error.
  init(_ status: CURLcode, text: String, isProxied: Bool, isTunnelRefused: Bool) {
    self =
      switch status {
      case CURLE_COULDNT_RESOLVE_HOST: .cannotResolve
      case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxyFailed
      case CURLE_COULDNT_CONNECT: isProxied ? .proxyFailed : .cannotConnect
      case CURLE_SSL_CONNECT_ERROR: .cannotConnect
      case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_PINNEDPUBKEYNOTMATCH: .untrustedPeer
      case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE: .badIdentity
      case CURLE_OPERATION_TIMEDOUT: text.hasPrefix("Operation too slow") ? .tooSlow : .timedOut
      case CURLE_RECV_ERROR where isTunnelRefused: .proxyFailed
      case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND: .cutOff
      case CURLE_WEIRD_SERVER_REPLY: .malformedReply
      case CURLE_URL_MALFORMAT: .badURL
      case CURLE_UNSUPPORTED_PROTOCOL: .unsupported
      default: .internalFailure
      }
  }
}
