#include "arcade/qr.h"

#include <qrencode.h>

#include <fmt/format.h>

#include <memory>

namespace recess::arcade {
namespace {

constexpr int kQuiet = 4;  // modules of light around the code, as the standard asks

}  // namespace

Result<std::vector<std::vector<bool>>> qr_modules(std::string_view text) {
  const std::string terminated(text);
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(terminated.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  if (!code) return refuse(Code::too_large, "this text does not fit into a QR code");
  const auto width = static_cast<std::size_t>(code->width);
  std::vector<std::vector<bool>> rows(width, std::vector<bool>(width));
  for (std::size_t i = 0; i < width * width; ++i) rows[i / width][i % width] = (code->data[i] & 1U) != 0;
  return rows;
}

std::string qr_for_terminal(const std::vector<std::vector<bool>>& modules) {
  const int size = static_cast<int>(modules.size());
  const auto dark = [&](int row, int column) {
    if (row < 0 || column < 0 || row >= size || column >= size) return false;
    return static_cast<bool>(modules[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)]);
  };
  std::string text;
  for (int row = -kQuiet / 2; row < size + kQuiet / 2; row += 2) {
    text += "\x1b[30;107m";  // black on bright white, whatever the terminal's own colours are
    for (int column = -kQuiet / 2; column < size + kQuiet / 2; ++column) {
      const bool upper = dark(row, column);
      const bool lower = dark(row + 1, column);
      if (upper && lower) text += "█";
      else if (upper) text += "▀";
      else if (lower) text += "▄";
      else text += " ";
    }
    text += "\x1b[0m\n";
  }
  return text;
}

std::string qr_svg(const std::vector<std::vector<bool>>& modules) {
  const std::size_t side = modules.size() + 2 * kQuiet;
  std::string path;
  for (std::size_t row = 0; row < modules.size(); ++row) {
    for (std::size_t column = 0; column < modules.size(); ++column) {
      if (modules[row][column]) path += fmt::format("M{} {}h1v1h-1z", column + kQuiet, row + kQuiet);
    }
  }
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {0}\" shape-rendering=\"crispEdges\">"
      "<rect width=\"{0}\" height=\"{0}\" fill=\"#fff\"/><path d=\"{1}\" fill=\"#000\"/></svg>",
      side, path);
}

}  // namespace recess::arcade
