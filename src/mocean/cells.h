// Things on the torus by place: cells of 25 m or more, and where it is crowded cells that are divided further, so that
// what a query reads follows what it asks for and not how many stand about. Entries lie in a row: what a query in a
// crowd costs is the memory it waits for. grid.h uses it for players; Entry has x, y and id.
#pragma once

#include "mocean/torus.h"
#include "mocean/world.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace recess::mocean {

// Where a list lies as seen from the place asked about: its entries' differences to it, and these turns added, are the
// short way round. Not sure: the planet is so small that each has to be seen to.
struct CellsWay {
  bool sure;
  double turn_x, turn_y;
};

template <class Entry>
class Cells {
 public:
  Cells() = default;
  explicit Cells(const Torus& torus);

  void enter(const Entry& entry);  // in place of what its id had here
  void leave(PlayerId id);
  using List = std::vector<Entry>;
  // Calls visit(list, way) for lists that together hold all within `reach` of (x, y), each once, and others; false ends
  // it.
  template <class Visit>
  bool each_within(double x, double y, double reach, Visit&& visit) const;
  // The same for who wants all of them: dozens are asked for before the first is read, as waiting for one list in a
  // crowd is then waiting for the others as well.
  template <class Visit>
  void all_within(double x, double y, double reach, Visit&& visit) const;
  // How many there are in a cell, and in the nine around (x, y); of how large a cell.
  std::size_t here(double x, double y) const { return cells_[cell_of(x, y)].count; }
  std::size_t around(double x, double y) const;
  double area() const { return side_x_ * side_y_; }

 private:
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;
  static constexpr std::uint32_t kMostCells = 256;  // along each side of the planet
  static constexpr std::uint32_t kMostParts = 16;   // along each side of a cell
  struct Cell {
    std::uint32_t parts = 1;  // along each side: 1, 2, 4, ...
    std::uint32_t count = 0;
    std::vector<List> lists;  // parts * parts, row by row; none before the first entry
  };
  struct Home {
    std::uint32_t cell = kNowhere;
    std::uint32_t list = 0;
    std::uint32_t slot = 0;
  };
  struct Span {
    std::int64_t first, last;
  };
  struct Round {
    bool x, y;  // so far that it meets itself
  };
  std::uint32_t cell_of(double x, double y) const;
  std::uint32_t list_of(std::uint32_t cell, double x, double y) const;
  void put(std::uint32_t cell, const Entry& entry);
  void divide(std::uint32_t cell, std::uint32_t parts);
  template <class Visit>
  bool each_part(const Cell& cell, double x, double y, double reach, Round round, Visit&& visit) const;

  Torus torus_;
  std::uint32_t nx_ = 0, ny_ = 0;
  double side_x_ = 0, side_y_ = 0;
  std::vector<Cell> cells_;
  std::vector<Home> homes_;
};

template <class Entry>
Cells<Entry>::Cells(const Torus& torus) : torus_(torus) {
  const auto count = [](double length) {
    return static_cast<std::uint32_t>(std::clamp(std::floor(length / 25), 1.0, static_cast<double>(kMostCells)));
  };
  nx_ = count(torus.width);
  ny_ = count(torus.height);
  side_x_ = torus.width / nx_;
  side_y_ = torus.height / ny_;
  cells_.resize(static_cast<std::size_t>(nx_) * ny_);
}

template <class Entry>
std::uint32_t Cells<Entry>::cell_of(double x, double y) const {
  const auto i = std::min(static_cast<std::uint32_t>(x / side_x_), nx_ - 1);
  const auto j = std::min(static_cast<std::uint32_t>(y / side_y_), ny_ - 1);
  return j * nx_ + i;
}

template <class Entry>
std::uint32_t Cells<Entry>::list_of(std::uint32_t cell, double x, double y) const {
  const std::uint32_t parts = cells_[cell].parts;
  if (parts == 1) return 0;
  const auto part = [parts](double inside, double side) {
    return static_cast<std::uint32_t>(std::clamp(std::floor(inside / side * parts), 0.0, parts - 1.0));
  };
  const std::uint32_t a = part(x - (cell % nx_) * side_x_, side_x_);
  const std::uint32_t b = part(y - (cell / nx_) * side_y_, side_y_);
  return b * parts + a;
}

// A cell gets finer when its lists hold 16 on average, and coarser when they hold 2: between the two lies so much that
// each entry pays for less than one move.
template <class Entry>
void Cells<Entry>::leave(PlayerId id) {
  if (id >= homes_.size() || homes_[id].cell == kNowhere) return;
  const Home home = std::exchange(homes_[id], {});
  Cell& cell = cells_[home.cell];
  auto& list = cell.lists[home.list];
  if (list.back().id != id) {
    list[home.slot] = list.back();
    homes_[list.back().id].slot = home.slot;
  }
  list.pop_back();
  --cell.count;
  if (cell.parts > 1 && cell.count < 2 * cell.parts * cell.parts) divide(home.cell, cell.parts / 2);
}

template <class Entry>
void Cells<Entry>::enter(const Entry& entry) {
  if (entry.id >= homes_.size()) homes_.resize(entry.id + 1);
  const Home& home = homes_[entry.id];
  const std::uint32_t at = cell_of(entry.x, entry.y);
  if (home.cell == at && home.list == list_of(at, entry.x, entry.y)) {
    cells_[at].lists[home.list][home.slot] = entry;
    return;
  }
  leave(entry.id);
  Cell& cell = cells_[at];
  if (cell.lists.empty()) cell.lists.resize(1);
  put(at, entry);
  ++cell.count;
  if (cell.parts < kMostParts && cell.count > 16 * cell.parts * cell.parts) divide(at, cell.parts * 2);
}

