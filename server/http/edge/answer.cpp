// How a connection makes and sends its answers.
#include <cxxabi.h>
#include <fcntl.h>
#include <unistd.h>

#include <typeinfo>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "http/edge/connection.hpp"
#include "http/edge/response_head.hpp"

namespace probity::http {
namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;
/// Under TLS a small body travels in the record of its head.
constexpr std::size_t kJoinedBytes = 12 * 1024;
constexpr std::string_view kHeartbeat = ":\n\n";

constexpr Refusal kFailed{500, "internal", "Something failed on our side. It is in the log; try again."};
constexpr Refusal kFileGone{500, "file_unavailable", "The file is known but cannot be read. The operator's log says more."};

/// The type alone: the text of an exception may hold what the request held.
std::string type_of_current_exception() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (!type) return "unknown";
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(type->name(), nullptr, nullptr, &status),
                                                         &std::free);
  return status == 0 ? name.get() : type->name();
}

bool has_header(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const Header& header) { return header.name == name; });
}

}  // namespace

/// Suspends the coroutine until a worker has done the errand, or none is free to.
Awaitable<> Connection::on_worker(Errand errand) {
  errand_ = errand;
  rejected_ = false;
  phase_ = Phase::working;
  const auto begin = [this](Resume resume) {
    resume_.emplace(std::move(resume));
    if (service_.pool.submit(*this)) return;
    rejected_ = true;
    loop_.resume(*this);
  };
  asio::use_awaitable_t<Executor> token;
  return asio::async_initiate<asio::use_awaitable_t<Executor>, void()>(begin, token);
}

void Connection::wake_up() {
  Resume resume = std::move(*resume_);
  resume_.reset();
  ErrorCode ignored;
  if (cut_) socket_.close(ignored);
  std::move(resume)();
}

void Connection::run() noexcept {
  if (errand_ == Errand::handle) {
    handle();
  } else {
    read_piece();
  }
  loop_.resume(*this);
}

/// Small answers leave from the worker itself, before the loop wakes: nobody else has the socket.
void Connection::handle() {
  if (!service_.proxies.empty()) find_origin();
  answer_with(call_handler());
  if (!tls_ && !events_) write_now();
}

/// What one request of the connection said of itself does not hold for the next.
void Connection::find_origin() {
  request_.tls = tls_ != nullptr;
  request_.peer_address = peer_address_;
  service_.proxies.apply(request_);
}

Response Connection::call_handler() {
  try {
    Response response = service_.handler(request_);
    if (has_valid_headers(response)) return response;
    log::error("a handler answered with a header that could forge others; a 500 was sent instead");
  } catch (...) {
    log::error("a handler failed with {}", type_of_current_exception());
  }
  return problem(kFailed);
}

/// Makes `response` the answer; all that is left is to write it.
void Connection::answer_with(Response response) {
  response_ = std::move(response);
  written_ = 0;
  file_left_ = 0;
  if (response_.file) open_file();
  const bool is_head = parser_.head_done() && request_.method == "HEAD";
  body_follows_ = !is_head && !is_without_body(response_.status);
  if (response_.on_stream && body_follows_) open_events();
  Framing framing{.keep_alive = keep_alive_, .http_1_0 = parser_.is_http_1_0(), .length = {}};
  if (!events_) framing.length = response_.file ? response_.file->size : response_.body.size();
  write_head(response_, framing, head_);
  if (!body_follows_ || response_.file) response_.body.clear();
}

void Connection::open_file() {
  file_ = ::open(response_.file->path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) {
    log::error("a file that was to be sent cannot be opened (errno {})", errno);
    response_ = problem(kFileGone);
    return;
  }
  file_offset_ = response_.file->offset;
  file_left_ = response_.file->size;
}

void Connection::open_events() {
  events_ = std::make_shared<EventQueue>([weak = weak_from_this(), &loop = loop_] {
    asio::post(loop.context(), [weak] {
      const auto self = weak.lock();
      if (self && self->pulse_) self->pulse_->cancel();
    });
  });
  keep_alive_ = false;
  if (!has_header(response_, "Content-Type")) response_.set("Content-Type", "text/event-stream");
  if (!has_header(response_, "Cache-Control")) response_.set("Cache-Control", "no-store");
  try {
    response_.on_stream(events_);
  } catch (...) {
    log::error("a handler of events failed with {}", type_of_current_exception());
    events_->close();
    events_.reset();
    response_ = problem(kFailed);
  }
}

