#pragma once
// One connection: a coroutine on its loop that reads a request, sleeps while a worker answers it, and reads
// the next. Requests of a connection are therefore answered in order, however they were sent.
#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "http/edge/asio_types.hpp"
#include "http/edge/event_queue.hpp"
#include "http/edge/input_buffer.hpp"
#include "http/edge/loop.hpp"
#include "http/edge/message.hpp"
#include "http/edge/request_parser.hpp"
#include "http/edge/server.hpp"
#include "http/edge/tls.hpp"
#include "http/edge/worker_pool.hpp"

namespace probity::http {

/// What all connections of a server share. Outlives them.
struct Service {
  Limits limits;
  Handler handler;
  TrustedProxies proxies;
  std::shared_ptr<TlsContext> tls;  ///< replaced on the first loop, where connections are made
  WorkerPool pool;
  std::atomic<std::size_t> connections{0};
  std::atomic<bool> stopping{false};
};

class Connection final : public Job, public Sleeper, public Tenant, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, Loop& loop, Service& service);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// From any thread.
  static void start(const std::shared_ptr<Connection>& connection);

 private:
  enum class Phase { idle, head, body, working, writing, streaming, ending };
  enum class Errand { handle, read_piece };

  // connection.cpp: the life of a connection, on its loop.
  Awaitable<> serve(std::shared_ptr<Connection> self);
  Awaitable<bool> open();
  Awaitable<bool> read_request();
  Awaitable<bool> receive();
  Awaitable<> end_gently();
  void note_progress();
  void wait_at_most(std::chrono::milliseconds time);
  void cancel();
  void check_time(Clock::time_point now) override;
  void wind_down() override;
  void cut_off() override;

  // answer.cpp: making and sending answers.
  Awaitable<> on_worker(Errand errand);
  void wake_up() override;      ///< on the loop
  void run() noexcept override; ///< on a worker
  void handle();
  void find_origin();
  Response call_handler();
  void open_answer();
  void open_file();
  void open_events();
  void read_piece();
  void answer_with(Response response);
  void write_now();
  Awaitable<bool> send_answer();
  Awaitable<bool> send_file();
  Awaitable<bool> send_events();
  Awaitable<> watch_for_hang_up(std::shared_ptr<Connection> self);
  Awaitable<bool> write(std::string_view first, std::string_view second = {});

  Loop& loop_;
  Service& service_;
  Socket socket_;
  std::unique_ptr<TlsStream> tls_;
  RequestParser parser_;
  InputBuffer input_;
  std::string peer_address_;  ///< of the connection, whatever a request says of itself
  Request request_;
  Response response_;
  std::string head_;

  Phase phase_ = Phase::idle;
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point body_began_;
  bool expired_ = false;   ///< the deadline passed
  bool leaving_ = false;   ///< the server stops, or the reader of events hung up
  bool cut_ = false;       ///< closed as soon as no worker has it
  bool keep_alive_ = true;

  using Resume = asio::async_result<asio::use_awaitable_t<Executor>, void()>::handler_type;
  std::optional<Resume> resume_;
  Errand errand_ = Errand::handle;
  bool rejected_ = false;       ///< the pool had no room
  std::size_t written_ = 0;     ///< bytes of head and body that are sent
  bool body_follows_ = false;   ///< not so for HEAD, 204 and 304
  int file_ = -1;
  std::uint64_t file_left_ = 0;
  std::uint64_t file_offset_ = 0;
  std::string piece_;
  std::shared_ptr<EventQueue> events_;
  std::optional<Timer> pulse_;  ///< of an event stream
};

}  // namespace probity::http
