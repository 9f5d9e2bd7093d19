#include "CNcurses.h"
#include "StrayOutput.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

// Everything that a handler touches is either lock-free atomic or written only while no handler is
// installed. Handlers call async-signal-safe functions only (signal-safety(7)).

// Seconds that a program may take to end after it was asked to (TerminalEvent.endGrace).
enum { END_GRACE = 3 };

static atomic_bool held;      // the terminal is ours
static atomic_bool away;      // a line is typed on it, but others have it: only lines are added
static atomic_int happened;   // CN_RESIZED and so on
static atomic_int end_signal; // the first signal that asked to end

static int input_fd = -1, output_fd = -1;
static int wake_pipe[2] = {-1, -1};
static struct termios given, raw;
static bool keeps_line;
static char enter_bytes[CN_SEQUENCE_LIMIT], leave_bytes[CN_SEQUENCE_LIMIT];
static size_t enter_length, leave_length;

static void put(const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(output_fd, bytes, count);
    if (written > 0) {
      bytes += written;
      count -= (size_t)written;
    } else if (written < 0 && errno == EINTR) {
      continue;
    } else if (written < 0 && errno == EAGAIN) {
      struct pollfd writable = {output_fd, POLLOUT, 0};
      if (poll(&writable, 1, 1000) <= 0) return;
    } else {
      return;
    }
  }
}

static void set_modes(const struct termios *modes, int when) {
  while (tcsetattr(input_fd, when, modes) != 0 && errno == EINTR) {
  }
}

// Whether another process group has the terminal. Then its modes are not ours to change.
static bool in_background(void) {
  pid_t foreground = tcgetpgrp(input_fd);
  return foreground > 0 && foreground != getpgrp();
}

static void wake(void) {
  int kept = errno;
  // A full pipe wakes as well, so a failure does not matter.
  ssize_t ignored = write(wake_pipe[1], "", 1);
  (void)ignored;
  errno = kept;
}

// Gives the terminal back from a handler. What is queued for it is thrown away, so that a terminal
// that has stopped reading cannot hold up the end.
static void give_back(void) {
  if (!atomic_exchange(&held, false)) return;
  bool is_ours = !in_background();
  if (is_ours) {
    tcflush(output_fd, TCOFLUSH);
    put(leave_bytes, leave_length);
    set_modes(&given, TCSANOW);
  }
  stray_end(is_ours);
}

// Signals ----------------------------------------------------------------------------------------

static void on_notice(int number);
static void on_end(int number);
static void on_grace_over(int number);
static void on_crash(int number);

static struct {
  int number;
  void (*handler)(int);
} const signal_table[] = {
    {SIGWINCH, on_notice}, {SIGCONT, on_notice}, {SIGTSTP, on_notice}, {SIGTERM, on_end},
    {SIGINT, on_end},      {SIGHUP, on_end},     {SIGALRM, on_grace_over},
    {SIGSEGV, on_crash},   {SIGBUS, on_crash},   {SIGILL, on_crash},   {SIGFPE, on_crash},
    {SIGABRT, on_crash},   {SIGTRAP, on_crash},  {SIGSYS, on_crash},   {SIGQUIT, on_crash},
    {SIGPIPE, on_crash},   {SIGXCPU, on_crash},  {SIGXFSZ, on_crash},
};
enum { SIGNAL_COUNT = sizeof signal_table / sizeof signal_table[0] };
static struct sigaction former[SIGNAL_COUNT];
// A stack overflow leaves no stack to handle it on.
static _Alignas(16) char alternate_stack[64 * 1024];

static void on_notice(int number) {
  int bit = number == SIGWINCH ? CN_RESIZED : number == SIGCONT ? CN_CONTINUED : CN_STOP_REQUESTED;
  atomic_fetch_or(&happened, bit);
  wake();
}

static void end_by(int number) {
  give_back();
  signal(number, SIG_DFL);
  raise(number);
}

