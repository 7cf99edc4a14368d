#include "net/outgoing/transfer.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <utility>

#include "base/text.hpp"

namespace probity::net::outgoing {
namespace {

std::atomic<std::int64_t> opened{0};

void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(started);
}

}  // namespace

Transfer::Transfer(const Way& way) : way_(way) {
  start_curl();
  handle_.reset(curl_easy_init());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!way.authorities.empty()) set(CURLOPT_CAINFO, way.authorities.string());
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(way.to_connect.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(way.in_all.count()));
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_WRITEFUNCTION, &Transfer::take_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_HEADERFUNCTION, &Transfer::take_header);
  set(CURLOPT_HEADERDATA, this);
}

void Transfer::upload(std::string_view data) {
  to_upload_ = data;
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(data.size()));
  set(CURLOPT_READFUNCTION, &Transfer::give_body);
  set(CURLOPT_READDATA, this);
}

CURLcode Transfer::run() {
  if (headers_.get()) set(CURLOPT_HTTPHEADER, headers_.get());
  if (recipients_.get()) set(CURLOPT_MAIL_RCPT, recipients_.get());
  return curl_easy_perform(handle_.get());
}

long Transfer::status() const {
  long status = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  return status;
}

std::unexpected<Error> Transfer::failure(CURLcode code) const {
  if (was_private_) return fail(ErrorKind::forbidden, "private_address", "The host leads into a private network, which nothing is sent to from here. Check its name.");
  curl_off_t until_sending = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_PRETRANSFER_TIME_T, &until_sending);
  const bool sent = until_sending > 0;
  Error error{.kind = ErrorKind::unavailable, .code = sent ? "no_answer" : "unreachable"};
  error.cause = curl_easy_strerror(code);
  if (answer_too_large_) {
    error.kind = ErrorKind::too_large;
    error.code = "answer_too_large";
    error.message = "The other end answered with more than is taken.";
  } else if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE) {
    error.code = "not_trusted";
    error.message = "The other end could not prove who it is (its certificate is not valid for this host). Nothing was sent.";
  } else if (code == CURLE_USE_SSL_FAILED || code == CURLE_SSL_CONNECT_ERROR) {
    error.message = "No encrypted connection could be made with the other end. Nothing was sent.";
  } else if (sent) {
    error.message = "The connection ended before the other end answered; it may have received what was sent.";
  } else {
    error.message = "The other end could not be reached. Nothing was sent; try again later.";
  }
  return fail(std::move(error));
}

curl_socket_t Transfer::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  // Looked at here and not before, because only this address is the one connected to: a second answer of
  // the name server cannot come between.
  if (!transfer.way_.may_be_private && !is_public(address->addr)) {
    transfer.was_private_ = true;
    return CURL_SOCKET_BAD;
  }
  // Several addresses of one host are tried for one connection.
  if (!std::exchange(transfer.counted_, true)) ++opened;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::int64_t connections_opened() { return opened; }

bool Transfer::has_room_for(std::size_t bytes) {
  taken_ += bytes;
  answer_too_large_ = answer_too_large_ || taken_ > way_.largest_answer;
  return !answer_too_large_;
}

std::size_t Transfer::take_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!transfer.has_room_for(size * count)) return 0;
  transfer.answer_.append(data, size * count);
  return size * count;
}

std::size_t Transfer::take_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!transfer.has_room_for(size * count)) return 0;
  const std::string_view line(data, size * count);
  if (line.starts_with('4') || line.starts_with('5')) transfer.last_refusal_ = trim(line);
  // An interim answer (100) comes before the one that counts.
  if (line.starts_with("HTTP/")) transfer.answer_headers_.clear();
  if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    transfer.answer_headers_.emplace_back(lower_ascii(trim(line.substr(0, colon))), trim(line.substr(colon + 1)));
  }
  return size * count;
}

std::size_t Transfer::give_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t given = std::min(size * count, transfer.to_upload_.size());
  std::memcpy(data, transfer.to_upload_.data(), given);
  transfer.to_upload_.remove_prefix(given);
  return given;
}

}  // namespace probity::net::outgoing