template <class Entry>
void Cells<Entry>::put(std::uint32_t cell, const Entry& entry) {
  const std::uint32_t at = list_of(cell, entry.x, entry.y);
  auto& list = cells_[cell].lists[at];
  homes_[entry.id] = {cell, at, static_cast<std::uint32_t>(list.size())};
  list.push_back(entry);
}

template <class Entry>
void Cells<Entry>::divide(std::uint32_t cell, std::uint32_t parts) {
  const auto before = std::exchange(cells_[cell].lists, std::vector<List>(std::size_t{parts} * parts));
  cells_[cell].parts = parts;
  for (const auto& list : before) {
    for (const Entry& entry : list) put(cell, entry);
  }
}

template <class Entry>
std::size_t Cells<Entry>::around(double x, double y) const {
  const std::uint32_t cell = cell_of(x, y);
  const std::uint32_t column = cell % nx_, row = cell / nx_;
  std::size_t count = 0;
  for (const std::uint32_t j : {(row + ny_ - 1) % ny_, row, (row + 1) % ny_}) {
    for (const std::uint32_t i : {(column + nx_ - 1) % nx_, column, (column + 1) % nx_}) {
      count += cells_[static_cast<std::size_t>(j) * nx_ + i].count;
    }
  }
  return count;
}

template <class Entry>
template <class Visit>
bool Cells<Entry>::each_within(double x, double y, double reach, Visit&& visit) const {
  // Cells are counted on beyond the edges, each once; all the way round a cell is near from both sides, and then all
  // its parts may be.
  const auto cells_within = [reach](double at, double side, std::uint32_t cells) {
    const auto first = static_cast<std::int64_t>(std::floor((at - reach) / side));
    const auto last = static_cast<std::int64_t>(std::floor((at + reach) / side));
    return Span{first, std::min(last, first + static_cast<std::int64_t>(cells) - 1)};
  };
  const Span rows = cells_within(y, side_y_, ny_);
  const Span columns = cells_within(x, side_x_, nx_);
  const Round round{2 * (reach + side_x_) >= torus_.width, 2 * (reach + side_y_) >= torus_.height};
  for (std::int64_t j = rows.first; j <= rows.last; ++j) {
    const std::int64_t row = ((j % ny_) + ny_) % ny_;
    for (std::int64_t i = columns.first; i <= columns.last; ++i) {
      const std::int64_t column = ((i % nx_) + nx_) % nx_;
      const Cell& cell = cells_[static_cast<std::size_t>(row * nx_ + column)];
      if (cell.count == 0) continue;
      const CellsWay way{!round.x && !round.y, static_cast<double>(i - column) / nx_ * torus_.width,
                         static_cast<double>(j - row) / ny_ * torus_.height};
      const double inside_x = x - static_cast<double>(i) * side_x_, inside_y = y - static_cast<double>(j) * side_y_;
      if (!each_part(cell, inside_x, inside_y, reach, round, [&](const List& list) { return visit(list, way); })) {
        return false;
      }
    }
  }
  return true;
}

// (x, y) is counted from the cell's corner.
template <class Entry>
template <class Visit>
bool Cells<Entry>::each_part(const Cell& cell, double x, double y, double reach, Round round, Visit&& visit) const {
  const std::int64_t parts = cell.parts;
  if (parts == 1) return visit(cell.lists.front());
  const auto parts_within = [parts](double at, double side, double half) {
    // Cut, not floored, which would be a call: what lies before the cell counts as its first part.
    return Span{static_cast<std::int64_t>(std::max(0.0, (at - half) / side)),
                std::min(parts - 1, static_cast<std::int64_t>((at + half) / side))};
  };
  const double part_x = side_x_ / cell.parts, part_y = side_y_ / cell.parts;
  const Span down = round.y ? Span{0, parts - 1} : parts_within(y, part_y, reach);
  for (std::int64_t b = down.first; b <= down.last; ++b) {
    Span across{0, parts - 1};
    if (!round.x) {
      // A row of parts is read as wide as the circle is there.
      const double low = static_cast<double>(b) * part_y;
      const double away = round.y ? 0 : std::max({0.0, low - y, y - low - part_y});
      across = parts_within(x, part_x, std::sqrt(std::max(0.0, reach * reach - away * away)));
    }
    for (std::int64_t a = across.first; a <= across.last; ++a) {
      const List& list = cell.lists[static_cast<std::size_t>(b * parts + a)];
      if (!list.empty() && !visit(list)) return false;
    }
  }
  return true;
}

template <class Entry>
template <class Visit>
void Cells<Entry>::all_within(double x, double y, double reach, Visit&& visit) const {
  struct Asked {
    const List* list;
    CellsWay way;
  };
  std::array<Asked, 64> asked;
  std::size_t count = 0;
  const auto read = [&] {
    for (std::size_t i = 0; i < count; ++i) visit(*asked[i].list, asked[i].way);
    count = 0;
  };
  each_within(x, y, reach, [&](const List& list, const CellsWay& way) {
    if (count == asked.size()) read();
    asked[count++] = {&list, way};
    const char* bytes = reinterpret_cast<const char*>(list.data());
    const std::size_t most = std::min<std::size_t>(list.size() * sizeof(Entry), 1024);
    for (std::size_t at = 0; at < most; at += 64) __builtin_prefetch(bytes + at);
    return true;
  });
  read();
}

}  // namespace recess::mocean
