#include "certificate_watch.hpp"

#include <sys/stat.h>

#include "base/log.hpp"

namespace probity {
namespace {

constexpr Timestamp kSoon = 14 * kDay;

/// What changes with a file, be it written over, replaced, or behind a link that leads elsewhere now.
std::string state_of(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return "absent";
  return fmt::format("{} {} {} {}.{}", status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

}  // namespace

CertificateWatch::CertificateWatch(http::Server& server, const http::ServerOptions::Tls& files)
    : server_(server), files_(files), read_(state()), seen_(read_) {}

std::string CertificateWatch::state() const { return state_of(files_.certificate_file) + "\n" + state_of(files_.key_file); }

void CertificateWatch::look() {
  const std::string now_seen = state();
  const bool settled = now_seen == seen_;
  seen_ = now_seen;
  if (settled && now_seen != read_) reload();
}

void CertificateWatch::reload() {
  read_ = seen_ = state();
  if (const auto loaded = server_.reload_certificate(); !loaded) {
    return log::error("the certificate was not changed, the one in use stays: {}", loaded.error().message);
  }
  const auto ends = server_.certificate_ends();
  log::info("the certificate was read anew; it ends on {}", ends ? format_day(day_of(*ends, {})) : "an unknown day");
  if (ends && *ends < now() + kSoon) log::warning("the certificate ends within two weeks");
}

}  // namespace probity
