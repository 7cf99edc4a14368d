#pragma once
// How consents, links and suppressions stand in their rows, and the program's own hand on them.
#include "base/crypto.hpp"
#include "rights/consent/consents.hpp"

namespace probity::rights {

inline constexpr std::string_view kConsent = "consent";
inline constexpr std::string_view kLink = "consent_link";
inline constexpr std::string_view kSuppression = "suppression";
inline constexpr std::string_view kTopic = "topic";

/// The program itself in a workspace.
privacy::Access program_in(std::string_view workspace);

/// The program's hand on an entity, whoever is at work in the workspace of a context. What it writes is nobody's last
/// change, so that no undo of theirs reaches it. Keep it as long as its context is used.
class ByProgram {
 public:
  ByProgram(const records::Context& context, std::string_view entity);
  ByProgram(const ByProgram&) = delete;
  const records::Context& context() const { return *context_; }
  const records::Context* operator->() const { return &*context_; }
  const meta::Field& field(std::string_view name) const { return *context_->entity->field(name); }

 private:
  privacy::Access access_;
  std::optional<records::Context> context_;
};

/// Whether the program writes, and not somebody's input.
bool is_program(const records::Context& context, std::string_view read_only_field);

std::string text_in(const meta::Entity& entity, const Row& row, std::string_view field);
Id id_in(const meta::Entity& entity, const Row& row, std::string_view field);
std::optional<Timestamp> time_in(const meta::Entity& entity, const Row& row, std::string_view field);
/// Sets a field that is one cell; empty text, the nil id and nothing leave it empty.
void set(records::Draft& draft, std::string_view field, std::string_view text);
void set(records::Draft& draft, std::string_view field, const Id& id);
void set(records::Draft& draft, std::string_view field, std::optional<Timestamp> at);

Recorded recorded_in(const meta::Entity& consent, const Row& row);
/// Every event of a person, whichever of their records it was said of, oldest first.
Result<std::vector<Recorded>> read_events(const records::Context& consents, store::Reader& reader, const Id& person);
std::vector<privacy::consent::Event> events_of(const std::vector<Recorded>& recorded);

/// A topic as it stands.
struct Topic {
  Id id;
  std::string name, description, purpose;
  std::vector<std::string> channels;
  bool needs_own = false;
  bool hidden = false;
};
Result<std::vector<Topic>> read_topics(const records::Context& workspace, store::Reader& reader);
/// By id or name; nothing for one that is not there.
std::optional<Topic> topic_named(const std::vector<Topic>& topics, std::string_view name);
std::optional<Topic> topic_of(const std::vector<Topic>& topics, const Id& id);

/// An id made of secret bytes: of the same, the same.
Id id_of_hash(const Hash& hash);

}  // namespace probity::rights
