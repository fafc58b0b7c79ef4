// Threads whose work may wait: texts of snapshots, looks into the past.
#pragma once

namespace recess {

// From now on the calling thread gives way to all others that want its processor, but is not starved. It cannot be
// taken back, so only for threads that do nothing else; again costs next to nothing. Without effect where the system
// refuses.
void give_way();

}  // namespace recess
