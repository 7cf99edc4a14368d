#include "privacy/countries.hpp"
#include "privacy/policy/check/findings.hpp"
#include "privacy/subject_state.hpp"

namespace probity::privacy {
namespace {

void check_ids(Findings& findings) {
  std::map<int, std::string> taken;
  for (const Purpose& purpose : findings.policy.purposes) {
    const std::string where = fmt::format("purposes.{}.id", purpose.name);
    if (purpose.id == 0) {
      findings.refuse(where, "The purpose has no id. Give it one from 1 to 24 that no purpose had before; objections and consents are kept by it.");
    } else if (purpose.id > kPurposes) {
      findings.refuse(where, fmt::format("The id {} is too large. Ids go from 1 to {}.", purpose.id, kPurposes));
    } else if (const auto [other, is_new] = taken.emplace(purpose.id, purpose.name); !is_new) {
      findings.refuse(where, fmt::format("The id {} is also that of \"{}\". An objection to one would be one to the other: give each its own.", purpose.id, other->second));
    }
  }
}

/// Objections and consents are kept by id: one that changes hands would turn a yes to one thing into a yes to another.
void check_ids_against(Findings& findings, const Policy& before) {
  for (const Purpose& purpose : findings.policy.purposes) {
    const std::string where = fmt::format("purposes.{}.id", purpose.name);
    for (const Purpose& old : before.purposes) {
      if (old.name == purpose.name && old.id != purpose.id) {
        findings.refuse(where, fmt::format("The id of \"{}\" was {} and may not change to {}: what people said about it is kept by that number. Set it back.", purpose.name, old.id, purpose.id));
      } else if (old.name != purpose.name && old.id == purpose.id && !before.purpose(purpose.name)) {
        findings.refuse(where, fmt::format("The id {} belonged to \"{}\" before. What people said about that would count for \"{}\": take a new id.", purpose.id, old.name, purpose.name));
      }
    }
  }
}

bool is_marketing(const Purpose& purpose) { return purpose.name == "marketing" || purpose.fideslang.starts_with("marketing"); }

/// Data that the law protects more, whatever a policy calls it (GDPR Art. 8 to 10 and 87).
constexpr std::string_view kSpecial[] = {"user.government_id", "user.health_and_medical", "user.childrens", "user.biometric", "user.genetic", "user.demographic.race",
                                         "user.demographic.religious_belief", "user.demographic.political_opinion", "user.demographic.sexual_orientation", "user.criminal_history"};

bool is_special_by_law(std::string_view category) {
  return std::ranges::any_of(kSpecial, [&](std::string_view special) { return category == special || category.starts_with(std::string(special) + "."); });
}

void check_special_stays(Findings& findings) {
  for (const Category& category : findings.policy.categories) {
    if (category.special || !is_special_by_law(category.name)) continue;
    findings.refuse(fmt::format("categories.{}.special", category.name),
                    fmt::format("{} is protected by the law whatever a policy says of it. Write special: true, or leave the key out.", category.label.empty() ? category.name : category.label));
  }
}

/// GDPR Art. 9(2): explicit consent, vital interests, and what the law requires or a public task needs.
bool has_ground_for_special(Basis basis) { return basis != Basis::contract && basis != Basis::legitimate_interests; }

void check_special(Findings& findings, const Purpose& purpose) {
  if (has_ground_for_special(purpose.basis) || purpose.categories.empty()) return;
  for (const Category& category : findings.policy.categories) {
    if (!category.special || !purpose.covers(category.name)) continue;
    findings.refuse(fmt::format("purposes.{}.categories", purpose.name),
                    fmt::format("\"{}\" may use {} ({}), which needs a ground of GDPR Art. 9(2); {} is none. Take the category out, or base the purpose on consent or a duty under the law.", purpose.name,
                                category.label, category.name, name_of(purpose.basis)));
  }
}

void check_basis(Findings& findings, const Purpose& purpose) {
  const std::string where = fmt::format("purposes.{}.basis", purpose.name);
  if (is_marketing(purpose) && purpose.basis != Basis::consent && purpose.basis != Basis::legitimate_interests) {
    findings.refuse(where, fmt::format("Marketing cannot be based on {}: nobody needs advertising for it. Use consent, or legitimate_interests with a switch.", name_of(purpose.basis)));
  }
  if (purpose.basis == Basis::consent && !purpose.may_object) {
    findings.refuse(fmt::format("purposes.{}.may_object", purpose.name),
                    "Consent that cannot be withdrawn is none (GDPR Art. 7(3)). Set may_object: true.");
  }
  if (is_marketing(purpose) && purpose.basis == Basis::legitimate_interests && !purpose.may_object) {
    findings.refuse(fmt::format("purposes.{}.may_object", purpose.name), "Everybody may object to marketing (GDPR Art. 21(2)). Set may_object: true.");
  } else if (purpose.basis == Basis::legitimate_interests && !purpose.may_object && !purpose.fideslang.starts_with("essential")) {
    // What nobody could be served or protected without has compelling grounds.
    findings.refuse(fmt::format("purposes.{}.may_object", purpose.name), "What rests on legitimate interests may be objected to (GDPR Art. 21(1)). Set may_object: true, or name another basis.");
  }
}

/// Every field recorded serves something.
void check_model(Findings& findings) {
  std::set<std::string> told;
  for (const auto& model : findings.input.models) {
    if (!model) continue;
    for (const auto& entity : model->entities()) {
      for (const meta::Field& field : entity->fields) {
        if (field.category == "none") continue;
        const auto covers = [&](const Purpose& purpose) { return !purpose.categories.empty() && purpose.covers(field.category); };
        if (std::ranges::any_of(findings.policy.purposes, covers) || !told.insert(field.category).second) continue;
        findings.refuse("purposes", fmt::format("{}.{} records {}, and no purpose may use that. Add the category to a purpose, or remove the field.", entity->name, field.name, field.category));
      }
    }
  }
}

}  // namespace

namespace {

/// One address as mail knows it: no name beside it, no second line behind it.
bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  const bool plain = std::ranges::all_of(text, [](unsigned char letter) { return letter > 0x20 && letter != 0x7f && letter != '<' && letter != '>' && letter != ',' && letter != ';'; });
  return plain && at != text.npos && at > 0 && text.find('@', at + 1) == text.npos && text.find('.', at + 2) != text.npos && !text.ends_with('.');
}

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char letter) { return letter < 0x20 || letter == 0x7f; });
}

