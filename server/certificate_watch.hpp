#pragma once
// Takes up a certificate that was renewed, without a restart: when its files change, and when told to (SIGHUP).
#include <filesystem>
#include <string>

#include "http/edge/server.hpp"

namespace probity {

class CertificateWatch {
 public:
  CertificateWatch(http::Server& server, const http::ServerOptions::Tls& files);
  /// Looks at the files. What changed is read at the second look that finds it alike: certificate and key are seldom
  /// written at once.
  void look();
  /// Reads them now. One that cannot be used is told in the log, and the certificate in use stays.
  void reload();

 private:
  std::string state() const;

  http::Server& server_;
  const http::ServerOptions::Tls files_;
  std::string read_;  ///< state of the files when they were read last
  std::string seen_;  ///< at the last look
};

}  // namespace probity
