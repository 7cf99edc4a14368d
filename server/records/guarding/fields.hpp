#pragma once
// Which fields the guard looks at, and for what.
#include "meta/entity.hpp"
#include "privacy/guard/find.hpp"

namespace probity::records {

/// How a field holds what people write.
enum class Wording {
  nothing,  ///< no words: a choice, a date, a link, an amount
  text,     ///< one text
  number,   ///< a whole number, which may be a card's
  parts     ///< several texts: tags, an address, labels, any JSON, the name of a file
};
Wording wording_of(const meta::Field& field);

/// What is looked for in it. Telephone numbers, web addresses and identifiers are long numbers themselves, so there
/// only what cannot be one counts; words about health count where people write sentences. Nothing is looked for in
/// credentials and in what devices say of themselves.
privacy::guard::Kinds looked_for_in(const meta::Field& field);

/// What the field is there to hold: it is no surprise in it, and no warning.
privacy::guard::Kinds meant_for(const meta::Field& field);

/// Only what is written in the groups of its kind counts, because a plain run of digits is an identifier there.
bool holds_identifiers(const meta::Field& field);

}  // namespace probity::records
