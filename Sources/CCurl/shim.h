// libcurl, with its variadic functions made callable from Swift.
#ifndef GRIDWARD_CCURL_SHIM_H
#define GRIDWARD_CCURL_SHIM_H
#include <curl/curl.h>

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
