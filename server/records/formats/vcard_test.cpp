#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "base/text.hpp"
#include "records/formats/vcard_reader.hpp"
#include "records/formats/vcard_writer.hpp"

namespace probity::formats {

void showValue(const VCard& card, std::ostream& out) {
  std::string text;
  append_vcard(text, card);
  out << text;
}

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<VCardEntry> read(std::string_view text, std::size_t piece = 256 * 1024) {
  VCardReader reader = VCardReader::open(memory_source(text, piece)).value();
  std::vector<VCardEntry> entries;
  for (VCardEntry entry; reader.next(entry).value();) entries.push_back(entry);
  return entries;
}

VCard read_one(std::string_view text) {
  const auto entries = read(text, 3);
  EXPECT_EQ(entries.size(), 1u);
  EXPECT_FALSE(entries.at(0).problem);
  return entries.at(0).card;
}

/// The lines of a card of one version.
VCard card_of(std::string_view version, std::string_view lines) {
  return read_one(fmt::format("BEGIN:VCARD\r\nVERSION:{}\r\n{}\r\nEND:VCARD\r\n", version, lines));
}

VCardValue value(std::string text, std::vector<std::string> types = {}, std::string label = {},
                 bool preferred = false) {
  return {std::move(text), std::move(types), std::move(label), preferred};
}

TEST(VCardReader, ReadsVersion4) {
  const VCard card = card_of("4.0",
                             "FN:Dr. Anna Müller\r\nN:Müller;Anna;Maria,Luise;Dr.;MBA,PhD\r\n"
                             "EMAIL;TYPE=work;PREF=1:anna@example.org\r\nEMAIL;TYPE=\"home,private\":a@example.net\r\n"
                             "TEL;VALUE=uri;TYPE=\"voice,cell\":tel:+49-30-123%2045\r\n"
                             "ADR;TYPE=work;LABEL=\"Old, one\":;Suite 5;Long St. 1;Köln;NRW;50667;Germany\r\n"
                             "ORG:ACME\\, Inc.;Sales;West\r\nTITLE:Head\r\nROLE:Buyer\r\nURL:https://a.b/?x=1,2;y\r\n"
                             "BDAY:19960415\r\nCATEGORIES:a,b\\,c\r\nNOTE:one\\ntwo\\; three\\\\four\r\n"
                             "UID:urn:uuid:1\r\nKIND:individual\r\nX-SKYPE:anna.m");
  EXPECT_EQ(card.formatted_name, "Dr. Anna Müller");
  EXPECT_EQ(card.family_name, "Müller");
  EXPECT_EQ(card.additional_names, "Maria Luise");
  EXPECT_EQ(card.suffixes, "MBA PhD");
  EXPECT_THAT(card.emails,
              ElementsAre(value("anna@example.org", {"work"}, "", true), value("a@example.net", {"home", "private"})));
  EXPECT_THAT(card.phones, ElementsAre(value("+49-30-123 45", {"cell"})));
  ASSERT_EQ(card.addresses.size(), 1u);
  EXPECT_EQ(card.addresses[0].extended, "Suite 5");
  EXPECT_EQ(card.addresses[0].street, "Long St. 1");
  EXPECT_EQ(card.addresses[0].country, "Germany");
  EXPECT_EQ(card.organization, "ACME, Inc.");
  EXPECT_THAT(card.organization_units, ElementsAre("Sales", "West"));
  EXPECT_THAT(card.urls, ElementsAre(value("https://a.b/?x=1,2;y")));
  EXPECT_EQ(card.birthday, "1996-04-15");
  EXPECT_THAT(card.categories, ElementsAre("a", "b,c"));
  EXPECT_EQ(card.note, "one\ntwo; three\\four");
  EXPECT_EQ(card.kind, "individual");
  EXPECT_THAT(card.others, ElementsAre(VCardProperty{"LABEL", "Old, one"}, VCardProperty{"X-SKYPE", "anna.m"}));
}

TEST(VCardReader, ReadsVersion3AsAppleWritesIt) {
  const VCard card = card_of(
      "3.0",
      "N:Doe;John;;;\r\nFN:John Doe\r\nORG:Example;\r\nX-ABShowAs:COMPANY\r\n"
      "item1.EMAIL;type=INTERNET;type=pref:john@example.org\r\n"
      "item1.X-ABLabel:_$!<Other>!$_\r\nitem2.TEL:+1 555 1\r\nitem2.X-ABLabel:Boat\r\n"
      "TEL;type=CELL;type=VOICE;type=pref:+1 555 2\r\nBDAY;value=date;X-APPLE-OMIT-YEAR=1604:1604-04-15\r\n"
      "NOTE:first\r\nNOTE:second\r\n"
      "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD\r\n /2wBDAAgGBgcGBQgHBwcJ\r\n  CQgKDBQNDAsLDBkSEw8U");
  EXPECT_EQ(card.organization, "Example");
  EXPECT_THAT(card.organization_units, IsEmpty());
  EXPECT_EQ(card.kind, "org");
  EXPECT_THAT(card.emails, ElementsAre(value("john@example.org", {}, "Other", true)));
  EXPECT_THAT(card.phones, ElementsAre(value("+1 555 1", {}, "Boat"), value("+1 555 2", {"cell"}, "", true)));
  EXPECT_EQ(card.birthday, "--04-15");
  EXPECT_EQ(card.note, "first\n\nsecond");
  EXPECT_EQ(card.binaries, 1u);
  EXPECT_THAT(card.others, IsEmpty());
}

TEST(VCardReader, ReadsVersion21AsPhonesWriteIt) {
  const VCard card = card_of("2.1",
                             "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;\r\n"
                             "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:J=F6rg M=FCller\r\n"
                             "TEL;HOME;VOICE:030 1\r\nTEL;CELL;PREF:0170 1\r\nEMAIL;X-Work:j@example.org\r\n"
                             "ADR;WORK;ENCODING=QUOTED-PRINTABLE:;;Stra=\r\n=DFe 1;K=F6ln;;50667;\r\n"
                             "NOTE;ENCODING=QUOTED-PRINTABLE:a long=\r\n line=0D=0Aand another=3D\r\n"
                             "X-PATH:C:\\new\\;x\r\nTITLE:folded at\r\n a space\r\n"
                             "PHOTO;JPEG;BASE64:\r\n /9j/4AAQSkZJRg==\r\n\r\nORG:Firma, GmbH & Co;Verkauf");
  EXPECT_EQ(card.family_name, "Müller");
  EXPECT_EQ(card.given_name, "Jörg");
  EXPECT_EQ(card.formatted_name, "Jörg Müller");
  EXPECT_THAT(card.phones, ElementsAre(value("030 1", {"home"}), value("0170 1", {"cell"}, "", true)));
  EXPECT_THAT(card.emails, ElementsAre(value("j@example.org", {"x-work"})));
  EXPECT_EQ(card.addresses.at(0).street, "Straße 1");
  EXPECT_EQ(card.addresses.at(0).city, "Köln");
  EXPECT_EQ(card.note, "a long line\nand another=");
  EXPECT_EQ(card.title, "folded at a space");
  EXPECT_EQ(card.organization, "Firma, GmbH & Co");
  EXPECT_EQ(card.binaries, 1u);
  EXPECT_THAT(card.others, ElementsAre(VCardProperty{"X-PATH", "C:\\new;x"}));
}

TEST(VCardReader, CommasSeparateNamesOnlyInLaterVersions) {
  EXPECT_EQ(card_of("2.1", "N:Smith, Jr;Bob").family_name, "Smith, Jr");
  EXPECT_EQ(card_of("3.0", "N:Smith,Jones;Bob").family_name, "Smith Jones");
}

TEST(VCardReader, UnderstandsCharsets) {
  EXPECT_EQ(card_of("2.1", "FN;CHARSET=Shift_JIS;ENCODING=QUOTED-PRINTABLE:=93=8C=8B=9E").formatted_name, "東京");
  EXPECT_EQ(card_of("3.0", "FN:M\xfcller").formatted_name, "Müller");
  EXPECT_EQ(card_of("3.0", "FN;CHARSET=no-such:Müller").formatted_name, "Müller");
  EXPECT_EQ(card_of("3.0", "FN:\xef\xbb\xbfx").formatted_name, "x");
}

TEST(VCardReader, ReadsUtf16AndMarks) {
  std::string utf16 = "\xff\xfe";
  for (const char character : std::string_view("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna\r\nEND:VCARD\r\n"))
    utf16 += {character, '\0'};
  const auto entries = read(utf16, 5);
  EXPECT_EQ(entries.at(0).card.formatted_name, "Anna");
  EXPECT_EQ(entries.at(0).end.offset, utf16.size());
  EXPECT_EQ(read_one("\xef\xbb\xbf"
                     "begin:vcard\nversion:3.0\nfn:Anna\nend:vcard")
                .formatted_name,
            "Anna");
}

TEST(VCardReader, UnfoldsInsideACharacter) {
  EXPECT_EQ(card_of("3.0", "FN:M\xc3\r\n \xbcller\r\n\t tab").formatted_name, "Müller tab");
}

TEST(VCardReader, KeepsASecondTitleAmongTheOthers) {
  const VCard card = card_of("3.0", "FN:A\r\nTITLE:First\r\nTITLE:Second\r\nORG:One\r\nORG:Two;Unit");
  EXPECT_EQ(card.title, "First");
  EXPECT_EQ(card.organization, "One");
  EXPECT_THAT(card.others, ElementsAre(VCardProperty{"TITLE", "Second"}, VCardProperty{"ORG", "Two;Unit"}));
}

TEST(VCardReader, SkipsCardsInsideCards) {
  const VCard card = card_of("2.1", "FN:Boss\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Helper\r\nEND:VCARD\r\nTITLE:Chief");
  EXPECT_EQ(card.formatted_name, "Boss");
  EXPECT_EQ(card.title, "Chief");
}

TEST(VCardReader, DamagedCardsCostOnlyThemselves) {
  const std::string good = "BEGIN:VCARD\nVERSION:3.0\nFN:Good\nEND:VCARD\n";
  const std::string text = "garbage\n" + good + "BEGIN:VCARD\nFN:Torn\n" + good +
                           "BEGIN:VCARD\nNOTE:" + std::string(kMaximumContentLine + 1, 'x') + "\nEND:VCARD\n" + good +
                           "BEGIN:VCARD\nFN:Cut off\n";
  std::vector<std::string> outcomes;
  for (const VCardEntry& entry : read(text))
    outcomes.push_back(entry.problem ? entry.problem->code : entry.card.formatted_name);
  EXPECT_THAT(outcomes,
              ElementsAre("Good", "unfinished_card", "Good", "property_too_large", "Good", "unfinished_card"));
}

TEST(VCardReader, TooLargeACardIsRefusedButAPictureDoesNotCount) {
  std::string large = "BEGIN:VCARD\n";
  for (int line = 0; line < 6; ++line) large += "NOTE:" + std::string(kMaximumContentLine - 10, 'x') + "\n";
  EXPECT_EQ(read(large + "END:VCARD\n").at(0).problem->code, "card_too_large");
  EXPECT_EQ(read_one("BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b:" + std::string(6'000'000, 'x') + "\nEND:VCARD\n").binaries,
            1u);
}

TEST(VCardReader, AnyCardCanBeResumedFrom) {
  std::string text = "\xef\xbb\xbf";
  for (const char* name : {"Ä", "B", "C"})
    text += fmt::format("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{}\r\nEND:VCARD\r\n", name);
  const auto entries = read(text);
  for (std::size_t first = 0; first < entries.size(); ++first) {
    const Position from = entries[first].start;
    VCardReader reader =
        VCardReader::resume(memory_source(std::string_view(text).substr(from.offset)), TextEncoding::utf8, from);
    VCardEntry entry;
    ASSERT_TRUE(reader.next(entry).value());
    EXPECT_EQ(entry.card, entries[first].card);
    EXPECT_EQ(entry.end, entries[first].end);
  }
  EXPECT_EQ(entries.back().end.offset, text.size());
  EXPECT_EQ(entries.back().end.line, 13u);
}

TEST(VCardReader, AFileWithoutCardsIsAnError) {
  for (const char* text : {"", "Name,Phone\nA,B\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"}) {
    VCardReader reader = VCardReader::open(memory_source(text)).value();
    VCardEntry entry;
    EXPECT_EQ(reader.next(entry).error().code, "no_cards") << text;
  }
  EXPECT_EQ(VCardReader::open(memory_source("PK\x03\x04")).error().code, "binary_file");
}

TEST(VCardReader, RandomBytesNeverBreakIt) {
  EXPECT_TRUE(rc::check("any lines are cards, problems or an error", [] {
    const auto piece = rc::gen::element<std::string>(
        "BEGIN:VCARD\n", "END:VCARD\n", "VERSION:2.1\r\n", "N:", "FN;ENCODING=QUOTED-PRINTABLE:", "ADR;LABEL=\"", "=",
        "=C3", ";", ":", "\\", ",", "\"", "\n", "\r", " ", "item1.", "X-ABLabel:", "CHARSET=x;", "BASE64", "TEL;",
        "\xc3", "\xfc", "^n", "BDAY:", "--0415", "AGENT:\n", "a");
    std::string text;
    for (const std::string& each : *rc::gen::container<std::vector<std::string>>(piece)) text += each;
    VCardReader reader = VCardReader::open(memory_source(text, 2)).value();
    VCardEntry entry;
    for (auto more = reader.next(entry); more && *more; more = reader.next(entry)) {
      RC_ASSERT(entry.end.offset <= text.size());
      std::string written;
      append_vcard(written, entry.card);
      RC_ASSERT(is_valid_text(written));
    }
  }));
}

TEST(VCardWriter, WritesVersion4InOrder) {
  VCard card;
  card.given_name = "Anna";
  card.family_name = "O'Brien; Jr, \\x";
  card.phones = {value("+49 30 1", {"work", "cell"}, "Boat", true)};
  card.birthday = "--04-15";
  card.note = "one\r\ntwo";
  std::string text;
  append_vcard(text, card);
  EXPECT_EQ(text,
            "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna O'Brien\\; Jr\\, \\\\x\r\nN:O'Brien\\; Jr\\, \\\\x;Anna;;;\r\n"
            "item1.TEL;TYPE=work,cell;PREF=1:+49 30 1\r\nitem1.X-ABLabel:Boat\r\nBDAY:--0415\r\nNOTE:one\\ntwo\r\n"
            "END:VCARD\r\n");
}

TEST(VCardWriter, AlwaysHasAName) {
  std::string text;
  append_vcard(text, VCard{});
  EXPECT_THAT(text, HasSubstr("FN:Unnamed\r\n"));
}

TEST(VCardWriter, FoldsAt75BytesBetweenCharacters) {
  VCard card;
  for (int count = 0; count < 100; ++count) card.formatted_name += "東é💶";
  std::string text;
  append_vcard(text, card);
  for (const std::string_view line : split(text, '\n')) {
    EXPECT_LE(line.size(), 76u);  // with the CR
    EXPECT_TRUE(is_valid_text(line));
  }
  EXPECT_EQ(read_one(text).formatted_name, card.formatted_name);
}

rc::Gen<std::string> any_text() {
  const auto piece =
      rc::gen::element<std::string>("a", "B", "5", " ", ",", ";", ":", "\\", "\"", "'", "^", "\n", "=", "é", "東", "💶",
                                    "\\n", "-", "BEGIN:VCARD", "long text without any break");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string text;
    for (const std::string& each : pieces) text += each;
    return std::string(trim(text));
  });
}

