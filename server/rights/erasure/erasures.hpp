#pragma once
// Erasure of a person (GDPR Art. 17): everything that concerns them, wherever the program keeps it, gone and looked
// for again. Two stages: when begin() returns nobody sees the person any more; the bytes go after, and then the
// certificate is written. Whatever happens between, it is finished after the next start. Thread-safe.
//
// Who may is decided by the caller, before; see http/handlers and cli.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "jobs/jobs.hpp"
#include "records/subject/state.hpp"
#include "rights/erasure/kept_apart.hpp"
#include "rights/erasure/ledger.hpp"
#include "rights/erasure/orders.hpp"
#include "rights/erasure/places/place.hpp"

namespace probity::erasure {

struct Wish {
  std::string workspace;  ///< slug; "system" for members
  std::string entity;     ///< name or plural
  Id person;
  std::string ground = "request";  ///< "request", "retention", "minor", "staff", "account_closed", "restored"
  Id request = {};                 ///< the request that asked for it; nil: none
  Id actor = {};                   ///< nil: the program
};

class Erasures {
 public:
  struct Parts {
    records::Records& records;
    records::Subjects& subjects;
    jobs::Jobs& jobs;
    std::filesystem::path ledger;  ///< folder of the ledgers outside the databases
    std::optional<Orders::Parts> orders = {};  ///< none: nobody who got data is told
    /// What stays of these people that no link leads to, told from their records. May be left out.
    std::function<Result<std::vector<KeptApart>>(const records::Context&, store::Reader&, const std::vector<Id>& people)> kept_apart = {};
    std::string secret;            ///< 32 bytes: signs certificates, and seals what an erasure under way must remember
  };
  /// Before the jobs start.
  explicit Erasures(Parts parts);
  ~Erasures();
  Erasures(const Erasures&) = delete;

  /// A further place that holds personal bytes; they are emptied in the order added. Before the jobs start.
  void add_place(Place place);

  /// What an erasure does, step by step, places among it: the names by which a test leaves one out (skip_step()).
  /// "link.ENTITY.FIELD" is one as well: what leads to the person by that field alone is not reached.
  std::vector<std::string> steps() const;

  /// What an erasure would do, as JSON: the members of reach::write_reach(), "found" (what the certificate will say of
  /// records, and what is kept with ground and end), "elsewhere" (records that no link leads to), "places" and "orders". Changes nothing. `context` is of the one who asks, who is shown names of what they may see. "not_found".
  Result<> write_preview(const records::Context& context, const Wish& wish, JsonWriter& writer);

  /// Records that hold an address, a number or a full name anywhere, those in the bin and those that held it before
  /// among them, which a search leaves out: [{"entity","id","display"}], as `context` may see names; `known` are left out.
  Result<> write_holders(const records::Context& context, std::string_view text, const std::set<Id>& known, JsonWriter& writer);

  /// The intent, on disk, and the person hidden from everybody for every purpose, in one transaction; gives the
  /// erasure's id. The rest goes on in the background. One that is under way already is given again.
  /// "held" (conflict, says because of what and until when), "not_found", "bad_ground" (invalid).
  Result<Id> begin(const Wish& wish);

  /// The erasure that a person was taken by, whether it is certified or under way; nothing where there was none, or where
  /// they are here again, as after a copy was restored.
  Result<std::optional<Id>> of_person(const std::string& workspace, const Id& person);

  /// Until it is certified; carries it out on the calling thread where no other does. An error says what holds it up;
  /// it is tried again by itself.
  Result<> wait(const std::string& workspace, const Id& erasure);

  /// Many people whose time is over, at once: seen by nobody, in the ledger, and their rows gone when it returns. One
  /// outcome for each: "held" (conflict), or an error after which it is tried again by itself. `run`: of which all are told
  /// to have gone together. The bytes and the certificates come with certify_together().
  std::vector<Result<>> let_go(const std::string& workspace, const std::string& entity, const std::vector<Id>& people, const Id& run);
  /// One look through everything for all who were let go, and a certificate for each batch of them, which tells them by
  /// ids alone. Nothing to do where nobody was. "something_left" (unavailable); tried again by itself.
  Result<> certify_together(const std::string& workspace);

  /// The certificate, without anything that tells who it was. "not_found", "not_certified" (conflict).
  Result<> write_certificate(const std::string& workspace, const Id& erasure, JsonWriter& writer);
  /// Of a certified erasure what stays, until when and why, in words that name nobody. Empty: nothing. The same errors.
  Result<std::string> what_is_kept(const std::string& workspace, const Id& erasure);

  /// Whether a certificate (as written above) is one of this installation's, unchanged.
  bool is_genuine(const JsonValue& certificate) const;

  /// Tells those who got data about a person that it was corrected (GDPR Art. 19). `cause` is the change, or the request
  /// for it: each is told of it once. How many there are. "not_found".
  Result<std::int64_t> tell_of_rectification(const std::string& workspace, const Id& person, const Id& cause, const Id& actor);
  /// A recipient said that it is done. "not_found", "acknowledged_already" (conflict).
  Result<> acknowledge(const std::string& workspace, const Id& order, std::string_view note, const Id& actor);

  /// Erases again what the ledger outside says was erased and a database still holds: one restored from a copy. Of
  /// every workspace there is; before anybody is served. Only begins them: they are seen by nobody then. How many.
  Result<std::int64_t> replay();

  const Ledger& ledger() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Registers the hook "erasure.kept": nobody but the program writes or deletes an erasure.
void add_erasure_hooks(records::Hooks& hooks);

}  // namespace probity::erasure
