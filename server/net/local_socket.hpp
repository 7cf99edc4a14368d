#pragma once
// A socket in the data folder (mode 600), over which a command asks the running server to do its
// work. Frames of length and bytes; one request and its answers per connection.
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace probity::net {

/// One end of a connection. For one thread.
class LocalConnection {
 public:
  explicit LocalConnection(int descriptor) : descriptor_(descriptor) {}
  ~LocalConnection();
  LocalConnection(LocalConnection&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  LocalConnection(const LocalConnection&) = delete;
  /// False once the other end is gone.
  bool send(std::string_view frame);
  /// Nothing once the other end is gone. Frames over 64 MiB are refused.
  std::optional<std::string> receive();

 private:
  int descriptor_;
};

/// "not_running" (unavailable) when nobody listens there.
Result<LocalConnection> connect_local(const std::filesystem::path& path);

/// Listens until destroyed; each connection is served on a thread of its own, which is let go of when it is
/// done. The destructor ends the connections there still are and waits for what they are at.
class LocalListener {
 public:
  using Serve = std::function<void(LocalConnection)>;
  static Result<std::unique_ptr<LocalListener>> listen(const std::filesystem::path& path, Serve serve);
  ~LocalListener();
  /// How many connections it keeps a thread for; those that are done count up to 0.2 s longer.
  std::size_t at_work() const;

 private:
  class Served;
  struct Implementation;
  explicit LocalListener(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace probity::net
