#include "http/edge/request_parser.hpp"

#include <limits>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include "http/edge/target.hpp"

namespace probity::http {
namespace {

namespace beast_http = boost::beast::http;
using ErrorCode = boost::beast::error_code;
using BeastView = boost::beast::string_view;

constexpr std::size_t kDefaultBodyBytes = 1024 * 1024;
/// A buffer grown by one request is given back beyond this.
constexpr std::size_t kKeptBodyBytes = 64 * 1024;

constexpr Refusal kMalformed{400, "malformed_request", "This is not a well-formed HTTP/1.1 request. Nothing was changed."};
constexpr Refusal kBadHost{400, "bad_host", "A request names its host once, in a valid Host header. Nothing was changed."};
constexpr Refusal kBadLength{400, "bad_content_length",
                             "A request states the length of its body once, as one number. Nothing was changed."};
constexpr Refusal kBadTransferEncoding{400, "bad_transfer_encoding",
                                       "Transfer-Encoding may only be \"chunked\", once, and without Content-Length. "
                                       "Nothing was changed."};
constexpr Refusal kUnknownTransferEncoding{501, "unsupported_transfer_encoding",
                                           "The only Transfer-Encoding understood is \"chunked\". Nothing was changed."};
constexpr Refusal kBadVersion{505, "unsupported_version", "This server speaks HTTP/1.1 and HTTP/1.0. Nothing was changed."};
constexpr Refusal kHeadTooLarge{431, "header_too_large",
                                "The headers of this request are too large; cookies are the usual cause. Nothing was changed."};
constexpr Refusal kBadExpectation{417, "bad_expectation", "The only expectation met is \"100-continue\". Nothing was changed."};
constexpr Refusal kBodyTooLarge{413, "body_too_large", "The body is larger than this address accepts. Nothing was changed."};

std::string_view plain(BeastView text) { return {text.data(), text.size()}; }

/// "METHOD target HTTP/2.0": well-formed, but of a version not spoken here.
bool names_another_version(std::string_view bytes) {
  const auto line = bytes.substr(0, bytes.find('\n'));
  constexpr std::string_view kForm = " HTTP/0.0\r";
  if (line.size() < kForm.size() || line.back() != '\r') return false;
  const auto end = line.substr(line.size() - kForm.size());
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return end.starts_with(" HTTP/") && is_digit(end[6]) && end[7] == '.' && is_digit(end[8]);
}

/// A header that goes on in the next line (RFC 9112, 5.2). Beast would join it; others read two headers, or none.
bool has_folded_line(std::string_view bytes) {
  // What came before is taken already, perhaps up to the empty line that ends the head.
  if (bytes.starts_with("\r\n")) return false;
  const auto head = bytes.substr(0, bytes.find("\r\n\r\n"));
  for (auto end = head.find('\n'); end != head.npos && end + 1 < head.size(); end = head.find('\n', end + 1)) {
    if (head[end + 1] == ' ' || head[end + 1] == '\t') return true;
  }
  return false;
}

Refusal refusal_of(const ErrorCode& error, std::string_view bytes) {
  if (error == beast_http::error::header_limit || error == beast_http::error::buffer_overflow) return kHeadTooLarge;
  if (error == beast_http::error::bad_version && names_another_version(bytes)) return kBadVersion;
  if (error == beast_http::error::bad_content_length) return kBadLength;
  if (error == beast_http::error::bad_transfer_encoding) return kBadTransferEncoding;
  return kMalformed;
}

}  // namespace

class RequestParser::Beast final {
 public:
  explicit Beast(const Limits& limits) : limits(limits) {}

  /// Beast's parser serves one message, so it is made anew for each; it owns no memory.
  class Grammar final : public beast_http::basic_parser<true> {
   public:
    explicit Grammar(Beast& owner) : owner_(owner) {
      header_limit(static_cast<std::uint32_t>(owner.limits.header_bytes));
      // Bodies are counted here. Not boost::none: Beast 1.74 takes that for no body at all.
      body_limit(std::numeric_limits<std::uint64_t>::max());
      eager(true);
    }

   private:
    void on_request_impl(beast_http::verb, BeastView method, BeastView target, int version, ErrorCode& error) override {
      owner_.request_line(plain(method), plain(target), version);
      stop_if_refused(error);
    }
    void on_response_impl(int, BeastView, int, ErrorCode&) override {}
    void on_field_impl(beast_http::field field, BeastView name, BeastView value, ErrorCode& error) override {
      owner_.field(field, plain(name), plain(value));
      stop_if_refused(error);
    }
    void on_header_impl(ErrorCode& error) override {
      owner_.head_end(content_length().value_or(0));
      stop_if_refused(error);
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
    std::size_t on_body_impl(BeastView body, ErrorCode& error) override { return body_piece(body, error); }
    void on_chunk_header_impl(std::uint64_t, BeastView, ErrorCode&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, BeastView body, ErrorCode& error) override {
      return body_piece(body, error);
    }
    void on_finish_impl(ErrorCode&) override { owner_.finish(); }

    std::size_t body_piece(BeastView body, ErrorCode& error) {
      owner_.body_piece(plain(body));
      stop_if_refused(error);
      return body.size();
    }
    void stop_if_refused(ErrorCode& error) const {
      if (owner_.refusal) error = beast_http::error::bad_value;
    }
    Beast& owner_;
  };

  void begin(Request& next) {
    request = &next;
    if (next.body.capacity() > kKeptBodyBytes) next.body = {};
    next.body.clear();
    header_count = head_bytes = received = 0;
    hosts = lengths = encodings = 0;
    head_done = finished = started = too_large = continue_expected = false;
    refusal.reset();
    authority.clear();
    grammar.emplace(*this);
  }

  void refuse(const Refusal& why) {
    if (!refusal) refusal = why;
  }

