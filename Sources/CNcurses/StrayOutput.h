#pragma once

#include <stdbool.h>

// What the program, or a library in it, writes to standard error while the screen is taken, such as
// the message of a crash. It would be drawn over and lost; so it is collected in an unlinked file and
// shown, harmless, when the terminal is given back.

/// Starts collecting, when standard error is a terminal.
void stray_begin(void);
/// Throws away what was collected when it has become too much.
void stray_bound(void);
/// Ends collecting, and shows the end of what was collected. Async-signal-safe.
void stray_end(bool shows);
