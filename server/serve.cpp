#include "serve.hpp"

#include <charconv>
#include <csignal>
#include <ctime>
#include <thread>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "certificate_watch.hpp"
#include "cli/demo.hpp"
#include "cli/remote.hpp"
#include "http/application.hpp"
#include "hardening.hpp"
#include "http/edge/server.hpp"
#include "promises/facts.hpp"
#include "wire_http.hpp"

namespace probity {
namespace {

/// Writes wait for the disk in groups; more workers than cores let more of them share a wait.
constexpr int kWorkers = 24;
/// Files that are none of a connection: databases, uploads, the log.
constexpr std::size_t kOtherFiles = 1'000;
/// How often the certificate's files are looked at.
constexpr timespec kBetweenLooks{.tv_sec = 2, .tv_nsec = 0};

/// Of `serve`; other commands have no such option, and speak of the server that most have.
std::string listen_of(const cli::Arguments& arguments) { return arguments.has("listen") ? arguments["listen"] : "127.0.0.1:8080"; }

struct Address {
  std::string host;
  std::uint16_t port;
};

Result<Address> parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  const std::string digits = colon == std::string::npos ? "" : text.substr(colon + 1);
  const bool number = !digits.empty() && digits.size() <= 5 && std::all_of(digits.begin(), digits.end(), [](char digit) { return digit >= '0' && digit <= '9'; });
  if (!number || std::stoi(digits) > 65535) return invalid("bad_address", fmt::format("--listen is HOST:PORT, such as 127.0.0.1:8080; \"{}\" is not.", text));
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return Address{host, static_cast<std::uint16_t>(std::stoi(digits))};
}

http::ServerOptions::Tls tls_files(const cli::Arguments& arguments) { return {arguments["certificate"], arguments["key"]}; }

Result<int> rate_of(const cli::Arguments& arguments, std::string_view name) {
  const std::string& text = arguments[name];
  int rate = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
  if (error != std::errc() || end != text.data() + text.size() || rate < 0 || rate > 1'000'000) {
    return invalid("bad_rate", fmt::format("--{} is a number of requests a minute, 0 for any number; \"{}\" is none.", name, text));
  }
  return rate;
}

Result<http::RateLimits> rates_of(const cli::Arguments& arguments) {
  PROBITY_ASSIGN(const int per_address, rate_of(arguments, "requests-per-address"));
  PROBITY_ASSIGN(const int per_token, rate_of(arguments, "requests-per-token"));
  return http::RateLimits{.per_address = per_address, .per_token = per_token};
}

Result<std::unique_ptr<http::Server>> listen(const cli::Arguments& arguments, http::Handler handler) {
  PROBITY_ASSIGN(Address address, parse_address(arguments["listen"]));
  http::ServerOptions options{.address = address.host, .port = address.port, .workers = kWorkers};
  options.limits.body_bytes = http::largest_body;
  const std::size_t files = raise_file_limit();
  options.limits.connections = std::min(options.limits.connections, files > 2 * kOtherFiles ? files - kOtherFiles : files / 2);
  const auto wording = arguments["proxy-header"] == "forwarded" ? http::TrustedProxies::Wording::forwarded : http::TrustedProxies::Wording::x_forwarded;
  PROBITY_ASSIGN(options.proxies, http::TrustedProxies::parse(arguments["trusted-proxies"], wording));
  if (arguments.has("certificate") != arguments.has("key")) {
    return invalid("bad_certificate", "--certificate and --key go together: give both, or neither for plain HTTP.");
  }
  if (arguments.has("certificate")) options.tls = tls_files(arguments);
  return http::Server::listen(std::move(options), std::move(handler));
}

std::string url_of(const cli::Arguments& arguments, std::uint16_t port) {
  const std::string listen = listen_of(arguments);
  std::string host = listen.substr(0, listen.rfind(':'));
  if (host.empty() || host == "0.0.0.0" || host == "[::]") host = "127.0.0.1";
  return fmt::format("{}://{}:{}", arguments.has("certificate") ? "https" : "http", host, port);
}

Result<> greet(const cli::Arguments& arguments, installation::Installation& installation, std::uint16_t port, cli::Output& output) {
  const std::string url = url_of(arguments, port);
  if (arguments.has("demo")) {
    PROBITY_ASSIGN(auto sign_in, cli::ensure_demo(installation));
    output.out(fmt::format("Probity is running with sample data.\n  Open:     {}\n  Email:    {}\n  Password: {}\n", url, sign_in.email, sign_in.password));
    return {};
  }
  PROBITY_ASSIGN(bool needs_owner, installation.accounts().needs_owner());
  if (needs_owner) {
    output.out(fmt::format("Probity is running. Open this page to create the owner's account; the secret in it works once:\n  {}/setup#secret={}\n", url, installation.accounts().first_run_secret()));
  } else {
    output.out(fmt::format("Probity is running.\n  Open: {}\n", url));
  }
  return {};
}

/// Only a server with a certificate outlives the terminal it was started from.
sigset_t signals_of(const cli::Arguments& arguments) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  if (arguments.has("certificate")) sigaddset(&signals, SIGHUP);
  return signals;
}