  void request_line(std::string_view method, std::string_view target, int version) {
    http_1_0 = version == 10;
    request->method.assign(method);
    head_bytes += method.size() + target.size() + 12;
    std::string_view from_target;
    if (const auto why = read_target(target, *request, from_target)) refuse(*why);
    authority.assign(from_target);
  }

  void field(beast_http::field known, std::string_view name, std::string_view value) {
    head_bytes += name.size() + value.size() + 4;
    if (head_bytes > limits.header_bytes) return refuse(kHeadTooLarge);
    // Fields after a chunked body could pass for headers that were checked; nothing here needs them.
    if (head_done) return;
    if (header_count == limits.header_count) return refuse(kHeadTooLarge);
    check(known, value);
    if (header_count == request->headers.size()) request->headers.emplace_back();
    auto& header = request->headers[header_count++];
    header.name.assign(name);
    header.value.assign(value);
  }

  /// Beast's own limit is on what it has not taken yet.
  void limit_head(std::size_t not_taken) {
    if (!head_done && head_bytes + not_taken > limits.header_bytes) refuse(kHeadTooLarge);
  }

  void check(beast_http::field known, std::string_view value) {
    switch (known) {
      case beast_http::field::host:
        if (++hosts > 1 || !is_authority(value)) refuse(kBadHost);
        break;
      case beast_http::field::content_length:
        if (++lengths > 1 || value.find(',') != value.npos) refuse(kBadLength);
        break;
      case beast_http::field::transfer_encoding:
        if (++encodings > 1 || http_1_0) refuse(kBadTransferEncoding);
        if (!equal_ignoring_case(value, "chunked")) refuse(kUnknownTransferEncoding);
        break;
      case beast_http::field::expect:
        // Of an HTTP/1.0 client an expectation is ignored (RFC 9110, 10.1.1).
        continue_expected = !http_1_0;
        if (!equal_ignoring_case(value, "100-continue")) refuse(kBadExpectation);
        break;
      default:
        break;
    }
  }

  void head_end(std::uint64_t body_length) {
    request->headers.resize(header_count);
    if (lengths > 0 && encodings > 0) return refuse(kBadTransferEncoding);
    if (hosts == 0 && !http_1_0) return refuse(kBadHost);
    if (!authority.empty()) name_host();
    head_done = true;
    if (body_length > 0 || encodings > 0) expect_body(body_length);
  }

  /// The host of an absolute target is the one meant, whatever Host says.
  void name_host() {
    for (auto& header : request->headers) {
      if (!equal_ignoring_case(header.name, "Host")) continue;
      header.value = authority;
      return;
    }
    request->headers.push_back({"Host", authority});
  }

  void expect_body(std::uint64_t length) {
    body_limit = limits.body_bytes ? limits.body_bytes(request->method, request->path) : kDefaultBodyBytes;
    too_large = length > body_limit;
    if (too_large && continue_expected) return refuse(kBodyTooLarge);
    if (!too_large) request->body.reserve(std::min<std::size_t>(length, kDefaultBodyBytes));
  }

  void body_piece(std::string_view piece) {
    received += piece.size();
    too_large = too_large || received > body_limit;
    if (!too_large) {
      request->body.append(piece);
    } else {
      request->body = {};
      if (received > std::max(body_limit, limits.drain_bytes)) refuse(kBodyTooLarge);
    }
  }

  void finish() {
    finished = true;
    if (too_large) refuse(kBodyTooLarge);
  }

  const Limits& limits;
  Request* request = nullptr;
  std::optional<Grammar> grammar;
  std::optional<Refusal> refusal;
  std::string authority;
  std::size_t header_count = 0;
  std::size_t head_bytes = 0;
  std::size_t body_limit = 0;
  std::size_t received = 0;
  int hosts = 0;
  int lengths = 0;
  int encodings = 0;
  bool http_1_0 = false;
  bool started = false;
  bool head_done = false;
  bool finished = false;
  bool too_large = false;
  bool continue_expected = false;
};

RequestParser::RequestParser(const Limits& limits) : beast_(std::make_unique<Beast>(limits)) {}
RequestParser::~RequestParser() = default;

void RequestParser::begin(Request& request) { beast_->begin(request); }

std::size_t RequestParser::feed(std::string_view bytes) {
  if (refusal() || done()) return 0;
  std::size_t used = 0;
  // An empty line before a request is left over from a sloppy client (RFC 9112, 2.2).
  while (!started() && bytes.substr(used).starts_with("\r\n")) used += 2;
  bytes.remove_prefix(used);
  if (bytes.empty() || (!started() && bytes == "\r")) return used;
  beast_->started = true;
  if (!head_done() && has_folded_line(bytes)) {
    refuse(kMalformed);
    return used;
  }
  ErrorCode error;
  const std::size_t taken = beast_->grammar->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
  if (error && error != beast_http::error::need_more) refuse(refusal_of(error, bytes));
  beast_->limit_head(bytes.size() - taken);
  return used + taken;
}

bool RequestParser::started() const { return beast_->started; }
bool RequestParser::head_done() const { return beast_->head_done; }
bool RequestParser::done() const { return beast_->finished; }
const std::optional<Refusal>& RequestParser::refusal() const { return beast_->refusal; }
void RequestParser::refuse(const Refusal& refusal) { beast_->refuse(refusal); }
bool RequestParser::keep_alive() const { return beast_->head_done && beast_->grammar->keep_alive(); }
bool RequestParser::is_http_1_0() const { return beast_->http_1_0; }
bool RequestParser::expects_continue() const {
  return beast_->continue_expected && beast_->head_done && !beast_->finished && beast_->received == 0;
}
std::size_t RequestParser::body_received() const { return beast_->received; }

}  // namespace probity::http
