#include "privacy/policy/diff/sentences.hpp"

namespace probity::privacy {
namespace {

/// Until when what is held already is left alone.
std::string until_when(const Purpose& purpose) {
  return purpose.basis == Basis::consent ? "What is held already is not used so until the person it is about has agreed." : "What is held already is not used so until the person it is about was told.";
}

std::string ground_of(Basis basis) {
  switch (basis) {
    case Basis::consent: return "each person's consent";
    case Basis::contract: return "what was agreed with them";
    case Basis::legal_obligation: return "a duty under the law";
    case Basis::vital_interests: return "protecting somebody's life";
    case Basis::public_task: return "a task in the public interest";
    case Basis::legitimate_interests: return "a legitimate interest";
  }
  return {};
}

void added(Sentences& to, const Purpose& purpose) {
  to.wider("purposes." + purpose.name, fmt::format("Data of {} may be used for something new: {}. It rests on {} and may use: {}. {}", to.input.people, purpose.label, ground_of(purpose.basis), to.categories(purpose.categories), until_when(purpose)));
}

void removed(Sentences& to, const Purpose& purpose) { to.narrower("purposes." + purpose.name, fmt::format("Data is no longer used for {}.", purpose.label)); }

void basis(Sentences& to, const Purpose& old, const Purpose& now) {
  if (old.basis == now.basis) return;
  const std::string where = fmt::format("purposes.{}.basis", now.name);
  const std::string text = fmt::format("\"{}\" now rests on {} instead of {}.", now.label, ground_of(now.basis), ground_of(old.basis));
  if (now.basis == Basis::consent) to.narrower(where, text + " Whoever has not agreed is left out from then on.");
  else if (old.basis == Basis::consent) to.wider(where, text + " People are no longer asked first.");
  else to.wider(where, text);
}

void switches(Sentences& to, const Purpose& old, const Purpose& now) {
  if (old.may_object == now.may_object) return;
  const std::string where = fmt::format("purposes.{}.may_object", now.name);
  if (now.may_object) to.narrower(where, fmt::format("People can now say no to \"{}\".", now.label));
  else to.wider(where, fmt::format("People can no longer say no to \"{}\".", now.label));
}

/// Of the categories both policies know, those the purpose gains and loses; names above others count for all beneath them.
void uses(Sentences& to, const Purpose& old, const Purpose& now) {
  std::vector<std::string> gained, lost;
  for (const Category& category : to.after.categories) {
    if (now.covers(category.name) && !old.covers(category.name)) gained.push_back(category.name);
    if (old.covers(category.name) && !now.covers(category.name)) lost.push_back(category.name);
  }
  const std::string where = fmt::format("purposes.{}.categories", now.name);
  if (!gained.empty()) to.wider(where, fmt::format("\"{}\" may now also use: {}. {}", now.label, to.categories(gained), until_when(now)));
  if (!lost.empty()) to.narrower(where, fmt::format("\"{}\" no longer uses: {}.", now.label, to.categories(lost)));
}

void words(Sentences& to, const Purpose& old, const Purpose& now) {
  const std::string where = "purposes." + now.name;
  if (old.label != now.label) to.same(where, fmt::format("\"{}\" is now called \"{}\".", old.label, now.label));
  if (old.explanation != now.explanation) to.same(where, fmt::format("\"{}\" is explained in other words: {}", now.label, now.explanation));
  if (old.id != now.id || old.fideslang != now.fideslang || old.dpv != now.dpv) to.same(where, fmt::format("\"{}\" stands under other standard terms in exported records.", now.label));
}

void changed(Sentences& to, const Purpose& old, const Purpose& now) {
  basis(to, old, now);
  switches(to, old, now);
  uses(to, old, now);
  words(to, old, now);
}

void category_changed(Sentences& to, const Category& old, const Category& now) {
  const std::string where = "categories." + now.name;
  if (old.label != now.label) to.same(where, fmt::format("The kind of data \"{}\" is now called \"{}\".", old.label, now.label));
  if (old.special == now.special) return;
  if (now.special) to.narrower(where, fmt::format("\"{}\" is now treated as data that needs particular care.", now.label));
  else to.wider(where, fmt::format("\"{}\" is no longer treated as data that needs particular care.", now.label));
}

}  // namespace

void diff_controller(Sentences& to) {
  const Controller &old = to.before.controller, &now = to.after.controller;
  const auto differs = [&](std::string_view where, const std::string& was, const std::string& is, std::string_view what) {
    if (was == is) return;
    to.same(fmt::format("controller.{}", where), is.empty() ? fmt::format("{} is no longer given.", what) : fmt::format("{} is now {}.", what, is));
  };
  if (old.name != now.name) {
    // The first name filled in changes nobody who answers.
    const std::string text = now.name.empty() ? "Nobody is named any more who answers for the data." : fmt::format("{} now answers for the data{}.", now.name, old.name.empty() ? "" : " instead of " + old.name);
    if (old.name.empty()) to.same("controller.name", text);
    else to.wider("controller.name", text);
  }
  differs("address", old.address, now.address, "The postal address for questions");
  differs("country", old.country, now.country, "The country of who answers for the data");
  differs("email", old.email, now.email, "The address for questions");
  differs("phone", old.phone, now.phone, "The phone number for questions");
  differs("representative", old.representative, now.representative, "The representative");
  differs("officer", old.officer, now.officer, "The privacy officer");
  differs("officer_email", old.officer_email, now.officer_email, "The privacy officer's address");
  differs("officer_address", old.officer_address, now.officer_address, "The privacy officer's postal address");
}

void diff_purposes(Sentences& to) {
  compare_lists(
      to.before.categories, to.after.categories, &Category::name, [&](const Category& category) { to.wider("categories." + category.name, fmt::format("A further kind of data may be recorded: {}.", category.label)); },
      [&](const Category& category) { to.narrower("categories." + category.name, fmt::format("{} may no longer be recorded.", category.label)); }, [&](const Category& old, const Category& now) { category_changed(to, old, now); });
  compare_lists(
      to.before.purposes, to.after.purposes, &Purpose::name, [&](const Purpose& purpose) { added(to, purpose); }, [&](const Purpose& purpose) { removed(to, purpose); },
      [&](const Purpose& old, const Purpose& now) { changed(to, old, now); });
}

}  // namespace probity::privacy
