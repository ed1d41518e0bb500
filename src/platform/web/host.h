// The browser as the core's world: performs each Effect of core/ports.h through imports.h.
// What comes back arrives through exports.h. The files of the signed-in user lie in memory,
// in an IDBFS mount; every change to them goes on to the page's store in the same call.
#pragma once
#include <vector>
#include "base/time.h"
#include "core/ports.h"

namespace chat::web {

void perform(const Effect& effect);

/// Every file of the mount that OpenStore named.
std::vector<File> read_store();

Now now();

}  // namespace chat::web
