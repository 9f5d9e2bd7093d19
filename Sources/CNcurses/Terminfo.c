#include "CNcurses.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

// Long enough for every capability of every description that ncurses ships.
static char capability[1024];

int cn_terminfo_load(const char *name, int output) {
  int error = 0;
  if (setupterm((char *)name, output, &error) == OK) return 1;
  return error == -1 ? -1 : 0;
}

// Copies `source` without its padding ("$<50/>"): emulators need no pauses.
static const char *unpadded(const char *source) {
  if (source == NULL || source == (const char *)-1) return NULL;
  size_t length = 0;
  while (*source != '\0' && length + 1 < sizeof capability) {
    const char *end = source[0] == '$' && source[1] == '<' ? strchr(source, '>') : NULL;
    if (end != NULL) {
      source = end + 1;
    } else {
      capability[length++] = *source++;
    }
  }
  capability[length] = '\0';
  return capability;
}

const char *cn_terminfo_string(const char *name) { return unpadded(tigetstr((char *)name)); }

const char *cn_terminfo_string2(const char *name, int first, int second) {
  char *format = tigetstr((char *)name);
  if (format == NULL || format == (char *)-1) return NULL;
  return unpadded(tparm(format, (long)first, (long)second, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
}

int cn_terminfo_number(const char *name) {
  int value = tigetnum((char *)name);
  return value < 0 ? -1 : value;
}

bool cn_terminfo_flag(const char *name) { return tigetflag((char *)name) > 0; }

const char *cn_locale_encoding(void) {
  static char encoding[64];
  // A locale of its own: setlocale would change number formats under the rest of the program.
  locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
  if (locale == (locale_t)0) return "";
  strncpy(encoding, nl_langinfo_l(CODESET, locale), sizeof encoding - 1);
  freelocale(locale);
  return encoding;
}