void Connection::read_piece() {
  piece_.resize(std::min<std::uint64_t>(file_left_, kPieceBytes));
  const ssize_t count = ::pread(file_, piece_.data(), piece_.size(), static_cast<off_t>(file_offset_));
  piece_.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
}

/// Writes as much of head and body as the socket takes without waiting. Not under TLS.
void Connection::write_now() {
  const std::array buffers{asio::buffer(head_), asio::buffer(response_.body)};
  ErrorCode error;
  written_ = socket_.write_some(buffers, error);
}

Awaitable<bool> Connection::send_answer() {
  const std::size_t size = head_.size() + response_.body.size();
  if (written_ < size) {
    const std::size_t of_head = std::min(written_, head_.size());
    const auto head = std::string_view(head_).substr(of_head);
    const auto body = std::string_view(response_.body).substr(written_ - of_head);
    const bool sent = co_await write(head, body);
    if (!sent) co_return false;
  }
  bool sent = true;
  if (events_) {
    sent = co_await send_events();
  } else if (file_ >= 0) {
    sent = co_await send_file();
  }
  response_ = {};
  co_return sent;
}

Awaitable<bool> Connection::send_file() {
  while (body_follows_ && file_left_ > 0 && !leaving_) {
    co_await on_worker(Errand::read_piece);
    if (rejected_) read_piece();
    if (piece_.empty()) break;
    file_offset_ += piece_.size();
    file_left_ -= piece_.size();
    const bool sent = co_await write(piece_);
    if (!sent) break;
  }
  ::close(std::exchange(file_, -1));
  piece_ = {};
  // A file that became shorter than announced can only be told by ending the connection.
  co_return !body_follows_ || file_left_ == 0;
}

Awaitable<bool> Connection::send_events() {
  pulse_.emplace(loop_.context());
  asio::co_spawn(loop_.context(), watch_for_hang_up(shared_from_this()), asio::detached);
  while (!leaving_ && events_->take(piece_)) {
    phase_ = Phase::streaming;
    if (piece_.empty()) {
      deadline_ = Clock::time_point::max();
      pulse_->expires_after(service_.limits.heartbeat);
      ErrorCode woken;
      co_await pulse_->async_wait(into(woken));
      if (woken) continue;
      piece_ = kHeartbeat;
    }
    const bool sent = co_await write(piece_);
    if (!sent) break;
  }
  events_->close();
  events_.reset();
  cancel();
  co_return false;
}

/// A reader of events has nothing more to say: whatever can be read from it is its end.
Awaitable<> Connection::watch_for_hang_up(std::shared_ptr<Connection>) {
  if (!events_) co_return;
  std::array<char, 64> space;
  ErrorCode error;
  if (tls_) {
    co_await tls_->read_some(asio::buffer(space), error);
  } else {
    co_await socket_.async_read_some(asio::buffer(space), into(error));
  }
  leaving_ = true;
  cancel();
}

/// Writes both, waiting at most the write time for each piece the peer takes.
Awaitable<bool> Connection::write(std::string_view first, std::string_view second) {
  std::string joined;
  if (tls_ && !first.empty() && second.size() <= kJoinedBytes) {
    joined.append(first).append(second);
    first = joined;
    second = {};
  }
  phase_ = Phase::writing;
  while (!first.empty() || !second.empty()) {
    wait_at_most(service_.limits.write_time);
    ErrorCode error;
    std::size_t count = 0;
    if (tls_) {
      count = co_await tls_->write_some(asio::buffer(first.empty() ? second : first), error);
    } else {
      const std::array buffers{asio::buffer(first), asio::buffer(second)};
      count = co_await socket_.async_write_some(buffers, into(error));
    }
    if (error || expired_) co_return false;
    const std::size_t of_first = std::min(count, first.size());
    first.remove_prefix(of_first);
    second.remove_prefix(count - of_first);
  }
  co_return true;
}

}  // namespace probity::http
