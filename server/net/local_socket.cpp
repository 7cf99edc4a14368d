#include "net/local_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <list>
#include <thread>

namespace probity::net {
namespace {

constexpr std::uint32_t kLargestFrame = 64U << 20U;

bool write_all(int descriptor, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::send(descriptor, data, size, MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    data += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

bool read_all(int descriptor, char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t read = ::read(descriptor, data, size);
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0) return false;
    data += read;
    size -= static_cast<std::size_t>(read);
  }
  return true;
}

/// Socket addresses hold 107 characters.
Result<sockaddr_un> address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string text = path.string();
  if (text.size() >= sizeof address.sun_path) {
    return invalid("path_too_long", "The path of the data folder is too long for a local socket (100 characters). Choose a shorter one.");
  }
  std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
  return address;
}

}  // namespace

LocalConnection::~LocalConnection() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool LocalConnection::send(std::string_view frame) {
  const auto size = static_cast<std::uint32_t>(frame.size());
  return write_all(descriptor_, reinterpret_cast<const char*>(&size), sizeof size) && write_all(descriptor_, frame.data(), frame.size());
}

std::optional<std::string> LocalConnection::receive() {
  std::uint32_t size = 0;
  if (!read_all(descriptor_, reinterpret_cast<char*>(&size), sizeof size) || size > kLargestFrame) return std::nullopt;
  std::string frame(size, '\0');
  if (!read_all(descriptor_, frame.data(), size)) return std::nullopt;
  return frame;
}

Result<LocalConnection> connect_local(const std::filesystem::path& path) {
  PROBITY_ASSIGN(sockaddr_un address, address_of(path));
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return internal(fmt::format("socket: {}", std::strerror(errno)));
  LocalConnection connection(descriptor);
  if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return fail(ErrorKind::unavailable, "not_running", "No server is running on this data folder.");
  }
  return connection;
}

/// One connection being served. Keeps a second descriptor of its socket, so that it can be ended from outside.
class LocalListener::Served {
 public:
  Served(int descriptor, const Serve& serve)
      : second_(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0)), thread_([this, descriptor, &serve] {
          serve(LocalConnection(descriptor));
          done_ = true;
        }) {}
  /// Whoever still waits for the other end to speak stops waiting; what is at work ends and may say so.
  ~Served() {
    ::shutdown(second_, SHUT_RD);
    thread_.join();
    if (second_ >= 0) ::close(second_);
  }
  bool done() const { return done_; }

 private:
  const int second_;
  std::atomic<bool> done_{false};
  std::thread thread_;
};

struct LocalListener::Implementation {
  int descriptor = -1;
  std::filesystem::path path;
  Serve serve;
  std::list<Served> connections;  ///< of the accepting thread, until that has ended
  std::atomic<std::size_t> at_work{0};
  std::jthread accepting;

  void accept(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      connections.remove_if([](const Served& connection) { return connection.done(); });
      at_work = connections.size();
      pollfd waiting{descriptor, POLLIN, 0};
      if (::poll(&waiting, 1, 200) <= 0) continue;
      const int accepted = ::accept4(descriptor, nullptr, nullptr, SOCK_CLOEXEC);
      if (accepted >= 0) connections.emplace_back(accepted, serve);
    }
  }
};

LocalListener::LocalListener(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}

LocalListener::~LocalListener() {
  implementation_->accepting = {};
  implementation_->connections.clear();
  ::close(implementation_->descriptor);
  ::unlink(implementation_->path.c_str());
}

std::size_t LocalListener::at_work() const { return implementation_->at_work; }

Result<std::unique_ptr<LocalListener>> LocalListener::listen(const std::filesystem::path& path, Serve serve) {
  PROBITY_ASSIGN(sockaddr_un address, address_of(path));
  auto implementation = std::make_unique<Implementation>();
  implementation->path = path;
  implementation->serve = std::move(serve);
  implementation->descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // Whoever calls holds the lock of the data folder, so a socket that is there was left by a kill.
  ::unlink(path.c_str());
  const mode_t old_mask = ::umask(0177);
  const int bound = ::bind(implementation->descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::umask(old_mask);
  if (bound != 0 || ::listen(implementation->descriptor, 16) != 0) {
    const int error = errno;
    ::close(implementation->descriptor);
    return internal(fmt::format("local socket: {}", std::strerror(error)));
  }
  auto* raw = implementation.get();
  raw->accepting = std::jthread([raw](const std::stop_token& stop) { raw->accept(stop); });
  return std::unique_ptr<LocalListener>(new LocalListener(std::move(implementation)));
}

}  // namespace probity::net
