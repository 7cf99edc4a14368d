#pragma once
// Erasure of a person (GDPR Art. 17): everything that concerns them, wherever the program keeps it, gone and looked
// for again. Two stages: when begin() returns nobody sees the person any more; the bytes go after, and then the
// certificate is written. Whatever happens between, it is finished after the next start. Thread-safe.
//
// What is asked of whom may: the caller decides that before; see http/handlers and cli.
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "jobs/jobs.hpp"
#include "mail/outbox.hpp"
#include "rights/erasure/places/place.hpp"

namespace probity::erasure {

struct Wish {
  std::string workspace;  ///< slug; "system" for members
  std::string entity;     ///< name or plural
  Id person;
  std::string ground = "request";  ///< "request", "retention", "minor", "staff", "account_closed"
  Id request;                      ///< the request that asked for it; nil: none
  Id actor;                        ///< nil: the program
};

class Erasures {
 public:
  struct Parts {
    records::Records& records;
    records::Subjects& subjects;
    jobs::Jobs& jobs;
    mail::Outbox* outbox = nullptr;  ///< none: orders to processors are left to the administrators
    std::filesystem::path ledger;    ///< folder of the ledgers outside the databases
    std::string secret;              ///< 32 bytes: signs certificates and seals what an erasure under way must remember
    std::string link_url;            ///< what links in letters begin with
  };
  /// Before the jobs start.
  explicit Erasures(Parts parts);
  ~Erasures();
  Erasures(const Erasures&) = delete;

  /// A further place that holds personal bytes. Before the jobs start.
  void add_place(Place place);

  /// What an erasure would do, as JSON: what goes, is masked, unlinked and kept (with ground and end), what is found
  /// in which place, which orders go to whom, and who may be the same human. Changes nothing. "not_found".
  Result<> write_preview(const Wish& wish, JsonWriter& writer);

  /// The intent, on disk, and the person hidden from everybody for every purpose, in one transaction; gives the
  /// erasure's id. The rest goes on in the background. One that is under way already is given again.
  /// "held" (conflict, says because of what and until when), "not_found", "bad_ground" (invalid).
  Result<Id> begin(const Wish& wish);

  /// Until it is certified; carries it out on the calling thread where nothing else does. An error says what is left
  /// and that it is tried again by itself.
  Result<> wait(const std::string& workspace, const Id& erasure);

  /// The certificate, without anything that tells who it was. "not_found", "not_certified" (conflict).
  Result<> write_certificate(const std::string& workspace, const Id& erasure, JsonWriter& writer);

  /// Whether a certificate (as written above) is one of this installation's, unchanged.
  bool is_genuine(const JsonValue& certificate) const;

  /// Carries out again what the ledger outside says was erased and the database still holds: one restored from a
  /// copy. Before anybody is served. How many there were.
  Result<std::int64_t> replay(const std::string& workspace);

 private:
  class Work;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace probity::erasure
