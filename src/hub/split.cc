#include "hub/split.h"

#include "hub/limits.h"

#include <array>
#include <utility>

namespace recess::hub {
namespace {

using socketio::append_renumbered;

constexpr std::array<std::string_view, 2> kLists{"images", "audio_tracks"};

std::size_t attachments_in(json::Value value, const std::vector<Binary>& own) {
  std::string text;
  std::vector<Binary> collected;
  append_renumbered(value, own, text, collected);
  return collected.size();
}

// What one part takes of the two lists.
struct Share {
  std::array<std::vector<json::Value>, 2> elements{};
  std::size_t attachments = 0;
  std::size_t count() const { return elements[0].size() + elements[1].size(); }
};

// The elements in document order, dealt out greedily. Nothing if one of them is too much alone.
std::optional<std::vector<Share>> deal(json::Value config, const std::vector<Binary>& own, std::size_t first_cap,
                                       std::size_t cap) {
  std::vector<Share> shares(1);
  bool possible = true;
  for (std::size_t list = 0; list < kLists.size(); ++list) {
    const json::Value elements = config.find(kLists[list]);
    if (!elements.is(json::Kind::array)) continue;
    elements.each([&](std::string_view, json::Value element) {
      const std::size_t needed = attachments_in(element, own);
      const std::size_t limit = shares.size() == 1 ? first_cap : cap;
      const bool fits = shares.back().attachments + needed <= limit && shares.back().count() < cap;
      if (!fits) shares.emplace_back();
      possible = possible && needed <= cap;
      shares.back().elements[list].push_back(element);
      shares.back().attachments += needed;
    });
  }
  if (!possible) return std::nullopt;
  return shares;
}

class Writer {
 public:
  explicit Writer(const Message& message) : message_(message), config_(message.body.find("config")) {
    for (std::size_t list = 0; list < kLists.size(); ++list) lists_[list] = config_.find(kLists[list]);
    config_.each([&](std::string_view raw_key, json::Value value) {
      if (const std::size_t list = list_of(value); list < kLists.size()) lists_in_order_.emplace_back(raw_key, list);
    });
  }

  Part write(const Share& share, bool first) {
    Part part{"{"};
    message_.body.each([&](std::string_view raw_key, json::Value value) {
      append_member(part.text, raw_key, "");
      // Of duplicate members the last counts; its place in the text tells it from the others.
      if (same(value, config_)) write_config(part, share, first);
      else append_renumbered(value, message_.attachments, part.text, part.attachments);
    });
    part.text += '}';
    return part;
  }

 private:
  static bool same(json::Value a, json::Value b) { return a.raw().data() == b.raw().data(); }

  void write_config(Part& part, const Share& share, bool first) const {
    part.text += '{';
    if (first) {
      config_.each([&](std::string_view raw_key, json::Value value) {
        const std::size_t list = list_of(value);
        if (list < kLists.size()) return write_list(part, raw_key, share.elements[list]);
        append_member(part.text, raw_key, "");
        append_renumbered(value, message_.attachments, part.text, part.attachments);
      });
    } else {
      for (const auto& [raw_key, list] : lists_in_order_) {
        if (!share.elements[list].empty()) write_list(part, raw_key, share.elements[list]);
      }
    }
    part.text += '}';
  }

  // Of an element of the configuration; beyond the last for one that is none of the lists.
  std::size_t list_of(json::Value value) const {
    std::size_t list = 0;
    while (list < kLists.size() && (!same(value, lists_[list]) || !value.is(json::Kind::array))) ++list;
    return list;
  }

  void write_list(Part& part, std::string_view raw_key, const std::vector<json::Value>& elements) const {
    append_member(part.text, raw_key, "[");
    for (const json::Value element : elements) {
      append_comma(part.text);
      append_renumbered(element, message_.attachments, part.text, part.attachments);
    }
    part.text += ']';
  }

  const Message& message_;
  json::Value config_;
  std::array<json::Value, 2> lists_{};
  std::vector<std::pair<std::string_view, std::size_t>> lists_in_order_{};
};

}  // namespace

std::optional<std::vector<Part>> split_config(const Message& message, std::size_t first_cap, std::size_t cap) {
  const json::Value config = message.body.find("config");
  if (short_string(message.body.find("type")) != "playground_config" || !is_plain_object(config)) return std::nullopt;
  const auto shares = deal(config, message.attachments, first_cap, cap);
  if (!shares || shares->size() > kConfigParts) return std::nullopt;
  const std::size_t around = message.text().size() - config.raw().size();
  if ((shares->size() - 1) * around > kRepeatedBytes) return std::nullopt;
  Writer writer(message);
  std::vector<Part> parts;
  for (const Share& share : *shares) {
    parts.push_back(writer.write(share, parts.empty()));
    if (parts.back().attachments.size() > (parts.size() == 1 ? first_cap : cap)) return std::nullopt;
  }
  return parts;
}

}  // namespace recess::hub
