// What can be wrong with a Socket.IO packet, and what is done about it. Games written for Socket.IO 4 rely on surviving
// their own mistakes (Python writes NaN where JSON has none), so on Engine.IO 3 a bad packet is dropped and the link
// lives on. Socket.IO 5 closes the link, as its own servers do and its test-suite demands.
#pragma once

#include <boost/system/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace recess::socketio {

enum class BadInput : std::uint8_t {
  unknown_type,          // no such packet type, or an empty message
  bad_json,              // does not parse, or is too deep
  not_an_array,          // the data of an EVENT or ACK
  bad_namespace,         // too long, or not printable ASCII
  not_connected,         // a packet for a namespace that was not joined, or the first one is not CONNECT
  connected_twice,       // CONNECT while joined
  bad_auth,              // the data of a CONNECT is not an object
  bad_attachment_count,  // no number, or no '-' behind it
  unexpected_binary,     // a binary packet while none is awaited
  bad_event_name,        // no name, not a string or number, or longer than 64 bytes
  reserved_event_name,
  text_while_waiting,     // a text packet before the attachments of the last one are complete
  bad_placeholder,        // no number in it, or one without attachment
  placeholder_in_plain,   // in an event without attachments: resolved wrongly once relayed beside real ones
  too_large,              // too many attachments, or too many bytes with them
  attachments_timed_out,  // not complete after 60 s
};

template <class T>
using Parsed = boost::system::result<T, BadInput>;

enum class Reaction : std::uint8_t {
  close,    // the link
  drop,     // the packet, and count it: too many a minute close the link
  ignore,   // the packet, without counting it
  process,  // not bad at all in this revision
};

struct BadInputRule {
  BadInput input;
  Reaction revision_3;
  Reaction revision_4;
  std::string_view text;
};

constexpr std::array kBadInputRules{
    BadInputRule{BadInput::unknown_type, Reaction::drop, Reaction::close, "unknown packet type"},
    BadInputRule{BadInput::bad_json, Reaction::drop, Reaction::close, "not valid JSON"},
    BadInputRule{BadInput::not_an_array, Reaction::drop, Reaction::close, "data is not an array"},
    BadInputRule{BadInput::bad_namespace, Reaction::drop, Reaction::close, "not a namespace"},
    BadInputRule{BadInput::not_connected, Reaction::ignore, Reaction::close, "namespace not joined"},
    BadInputRule{BadInput::connected_twice, Reaction::ignore, Reaction::close, "namespace joined already"},
    BadInputRule{BadInput::bad_auth, Reaction::ignore, Reaction::close, "auth is not an object"},
    BadInputRule{BadInput::bad_attachment_count, Reaction::drop, Reaction::close, "attachment count is malformed"},
    BadInputRule{BadInput::unexpected_binary, Reaction::drop, Reaction::close, "unexpected binary packet"},
    BadInputRule{BadInput::bad_event_name, Reaction::drop, Reaction::close, "event has no usable name"},
    BadInputRule{BadInput::reserved_event_name, Reaction::drop, Reaction::close, "event name is reserved"},
    BadInputRule{BadInput::text_while_waiting, Reaction::process, Reaction::close, "attachments are incomplete"},
    BadInputRule{BadInput::bad_placeholder, Reaction::drop, Reaction::close, "placeholder without attachment"},
    BadInputRule{BadInput::placeholder_in_plain, Reaction::drop, Reaction::drop, "placeholder without attachment"},
    BadInputRule{BadInput::too_large, Reaction::drop, Reaction::close, "packet is too large"},
    BadInputRule{BadInput::attachments_timed_out, Reaction::drop, Reaction::close, "attachments came too late"},
};

constexpr bool bad_input_rules_are_in_order() {
  for (std::size_t i = 0; i < kBadInputRules.size(); ++i) {
    if (static_cast<std::size_t>(kBadInputRules[i].input) != i) return false;
  }
  return true;
}
static_assert(bad_input_rules_are_in_order());

constexpr const BadInputRule& rule_for(BadInput input) { return kBadInputRules[static_cast<std::size_t>(input)]; }

constexpr Reaction reaction_to(BadInput input, int engine_revision) {
  return engine_revision == 3 ? rule_for(input).revision_3 : rule_for(input).revision_4;
}

}  // namespace recess::socketio