rc::Gen<std::string> some_text() {
  return rc::gen::map(any_text(), [](std::string text) { return text.empty() ? "x" : text; });
}

rc::Gen<std::vector<std::string>> any_types() {
  return rc::gen::element(std::vector<std::string>{}, std::vector<std::string>{"work"},
                          std::vector<std::string>{"home", "cell"});
}

rc::Gen<std::vector<VCardValue>> any_values() {
  return rc::gen::container<std::vector<VCardValue>>(rc::gen::build<VCardValue>(
      rc::gen::set(&VCardValue::value, some_text()), rc::gen::set(&VCardValue::types, any_types()),
      rc::gen::set(&VCardValue::label, any_text()), rc::gen::set(&VCardValue::preferred)));
}

rc::Gen<std::vector<VCardAddress>> any_addresses() {
  return rc::gen::container<std::vector<VCardAddress>>(rc::gen::build<VCardAddress>(
      rc::gen::set(&VCardAddress::street, some_text()), rc::gen::set(&VCardAddress::extended, any_text()),
      rc::gen::set(&VCardAddress::city, any_text()), rc::gen::set(&VCardAddress::country, any_text()),
      rc::gen::set(&VCardAddress::types, any_types()), rc::gen::set(&VCardAddress::label, any_text())));
}

