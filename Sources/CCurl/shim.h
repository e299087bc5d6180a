// libcurl, with its variadic functions made callable from Swift.
#ifndef GRIDWARD_CCURL_SHIM_H
#define GRIDWARD_CCURL_SHIM_H
#include <curl/curl.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

// Receives (write, header) or supplies (read) a piece of data; libcurl's one signature for the three.
typedef size_t (*gridward_curl_data_callback)(char *data, size_t size, size_t count, void *context);
typedef int (*gridward_curl_seek_callback)(void *context, curl_off_t offset, int origin);

static inline CURLcode gridward_curl_global_init(void) {
  return curl_global_init(CURL_GLOBAL_DEFAULT);
}

static inline CURLcode gridward_curl_setopt_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode gridward_curl_setopt_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode gridward_curl_setopt_string(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode gridward_curl_setopt_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode gridward_curl_setopt_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode gridward_curl_setopt_data_callback(
    CURL *easy, CURLoption option, gridward_curl_data_callback value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode gridward_curl_setopt_seek_callback(CURL *easy, gridward_curl_seek_callback value) {
  return curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, value);
}

// libcurl copies the bytes.
static inline CURLcode gridward_curl_setopt_blob(CURL *easy, CURLoption option, void *data, size_t count) {
  struct curl_blob blob = {data, count, CURL_BLOB_COPY};
  return curl_easy_setopt(easy, option, &blob);
}

// A certificate that begins later exists all the same: one of two clocks is or was wrong.
static int gridward_curl_tolerate_beginning(int is_good, X509_STORE_CTX *context) {
  if (is_good || X509_STORE_CTX_get_error(context) != X509_V_ERR_CERT_NOT_YET_VALID) return is_good;
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

// Has OpenSSL judge the peer's certificate as of `*seconds` since 1970, or without looking at dates when that is negative.
static CURLcode gridward_curl_date_verification(CURL *easy, void *context, void *seconds) {
  X509_VERIFY_PARAM *parameters = SSL_CTX_get0_param((SSL_CTX *)context);
  long long time = *(long long *)seconds;
  (void)easy;
  X509_STORE_set_verify_cb(SSL_CTX_get_cert_store((SSL_CTX *)context), gridward_curl_tolerate_beginning);
  if (time < 0) {
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME);
  } else {
    X509_VERIFY_PARAM_set_time(parameters, (time_t)time);
  }
  return CURLE_OK;
}

static inline CURLcode gridward_curl_setopt_verification_time(CURL *easy, long long *seconds) {
  CURLcode status = curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, seconds);
  if (status != CURLE_OK) return status;
  return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, gridward_curl_date_verification);
}

static inline CURLcode gridward_curl_getinfo_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode gridward_curl_getinfo_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode gridward_curl_multi_setopt_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

#endif