/// Until a signal says that it is time to stop.
void wait_for_stop(const cli::Arguments& arguments, http::Server& server) {
  const sigset_t signals = signals_of(arguments);
  if (!arguments.has("certificate")) {
    int signal = 0;
    sigwait(&signals, &signal);
    return;
  }
  CertificateWatch certificate(server, tls_files(arguments));
  for (;;) {
    const int signal = sigtimedwait(&signals, nullptr, &kBetweenLooks);
    if (signal == SIGINT || signal == SIGTERM) return;
    if (signal == SIGHUP) certificate.reload();
    if (signal < 0) certificate.look();
  }
}

/// In an office that may be meant; it is said all the same.
void tell_of_plain_http(const cli::Arguments& arguments, installation::Installation& installation, cli::Output& output) {
  if (arguments.has("certificate") || installation.options().public_url.starts_with("https://")) return;
  const std::string listen = listen_of(arguments);
  if (listen.starts_with("127.0.0.1:") || listen.starts_with("localhost:") || listen.starts_with("[::1]:")) return;
  output.out(fmt::format("Connections are not encrypted: {}. Use --certificate and --key, or an https proxy in front and --public-url.\n", promises::kPlainHttpLacks));
}

Result<> run_server(const cli::Arguments& arguments, installation::Installation& installation, cli::Output& output) {
  PROBITY_ASSIGN(const http::RateLimits rates, rates_of(arguments));
  HttpSide http(installation, arguments["web"], rates);
  installation.facts().tls = [own = arguments.has("certificate")] { return std::optional(own); };
  PROBITY_ASSIGN(auto server, listen(arguments, http.handler()));
  installation.facts().certificate_ends = [&server = *server] { return server.certificate_ends(); };
  PROBITY_ASSIGN(auto commands, cli::serve_commands(installation));
  PROBITY_TRY(installation.start_jobs());
  PROBITY_TRY(greet(arguments, installation, server->port(), output));
  tell_of_plain_http(arguments, installation, output);
  std::thread waiting([&] {
    wait_for_stop(arguments, *server);
    log::info("stopping");
    server->stop();
  });
  server->run();
  pthread_kill(waiting.native_handle(), SIGTERM);
  waiting.join();
  // Before the commands: one that waits for a job is told that it goes on later.
  installation.jobs().stop();
  return {};
}

}  // namespace

void hold_signals(const cli::Arguments& arguments) {
  const sigset_t signals = signals_of(arguments);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

std::string local_url(const cli::Arguments& arguments) {
  const auto address = parse_address(listen_of(arguments));
  return address ? url_of(arguments, address->port) : std::string();
}

int serve(const cli::Arguments& arguments, installation::Installation& installation, cli::Output& output) {
  auto outcome = run_server(arguments, installation, output);
  if (outcome) return cli::kDone;
  output.error(cli::describe(outcome.error()) + "\n");
  return cli::exit_code_of(outcome.error());
}

}  // namespace probity
