#pragma once
// What people ask for about their data (GDPR Art. 12, 15 to 22 and 77), from the day it comes in until it is answered:
// who they are, whether they proved it, when an answer is due, what happened, and the doing of it. Thread-safe.
//
// A request is a record of the entity "request", its steps are records of "request_step" that nobody changes; both of
// the level it was made to: a workspace, or "system" for who has an account. A person sees their request by a link with
// 32 random bytes, of which only the hash is kept. Nothing that is shown or sent tells a stranger whether an address
// is known here: what depends on it happens after the answer, and goes to the address that is on file.
//
// Contexts given here stand in the workspace for the purpose legal_obligation; who may was decided before.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "jobs/jobs.hpp"
#include "mail/letter.hpp"
#include "records/records.hpp"
#include "rights/requests/clock.hpp"
#include "rights/requests/kinds.hpp"

namespace probity::requests {

inline constexpr std::string_view kRequest = "request";
inline constexpr std::string_view kStep = "request_step";
/// The use for which the installation's secret of codes is derived.
inline constexpr std::string_view kRequestSecret = "requests";
/// The outcome of an erasure that has begun.
inline constexpr std::string_view kUnderWay = "Under way.";

/// When the clock stood still, and why.
struct Interval {
  Awaits why = Awaits::identity;
  Pause pause;
};

/// A request as it stands.
struct Request {
  Id id;
  std::int64_t version = 0;
  Kind kind = Kind::question;
  State state = State::open;
  std::optional<Denial> reason;
  Timestamp received_at = 0, due_at = 0;
  std::optional<Timestamp> ended_at, extended_at, acknowledge_by, acknowledged_at, alerted_at;
  std::string clock;
  std::vector<Interval> pauses;
  Awaits awaits = Awaits::nothing;
  std::optional<Timestamp> waits_until;
  Identity identity = Identity::unproven;
  std::string proven_by, source;
  Id person;                             ///< nil: nobody was found yet, or they were erased
  std::string email, name, message, language, purpose;
  Id assignee;
  std::string answer, outcome, erasure, copy, route, overseer;
  std::string token_hash, code_hash;
  std::optional<Timestamp> code_expires_at;
  std::int64_t code_attempts = 0, codes_sent = 0;
  /// Of a copy whose link went to an address that is not on file: for who works on it to tell in another way, this once.
  /// Kept nowhere.
  std::string password = {};
};

/// What somebody asks for.
struct Wish {
  Kind kind = Kind::question;
  std::string email, name, message;
  std::string purpose;                   ///< of an objection or a withdrawal; empty: all
  std::string language = "en";
  std::string source = "form";           ///< a choice of request.source
  Id person;                             ///< where somebody who knows says who it is; then also `email` may be empty
  std::string proof;                     ///< what a colleague saw that proves it; empty: still to be proven
  Timestamp received_at = 0;             ///< 0: now. Not in the future
};

/// One thing that an administrator does to a request.
struct Action {
  std::string step;                      ///< "identify", "ask_for_proof", "confirm_identity", "ask_for_clarification", "resume", "extend", "start", "assign", "send", "note", "fulfil", "deny", "escalate", "close", "withdraw"
  std::string note;                      ///< what was seen, asked, answered; a reason
  std::string reason;                    ///< of deny: a choice of request.reason
  std::string route;                     ///< of escalate: "authority" or "arbitration"
  std::string to;                        ///< of ask_for_proof: an address on file; empty: the one asked from where it is on file, else the first
  Id person;                             ///< of identify
  Id assignee;                           ///< of assign; nil: nobody
};

/// A request through its link. Says nothing of who it is.
struct Holder {
  std::string workspace;
  Request request;
};

/// Everything the doing needs that stands in other rooms. Each may be empty: the request then says that it has to be
/// done by hand.
struct Doing {
  struct Person {
    std::string workspace, entity;
    Id id, request, actor;
  };
  std::function<Result<Id>(const Person&)> erase;                                   ///< begins an erasure; "held"
  /// Waits until it is certified; says what is kept and why, in words that name nobody. Empty: nothing.
  std::function<Result<std::string>(const std::string& workspace, const Id& erasure)> erased;
  /// A copy that is being made, and how it is fetched: told this once.
  struct Copy {
    Id id;
    std::string url, password;
    Timestamp until = 0;
  };
  std::function<Result<Copy>(const Person&, Kind)> copy;                            ///< begins an access copy
  std::function<Result<>(const Person&, const std::string& purpose)> withdraw;      ///< consents; of all purposes where none is named
  std::function<Result<std::vector<std::string>>(const Person&)> recipients;        ///< who received the data, by name
};

class Requests {
 public:
  struct Parts {
    records::Records& records;
    jobs::Jobs& jobs;
    privacy::Law law;                     ///< clocks and holidays
    std::string secret;                   ///< of the installation: 32 bytes
    std::string public_url;               ///< without a slash at the end
    std::function<Result<Id>(const mail::Letter&)> send;
    Doing doing = {};
    std::function<Result<std::vector<std::string>>()> workspaces = {};              ///< slugs, without "system"
    /// Tells the administrators of a level something that names nobody. May be empty.
    std::function<Result<>(std::string_view workspace, const std::string& text, const Id& request)> alert = {};
  };
  explicit Requests(Parts parts);
  Requests(const Requests&) = delete;

