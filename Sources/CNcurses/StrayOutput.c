#include "StrayOutput.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  LIMIT_KEPT = 1024 * 1024, // what is beyond is thrown away, all of it, and collecting starts anew
  LIMIT_SHOWN = 16 * 1024,  // of the end
};

static int file = -1;     // unlinked
static int terminal = -1; // standard error as it was

void stray_begin(void) {
  // Redirected by the user: not our business.
  if (terminal >= 0 || !isatty(STDERR_FILENO)) return;
  if (file < 0) {
    FILE *temporary = tmpfile();
    if (temporary == NULL) return;
    file = fcntl(fileno(temporary), F_DUPFD_CLOEXEC, 0);
    fclose(temporary);
    if (file < 0) return;
    fcntl(file, F_SETFL, O_APPEND);
  }
  terminal = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
  if (terminal >= 0) dup2(file, STDERR_FILENO);
}

void stray_bound(void) {
  struct stat state;
  if (terminal < 0 || fstat(file, &state) != 0 || state.st_size <= LIMIT_KEPT) return;
  if (ftruncate(file, 0) != 0) return;
}

// Replaces what could control a terminal: C0 but line feed and tab, DEL, and C1 in UTF-8.
static void defuse(unsigned char *bytes, ssize_t count) {
  static unsigned char before;
  for (ssize_t i = 0; i < count; i++) {
    unsigned char byte = bytes[i];
    int is_control = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F ||
                     (before == 0xC2 && byte < 0xA0);
    before = byte;
    if (is_control) bytes[i] = '?';
  }
}

void stray_end(bool shows) {
  if (terminal < 0) return;
  dup2(terminal, STDERR_FILENO);
  close(terminal);
  terminal = -1;
  off_t end = lseek(file, 0, SEEK_END);
  off_t at = end > LIMIT_SHOWN ? end - LIMIT_SHOWN : 0;
  unsigned char bytes[512];
  ssize_t count;
  while (shows && (count = pread(file, bytes, sizeof bytes, at)) > 0) {
    at += count;
    defuse(bytes, count);
    if (write(STDERR_FILENO, bytes, (size_t)count) < 0) break;
  }
  if (ftruncate(file, 0) != 0) return;
}
