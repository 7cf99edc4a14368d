#include "http/edge/connection.hpp"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>

#include "base/log.hpp"

namespace probity::http {
namespace {

constexpr std::size_t kReadBytes = 4 * 1024;
constexpr std::size_t kBodyReadBytes = 64 * 1024;
/// How long a client may still talk after the last answer, so that it reads the answer and no reset.
constexpr std::chrono::seconds kFarewell{2};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

constexpr Refusal kTooSlow{408, "request_timeout", "The request did not arrive in time. Nothing was changed; send it again."};
constexpr Refusal kEndless{400, "malformed_request", "This is not a well-formed HTTP/1.1 request. Nothing was changed."};
constexpr Refusal kBusy{503, "busy", "The server has more to do than it can right now. Nothing was changed; try again shortly."};

std::string numeric_address(const Socket& socket) {
  ErrorCode error;
  auto address = socket.remote_endpoint(error).address();
  if (error) return {};
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

}  // namespace

Connection::Connection(Socket socket, Loop& loop, Service& service)
    : loop_(loop),
      service_(service),
      socket_(std::move(socket)),
      parser_(service.limits),
      input_(std::max(service.limits.header_bytes + 1024, kBodyReadBytes)) {
  ++service_.connections;
  ErrorCode ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  if (service_.tls) tls_ = service_.tls->wrap(socket_);
  peer_address_ = numeric_address(socket_);
  request_.tls = tls_ != nullptr;
  request_.peer_address = peer_address_;
}

Connection::~Connection() {
  loop_.remove(*this);
  if (events_) events_->close();
  if (file_ >= 0) ::close(file_);
  --service_.connections;
}

void Connection::start(const std::shared_ptr<Connection>& connection) {
  asio::co_spawn(connection->loop_.context(), connection->serve(connection), [](const std::exception_ptr& failure) {
    if (failure) log::error("a connection ended by an exception; its client got no answer");
  });
}

/// The parameter keeps the connection alive as long as its coroutine.
Awaitable<> Connection::serve(std::shared_ptr<Connection>) {
  loop_.add(*this);
  leaving_ = loop_.winding_down();
  const bool opened = co_await open();
  while (opened) {
    const bool received = co_await read_request();
    if (!received) co_return;
    const bool refused = parser_.refusal().has_value();
    keep_alive_ = parser_.keep_alive() && parser_.done() && !service_.stopping.load(std::memory_order_relaxed);
    if (!refused) co_await on_worker(Errand::handle);
    if (refused || rejected_) answer_with(problem(refused ? *parser_.refusal() : kBusy));
    const bool sent = co_await send_answer();
    if (!sent) co_return;
    if (!keep_alive_ || leaving_) break;
  }
  co_await end_gently();
}

Awaitable<bool> Connection::open() {
  if (!tls_) co_return true;
  phase_ = Phase::head;
  wait_at_most(service_.limits.header_time);
  ErrorCode error;
  co_await tls_->handshake(error);
  co_return !error;
}

/// True when there is something to answer: a request, or a refusal of one.
Awaitable<bool> Connection::read_request() {
  parser_.begin(request_);
  phase_ = Phase::idle;
  wait_at_most(service_.limits.idle_time);
  bool continued = false;
  for (;;) {
    input_.consume(parser_.feed(input_.bytes()));
    if (parser_.refusal() || parser_.done()) co_return true;
    note_progress();
    if (leaving_ && phase_ == Phase::idle) co_return false;
    if (input_.full()) {
      parser_.refuse(kEndless);
      co_return true;
    }
    if (!continued && parser_.expects_continue()) {
      continued = true;
      const bool told = co_await write(kContinue);
      if (!told) co_return false;
      note_progress();
    }
    const bool received = co_await receive();
    if (!received && (!expired_ || phase_ == Phase::idle)) co_return false;
    if (!received) {
      parser_.refuse(kTooSlow);
      co_return true;
    }
  }
}

Awaitable<bool> Connection::receive() {
  if (input_.empty() && phase_ == Phase::idle) input_.shrink();
  const auto space = input_.space(phase_ == Phase::body ? kBodyReadBytes : kReadBytes);
  const auto buffer = asio::buffer(space.data(), space.size());
  ErrorCode error;
  std::size_t count = 0;
  if (tls_) {
    count = co_await tls_->read_some(buffer, error);
  } else {
    count = co_await socket_.async_read_some(buffer, into(error));
  }
  input_.received(count);
  co_return !error && !expired_;
}

/// Moves the deadline along with what has arrived. A head must come whole in its time; a body may take
/// longer the more of it has come.
void Connection::note_progress() {
  const auto& limits = service_.limits;
  if (!parser_.started()) return;
  if (!parser_.head_done()) {
    if (phase_ != Phase::head) wait_at_most(limits.header_time);
    phase_ = Phase::head;
    return;
  }
  if (phase_ != Phase::body) body_began_ = Clock::now();
  phase_ = Phase::body;
  const auto earned = std::chrono::seconds(parser_.body_received() / std::max<std::size_t>(limits.body_bytes_per_second, 1));
  deadline_ = body_began_ + limits.body_time + earned;
}

/// A connection closed with bytes unread is reset, and the client may lose the answer it was sent.
Awaitable<> Connection::end_gently() {
  phase_ = Phase::ending;
  wait_at_most(kFarewell);
  ErrorCode error;
  if (tls_) co_await tls_->shutdown(error);
  error = {};
  socket_.shutdown(Socket::shutdown_send, error);
  piece_.resize(kBodyReadBytes);
  std::size_t dropped = 0;
  while (!error && !expired_ && dropped < service_.limits.drain_bytes) {
    dropped += co_await socket_.async_read_some(asio::buffer(piece_), into(error));
  }
}

void Connection::wait_at_most(std::chrono::milliseconds time) {
  expired_ = false;
  deadline_ = Clock::now() + time;
}

void Connection::cancel() {
  ErrorCode ignored;
  socket_.cancel(ignored);
  if (pulse_) pulse_->cancel();
}

void Connection::check_time(Clock::time_point now) {
  // While a worker has the connection, the socket is the worker's.
  if (phase_ == Phase::working || now < deadline_) return;
  expired_ = true;
  deadline_ = Clock::time_point::max();
  cancel();
}

void Connection::wind_down() {
  leaving_ = true;
  // While a worker has the connection, only the worker may look at more of it.
  if (phase_ != Phase::working && (phase_ == Phase::idle || events_)) cancel();
}

void Connection::cut_off() {
  leaving_ = cut_ = true;
  ErrorCode ignored;
  if (phase_ != Phase::working) socket_.close(ignored);
  if (pulse_) pulse_->cancel();
}

}  // namespace probity::http
