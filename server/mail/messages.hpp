#pragma once
// The messages of one level, as the program itself reads and writes them through the record service.
#include <optional>
#include <string>
#include <vector>

#include "mail/contents.hpp"
#include "records/records.hpp"

namespace probity::mail {

enum class State { queued, waiting, sent, failed, refused, not_configured, discarded };
std::string_view name_of(State state);

struct Message {
  Id id;
  std::string to;
  State state = State::queued;
  std::string subject;
  std::string error;             ///< in words; empty: nothing went wrong
  std::int64_t attempts = 0;
  Timestamp queued_at = 0;       ///< since when it is to be sent; 0: it is not
  Timestamp next_attempt = 0;    ///< 0: none
  Timestamp sent_at = 0;
  Timestamp created_at = 0;
  std::string template_name, language, purpose, topic;
  std::string message_id;        ///< without angle brackets
  Contents contents;             ///< empty where they cannot be opened
  bool readable = true;          ///< else they were sealed under another key
};

/// For one thread and a short time.
class Messages {
 public:
  /// Errors of Records::enter; "no_messages" (internal) where the model has no such entity.
  static Result<std::unique_ptr<Messages>> enter(records::Records& records, std::string_view workspace, std::string_view seal, std::string_view purpose = "service");
  Messages(const Messages&) = delete;

  const std::string& workspace() const { return access_.workspace; }
  const privacy::Policy& policy() const { return *context_->policy->policy; }

  /// Writes it down; where one of that id exists already, nothing.
  Result<> add(const Message& message);
  /// "not_found" for one that is gone or in the bin.
  Result<Message> find(const Id& id);
  /// Those whose next attempt is due, longest waiting first.
  Result<std::vector<Message>> due(Timestamp at, int limit);
  Result<std::vector<Message>> in_state(State state, Timestamp created_after, int limit);
  /// When the next attempt of any is.
  Result<std::optional<Timestamp>> next_attempt();

  /// Changes what moves while a message lives: state, error, attempts, times, subject and contents. `change` may be
  /// called several times. With `forget` its history keeps no values: those it had are gone with this change.
  Result<> change(const Id& id, bool forget, const std::function<Result<>(Message&)>& change);

 private:
  Messages(records::Records& records, std::string_view workspace, std::string_view seal, std::string_view purpose);
  Message read(const Row& row, const Id& id) const;
  Result<std::vector<Message>> select(const store::Condition& where, std::string order, int limit);
  void fill_moving(const Message& message, records::Draft& draft) const;
  Cell& cell_of(records::Draft& draft, std::string_view field) const;
  std::string text_in(const Row& row, std::string_view field) const;
  std::int64_t number_in(const Row& row, std::string_view field) const;

  records::Records& records_;
  const privacy::Access access_;
  std::string_view seal_;
  std::optional<records::Context> context_;
};

}  // namespace probity::mail
