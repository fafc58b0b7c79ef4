#include "socketio/payload.h"

#include "kernel/text.h"
#include "socketio/base64.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace recess::socketio {
namespace {

constexpr std::size_t kMaxLengthDigits = 10;

Error malformed(const char* what) { return refuse(Code::invalid, what); }

constexpr std::uint64_t repeated(unsigned char byte) { return 0x0101010101010101U * byte; }

std::uint64_t word_at(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// Of a word in which only top bits are set.
std::size_t count_tops(std::uint64_t tops) { return ((tops >> 7U) * repeated(1)) >> 56U; }

// The UTF-16 code units that begin in these eight bytes: one for each byte that continues no character, and another
// for each that begins one of four.
std::size_t units_in(std::uint64_t word) {
  const std::uint64_t continuing = word & ~(word << 1U) & repeated(0x80);
  const std::uint64_t beginning_four = word & (word << 1U) & (word << 2U) & (word << 3U) & repeated(0x80);
  return 8 - count_tops(continuing) + count_tops(beginning_four);
}

// How many bytes at the front make `units` UTF-16 code units; nothing if the text ends or a pair would be cut.
std::optional<std::size_t> bytes_of_units(std::string_view utf8, std::size_t units) {
  constexpr std::size_t kMostOfAWord = 9;
  std::size_t at = 0;
  for (; units > kMostOfAWord && utf8.size() - at >= 8; at += 8) units -= units_in(word_at(utf8.data() + at));
  for (;; ++at) {
    const unsigned byte = at < utf8.size() ? static_cast<unsigned char>(utf8[at]) : 0U;
    if (at < utf8.size() && (byte & 0xC0U) == 0x80) continue;
    if (units == 0) return at;
    const std::size_t cost = byte >= 0xF0 ? 2 : 1;
    if (at >= utf8.size() || cost > units) return std::nullopt;
    units -= cost;
  }
}

Result<WirePacket> decode_base64_message(std::string_view text) {
  if (!is_base64(text)) return malformed("binary packet is not base64");
  return WirePacket{EngineType::message, PacketForm::base64, text};
}

Result<WirePacket> decode_raw_binary_3(std::string_view record) {
  if (record.empty() || record.front() != '\x04') return malformed("binary packet is not a message");
  return WirePacket{EngineType::message, PacketForm::binary, record.substr(1)};
}

using Packets = std::vector<WirePacket>;

Result<void> append(Packets& packets, const Result<WirePacket>& packet) {
  if (!packet) return packet.error();
  if (packets.size() == kMaxPacketsPerPost) return malformed("too many packets in one body");
  packets.push_back(*packet);
  return {};
}

Result<Packets> decode_text_records(std::string_view body) {
  const bool ascii = is_ascii(body);
  if (!ascii && !is_utf8(body)) return malformed("body is not UTF-8");
  Packets packets;
  while (!body.empty()) {
    const std::size_t colon = body.substr(0, kMaxLengthDigits + 1).find(':');
    if (colon == std::string_view::npos || colon == 0) return malformed("packet without length");
    const auto units = parse_integer(body.substr(0, colon));
    if (!units || *units < 0 || body.front() == '-') return malformed("packet length is not a number");
    body.remove_prefix(colon + 1);
    const auto wanted = static_cast<std::size_t>(*units);
    const auto bytes = ascii ? std::optional(wanted) : bytes_of_units(body, wanted);
    if (!bytes || *bytes > body.size()) return malformed("packet is longer than the body");
    if (*bytes > 0) {  // "0:" is an empty list of packets
      const auto done = append(packets, decode_text_message(3, body.substr(0, *bytes)));
      if (!done) return done.error();
    }
    body.remove_prefix(*bytes);
  }
  return packets;
}

// Takes flag, length and terminator off the front. Nothing if they are not there.
struct RecordHead {
  bool binary;
  std::size_t length;
};
std::optional<RecordHead> take_record_head(std::string_view& body) {
  if (static_cast<unsigned char>(body.front()) > 1) return std::nullopt;
  RecordHead head{body.front() == '\x01', 0};
  std::size_t at = 1;
  for (; at < body.size() && at <= kMaxLengthDigits; ++at) {
    const auto digit = static_cast<unsigned char>(body[at]);
    if (digit > 9) break;
    head.length = head.length * 10 + digit;
  }
  if (at == 1 || at >= body.size() || body[at] != '\xFF') return std::nullopt;
  body.remove_prefix(at + 1);
  return head;
}

Result<Packets> decode_binary_records(std::string_view body) {
  Packets packets;
  while (!body.empty()) {
    const auto head = take_record_head(body);
    if (!head || head->length > body.size()) return malformed("binary framing is broken");
    const std::string_view record = body.substr(0, head->length);
    body.remove_prefix(head->length);
    if (!head->binary && !is_utf8(record)) return malformed("text packet is not UTF-8");
    const auto packet = head->binary ? decode_raw_binary_3(record) : decode_text_message(3, record);
    const auto done = append(packets, packet);
    if (!done) return done.error();
  }
  return packets;
}

Result<Packets> decode_separated(std::string_view body) {
  if (!is_utf8(body)) return malformed("body is not UTF-8");
  Packets packets;
  while (true) {
    const std::size_t end = body.find(kRecordSeparator);
    const auto done = append(packets, decode_text_message(4, body.substr(0, end)));
    if (!done) return done.error();
    if (end == std::string_view::npos) return packets;
    body.remove_prefix(end + 1);
  }
}

}  // namespace

Result<Packets> decode_payload(int engine_revision, std::string_view body, bool octet_stream) {
  if (body.empty()) return malformed("body is empty");
  if (engine_revision == 4) return decode_separated(body);
  const bool binary = octet_stream || static_cast<unsigned char>(body.front()) <= 1;
  return binary ? decode_binary_records(body) : decode_text_records(body);
}

bool is_ascii(std::string_view text) {
  std::size_t at = 0;
  for (; text.size() - at >= 8; at += 8) {
    if ((word_at(text.data() + at) & repeated(0x80)) != 0) return false;
  }
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                     [](char c) { return static_cast<signed char>(c) >= 0; });
}

Result<WirePacket> decode_text_message(int engine_revision, std::string_view message) {
  if (message.empty()) return malformed("packet is empty");
  if (message.front() == 'b') {
    message.remove_prefix(1);
    if (engine_revision == 4) return decode_base64_message(message);
    if (message.empty() || message.front() != '4') return malformed("binary packet is not a message");
    return decode_base64_message(message.substr(1));
  }
  const auto type = engine_type(message.front());
  if (!type) return malformed("no such packet type");
  return WirePacket{*type, PacketForm::text, message.substr(1)};
}

Result<WirePacket> decode_binary_message(int engine_revision, std::string_view message) {
  if (engine_revision == 3) return decode_raw_binary_3(message);
  return WirePacket{EngineType::message, PacketForm::binary, message};
}

std::string text_record(std::string_view ascii_packet) {
  std::string record = std::to_string(ascii_packet.size());
  record.reserve(record.size() + 1 + ascii_packet.size());
  record += ':';
  record += ascii_packet;
  return record;
}

std::string binary_record(bool binary, std::string_view type, std::string_view data) {
  std::string length = std::to_string(type.size() + data.size());
  for (char& digit : length) digit = static_cast<char>(digit - '0');
  std::string record;
  record.reserve(length.size() + 2 + type.size() + data.size());
  record += binary ? '\x01' : '\x00';
  record += length;
  record += '\xFF';
  record += type;
  record += data;
  return record;
}

}  // namespace recess::socketio