// The first request is passed on, so that the program can end in order; the second, or the end of
// the grace, ends it here.
static void on_end(int number) {
  int none = 0;
  if (atomic_compare_exchange_strong(&end_signal, &none, number)) {
    atomic_fetch_or(&happened, CN_ENDED);
    alarm(END_GRACE);
    wake();
  } else {
    end_by(number);
  }
}

static void on_grace_over(int number) {
  int asked = atomic_load(&end_signal);
  end_by(asked != 0 ? asked : number);
}

// Also Swift's traps. The former handler gets the signal again, so that a backtrace or a core dump is
// made as usual.
static void on_crash(int number) {
  give_back();
  for (int i = 0; i < SIGNAL_COUNT; i++) {
    if (signal_table[i].number == number) sigaction(number, &former[i], NULL);
  }
  raise(number);
}

static void install_handlers(void) {
  stack_t stack;
  if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE) != 0) {
    stack = (stack_t){.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
    sigaltstack(&stack, NULL);
  }
  sigset_t handled;
  sigemptyset(&handled);
  for (int i = 0; i < SIGNAL_COUNT; i++) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigaddset(&handled, signal_table[i].number);
    action.sa_handler = signal_table[i].handler;
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(signal_table[i].number, &action, &former[i]);
    // Who started us ignoring a signal, as nohup(1) does, means it.
    if (former[i].sa_handler == SIG_IGN) sigaction(signal_table[i].number, &former[i], NULL);
  }
  // A parent that starts us from a thread with signals blocked, as a thread pool's are, hands that
  // down without meaning it: Ctrl-Z would stop nothing.
  pthread_sigmask(SIG_UNBLOCK, &handled, NULL);
}

static void remove_handlers(void) {
  for (int i = 0; i < SIGNAL_COUNT; i++) sigaction(signal_table[i].number, &former[i], NULL);
}

// Modes ------------------------------------------------------------------------------------------

// Our modes, from those that are given.
static void make_modes(void) {
  raw = given;
  if (keeps_line) {
    // Keys as they are pressed, without an echo. What the line makes of output, Ctrl-C, Ctrl-Z and
    // Ctrl-S stays: they concern the whole process group.
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
  } else {
    cfmakeraw(&raw);
  }
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
}

static void enter(void) {
  if (keeps_line && in_background()) {
    if (atomic_exchange(&held, false)) stray_end(false);
    atomic_store(&away, true);
    return;
  }
  // What the modes were while others had the terminal, a shell at its prompt say, was theirs.
  if (atomic_exchange(&away, false) && tcgetattr(input_fd, &given) == 0) make_modes();
  set_modes(&raw, TCSANOW);
  stray_begin();
  atomic_store(&held, true);
  put(enter_bytes, enter_length);
}

static void leave(void) {
  if (!atomic_load(&held)) return;
  bool is_ours = !in_background();
  if (is_ours) {
    put(leave_bytes, leave_length);
    // Drops input that was under way, such as a report of the mouse; what is typed ahead of a shell's
    // prompt is meant for the shell.
    set_modes(&given, keeps_line ? TCSADRAIN : TCSAFLUSH);
  }
  atomic_store(&held, false);
  stray_end(is_ours);
}

int cn_terminal_open(int input, int output, const char *enter_sequence, const char *leave_sequence,
                     bool for_line) {
  if (input_fd >= 0) return EBUSY;
  keeps_line = for_line;
  enter_length = strnlen(enter_sequence, CN_SEQUENCE_LIMIT);
  leave_length = strnlen(leave_sequence, CN_SEQUENCE_LIMIT);
  memcpy(enter_bytes, enter_sequence, enter_length);
  memcpy(leave_bytes, leave_sequence, leave_length);
  if (tcgetattr(input, &given) != 0) return errno;
  if (wake_pipe[0] < 0) {
    if (pipe(wake_pipe) != 0) return errno;
    for (int i = 0; i < 2; i++) {
      fcntl(wake_pipe[i], F_SETFL, O_NONBLOCK);
      fcntl(wake_pipe[i], F_SETFD, FD_CLOEXEC);
    }
    atexit(cn_terminal_close);
  }
  make_modes();
  input_fd = input;
  output_fd = output;
  atomic_store(&happened, 0);
  atomic_store(&end_signal, 0);
  install_handlers();
  enter();
  return 0;
}

