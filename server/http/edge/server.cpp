#include "http/edge/server.hpp"

#include <condition_variable>
#include <thread>

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "http/edge/connection.hpp"
#include "http/edge/loop.hpp"
#include "http/edge/port_holder.hpp"
#include "http/edge/problem.hpp"
#include "http/edge/response_head.hpp"

namespace probity::http {
namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Endpoint = asio::ip::tcp::endpoint;

constexpr std::chrono::seconds kStopTime{10};
constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr Refusal kFull{503, "too_many_connections",
                        "The server has as many connections as it takes. Nothing was changed; try again shortly."};

/// How often the clock of connections is looked at: fine enough for the shortest limit.
std::chrono::milliseconds check_interval(const Limits& limits) {
  const auto shortest = std::min({limits.header_time, limits.body_time, limits.idle_time, limits.write_time});
  return std::clamp(shortest / 8, std::chrono::milliseconds(5), std::chrono::milliseconds(500));
}

Result<Endpoint> endpoint_of(const ServerOptions& options) {
  ErrorCode error;
  const auto address = asio::ip::make_address(options.address == "localhost" ? "127.0.0.1" : options.address, error);
  if (error) {
    return fail(ErrorKind::invalid, "bad_address",
                fmt::format("\"{}\" is no numeric IPv4 or IPv6 address to listen on. Use 127.0.0.1 for this machine "
                            "only, 0.0.0.0 for all IPv4 addresses or :: for all.",
                            options.address));
  }
  return Endpoint(address, options.port);
}

std::unexpected<Error> cannot_listen(const ServerOptions& options, const ErrorCode& error) {
  if (error == asio::error::address_in_use) {
    const std::string holder = port_holder(options.port);
    return fail(ErrorKind::unavailable, "port_taken",
                fmt::format("Port {} on {} is taken by {}. Stop it, or listen on another port.", options.port,
                            options.address, holder.empty() ? "another program" : holder));
  }
  if (error == asio::error::access_denied) {
    return fail(ErrorKind::forbidden, "port_forbidden",
                fmt::format("Port {} may only be opened by root. Listen on a port from 1024 up, or put a proxy in front.",
                            options.port));
  }
  return fail(ErrorKind::unavailable, "bad_address",
              fmt::format("Cannot listen on {} port {}: {}.", options.address, options.port, error.message()));
}

Result<> bind(Acceptor& acceptor, const Endpoint& endpoint, const ServerOptions& options) {
  ErrorCode error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
  if (!error && endpoint.protocol() == asio::ip::tcp::v6()) acceptor.set_option(asio::ip::v6_only(false), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return cannot_listen(options, error);
  return {};
}

class BeastServer final : public Server {
 public:
  BeastServer(ServerOptions options, Handler handler, std::shared_ptr<TlsContext> tls)
      : service_{.limits = options.limits,
                 .handler = std::move(handler),
                 .proxies = options.proxies,
                 .tls = std::move(tls),
                 .pool = {options.workers, options.limits.waiting_requests}} {
    for (int i = 0; i < std::max(options.loops, 1); ++i) {
      loops_.push_back(std::make_unique<Loop>(check_interval(options.limits)));
    }
    tls_files_ = options.tls;
    if (service_.tls) certificate_ends_ = service_.tls->ends();
    acceptor_.emplace(loops_[0]->context());
    pause_.emplace(loops_[0]->context());
  }

  ~BeastServer() override {
    stop();
    service_.pool.finish();
    for (auto& loop : loops_) loop->clear();
  }

  Result<> open(const ServerOptions& options) {
    PROBITY_ASSIGN(const auto endpoint, endpoint_of(options));
    PROBITY_TRY(bind(*acceptor_, endpoint, options));
    port_ = acceptor_->local_endpoint().port();
    return {};
  }

  std::uint16_t port() const override { return port_; }

  void run() override {
    accept();
    std::jthread watchman([this](std::stop_token finished) { end_in_time(finished); });
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 1; i < loops_.size(); ++i) threads.emplace_back([this, i] { loops_[i]->run(); });
      loops_[0]->run();
    }
    watchman.request_stop();
  }

