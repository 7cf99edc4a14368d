#pragma once
// Connections that wait for use. For any thread; an unusable connection is never handed out again.
#include <mutex>
#include <vector>

#include "store/postgres/connection.hpp"

namespace probity::store::postgres {

class Pool {
 public:
  /// A connection while it is used.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (connection_) pool_->give_back(std::move(connection_));
    }
    Connection& operator*() const { return *connection_; }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  explicit Pool(std::string url) : url_(std::move(url)) {}
  /// Makes a connection where none waits: a reader of one workspace may read another one meanwhile, so
  /// waiting for a free one could be waiting for oneself.
  Result<Lease> lease();

 private:
  void give_back(std::unique_ptr<Connection> connection);

  const std::string url_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace probity::store::postgres