void cn_terminal_close(void) {
  if (input_fd < 0) return;
  leave();
  alarm(0);
  remove_handlers();
  atomic_store(&away, false);
  input_fd = output_fd = -1;
}

void cn_terminal_suspend(bool alone) {
  struct sigaction ours, action;
  // No job control here.
  if (sigaction(SIGTSTP, NULL, &ours) != 0 || ours.sa_handler == SIG_IGN) return;
  leave();
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  if (!alone) {
    // The rest of the group stops too: a wrapper script would otherwise wait for us, unstopped.
    action.sa_handler = SIG_IGN;
    sigaction(SIGTSTP, &action, &ours);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
  }
  action.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &action, &ours);
  // To this thread, so that it is stopped before the call returns. Without a shell to continue us
  // (an orphaned process group) nothing happens.
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
  atomic_fetch_and(&happened, ~(CN_CONTINUED | CN_STOP_REQUESTED));
  enter();
}

void cn_terminal_reenter(void) {
  if (input_fd >= 0) enter();
}

bool cn_terminal_is_away(void) { return atomic_load(&away); }

bool cn_terminal_return(void) {
  if (!atomic_load(&away) || in_background()) return false;
  enter();
  return true;
}

// Input and output -------------------------------------------------------------------------------

int cn_terminal_wait(int timeout) {
  stray_bound();
  struct pollfd fds[2] = {{wake_pipe[0], POLLIN, 0}, {input_fd, POLLIN, 0}};
  // What is typed while others have the terminal is theirs.
  nfds_t count = atomic_load(&away) ? 1 : 2;
  // A handler that interrupts the wait has written to the pipe; the next call sees it.
  if (poll(fds, count, timeout) < 0) return 0;
  int result = 0;
  if (fds[0].revents != 0) {
    char drained[64];
    while (read(wake_pipe[0], drained, sizeof drained) > 0) {
    }
    result |= CN_WOKEN;
  }
  if ((fds[1].revents & POLLIN) != 0) {
    result |= CN_INPUT;
  } else if ((fds[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
    result |= CN_GONE;
  }
  return result;
}

void cn_terminal_wake(void) {
  if (wake_pipe[1] >= 0) wake();
}

int cn_terminal_signals(void) { return atomic_exchange(&happened, 0); }

int cn_terminal_end_signal(void) { return atomic_load(&end_signal); }

size_t cn_terminal_read(uint8_t *buffer, size_t capacity) {
  ssize_t count;
  do {
    count = read(input_fd, buffer, capacity);
  } while (count < 0 && errno == EINTR);
  return count > 0 ? (size_t)count : 0;
}

bool cn_terminal_write(const uint8_t *bytes, size_t count) {
  while (count > 0) {
    if (!atomic_load(&held) && !atomic_load(&away)) return false;
    ssize_t written = write(output_fd, bytes, count);
    if (written > 0) {
      bytes += written;
      count -= (size_t)written;
    } else if (written < 0 && errno == EINTR) {
      continue;
    } else if (written < 0 && errno == EAGAIN) {
      struct pollfd writable = {output_fd, POLLOUT, 0};
      poll(&writable, 1, -1);
    } else {
      return false;
    }
  }
  return true;
}

bool cn_terminal_size(int *columns, int *rows) {
  struct winsize size;
  if (ioctl(output_fd >= 0 ? output_fd : STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return size.ws_col > 0 && size.ws_row > 0;
}
