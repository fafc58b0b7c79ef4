// Bytes that are given to many without a copy: SharedBytes keeps them, LentBytes shows them during one call.
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace recess {

// All of a string that nobody changes any more, or a part of it. A cheap value, used like a pointer to a string_view;
// a default one is null. A small part keeps all of the string: copy it if it is to stay for long.
class SharedBytes {
 public:
  SharedBytes() = default;
  SharedBytes(std::shared_ptr<const std::string> whole) : owner_(std::move(whole)) {
    if (owner_) bytes_ = *static_cast<const std::string*>(owner_.get());
  }
  explicit SharedBytes(std::string whole) : SharedBytes(std::make_shared<const std::string>(std::move(whole))) {}
  // `bytes` live as long as `owner` does.
  SharedBytes(std::shared_ptr<const void> owner, std::string_view bytes) : owner_(std::move(owner)), bytes_(bytes) {}

  explicit operator bool() const { return owner_ != nullptr; }
  const std::string_view& operator*() const { return bytes_; }
  const std::string_view* operator->() const { return &bytes_; }
  const std::shared_ptr<const void>& owner() const { return owner_; }
  SharedBytes part(std::size_t from, std::size_t size = std::string_view::npos) const {
    return {owner_, bytes_.substr(from, size)};
  }
  void reset() { *this = SharedBytes(); }

 private:
  std::shared_ptr<const void> owner_{};
  std::string_view bytes_{};
};

// Bytes that are valid during a call. Long ones come with their owner, and can be kept without a copy.
class LentBytes {
 public:
  template <class Text>
  requires std::convertible_to<const Text&, std::string_view> LentBytes(const Text& bytes) : bytes_(bytes) {}
  LentBytes(std::shared_ptr<const void> owner, std::string_view bytes) : owner_(std::move(owner)), bytes_(bytes) {}
  LentBytes(const SharedBytes& bytes) : owner_(bytes.owner()), bytes_(*bytes) {}

  const std::string_view& operator*() const { return bytes_; }
  const std::string_view* operator->() const { return &bytes_; }
  bool has_owner() const { return owner_ != nullptr; }
  // Another part of what lies behind these, kept or lent as they are.
  LentBytes with(std::string_view part) const { return {owner_, part}; }
  SharedBytes keep() const { return owner_ ? SharedBytes(owner_, bytes_) : SharedBytes(std::string(bytes_)); }

 private:
  std::shared_ptr<const void> owner_{};
  std::string_view bytes_;
};

}  // namespace recess