  void stop() override {
    if (service_.stopping.exchange(true)) return;
    asio::post(loops_[0]->context(), [this] {
      ErrorCode ignored;
      acceptor_->close(ignored);
      pause_->cancel();
    });
    for (auto& loop : loops_) loop->wind_down();
    const std::lock_guard lock(stop_mutex_);
    stop_asked_.notify_all();
  }

  Result<> reload_certificate() override {
    if (!tls_files_) return {};
    PROBITY_ASSIGN(auto fresh, TlsContext::load(*tls_files_));
    certificate_ends_ = fresh->ends();
    // Connections are made on this loop alone, so that none sees the change half done.
    asio::post(loops_[0]->context(), [this, fresh = std::move(fresh)] { service_.tls = fresh; });
    return {};
  }

  std::optional<Timestamp> certificate_ends() const override {
    const Timestamp ends = certificate_ends_;
    return ends ? std::optional(ends) : std::nullopt;
  }

 private:
  void accept() {
    Loop& loop = *loops_[turn_++ % loops_.size()];
    acceptor_->async_accept(loop.context().get_executor(), [this, &loop](const ErrorCode& error, Socket socket) {
      if (service_.stopping) return;
      if (error) return accept_later(error);
      if (service_.connections >= service_.limits.connections) {
        turn_away(socket);
      } else {
        Connection::start(std::make_shared<Connection>(std::move(socket), loop, service_));
      }
      accept();
    });
  }

  /// Out of file descriptors or memory: those connected are served on, and some of them will end.
  void accept_later(const ErrorCode& error) {
    if (error != asio::error::connection_aborted) {
      log::warning("connections are not accepted for the moment: {}", error.message());
    }
    pause_->expires_after(kAcceptPause);
    pause_->async_wait([this](const ErrorCode&) {
      if (!service_.stopping) accept();
    });
  }

  void turn_away(Socket& socket) {
    ErrorCode ignored;
    socket.non_blocking(true, ignored);
    if (!service_.tls) {
      const Response response = problem(kFull);
      std::string head;
      write_head(response, {.keep_alive = false, .length = response.body.size()}, head);
      socket.write_some(asio::buffer(head + response.body), ignored);
    }
    socket.shutdown(Socket::shutdown_send, ignored);
  }

  /// Once stop was asked, what is in work has kStopTime to end.
  void end_in_time(std::stop_token finished) {
    std::unique_lock lock(stop_mutex_);
    stop_asked_.wait(lock, finished, [this] { return service_.stopping.load(); });
    const bool ended = stop_asked_.wait_for(lock, finished, kStopTime, [&] { return finished.stop_requested(); });
    if (ended || finished.stop_requested()) return;
    log::warning("some requests did not end within {} seconds of the stop and were cut off", kStopTime.count());
    for (auto& loop : loops_) loop->stop();
  }

  Service service_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::optional<Acceptor> acceptor_;
  std::optional<Timer> pause_;
  std::uint16_t port_ = 0;
  std::optional<ServerOptions::Tls> tls_files_;
  std::atomic<Timestamp> certificate_ends_{0};  ///< 0: none
  std::size_t turn_ = 0;
  std::mutex stop_mutex_;
  std::condition_variable_any stop_asked_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(ServerOptions options, Handler handler) {
  std::shared_ptr<TlsContext> tls;
  if (options.tls) {
    PROBITY_ASSIGN(tls, TlsContext::load(*options.tls));
  }
  auto server = std::make_unique<BeastServer>(options, std::move(handler), std::move(tls));
  PROBITY_TRY(server->open(options));
  return server;
}

}  // namespace probity::http