void check_controller_is_reached(Findings& findings, const Controller& controller) {
  const std::pair<std::string_view, const std::string*> emails[] = {{"controller.email", &controller.email}, {"controller.officer_email", &controller.officer_email}};
  for (const auto& [where, email] : emails) {
    if (!email->empty() && !is_email(*email)) findings.refuse(std::string(where), fmt::format("\"{}\" is not an email address. Write it like privacy@example.com.", *email));
  }
  const std::pair<std::string_view, const std::string*> lines[] = {
      {"controller.name", &controller.name}, {"controller.phone", &controller.phone}, {"controller.representative", &controller.representative}, {"controller.officer", &controller.officer}};
  for (const auto& [where, line] : lines) {
    if (!is_one_line(*line)) findings.refuse(std::string(where), "It has a line break or another character that cannot be read in it. Write it on one line.");
  }
  if (controller.country.empty() || is_country(controller.country)) return;
  const auto meant = country_code(controller.country);
  findings.refuse("controller.country", meant ? fmt::format("Write the country as its code: {} instead of {}. The law that holds is looked up by it.", *meant, controller.country)
                                              : fmt::format("\"{}\" is not the code of a country. Write two capital letters (ISO 3166), like DE. The law that holds is looked up by it.", controller.country));
}

}  // namespace

void check_controller(Findings& findings) {
  const Controller& controller = findings.policy.controller;
  check_controller_is_reached(findings, controller);
  if (controller.name.empty()) findings.warn("controller.name", "Nobody is named who answers for the data. Until you fill it in, the published text says that the name is missing.");
  if (controller.email.empty()) findings.warn("controller.email", "There is no address for questions about privacy. Fill in one that somebody reads.");
}

void check_purposes(Findings& findings) {
  check_ids(findings);
  check_special_stays(findings);
  for (const auto& before : findings.input.history) check_ids_against(findings, *before);
  for (const Purpose& purpose : findings.policy.purposes) {
    check_basis(findings, purpose);
    check_special(findings, purpose);
    const std::string where = fmt::format("purposes.{}.categories", purpose.name);
    if (purpose.categories.empty()) findings.refuse(where, "The purpose names no categories, so nobody could say what it may use. Name them.");
    for (const std::string& category : purpose.categories) findings.expect_category(where, category);
  }
  check_model(findings);
}

}  // namespace probity::privacy