  /// Registers jobs and what falls due. Before Jobs::start().
  void watch();
  /// Does what is due in a workspace now and tells when the next is; see jobs::Watch.
  Result<std::optional<Timestamp>> ring(const std::string& workspace);

  /// By the public form: whatever is known of the address, the same happens here, and the rest in the background. The
  /// link goes by letter and to nobody else, so that only whose mailbox it is sees what becomes of the request.
  /// "bad_email", "missing_value", "unknown_purpose", "not_offered" (all invalid).
  Result<> ask(std::string_view workspace, const Wish& wish);
  /// Whether ask() would take it, with its errors.
  Result<> check(std::string_view workspace, const Wish& wish) const;
  /// By a colleague for somebody who wrote or called. The same errors, "in_the_future", "not_found".
  Result<Request> enter(const records::Context& context, const Wish& wish);
  /// "unknown_link" (not_found) for any text that is none, whatever the reason.
  Result<Holder> holder_of(std::string_view token);
  /// The code of the letter. "wrong_code" (invalid) with one text for wrong, run out, used up and never sent.
  Result<Request> prove(const Holder& holder, std::string_view code);
  /// The person takes it back. "over" (conflict).
  Result<Request> revoke(const Holder& holder);

  Result<Request> find(const records::Context& context, const Id& request);
  /// Does it, with the letters and what else follows. "not_found", "unknown_step", "missing_value", "over",
  /// "not_now" (conflict, says why), and errors of what is carried out.
  Result<Request> act(const records::Context& context, const Id& request, const Action& action);

  /// How it stands: clock in words, what is next, every step. JSON. `password` as in Request, where there is one.
  Result<> write_story(const records::Context& context, const Id& request, JsonWriter& writer, std::string_view password = {});
  /// The clock as it reads today.
  Reading reading_of(const records::Context& context, const Request& request) const;
  /// One or two sentences.
  std::string clock_in_words(const records::Context& context, const Request& request) const;
  Result<std::string> clock_in_words(const Holder& holder);

 private:
  /// What is added to the story of a request with a change of it.
  struct Note {
    Event event;
    std::string note = {};
    Id message = {};
    bool about_nobody = false;  ///< of a person who is being erased: nothing may lead to them any more
  };
  using Notes = std::vector<Note>;
  using Edit = std::function<Result<>(Request&, Notes&)>;

  /// The request as `edit` leaves it, with its due date worked out anew, and the notes, in one transaction.
  Result<Request> change(const records::Context& context, const Id& request, const Edit& edit);
  struct Doer;
  struct Done;

  Clock clock_of(const records::Context& context, const Request& request) const;
  void set_due(const records::Context& context, Request& request) const;
  Result<Request> create(const records::Context& context, const Wish& wish, const std::string& token);
  Result<> check(const records::Context& context, const Wish& wish) const;
  Result<std::string> arrived(jobs::Running& running);
  /// `passed`: to how many workspaces it went besides.
  Result<> match(const records::Context& context, const Id& request, const std::string& token, std::int64_t passed = 0);
  Result<Request> not_told(const records::Context& context, const Id& request, const Done& done);
  Result<> run_out(const records::Context& context, const Id& request);
  Result<> directed(const records::Context& context, const Request& request, const std::string& token);
  std::string status_url(const records::Context& context, std::string_view token) const;
  Result<std::int64_t> pass_on(const records::Context& context, const Request& request);
  Result<> find_whose(const records::Context& context, Request& request);
  Result<bool> is_shared(const records::Context& context, const Request& request) const;
  Result<Request> ask_for_proof(const records::Context& context, const Request& request, const std::string& to, const std::string& token);
  Result<Request> proven(const records::Context& context, const Id& request, const std::string& how, const std::string& note);
  Result<Request> fulfil(const records::Context& context, const Request& request, const std::string& note);
  Result<Done> carry_out(const records::Context& context, const Request& request, const std::string& note);
  Result<Done> restrict(const records::Context& context, const Request& request);
  Result<Done> object(const records::Context& context, const Request& request);
  Result<Done> hand_over(const records::Context& context, const Request& request, const Doing::Person& person, const std::string& note);
  Result<Done> correct(const records::Context& context, const Request& request, const Doing::Person& person);
  Result<Request> begin_erasure(const records::Context& context, const Request& request, const std::string& note);
  Result<std::string> erase_job(jobs::Running& running);
  Result<std::string> not_carried_out(const records::Context& context, const Id& request, const Error& error);
  Result<bool> is_on_its_way(const records::Context& context, const Id& message) const;
  /// False where the letter could not be written; the story says so.
  Result<bool> write_to(const records::Context& context, const Request& request, std::string_view letter, std::map<std::string, std::string, std::less<>> values, const Id& message, const std::string& to = {});
  Result<std::string> address_for(const records::Context& context, const Request& request) const;
  Result<std::vector<std::string>> addresses_of(const records::Context& context, const Id& person) const;
  std::string code_hash(const Id& request, std::string_view code) const;
  void alert(const records::Context& context, const std::string& text, const Id& request) const;

  Parts parts_;
};

}  // namespace probity::requests
