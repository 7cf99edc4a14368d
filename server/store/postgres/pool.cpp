#include "store/postgres/pool.hpp"

namespace probity::store::postgres {
namespace {

constexpr std::size_t kKeptConnections = 8;

}  // namespace

Result<Pool::Lease> Pool::lease() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      return Lease(*this, std::move(connection));
    }
  }
  PROBITY_ASSIGN(auto connection, Connection::open(url_));
  return Lease(*this, std::move(connection));
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  if (!connection->usable()) return;
  const std::scoped_lock lock(mutex_);
  if (idle_.size() < kKeptConnections) idle_.push_back(std::move(connection));
}

}  // namespace probity::store::postgres
