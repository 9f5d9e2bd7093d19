#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The part of ncurses that the backend uses is its terminfo layer (`setupterm`, `tigetstr`, `tparm`):
// what the terminal can do and how to say it. Its screen layer is not used. It takes widths from libc,
// which disagrees with the terminal about emoji; it knows colours only as pairs of palette indices, so
// truecolor needs a terminal description that few systems install; and it is not safe to leave from a
// signal handler. None of its variadics, macros or globals can be imported into Swift either.

// Terminfo.c

/// Reads the description of the terminal type `name`. Returns 1; 0 when there is no such terminal;
/// -1 when there is no terminfo database.
int cn_terminfo_load(const char *name, int output);
/// A string capability by its terminfo name, without padding; NULL when the terminal lacks it. Valid
/// until the next call.
const char *cn_terminfo_string(const char *name);
/// The same with parameters filled in.
const char *cn_terminfo_string2(const char *name, int first, int second);
/// A numeric capability; -1 when the terminal lacks it.
int cn_terminfo_number(const char *name);
/// A boolean capability, also an extended one.
bool cn_terminfo_flag(const char *name);
/// The character encoding of the locale that the environment names, such as "UTF-8". Valid until the
/// next call.
const char *cn_locale_encoding(void);

// Terminal.c: the terminal's modes and the signals that must give it back. One per process.

/// What ended a `cn_terminal_wait`.
static const int CN_INPUT = 1;
static const int CN_WOKEN = 2;
static const int CN_GONE = 4;

/// What happened since the last `cn_terminal_signals`.
static const int CN_RESIZED = 1;
static const int CN_CONTINUED = 2;
static const int CN_STOP_REQUESTED = 4;
static const int CN_ENDED = 8;

/// Takes the terminal: remembers its modes, switches to raw input, writes `enter`, and from then on
/// gives it back (modes, then `leave`) on exit and on every signal that ends the process. Both
/// strings are copied; at most CN_SEQUENCE_LIMIT bytes each.
///
/// `for_line` is for a program that only adds lines, and has the last one typed on: the modes for
/// output and the keys for signals stay. In the background it is away, and takes nothing.
/// Returns 0 or an errno value; EBUSY when it is taken already.
int cn_terminal_open(int input, int output, const char *enter, const char *leave, bool for_line);
/// Gives the terminal back and the signals their former handlers. Harmless when it is not taken.
void cn_terminal_close(void);
/// Gives the terminal back, stops the process group as Ctrl-Z does (only this process, when
/// `alone`), and takes the terminal again once continued.
void cn_terminal_suspend(bool alone);
/// Sets the terminal's modes again, after the process was stopped by a signal that cannot be caught.
void cn_terminal_reenter(void);
/// Whether it is away: continued, or started, in the background. Its input is then left alone, and what
/// it writes goes to a terminal whose modes are another's.
bool cn_terminal_is_away(void);
/// Takes the terminal when it was away and is in the foreground now. Returns whether it did.
bool cn_terminal_return(void);
/// Waits until input can be read, a signal came, or `cn_terminal_wake` was called. Milliseconds; -1
/// waits for ever. Returns a set of CN_INPUT and so on; empty when the time is over.
int cn_terminal_wait(int timeout);
/// Ends the current or next `cn_terminal_wait`. Callable from any thread.
void cn_terminal_wake(void);
/// Takes what happened: a set of CN_RESIZED and so on.
int cn_terminal_signals(void);
/// The signal behind CN_ENDED.
int cn_terminal_end_signal(void);
/// Reads what there is; 0 at the end of input or on an error.
size_t cn_terminal_read(uint8_t *buffer, size_t capacity);
/// Writes everything; false when the terminal is gone.
bool cn_terminal_write(const uint8_t *bytes, size_t count);
/// The size that the terminal states, false when it states none.
bool cn_terminal_size(int *columns, int *rows);

enum { CN_SEQUENCE_LIMIT = 512 };