rc::Gen<VCard> any_card() {
  const auto birthday = rc::gen::element<std::string>("", "1996-04-15", "--04-15", "around 1950", "1996", "19-96");
  const auto other = rc::gen::build<VCardProperty>(
      rc::gen::set(&VCardProperty::name, rc::gen::element<std::string>("X-ONE", "GENDER")),
      rc::gen::set(&VCardProperty::value, some_text()));
  return rc::gen::build<VCard>(
      rc::gen::set(&VCard::formatted_name, some_text()), rc::gen::set(&VCard::family_name, any_text()),
      rc::gen::set(&VCard::given_name, any_text()), rc::gen::set(&VCard::suffixes, any_text()),
      rc::gen::set(&VCard::nickname, any_text()), rc::gen::set(&VCard::uid, any_text()),
      rc::gen::set(&VCard::emails, any_values()), rc::gen::set(&VCard::phones, any_values()),
      rc::gen::set(&VCard::addresses, any_addresses()), rc::gen::set(&VCard::organization, any_text()),
      rc::gen::set(&VCard::organization_units, rc::gen::container<std::vector<std::string>>(some_text())),
      rc::gen::set(&VCard::title, any_text()), rc::gen::set(&VCard::note, any_text()),
      rc::gen::set(&VCard::birthday, birthday),
      rc::gen::set(&VCard::categories, rc::gen::container<std::vector<std::string>>(some_text())),
      rc::gen::set(&VCard::others, rc::gen::container<std::vector<VCardProperty>>(other)));
}

TEST(VCardWriter, WhatIsWrittenReadsBackExactly) {
  EXPECT_TRUE(rc::check("read(write(cards)) == cards", [] {
    const auto cards = *rc::gen::container<std::vector<VCard>>(2, any_card());
    std::string text;
    for (const VCard& card : cards) append_vcard(text, card);
    const auto entries = read(text, 11);
    RC_ASSERT(entries.size() == cards.size());
    for (std::size_t index = 0; index < cards.size(); ++index) RC_ASSERT(entries[index].card == cards[index]);
  }));
}

}  // namespace
}  // namespace probity::formats
